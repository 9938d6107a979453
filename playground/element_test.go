package playground_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/playground"
)

const choices = `"options":[{"text":{"type":"plain_text","text":"A"},"value":"a"},{"text":{"type":"plain_text","text":"B"},"value":"b"}]`

// optionObject is an option as actions and states show it.
func optionObject(value string) map[string]any {
	return map[string]any{"value": value, "text": map[string]any{"type": "plain_text", "text": strings.ToUpper(value)}}
}

// valueCases has an element of every type with a value: the input and the expected
// property in state.values; see
// https://docs.slack.dev/reference/block-kit/block-elements.
func valueCases() []struct {
	kind, rest string
	put        []string
	key        string
	want       any
} {
	return []struct {
		kind, rest string
		put        []string
		key        string
		want       any
	}{
		{"plain_text_input", ``, []string{"words & more"}, "value", "words & more"},
		{"plain_text_input", `,"initial_value":"before"`, nil, "value", nil},
		{"number_input", `,"is_decimal_allowed":false`, []string{"15"}, "value", "15"},
		{"email_text_input", ``, []string{"ana@example.com"}, "value", "ana@example.com"},
		{"url_text_input", ``, []string{"https://example.com"}, "value", "https://example.com"},
		{"static_select", `,` + choices, []string{"b"}, "selected_option", optionObject("b")},
		{"static_select", `,` + choices, nil, "selected_option", nil},
		{"static_select", `,"option_groups":[{"label":{"type":"plain_text","text":"G"},` + choices + `}]`, []string{"a"}, "selected_option", optionObject("a")},
		{"multi_static_select", `,` + choices, []string{"a", "b"}, "selected_options", []any{optionObject("a"), optionObject("b")}},
		{"multi_static_select", `,` + choices, nil, "selected_options", []any{}},
		{"radio_buttons", `,` + choices, []string{"a"}, "selected_option", optionObject("a")},
		{"checkboxes", `,` + choices, []string{"b"}, "selected_options", []any{optionObject("b")}},
		{"users_select", ``, []string{playground.ChineseID}, "selected_user", playground.ChineseID},
		{"multi_users_select", ``, []string{playground.UserID, playground.GuestID}, "selected_users", []any{playground.UserID, playground.GuestID}},
		{"conversations_select", ``, []string{playground.PrivateChannelID}, "selected_conversation", playground.PrivateChannelID},
		{"multi_conversations_select", ``, []string{"D0ANAMOREL"}, "selected_conversations", []any{"D0ANAMOREL"}},
		{"channels_select", ``, []string{playground.OpenChannelID}, "selected_channel", playground.OpenChannelID},
		{"multi_channels_select", ``, []string{playground.ChannelID}, "selected_channels", []any{playground.ChannelID}},
		{"datepicker", `,"initial_date":"2027-01-15"`, []string{"2027-02-28"}, "selected_date", "2027-02-28"},
		{"timepicker", ``, []string{"09:30"}, "selected_time", "09:30"},
		{"datetimepicker", ``, []string{"1800000000"}, "selected_date_time", float64(1_800_000_000)},
	}
}

// TestInput_View fills in every element in a modal. The app gets an action, since
// the inputs dispatch actions, and the value in the submission.
func TestInput_View(t *testing.T) {
	t.Parallel()
	for _, tt := range valueCases() {
		t.Run(tt.kind+" "+strings.Join(tt.put, " "), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.openJSON(t, `{"type":"modal","title":{"type":"plain_text","text":"T"},"submit":{"type":"plain_text","text":"S"},"blocks":[
				{"type":"input","block_id":"b","optional":true,"dispatch_action":true,"label":{"type":"plain_text","text":"L"},
				 "element":{"type":"`+tt.kind+`","action_id":"a"`+tt.rest+`}}]}`)
			if err := b.Input(t.Context(), playground.UserID, "", "a", tt.put...); err != nil {
				t.Fatalf("Input = %v, want nil", err)
			}
			p := b.app.lastPayload()
			action, _ := p["actions"].([]any)[0].(map[string]any)
			want := map[string]any{
				"type": tt.kind, "action_id": "a", "block_id": "b", "action_ts": "1800000000.000000", tt.key: tt.want,
			}
			if diff := cmp.Diff(want, action); diff != "" {
				t.Errorf("action (-want +got):\n%s", diff)
			}
			if err := b.Submit(t.Context(), playground.UserID); err != nil {
				t.Fatalf("Submit = %v, want nil", err)
			}
			view, _ := b.app.lastPayload()["view"].(map[string]any)
			state := map[string]any{"values": map[string]any{"b": map[string]any{"a": map[string]any{"type": tt.kind, tt.key: tt.want}}}}
			if diff := cmp.Diff(state, view["state"]); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
			b.app.lastCallback() // slack-go can read it
		})
	}
}

// TestClick_Message uses every element of messages, and checks the state in the
// payload. Other people keep their own state.
func TestClick_Message(t *testing.T) {
	t.Parallel()
	for _, tt := range valueCases() {
		if strings.HasSuffix(tt.kind, "_input") {
			continue // in an input block only, which TestInput_Message has
		}
		t.Run(tt.kind+" "+strings.Join(tt.put, " "), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			ts := b.postBlocks(t, `[{"type":"actions","block_id":"b","elements":[{"type":"`+tt.kind+`","action_id":"a"`+tt.rest+`}]}]`)
			if err := b.Click(t.Context(), playground.UserID, ts, "a", tt.put...); err != nil {
				t.Fatalf("Click = %v, want nil", err)
			}
			want := map[string]any{"values": map[string]any{"b": map[string]any{"a": map[string]any{"type": tt.kind, tt.key: tt.want}}}}
			if diff := cmp.Diff(want, b.app.lastPayload()["state"]); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
			if len(tt.put) > 0 && cmp.Equal(b.Values(playground.UserID, ts), b.Values(playground.ChineseID, ts)) {
				t.Error("somebody else sees what was put in, want their own")
			}
			b.app.lastCallback()
		})
	}
}

func TestInput_Message(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ts := b.postBlocks(t, `[{"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},"element":{"type":"plain_text_input","action_id":"a"}},
		{"type":"actions","elements":[{"type":"button","action_id":"go","text":{"type":"plain_text","text":"Go"}}]}]`)
	if err := b.Input(t.Context(), playground.UserID, ts, "a", "words"); err != nil || b.app.requestCount() != 0 {
		t.Fatalf("Input = %v and %d requests, want none", err, b.app.requestCount())
	}
	b.click(t, b.last(t), "go")
	if got := b.app.lastCallback().BlockActionState.Values["b"]["a"].Value; got != "words" {
		t.Errorf("state = %q, want what was typed", got)
	}
	// Entered values are kept by an update with the same ids.
	if _, _, _, err := b.client().UpdateMessageContext(t.Context(), playground.ChannelID, ts, slack.MsgOptionText("t", false), slack.MsgOptionBlocks(
		slack.NewInputBlock("b", plainText("Again"), nil, slack.NewPlainTextInputBlockElement(nil, "a")))); err != nil {
		t.Fatal(err)
	}
	if got := b.Values(playground.UserID, ts)["b"]["a"]["value"]; got != "words" {
		t.Errorf("state after an update = %v, want what was typed", got)
	}
}

// TestValues_Initial checks initial values, and that a value is dropped when the
// element's type changes.
func TestValues_Initial(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ts := b.postBlocks(t, `[{"type":"actions","block_id":"b","elements":[{"type":"multi_users_select","action_id":"a"},
		{"type":"datepicker","action_id":"d","initial_date":"2027-01-15"},{"type":"timepicker","action_id":"t","timezone":"Asia/Shanghai"}]}]`)
	want := map[string]map[string]map[string]any{"b": {
		"a": {"type": "multi_users_select", "selected_users": []any{}},
		"d": {"type": "datepicker", "selected_date": "2027-01-15"},
		"t": {"type": "timepicker", "selected_time": nil, "timezone": "Asia/Shanghai"},
	}}
	if diff := cmp.Diff(want, b.Values(playground.UserID, ts)); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if err := b.Click(t.Context(), playground.UserID, ts, "a", playground.GuestID); err != nil {
		t.Fatal(err)
	}
	b.call(t, "chat.update", url.Values{"channel": {playground.ChannelID}, "ts": {ts}, "text": {"t"}, "blocks": {
		`[{"type":"actions","block_id":"b","elements":[{"type":"users_select","action_id":"a"}]}]`,
	}})
	want = map[string]map[string]map[string]any{"b": {"a": {"type": "users_select", "selected_user": nil}}}
	if diff := cmp.Diff(want, b.Values(playground.UserID, ts)); diff != "" {
		t.Errorf("values after the update (-want +got):\n%s", diff)
	}
}

// TestInput_Refused has values that the elements do not accept.
func TestInput_Refused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind, rest string
		put        []string
	}{
		{"static_select", `,` + choices, []string{"c"}},
		{"static_select", `,` + choices, []string{"a", "b"}},
		{"external_select", ``, []string{"a"}},
		{"users_select", ``, []string{playground.DeactivatedID}},
		{"users_select", ``, []string{"U0NOBODY"}},
		{"conversations_select", ``, []string{"D0WANGWEI0"}},
		{"channels_select", ``, []string{playground.PrivateChannelID}},
		{"datepicker", ``, []string{"tomorrow"}},
		{"timepicker", ``, []string{"24:00"}},
		{"datetimepicker", ``, []string{"soon"}},
	}
	for _, tt := range tests {
		t.Run(tt.kind+" "+strings.Join(tt.put, " "), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			ts := b.postBlocks(t, `[{"type":"actions","block_id":"b","elements":[{"type":"`+tt.kind+`","action_id":"a"`+tt.rest+`}]}]`)
			if err := b.Click(t.Context(), playground.UserID, ts, "a", tt.put...); !errors.Is(err, playground.ErrUnknownAction) || b.app.requestCount() != 0 {
				t.Errorf("Click = %v after %d requests, want %v and none", err, b.app.requestCount(), playground.ErrUnknownAction)
			}
		})
	}
}

// TestUse_SameActionID selects among buttons with one action id by value and by
// block.
func TestUse_SameActionID(t *testing.T) {
	t.Parallel()
	b := setup(t)
	stop := func(block, value string) string {
		return `{"type":"section","block_id":"` + block + `","text":{"type":"plain_text","text":"x"},"accessory":{"type":"button","action_id":"stop","value":"` +
			value + `","text":{"type":"plain_text","text":"Stop"}}}`
	}
	ts := b.postBlocks(t, `[`+stop("one", "1")+`,`+stop("two", "2")+`]`)
	tests := []struct {
		name, block string
		values      []string
		want        string
	}{
		{"the first", "", nil, "1"},
		{"by value", "", []string{"2"}, "2"},
		{"by block", "two", nil, "2"},
		{"an empty value is none", "", []string{""}, "1"},
	}
	for _, tt := range tests {
		e := playground.Element{UserID: playground.UserID, MessageTS: ts, BlockID: tt.block, ActionID: "stop"}
		if err := b.Use(t.Context(), e, tt.values...); err != nil {
			t.Fatalf("%s: Use = %v, want nil", tt.name, err)
		}
		if got := b.app.lastCallback().ActionCallback.BlockActions[0].Value; got != tt.want {
			t.Errorf("%s: value = %s, want %s", tt.name, got, tt.want)
		}
	}
	if err := b.Click(t.Context(), playground.UserID, ts, "stop", "3"); !errors.Is(err, playground.ErrUnknownAction) {
		t.Errorf("Click with another value = %v, want %v", err, playground.ErrUnknownAction)
	}
}

// TestSubmit_Fields has the errors of Slack's own client.
func TestSubmit_Fields(t *testing.T) {
	t.Parallel()
	tests := []struct{ kind, rest, put, want string }{
		{"plain_text_input", ``, "", "complete this required"},
		{"plain_text_input", ``, "   x", ""},
		{"plain_text_input", `,"min_length":3`, "会议", "at least 3"},
		{"plain_text_input", `,"max_length":3`, "meet", "at most 3"},
		{"plain_text_input", ``, strings.Repeat("x", 3001), "at most 3000"},
		{"number_input", `,"is_decimal_allowed":false`, "x", "a number"},
		{"number_input", `,"is_decimal_allowed":false`, "1.5", "whole"},
		{"number_input", `,"is_decimal_allowed":true`, "1.5", ""},
		{"number_input", `,"is_decimal_allowed":false,"min_value":"1"`, "0", "at least 1"},
		{"number_input", `,"is_decimal_allowed":false,"max_value":"60"`, "61", "at most 60"},
		{"email_text_input", ``, "ana", "email"},
		{"url_text_input", ``, "example", "URL"},
		{"url_text_input", ``, "javascript:x", "URL"},
	}
	for _, tt := range tests {
		t.Run(tt.kind+" "+tt.want, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.openJSON(t, `{"type":"modal","title":{"type":"plain_text","text":"T"},"submit":{"type":"plain_text","text":"S"},"blocks":[
				{"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},"element":{"type":"`+tt.kind+`","action_id":"a"`+tt.rest+`}}]}`)
			if err := b.Input(t.Context(), playground.UserID, "", "a", tt.put); err != nil {
				t.Fatal(err)
			}
			err := b.Submit(t.Context(), playground.UserID)
			if errors.Is(err, playground.ErrInvalidInput) != (tt.want != "") {
				t.Fatalf("Submit = %v, want an error: %t", err, tt.want != "")
			}
			if v, _ := b.View(playground.UserID); !strings.Contains(v.Errors["b"], tt.want) {
				t.Errorf("errors = %v, want %q", v.Errors, tt.want)
			}
		})
	}
}

// TestSuggest searches in an external select and selects an option.
func TestSuggest(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.openJSON(t, `{"type":"modal","title":{"type":"plain_text","text":"T"},"submit":{"type":"plain_text","text":"S"},"blocks":[
		{"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},"element":{"type":"external_select","action_id":"a"}}]}`)
	b.app.reply = replyJSON(`{"option_groups":[{"label":{"type":"plain_text","text":"G"},` + choices + `}]}`)
	got, err := b.Suggest(t.Context(), playground.UserID, "a", "wee")
	want := []playground.Option{{Value: "a", Text: "A", Group: "G"}, {Value: "b", Text: "B", Group: "G"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Suggest = %v (-want +got):\n%s", err, diff)
	}
	if p := b.app.lastCallback(); p.Type != slack.InteractionTypeBlockSuggestion || p.ActionID != "a" || p.BlockID != "b" || p.Value != "wee" || p.View.ID == "" {
		t.Errorf("payload = %+v, want what was typed", p)
	}
	b.app.reply = nil
	if err := b.Input(t.Context(), playground.UserID, "", "a", "b"); err != nil {
		t.Fatalf("Input = %v, want nil", err)
	}
	if err := b.Submit(t.Context(), playground.UserID); err != nil || b.app.lastCallback().View.State.Values["b"]["a"].SelectedOption.Value != "b" {
		t.Errorf("Submit = %v, want the option in the state", err)
	}
}

// TestSuggest_TwoSelects checks that each menu of a message has its own options.
func TestSuggest_TwoSelects(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ts := b.postBlocks(t, `[{"type":"actions","elements":[{"type":"external_select","action_id":"one"},{"type":"external_select","action_id":"two"}]}]`)
	offer := func(action, value string) {
		b.app.reply = replyJSON(`{"options":[{"text":{"type":"plain_text","text":"X"},"value":"` + value + `"}]}`)
		if _, err := b.SuggestAt(t.Context(), playground.Element{UserID: playground.UserID, MessageTS: ts, ActionID: action}, "x"); err != nil {
			t.Fatalf("SuggestAt(%s) = %v, want nil", action, err)
		}
	}
	offer("one", "1")
	offer("two", "2")
	b.app.reply = nil
	if err := b.Click(t.Context(), playground.UserID, ts, "one", "1"); err != nil {
		t.Errorf("Click(one) = %v, want nil", err)
	}
	if err := b.Click(t.Context(), playground.UserID, ts, "two", "1"); !errors.Is(err, playground.ErrUnknownAction) {
		t.Errorf("Click(two) with the other's option = %v, want %v", err, playground.ErrUnknownAction)
	}
}

func TestSuggest_Refused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ts := b.postBlocks(t, `[{"type":"actions","elements":[{"type":"external_select","action_id":"a"},{"type":"users_select","action_id":"u"}]}]`)
	e := playground.Element{UserID: playground.UserID, MessageTS: ts, ActionID: "a"}
	for _, answer := range []string{``, `{}`, `{"options":[{"text":{"type":"plain_text","text":""},"value":"a"}]}`, `[]`} {
		b.app.reply = replyJSON(answer)
		if _, err := b.SuggestAt(t.Context(), e, ""); !errors.Is(err, playground.ErrFailed) || b.last(t).Problem == "" {
			t.Errorf("SuggestAt with %q = %v, want %v on the message", answer, err, playground.ErrFailed)
		}
	}
	b.app.reply = replyJSON(`{"options":[]}`)
	if got, err := b.SuggestAt(t.Context(), e, ""); err != nil || len(got) != 0 {
		t.Errorf("SuggestAt = %v, %v, want nothing to offer", got, err)
	}
	e.ActionID = "u"
	if _, err := b.SuggestAt(t.Context(), e, ""); !errors.Is(err, playground.ErrUnknownAction) {
		t.Errorf("SuggestAt of another element = %v, want %v", err, playground.ErrUnknownAction)
	}
}

// TestSuggest_Replaced gives a search up, as a person does who types on: that is no failure
// of the app.
func TestSuggest_Replaced(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ts := b.postBlocks(t, `[{"type":"actions","elements":[{"type":"external_select","action_id":"a"}]}]`)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.SuggestAt(ctx, playground.Element{UserID: playground.UserID, MessageTS: ts, ActionID: "a"}, "x")
	if problem := b.last(t).Problem; !errors.Is(err, context.Canceled) || problem != "" {
		t.Errorf("SuggestAt = %v, and the message says %q, want %v and nothing", err, problem, context.Canceled)
	}
}

// TestSubmit_ResponseURLs checks the response_urls for selected channels.
func TestSubmit_ResponseURLs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.openJSON(t, `{"type":"modal","title":{"type":"plain_text","text":"T"},"submit":{"type":"plain_text","text":"S"},"blocks":[
		{"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},"element":{"type":"conversations_select","action_id":"a","response_url_enabled":true}}]}`)
	if err := b.Input(t.Context(), playground.UserID, "", "a", playground.SecretChannelID); err != nil {
		t.Fatal(err)
	}
	if err := b.Submit(t.Context(), playground.UserID); err != nil {
		t.Fatal(err)
	}
	urls := b.app.lastCallback().ResponseURLs
	if len(urls) != 1 || urls[0].ChannelID != playground.SecretChannelID || urls[0].BlockID != "b" {
		t.Fatalf("response_urls = %+v, want one", urls)
	}
	if status, _ := b.post(t, urls[0].ResponseURL, `{"text":"hi","response_type":"in_channel"}`); status != http.StatusOK || len(b.Messages(playground.SecretChannelID, playground.UserID)) != 1 {
		t.Errorf("response_url = %d, want a message in the channel", status)
	}
}

// openJSON opens a view for Ana.
func (b *env) openJSON(t *testing.T, view string) {
	t.Helper()
	got := decode(t, b.send(t, testRequest{
		method: http.MethodPost, path: "/api/views.open", body: `{"trigger_id":"` + b.trigger(t) + `","view":` + view + `}`,
		header: http.Header{"Content-Type": {"application/json; charset=utf-8"}, "Authorization": {"Bearer " + token}},
	}).body)
	if got["ok"] != true {
		t.Fatalf("views.open = %v, want ok", got)
	}
}

// postBlocks posts blocks in #team-room and returns the message's timestamp.
func (b *env) postBlocks(t *testing.T, blocks string) string {
	t.Helper()
	got := decode(t, b.send(t, testRequest{
		method: http.MethodPost, path: "/api/chat.postMessage", body: `{"channel":"` + playground.ChannelID + `","text":"t","blocks":` + blocks + `}`,
		header: http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + token}},
	}).body)
	if got["ok"] != true {
		t.Fatalf("chat.postMessage = %v, want ok", got)
	}
	return got["ts"].(string)
}

// lastPayload decodes the newest interaction as plain JSON.
func (a *app) lastPayload() map[string]any {
	a.t.Helper()
	var o map[string]any
	if err := json.Unmarshal([]byte(a.lastRequest().form.Get("payload")), &o); err != nil {
		a.t.Fatalf("payload: %v", err)
	}
	return o
}
