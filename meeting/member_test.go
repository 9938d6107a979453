package meeting_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

func TestFindMember(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, "")
		for _, u := range meetingtest.DemoUsers() {
			s.api.AddUser(u)
		}
		for i, email := range []string{"twin@example.com", "Twin@example.com", "\u212Aelvin@example.com"} {
			n := strconv.Itoa(i)
			s.api.AddUser(meetingtest.User{Account: "twin" + n, ThirdAccount: "twin" + n, Email: email})
		}
		for _, tt := range []struct {
			email, account string
			want           meeting.Kind
		}{
			{"ana@example.com", "ana.morel@harbour", ""},
			{"ANA@EXAMPLE.COM", "ana.morel@harbour", ""},
			{"mariana@example.com", "mariana@harbour", ""},
			{"camila.gomez@example.com", "camila.gomez@harbour", meeting.NoThirdID},
			{"kwame.boateng@example.com", "kwame.boateng@harbour", meeting.InactiveMember},
			{"wei.wang@example.com", "", meeting.NoMember}, // only ou.wei.wang
			{"nobody@example.com", "", meeting.NoMember},
			{"ana@example.co", "", meeting.NoMember},
			{"twin@example.com", "", meeting.SeveralMembers},
			{"kelvin@example.com", "", meeting.NoMember}, // a letter that only looks like k when folded
			{"ana.morel@harbour", "", meeting.NoMember},  // an account is no address
			{"", "", meeting.Invalid},
			{"ana", "", meeting.Invalid},
			{"@", "", meeting.Invalid},
			{"ana @example.com", "", meeting.Invalid},
		} {
			m, err := s.FindMember(t.Context(), tt.email)
			if meeting.KindOf(err) != tt.want || m.Account.String() != tt.account {
				t.Errorf("FindMember(%q) = %q, %v, want %q, %q", tt.email, m.Account, err, tt.account, tt.want)
			}
		}
		if r := s.LastRefusal(); r != nil {
			t.Errorf("last refusal = %v, want none", r)
		}
	})
}

// The right one may be on any page, and the last page comes again and again.
func TestFindMemberReadsAllPages(t *testing.T) {
	t.Parallel()
	for name, paging := range map[string]meetingtest.Paging{
		"as documented": {}, "pages of 10": {LongestPage: 10}, "limits up to 100": {MaxLimit: 100}, "no count": {NoCount: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := simulate(t, "")
				for i := range 120 {
					s.addPeople("x" + strconv.Itoa(i) + "ana")
				}
				s.addPeople("ana")
				s.api.Page(meetingtest.EndpointMembers, paging)
				m, err := s.FindMember(t.Context(), "ana@example.com")
				if err != nil || m.ThirdID != "ana" {
					t.Errorf("FindMember() = %q, %v, want ana", m.ThirdID, err)
				}
				s.api.AddUser(meetingtest.User{Account: "second", ThirdAccount: "second", Email: "Ana@example.com"})
				if _, err := s.FindMember(t.Context(), "ana@example.com"); meeting.KindOf(err) != meeting.SeveralMembers {
					t.Errorf("FindMember() with a second one on the last page = %v, want %s", err, meeting.SeveralMembers)
				}
			})
		})
	}
}

// One who is no administrator is not asked at all: the API's refusal looks like that
// of a token, and would cost a new one each time.
func TestFindMemberIsForAdministrators(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, "service")
		for range 3 {
			_, err := s.FindMember(t.Context(), "ana@example.com")
			_, other := s.Member(t.Context(), "ana@corp")
			if meeting.KindOf(err) != meeting.Forbidden || meeting.KindOf(other) != meeting.Forbidden {
				t.Errorf("FindMember() = %v, Member() = %v, want %s", err, other, meeting.Forbidden)
			}
		}
		if s.signIns() != 1 || s.api.Calls(meetingtest.EndpointMembers) != 0 {
			t.Errorf("%d sign-ins and %d searches, want 1 and none", s.signIns(), s.api.Calls(meetingtest.EndpointMembers))
		}
		admin := simulate(t, "")
		admin.api.Fail(meetingtest.EndpointMembers, -1, 401, "MBI.000000004")
		if _, err := admin.FindMember(t.Context(), "ana@example.com"); meeting.KindOf(err) != meeting.Forbidden {
			t.Errorf("FindMember() refused by the API = %v, want %s", err, meeting.Forbidden)
		}
	})
}

// Whose number was asked for is in no log and in no error.
func TestMemberIsNotLogged(t *testing.T) {
	t.Parallel()
	log, written := debugLog()
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/appauth") {
			writeToken(w, 1)
			return
		}
		writeError(w, http.StatusBadRequest, "USG.000000003")
	})
	a := accountOf(t, newClient(t, h, meeting.WithLogger(log)), meeting.CacheOptions{})
	_, err := a.Member(t.Context(), "ana.morel@corp")
	_, other := a.FindMember(t.Context(), "ana.morel@corp.example")
	if !contains(written, "/corp/member") {
		t.Error("the calls are not logged at all")
	}
	if contains(written, "ana.morel") || strings.Contains(err.Error()+other.Error(), "ana.morel") {
		t.Errorf("the account is in the log or in an error: %v, %v\n%s", err, other, written)
	}
}

func TestMember(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, "")
		s.addPeople("zoe", "50%?x#y")
		for _, id := range []string{"zoe", "50%?x#y"} {
			if m, err := s.Member(t.Context(), id+"@corp"); err != nil || m.ThirdID.String() != id || m.Number == "" {
				t.Errorf("Member(%q) = %+v, %v, want them with a number", id+"@corp", m, err)
			}
		}
		for _, account := range []string{"", "..", "a/b", " a"} {
			if _, err := s.Member(t.Context(), account); meeting.KindOf(err) != meeting.Invalid {
				t.Errorf("Member(%q) = %v, want %s", account, err, meeting.Invalid)
			}
		}
		if _, err := s.Member(t.Context(), "nobody@corp"); meeting.KindOf(err) != meeting.NoMember {
			t.Errorf("Member() of nobody = %v, want %s", err, meeting.NoMember)
		}
		if r := s.LastRefusal(); r != nil || s.Client().Refused() != nil {
			t.Errorf("last refusal = %v, want none", r)
		}
	})
}
