package meeting_test

import (
	"bufio"
	"errors"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// Every code of the documents has the kind that the table in testdata gives it.
func TestEveryCode(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/codes.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	codes := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		codes++
		code, want := fields[0], meeting.Kind(fields[1])
		if got := meeting.KindOfCode(code); got != want {
			t.Errorf("KindOfCode(%q) = %q, want %q", code, got, want)
		}
		if got := meeting.CleanCode(code); got != code {
			t.Errorf("CleanCode(%q) = %q, want it as it is", code, got)
		}
	}
	if codes != 83 {
		t.Errorf("the table has %d codes, want the 83 of the documents", codes)
	}
	for _, code := range []string{"", "MMC.111079999", "USG.1", "APIG.0101"} {
		if got := meeting.KindOfCode(code); got != "" {
			t.Errorf("KindOfCode(%q) = %q, want none", code, got)
		}
	}
}

// Without a code the status decides, whatever it is. Of the refusals only those
// stand that a proxy would pass on or that trying again helps against: what a
// firewall answers says nothing of a meeting.
func TestEveryStatus(t *testing.T) {
	t.Parallel()
	special := map[int]meeting.Kind{
		401: meeting.TokenRefused,
		408: meeting.Unavailable,
		412: meeting.Invalid,
		423: meeting.Invalid,
		425: meeting.Throttled,
		429: meeting.Throttled,
	}
	for status := 100; status < 600; status++ {
		want, ok := special[status]
		switch {
		case ok:
		case status < 500:
			want = meeting.Garbled
		default:
			want = meeting.Unavailable
		}
		if got := meeting.KindOfStatus(status, ""); got != want {
			t.Errorf("KindOfStatus(%d) = %q, want %q", status, got, want)
		}
	}
	for _, tt := range []struct {
		status int
		code   string
		want   meeting.Kind
	}{
		{404, "MMC.111079999", meeting.NotFound},
		{404, "APIG.0101", meeting.Garbled},
		{403, "MMC.111079999", meeting.Forbidden},
		{403, "USG.299999999", meeting.Forbidden},
		{403, "APIG.0302", meeting.Forbidden},
		{403, "11072003", meeting.Forbidden},
		{400, "MMC.111079999", meeting.Invalid},
		{403, "403", meeting.Garbled},
		{403, "WAF.0001", meeting.Garbled},
		{400, "WAF.0001", meeting.Garbled},
	} {
		if got := meeting.KindOfStatus(tt.status, tt.code); got != tt.want {
			t.Errorf("KindOfStatus(%d, %s) = %q, want %q", tt.status, tt.code, got, tt.want)
		}
	}
}

// What a client makes of whole answers.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		status  int
		body    string
		header  map[string]string
		want    meeting.Error
		asked   int
		signIns int
	}{
		{
			name: "no such meeting", status: 400, asked: 1,
			body:   `{"error_code":"MMC.111070005","error_msg":"CONF_DATA_NOT_FOUND"}`,
			header: map[string]string{"X-Request-Id": "e2bc0a1429cb2fd52db88ba6fa2c44a8"},
			want: meeting.Error{
				Kind: meeting.NotFound, Status: 400, Code: "MMC.111070005", RequestID: "e2bc0a1429cb2fd52db88ba6fa2c44a8",
			},
		},
		{
			name: "the code weighs more than the status", status: 500, asked: 1,
			body: `{"error_code":"MMC.111070010","error_msg":"x"}`,
			want: meeting.Error{Kind: meeting.Forbidden, Status: 500, Code: "MMC.111070010"},
		},
		{
			name: "a refusal with status 200", status: 200, asked: 1,
			body:   `{"error_code":"MMC.112100003","error_msg":"DATA_NOT_FOUND"}`,
			header: map[string]string{"X-Request-Id": "r-1"},
			want:   meeting.Error{Kind: meeting.NotFound, Status: 200, Code: "MMC.112100003", RequestID: "r-1"},
		},
		{
			name: "the older shape", status: 403, asked: 1,
			body: `{"returnCode":11072003,"returnDesc":"x"}`,
			want: meeting.Error{Kind: meeting.Forbidden, Status: 403, Code: "11072003"},
		},
		{
			name: "the gateway's own request id", status: 429, asked: 3,
			body: `{"error_msg":"The throttling threshold has been reached: policy user over ratelimit,limit:100,time:1 second",
				"error_code":"APIG.0308","request_id":"abc.def_1-2"}`,
			want: meeting.Error{Kind: meeting.Throttled, Status: 429, Code: "APIG.0308", RequestID: "abc.def_1-2"},
		},
		{
			name: "a proxy's page", status: 502, asked: 3, body: "<html>Bad gateway</html>",
			want: meeting.Error{Kind: meeting.Unavailable, Status: 502},
		},
		{
			name: "nothing", status: 503, asked: 3,
			want: meeting.Error{Kind: meeting.Unavailable, Status: 503},
		},
		{
			name: "a code that is none", status: 400, asked: 3,
			body:   `{"error_code":"https://evil/?token=1","error_msg":"x"}`,
			header: map[string]string{"X-Request-Id": "<script>"},
			want:   meeting.Error{Kind: meeting.Garbled, Status: 400},
		},
		{
			name: "a firewall's page", status: 403, asked: 3, body: "<html><title>403 Forbidden</title></html>",
			want: meeting.Error{Kind: meeting.Garbled, Status: 403},
		},
		{
			name: "a firewall's JSON", status: 403, asked: 3, body: `{"error_code":"WAF.403","message":"blocked"}`,
			want: meeting.Error{Kind: meeting.Garbled, Status: 403, Code: "WAF.403"},
		},
		{
			name: "a proxy that knows no such page", status: 404, asked: 3, body: "<html>404</html>",
			want: meeting.Error{Kind: meeting.Garbled, Status: 404},
		},
		{
			name: "elsewhere", status: 302, asked: 3, header: map[string]string{"Location": "https://elsewhere.example/"},
			want: meeting.Error{Kind: meeting.Garbled, Status: 302},
		},
		{
			name: "kicked", status: 401, asked: 2, signIns: 2, body: `{"error_code":"USG.206020002"}`,
			want: meeting.Error{Kind: meeting.TokenRefused, Status: 401, Code: "USG.206020002"},
		},
		{
			name: "a 401 without a code", status: 401, asked: 2, signIns: 2,
			want: meeting.Error{Kind: meeting.TokenRefused, Status: 401},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &stub{detail: func(_ int, w http.ResponseWriter, _ *http.Request) {
					for k, v := range tt.header {
						w.Header().Set(k, v)
					}
					w.WriteHeader(tt.status)
					w.Write([]byte(tt.body))
				}}
				_, err := newClient(t, s).Conferences.Get(t.Context(), meetingID, meeting.DetailOptions{})
				e, ok := errors.AsType[*meeting.Error](err)
				if !ok {
					t.Fatalf("Get() = %v, want an Error", err)
				}
				tt.want.Op = "get conference"
				if *e != tt.want {
					t.Errorf("Get() = %#v, want %#v", *e, tt.want)
				}
				wantCounts(t, s, max(tt.signIns, 1), tt.asked)
			})
		})
	}
}

func TestGarbledAnswers(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"", "{", "null", "[]", `"x"`, "7", "{}", `{"conferenceData":null}`, `{"conferenceData":{}}`, `{"conferenceData":[1]}`,
		`{"conferenceData":{"conferenceID":"914083136"}`, "<html>", "\xff\xfe",
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &stub{detail: func(_ int, w http.ResponseWriter, _ *http.Request) { w.Write([]byte(body)) }}
			d, err := newClient(t, s).Conferences.Get(t.Context(), meetingID, meeting.DetailOptions{})
			if d != nil || meeting.KindOf(err) != meeting.Garbled {
				t.Errorf("Get() of %q = %v, %v, want %s", body, d, err, meeting.Garbled)
			}
			if body != "" && strings.Contains(err.Error(), body) {
				t.Errorf("the error quotes the answer: %v", err)
			}
			wantCounts(t, s, 1, 3)
		})
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  meeting.Error
		want string
	}{
		{
			meeting.Error{Op: "get conference", Kind: meeting.NotFound, Status: 400, Code: "MMC.111070005", RequestID: "r1"},
			"get conference: not_found, status 400, code MMC.111070005, request r1",
		},
		{
			meeting.Error{Op: "sign in", Kind: meeting.Unavailable, Err: errors.New("the connection was refused")},
			"sign in: unavailable: the connection was refused",
		},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("Error() = %q, want %q", got, tt.want)
		}
	}
	if got := meeting.KindOf(errors.New("x")); got != "" {
		t.Errorf("KindOf(another error) = %q, want none", got)
	}
}

func TestRetryable(t *testing.T) {
	t.Parallel()
	for kind, want := range map[meeting.Kind]bool{
		meeting.NotFound: false, meeting.Forbidden: false, meeting.SignInRefused: false, meeting.TokenRefused: false,
		meeting.Invalid: false, meeting.Throttled: true, meeting.Unavailable: true, meeting.Garbled: true,
	} {
		e := &meeting.Error{Kind: kind}
		if got := e.Retryable(); got != want {
			t.Errorf("Error{%s}.Retryable() = %v, want %v", kind, got, want)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"":                               0,
		"3":                              3 * time.Second,
		" 3 ":                            3 * time.Second,
		"1.5":                            1500 * time.Millisecond,
		"-1":                             0,
		"soon":                           0,
		"NaN":                            0,
		"Inf":                            time.Hour,
		"99999999999999999999":           time.Hour,
		"Mon, 23 Nov 2026 10:00:07 GMT":  7 * time.Second,
		"Mon, 23 Nov 2026 09:59:00 GMT":  0,
		"Mon, 23 Nov 2037 09:59:00 GMT":  time.Hour,
		"Monday, 23-Nov-26 10:00:07 GMT": 7 * time.Second,
	} {
		if got := meeting.RetryAfter(value, now); got != want {
			t.Errorf("RetryAfter(%q) = %v, want %v", value, got, want)
		}
	}
}

func TestCleanCode(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"MMC.111070005": "MMC.111070005", "APIG.0308": "APIG.0308", "111070005": "111070005", "0": "0",
		"": "", "MMC.": "", ".1": "", "mmc.1": "", "MMC.1.2": "", "MMC.12a": "", "MMC 1": "", "TOOLONGNAME.1": "",
		"MMC.1234567890123": "", "token": "", "MMC.１": "",
	} {
		if got := meeting.CleanCode(code); got != want {
			t.Errorf("CleanCode(%q) = %q, want %q", code, got, want)
		}
	}
	for id, want := range map[string]string{
		"e2bc0a14-29cb_2f.D5": "e2bc0a14-29cb_2f.D5", "": "", "a b": "", "a\nb": "", "é": "", strings.Repeat("a", 65): "",
		strings.Repeat("a", 64): strings.Repeat("a", 64),
	} {
		if got := meeting.CleanID(id); got != want {
			t.Errorf("CleanID(%q) = %q, want %q", id, got, want)
		}
	}
}

// The API's clock comes with refusals, to tell a drifting clock by.
func TestServerTime(t *testing.T) {
	t.Parallel()
	s := &stub{signIn: func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", "Wed, 18 Dec 2019 06:20:40 GMT")
		writeError(w, http.StatusUnauthorized, "USG.206010057")
	}}
	e, _ := errors.AsType[*meeting.Error](newClient(t, s).SignIn(t.Context()))
	want := time.Date(2019, 12, 18, 6, 20, 40, 0, time.UTC)
	if e == nil || !e.ServerTime.Equal(want) {
		t.Errorf("SignIn() = %#v, want ServerTime %v", e, want)
	}
	if e != nil && strings.Contains(e.Error(), strconv.Itoa(want.Year())) {
		t.Errorf("Error() = %q, want no date in it", e)
	}
}
