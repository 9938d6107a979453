package meeting_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting"
)

func TestSign(t *testing.T) {
	t.Parallel()
	const (
		app     = "fdb8e4699586458bbd10c834872dcc62"
		key     = "0123456789abcdef0123456789abcdef"
		expires = 1627722929
		nonce   = "EycLQsHwxhzK9OW8UEKWNfH2I3CGR2nINuU1EBpQ"
	)
	for _, tt := range []struct {
		name  string
		creds meeting.Credentials
		want  string
	}{
		{
			"a user",
			meeting.Credentials{AppID: app, AppKey: key, UserID: "testuser@mycorp.com"},
			"da8a8163c2be346499642c99465363623d840bae09de96cb274b0991ba33bcb9",
		},
		{
			"the default administrator",
			meeting.Credentials{AppID: app, AppKey: key},
			"a3f9eb7ded623cec9b349637d3759299ece6a233609ea81f7973f93e7c85fec7",
		},
		{
			"several enterprises",
			meeting.Credentials{AppID: app, AppKey: key, UserID: "alice@ent01", CorpID: "807074304"},
			"bf7796af7499e268be190e8b1474a8e1b169c1b8e75a058e5f39522e7e3521d4",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.creds.Sign(expires, nonce); got != tt.want {
				t.Errorf("Sign(%d, %q) = %s, want %s", expires, nonce, got, tt.want)
			}
		})
	}
}

// The request is exactly as documented, and each has a nonce of its own.
func TestSignInRequest(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	nonces := map[string]bool{}
	for _, tt := range []struct {
		name         string
		user, corp   string
		wantUser     any
		wantCorp     any
		userInClient string
	}{
		{name: "default administrator"},
		{name: "a user", user: "u1", wantUser: "u1"},
		{name: "several enterprises", user: "u1", corp: "c1", wantUser: "u1", wantCorp: "c1"},
	} {
		creds := testCredentials()
		creds.UserID, creds.CorpID = tt.user, tt.corp
		s := &stub{signIn: func(n int, w http.ResponseWriter, r *http.Request) {
			checkSignIn(t, r, creds, now, nonces, tt.wantUser, tt.wantCorp)
			writeToken(w, n)
		}}
		c, err := meeting.New(base, creds,
			meeting.WithHTTPClient(&http.Client{Transport: inMemory{s}}),
			meeting.WithClock(func() time.Time { return now }))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.SignIn(t.Context()); err != nil {
			t.Errorf("%s: SignIn() = %v, want nil", tt.name, err)
		}
	}
	if len(nonces) != 3 {
		t.Errorf("3 sign-ins had %d nonces", len(nonces))
	}
}

func checkSignIn(t *testing.T, r *http.Request, creds meeting.Credentials, now time.Time, nonces map[string]bool, user, corp any) {
	t.Helper()
	body := decodeBody(t, r.Body)
	nonce, _ := body["nonce"].(string)
	nonces[nonce] = true
	if len(nonce) < 32 || len(nonce) > 64 {
		t.Errorf("nonce %q has %d characters, want 32 to 64", nonce, len(nonce))
	}
	expires := now.Add(10 * time.Minute).Unix()
	got := map[string]any{"expire": body["expireTime"].(interface{ String() string }).String()}
	if got["expire"] != "1795428600" || expires != 1795428600 {
		t.Errorf("expireTime = %v, want the seconds of %v", got["expire"], now.Add(10*time.Minute))
	}
	want := "HMAC-SHA256 signature=" + creds.Sign(expires, nonce) + ",access=YXBwLWlk"
	for header, want := range map[string]string{
		"Authorization":  want,
		"X-Token-Type":   "LongTicket",
		"Content-Type":   "application/json; charset=UTF-8",
		"X-Access-Token": "",
	} {
		if got := r.Header.Get(header); got != want {
			t.Errorf("%s = %q, want %q", header, got, want)
		}
	}
	delete(body, "nonce")
	delete(body, "expireTime")
	rest := map[string]any{"appId": "app-id", "clientType": body["clientType"]}
	if user != nil {
		rest["userId"] = user
	}
	if corp != nil {
		rest["corpId"] = corp
	}
	if diff := cmp.Diff(rest, body); diff != "" {
		t.Errorf("sign-in body (-want +got):\n%s", diff)
	}
	if s, _ := body["clientType"].(interface{ String() string }); s == nil || s.String() != "72" {
		t.Errorf("clientType = %v, want the number 72", body["clientType"])
	}
}

func TestNonce(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	form := regexp.MustCompile(`^[0-9a-zA-Z]{32,64}$`)
	for range 1000 {
		n := meeting.NewNonce()
		if !form.MatchString(n) || seen[n] {
			t.Fatalf("nonce %q is malformed or came twice", n)
		}
		seen[n] = true
	}
}

func TestAccount(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name, body, date string
		want             meeting.Identity
		kind             meeting.Kind
	}{
		{
			name: "as documented",
			body: `{"accessToken":"x","tokenIp":"10.1.2.3","validPeriod":56326,"expireTime":1795485126,"createTime":1795428000000,
				"user":{"userId":"8a8b","ucloginAccount":"alice@corp","companyId":"651284","spId":"8a8c","userType":2,"adminType":1,
				"name":"Alice","thirdAccount":"t-alice","appId":"app-id","corpType":null,"status":0},
				"clientType":72,"forceLoginInd":0,"firstLogin":false,"pwdExpired":false,"daysPwdAvailable":-3,"proxyToken":null,
				"tokenType":0,"refreshToken":"r","refreshValidPeriod":2592000}`,
			date: "Mon, 23 Nov 2026 10:01:30 GMT",
			want: meeting.Identity{
				UserID: "8a8b", Name: "Alice", Login: "alice@corp", ThirdID: "t-alice", AdminType: 1,
				ExpiresAt: now.Add(56326 * time.Second), Skew: 90 * time.Second, SkewKnown: true,
			},
		},
		{
			name: "nulls, and the end as a moment of the API's clock",
			body: `{"accessToken":"x","validPeriod":null,"expireTime":"2000","createTime":1000000,"user":null}`,
			want: meeting.Identity{AdminType: -1, ExpiresAt: now.Add(1000 * time.Second)},
		},
		{
			name: "the end as a moment alone",
			body: `{"accessToken":"x","expireTime":1795428060,"user":{"adminType":"0"}}`,
			want: meeting.Identity{ExpiresAt: now.Add(time.Minute)},
		},
		{
			name: "no end at all",
			body: `{"accessToken":"x"}`,
			want: meeting.Identity{AdminType: -1, ExpiresAt: now.Add(time.Hour)},
		},
		{
			name: "an end beyond belief",
			body: `{"accessToken":"x","validPeriod":9223372036854775807}`,
			want: meeting.Identity{AdminType: -1, ExpiresAt: now.Add(24 * time.Hour)},
		},
		{name: "no token", body: `{"validPeriod":100}`, kind: meeting.Garbled},
		{name: "no JSON", body: `<html>welcome</html>`, kind: meeting.Garbled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &stub{signIn: func(_ int, w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Date", tt.date)
					w.Write([]byte(tt.body))
				}}
				c := newClient(t, s, meeting.WithClock(func() time.Time { return now }))
				got, err := c.Identity(t.Context())
				if kind := meeting.KindOf(err); kind != tt.kind {
					t.Fatalf("Account() error = %v, want kind %q", err, tt.kind)
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("Account() (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestNewChecksItsArguments(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, url string
		creds     meeting.Credentials
		opt       meeting.Option
		want      string
	}{
		{"no address", "", testCredentials(), nil, "must be an http or https address"},
		{"no scheme", "api.example", testCredentials(), nil, "must be an http or https address"},
		{"another scheme", "ftp://api.example", testCredentials(), nil, "must be an http or https address"},
		{"not an address", "https://a b", testCredentials(), nil, "must be an http or https address"},
		{"plain http elsewhere", "http://api.example", testCredentials(), nil, "must be https"},
		{"plain http to a public address", "http://8.8.8.8", testCredentials(), nil, "must be https"},
		{"plain http to its own network", "http://10.1.2.3:8080", testCredentials(), nil, "must be https"},
		{"plain http to any address", "http://0.0.0.0:9", testCredentials(), nil, "must be https"},
		{"plain http to a short name", "http://meeting:8080", testCredentials(), nil, "must be https"},
		{"plain http to a name like this machine's", "http://localhost.example", testCredentials(), nil, "must be https"},
		{"a password in the address", "https://u:hunter2@api.example", testCredentials(), nil, "no user"},
		{"a query", "https://api.example?token=hunter2", testCredentials(), nil, "no user, query"},
		{"no App ID", base, meeting.Credentials{AppKey: "hunter2"}, nil, "App ID is missing"},
		{"no App Key", base, meeting.Credentials{AppID: "a", AppKey: "  "}, nil, "App Key is missing"},
		{"a newline after the App Key", base, meeting.Credentials{AppID: "a", AppKey: "hunter2\n"}, nil, "App Key has spaces"},
		{"spaces before the user", base, meeting.Credentials{AppID: "a", AppKey: "hunter2", UserID: " u"}, nil, "user id has spaces"},
		{"no HTTP client", base, testCredentials(), meeting.WithHTTPClient(nil), "HTTP client"},
		{"no clock", base, testCredentials(), meeting.WithClock(nil), "clock"},
		{"no logger", base, testCredentials(), meeting.WithLogger(nil), "logger"},
		{"no timeout", base, testCredentials(), meeting.WithTimeout(0), "timeout must be positive, got 0s"},
		{"a negative budget", base, testCredentials(), meeting.WithBudget(-time.Second), "budget must be positive, got -1s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var opts []meeting.Option
			if tt.opt != nil {
				opts = append(opts, tt.opt)
			}
			c, err := meeting.New(tt.url, tt.creds, opts...)
			if c != nil || err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("New(%q) = %v, %v, want an error about %q without secrets", tt.url, c, err, tt.want)
			}
		})
	}
	for _, url := range []string{"http://localhost:1", "http://127.0.0.1:80/x", "http://[::1]:80", "http://LOCALHOST:1", "https://api.example/x/"} {
		if _, err := meeting.New(url, testCredentials()); err != nil {
			t.Errorf("New(%q) = %v, want nil", url, err)
		}
	}
}
