package meeting_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// What must never be seen in an error or a log.
const (
	secretKey   = "s3cret-app-key"
	secretToken = "s3cret-access-token"
	secretCode  = "9505dc3349228b1ce0db8165590cc977bcff89785130fe0d"
	secretWord  = "s3cret-subject" // what people wrote
)

const secretDetail = `{"conferenceData":{"conferenceID":"914083136","subject":"` + secretWord + `","passwordEntry":[{"conferenceRole":"chair","password":"s3cret-pwd"}],
	"chairJoinUri":"https://c.meeting.huaweicloud.com/#/j/914083136/` + secretCode + `"},
	"data":{"count":1,"data":[{"participantID":"+991116003815","name":"s3cret-name","email":"s3cret@example.com"}]}}`

// echoing are all the ways in which an answer can throw secrets back.
func echoing() map[string]func(int, http.ResponseWriter, *http.Request) {
	text := func(status int, body string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Request-Id", "token="+secretToken)
			w.Header().Set("Location", "https://elsewhere.example/?token="+secretToken)
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	raw := func(s string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				panic(err)
			}
			io.WriteString(conn, s)
			conn.Close()
		}
	}
	all := map[string]func(int, http.ResponseWriter, *http.Request){
		"well":               text(200, secretDetail),
		"half":               text(200, secretDetail[:200]),
		"html":               text(200, "<html>"+secretToken+secretKey),
		"string":             text(200, `"`+secretToken+`"`),
		"cut off":            cutOff,
		"a message":          text(400, `{"error_code":"MMC.111070005","error_msg":"`+secretToken+`"}`),
		"a code":             text(400, `{"error_code":"`+secretToken+`","request_id":"`+secretToken+` `+secretKey+`"}`),
		"a code as request":  text(200, `{"error_code":"USG.`+secretToken+`"}`),
		"a status line":      raw("HTTP/1.1 " + secretToken + "\r\n\r\n"),
		"a header line":      raw("HTTP/1.1 200 OK\r\n" + secretToken + "\r\n\r\n"),
		"a length":           raw("HTTP/1.1 200 OK\r\nContent-Length: " + secretToken + "\r\n\r\n"),
		"an encoding":        raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: " + secretToken + "\r\n\r\n"),
		"nothing at all":     raw(""),
		"a slow answer":      func(_ int, _ http.ResponseWriter, r *http.Request) { after(r, time.Hour) },
		"a broken gzip body": raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + secretToken),
	}
	for _, status := range []int{204, 302, 400, 401, 403, 404, 429, 500, 502, 503} {
		all[fmt.Sprint("status ", status)] = text(status, secretDetail+secretToken+secretKey)
	}
	return all
}

func TestNoSecretInErrorsAndLogs(t *testing.T) {
	t.Parallel()
	token := func(_ int, w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"accessToken":%q,"validPeriod":3600,"refreshToken":"s3cret-refresh","user":{"name":"s3cret-name"}}`, secretToken)
	}
	for name, problem := range echoing() {
		for _, s := range []*stub{{signIn: token, detail: problem, list: problem}, {signIn: problem}} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { checkForSecrets(t, s) })
			})
		}
	}
}

func checkForSecrets(t *testing.T, s *stub) {
	t.Helper()
	log, lines := debugLog()
	c, err := meeting.New("http://localhost/base", meeting.Credentials{AppID: "app-id", AppKey: secretKey, UserID: "u"},
		meeting.WithLogger(log), meeting.WithHTTPClient(wire(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	cache := accountOf(t, c, meeting.CacheOptions{Logger: log})
	_, err = cache.Get(t.Context(), meetingID)
	_, again := c.Conferences.Get(t.Context(), meetingID, meeting.DetailOptions{PageOptions: meeting.PageOptions{SearchKey: "s3cret-search"}})
	seen := everything(err) + everything(again) + everything(c.Refused()) + fmt.Sprintf("%+v %v", c, c.Conferences)
	var errs []error
	for name, ask := range methods("s3cret-search") {
		err := ask(t.Context(), c)
		if again := ask(t.Context(), c); (err == nil) != (again == nil) {
			t.Errorf("%s = %v, then %v", name, err, again)
		}
		errs = append(errs, err)
	}
	_, found := cache.Find(t.Context(), "s3cret-search")
	_, resolved := cache.Resolve(t.Context(), "900000000")
	_, online := cache.Attendees(t.Context(), meetingID)
	_, attended := cache.Attendance(t.Context(), "9a0fa6d1")
	seen += everything(errors.Join(append(errs, found, resolved, online, attended)...)) + lines.String()
	for _, secret := range []string{"s3cret", secretCode, "localhost", "retries exceeded"} {
		if i := strings.Index(seen, secret); i >= 0 {
			t.Errorf("%q shows: …%s…", secret, seen[max(0, i-200):min(len(seen), i+200)])
		}
	}
	if lines.String() == "" {
		t.Error("nothing was logged at debug level")
	}
}

// everything prints an error and all that it wraps in every way.
func everything(err error) string {
	if err == nil {
		return ""
	}
	texts := []string{fmt.Sprintf("%v %+v %#v %q %s", err, err, err, err, err), everything(errors.Unwrap(err))}
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range several.Unwrap() {
			texts = append(texts, everything(err))
		}
	}
	return strings.Join(texts, "\n")
}
