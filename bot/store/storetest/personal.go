package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/personal"
	"meetingbot/bot/reminder"
	"meetingbot/bot/workspace"
)

// ownSettings are those of somebody in a workspace that no other test knows.
func ownSettings() personal.Decided {
	return personal.Decided{
		Owner: personal.Owner{Key: anywhere().Key, UserID: "U1"},
		Settings: personal.Settings{
			Leads: []time.Duration{time.Hour, 0}, Digest: "08:30",
			Language: language.MustParse("zh-CN"), UsualLeads: []time.Duration{time.Hour, 10 * time.Minute},
		},
		DigestDay: "2026-11-27", ChangedAt: keptNoon(),
	}
}

func testPersonal(t *testing.T, b bench) {
	put := func(t *testing.T, all ...personal.Decided) {
		t.Helper()
		b.in(t, func(ctx context.Context, tx tx) error {
			for _, d := range all {
				if err := tx.personal.PutPersonal(ctx, d); err != nil {
					return err
				}
			}
			return nil
		})
	}
	get := func(t *testing.T, who personal.Owner) (d personal.Decided, err error) {
		t.Helper()
		b.in(t, func(ctx context.Context, tx tx) error {
			d, err = tx.personal.GetPersonal(ctx, who)
			return nil
		})
		return d, err
	}
	t.Run("are stored, replaced and deleted", func(t *testing.T) {
		d := ownSettings()
		_, err := get(t, d.Owner)
		gone(t, "GetPersonal() before", err)
		put(t, d)
		got, err := get(t, d.Owner)
		same(t, "GetPersonal()", got, d)
		d.Settings, d.DigestDay, d.ChangedAt = personal.Settings{}, "", time.Time{}
		put(t, d)
		again, againErr := get(t, d.Owner)
		same(t, "GetPersonal() of replaced ones", again, d)
		b.in(t, func(ctx context.Context, tx tx) error { return tx.personal.DeletePersonal(ctx, d.Owner) })
		_, goneErr := get(t, d.Owner)
		gone(t, "GetPersonal() of deleted ones", goneErr)
		if err := errors.Join(err, againErr); err != nil {
			t.Error(err)
		}
	})
	t.Run("are of one person of one workspace", func(t *testing.T) {
		d := ownSettings()
		put(t, d)
		enterprise, team, person := d.Owner, d.Owner, d.Owner
		enterprise.EnterpriseID, team.TeamID, person.UserID = "E2", team.TeamID+"X", "U2"
		for _, other := range []personal.Owner{enterprise, team, person} {
			_, err := get(t, other)
			gone(t, "GetPersonal() of somebody else", err)
		}
	})
	t.Run("are locked", func(t *testing.T) { testPersonalLock(t, b) })
	t.Run("are listed for those who want something", func(t *testing.T) {
		both, reminded, digest, none := ownSettings(), ownSettings(), ownSettings(), ownSettings()
		speaking, leads := ownSettings(), ownSettings()
		reminded.Digest, digest.Leads, none.Settings = "", nil, personal.Settings{}
		speaking.Settings = personal.Settings{Language: both.Language}
		leads.Settings = personal.Settings{UsualLeads: both.UsualLeads}
		reminded.Language, digest.Language, reminded.UsualLeads, digest.UsualLeads = none.Language, none.Language, nil, nil
		for i, d := range []*personal.Decided{&reminded, &digest, &none, &speaking, &leads} {
			d.Key, d.UserID = both.Key, "U"+string(rune('2'+i))
		}
		put(t, none, digest, reminded, both, speaking, leads)
		b.in(t, func(ctx context.Context, tx tx) error {
			of := func(all []personal.Decided) []personal.Decided {
				return slices.DeleteFunc(all, func(d personal.Decided) bool { return d.Key != both.Key })
			}
			r, err := tx.personal.RemindedPeople(ctx)
			same(t, "RemindedPeople()", of(r), []personal.Decided{both, reminded})
			d, digestErr := tx.personal.DigestPeople(ctx)
			same(t, "DigestPeople()", of(d), []personal.Decided{both, digest})
			c, choiceErr := tx.personal.PeopleWithChoices(ctx)
			same(t, "PeopleWithChoices()", of(c), []personal.Decided{both, speaking, leads})
			return errors.Join(err, digestErr, choiceErr)
		})
	})
	t.Run("have skips", func(t *testing.T) { testSkips(t, b) })
	t.Run("have subscriptions that are on no list", func(t *testing.T) { testAutomatic(t, b) })
}

// testPersonalLock has many change one person's settings at the same time.
func testPersonalLock(t *testing.T, b bench) {
	who := ownSettings().Owner
	const people = 5
	b.together(t, people, func(ctx context.Context, _ int, tx tx) error {
		d, err := tx.personal.LockPersonal(ctx, who)
		if err != nil {
			return err
		}
		d.Leads = append(d.Leads, time.Duration(len(d.Leads))*time.Minute)
		return tx.personal.PutPersonal(ctx, d)
	})
	b.in(t, func(ctx context.Context, tx tx) error {
		d, err := tx.personal.GetPersonal(ctx, who)
		if len(d.Leads) != people || d.Owner != who {
			t.Errorf("after %d changes the settings are %+v", people, d)
		}
		return err
	})
}

func testSkips(t *testing.T, b bench) {
	s := personal.Skip{Owner: ownSettings().Owner, MeetingID: "914083136", SeenAt: keptNoon()}
	other, elsewhere := s, s
	other.MeetingID, other.SeenAt = "916204385", keptNoon().AddDate(-1, 0, 0)
	elsewhere.Key = workspace.Key{EnterpriseID: "E1", TeamID: s.TeamID + "X"}
	lists := func(what string, want ...personal.Skip) {
		t.Helper()
		b.in(t, func(ctx context.Context, tx tx) error {
			got, err := tx.personal.SkipsIn(ctx, s.Key)
			same(t, "SkipsIn() "+what, got, want)
			return err
		})
	}
	b.in(t, func(ctx context.Context, tx tx) error {
		return errors.Join(tx.personal.PutSkip(ctx, s), tx.personal.PutSkip(ctx, other), tx.personal.PutSkip(ctx, elsewhere))
	})
	lists("of one workspace", s, other)
	b.in(t, func(ctx context.Context, tx tx) error {
		return tx.personal.DeleteSkips(ctx, keptNoon().AddDate(0, 0, -1))
	})
	lists("without old ones", s)
	s.SeenAt = keptNoon().Add(time.Hour)
	b.in(t, func(ctx context.Context, tx tx) error { return tx.personal.PutSkip(ctx, s) })
	lists("of one that was replaced", s)
	b.in(t, func(ctx context.Context, tx tx) error { return tx.personal.DeleteSkip(ctx, s.Owner, s.MeetingID) })
	b.in(t, func(ctx context.Context, tx tx) error {
		got, err := tx.personal.SkipsIn(ctx, s.Key)
		if len(got) > 0 {
			t.Errorf("SkipsIn() of deleted ones = %v, want none", got)
		}
		return err
	})
}

// testAutomatic keeps subscriptions that follow from settings apart from others.
func testAutomatic(t *testing.T, b bench) {
	c := anywhere()
	c.ChannelID = "U1"
	byHand := reminder.Subscription{
		ID: reminder.NewID(), Conversation: c, MeetingID: "1", Leads: []time.Duration{time.Minute}, SetBy: "U1", SetAt: keptNoon(),
	}
	bySettings := byHand
	bySettings.ID, bySettings.MeetingID, bySettings.Automatic = reminder.NewID(), "2", true
	b.in(t, func(ctx context.Context, tx tx) error {
		if err := errors.Join(tx.PutSubscription(ctx, byHand), tx.PutSubscription(ctx, bySettings)); err != nil {
			return err
		}
		in, inTotal, err := tx.SubscriptionsIn(ctx, c, 0, 10)
		same(t, "SubscriptionsIn()", in, []reminder.Subscription{byHand})
		by, byTotal, byErr := tx.SubscriptionsSetBy(ctx, c.Key, "U1", 0, 10)
		same(t, "SubscriptionsSetBy()", by, []reminder.Subscription{byHand})
		own, ownErr := tx.AutomaticOf(ctx, c.Key, "U1")
		same(t, "AutomaticOf()", own, []reminder.Subscription{bySettings})
		to, toErr := tx.SubscriptionsTo(ctx, bySettings.Meeting())
		same(t, "SubscriptionsTo()", to, []reminder.Subscription{bySettings})
		if inTotal != 1 || byTotal != 1 {
			t.Errorf("there are %d and %d on lists, want 1", inTotal, byTotal)
		}
		bySettings.Automatic = false // somebody has set it up
		putErr := tx.PutSubscription(ctx, bySettings)
		none, noneErr := tx.AutomaticOf(ctx, c.Key, "U1")
		if len(none) > 0 {
			t.Errorf("AutomaticOf() = %v, want none", none)
		}
		return errors.Join(err, byErr, ownErr, toErr, putErr, noneErr)
	})
}
