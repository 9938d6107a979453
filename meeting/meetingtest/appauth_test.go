package meetingtest_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

func TestAppAuthRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		spoil  func(w *fixture, l *signIn)
		status int
		code   string
	}{
		{"no content type", func(_ *fixture, l *signIn) { delete(l.headers, "Content-Type") }, 400, "USG.000000003"},
		{"form", func(_ *fixture, l *signIn) { l.headers["Content-Type"] = "application/x-www-form-urlencoded" }, 400, "USG.000000003"},
		{"latin", func(_ *fixture, l *signIn) { l.headers["Content-Type"] = "application/json; charset=latin1" }, 400, "USG.000000003"},
		{"no token type", func(_ *fixture, l *signIn) { delete(l.headers, "X-Token-Type") }, 400, "USG.000000003"},
		{"short ticket", func(_ *fixture, l *signIn) { l.headers["X-Token-Type"] = "ShortTicket" }, 400, "USG.000000003"},
		{"no app id", func(_ *fixture, l *signIn) { delete(l.body, "appId") }, 400, "USG.000000003"},
		{"client of a browser", func(_ *fixture, l *signIn) { l.body["clientType"] = 0 }, 400, "USG.000000003"},
		{"client of a phone", func(_ *fixture, l *signIn) { l.body["clientType"] = 50 }, 400, "USG.000000003"},
		{"no expiry", func(_ *fixture, l *signIn) { delete(l.body, "expireTime") }, 400, "USG.000000003"},
		{"expiry as text", func(_ *fixture, l *signIn) { l.body["expireTime"] = "1795521600" }, 400, "USG.000000003"},
		{"negative expiry", func(_ *fixture, l *signIn) { l.body["expireTime"] = -1 }, 400, "USG.000000003"},
		{"nonce of 31", func(_ *fixture, l *signIn) { l.body["nonce"] = strings.Repeat("n", 31) }, 400, "USG.000000003"},
		{"nonce of 65", func(_ *fixture, l *signIn) { l.body["nonce"] = strings.Repeat("n", 65) }, 400, "USG.000000003"},
		{"no nonce", func(_ *fixture, l *signIn) { delete(l.body, "nonce") }, 400, "USG.000000003"},
		{"no authorization", func(_ *fixture, l *signIn) { delete(l.headers, "Authorization") }, 401, "USG.206010025"},
		{"another scheme", func(_ *fixture, l *signIn) {
			l.headers["Authorization"] = strings.Replace(l.headers["Authorization"], "HMAC-SHA256", "Bearer", 1)
		}, 401, "USG.206010025"},
		{"signature not hexadecimal", func(_ *fixture, l *signIn) {
			l.headers["Authorization"] = "HMAC-SHA256 signature=" + strings.Repeat("zz", 32)
		}, 401, "USG.206010025"},
		{"signature cut short", func(_ *fixture, l *signIn) {
			l.headers["Authorization"] = "HMAC-SHA256 signature=" + strings.Repeat("ab", 16)
		}, 401, "USG.206010025"},
		{"signature twice", func(_ *fixture, l *signIn) { l.headers["Authorization"] += "," + signaturePart(l) }, 401, "USG.206010025"},
		{"something more", func(_ *fixture, l *signIn) { l.headers["Authorization"] += ",corp=1" }, 401, "USG.206010025"},
		{"empty access", func(_ *fixture, l *signIn) {
			l.headers["Authorization"] = "HMAC-SHA256 " + signaturePart(l) + ",access="
		}, 401, "USG.206010025"},
		{"access of another app", func(_ *fixture, l *signIn) {
			l.headers["Authorization"] = "HMAC-SHA256 " + signaturePart(l) + ",access=YW5vdGhlcg=="
		}, 401, "USG.206010025"},
		{"another app", func(w *fixture, l *signIn) {
			l.body["appId"] = "another"
			w.signAgain(l, appKey, "another", "ana")
		}, 401, "USG.206010025"},
		{"wrong key", func(w *fixture, l *signIn) { w.signAgain(l, "wrong", appID, "ana") }, 401, "USG.206010025"},
		{"another user signed", func(w *fixture, l *signIn) { l.body["userId"] = "boss" }, 401, "USG.206010025"},
		{"another expiry signed", func(w *fixture, l *signIn) { l.body["expireTime"] = 0 }, 401, "USG.206010025"},
		{"corporation in one-enterprise mode", func(w *fixture, l *signIn) {
			l.body["corpId"] = "807074304"
			w.signAgain(l, appKey, appID, "807074304", "ana")
		}, 401, "USG.206010025"},
		{"expired a second ago", func(w *fixture, l *signIn) {
			l.body["expireTime"] = w.now.Unix() - 1
			w.signAgain(l, appKey, appID, "ana")
		}, 401, "USG.206010057"},
		{"expired, and the wrong key", func(w *fixture, l *signIn) {
			l.body["expireTime"] = w.now.Unix() - 1
			w.signAgain(l, "wrong", appID, "ana")
		}, 401, "USG.206010025"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			l := w.newSignIn("ana")
			tt.spoil(w, &l)
			got := w.sendSignIn(l)
			if got.status != tt.status || got.code() != tt.code {
				t.Errorf("sign-in = %d %s, want %d %s", got.status, got.body, tt.status, tt.code)
			}
		})
	}
}

// signature is the signature part of a sign-in's authorization.
func signaturePart(l *signIn) string {
	parts := strings.TrimPrefix(l.headers["Authorization"], "HMAC-SHA256 ")
	first, _, _ := strings.Cut(parts, ",")
	return first
}

// resign signs a changed body: the message is the parts, the expiry and the nonce.
func (w *fixture) signAgain(l *signIn, key string, parts ...string) {
	w.t.Helper()
	expire, err := json.Marshal(l.body["expireTime"])
	if err != nil {
		w.t.Fatal(err)
	}
	once, _ := l.body["nonce"].(string)
	l.headers["Authorization"] = "HMAC-SHA256 signature=" + sign(key, append(parts, string(expire), once)...)
}

func TestAppAuthTakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(w *fixture, l *signIn)
	}{
		{"as documented", func(*fixture, *signIn) {}},
		{"without access, as older clients sign", func(_ *fixture, l *signIn) {
			l.headers["Authorization"] = "HMAC-SHA256 " + signaturePart(l)
		}},
		{"upper case digits", func(_ *fixture, l *signIn) {
			_, digits, _ := strings.Cut(signaturePart(l), "=")
			l.headers["Authorization"] = "HMAC-SHA256 signature=" + strings.ToUpper(digits)
		}},
		{"a blank before access", func(_ *fixture, l *signIn) {
			l.headers["Authorization"] = strings.Replace(l.headers["Authorization"], ",", ", ", 1)
		}},
		{"plain content type", func(_ *fixture, l *signIn) { l.headers["Content-Type"] = "application/json" }},
		{"expires this second", func(w *fixture, l *signIn) {
			l.body["expireTime"] = w.now.Unix()
			w.signAgain(l, appKey, appID, "ana")
		}},
		{"never expires", func(w *fixture, l *signIn) {
			l.body["expireTime"] = 0
			w.signAgain(l, appKey, appID, "ana")
		}},
		{"milliseconds, as a sample of the documents", func(w *fixture, l *signIn) {
			l.body["expireTime"] = w.now.UnixMilli()
			w.signAgain(l, appKey, appID, "ana")
		}},
		{"nonce of 32", func(w *fixture, l *signIn) {
			l.body["nonce"] = strings.Repeat("n", 32)
			w.signAgain(l, appKey, appID, "ana")
		}},
		{"nonce of 64", func(w *fixture, l *signIn) {
			l.body["nonce"] = strings.Repeat("n", 64)
			w.signAgain(l, appKey, appID, "ana")
		}},
		{"no user", func(w *fixture, l *signIn) {
			delete(l.body, "userId")
			w.signAgain(l, appKey, appID, "")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			l := w.newSignIn("ana")
			tt.change(w, &l)
			if got := w.sendSignIn(l); got.status != http.StatusOK {
				t.Errorf("sign-in = %d %s, want 200", got.status, got.body)
			}
		})
	}
}

// The vectors were worked out apart from this code.
func TestAppAuthVectors(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, corp, askCorp, user, signature string }{
		{"a user", "", "", "testuser@mycorp.com", "da8a8163c2be346499642c99465363623d840bae09de96cb274b0991ba33bcb9"},
		{"the administrator", "", "", "", "a3f9eb7ded623cec9b349637d3759299ece6a233609ea81f7973f93e7c85fec7"},
		{"a service provider's user", "807074304", "807074304", "alice@ent01", "bf7796af7499e268be190e8b1474a8e1b169c1b8e75a058e5f39522e7e3521d4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := setup(t, func(o *meetingtest.Options) {
				o.CorpID = tt.corp
				o.Now = func() time.Time { return time.Unix(1627722900, 0) }
			})
			l := w.newSignIn(tt.user)
			l.headers["Authorization"] = "HMAC-SHA256 signature=" + tt.signature
			l.body = map[string]any{
				"appId": appID, "clientType": 72, "expireTime": 1627722929, "nonce": nonce,
				"userId": tt.user, "corpId": tt.askCorp,
			}
			if got := w.sendSignIn(l); got.status != http.StatusOK {
				t.Errorf("sign-in = %d %s, want 200", got.status, got.body)
			}
		})
	}
}

func TestAppAuthOfServiceProviders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		corp, user string
		signed     []string
		status     int
	}{
		{"its own administrator", "", "", []string{appID, "", ""}, 200},
		{"a corporation's administrator", "corp1", "", []string{appID, "corp1", ""}, 200},
		{"a corporation's user", "corp1", "ana", []string{appID, "corp1", "ana"}, 200},
		{"signed like one enterprise", "corp1", "ana", []string{appID, "ana"}, 401},
		{"another corporation", "corp2", "ana", []string{appID, "corp2", "ana"}, 401},
		{"a user of nobody", "", "ana", []string{appID, "", "ana"}, 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := setup(t, func(o *meetingtest.Options) { o.CorpID = "corp1" })
			l := w.newSignIn(tt.user)
			l.body["corpId"] = tt.corp
			w.signAgain(&l, appKey, tt.signed...)
			if got := w.sendSignIn(l); got.status != tt.status {
				t.Errorf("sign-in = %d %s, want %d", got.status, got.body, tt.status)
			}
		})
	}
}

func TestAppAuthWithoutAnApp(t *testing.T) {
	t.Parallel()
	w := setup(t, func(o *meetingtest.Options) { o.AppID, o.AppKey = "", "" })
	l := w.newSignIn("")
	w.signAgain(&l, "", appID, "")
	if got := w.sendSignIn(l); got.code() != "USG.206010025" {
		t.Errorf("sign-in = %d %s, want USG.206010025", got.status, got.body)
	}
}

func TestNonceIsGoodOnce(t *testing.T) {
	t.Parallel()
	w := setup(t)
	spoilt, l := w.newSignIn("ana"), w.newSignIn("ana")
	spoilt.body["nonce"] = l.body["nonce"]
	if got := w.sendSignIn(spoilt); got.status != 401 {
		t.Fatalf("badly signed = %d, want 401", got.status)
	}
	if got := w.sendSignIn(l); got.status != 200 {
		t.Errorf("first use = %d %s, want 200: a bad signature must not use the nonce up", got.status, got.body)
	}
	if got := w.sendSignIn(l); got.code() != "USG.206010025" {
		t.Errorf("second use = %d %s, want USG.206010025", got.status, got.body)
	}
	w.now = w.now.Add(11 * time.Minute)
	again := w.newSignIn("ana")
	again.body["nonce"] = l.body["nonce"]
	w.signAgain(&again, appKey, appID, "ana")
	if got := w.sendSignIn(again); got.status != 200 {
		t.Errorf("use after the first signature died = %d %s, want 200", got.status, got.body)
	}
}

func TestNonceOfASignatureThatNeverDies(t *testing.T) {
	t.Parallel()
	w := setup(t)
	l := w.newSignIn("ana")
	l.body["expireTime"] = 0
	w.signAgain(&l, appKey, appID, "ana")
	if got := w.sendSignIn(l); got.status != 200 {
		t.Fatalf("first use = %d %s, want 200", got.status, got.body)
	}
	w.now = w.now.AddDate(1, 0, 0)
	if got := w.sendSignIn(l); got.code() != "USG.206010025" {
		t.Errorf("use a year later = %d %s, want USG.206010025", got.status, got.body)
	}
}

func TestAppAuthAnswer(t *testing.T) {
	t.Parallel()
	w := setup(t, func(o *meetingtest.Options) { o.TokenLife = 56326 * time.Second })
	l := w.newSignIn("testuser@mycorp.com")
	l.body["userName"] = "Test User"
	var got map[string]any
	if err := json.Unmarshal(w.sendSignIn(l).body, &got); err != nil {
		t.Fatal(err)
	}
	user, _ := got["user"].(map[string]any)
	for name, digits := range map[string]int{"userId": 32, "numberHA1": 32, "spId": 32, "companyId": 9} {
		if s, _ := user[name].(string); len(s) != digits {
			t.Errorf("user.%s = %q, want %d characters", name, s, digits)
		}
		delete(user, name)
	}
	for _, name := range []string{"accessToken", "refreshToken"} {
		if s, _ := got[name].(string); len(s) != 40 {
			t.Errorf("%s = %q, want 40 characters", name, s)
		}
		delete(got, name)
	}
	for _, name := range []string{"ucloginAccount", "serviceAccount"} {
		if s, _ := user[name].(string); s == "" {
			t.Errorf("user.%s is empty", name)
		}
		delete(user, name)
	}
	now := float64(noon().Unix())
	want := map[string]any{
		"tokenIp": "127.0.0.1", "validPeriod": 56326.0, "expireTime": now + 56326, "createTime": now * 1000,
		"clientType": 72.0, "forceLoginInd": nil, "firstLogin": false, "pwdExpired": false,
		"daysPwdAvailable": -19678.0, "proxyToken": nil, "tokenType": 0.0,
		"refreshValidPeriod": 2592000.0, "refreshExpireTime": now + 2592000, "refreshCreateTime": now * 1000,
		"user": map[string]any{
			"realm": "huaweicloud.com", "alias1": nil, "companyDomain": nil, "userType": 2.0, "adminType": 2.0,
			"name": "Test User", "nameEn": "", "isBindPhone": nil, "freeUser": false,
			"thirdAccount": "testuser@mycorp.com", "visionAccount": nil, "headPictureUrl": nil, "password": nil,
			"status": 0.0, "paidAccount": nil, "paidPassword": nil, "weLinkUser": false, "appId": appID,
			"tr069Account": nil, "corpType": 0.0, "cloudUserId": "", "grayUser": true,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sign-in's answer (-want +got):\n%s", diff)
	}
}

func TestAdminTypes(t *testing.T) {
	t.Parallel()
	w := setup(t)
	for user, want := range map[string]int{"": 0, "boss": 1, "ana": 2} {
		var got struct {
			User struct {
				AdminType int    `json:"adminType"`
				Name      string `json:"name"`
			} `json:"user"`
		}
		if err := json.Unmarshal(w.sendSignIn(w.newSignIn(user)).body, &got); err != nil {
			t.Fatal(err)
		}
		if got.User.AdminType != want || got.User.Name == "" {
			t.Errorf("sign-in of %q: user %+v, want adminType %s and a name", user, got.User, strconv.Itoa(want))
		}
	}
}
