package meeting_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

func TestGzip(t *testing.T) {
	t.Parallel()
	s := &stub{detail: func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("Accept-Encoding = %q, want gzip", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		b, _ := os.ReadFile("testdata/ordinary.json")
		z.Write(b)
	}}
	synctest.Test(t, func(t *testing.T) {
		d, err := serve(t, s).Conferences.Get(t.Context(), meetingID, meeting.DetailOptions{})
		if err != nil || d.Conference.ID != meetingID {
			t.Errorf("Get() = %v, %v, want the sample", d, err)
		}
	})
}

// A small answer that unpacks to a large one must not fill the memory.
func TestAnswersAreCapped(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	z, err := gzip.NewWriterLevel(&bomb, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(z, `{"conferenceData":{"conferenceID":"914083136","subject":"`)
	for range 9 {
		z.Write(make([]byte, 1<<20))
	}
	z.Close()
	for status, want := range map[int]meeting.Kind{200: meeting.Garbled, 500: meeting.Unavailable} {
		s := &stub{detail: func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(status)
			w.Write(bomb.Bytes())
		}}
		synctest.Test(t, func(t *testing.T) {
			if err := get(serve(t, s))(t.Context()); meeting.KindOf(err) != want {
				t.Errorf("status %d: Get() = %v, want %s", status, err, want)
			}
		})
	}
}

// cutOff promises more than it sends.
func cutOff(_ int, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	io.WriteString(w, `{"conferenceData":{"conferenceID":"914083136","subject":"hunter2`)
}

// drop ends the connection without an answer.
func drop(_ int, w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	conn.Close()
}

// nonsense answers in no protocol.
func nonsense(_ int, w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	io.WriteString(conn, "HTTP/1.1 hunter2 hunter2\r\nhunter2\r\n\r\n")
	conn.Close()
}

func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		detail func(int, http.ResponseWriter, *http.Request)
		text   string
	}{
		{"cut off", cutOff, "the connection was cut off"},
		{"dropped", drop, "the connection was cut off"},
		{"nonsense", nonsense, "the connection failed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &stub{detail: tt.detail}
			synctest.Test(t, func(t *testing.T) {
				err := get(serve(t, s))(t.Context())
				if meeting.KindOf(err) != meeting.Unavailable || !strings.Contains(err.Error(), tt.text) {
					t.Errorf("Get() = %v, want %s: %s", err, meeting.Unavailable, tt.text)
				}
				if strings.Contains(err.Error(), "hunter2") {
					t.Errorf("the error quotes the answer: %v", err)
				}
				// The transport repeats by itself what died on a kept connection.
				if _, n := s.counts(); n < 3 {
					t.Errorf("%d tries, want 3", n)
				}
			})
		})
	}
}

// One broken answer does not show.
func TestBrokenOnceIsRepeated(t *testing.T) {
	t.Parallel()
	for _, broken := range []func(int, http.ResponseWriter, *http.Request){cutOff, drop, nonsense} {
		s := &stub{detail: func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 1 {
				broken(n, w, r)
				return
			}
			writeSample(w)
		}}
		synctest.Test(t, func(t *testing.T) {
			if err := get(serve(t, s))(t.Context()); err != nil {
				t.Errorf("Get() = %v, want nil", err)
			}
		})
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	tls := httptest.NewUnstartedServer(http.NotFoundHandler())
	tls.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	tls.StartTLS()
	t.Cleanup(tls.Close)
	for _, tt := range []struct{ name, url, text string }{
		{"nobody there", closed.URL, "the connection was refused"},
		{"a certificate of its own", tls.URL, "certificate is not trusted"},
		{"plain http where https is spoken", strings.Replace(tls.URL, "https", "http", 1), ""},
		{"no such host", "https://nobody.invalid", "host name was not found"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := meeting.New(tt.url, testCredentials(), meeting.WithBudget(300*time.Millisecond))
			if err != nil {
				t.Fatal(err)
			}
			defer c.CloseIdleConnections()
			err = c.SignIn(t.Context())
			if tt.text == "" {
				if err == nil {
					t.Error("SignIn() = nil, want an error")
				}
				return
			}
			if meeting.KindOf(err) != meeting.Unavailable || !strings.Contains(err.Error(), tt.text) && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("SignIn() = %v, want %s: %s", err, meeting.Unavailable, tt.text)
			}
		})
	}
}

// A redirect would carry the token to wherever it points.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{detail: func(_ int, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/base/elsewhere", http.StatusTemporaryRedirect)
		}}
		visited := 0
		given := wire(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/base/elsewhere" {
				visited++
			}
			s.ServeHTTP(w, r)
		}))
		err := get(serve(t, s, meeting.WithHTTPClient(given)))(t.Context())
		if meeting.KindOf(err) != meeting.Garbled || visited != 0 {
			t.Errorf("Get() = %v after %d visits elsewhere, want %s and none", err, visited, meeting.Garbled)
		}
		if given.CheckRedirect != nil {
			t.Error("the caller's HTTP client was changed")
		}
	})
}

// Fifty lookups at a time, again and again, must not keep dialling.
func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	var dialled atomic.Int32
	server := httptest.NewUnstartedServer(&stub{})
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			dialled.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	c, err := meeting.New(server.URL+"/base", testCredentials())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	for range 5 {
		for _, err := range together(t.Context(), 50, get(c)) {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := dialled.Load(); n > 125 {
		t.Errorf("250 lookups, 50 at a time, opened %d connections", n)
	}
}

func TestSlowCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{detail: func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 1 {
				after(r, time.Hour)
				return
			}
			writeSample(w)
		}}
		if err := get(serve(t, s))(t.Context()); err != nil {
			t.Errorf("Get() after one slow answer = %v, want nil", err)
		}
		wantCounts(t, s, 1, 2)
	})
}

func TestRequest(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options meeting.PageOptions
		query   string
	}{
		{name: "nothing but the id", query: "conferenceID=914083136"},
		{
			name:    "a page of a search",
			options: meeting.PageOptions{Offset: 20, Limit: 500, SearchKey: "王 & co"},
			query:   "conferenceID=914083136&limit=500&offset=20&searchKey=%E7%8E%8B+%26+co",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &stub{detail: func(_ int, w http.ResponseWriter, r *http.Request) {
				got := fmt.Sprintln(r.URL.RawQuery, r.Header.Get("X-Access-Token"), r.Header.Get("Accept"))
				if want := fmt.Sprintln(tt.query, "token-1", "application/json"); got != want {
					t.Errorf("request = %swant %s", got, want)
				}
				w.Header().Set("X-Request-Id", "r-1")
				writeSample(w)
			}}
			d, err := newClient(t, s).Conferences.Get(t.Context(), meetingID, meeting.DetailOptions{PageOptions: tt.options})
			if err != nil || d.RequestID != "r-1" {
				t.Errorf("Get() = %v, %v, want the request id r-1", d, err)
			}
		})
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, id string
		options  meeting.PageOptions
		ok       bool
	}{
		{"no id", "", meeting.PageOptions{}, false},
		{"33 characters", strings.Repeat("1", 33), meeting.PageOptions{}, false},
		{"32 characters", strings.Repeat("1", 32), meeting.PageOptions{}, true},
		{"spaces", "914 083 136", meeting.PageOptions{}, false},
		{"a path", "1/../2", meeting.PageOptions{}, false},
		{"letters and dashes", "a-B_9", meeting.PageOptions{}, true},
		{"negative offset", "1", meeting.PageOptions{Offset: -1}, false},
		{"negative limit", "1", meeting.PageOptions{Limit: -1}, false},
		{"limit 500", "1", meeting.PageOptions{Limit: 500}, true},
		{"limit 501", "1", meeting.PageOptions{Limit: 501}, false},
		{"128 characters", "1", meeting.PageOptions{SearchKey: strings.Repeat("会", 128)}, true},
		{"129 characters", "1", meeting.PageOptions{SearchKey: strings.Repeat("会", 129)}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &stub{}
			_, err := newClient(t, s).Conferences.Get(t.Context(), tt.id, meeting.DetailOptions{PageOptions: tt.options})
			if tt.ok {
				if err != nil {
					t.Errorf("Get(%q, %+v) = %v, want nil", tt.id, tt.options, err)
				}
				return
			}
			if meeting.KindOf(err) != meeting.Invalid {
				t.Errorf("Get(%q, %+v) = %v, want %s", tt.id, tt.options, err, meeting.Invalid)
			}
			wantCounts(t, s, 0, 0)
		})
	}
}
