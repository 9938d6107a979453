package main

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"meetingbot/playground"
)

// The verbs of scripts that use buttons, menus and fields.

// control is a button, a menu or a field.
type control struct {
	block, action  string            // the block's and the element's id
	label          string            // of the block, beside a field
	text           string            // on a button
	accessibleName string            // what a screen reader reads on a button instead of text
	value          string            // of a button
	options        map[string]string // of a menu: values by text
}

// controls returns the controls of blocks, or of a view, in the order in which
// they are shown.
func controls(blocks json.RawMessage) []control {
	var all any
	if json.Unmarshal(blocks, &all) != nil {
		return nil
	}
	var found []control
	var block, label string
	walkObjects(all, func(o map[string]any) {
		if id, ok := o["block_id"].(string); ok {
			block, label = id, textOf(o["label"])
		}
		if _, ok := o["action_id"].(string); !ok {
			return
		}
		found = append(found, newControl(o, block, label))
	})
	return found
}

// newControl reads the control o, which is in a block with that id and label.
func newControl(o map[string]any, block, label string) control {
	c := control{block: block, label: label, text: textOf(o["text"]), options: map[string]string{}}
	c.action, _ = o["action_id"].(string)
	c.value, _ = o["value"].(string)
	c.accessibleName, _ = o["accessibility_label"].(string)
	walkObjects(o["options"], func(option map[string]any) {
		if value, ok := option["value"].(string); ok {
			c.options[textOf(option["text"])] = value
		}
	})
	return c
}

// textOf returns the text of a text object, "" for anything else.
func textOf(v any) string {
	o, _ := v.(map[string]any)
	s, _ := o["text"].(string)
	return unescape(s)
}

// named reports whether name is the control's action id or label, or part of its
// text or accessible name.
func (c control) named(name string) bool {
	return c.action == name || c.label == name || strings.Contains(c.text, name) || strings.Contains(c.accessibleName, name)
}

func firstControl(all []control, matches func(control) bool) (control, bool) {
	if i := slices.IndexFunc(all, matches); i >= 0 {
		return all[i], true
	}
	return control{}, false
}

// findControl finds a control in the open view or, without one, on the open Home tab
// or in the newest message that has it and holds the texts. It returns where that is.
func (c *conversation) findControl(texts []string, matches func(control) bool) (where playground.Element, found control, ok bool) {
	if v, open := c.slack.View(c.person.ID); open {
		found, ok = firstControl(controls(v.JSON), matches)
		return playground.Element{}, found, ok
	}
	if c.home {
		v, _ := c.slack.Home(c.person.ID)
		found, ok = firstControl(controls(v.JSON), matches)
		return playground.Element{Home: true}, found, ok
	}
	for _, m := range slices.Backward(c.messages()) {
		shown := append(controls(m.Blocks), controls(m.Attachments)...)
		if found, ok = firstControl(shown, matches); ok && containsAll(messageText(m), texts) {
			return playground.Element{MessageTS: m.TS}, found, true
		}
	}
	return playground.Element{}, control{}, false
}

// use waits for a control and uses it, with the values that values returns.
func (c *conversation) use(ts *testscript.TestScript, name string, texts []string, matches func(control) bool, values func(control) []string) {
	var element playground.Element
	var found control
	if !eventually(func() (ok bool) {
		element, found, ok = c.findControl(texts, matches)
		return ok
	}) {
		ts.Fatalf("%s sees no %q", c.person.Name, name)
	}
	element.UserID, element.BlockID, element.ActionID = c.person.ID, found.block, found.action
	ts.Check(c.slack.Use(context.Background(), element, values(found)...))
}

// click presses a button.
func (c *conversation) click(ts *testscript.TestScript, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: click 'BUTTON' ['TEXT OF THE MESSAGE' …]")
	}
	name := args[0]
	isButton := func(b control) bool { return b.named(name) && len(b.options) == 0 }
	c.use(ts, name, args[1:], isButton, func(b control) []string { return []string{b.value} })
}

// choose selects an entry of a menu.
func (c *conversation) choose(ts *testscript.TestScript, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: choose 'ENTRY' ['TEXT OF THE MESSAGE' …]")
	}
	entry := args[0]
	hasEntry := func(menu control) bool { return menu.option(entry) != "" }
	c.use(ts, entry, args[1:], hasEntry, func(menu control) []string { return []string{menu.option(entry)} })
}

// option returns the value of the first option whose text contains name; "" for
// none.
func (c control) option(name string) string {
	for _, text := range slices.Sorted(maps.Keys(c.options)) {
		if strings.Contains(text, name) {
			return c.options[text]
		}
	}
	return ""
}

// fill fills in a field of the open view: with text, with an option by its text, or
// with a channel by its name.
func (c *conversation) fill(ts *testscript.TestScript, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: fill 'LABEL' 'VALUE'")
	}
	label, value := args[0], args[1]
	c.use(ts, label, nil, func(field control) bool { return field.named(label) }, func(field control) []string {
		switch {
		case value == "":
			return nil
		case len(field.options) > 0:
			return []string{field.option(value)}
		case strings.HasPrefix(value, "#"):
			return []string{c.channelID(ts, value)}
		default:
			return []string{value}
		}
	})
}
