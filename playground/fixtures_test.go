package playground_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/playground"
)

// allElements are the elements that messages and modals share.
const allElements = `
	{"type":"static_select","action_id":"lead","placeholder":{"type":"plain_text","text":"How long before"},"options":[
		{"text":{"type":"plain_text","text":"10 minutes"},"value":"10"},{"text":{"type":"plain_text","text":"1 hour :hourglass:"},"value":"60"}]},
	{"type":"multi_static_select","action_id":"days","max_selected_items":2,"placeholder":{"type":"plain_text","text":"On which days"},"option_groups":[
		{"label":{"type":"plain_text","text":"Weekdays"},"options":[{"text":{"type":"plain_text","text":"Monday"},"value":"1"},{"text":{"type":"plain_text","text":"Friday"},"value":"5"}]},
		{"label":{"type":"plain_text","text":"Weekend"},"options":[{"text":{"type":"plain_text","text":"Sunday"},"value":"0"}]}]},
	{"type":"users_select","action_id":"who","placeholder":{"type":"plain_text","text":"Who"}},
	{"type":"channels_select","action_id":"where","placeholder":{"type":"plain_text","text":"Where"}},
	{"type":"datepicker","action_id":"day","initial_date":"2027-01-15"},
	{"type":"timepicker","action_id":"hour","initial_time":"09:30"},
	{"type":"datetimepicker","action_id":"moment","initial_date_time":1800003600},
	{"type":"radio_buttons","action_id":"tone","options":[{"text":{"type":"mrkdwn","text":"*Quiet*"},"value":"quiet","description":{"type":"plain_text","text":"no sound at all"}},{"text":{"type":"plain_text","text":"Loud"},"value":"loud"}]},
	{"type":"checkboxes","action_id":"extras","options":[{"text":{"type":"plain_text","text":"Say it twice"},"value":"twice"},{"text":{"type":"plain_text","text":"Sing it"},"value":"sing"}],
		"confirm":{"title":{"type":"plain_text","text":"Really?"},"text":{"type":"mrkdwn","text":"*Everybody* will hear it."},"confirm":{"type":"plain_text","text":"Yes"},"deny":{"type":"plain_text","text":"No"}}}`

// elementsMessage is a message with all elements.
func elementsMessage() string {
	return `{"response_type":"in_channel","text":"Choices","blocks":[
		{"type":"header","text":{"type":"plain_text","text":"Choices"}},
		{"type":"actions","block_id":"choices","elements":[` + allElements + `]},
		{"type":"section","block_id":"beside","text":{"type":"mrkdwn","text":"With something beside it"},"accessory":{"type":"multi_users_select","action_id":"team","placeholder":{"type":"plain_text","text":"The team"}}},
		{"type":"actions","elements":[{"type":"button","action_id":"stop","style":"danger","text":{"type":"plain_text","text":"Stop"},
			"confirm":{"title":{"type":"plain_text","text":"Stop it?"},"text":{"type":"plain_text","text":"Nobody will be told any more."},"confirm":{"type":"plain_text","text":"Stop it"},"deny":{"type":"plain_text","text":"Keep it"},"style":"danger"}}]}]}`
}

// formView is a modal with all inputs.
func formView(title string) string {
	var inputs []string
	input := func(id, label, more, element string) {
		inputs = append(inputs, `{"type":"input","block_id":"`+id+`","label":{"type":"plain_text","text":"`+label+`"}`+more+`,"element":`+element+`}`)
	}
	const optional = `,"optional":true`
	input("name", "Name", `,"hint":{"type":"plain_text","text":"Not \"bad\", please"}`, `{"type":"plain_text_input","action_id":"name","placeholder":{"type":"plain_text","text":"What is it called?"}}`)
	input("number", "How many", optional+`,"dispatch_action":true`, `{"type":"number_input","action_id":"number","is_decimal_allowed":false,"min_value":"1","max_value":"9"}`)
	input("mail", "E-mail", optional, `{"type":"email_text_input","action_id":"mail"}`)
	input("link", "Link", optional, `{"type":"url_text_input","action_id":"link"}`)
	input("notes", "Notes", optional, `{"type":"plain_text_input","action_id":"notes","multiline":true}`)
	input("rich", "Rich notes", optional, `{"type":"rich_text_input","action_id":"rich"}`)
	input("meeting", "Meeting", optional, `{"type":"external_select","action_id":"meeting","min_query_length":0,"placeholder":{"type":"plain_text","text":"Search meetings"}}`)
	input("files", "Files", optional, `{"type":"file_input","action_id":"files"}`)
	input("tone", "Tone", optional, `{"type":"radio_buttons","action_id":"tone","options":[{"text":{"type":"plain_text","text":"Quiet"},"value":"quiet"},{"text":{"type":"plain_text","text":"Loud"},"value":"loud"}]}`)
	input("team", "Team", optional, `{"type":"multi_users_select","action_id":"team"}`)
	input("moment", "When", optional, `{"type":"datetimepicker","action_id":"moment"}`)
	input("lead", "Lead", optional, `{"type":"static_select","action_id":"lead","options":[{"text":{"type":"plain_text","text":"10 minutes"},"value":"10"}]}`)
	return `{"type":"modal","callback_id":"form","title":{"type":"plain_text","text":"` + title + `"},"submit":{"type":"plain_text","text":"Save"},"close":{"type":"plain_text","text":"Never mind"},"blocks":[
		{"type":"section","block_id":"more","text":{"type":"mrkdwn","text":"Everything is *up to you*."},"accessory":{"type":"button","action_id":"push","text":{"type":"plain_text","text":"More"}}},` +
		strings.Join(inputs, ",") + `]}`
}

func modalView(t *testing.T, raw string) slack.ModalViewRequest {
	t.Helper()
	var v slack.ModalViewRequest
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// replyWithForms makes the app open a form for "/meeting form", send all elements
// for "/meeting choices", and reject the name "bad".
func replyWithForms(t *testing.T, b *env) {
	t.Helper()
	var later sync.WaitGroup
	t.Cleanup(later.Wait)
	b.app.reply = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slack/commands" {
			form := b.app.lastRequest().form
			if form.Get("text") == "choices" {
				replyJSON(elementsMessage())(w, r)
				return
			}
			if _, err := b.client().OpenViewContext(r.Context(), form.Get("trigger_id"), modalView(t, formView("A form"))); err != nil {
				t.Errorf("OpenView = %v, want nil", err)
			}
			return
		}
		c := b.app.lastCallback()
		switch {
		case c.Type == slack.InteractionTypeBlockSuggestion:
			replyJSON(`{"options":[{"text":{"type":"plain_text","text":"Weekly sync `+c.Value+`"},"value":"m1"},{"text":{"type":"plain_text","text":"Board"},"value":"m2"}]}`)(w, r)
		case c.Type == slack.InteractionTypeViewSubmission && c.View.State.Values["name"]["name"].Value == "bad":
			replyJSON(`{"response_action":"errors","errors":{"name":"That is a bad name."}}`)(w, r)
		case c.Type == slack.InteractionTypeBlockActions && c.ActionCallback.BlockActions[0].ActionID == "push":
			if _, err := b.client().PushViewContext(r.Context(), c.TriggerID, modalView(t, `{"type":"modal","title":{"type":"plain_text","text":"More"},"blocks":[{"type":"section","text":{"type":"plain_text","text":"There is no more."}}]}`)); err != nil {
				t.Errorf("PushView = %v, want nil", err)
			}
		default:
			_, _ = io.WriteString(w, "")
		}
	}
}

// lastSubmission returns the values of the newest view_submission.
func (b *env) lastSubmission(t *testing.T) map[string]map[string]slack.BlockAction {
	t.Helper()
	c := b.app.lastCallback()
	if c.Type != slack.InteractionTypeViewSubmission {
		t.Fatalf("the app got %s last, want a view_submission", c.Type)
	}
	return c.View.State.Values
}

// withPanel adds a control panel to the page.
func withPanel(pressed func(string) (string, error)) func(*playground.Options) {
	return func(o *playground.Options) { o.Panel = func() []playground.Control { return controls(pressed) } }
}
