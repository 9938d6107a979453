package main

import (
	"context"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"meetingbot/playground"
)

// What a script sees, and what it can lay hands on.

// slackDate is a time that Slack shows on the reader's clock: its fallback is
// what a script sees.
func slackDate() *regexp.Regexp { return regexp.MustCompile(`<!date\^[^|>]*\|([^>]*)>`) }

// visible is the text of blocks, or of a view, a line for each piece of it.
func visible(blocks json.RawMessage) string {
	var all any
	if len(blocks) == 0 || json.Unmarshal(blocks, &all) != nil {
		return ""
	}
	var lines []string
	walk(all, func(o map[string]any) {
		if s, ok := o["text"].(string); ok {
			lines = append(lines, plainly(s))
		}
	})
	return strings.Join(lines, "\n")
}

// plainly is mrkdwn without Slack's escapes.
func plainly(s string) string {
	s = slackDate().ReplaceAllString(s, "$1")
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// walk visits every object, the outer ones first.
func walk(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			walk(v[key], visit)
		}
	case []any:
		for _, item := range v {
			walk(item, visit)
		}
	}
}

// seen is what a person reads of a message.
func seen(m playground.Message) string {
	if m.Blocks != nil {
		return visible(m.Blocks)
	}
	return plainly(m.Text)
}

// seenModal is what a person reads of a view, with what is wrong with it.
func seenModal(v playground.View) string {
	lines := []string{visible(v.JSON)}
	for _, block := range slices.Sorted(maps.Keys(v.Errors)) {
		lines = append(lines, v.Errors[block])
	}
	return strings.Join(lines, "\n")
}

func (k *talk) messages() []playground.Message {
	return k.slack.Messages(k.channel, k.person.ID)
}

func holdsAll(text string, wants []string) bool {
	return !slices.ContainsFunc(wants, func(want string) bool { return !strings.Contains(text, want) })
}

// look is what an expectation goes by.
func (k *talk) look(what string) (text string, ok bool) {
	if what == "modal" {
		v, open := k.slack.View(k.person.ID)
		return seenModal(v), open
	}
	all := k.messages()
	if len(all) == 0 {
		return "", false
	}
	last := all[len(all)-1]
	direct := k.channel == k.slack.DirectMessage(k.person.ID)
	private := direct || last.EphemeralTo == k.person.ID
	return seen(last), what == "" || (what == "private") == private
}

// expect waits for what the person is to see.
func (k *talk) expect(ts *testscript.TestScript, args []string) {
	var what string
	if len(args) > 1 && slices.Contains([]string{"private", "public", "modal"}, args[0]) {
		what, args = args[0], args[1:]
	}
	if len(args) == 0 {
		ts.Fatalf("usage: expect [private|public|modal] 'TEXT' …")
	}
	if args[0] == "error" && what == "modal" && len(args) == 3 {
		k.expectError(ts, args[1], args[2])
		return
	}
	if !eventually(func() bool {
		text, ok := k.look(what)
		return ok && holdsAll(text, args)
	}) {
		text, _ := k.look(what)
		ts.Fatalf("%s does not see %s %q, but:\n%s", k.person.Name, what, args, text)
	}
}

// expectError waits for what is wrong with a field of the open view.
func (k *talk) expectError(ts *testscript.TestScript, label, want string) {
	var view playground.View
	if !eventually(func() bool {
		view, _ = k.slack.View(k.person.ID)
		c, ok := find(controls(view.JSON), func(c control) bool { return c.named(label) })
		return ok && strings.Contains(view.Errors[c.block], want)
	}) {
		ts.Fatalf("%q is not beside %q, but: %q", want, label, view.Errors)
	}
}

// never fails if anybody sees, anywhere, what holds all the texts.
func (k *talk) never(ts *testscript.TestScript, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: never 'TEXT' …")
	}
	for _, p := range k.slack.People() {
		for _, c := range k.slack.Channels(p.ID) {
			for _, m := range k.slack.Messages(c.ID, p.ID) {
				if m.BotID != "" && holdsAll(seen(m), args) {
					ts.Fatalf("%s sees in %s:\n%s", p.Name, c.Name, seen(m))
				}
			}
		}
		for _, v := range k.slack.Views(p.ID) {
			if holdsAll(seenModal(v), args) {
				ts.Fatalf("%s sees:\n%s", p.Name, seenModal(v))
			}
		}
	}
}

// count tells how many messages here hold a text.
func (k *talk) count(ts *testscript.TestScript, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: count N 'TEXT' …")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	n := 0
	for _, m := range k.messages() {
		if m.BotID != "" && holdsAll(seen(m), args[1:]) {
			n++
		}
	}
	if n != want {
		ts.Fatalf("%d messages hold %q, want %d", n, args[1:], want)
	}
}

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
func (k *talk) reach(texts []string, is func(control) bool) (messageTS string, c control, ok bool) {
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
func (k *talk) use(ts *testscript.TestScript, name string, texts []string, is func(control) bool, value func(control) []string) {
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
func (k *talk) click(ts *testscript.TestScript, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: click 'BUTTON' ['TEXT OF THE MESSAGE' …]")
	}
	name := args[0]
	k.use(ts, name, args[1:], func(c control) bool { return c.named(name) && len(c.options) == 0 }, func(c control) []string {
		return []string{c.value}
	})
}

// choose takes an entry of a menu.
func (k *talk) choose(ts *testscript.TestScript, args []string) {
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
func (k *talk) fill(ts *testscript.TestScript, args []string) {
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
