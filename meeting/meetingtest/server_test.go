package meetingtest_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
)

const (
	appID  = "fdb8e4699586458bbd10c834872dcc62"
	appKey = "0123456789abcdef0123456789abcdef"
	nonce  = "EycLQsHwxhzK9OW8UEKWNfH2I3CGR2nINuU1EBpQ"
)

// noon is the time on the server's clock unless a test says otherwise.
func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// world is a server and the means to ask it.
type fixture struct {
	*meetingtest.Server
	t      *testing.T
	client *http.Client
	url    string
	now    time.Time
	nonce  int
}

// setup starts a server whose clock stands at noon.
func setup(t *testing.T, change ...func(*meetingtest.Options)) *fixture {
	t.Helper()
	w := &fixture{t: t, now: noon()}
	o := meetingtest.Options{
		AppID: appID, AppKey: appKey, Now: func() time.Time { return w.now },
		Accounts: map[string]string{"user01": "correct horse", "stranger": "battery staple"},
		Admins:   []string{"boss"},
	}
	for _, c := range change {
		c(&o)
	}
	w.Server = meetingtest.New(o)
	srv := httptest.NewServer(w.Server)
	t.Cleanup(srv.Close)
	t.Cleanup(w.ClearProblems)
	w.url, w.client = srv.URL, srv.Client()
	return w
}

// reply is an answer, read to its end.
type response struct {
	status int
	header http.Header
	body   []byte
}

// code is the error_code of a refusal.
func (r response) code() string {
	var e struct {
		Code string `json:"error_code"`
	}
	_ = json.Unmarshal(r.body, &e)
	return e.Code
}

// send asks and reads the answer.
func (w *fixture) send(r *http.Request) (response, error) {
	w.t.Helper()
	res, err := w.client.Do(r)
	if err != nil {
		return response{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return response{res.StatusCode, res.Header, body}, err
}

// must asks and fails the test without an answer.
func (w *fixture) mustSend(r *http.Request) response {
	w.t.Helper()
	a, err := w.send(r)
	if err != nil {
		w.t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	return a
}

// request builds a request.
func (w *fixture) request(method, path string, body []byte, headers ...string) *http.Request {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// sign is the documented signature of a message.
func sign(key string, message ...string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(strings.Join(message, ":")))
	return hex.EncodeToString(mac.Sum(nil))
}

// login is an App ID sign-in that can be spoilt before it is sent.
type signIn struct {
	headers map[string]string
	body    map[string]any
}

// login prepares a sound sign-in of a user.
func (w *fixture) newSignIn(user string) signIn {
	w.nonce++
	once := fmt.Sprintf("%040d", w.nonce)
	expire := w.now.Add(10 * time.Minute).Unix()
	return signIn{
		headers: map[string]string{
			"Content-Type": "application/json; charset=UTF-8",
			"X-Token-Type": "LongTicket",
			"Authorization": "HMAC-SHA256 signature=" + sign(appKey, appID, user, strconv.FormatInt(expire, 10), once) +
				",access=" + base64.StdEncoding.EncodeToString([]byte(appID)),
		},
		body: map[string]any{"appId": appID, "clientType": 72, "expireTime": expire, "nonce": once, "userId": user},
	}
}

// post sends a sign-in.
func (w *fixture) sendSignIn(l signIn) response {
	w.t.Helper()
	body, err := json.Marshal(l.body)
	if err != nil {
		w.t.Fatal(err)
	}
	r := w.request(http.MethodPost, "/v2/usg/acs/auth/appauth", body)
	for k, v := range l.headers {
		r.Header.Set(k, v)
	}
	return w.mustSend(r)
}

// signIn signs a user in ("" for the default administrator) and returns the token.
func (w *fixture) signIn(user string) string {
	w.t.Helper()
	a := w.sendSignIn(w.newSignIn(user))
	var body struct {
		Token string `json:"accessToken"`
	}
	if err := json.Unmarshal(a.body, &body); err != nil || a.status != http.StatusOK || body.Token == "" {
		w.t.Fatalf("sign-in of %q = %d %s", user, a.status, a.body)
	}
	return body.Token
}

// ask calls confDetail.
func (w *fixture) getDetail(token, query string, headers ...string) response {
	w.t.Helper()
	headers = append(headers, "X-Access-Token", token)
	return w.mustSend(w.request(http.MethodGet, "/v1/mmc/management/conferences/confDetail?"+query, nil, headers...))
}

func TestSamplesAreServedByteForByte(t *testing.T) {
	t.Parallel()
	w := setup(t)
	token := w.signIn("")
	for id, want := range map[string][]byte{
		"914083136": meetingtest.OrdinarySample(),
		"969304019": meetingtest.RecurringSample(),
	} {
		got := w.getDetail(token, "conferenceID="+id)
		if got.status != http.StatusOK || !bytes.Equal(got.body, want) {
			t.Errorf("confDetail %s = %d %s, want the sample", id, got.status, got.body)
		}
	}
}
