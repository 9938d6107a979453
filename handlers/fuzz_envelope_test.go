package handlers_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"meetingbot/handlers"
)

// newFuzzedSocket is a bot in Socket Mode that has no connection.
func newFuzzedSocket(tb testing.TB) *handlers.Handlers {
	tb.Helper()
	h, err := handlers.New(handlers.Options{
		Bot: forgetful{}, ResponseClient: &http.Client{Transport: unconnected{}},
		Socket: &handlers.SocketOptions{
			Open:   func(context.Context) (string, error) { return "", errUnexpected },
			Advice: func(string) string { return "" },
		},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

// checkEnvelope has a message served, and fails unless it is acknowledged if it can be.
func checkEnvelope(t *testing.T, h *handlers.Handlers, message string) {
	t.Helper()
	id, ack := h.TakeEnvelope([]byte(message))
	if id == "" {
		return
	}
	var got struct {
		ID string `json:"envelope_id"`
	}
	if err := json.Unmarshal(ack, &got); err != nil || got.ID != id || len(ack) > 20_479 {
		t.Errorf("%q is acknowledged with %q, want JSON with its id: %v", message, ack, err)
	}
}

// envelopes are messages as they come, and as they should not come.
func envelopes() []string {
	return []string{
		`{"type":"slash_commands","envelope_id":"e1","accepts_response_payload":true,"payload":{"command":"/meeting","text":"914083136","team_id":"T1","user_id":"U1","channel_id":"C1"}}`,
		`{"type":"slash_commands","envelope_id":"e2","accepts_response_payload":true,"payload":{"command":7,"text":[]}}`,
		`{"type":"slash_commands","envelope_id":"e3","payload":null}`,
		`{"type":"slash_commands","envelope_id":"e4"}`,
		`{"type":"slash_commands","envelope_id":"e5","accepts_response_payload":"yes","payload":"text"}`,
		`{"type":"interactive","envelope_id":"e6","payload":{"type":"block_actions","user":{"id":"U1"},"actions":[{"action_id":"a","value":"1"}]}}`,
		`{"type":"interactive","envelope_id":"e7","accepts_response_payload":true,"payload":{"type":"view_submission","view":{"callback_id":"x","state":{"values":7}}}}`,
		`{"type":"interactive","envelope_id":"e8","payload":{"type":"view_submission"}}`,
		`{"type":"interactive","envelope_id":"e9","payload":{"type":{}}}`,
		`{"type":"events_api","envelope_id":"e10","payload":` + userChange + `,"retry_attempt":1,"retry_reason":"timeout"}`,
		`{"type":"events_api","envelope_id":"e11","payload":{"type":"event_callback","event":null}}`,
		`{"type":"events_api","envelope_id":"e12","payload":[]}`,
		`{"type":"mystery","envelope_id":"e13","payload":{}}`,
		`{"envelope_id":"e14"}`,
		`{"type":"hello","num_connections":1,"debug_info":{"approximate_connection_time":18060}}`,
		`{"type":"disconnect","reason":"warning","debug_info":7}`,
		`{"type":"slash_commands","envelope_id":7}`,
		`{"type":"slash_commands"}`,
		`[]`, `null`, `7`, `{`, ``, "\x00", `{"type":"hello","debug_info":{"approximate_connection_time":1e309}}`,
	}
}

// FuzzEnvelope never crashes, and acknowledges whatever has an id.
func FuzzEnvelope(f *testing.F) {
	for _, e := range envelopes() {
		f.Add(e)
	}
	h := newFuzzedSocket(f)
	f.Fuzz(func(t *testing.T, message string) { checkEnvelope(t, h, message) })
}
