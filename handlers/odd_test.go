package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"meetingbot/bot"
	"meetingbot/handlers"
)

// change replaces a part of a payload, which must be there.
func change(t *testing.T, payload, old, replacement string) string {
	t.Helper()
	if !strings.Contains(payload, old) {
		t.Fatalf("%q is not in the payload", old)
	}
	return strings.Replace(payload, old, replacement, 1)
}

// askedOnce returns the question that a payload makes.
func askedOnce(t *testing.T, payload string) bot.Question {
	t.Helper()
	b := &fakeBot{}
	s := setup(t, b)
	if got := s.press(t, payload); got.status != http.StatusOK {
		t.Errorf("the answer is %d, want 200", got.status)
	}
	s.drained(t)
	asked := b.asked()
	if len(asked) != 1 {
		t.Fatalf("the bot was asked %d times, want once; the log is %s", len(asked), s.logs.String())
	}
	return asked[0]
}

// TestOddClicks have another type in a field that is not needed: the question is
// the same.
func TestOddClicks(t *testing.T) {
	t.Parallel()
	want := askedOnce(t, pressed)
	for _, odd := range []struct{ field, replacement string }{
		{`"state": {"values": {}}`, `"state": []`},
		{`"state": {"values": {}}`, `"state": {"values": []}, "view": "none"`},
		{`"state": {"values": {}}`, `"view": {"state": {"values": []}}`},
		{`"state": {"values": {}}`, `"view": {"state": {"values": {"b": []}}}`},
		{`"state": {"values": {}}`, `"view": {"state": {"values": {"b": {"a": "x"}}}}`},
		{`"state": {"values": {}}`, `"view": {"state": {"values": {"b": {"a": {"value": [], "selected_options": {}}}}}}`},
		{`"state": {"values": {}}`, `"message": "gone", "view": []`},
		{`"username": "zoe"`, `"username": 7`},
		{`"enterprise_name": "Example"`, `"enterprise_name": []`},
		{`"domain": "example"`, `"domain": {"of": 1}`},
		{`"is_enterprise_install": false`, `"is_enterprise_install": "no"`},
		{`"type": "message"`, `"type": 3`},
		{`"text": {"type": "plain_text", "text": "Next", "emoji": true}`, `"text": 5, "selected_option": [], "url": null`},
		{`"text": {"type": "plain_text", "text": "Next", "emoji": true}`, `"selected_option": "x"`},
		{`"action_ts": "1718.0002"`, `"action_ts": 1718.0002`},
		{`"actions": [`, `"actions": ["x", null, 7, {"action_id": []}, `},
		{`"api_app_id": "A0001"`, `"api_app_id": null`},
	} {
		got := askedOnce(t, change(t, pressed, odd.field, odd.replacement))
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(bot.Origin{}, "RequestID")); diff != "" {
			t.Errorf("with %s the bot was asked (-want +got):\n%s", odd.replacement, diff)
		}
	}
	odd := askedOnce(t, change(t, pressed, `"trigger_id": "12466734323.1395872398"`, `"trigger_id": {}`))
	want.TriggerID = ""
	if diff := cmp.Diff(want, odd, cmpopts.IgnoreFields(bot.Origin{}, "RequestID")); diff != "" {
		t.Errorf("without a trigger the bot was asked (-want +got):\n%s", diff)
	}
}

func TestOddSubmissions(t *testing.T) {
	t.Parallel()
	want := askedOnce(t, submitted)
	for _, odd := range []struct{ field, replacement string }{
		{`"empty": {"in": {"type": "plain_text_input", "value": null}}`, `"empty": []`},
		{`"empty": {"in": {"type": "plain_text_input", "value": null}}`, `"empty": {"in": null, "other": 7}`},
		{`"none": {"in": {"type": "static_select", "selected_option": null}}`, `"none": {"in": {"selected_option": "x", "selected_users": "x"}}`},
		{`"blocks": [{"type": "mystery"}, `, `"blocks": [null, 5, `},
		{`"response_urls": []`, `"response_urls": "none"`},
		{`"bot_id": "B0001"`, `"bot_id": 5, "type": ["modal"]`},
	} {
		got := askedOnce(t, change(t, submitted, odd.field, odd.replacement))
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(bot.Origin{}, "RequestID")); diff != "" {
			t.Errorf("with %s the bot was asked (-want +got):\n%s", odd.replacement, diff)
		}
	}
	empty := `{"type":"view_submission","user":{"id":"U0001"},"view":{"callback_id":"remind","state":{"values":[]}}}`
	if got := askedOnce(t, empty); got.View.CallbackID != "remind" || got.View.State != nil {
		t.Errorf("values that are a list: the bot was asked %+v, want a submission of nothing", got)
	}
}

// secretText is what a person wrote, in places of every kind.
const secretText = "what-I-typed-482913"

// TestPayloadsThatCannotBeUsed are logged once, by their shape, and the person is
// told where that can be.
func TestPayloadsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	const sorry = "sorry, ref "
	tests := []struct {
		name, payload string
		status        int
		answered      string // within the request
		posted        string
		shape         string
	}{
		{
			name: "actions that are a text", payload: `{"type":"block_actions","response_url":"RESPONSE_URL","actions":"` + secretText + `"}`,
			status: 200, posted: sorry, shape: "{actions:string response_url:string type:string}",
		},
		{
			name: "actions that are texts", payload: `{"type":"block_actions","response_url":"RESPONSE_URL","actions":["` + secretText + `"]}`,
			status: 200, posted: sorry, shape: "{actions:array response_url:string type:string}",
		},
		{
			name: "an action without a name", payload: `{"type":"block_actions","response_url":"RESPONSE_URL","actions":[{"value":"` + secretText + `"}]}`,
			status: 200, posted: sorry, shape: "{actions:array response_url:string type:string}",
		},
		{
			name: "nowhere to say so", payload: `{"type":"block_actions","actions":{"` + secretText + `":1},"` + secretText + `":2}`,
			status: 400, shape: "{actions:{+1} type:string +1}",
		},
		{
			name: "a submission without a view", payload: `{"type":"view_submission","view":["` + secretText + `"]}`,
			status: 200, answered: sorry, shape: "{type:string view:array}",
		},
		{
			name: "a view without a name", payload: `{"type":"view_submission","view":{"callback_id":7,"state":{"values":{"` + secretText + `":{}}}}}`,
			status: 200, answered: sorry, shape: "{type:string view:{callback_id:number state:{values:{+1}}}}",
		},
		{name: "a list", payload: `["` + secretText + `"]`, status: 400, shape: "form {payload:array +0}"},
		{name: "no type", payload: `{"type":["` + secretText + `"],"user":null,"is_ephemeral":true}`, status: 400, shape: "form {payload:{is_ephemeral:boolean type:array user:null} +0}"},
		{name: "cut off", payload: `{"type":"block_actions","user":{"id":"` + secretText, status: 400, shape: "form {payload:no JSON +0}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			got := s.press(t, tt.payload)
			if got.status != tt.status || !strings.Contains(got.body, tt.answered) || got.body != "" && tt.answered == "" {
				t.Errorf("the answer is %d %q, want %d %q", got.status, got.body, tt.status, tt.answered)
			}
			if tt.posted != "" {
				if post := s.hooks.next(t); !strings.Contains(post, tt.posted) {
					t.Errorf("at the response_url: %s, want %q", post, tt.posted)
				}
			}
			s.drained(t)
			s.hooks.none(t)
			logs := s.logs.String()
			if strings.Count(logs, tt.shape) != 1 || strings.Contains(logs, secretText) {
				t.Errorf("the log should have %q once and nothing that was written: %s", tt.shape, logs)
			}
			if n := len(b.asked()); n != 0 {
				t.Errorf("the bot was asked %d times, want never", n)
			}
		})
	}
}

func TestOddCommandsAreLogged(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	if got := s.signed(t, "/slack/commands", "text="+secretText+"&"+secretText+"=1&user_id=%zz"); got.status != http.StatusBadRequest {
		t.Errorf("a command without its name = %d, want 400", got.status)
	}
	if logs := s.logs.String(); strings.Count(logs, "form {text user_id +1}") != 1 || strings.Contains(logs, secretText) {
		t.Errorf("the log should have the shape once and nothing that was written: %s", logs)
	}
}

func TestOddEvents(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		changes    int
		shape      string
	}{
		{"an envelope of other types", change(t, eventBody, `"event_id":"Ev1"`, `"event_id":1,"authorizations":"none","challenge":[],"event_time":"now"`), 1, ""},
		{"a profile of other types", change(t, eventBody, `"id":"U1"`, `"id":"U1","name":7,"profile":[],"deleted":"no","tz_offset":null`), 1, ""},
		{"no event", `{"type":"event_callback","event_id":1}`, 0, ""},
		{"a user that is a text", `{"type":"event_callback","event":{"type":"user_change","user":"` + secretText + `"}}`, 0, "{type:string user:string}"},
		{"a user without an id", `{"type":"event_callback","event":{"type":"user_change","user":{"id":5,"real_name":"` + secretText + `"}}}`, 0, "{type:string user:{id:number +1}}"},
		{"a declined call without an id", `{"type":"event_callback","event":{"type":"call_rejected","user_id":"U1"}}`, 0, "{type:string user_id:string}"},
		{"no user", `{"type":"event_callback","event":{"type":"user_change"}}`, 0, "{type:string}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			if got := s.event(t, tt.body); got.status != http.StatusOK {
				t.Errorf("the answer is %d, want 200, since Slack would deliver it again", got.status)
			}
			s.drained(t)
			if n := len(b.changes()); n != tt.changes {
				t.Errorf("the bot was told of %d changes, want %d", n, tt.changes)
			}
			logs := s.logs.String()
			if strings.Contains(logs, secretText) || tt.shape != "" && strings.Count(logs, tt.shape) != 1 {
				t.Errorf("the log should have %q once and nothing that was written: %s", tt.shape, logs)
			}
		})
	}
}

// FuzzShape checks that nothing of a payload is in the description of its shape but
// types, known names and counts.
func FuzzShape(f *testing.F) {
	for _, payload := range []string{pressed, submitted, eventBody, `{"` + secretText + `":{"user":[]}}`, `[[]]`, `"x"`, "1", ""} {
		f.Add(payload)
	}
	known := strings.Fields("object array string null boolean number no JSON form")
	f.Fuzz(func(t *testing.T, payload string) {
		for _, shape := range []string{handlers.ShapeOf([]byte(payload)), handlers.FormShape(payload), handlers.FormShape("payload=" + escape(payload))} {
			for _, word := range strings.FieldsFunc(shape, func(r rune) bool { return strings.ContainsRune("{}: +0123456789", r) }) {
				if !handlers.IsKnownName(word) && !strings.Contains(" "+strings.Join(known, " ")+" ", " "+word+" ") {
					t.Errorf("the shape of %q is %s, with %q in it", payload, shape, word)
				}
			}
			if len(shape) > 5000 {
				t.Errorf("the shape of %q has %d bytes", payload, len(shape))
			}
		}
	})
}
