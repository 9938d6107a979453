package personal_test

import (
	"slices"
	"testing"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/person"
	"meetingbot/bot/personal"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/workspace"
)

// chosen fails unless a process knows what somebody chose.
func chosen(t *testing.T, when string, c *personal.Choices, k workspace.Key, userID string, want workspace.Choice) {
	t.Helper()
	if got := c.Get(k, userID); got.Language != want.Language || !slices.Equal(got.Leads, want.Leads) {
		t.Errorf("%s: Get(%v, %s) = %+v, want %+v", when, k, userID, got, want)
	}
}

// One process sees at once what it stored itself, and soon what another one did.
func TestProcessesShareChoices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other, err := personal.NewChoices(personal.ChoicesOptions{Store: w.Store.Personal()})
	if err != nil {
		t.Fatal(err)
	}
	want := workspace.Choice{Language: language.SimplifiedChinese, Leads: []time.Duration{time.Hour}}
	w.chooses("U1", personal.Settings{Language: want.Language, UsualLeads: want.Leads})
	chosen(t, "stored", w.choices, remindertest.Key(), "U1", want)
	chosen(t, "in an organisation since", w.choices, workspace.Key{EnterpriseID: "E9", TeamID: remindertest.Key().TeamID}, "U1", want)
	chosen(t, "another workspace", w.choices, workspace.Key{TeamID: "T9"}, "U1", workspace.Choice{})
	chosen(t, "somebody else", w.choices, remindertest.Key(), "U2", workspace.Choice{})
	chosen(t, "not read", other, remindertest.Key(), "U1", workspace.Choice{})
	if err := other.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	chosen(t, "read", other, remindertest.Key(), "U1", want)
	w.chooses("U1", personal.Settings{})
	chosen(t, "taken back", w.choices, remindertest.Key(), "U1", workspace.Choice{})
	if err := other.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	chosen(t, "taken back and read", other, remindertest.Key(), "U1", workspace.Choice{})
}

// Who may look up nothing any more is told nothing unasked, and stays spoken to in the
// language that they chose.
func TestLanguageOutlastsReminders(t *testing.T) {
	t.Parallel()
	w := withBudget(t)
	w.chooses("U1", personal.Settings{Leads: usual().Leads, Language: language.SimplifiedChinese})
	who := w.People.Known["U1"]
	who.AccountType = person.Guest
	w.People.Known["U1"] = who
	w.Until("Tue 10:30")
	w.Posted("Mon 08:00:15 U1: no more")
	if s, err := w.engine.Get(t.Context(), remindertest.Key(), "U1"); err != nil || !s.Equal(personal.Settings{Language: language.SimplifiedChinese}) {
		t.Errorf("they have %+v, %v, want the language alone", s, err)
	}
	chosen(t, "without reminders", w.choices, remindertest.Key(), "U1", workspace.Choice{Language: language.SimplifiedChinese})
}
