package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"meetingbot/playground"
)

// The verbs of scripts that check what people see.

// slackDate matches a time that Slack shows on the reader's clock. A script sees
// its fallback text.
func slackDate() *regexp.Regexp { return regexp.MustCompile(`<!date\^[^|>]*\|([^>]*)>`) }

// blocksText returns the text of blocks, or of a view, a line for each text
// object.
func blocksText(blocks json.RawMessage) string {
	var all any
	if len(blocks) == 0 || json.Unmarshal(blocks, &all) != nil {
		return ""
	}
	var lines []string
	walkObjects(all, func(o map[string]any) {
		if s, ok := o["text"].(string); ok {
			lines = append(lines, unescape(s))
		}
		if call, ok := o["v1"].(map[string]any); ok {
			lines = append(lines, callText(call))
		}
	})
	return strings.Join(lines, "\n")
}

// callText is what a person reads of one of Slack's own calls: its title, and who is in
// it, by their id or name, or that it has ended.
func callText(call map[string]any) string {
	var text strings.Builder
	fmt.Fprintf(&text, "[Call %s, %s:", call["name"], call["display_id"])
	if call["has_ended"] == true {
		return text.String() + " ended]"
	}
	people, _ := call["active_participants"].([]any)
	for _, p := range people {
		who, _ := p.(map[string]any)
		for _, key := range []string{"slack_id", "display_name"} {
			if s, ok := who[key].(string); ok {
				text.WriteString(" " + s + ",")
			}
		}
	}
	return strings.TrimSuffix(text.String(), ",") + "]"
}

// unescape removes Slack's escapes from mrkdwn.
func unescape(s string) string {
	s = slackDate().ReplaceAllString(s, "$1")
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// walkObjects visits every object, the outer ones first.
func walkObjects(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			walkObjects(v[key], visit)
		}
	case []any:
		for _, item := range v {
			walkObjects(item, visit)
		}
	}
}

// messageText returns what a person reads in a message, and under its links.
func messageText(m playground.Message) string {
	words := unescape(m.Text)
	if m.Blocks != nil {
		words = blocksText(m.Blocks)
	}
	lines := []string{words}
	for _, f := range m.Files {
		lines = append(lines, f.Title, f.Name)
	}
	return strings.TrimSpace(strings.Join(append(lines, blocksText(m.Attachments)), "\n"))
}

// botText returns what the bot shows in a message: all of its own, and what it shows
// under the links of others'.
func botText(m playground.Message) string {
	if m.BotID != "" {
		return messageText(m)
	}
	return blocksText(m.Attachments)
}

// viewText returns what a person reads in a view, with what its fields are filled in
// with and the errors beside them.
func viewText(v playground.View) string {
	lines := append([]string{blocksText(v.JSON)}, fieldsText(v)...)
	for _, block := range slices.Sorted(maps.Keys(v.Errors)) {
		lines = append(lines, v.Errors[block])
	}
	return strings.Join(lines, "\n")
}

// fieldsText returns the texts, dates, times of day and ids of people that the fields
// of a view are filled in with.
func fieldsText(v playground.View) (lines []string) {
	for _, block := range slices.Sorted(maps.Keys(v.Values)) {
		for _, value := range v.Values[block] {
			for _, key := range []string{"value", "selected_date", "selected_time"} {
				if s, ok := value[key].(string); ok {
					lines = append(lines, s)
				}
			}
			people, _ := value["selected_users"].([]any)
			for _, id := range people {
				lines = append(lines, fmt.Sprint(id))
			}
		}
	}
	return lines
}

func (c *conversation) messages() []playground.Message {
	return c.slack.Messages(c.channel, c.person.ID)
}

func containsAll(text string, wants []string) bool {
	return !slices.ContainsFunc(wants, func(want string) bool { return !strings.Contains(text, want) })
}

// visibleText returns what expect searches: the open view or the newest message. ok
// is false if there is none, or if the message is not private or public as wanted.
func (c *conversation) visibleText(what string) (text string, ok bool) {
	if what == "modal" {
		v, open := c.slack.View(c.person.ID)
		return viewText(v), open
	}
	if what == "home" {
		v, published := c.slack.Home(c.person.ID)
		return viewText(v), published
	}
	all := c.messages()
	if len(all) == 0 {
		return "", false
	}
	last := all[len(all)-1]
	direct := c.channel == c.slack.DirectMessage(c.person.ID)
	private := direct || last.EphemeralTo == c.person.ID
	return messageText(last), what == "" || (what == "private") == private
}

// expect waits until the person sees the texts.
func (c *conversation) expect(ts *testscript.TestScript, args []string) {
	var what string
	if len(args) > 1 && slices.Contains([]string{"private", "public", "modal", "home"}, args[0]) {
		what, args = args[0], args[1:]
	}
	if len(args) == 0 {
		ts.Fatalf("usage: expect [private|public|modal|home] 'TEXT' …")
	}
	if args[0] == "error" && what == "modal" && len(args) == 3 {
		c.expectError(ts, args[1], args[2])
		return
	}
	if !eventually(func() bool {
		text, ok := c.visibleText(what)
		return ok && containsAll(text, args)
	}) {
		text, _ := c.visibleText(what)
		ts.Fatalf("%s does not see %s %q, but:\n%s", c.person.Name, what, args, text)
	}
}

// expectError waits for an error beside a field of the open view.
func (c *conversation) expectError(ts *testscript.TestScript, label, want string) {
	var view playground.View
	if !eventually(func() bool {
		view, _ = c.slack.View(c.person.ID)
		field, ok := firstControl(controls(view.JSON), func(c control) bool { return c.named(label) })
		return ok && strings.Contains(view.Errors[field.block], want)
	}) {
		ts.Fatalf("%q is not beside %q, but: %q", want, label, view.Errors)
	}
}

// never fails if anybody sees a message, a view or a Home tab that holds all the texts, in any
// channel.
func (c *conversation) never(ts *testscript.TestScript, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: never 'TEXT' …")
	}
	for _, p := range c.slack.People() {
		for _, channel := range c.slack.Channels(p.ID) {
			for _, m := range c.slack.Messages(channel.ID, p.ID) {
				if containsAll(botText(m), args) {
					ts.Fatalf("%s sees in %s:\n%s", p.Name, channel.Name, botText(m))
				}
			}
		}
		views := c.slack.Views(p.ID)
		if v, published := c.slack.Home(p.ID); published {
			views = append(views, v)
		}
		for _, v := range views {
			if containsAll(viewText(v), args) {
				ts.Fatalf("%s sees:\n%s", p.Name, viewText(v))
			}
		}
	}
}

// count fails unless exactly N messages in the channel hold the texts.
func (c *conversation) count(ts *testscript.TestScript, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: count N 'TEXT' …")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	eventually(func() bool { return c.holding(args[1:]) >= want }) // more come at once or not at all
	if n := c.holding(args[1:]); n != want {
		ts.Fatalf("%d messages hold %q, want %d", n, args[1:], want)
	}
}

// holding is how many of the bot's messages hold all the texts.
func (c *conversation) holding(texts []string) (n int) {
	for _, m := range c.messages() {
		if containsAll(botText(m), texts) {
			n++
		}
	}
	return n
}
