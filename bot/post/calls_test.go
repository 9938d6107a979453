package post_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
)

// callUses are the methods for calls, each with something to do.
func callUses(c *slack.Client) map[string]func(context.Context) error {
	ann := []post.CallPerson{{ExternalID: "g-1", Name: "Ann"}}
	return map[string]func(context.Context) error{
		"add": func(ctx context.Context) error {
			_, _, err := post.AddCall(ctx, c, post.NewCall{Call: post.Call{JoinURL: "https://example.com/j"}, UniqueID: "T1:a", CreatedBy: "UBOT"})
			return err
		},
		"update": func(ctx context.Context) error {
			return post.UpdateCall(ctx, c, "R1", post.Call{Title: "Weekly"})
		},
		"join":  func(ctx context.Context) error { return post.AddCallPeople(ctx, c, "R1", ann) },
		"leave": func(ctx context.Context) error { return post.RemoveCallPeople(ctx, c, "R1", ann) },
		"end":   func(ctx context.Context) error { return post.EndCall(ctx, c, "R1", time.Minute) },
	}
}

// What Slack answers to each method has its meaning.
func TestCallErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer answer
		want   post.Error
		fine   bool
	}{
		"done":                        {answer: body(http.StatusOK, `{"ok":true,"call":{"id":"R1"}}`), fine: true},
		"done, but for some people":   {answer: body(http.StatusOK, `{"ok":true,"error":"bad_users","call":{"id":"R1"}}`), fine: true},
		"over":                        {answer: code("inactive_call"), want: post.Error{Reason: post.CallOver}},
		"no such call":                {answer: code("invalid_call_id"), want: post.Error{Reason: post.CallOver}},
		"somebody unknown":            {answer: code("user_not_found"), want: post.Error{Reason: post.NoUser}},
		"no scope":                    {answer: code("missing_scope"), want: post.Error{Reason: post.Restricted}},
		"not available":               {answer: code("not_implemented"), want: post.Error{Reason: post.Restricted}},
		"a revoked token":             {answer: code("token_revoked"), want: post.Error{Reason: post.Revoked}},
		"a code of another day":       {answer: code("on_holiday")},
		"half done":                   {answer: code("fatal_error"), want: post.Error{Unconfirmed: true}},
		"no answer":                   {answer: hangUp, want: post.Error{Unconfirmed: true}},
		"a page":                      {answer: body(http.StatusOK, `<html>`), want: post.Error{Unconfirmed: true}},
		"asked to wait":               {answer: slow, want: post.Error{RetryAfter: 7 * time.Second, Workspace: true}},
		"a service that is too busy":  {answer: body(http.StatusServiceUnavailable, ""), want: post.Error{Unconfirmed: true}},
		"something that refused this": {answer: body(http.StatusForbidden, "")},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for method, use := range callUses(client(t, tt.answer)) {
				err := use(t.Context())
				e, ok := errors.AsType[*post.Error](err)
				if tt.fine {
					if err != nil {
						t.Errorf("%s = %v, want nil", method, err)
					}
					continue
				}
				if !ok || e.Reason != tt.want.Reason || e.Unconfirmed != tt.want.Unconfirmed || e.RetryAfter != tt.want.RetryAfter {
					t.Errorf("%s = %#v, want %#v", method, err, tt.want)
				}
			}
		})
	}
}

// People who are in a call already, or not any more, are what was wanted.
func TestCallBadUsers(t *testing.T) {
	t.Parallel()
	uses := callUses(client(t, code("bad_users")))
	for _, method := range []string{"join", "leave"} {
		if err := uses[method](t.Context()); err != nil {
			t.Errorf("%s = %v, want nil", method, err)
		}
	}
}

// An answer without a call is none.
func TestAddCallWithoutACall(t *testing.T) {
	t.Parallel()
	err := callUses(client(t, body(http.StatusOK, `{"ok":true}`)))["add"](t.Context())
	if e, ok := errors.AsType[*post.Error](err); !ok || !e.Unconfirmed {
		t.Errorf("AddCall = %v, want an error that it may have been made", err)
	}
}

func TestBotUser(t *testing.T) {
	t.Parallel()
	if id, err := post.BotUser(t.Context(), client(t, body(http.StatusOK, `{"ok":true,"user_id":"UBOT"}`))); id != "UBOT" || err != nil {
		t.Errorf("BotUser = %q, %v, want UBOT", id, err)
	}
	if _, err := post.BotUser(t.Context(), client(t, code("token_revoked"))); err == nil {
		t.Error("BotUser with a revoked token = nil, want an error")
	}
}

// A message that Slack refuses for the block of its call is sent without it, and is no
// mere text.
func TestMessageWithoutItsCall(t *testing.T) {
	t.Parallel()
	m := post.Message{Text: "hello", Blocks: []slack.Block{slack.NewDividerBlock(), slack.NewCallBlock("R1")}}
	refusing := func(how string) (*slack.Client, *[]string) {
		var sent []string
		return client(t, func(w http.ResponseWriter, r *http.Request) {
			shown := r.FormValue("blocks") + r.FormValue("unfurls")
			sent = append(sent, shown)
			if strings.Contains(shown, "R1") {
				code(how)(w, r)
				return
			}
			body(http.StatusOK, `{"ok":true,"channel":"C1","ts":"1.2"}`)(w, r)
		}), &sent
	}
	uses := map[string]func(*slack.Client) error{
		"post": func(c *slack.Client) error {
			_, err := post.Post(t.Context(), c, "C1", m)
			return err
		},
		"post as a member": func(c *slack.Client) error {
			_, err := post.AsMember(t.Context(), c, "C1", "", m)
			return err
		},
		"update": func(c *slack.Client) error {
			return post.Update(t.Context(), c, post.Posted{ChannelID: "C1", TS: "1.1"}, m)
		},
		"unfurl": func(c *slack.Client) error {
			return post.Unfurl(t.Context(), c, post.Posted{ChannelID: "C1", TS: "1.1"}, map[string]post.Message{"https://example.com": m})
		},
	}
	for name, use := range uses {
		c, sent := refusing("invalid_blocks")
		if err := use(c); err != nil || len(*sent) != 2 || !strings.Contains((*sent)[1], "divider") {
			t.Errorf("%s = %v after %q, want the message without its call", name, err, *sent)
		}
		c, sent = refusing("is_archived")
		if err := use(c); err == nil || len(*sent) != 1 {
			t.Errorf("%s = %v after %q, want the refusal", name, err, *sent)
		}
	}
}
