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

func TestAppAuthRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(f *fixture, l *signInRequest)
		status int
		code   string
	}{
		{"no content type", func(_ *fixture, l *signInRequest) { delete(l.headers, "Content-Type") }, 400, "USG.000000003"},
		{"form", func(_ *fixture, l *signInRequest) { l.headers["Content-Type"] = "application/x-www-form-urlencoded" }, 400, "USG.000000003"},
		{"Latin-1", func(_ *fixture, l *signInRequest) { l.headers["Content-Type"] = "application/json; charset=latin1" }, 400, "USG.000000003"},
		{"no token type", func(_ *fixture, l *signInRequest) { delete(l.headers, "X-Token-Type") }, 400, "USG.000000003"},
		{"short ticket", func(_ *fixture, l *signInRequest) { l.headers["X-Token-Type"] = "ShortTicket" }, 400, "USG.000000003"},
		{"no app id", func(_ *fixture, l *signInRequest) { delete(l.body, "appId") }, 400, "USG.000000003"},
		{"client of a browser", func(_ *fixture, l *signInRequest) { l.body["clientType"] = 0 }, 400, "USG.000000003"},
		{"client of a phone", func(_ *fixture, l *signInRequest) { l.body["clientType"] = 50 }, 400, "USG.000000003"},
		{"no expiry", func(_ *fixture, l *signInRequest) { delete(l.body, "expireTime") }, 400, "USG.000000003"},
		{"expiry as text", func(_ *fixture, l *signInRequest) { l.body["expireTime"] = "1795521600" }, 400, "USG.000000003"},
		{"negative expiry", func(_ *fixture, l *signInRequest) { l.body["expireTime"] = -1 }, 400, "USG.000000003"},
		{"nonce of 31", func(_ *fixture, l *signInRequest) { l.body["nonce"] = strings.Repeat("n", 31) }, 400, "USG.000000003"},
		{"nonce of 65", func(_ *fixture, l *signInRequest) { l.body["nonce"] = strings.Repeat("n", 65) }, 400, "USG.000000003"},
		{"no nonce", func(_ *fixture, l *signInRequest) { delete(l.body, "nonce") }, 400, "USG.000000003"},
		{"no authorization", func(_ *fixture, l *signInRequest) { delete(l.headers, "Authorization") }, 401, "USG.206010025"},
		{"another scheme", func(_ *fixture, l *signInRequest) {
			l.headers["Authorization"] = strings.Replace(l.headers["Authorization"], "HMAC-SHA256", "Bearer", 1)
		}, 401, "USG.206010025"},
		{"signature not hexadecimal", func(_ *fixture, l *signInRequest) {
			l.headers["Authorization"] = "HMAC-SHA256 signature=" + strings.Repeat("zz", 32)
		}, 401, "USG.206010025"},
		{"signature cut short", func(_ *fixture, l *signInRequest) {
			l.headers["Authorization"] = "HMAC-SHA256 signature=" + strings.Repeat("ab", 16)
		}, 401, "USG.206010025"},
		{"signature twice", func(_ *fixture, l *signInRequest) { l.headers["Authorization"] += "," + signaturePart(l) }, 401, "USG.206010025"},
		{"unknown part", func(_ *fixture, l *signInRequest) { l.headers["Authorization"] += ",corp=1" }, 401, "USG.206010025"},
		{"empty access", func(_ *fixture, l *signInRequest) {
			l.headers["Authorization"] = "HMAC-SHA256 " + signaturePart(l) + ",access="
		}, 401, "USG.206010025"},
		{"access of another app", func(_ *fixture, l *signInRequest) {
			l.headers["Authorization"] = "HMAC-SHA256 " + signaturePart(l) + ",access=YW5vdGhlcg=="
		}, 401, "USG.206010025"},
		{"another app", func(f *fixture, l *signInRequest) {
			l.body["appId"] = "another"
			f.signAgain(l, appKey, "another", "ana")
		}, 401, "USG.206010025"},
		{"wrong key", func(f *fixture, l *signInRequest) { f.signAgain(l, "wrong", appID, "ana") }, 401, "USG.206010025"},
		{"another user signed", func(f *fixture, l *signInRequest) { l.body["userId"] = "boss" }, 401, "USG.206010025"},
		{"another expiry signed", func(f *fixture, l *signInRequest) { l.body["expireTime"] = 0 }, 401, "USG.206010025"},
		{"corporation in one-enterprise mode", func(f *fixture, l *signInRequest) {
			l.body["corpId"] = "807074304"
			f.signAgain(l, appKey, appID, "807074304", "ana")
		}, 401, "USG.206010025"},
		{"expired a second ago", func(f *fixture, l *signInRequest) {
			l.body["expireTime"] = f.now.Unix() - 1
			f.signAgain(l, appKey, appID, "ana")
		}, 401, "USG.206010057"},
		{"expired, and the wrong key", func(f *fixture, l *signInRequest) {
			l.body["expireTime"] = f.now.Unix() - 1
			f.signAgain(l, "wrong", appID, "ana")
		}, 401, "USG.206010025"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			l := f.newSignIn("ana")
			tt.change(f, &l)
			got := f.sendSignIn(l)
			if got.status != tt.status || got.code() != tt.code {
				t.Errorf("sign-in = %d %s, want %d %s", got.status, got.body, tt.status, tt.code)
			}
		})
	}
}

// signaturePart is the signature in a sign-in's Authorization header.
func signaturePart(l *signInRequest) string {
	parts := strings.TrimPrefix(l.headers["Authorization"], "HMAC-SHA256 ")
	first, _, _ := strings.Cut(parts, ",")
	return first
}

// signAgain signs a changed body. The message is the parts, the expiry and
// the nonce.
func (f *fixture) signAgain(l *signInRequest, key string, parts ...string) {
	f.t.Helper()
	expire, err := json.Marshal(l.body["expireTime"])
	if err != nil {
		f.t.Fatal(err)
	}
	once, _ := l.body["nonce"].(string)
	l.headers["Authorization"] = "HMAC-SHA256 signature=" + sign(key, append(parts, string(expire), once)...)
}

func TestAppAuthAccepts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(f *fixture, l *signInRequest)
	}{
		{"as documented", func(*fixture, *signInRequest) {}},
		{"without access, as older clients sign", func(_ *fixture, l *signInRequest) {
			l.headers["Authorization"] = "HMAC-SHA256 " + signaturePart(l)
		}},
		{"upper case digits", func(_ *fixture, l *signInRequest) {
			_, digits, _ := strings.Cut(signaturePart(l), "=")
			l.headers["Authorization"] = "HMAC-SHA256 signature=" + strings.ToUpper(digits)
		}},
		{"a space before access", func(_ *fixture, l *signInRequest) {
			l.headers["Authorization"] = strings.Replace(l.headers["Authorization"], ",", ", ", 1)
		}},
		{"plain content type", func(_ *fixture, l *signInRequest) { l.headers["Content-Type"] = "application/json" }},
		{"expires this second", func(f *fixture, l *signInRequest) {
			l.body["expireTime"] = f.now.Unix()
			f.signAgain(l, appKey, appID, "ana")
		}},
		{"never expires", func(f *fixture, l *signInRequest) {
			l.body["expireTime"] = 0
			f.signAgain(l, appKey, appID, "ana")
		}},
		{"milliseconds, as a sample of the documents", func(f *fixture, l *signInRequest) {
			l.body["expireTime"] = f.now.UnixMilli()
			f.signAgain(l, appKey, appID, "ana")
		}},
		{"nonce of 32", func(f *fixture, l *signInRequest) {
			l.body["nonce"] = strings.Repeat("n", 32)
			f.signAgain(l, appKey, appID, "ana")
		}},
		{"nonce of 64", func(f *fixture, l *signInRequest) {
			l.body["nonce"] = strings.Repeat("n", 64)
			f.signAgain(l, appKey, appID, "ana")
		}},
		{"no user", func(f *fixture, l *signInRequest) {
			delete(l.body, "userId")
			f.signAgain(l, appKey, appID, "")
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			l := f.newSignIn("ana")
			tt.change(f, &l)
			if got := f.sendSignIn(l); got.status != http.StatusOK {
				t.Errorf("sign-in = %d %s, want 200", got.status, got.body)
			}
		})
	}
}

// The signatures were computed by other means than this code.
func TestAppAuthVectors(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, corp, requestCorp, user, signature string }{
		{"a user", "", "", "testuser@mycorp.com", "da8a8163c2be346499642c99465363623d840bae09de96cb274b0991ba33bcb9"},
		{"the administrator", "", "", "", "a3f9eb7ded623cec9b349637d3759299ece6a233609ea81f7973f93e7c85fec7"},
		{"a service provider's user", "807074304", "807074304", "alice@ent01", "bf7796af7499e268be190e8b1474a8e1b169c1b8e75a058e5f39522e7e3521d4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := setup(t, func(o *meetingtest.Options) {
				o.CorpID = tt.corp
				o.Now = func() time.Time { return time.Unix(1627722900, 0) }
			})
			l := f.newSignIn(tt.user)
			l.headers["Authorization"] = "HMAC-SHA256 signature=" + tt.signature
			l.body = map[string]any{
				"appId": appID, "clientType": 72, "expireTime": 1627722929, "nonce": nonce,
				"userId": tt.user, "corpId": tt.requestCorp,
			}
			if got := f.sendSignIn(l); got.status != http.StatusOK {
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
		{"signed as in one-enterprise mode", "corp1", "ana", []string{appID, "ana"}, 401},
		{"another corporation", "corp2", "ana", []string{appID, "corp2", "ana"}, 401},
		{"a user without a corporation", "", "ana", []string{appID, "", "ana"}, 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := setup(t, func(o *meetingtest.Options) { o.CorpID = "corp1" })
			l := f.newSignIn(tt.user)
			l.body["corpId"] = tt.corp
			f.signAgain(&l, appKey, tt.signed...)
			if got := f.sendSignIn(l); got.status != tt.status {
				t.Errorf("sign-in = %d %s, want %d", got.status, got.body, tt.status)
			}
		})
	}
}

func TestAppAuthWithoutCredentials(t *testing.T) {
	t.Parallel()
	f := setup(t, func(o *meetingtest.Options) { o.AppID, o.AppKey = "", "" })
	l := f.newSignIn("")
	f.signAgain(&l, "", appID, "")
	if got := f.sendSignIn(l); got.code() != "USG.206010025" {
		t.Errorf("sign-in = %d %s, want USG.206010025", got.status, got.body)
	}
}

func TestNonceIsValidOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	badlySigned, l := f.newSignIn("ana"), f.newSignIn("ana")
	badlySigned.body["nonce"] = l.body["nonce"]
	if got := f.sendSignIn(badlySigned); got.status != 401 {
		t.Fatalf("badly signed = %d, want 401", got.status)
	}
	if got := f.sendSignIn(l); got.status != 200 {
		t.Errorf("first use = %d %s, want 200: a bad signature must not use the nonce up", got.status, got.body)
	}
	if got := f.sendSignIn(l); got.code() != "USG.206010025" {
		t.Errorf("second use = %d %s, want USG.206010025", got.status, got.body)
	}
	f.now = f.now.Add(11 * time.Minute)
	again := f.newSignIn("ana")
	again.body["nonce"] = l.body["nonce"]
	f.signAgain(&again, appKey, appID, "ana")
	if got := f.sendSignIn(again); got.status != 200 {
		t.Errorf("use after the first signature expired = %d %s, want 200", got.status, got.body)
	}
}

func TestNonceOfASignatureWithoutExpiry(t *testing.T) {
	t.Parallel()
	f := setup(t)
	l := f.newSignIn("ana")
	l.body["expireTime"] = 0
	f.signAgain(&l, appKey, appID, "ana")
	if got := f.sendSignIn(l); got.status != 200 {
		t.Fatalf("first use = %d %s, want 200", got.status, got.body)
	}
	f.now = f.now.AddDate(1, 0, 0)
	if got := f.sendSignIn(l); got.code() != "USG.206010025" {
		t.Errorf("use a year later = %d %s, want USG.206010025", got.status, got.body)
	}
}

func TestAppAuthResponse(t *testing.T) {
	t.Parallel()
	f := setup(t, func(o *meetingtest.Options) { o.TokenLife = 56326 * time.Second })
	l := f.newSignIn("testuser@mycorp.com")
	l.body["userName"] = "Test User"
	var got map[string]any
	if err := json.Unmarshal(f.sendSignIn(l).body, &got); err != nil {
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
		t.Errorf("sign-in's response (-want +got):\n%s", diff)
	}
}

func TestAdminTypes(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for user, want := range map[string]int{"": 0, "boss": 1, "ana": 2} {
		var got struct {
			User struct {
				AdminType int    `json:"adminType"`
				Name      string `json:"name"`
			} `json:"user"`
		}
		if err := json.Unmarshal(f.sendSignIn(f.newSignIn(user)).body, &got); err != nil {
			t.Fatal(err)
		}
		if got.User.AdminType != want || got.User.Name == "" {
			t.Errorf("sign-in of %q: user %+v, want adminType %s and a name", user, got.User, strconv.Itoa(want))
		}
	}
}
