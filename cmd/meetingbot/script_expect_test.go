package main

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"meetingbot/playground"
)

// What people see in a script.

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

func (k *conversation) messages() []playground.Message {
	return k.slack.Messages(k.channel, k.person.ID)
}

func holdsAll(text string, wants []string) bool {
	return !slices.ContainsFunc(wants, func(want string) bool { return !strings.Contains(text, want) })
}

// look is what an expectation goes by.
func (k *conversation) look(what string) (text string, ok bool) {
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
func (k *conversation) expect(ts *testscript.TestScript, args []string) {
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
func (k *conversation) expectError(ts *testscript.TestScript, label, want string) {
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
func (k *conversation) never(ts *testscript.TestScript, args []string) {
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
func (k *conversation) count(ts *testscript.TestScript, args []string) {
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
