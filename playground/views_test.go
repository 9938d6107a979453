package playground_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/playground"
)

// plainText is a plain text object.
func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// formModal is a modal with a text input and a select.
func formModal(title string) slack.ModalViewRequest {
	subject := slack.NewInputBlock("subject", plainText("Subject"), nil, slack.NewPlainTextInputBlockElement(nil, "subject"))
	lead := slack.NewSectionBlock(plainText("Lead"), nil, slack.NewAccessory(slack.NewOptionsSelectBlockElement(
		slack.OptTypeStatic, nil, "lead",
		slack.NewOptionBlockObject("10", plainText("10 minutes"), nil),
		slack.NewOptionBlockObject("60", plainText("1 hour"), nil),
	)))
	lead.BlockID = "lead"
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainText(title), Submit: plainText("Save"), Close: plainText("Cancel"),
		CallbackID: "form", PrivateMetadata: "914083136", NotifyOnClose: true,
		Blocks: slack.Blocks{BlockSet: []slack.Block{subject, lead}},
	}
}

// trigger lets Ana type a command and returns the trigger_id that the app gets.
func (b *env) trigger(t *testing.T) string {
	t.Helper()
	b.say(t, "/meeting 1")
	return b.app.lastRequest().form.Get("trigger_id")
}

// openForm opens a form for Ana.
func (b *env) openForm(t *testing.T) *slack.ViewResponse {
	t.Helper()
	v, err := b.client().OpenViewContext(t.Context(), b.trigger(t), formModal("Remind"))
	if err != nil {
		t.Fatalf("OpenView = %v, want nil", err)
	}
	return v
}

// topView returns Ana's topmost view.
func (b *env) topView(t *testing.T) playground.View {
	t.Helper()
	v, ok := b.View(playground.UserID)
	if !ok {
		t.Fatal("no view is open, want one")
	}
	return v
}

func errorCode(err error) string {
	if said, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return said.Err
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestViewsOpen(t *testing.T) {
	t.Parallel()
	b := setup(t)
	got := b.openForm(t)
	if got.ID == "" || got.Hash == "" || got.RootViewID != got.ID || got.PreviousViewID != "" || got.AppID != playground.AppID ||
		got.TeamID != playground.TeamID || got.PrivateMetadata != "914083136" || got.CallbackID != "form" {
		t.Errorf("view = %+v, want the form at the bottom of the stack", got.View)
	}
	v := b.topView(t)
	want := map[string]map[string]map[string]any{
		"subject": {"subject": {"type": "plain_text_input", "value": nil}},
		"lead":    {"lead": {"type": "static_select", "selected_option": nil}},
	}
	if diff := cmp.Diff(want, v.Values); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if v.ID != got.ID || v.Depth != 1 || v.CallbackID != "form" {
		t.Errorf("View = %+v, want the one that was opened", v)
	}
	if _, ok := b.View(playground.ChineseID); ok {
		t.Error("somebody else has a view open, want none")
	}
}

// TestTriggers checks that a trigger_id works once, for three seconds; see
// https://docs.slack.dev/interactivity/handling-user-interaction.
func TestTriggers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.trigger(t)
	b.clock.advance(3 * time.Second)
	for _, want := range []string{"", "exchanged_trigger_id"} {
		if _, err := b.client().OpenViewContext(t.Context(), id, formModal("x")); errorCode(err) != want {
			t.Errorf("OpenView = %v, want %q", err, want)
		}
	}
	id = b.trigger(t)
	b.clock.advance(3*time.Second + time.Millisecond)
	if _, err := b.client().OpenViewContext(t.Context(), id, formModal("x")); errorCode(err) != "expired_trigger_id" {
		t.Errorf("OpenView after more than 3 s = %v, want expired_trigger_id", err)
	}
	if _, err := b.client().OpenViewContext(t.Context(), "1.2.abc", formModal("x")); errorCode(err) != "invalid_trigger_id" {
		t.Errorf("OpenView with a made-up id = %v, want invalid_trigger_id", err)
	}
}

func TestViewsOpen_Refused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	bad := formModal(strings.Repeat("x", 25))
	_, err := b.client().OpenViewContext(t.Context(), b.trigger(t), bad)
	said, _ := errors.AsType[slack.SlackErrorResponse](err)
	want := []string{"[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"}
	if diff := cmp.Diff(want, said.ResponseMetadata.Messages); said.Err != "invalid_arguments" || diff != "" {
		t.Errorf("OpenView = %v (-want +got):\n%s", err, diff)
	}
}

func TestViewsPush(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, err := b.client().PushViewContext(t.Context(), b.trigger(t), formModal("x")); errorCode(err) != "not_found" {
		t.Errorf("PushView on nothing = %v, want not_found", err)
	}
	root := b.openForm(t)
	for _, want := range []string{"", "", "push_limit_reached"} {
		if err := b.ClickView(t.Context(), playground.UserID, "lead", "60"); err != nil {
			t.Fatalf("ClickView = %v, want nil", err)
		}
		v, err := b.client().PushViewContext(t.Context(), b.app.lastCallback().TriggerID, formModal("Next"))
		if errorCode(err) != want {
			t.Fatalf("PushView = %v, want %q", err, want)
		}
		if err == nil && (v.RootViewID != root.ID || v.PreviousViewID == "") {
			t.Errorf("view = %+v, want it above the root", v.View)
		}
	}
	if n := len(b.Views(playground.UserID)); n != 3 {
		t.Errorf("%d views, want 3", n)
	}
}

func TestViewsUpdate(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first := b.openForm(t)
	if err := b.Input(t.Context(), playground.UserID, "", "subject", "Weekly"); err != nil {
		t.Fatalf("Input = %v, want nil", err)
	}
	second, err := b.client().UpdateViewContext(t.Context(), formModal("Two"), "", first.Hash, first.ID)
	if err != nil || second.Hash == first.Hash || second.Title.Text != "Two" {
		t.Errorf("UpdateView = %+v, %v, want another hash", second, err)
	}
	if _, err := b.client().UpdateViewContext(t.Context(), formModal("Three"), "", first.Hash, first.ID); errorCode(err) != "hash_conflict" {
		t.Errorf("UpdateView with the old hash = %v, want hash_conflict", err)
	}
	if _, err := b.client().UpdateViewContext(t.Context(), formModal("Four"), "", "", "V0NO"); errorCode(err) != "not_found" {
		t.Errorf("UpdateView of nothing = %v, want not_found", err)
	}
	if got := b.topView(t).Values["subject"]["subject"]["value"]; got != "Weekly" {
		t.Errorf("subject after the update = %v, want what was typed", got)
	}
}

// TestSubmit checks the responses to a view_submission.
func TestSubmit(t *testing.T) {
	t.Parallel()
	next, err := json.Marshal(formModal("Next"))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, answer string
		titles       []string // of the views that are open afterwards
		errors       map[string]string
		want         error
	}{
		{"nothing", ``, nil, nil, nil},
		{"an empty object", `{}`, nil, nil, nil},
		{"clear", `{"response_action":"clear"}`, nil, nil, nil},
		{"update", `{"response_action":"update","view":` + string(next) + `}`, []string{"Next"}, nil, nil},
		{"push", `{"response_action":"push","view":` + string(next) + `}`, []string{"Remind", "Next"}, nil, nil},
		{"errors", `{"response_action":"errors","errors":{"subject":"Too short"}}`, []string{"Remind"}, map[string]string{"subject": "Too short"}, nil},
		{"errors beside no input", `{"response_action":"errors","errors":{"lead":"No"}}`, []string{"Remind"}, nil, playground.ErrFailed},
		{"no errors", `{"response_action":"errors"}`, []string{"Remind"}, nil, playground.ErrFailed},
		{"a bad view", `{"response_action":"update","view":{"type":"modal"}}`, []string{"Remind"}, nil, playground.ErrFailed},
		{"an unknown action", `{"response_action":"dance"}`, []string{"Remind"}, nil, playground.ErrFailed},
		{"no JSON", `thanks`, []string{"Remind"}, nil, playground.ErrFailed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.openForm(t)
			if err := b.Input(t.Context(), playground.UserID, "", "subject", "Weekly"); err != nil {
				t.Fatal(err)
			}
			b.app.reply = replyJSON(tt.answer)
			if err := b.Submit(t.Context(), playground.UserID); !errors.Is(err, tt.want) {
				t.Errorf("Submit = %v, want %v", err, tt.want)
			}
			got := b.app.lastCallback()
			if got.Type != slack.InteractionTypeViewSubmission || got.View.State.Values["subject"]["subject"].Value != "Weekly" ||
				got.View.PrivateMetadata != "914083136" || got.TriggerID == "" || got.User.ID != playground.UserID {
				t.Errorf("payload = %+v, want the form as it was filled in", got)
			}
			var titles []string
			for _, v := range b.Views(playground.UserID) {
				var shown slack.View
				if err := json.Unmarshal(v.JSON, &shown); err != nil {
					t.Fatal(err)
				}
				titles = append(titles, shown.Title.Text)
				if diff := cmp.Diff(tt.errors, v.Errors); diff != "" {
					t.Errorf("errors (-want +got):\n%s", diff)
				}
				if (v.Problem != "") != (tt.want != nil) {
					t.Errorf("problem = %q, want it for %v", v.Problem, tt.want)
				}
			}
			if diff := cmp.Diff(tt.titles, titles); diff != "" {
				t.Errorf("views (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSubmit_Incomplete checks that Slack itself refuses missing values.
func TestSubmit_Incomplete(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if err := b.Submit(t.Context(), playground.UserID); !errors.Is(err, playground.ErrNoView) {
		t.Errorf("Submit = %v, want %v", err, playground.ErrNoView)
	}
	b.openForm(t)
	before := b.app.requestCount()
	if err := b.Submit(t.Context(), playground.UserID); !errors.Is(err, playground.ErrInvalidInput) {
		t.Errorf("Submit = %v, want %v", err, playground.ErrInvalidInput)
	}
	if b.topView(t).Errors["subject"] == "" || b.app.requestCount() != before {
		t.Errorf("errors = %v after %d requests, want one and no request", b.topView(t).Errors, b.app.requestCount()-before)
	}
	if err := b.Input(t.Context(), playground.UserID, "", "subject", "W"); err != nil || b.topView(t).Errors != nil {
		t.Errorf("errors = %v after an input (%v), want none", b.topView(t).Errors, err)
	}
}

func TestClickView(t *testing.T) {
	t.Parallel()
	b := setup(t)
	v := b.openForm(t)
	if err := b.ClickView(t.Context(), playground.UserID, "lead", "60"); err != nil {
		t.Fatalf("ClickView = %v, want nil", err)
	}
	got := b.app.lastCallback()
	if a := got.ActionCallback.BlockActions; len(a) != 1 || a[0].SelectedOption.Value != "60" || a[0].BlockID != "lead" {
		t.Errorf("actions = %+v, want the choice", a)
	}
	if got.Container.Type != "view" || got.Container.ViewID != v.ID || got.View.State.Values["lead"]["lead"].SelectedOption.Value != "60" || got.ResponseURL != "" {
		t.Errorf("payload = %+v, want the view with its state", got)
	}
}

func TestCloseView(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.openForm(t)
	if err := b.CloseView(t.Context(), playground.UserID); err != nil {
		t.Fatalf("CloseView = %v, want nil", err)
	}
	got := b.app.lastCallback()
	if got.Type != slack.InteractionTypeViewClosed || got.View.CallbackID != "form" || got.IsCleared {
		t.Errorf("payload = %+v, want view_closed", got)
	}
	if err := b.CloseView(t.Context(), playground.UserID); !errors.Is(err, playground.ErrNoView) {
		t.Errorf("CloseView = %v, want %v", err, playground.ErrNoView)
	}
	quiet := formModal("Quiet")
	quiet.NotifyOnClose = false
	if _, err := b.client().OpenViewContext(t.Context(), b.trigger(t), quiet); err != nil {
		t.Fatal(err)
	}
	before := b.app.requestCount()
	if err := b.CloseView(t.Context(), playground.UserID); err != nil || b.app.requestCount() != before {
		t.Errorf("CloseView = %v with %d requests, want none", err, b.app.requestCount()-before)
	}
}

// TestCloseView_Clears closes all views from one with clear_on_close.
func TestCloseView_Clears(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.openForm(t)
	if err := b.ClickView(t.Context(), playground.UserID, "lead", "60"); err != nil {
		t.Fatal(err)
	}
	last := formModal("Last")
	last.ClearOnClose = true
	if _, err := b.client().PushViewContext(t.Context(), b.app.lastCallback().TriggerID, last); err != nil {
		t.Fatal(err)
	}
	if err := b.CloseView(t.Context(), playground.UserID); err != nil || len(b.Views(playground.UserID)) != 0 {
		t.Errorf("CloseView = %v and %d views, want none", err, len(b.Views(playground.UserID)))
	}
	if !b.app.lastCallback().IsCleared {
		t.Error("is_cleared = false, want true")
	}
}

// TestViews_ExternalID checks that an external_id is unique and finds the view.
func TestViews_ExternalID(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mine := formModal("Mine")
	mine.ExternalID = "mine"
	if _, err := b.client().OpenViewContext(t.Context(), b.trigger(t), mine); err != nil {
		t.Fatal(err)
	}
	if v, err := b.client().UpdateViewContext(t.Context(), mine, "mine", "", ""); err != nil || v.ExternalID != "mine" {
		t.Errorf("UpdateView = %+v, %v, want the view by its external id", v, err)
	}
	if err := b.ClickView(t.Context(), playground.UserID, "lead", "60"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.client().PushViewContext(t.Context(), b.app.lastCallback().TriggerID, mine); errorCode(err) != "duplicate_external_id" {
		t.Errorf("PushView = %v, want duplicate_external_id", err)
	}
}

// TestSubmit_AppFails keeps a form and what was entered when the app fails, says so on
// the page, and lets it be sent off again.
func TestSubmit_AppFails(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.openForm(t)
	if err := b.Input(t.Context(), playground.UserID, "", "subject", "Weekly"); err != nil {
		t.Fatal(err)
	}
	b.app.reply = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	if err := b.Submit(t.Context(), playground.UserID); !errors.Is(err, playground.ErrFailed) {
		t.Errorf("Submit = %v, want %v", err, playground.ErrFailed)
	}
	if v := b.topView(t); !strings.Contains(v.Problem, "dispatch_failed") || v.Values["subject"]["subject"]["value"] != "Weekly" {
		t.Errorf("problem = %q with %v, want the failure and what was entered", v.Problem, v.Values)
	}
	if got := b.getPage(t, nil); !strings.Contains(got, "We had some trouble connecting. Try again?") || !strings.Contains(got, `value="Weekly"`) {
		t.Errorf("the page does not show the trouble and what was entered")
	}
	b.app.reply = replyJSON("")
	if err := b.Submit(t.Context(), playground.UserID); err != nil || len(b.Views(playground.UserID)) != 0 {
		t.Errorf("second Submit = %v, want it to close the form", err)
	}
}
