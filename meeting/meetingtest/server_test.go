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

// noon is the time on the server's clock unless a test changes it.
func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// fixture is a server with a client.
type fixture struct {
	*meetingtest.Server
	t      *testing.T
	client *http.Client
	url    string
	now    time.Time
	nonce  int
}

// setup starts a server whose clock is stopped at noon.
func setup(t *testing.T, change ...func(*meetingtest.Options)) *fixture {
	t.Helper()
	f := &fixture{t: t, now: noon()}
	o := meetingtest.Options{
		AppID: appID, AppKey: appKey, Now: func() time.Time { return f.now },
		Accounts: map[string]string{"user01": "correct horse", "stranger": "battery staple"},
		Admins:   []string{"boss"},
	}
	for _, c := range change {
		c(&o)
	}
	f.Server = meetingtest.New(o)
	srv := httptest.NewServer(f.Server)
	t.Cleanup(srv.Close)
	t.Cleanup(f.ClearProblems)
	f.url, f.client = srv.URL, srv.Client()
	return f
}

// response is a response whose body has been read.
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

// send sends a request and reads the response.
func (f *fixture) send(r *http.Request) (response, error) {
	f.t.Helper()
	res, err := f.client.Do(r)
	if err != nil {
		return response{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return response{res.StatusCode, res.Header, body}, err
}

// mustSend is send; the test fails without a response.
func (f *fixture) mustSend(r *http.Request) response {
	f.t.Helper()
	a, err := f.send(r)
	if err != nil {
		f.t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	return a
}

// request builds a request.
func (f *fixture) request(method, path string, body []byte, headers ...string) *http.Request {
	f.t.Helper()
	r, err := http.NewRequestWithContext(f.t.Context(), method, f.url+path, bytes.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// sign returns the documented signature of a message.
func sign(key string, message ...string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(strings.Join(message, ":")))
	return hex.EncodeToString(mac.Sum(nil))
}

// signInRequest is an App ID sign-in, which tests can change before it is
// sent.
type signInRequest struct {
	headers map[string]string
	body    map[string]any
}

// newSignIn prepares a valid sign-in of a user.
func (f *fixture) newSignIn(user string) signInRequest {
	f.nonce++
	nonce := fmt.Sprintf("%040d", f.nonce)
	expire := f.now.Add(10 * time.Minute).Unix()
	return signInRequest{
		headers: map[string]string{
			"Content-Type": "application/json; charset=UTF-8",
			"X-Token-Type": "LongTicket",
			"Authorization": "HMAC-SHA256 signature=" + sign(appKey, appID, user, strconv.FormatInt(expire, 10), nonce) +
				",access=" + base64.StdEncoding.EncodeToString([]byte(appID)),
		},
		body: map[string]any{"appId": appID, "clientType": 72, "expireTime": expire, "nonce": nonce, "userId": user},
	}
}

// sendSignIn sends a sign-in.
func (f *fixture) sendSignIn(l signInRequest) response {
	f.t.Helper()
	body, err := json.Marshal(l.body)
	if err != nil {
		f.t.Fatal(err)
	}
	r := f.request(http.MethodPost, "/v2/usg/acs/auth/appauth", body)
	for k, v := range l.headers {
		r.Header.Set(k, v)
	}
	return f.mustSend(r)
}

// signIn signs a user in ("" for the default administrator) and returns the token.
func (f *fixture) signIn(user string) string {
	f.t.Helper()
	a := f.sendSignIn(f.newSignIn(user))
	var body struct {
		Token string `json:"accessToken"`
	}
	if err := json.Unmarshal(a.body, &body); err != nil || a.status != http.StatusOK || body.Token == "" {
		f.t.Fatalf("sign-in of %q = %d %s", user, a.status, a.body)
	}
	return body.Token
}

// getDetail calls confDetail.
func (f *fixture) getDetail(token, query string, headers ...string) response {
	f.t.Helper()
	headers = append(headers, "X-Access-Token", token)
	return f.mustSend(f.request(http.MethodGet, "/v1/mmc/management/conferences/confDetail?"+query, nil, headers...))
}

func TestSamplesAreServedUnchanged(t *testing.T) {
	t.Parallel()
	f := setup(t)
	token := f.signIn("")
	for id, want := range map[string][]byte{
		"914083136": meetingtest.OrdinarySample(),
		"969304019": meetingtest.RecurringSample(),
	} {
		got := f.getDetail(token, "conferenceID="+id)
		if got.status != http.StatusOK || !bytes.Equal(got.body, want) {
			t.Errorf("confDetail %s = %d %s, want the sample", id, got.status, got.body)
		}
	}
}
