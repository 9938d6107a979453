package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// typing draws an element that somebody types into.
func (d *drawing) typing(e slack.BlockElement) g.Node {
	switch e := e.(type) {
	case *slack.PlainTextInputBlockElement:
		return d.plainText(e)
	case *slack.EmailTextInputBlockElement:
		return d.typed(typed{actionID: e.ActionID, kind: "email", initial: e.InitialValue, prompt: e.Placeholder, dispatch: e.DispatchActionConfig, focus: e.FocusOnLoad})
	case *slack.URLTextInputBlockElement:
		return d.typed(typed{actionID: e.ActionID, kind: "url", initial: e.InitialValue, prompt: e.Placeholder, dispatch: e.DispatchActionConfig, focus: e.FocusOnLoad})
	case *slack.NumberInputBlockElement:
		return d.number(e)
	case *slack.RichTextInputBlockElement:
		return d.typed(typed{
			actionID: e.ActionID, initial: plainOf(e.InitialValue), prompt: e.Placeholder, dispatch: e.DispatchActionConfig, focus: e.FocusOnLoad,
			rows: max(e.MinLines, 4),
		})
	case *slack.FileInputBlockElement:
		return d.files(e)
	default:
		return unsupported(string(e.ElementType()))
	}
}

// typed is a text that somebody types.
type typed struct {
	actionID, kind, initial string
	prompt                  *slack.TextBlockObject
	dispatch                *slack.DispatchActionConfig
	focus                   bool
	rows                    int // of a text of several lines
	more                    g.Group
}

func (d *drawing) typed(t typed) g.Node {
	value := d.typedIn(t.actionID, t.initial)
	about := g.Group{
		h.ID(d.id(t.actionID)), h.Class("typing"), h.Name(d.field(t.actionID)), h.Data("action", t.actionID), h.Dir("auto"),
		g.If(t.prompt != nil, h.Placeholder(wording(t.prompt))), d.described(), d.required(), g.If(t.focus, h.AutoFocus()),
		d.dispatch(t.actionID, t.dispatch), t.more,
	}
	if t.rows > 0 {
		return h.Textarea(about, h.Rows(strconv.Itoa(t.rows)), g.Text(value))
	}
	return h.Input(about, h.Type(cut(t.kind, "text")), h.Value(value))
}

func (d *drawing) plainText(e *slack.PlainTextInputBlockElement) g.Node {
	rows := 0
	if e.Multiline {
		rows = 4
	}
	return d.typed(typed{
		actionID: e.ActionID, initial: e.InitialValue, prompt: e.Placeholder, dispatch: e.DispatchActionConfig, focus: e.FocusOnLoad, rows: rows,
		more: g.Group{
			g.If(e.MinLength > 0, h.MinLength(strconv.Itoa(e.MinLength))),
			g.If(e.MaxLength > 0, h.MaxLength(strconv.Itoa(e.MaxLength))),
		},
	})
}

func (d *drawing) number(e *slack.NumberInputBlockElement) g.Node {
	step := "1"
	if e.IsDecimalAllowed {
		step = "any"
	}
	return d.typed(typed{
		actionID: e.ActionID, kind: "number", initial: e.InitialValue, prompt: e.Placeholder, dispatch: e.DispatchActionConfig, focus: e.FocusOnLoad,
		more: g.Group{
			h.Step(step), g.If(e.MinValue != "", h.Min(e.MinValue)), g.If(e.MaxValue != "", h.Max(e.MaxValue)),
		},
	})
}

func (d *drawing) files(e *slack.FileInputBlockElement) g.Node {
	var kinds []string
	for _, kind := range e.FileTypes {
		kinds = append(kinds, "."+kind)
	}
	return h.Input(h.ID(d.id(e.ActionID)), h.Class("typing"), h.Type("file"), h.Name(d.field(e.ActionID)), h.Data("action", e.ActionID),
		d.described(), d.required(), g.If(e.MaxFiles != 1, h.Multiple()), g.If(len(kinds) > 0, h.Accept(strings.Join(kinds, ","))))
}

// dispatch makes an element of an input block tell the app while somebody types:
// when they press Enter, unless the app wants every character.
func (d *drawing) dispatch(actionID string, c *slack.DispatchActionConfig) g.Node {
	if d.silent {
		return d.change(actionID)
	}
	trigger := "pressed"
	if c != nil && slices.Contains(c.TriggerActionsOn, "on_character_entered") {
		trigger = "input delay:300ms"
		if slices.Contains(c.TriggerActionsOn, "on_enter_pressed") {
			trigger += ", pressed"
		}
	}
	return g.Group{d.when(trigger, actionID), g.If(strings.Contains(trigger, "pressed"), h.Data("enter", "pressed"))}
}

// plainOf is the text of a rich text without its styles, a line for each of its
// parts.
func plainOf(b *slack.RichTextBlock) string {
	if b == nil {
		return ""
	}
	var lines []string
	for _, e := range b.Elements {
		if s, ok := e.(*slack.RichTextSection); ok {
			var line strings.Builder
			for _, leaf := range s.Elements {
				if t, ok := leaf.(*slack.RichTextSectionTextElement); ok {
					line.WriteString(t.Text)
				}
			}
			lines = append(lines, line.String())
		}
	}
	return strings.Join(lines, "\n")
}
