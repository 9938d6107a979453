package meeting_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"meetingbot/meeting"
)

// FuzzRefusal checks that any refusal has a kind, asks for a wait of at most an
// hour, and puts nothing that the other side wrote into an error but codes and
// ids.
func FuzzRefusal(f *testing.F) {
	const secret = "s3cret value"
	for _, s := range []struct {
		status                 int
		body, retryAfter, date string
	}{
		{429, `{"error_code":"MMC.111071003","error_msg":"s3cret value"}`, "120", ""},
		{503, "<html>s3cret value</html>", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 23 Nov 2026 10:30:00 GMT"},
		{400, `{"error_code":"s3cret value","request_id":"s3cret value"}`, "-1", "s3cret value"},
		{401, `{"returnCode":206010000}`, "NaN", ""},
		{403, `{"error_code":null}`, "Inf", ""},
		{500, "", "1e308", ""},
		{404, "[]", "0x10", ""},
		{200, "{}", "9223372036854775808", ""},
		{302, "\xef\xbb\xbf{", "s3cret value", ""},
		{999, `{"error_code":{"a":1}}`, " 5 ", ""},
	} {
		f.Add(s.status, s.body, s.retryAfter, s.date)
	}
	now := time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, status int, body, retryAfter, date string) {
		resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
		resp.Header.Set("Retry-After", retryAfter)
		resp.Header.Set("Date", date)
		resp.Header.Set("X-Request-Id", body)
		e := meeting.RefusalOf("get conference", resp, now)
		if e.Kind == "" || e.RetryAfter < 0 || e.RetryAfter > time.Hour {
			t.Errorf("the refusal is %q and asks to wait for %s", e.Kind, e.RetryAfter)
		}
		for _, quoted := range []string{e.Code, e.RequestID} {
			if strings.ContainsFunc(quoted, func(r rune) bool { return r <= ' ' || r > '~' }) || len(quoted) > 64 {
				t.Errorf("the error quotes %q", quoted)
			}
		}
		if strings.Contains(e.Error(), secret) {
			t.Errorf("the error quotes the answer: %s", e.Error())
		}
	})
}

// FuzzSignIn checks that an answer to a sign-in is a token that lasts from a
// moment to a day, or a refusal that quotes nothing.
func FuzzSignIn(f *testing.F) {
	for _, body := range []string{
		`{"accessToken":"s3cret-token","validPeriod":43200}`, `{"accessToken":"s3cret-token","validPeriod":-1,"expireTime":9223372036854775807}`,
		`{"accessToken":"s3cret-token","createTime":"1e300","expireTime":"-1"}`, `{"accessToken":1}`, `{"accessToken":["s3cret-token"]}`, `{}`, `null`, `[]`, "", "\xff",
		`{"accessToken":"s3cret-token","user":null}`, `{"accessToken":"s3cret-token","user":{"adminType":"x","name":"13800138000"}}`, `{"accessToken":"a\r\nX: y"}`,
	} {
		f.Add([]byte(body), "Mon, 23 Nov 2026 10:30:00 GMT")
	}
	now := time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, body []byte, date string) {
		signedIn, err := meeting.ReadToken(body, date, now)
		if err != nil {
			if _, ok := errors.AsType[*meeting.Error](err); !ok || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the sign-in fails with %v", err)
			}
			return
		}
		if life := signedIn.Expires.Sub(now); life <= 0 || life > 25*time.Hour {
			t.Errorf("the token of %q lasts for %s", body, life)
		}
		if signedIn.RenewAt.Before(now) || signedIn.RenewAt.After(signedIn.Expires) {
			t.Errorf("the token of %q is renewed at %s, and expires at %s", body, signedIn.RenewAt, signedIn.Expires)
		}
		if strings.ContainsFunc(signedIn.Value, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("the token of %q cannot be a header: %q", body, signedIn.Value)
		}
	})
}
