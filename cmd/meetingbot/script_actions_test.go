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

// What people can lay hands on in a script.

// control is something that a person can use.
type control struct {
	block, action string
	label, words  string // beside a field, and on a button
	aloud         string // what a screen reader says of a button, if not its words
	value         string
	options       map[string]string // values by what is read
}

// controls are those of blocks, or of a view, in the order they are read.
func controls(blocks json.RawMessage) []control {
	var all any
	if json.Unmarshal(blocks, &all) != nil {
		return nil
	}
	var found []control
	var block, label string
	walk(all, func(o map[string]any) {
		if id, ok := o["block_id"].(string); ok {
			block, label = id, words(o["label"])
		}
		id, ok := o["action_id"].(string)
		if !ok {
			return
		}
		c := control{block: block, action: id, label: label, words: words(o["text"]), options: map[string]string{}}
		c.value, _ = o["value"].(string)
		c.aloud, _ = o["accessibility_label"].(string)
		walk(o["options"], func(option map[string]any) {
			if value, ok := option["value"].(string); ok {
				c.options[words(option["text"])] = value
			}
		})
		found = append(found, c)
	})
	return found
}

// words are those of a text object.
func words(v any) string {
	o, _ := v.(map[string]any)
	s, _ := o["text"].(string)
	return plainly(s)
}

// named reports whether a person could mean the control by what they read or are
// read, or by its action id.
func (c control) named(name string) bool {
	return c.action == name || c.label == name || strings.Contains(c.words, name) || strings.Contains(c.aloud, name)
}

func find(all []control, is func(control) bool) (control, bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	return control{}, false
}

// reach finds a control in the open view or, without one, in the newest message
// that holds it and the texts.
func (k *conversation) reach(texts []string, is func(control) bool) (messageTS string, c control, ok bool) {
	if v, open := k.slack.View(k.person.ID); open {
		c, ok = find(controls(v.JSON), is)
		return "", c, ok
	}
	for _, m := range slices.Backward(k.messages()) {
		if c, ok = find(controls(m.Blocks), is); ok && holdsAll(seen(m), texts) {
			return m.TS, c, true
		}
	}
	return "", control{}, false
}

// use waits for a control and uses it.
func (k *conversation) use(ts *testscript.TestScript, name string, texts []string, is func(control) bool, value func(control) []string) {
	var messageTS string
	var c control
	if !eventually(func() (ok bool) {
		messageTS, c, ok = k.reach(texts, is)
		return ok
	}) {
		ts.Fatalf("%s sees no %q", k.person.Name, name)
	}
	element := playground.Element{UserID: k.person.ID, MessageTS: messageTS, BlockID: c.block, ActionID: c.action}
	ts.Check(k.slack.Use(context.Background(), element, value(c)...))
}

// click presses a button.
func (k *conversation) click(ts *testscript.TestScript, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: click 'BUTTON' ['TEXT OF THE MESSAGE' …]")
	}
	name := args[0]
	k.use(ts, name, args[1:], func(c control) bool { return c.named(name) && len(c.options) == 0 }, func(c control) []string {
		return []string{c.value}
	})
}

// choose takes an entry of a menu.
func (k *conversation) choose(ts *testscript.TestScript, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: choose 'ENTRY' ['TEXT OF THE MESSAGE' …]")
	}
	is := func(c control) bool { return c.option(args[0]) != "" }
	k.use(ts, args[0], args[1:], is, func(c control) []string { return []string{c.option(args[0])} })
}

// option is the value of the option that reads like name; "" for none.
func (c control) option(name string) string {
	for _, read := range slices.Sorted(maps.Keys(c.options)) {
		if strings.Contains(read, name) {
			return c.options[read]
		}
	}
	return ""
}

// fill fills in a field of the open view: with text, with an option by what is
// read, or with a channel by its name.
func (k *conversation) fill(ts *testscript.TestScript, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: fill 'LABEL' 'VALUE'")
	}
	label, value := args[0], args[1]
	k.use(ts, label, nil, func(c control) bool { return c.named(label) }, func(c control) []string {
		switch {
		case value == "":
			return nil
		case len(c.options) > 0:
			return []string{c.option(value)}
		case strings.HasPrefix(value, "#"):
			return []string{k.channelID(ts, value)}
		default:
			return []string{value}
		}
	})
}
