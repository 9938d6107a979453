package playground_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"meetingbot/playground"
)

// FuzzViews opens a view, uses all its elements and submits it. Nothing may panic,
// and every refusal needs a reason.
func FuzzViews(f *testing.F) {
	seeds := []string{
		modal,
		`{"type":"modal","title":{"type":"plain_text","text":"t"},"submit":{"type":"plain_text","text":"s"},"blocks":[
			{"type":"input","block_id":"b","label":{"type":"plain_text","text":"l"},"element":{"type":"number_input","action_id":"a","is_decimal_allowed":true,"min_value":"1"}}]}`,
	}
	for _, tt := range valueCases() {
		seeds = append(seeds, `{"type":"modal","title":{"type":"plain_text","text":"t"},"submit":{"type":"plain_text","text":"s"},"notify_on_close":true,"blocks":[
			{"type":"input","dispatch_action":true,"label":{"type":"plain_text","text":"l"},"element":{"type":"`+tt.kind+`"`+tt.rest+`}}]}`)
	}
	for _, seed := range seeds {
		f.Add(seed, "a")
	}
	f.Fuzz(func(t *testing.T, view, value string) {
		var trigger string
		app := roundTripFunc(func(r *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(r.Body)
			if form, _ := url.ParseQuery(string(body)); form.Has("trigger_id") {
				trigger = form.Get("trigger_id")
			}
			return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, err
		})
		s, err := playground.New(playground.Options{
			BotToken: token, SigningSecret: secret, BotURL: "http://bot.example", PublicURL: "http://slack.example", Client: &http.Client{Transport: app},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Say(t.Context(), playground.UserID, playground.ChannelID, "/meeting"); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://slack.example/api/views.open",
			strings.NewReader(url.Values{"token": {token}, "trigger_id": {trigger}, "view": {view}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		answer := decode(t, w.Body.String())
		v, open := s.View(playground.UserID)
		if open != (answer["ok"] == true) || (!open && answer["error"] == "") {
			t.Fatalf("views.open = %v with a view open: %t", answer, open)
		}
		for blockID, elements := range v.Values {
			for actionID := range elements {
				e := playground.Element{UserID: playground.UserID, BlockID: blockID, ActionID: actionID}
				if err := s.Use(t.Context(), e, value); err != nil && !errors.Is(err, playground.ErrUnknownAction) {
					t.Errorf("Use = %v, want nil or %v", err, playground.ErrUnknownAction)
				}
			}
		}
		err = s.Submit(t.Context(), playground.UserID)
		after, still := s.View(playground.UserID)
		switch {
		case !open && !errors.Is(err, playground.ErrNoView):
			t.Errorf("Submit = %v, want %v", err, playground.ErrNoView)
		case errors.Is(err, playground.ErrInvalidInput) != (len(after.Errors) > 0), err == nil && still:
			t.Errorf("Submit = %v with errors %v", err, after.Errors)
		}
		if still && !json.Valid(after.JSON) {
			t.Errorf("view = %s, want JSON", after.JSON)
		}
	})
}
