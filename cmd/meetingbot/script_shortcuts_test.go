package main

import (
	"context"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"meetingbot/bot/view"
	"meetingbot/playground"
)

// The verbs of scripts that use Slack's shortcuts, and menus that are searched while
// one types.

// shortcut chooses a shortcut, or one of the newest message that has the texts.
func (c *conversation) shortcut(ts *testscript.TestScript, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: shortcut 'NAME' ['TEXT OF THE MESSAGE' …]")
	}
	i := slices.IndexFunc(shortcuts(), func(s playground.Shortcut) bool { return s.Name == args[0] })
	if i < 0 {
		ts.Fatalf("there is no shortcut %q", args[0])
	}
	chosen, ctx := shortcuts()[i], context.Background()
	if !chosen.OfMessages {
		ts.Check(c.slack.Shortcut(ctx, c.person.ID, chosen.CallbackID))
		return
	}
	for _, m := range slices.Backward(c.messages()) {
		if m.EphemeralTo == "" && containsAll(messageText(m), args[1:]) {
			ts.Check(c.slack.MessageShortcut(ctx, c.person.ID, m.TS, chosen.CallbackID))
			return
		}
	}
	ts.Fatalf("%s sees no message with %q", c.person.Name, args[1:])
}

// typeInto types into the menu of the open form that is searched while one types.
func (c *conversation) typeInto(ts *testscript.TestScript, args []string) {
	typed := onlyArg(ts, args, "type 'TEXT'")
	if !eventually(func() bool { _, open := c.slack.View(c.person.ID); return open }) {
		ts.Fatalf("%s has no form open", c.person.Name)
	}
	var err error
	c.offered, err = c.slack.Suggest(context.Background(), c.person.ID, view.ActionFind, typed)
	ts.Check(err)
}

// offers checks that options were offered whose heading and text contain the texts,
// in this order, and no others.
func (c *conversation) offers(ts *testscript.TestScript, args []string) {
	var got []string
	for _, o := range c.offered {
		got = append(got, o.Group+": "+o.Text+" ("+o.Description+")")
	}
	if !slices.EqualFunc(got, args, strings.Contains) {
		ts.Fatalf("offered are %q, want %q", got, args)
	}
}

// pick chooses one of the options that are offered.
func (c *conversation) pick(ts *testscript.TestScript, args []string) {
	text := onlyArg(ts, args, "pick 'OPTION'")
	i := slices.IndexFunc(c.offered, func(o playground.Option) bool { return strings.Contains(o.Text, text) })
	if i < 0 {
		ts.Fatalf("no %q is offered", text)
	}
	ts.Check(c.slack.ClickView(context.Background(), c.person.ID, view.ActionFind, c.offered[i].Value))
}
