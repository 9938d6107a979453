package meetingtest_test

import (
	"encoding/json"
	"net/http"
	"testing"
)

// signInByAccount sends a sign-in by account.
func (f *fixture) signInByAccount(user, password, body string) response {
	f.t.Helper()
	r := f.request(http.MethodPost, "/v1/usg/acs/auth/account", []byte(body), "Content-Type", "application/json; charset=UTF-8")
	if user != "" {
		r.SetBasicAuth(user, password)
	}
	return f.mustSend(r)
}

func TestAccount(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, user, password, body string
		status                     int
		code                       string
	}{
		{"as the SDK", "user01", "correct horse", `{"account":"user01","clientType":72}`, 200, ""},
		{"as a browser", "user01", "correct horse", `{"account":"user01","clientType":0}`, 200, ""},
		{"wrong password", "user01", "horse", `{"account":"user01","clientType":72}`, 401, "USG.206010000"},
		{"unknown account", "user02", "", `{"account":"user02","clientType":72}`, 401, "USG.206010000"},
		{"no authorization", "", "", `{"account":"user01","clientType":72}`, 401, "USG.206010000"},
		{"another account in the body", "user01", "correct horse", `{"account":"stranger","clientType":72}`, 401, "USG.206010000"},
		{"unknown client", "user01", "correct horse", `{"account":"user01","clientType":7}`, 400, "USG.000000003"},
		{"no account", "user01", "correct horse", `{"clientType":72}`, 400, "USG.000000003"},
		{"not JSON", "user01", "correct horse", `account=user01`, 400, "USG.000000003"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := setup(t).signInByAccount(tt.user, tt.password, tt.body)
			if got.status != tt.status || got.code() != tt.code {
				t.Errorf("sign-in = %d %s, want %d %s", got.status, got.body, tt.status, tt.code)
			}
		})
	}
}

func TestAccountToken(t *testing.T) {
	t.Parallel()
	f := setup(t)
	token := func(clientType string) string {
		var body struct {
			Token string `json:"accessToken"`
			User  struct {
				Account string  `json:"ucloginAccount"`
				Third   *string `json:"thirdAccount"`
			} `json:"user"`
		}
		a := f.signInByAccount("user01", "correct horse", `{"account":"user01","clientType":`+clientType+`}`)
		if err := json.Unmarshal(a.body, &body); err != nil {
			t.Fatal(err)
		}
		if body.User.Account != "user01" || body.User.Third != nil {
			t.Errorf("sign-in by account: user = %+v, want account user01 and no third account", body.User)
		}
		return body.Token
	}
	api, first := token("72"), token("0")
	second := token("5")
	for name, tt := range map[string]struct{ token, code string }{
		"of an API":           {api, ""},
		"of a browser":        {first, "USG.206020002"}, // only one token of this client type is valid
		"of the next browser": {second, ""},
	} {
		if got := f.getDetail(tt.token, "conferenceID=914083136"); got.code() != tt.code {
			t.Errorf("confDetail with the token %s = %d %s, want code %q", name, got.status, got.body, tt.code)
		}
	}
}
