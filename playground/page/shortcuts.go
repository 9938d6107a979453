package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// shortcuts draws the menu of the app's shortcuts beside the message box.
func (p Page) shortcuts() g.Node {
	return shortcutMenu("shortcuts", "Shortcuts", boltIcon(), p.Shortcuts, func(s Shortcut) string {
		return p.channelLocation().path("shortcut", "callback", s.ID)
	})
}

// messageShortcuts draws the menu of a message. A message that one person sees has
// none.
func (v Viewer) messageShortcuts(m *Message, id string) g.Node {
	if m.Ephemeral {
		return nil
	}
	return shortcutMenu(id+"-shortcuts", "More actions", moreIcon(), v.MessageShortcuts, func(s Shortcut) string {
		return v.Location.path("shortcut", "callback", s.ID, "ts", m.TS)
	})
}

// shortcutMenu draws a button and the menu that it opens, nothing without shortcuts.
func shortcutMenu(id, label string, picture g.Node, all []Shortcut, address func(Shortcut) string) g.Node {
	if len(all) == 0 {
		return nil
	}
	return h.Span(h.Class("overflow"),
		h.Button(h.Type("button"), h.ID(id), h.Class("icon"), h.Aria("label", label), h.Title(label), h.Aria("haspopup", "menu"),
			h.PopoverTarget(id+"-menu"), picture),
		h.Div(h.ID(id+"-menu"), h.Class("menu"), h.Role("menu"), h.Aria("label", label), h.Popover("auto"),
			g.Map(all, func(s Shortcut) g.Node {
				return h.Button(h.Type("button"), h.ID(id+"-"+hash(s.ID)), h.Class("item"), h.Role("menuitem"), h.TabIndex("-1"),
					g.Attr("hx-post", address(s)), g.Attr("hx-swap", "none"), g.Attr("hx-sync", "this:drop"), g.Text(s.Name))
			})),
	)
}

func boltIcon() g.Node { return icon("M11.500 1 3.500 11.500h5L7.500 19l9-11h-5.500L11.500 1Z") }
