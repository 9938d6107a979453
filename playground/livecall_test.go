package playground_test

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/playground"
)

// addCall makes a call and returns its id.
func (b *env) addCall(t *testing.T, uniqueID string) string {
	t.Helper()
	got := b.call(t, "calls.add", formOf("external_unique_id", uniqueID, "join_url", "https://example.com/j", "created_by", playground.BotUserID, "title", "Weekly"))
	made, _ := got["call"].(map[string]any)
	id, _ := made["id"].(string)
	if id == "" {
		t.Fatalf("calls.add = %v, want a call", got)
	}
	return id
}

// callCode calls a method and returns its error, also where the answer is ok.
func (b *env) callCode(t *testing.T, method string, pairs ...string) string {
	t.Helper()
	code, _ := b.call(t, method, formOf(pairs...))["error"].(string)
	return code
}

// TestCallMethods follows the lists of arguments and errors of the methods' pages.
func TestCallMethods(t *testing.T) {
	t.Parallel()
	b := setup(t)
	bot, link := playground.BotUserID, "https://example.com/j"
	id := b.addCall(t, "run-1")
	over := b.addCall(t, "run-2")
	cases := []struct {
		method, want string
		form         url.Values
	}{
		{"calls.add", "missing_argument", formOf("join_url", link, "created_by", bot)},
		{"calls.add", "missing_argument", formOf("external_unique_id", "x", "created_by", bot)},
		{"calls.add", "invalid_created_by", formOf("external_unique_id", "x", "join_url", link)},
		{"calls.add", "invalid_created_by", formOf("external_unique_id", "x", "join_url", link, "created_by", "U0NOBODY")},
		{"calls.add", "invalid_start_time", formOf("external_unique_id", "x", "join_url", link, "created_by", bot, "date_start", "soon")},
		{"calls.add", "invalid_arguments", formOf("external_unique_id", "x", "join_url", "here", "created_by", bot)},
		{"calls.add", "user_not_found", formOf("external_unique_id", "x", "join_url", link, "created_by", bot, "users", `[{"slack_id":"U0NOBODY"}]`)},
		{"calls.add", "invalid_arguments", formOf("external_unique_id", "x", "join_url", link, "created_by", bot, "users", `[{"display_name":"Ann"}]`)},
		{"calls.info", "", formOf("id", id)},
		{"calls.info", "invalid_call_id", formOf("id", "R0")},
		{"calls.update", "", formOf("id", id, "title", "New")},
		{"calls.update", "invalid_call_id", formOf("title", "New")},
		{"calls.participants.add", "", formOf("id", id, "users", `[{"slack_id":"`+playground.UserID+`"},{"external_id":"g-1","display_name":"Guest"}]`)},
		{"calls.participants.add", "bad_users", formOf("id", id, "users", `[{"external_id":"g-1"},{"external_id":"g-2","display_name":"Two"}]`)},
		{"calls.participants.add", "user_not_found", formOf("id", id, "users", `[{"slack_id":"U0NOBODY"}]`)},
		{"calls.participants.add", "missing_argument", formOf("id", id)},
		{"calls.participants.add", "invalid_arguments", formOf("id", id, "users", `{`)},
		{"calls.participants.remove", "", formOf("id", id, "users", `[{"external_id":"g-1"}]`)},
		{"calls.participants.remove", "bad_users", formOf("id", id, "users", `[{"external_id":"g-1"}]`)},
		{"calls.end", "", formOf("id", over, "duration", "90")},
		{"calls.end", "inactive_call", formOf("id", over)},
		{"calls.end", "invalid_arguments", formOf("id", id, "duration", "-1")},
		{"calls.end", "invalid_call_id", nil},
		{"calls.participants.add", "inactive_call", formOf("id", over, "users", `[{"external_id":"g-1"}]`)},
		{"calls.update", "inactive_call", formOf("id", over, "title", "New")},
	}
	for _, tt := range cases {
		got := b.call(t, tt.method, tt.form)
		if code, _ := got["error"].(string); code != tt.want || got["ok"] != (tt.want == "" || tt.want == "bad_users") {
			t.Errorf("%s(%v) = %v, want %q", tt.method, tt.form, got, tt.want)
		}
	}
	want := []playground.CallPerson{{SlackID: playground.UserID}, {ExternalID: "g-2", DisplayName: "Two"}}
	all := b.LiveCalls()
	if diff := cmp.Diff(want, all[0].Users); diff != "" || all[0].Title != "New" {
		t.Errorf("the call is %+v (-want +got):\n%s", all[0], diff)
	}
	if all[1].DateEnd-all[1].DateStart != 90 || len(all[1].Users) != 0 {
		t.Errorf("the call that was ended is %+v, want one of 90 s with nobody in it", all[1])
	}
}

// The same unique id is the same call, though it has ended.
func TestCallIsOne(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.addCall(t, "run-1")
	if again, other := b.addCall(t, "run-1"), b.addCall(t, "run-2"); again != id || other == id {
		t.Errorf("ids = %s, %s, %s, want the first two to be one", id, again, other)
	}
	b.callCode(t, "calls.end", "id", id)
	if again := b.addCall(t, "run-1"); again != id || len(b.LiveCalls()) != 2 {
		t.Errorf("id = %s with %d calls, want %s and 2", again, len(b.LiveCalls()), id)
	}
}

func TestCallNeedsScopes(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.Scopes = []string{"chat:write"} })
	for _, method := range []string{"calls.add", "calls.update", "calls.end", "calls.info", "calls.participants.add", "calls.participants.remove"} {
		if code := b.callCode(t, method); code != "missing_scope" {
			t.Errorf("%s = %q, want missing_scope", method, code)
		}
	}
}

func TestCallRateLimit(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.SetLimits(true)
	for range 50 {
		b.addCall(t, "run-1")
	}
	if code := b.callCode(t, "calls.add"); code != "ratelimited" {
		t.Errorf("the 51st call of calls.add = %q, want ratelimited", code)
	}
}

// A message shows a call of the workspace alone, and every copy changes by itself.
func TestCallBlock(t *testing.T) {
	t.Parallel()
	b := setup(t)
	block := func(id string) string { return `[{"type":"call","call_id":"` + id + `"}]` }
	post := func(id string) string {
		return b.callCode(t, "chat.postMessage", "channel", channelID, "text", "t", "blocks", block(id))
	}
	if code := post("R0"); code != "invalid_blocks" {
		t.Errorf("a message with an unknown call = %q, want invalid_blocks", code)
	}
	id := b.addCall(t, "run-1")
	if codes := post(id) + post(id); codes != "" {
		t.Fatalf("two messages with the call = %q", codes)
	}
	b.callCode(t, "calls.participants.add", "id", id, "users", `[{"external_id":"g-1","display_name":"Zoé"}]`)
	if n := strings.Count(b.getPage(t, nil), "Zoé"); n != 2 {
		t.Errorf("the page shows who is in it %d times, want 2", n)
	}
	b.callCode(t, "calls.end", "id", id, "duration", "720")
	page := b.getPage(t, nil)
	if n := strings.Count(page, "Ended, lasted 12 min"); n != 2 || strings.Contains(page, "Zoé") {
		t.Errorf("the page shows %d times that it has ended, want 2 and nobody", n)
	}
	ts := b.last(t).TS
	if code := b.callCode(t, "chat.update", "channel", channelID, "ts", ts, "text", "t", "blocks", block("R0")); code != "invalid_blocks" {
		t.Errorf("an update with an unknown call = %q, want invalid_blocks", code)
	}
}

// A call is shown by an answer in the channel, and under a link.
func TestCallBlock_ElsewhereThanInMessages(t *testing.T) {
	t.Parallel()
	b := setup(t, withLinks)
	id := b.addCall(t, "run-1")
	b.app.reply = replyJSON(`{"response_type":"in_channel","text":"t","blocks":[{"type":"call","call_id":"` + id + `"}]}`)
	b.say(t, "/meeting 1")
	if got := string(b.last(t).Blocks); !strings.Contains(got, id) {
		t.Errorf("the answer shows %s, want the call", got)
	}
	b.app.reply = nil
	m := b.share(t, channelID, typedLink)
	unfurls := func(id string) string {
		return `{"` + sentLink + `":{"blocks":[{"type":"call","call_id":"` + id + `"}]}}`
	}
	if code := b.unfurl(t, formOf("channel", channelID, "ts", m.TS, "unfurls", unfurls("R0"))); code != "cannot_parse_attachment" {
		t.Errorf("an unfurl with an unknown call = %q, want cannot_parse_attachment", code)
	}
	if code := b.unfurl(t, formOf("channel", channelID, "ts", m.TS, "unfurls", unfurls(id))); code != "" {
		t.Errorf("an unfurl with the call = %q, want none", code)
	}
	if n := strings.Count(b.getPage(t, nil), `aria-label="Call"`); n != 2 {
		t.Errorf("the page draws %d calls, want 2", n)
	}
}

// Who declines a call is told to the app once for each time.
func TestDecline(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.Events = []string{"call_rejected"} })
	id := b.addCall(t, "run-1")
	ts := b.postBlocks(t, `[{"type":"call","call_id":"`+id+`"}]`)
	b.postOK(t, "/decline?channel="+channelID, url.Values{"ts": {ts}, "call": {id}})
	want := []map[string]any{{
		"type": "call_rejected", "call_id": id, "user_id": playground.UserID, "channel_id": channelID, "external_unique_id": "run-1",
	}}
	if diff := cmp.Diff(want, b.app.events(1)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if all := b.LiveCalls(); !slices.Equal(all[0].Rejected, []string{playground.UserID}) || !strings.Contains(b.getPage(t, nil), "You declined") {
		t.Errorf("the call is %+v, want it declined", all[0])
	}
	if err := b.Decline(t.Context(), playground.UserID, ts, "R0"); err == nil {
		t.Error("Decline of an unknown call = nil, want an error")
	}
	b.callCode(t, "calls.end", "id", id)
	if err := b.Decline(t.Context(), playground.UserID, ts, id); err == nil {
		t.Error("Decline of a call that has ended = nil, want an error")
	}
}

// Calls are saved with the messages that show them.
func TestCallsAreSaved(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.addCall(t, "run-1")
	before := b.LiveCalls()
	var saved bytes.Buffer
	if err := b.Save(&saved); err != nil {
		t.Fatal(err)
	}
	b.options.State = &saved
	b.clock.advance(time.Minute)
	b.restart(t)
	if diff := cmp.Diff(before, b.LiveCalls()); diff != "" {
		t.Errorf("calls after a restart (-want +got):\n%s", diff)
	}
	if again := b.addCall(t, "run-1"); again != before[0].ID {
		t.Errorf("calls.add = %s after a restart, want %s", again, before[0].ID)
	}
}
