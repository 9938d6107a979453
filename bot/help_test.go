package bot_test

import (
	"strings"
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
)

// Help has what a person may do, and nothing that they would be refused.
func TestHelpFitsTheReader(t *testing.T) {
	t.Parallel()
	const lookUp, refused = "/meeting today", "press *Join*"
	for _, tt := range []struct {
		name    string
		lookup  access.Lookup
		account person.AccountType
		want    []string
		not     string
	}{
		{"member", access.Members, person.Member, []string{lookUp, english(text.HelpRemind)}, refused},
		{"guest", access.Members, person.Guest, []string{english(text.RefusalGuest), refused}, lookUp},
		{"guest among invitees", access.Invitees, person.Guest, []string{english(text.RefusalGuest)}, lookUp},
		{"guest who may", access.Everyone, person.Guest, []string{lookUp}, refused},
		{"external", access.Members, person.External, []string{english(text.RefusalExternal)}, lookUp},
		{"deactivated", access.Everyone, person.Deactivated, []string{english(text.RefusalDeactivated)}, lookUp},
		{"not known yet", access.Members, person.Unknown, []string{lookUp}, refused},
		{"member among invitees", access.Invitees, person.Member, []string{lookUp, english(text.HelpIntroInvited)}, refused},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lookup = tt.lookup })
			w.AccountType = tt.account
			got := w.command(t, "help")
			for _, want := range tt.want {
				if !strings.Contains(got.Text, want) || !strings.Contains(string(got.raw), want) {
					t.Errorf("help lacks %q:\n%s", want, got.Text)
				}
			}
			if strings.Contains(string(got.raw), tt.not) {
				t.Errorf("help has %q:\n%s", tt.not, got.Text)
			}
		})
	}
}

// Where nobody can be linked, nothing leads there.
func TestNothingLeadsToLinksThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, ready := range []bool{true, false} {
		_, w := newBot(t, func(o *options) { o.Policy.Booking = access.BookLinked })
		w.reminders.Store.Unsealed = !ready
		if got := strings.Contains(w.command(t, "help").Text, "/meeting link"); got != ready {
			t.Errorf("links can be made: %v, and help leads to them: %v", ready, got)
		}
		if got := strings.Contains(w.command(t, "now").Text, "/meeting link"); got != ready {
			t.Errorf("links can be made: %v, and a refusal leads to them: %v", ready, got)
		}
	}
}
