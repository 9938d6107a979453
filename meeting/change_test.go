package meeting_test

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// changing is an API that makes changes, and signs in.
type changing struct {
	stub
	answer func(n int, w http.ResponseWriter, r *http.Request) // to the n-th change
	lock   sync.Mutex
	sent   []string // the tokens that changes came with
}

func (s *changing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != listPath {
		s.stub.ServeHTTP(w, r)
		return
	}
	s.lock.Lock()
	s.sent = append(s.sent, r.Header.Get("X-Access-Token"))
	n := len(s.sent)
	s.lock.Unlock()
	s.answer(n, w, r)
}

func (s *changing) tokens() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return append([]string(nil), s.sent...)
}

// A change is sent once, whatever becomes of it. Only a token that the API itself
// has refused proves that nothing was done.
func TestChangesAreNotRepeated(t *testing.T) {
	t.Parallel()
	refuse := func(status int, code string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) { writeError(w, status, code) }
	}
	once := func(first, then func(int, http.ResponseWriter, *http.Request)) func(int, http.ResponseWriter, *http.Request) {
		return func(n int, w http.ResponseWriter, r *http.Request) {
			if n > 1 {
				first = then
			}
			first(n, w, r)
		}
	}
	works := func(_ int, w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "{}") }
	text := func(status int, body string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	for _, tt := range []struct {
		name    string
		answer  func(int, http.ResponseWriter, *http.Request)
		want    meeting.Kind
		changes int
		signIns int
	}{
		{"works", works, "", 1, 1},
		{"answer too late", func(_ int, _ http.ResponseWriter, r *http.Request) { after(r, time.Hour) }, meeting.Unavailable, 1, 1},
		{"answer lost", func(int, http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, meeting.Unavailable, 1, 1},
		{"answer cut off", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "{")
		}, meeting.Unavailable, 1, 1},
		{"answer garbled", text(http.StatusOK, "<html>"), meeting.Garbled, 1, 1},
		{"status 500", refuse(http.StatusInternalServerError, "MMC.111070003"), meeting.Unavailable, 1, 1},
		{"status 502", text(http.StatusBadGateway, ""), meeting.Unavailable, 1, 1},
		{"status 503", refuse(http.StatusServiceUnavailable, "USG.000000001"), meeting.Unavailable, 1, 1},
		{"status 429", refuse(http.StatusTooManyRequests, "APIG.0308"), meeting.Throttled, 1, 1},
		{"asked to wait", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		}, meeting.Throttled, 1, 1},
		{"refused", refuse(http.StatusBadRequest, "MMC.111071013"), meeting.Invalid, 1, 1},
		{"forbidden", refuse(http.StatusForbidden, "MMC.111070007"), meeting.Invalid, 1, 1},
		{"token kicked", once(refuse(http.StatusUnauthorized, "USG.206020002"), works), "", 2, 2},
		{"token ended, status 400", once(refuse(http.StatusBadRequest, "USG.000000004"), works), "", 2, 2},
		{"no token is taken", refuse(http.StatusUnauthorized, "USG.000000004"), meeting.TokenRefused, 2, 2},
		{"new token, then lost", once(refuse(http.StatusUnauthorized, "USG.206020002"), text(http.StatusBadGateway, "")), meeting.Unavailable, 2, 2},
		{"a proxy's 401", text(http.StatusUnauthorized, "who are you?"), meeting.TokenRefused, 1, 1},
		{"a 401 with another code", refuse(http.StatusUnauthorized, "XYZ.1"), meeting.TokenRefused, 1, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &changing{answer: tt.answer}
				c := serve(t, s)
				if err := get(c)(t.Context()); err != nil { // so that the connection is one that was used before
					t.Fatal(err)
				}
				if err := c.Change(t.Context(), http.MethodPost); meeting.KindOf(err) != tt.want {
					t.Errorf("Change() = %v, want %q", err, tt.want)
				}
				sent := s.tokens()
				if len(sent) != tt.changes {
					t.Errorf("the change was sent %d times, want %d", len(sent), tt.changes)
				}
				if len(sent) == 2 && sent[0] == sent[1] {
					t.Errorf("the change was sent twice with %s", sent[0])
				}
				if signIns, _ := s.counts(); signIns != tt.signIns {
					t.Errorf("%d sign-ins, want %d", signIns, tt.signIns)
				}
			})
		})
	}
}

// net/http itself repeats requests with some methods.
func TestChangesHaveMethodsOfChanges(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]meeting.Kind{
		http.MethodPost: "", http.MethodPut: "", http.MethodDelete: "",
		http.MethodGet: meeting.Invalid, http.MethodHead: meeting.Invalid, http.MethodOptions: meeting.Invalid, "": meeting.Invalid,
	} {
		s := &changing{answer: func(_ int, w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "{}") }}
		err := newClient(t, s).Change(t.Context(), method)
		if meeting.KindOf(err) != want {
			t.Errorf("Change() with %q = %v, want %q", method, err, want)
		}
		if sent := len(s.tokens()); (sent == 1) != (want == "") {
			t.Errorf("%q was sent %d times", method, sent)
		}
	}
}
