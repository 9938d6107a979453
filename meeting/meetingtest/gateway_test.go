package meetingtest_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"meetingbot/meeting/meetingtest"
)

func TestGatewayRefusesUnknownEndpoints(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, method, path string }{
		{"unknown path", http.MethodGet, "/v1/mmc/management/conferences/nothing"},
		{"a trailing slash", http.MethodGet, "/v1/mmc/management/conferences/confDetail/"},
		{"root", http.MethodGet, "/"},
		{"confDetail by POST", http.MethodPost, "/v1/mmc/management/conferences/confDetail"},
		{"appauth by GET", http.MethodGet, "/v2/usg/acs/auth/appauth"},
		{"account by PUT", http.MethodPut, "/v1/usg/acs/auth/account"},
	}
	f := setup(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := f.mustSend(f.request(tt.method, tt.path, nil))
			var body map[string]string
			if err := json.Unmarshal(got.body, &body); err != nil {
				t.Fatal(err)
			}
			id := got.header.Get("X-Request-Id")
			if got.status != http.StatusNotFound || body["error_code"] != "APIG.0101" || body["request_id"] != id || id == "" {
				t.Errorf("%s %s = %d %s, want 404 APIG.0101 with request_id %s", tt.method, tt.path, got.status, got.body, id)
			}
		})
	}
}

func TestResponseHeaders(t *testing.T) {
	t.Parallel()
	f := setup(t)
	token := f.signIn("")
	for _, query := range []string{sampleQuery, "conferenceID=900000000"} {
		got := f.getDetail(token, query)
		for name, want := range map[string]string{
			"Content-Type": "application/json;charset=UTF-8", "Server": "api-gateway",
			"Cache-Control": "no-cache", "Pragma": "No-cache", "Expires": "0",
		} {
			if v := got.header.Get(name); v != want {
				t.Errorf("confDetail?%s: %s = %q, want %q", query, name, v, want)
			}
		}
		if id := got.header.Get("X-Request-Id"); len(id) != 32 {
			t.Errorf("confDetail?%s: X-Request-Id = %q, want 32 digits", query, id)
		}
	}
}

func TestRequestIDIsEchoed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, sent string
		echoed     bool
	}{
		{"UUID", "5162fa32-dc7e-47af-afee-e39a72a2eec3", true},
		{"too long", strings.Repeat("a", 65), false},
		{"with a space", "a b", false},
	}
	f := setup(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := f.mustSend(f.request(http.MethodGet, "/", nil, "X-Request-Id", tt.sent)).header.Get("X-Request-Id")
			if (got == tt.sent) != tt.echoed || got == "" {
				t.Errorf("X-Request-Id of %q = %q, want echoed %t", tt.sent, got, tt.echoed)
			}
		})
	}
}

func TestCallsAreCounted(t *testing.T) {
	t.Parallel()
	f := setup(t)
	token := f.signIn("")
	f.getDetail(token, sampleQuery)
	f.getDetail("", sampleQuery)
	f.Fail("", 1, 500, "")
	f.getDetail(token, sampleQuery)
	f.signInByAccount("user01", "wrong", `{"account":"user01","clientType":72}`)
	f.mustSend(f.request(http.MethodGet, "/", nil))
	for endpoint, want := range map[string]int{
		meetingtest.EndpointAppAuth: 1, meetingtest.EndpointDetail: 3, meetingtest.EndpointAccount: 1,
		meetingtest.EndpointUnknown: 1, "": 6,
	} {
		if got := f.Calls(endpoint); got != want {
			t.Errorf("Calls(%q) = %d, want %d", endpoint, got, want)
		}
	}
}

func TestMisspeltEndpointPanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("Calls of an endpoint that does not exist did not panic")
		}
	}()
	meetingtest.New(meetingtest.Options{}).Calls("confdetail")
}

func TestBodiesAreLimited(t *testing.T) {
	t.Parallel()
	f := setup(t)
	l := f.newSignIn("ana")
	l.body["userName"] = strings.Repeat("x", 1<<20)
	if got := f.sendSignIn(l); got.status != http.StatusBadRequest {
		t.Errorf("sign-in of more than a megabyte = %d, want 400", got.status)
	}
}

// logBuffer collects log output.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func TestRefusalsAreLoggedWithoutSecrets(t *testing.T) {
	t.Parallel()
	out := &logBuffer{}
	f := setup(t, func(o *meetingtest.Options) {
		o.Logger = slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	f.signInByAccount("user01", "wrong horse", `{"account":"user01","clientType":72}`)
	token := f.signIn("")
	f.ExpireTokens()
	f.getDetail(token, sampleQuery)
	out.mu.Lock()
	defer out.mu.Unlock()
	text := out.text.String()
	for _, want := range []string{"code=USG.206010000", "code=USG.000000004", "route=confDetail", "status=401"} {
		if !strings.Contains(text, want) {
			t.Errorf("log lacks %s:\n%s", want, text)
		}
	}
	for _, secret := range []string{"horse", token, appKey, "914083136"} {
		if strings.Contains(text, secret) {
			t.Errorf("log contains %q:\n%s", secret, text)
		}
	}
}

func TestConcurrentRequests(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("m", withPeople(57)))
	token := f.signIn("")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 10 {
				if got, err := f.send(f.request(http.MethodGet, "/v1/mmc/management/conferences/confDetail?conferenceID=m",
					nil, "X-Access-Token", token)); err != nil || got.status != http.StatusOK {
					t.Errorf("confDetail = %d %s, %v", got.status, got.body, err)
				}
			}
		})
		wg.Go(func() {
			for range 10 {
				f.Edit("m", func(m *meetingtest.Meeting) { m.Participants[0].Name += "'" })
				f.Add(bookedMeeting("n"))
				f.Remove("n")
			}
		})
	}
	wg.Wait()
	if got := f.Calls(meetingtest.EndpointDetail); got != 80 {
		t.Errorf("Calls = %d, want 80", got)
	}
}
