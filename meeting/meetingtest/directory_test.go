package meetingtest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"meetingbot/meeting/meetingtest"
)

// page is a list of the directory.
type page struct {
	Count, Offset, Limit int
	Data                 []struct {
		ID, UserAccount, ThirdAccount, Email, SipNum, VmrName string
		Status, VmrMode                                       int
	}
}

// getPage asks for a list of the directory.
func (f *fixture) getPage(token, path, query string) (page, response) {
	f.t.Helper()
	res := f.mustSend(f.request(http.MethodGet, path+"?"+query, nil, "X-Access-Token", token))
	var p page
	_ = json.Unmarshal(res.body, &p)
	return p, res
}

// accounts are the accounts on a page.
func (p page) accounts() []string {
	var list []string
	for _, one := range p.Data {
		list = append(list, one.UserAccount)
	}
	return list
}

func TestMemberSearchIsFuzzy(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, u := range meetingtest.DemoUsers() {
		f.AddUser(u)
	}
	token := f.signIn("boss")
	for search, want := range map[string][]string{
		"ana@example.com":          {"diana@harbour", "mariana@harbour", "ana.morel@harbour"},
		"ANA.MOREL":                {"ana.morel@harbour"},
		"wei.wang@example.com":     {"ou.wei.wang@harbour"},
		"camila.gomez@example.com": {"camila.gomez@harbour"},
		"+351210000021":            {"ana.morel@harbour"},
		"nobody@example.com":       nil,
	} {
		got, res := f.getPage(token, "/v1/usg/dcs/corp/member", "searchKey="+url.QueryEscape(search))
		if res.status != 200 || !slices.Equal(got.accounts(), want) || got.Count != len(want) {
			t.Errorf("search for %q = %d, %v, want %v", search, res.status, got.accounts(), want)
		}
	}
}

// A page has 10 members by default, and an offset past the end gets the last one again.
func TestLastPageOfMembersRepeats(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for i := range 23 {
		f.AddUser(meetingtest.User{Account: "user" + string(rune('a'+i)), Name: "Somebody"})
	}
	token := f.signIn("boss")
	for query, want := range map[string]int{"searchKey=some": 10, "searchKey=some&offset=20": 3, "searchKey=some&offset=500": 3} {
		got, _ := f.getPage(token, "/v1/usg/dcs/corp/member", query)
		if len(got.Data) != want || got.Count != 23 {
			t.Errorf("%s has %d of %d members, want %d of 23", query, len(got.Data), got.Count, want)
		}
	}
	if _, res := f.getPage(token, "/v1/usg/dcs/corp/member", "limit=0"); res.code() != "USG.000000003" {
		t.Errorf("a limit of 0 = %d %s, want it refused", res.status, res.body)
	}
}

func TestOnlyAdministratorsSearchMembers(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, path := range []string{"/v1/usg/dcs/corp/member", "/v1/usg/dcs/corp/member/ana"} {
		for who, want := range map[string]string{"ana": "MBI.000000004", "none": "USG.000000004"} {
			token := "x"
			if who != "none" {
				token = f.signIn(who)
			}
			if _, res := f.getPage(token, path, ""); res.code() != want {
				t.Errorf("%s as %s = %d %s, want %s", path, who, res.status, res.body, want)
			}
		}
	}
}

func TestMemberByAccount(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.AddUser(meetingtest.User{Account: "ana@corp", ThirdAccount: "third-ana", Name: "Ana", Number: "+99111777"})
	token := f.signIn("boss")
	for path, code := range map[string]string{
		"ana@corp": "", "ana@corp?accountType=0": "", "third-ana?accountType=1": "",
		"third-ana": "USG.201040000", "ana@corp?accountType=1": "USG.201040000",
	} {
		res := f.mustSend(f.request(http.MethodGet, "/v1/usg/dcs/corp/member/"+path, nil, "X-Access-Token", token))
		var m struct {
			SipNum  string
			VmrList []struct{ VmrMode int }
		}
		_ = json.Unmarshal(res.body, &m)
		if res.code() != code || code == "" && (m.SipNum != "+99111777" || len(m.VmrList) != 1) {
			t.Errorf("member %s = %d %s, want code %q", path, res.status, res.body, code)
		}
	}
}

// An id that nobody has is registered at sign-in; one that is switched off is refused.
func TestSignInRegisters(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.AddUser(meetingtest.User{Account: "ana@corp", ThirdAccount: "ana", Name: "Ana"})
	f.AddUser(meetingtest.User{Account: "left@corp", ThirdAccount: "left", Disabled: true})
	f.signIn("ana")
	if n := len(f.Users()); n != 2 {
		t.Errorf("%d members after a known one signed in, want 2", n)
	}
	f.signIn("stranger-7")
	if n := len(f.Users()); n != 3 || f.Users()[2].ThirdAccount != "stranger-7" {
		t.Errorf("members after an unknown one signed in: %+v, want them registered", f.Users())
	}
	if res := f.sendSignIn(f.newSignIn("left")); res.status != 412 {
		t.Errorf("sign-in of one who is switched off = %d %s, want 412", res.status, res.body)
	}
}

func TestRooms(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.AddUser(meetingtest.User{Account: "ana@corp", ThirdAccount: "ana", Name: "Ana"})
	f.AddRoom(meetingtest.OwnRoom{Room: meetingtest.Room{Number: "906118281", ID: "r7"}, Owner: "ana", Name: "Lighthouse"})
	for query, want := range map[string]int{"": 2, "specialVmr=false": 1, "specialVmr=true": 1, "searchKey=light": 1} {
		got, res := f.getPage(f.signIn("ana"), "/v1/usg/dcs/member/vmr", query)
		if len(got.Data) != want {
			t.Errorf("rooms with %q = %s, want %d", query, res.body, want)
		}
	}
	if got, _ := f.getPage(f.signIn("boss"), "/v1/usg/dcs/member/vmr", ""); len(got.Data) != 1 || got.Data[0].VmrMode != 0 {
		t.Errorf("rooms of one without cloud rooms = %+v, want the personal one", got.Data)
	}
}

func TestNonceWorksOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var body struct{ Nonce string }
	mint := func() string {
		res := f.mustSend(f.request(http.MethodPost, "/v1/usg/acs/auth/portal-ref-nonce", nil, "X-Access-Token", f.signIn("ana")))
		if err := json.Unmarshal(res.body, &body); err != nil || body.Nonce == "" {
			t.Fatalf("nonce = %d %s", res.status, res.body)
		}
		return body.Nonce
	}
	first := mint()
	for i, want := range []bool{true, false} {
		if who, ok := f.UseNonce(first); ok != want || ok && who != "ana" {
			t.Errorf("use %d of a nonce = %q, %v, want %v", i+1, who, ok, want)
		}
	}
	old := mint()
	f.now = f.now.Add(10 * 60e9)
	if _, ok := f.UseNonce(old); ok {
		t.Error("a nonce works 10 minutes later")
	}
	res := f.mustSend(f.request(http.MethodPost, "/v1/usg/acs/auth/portal-ref-nonce", nil, "X-Access-Token", "x"))
	if res.code() != "USG.000000004" {
		t.Errorf("a nonce for nobody = %d %s", res.status, res.body)
	}
}
