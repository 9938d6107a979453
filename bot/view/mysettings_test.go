package view_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

func TestMySettings(t *testing.T) {
	t.Parallel()
	usual := []time.Duration{10 * time.Minute}
	none := view.MySettingsFacts{Default: usual}
	all := view.MySettingsFacts{
		OwnSettings: view.OwnSettings{Leads: []time.Duration{time.Hour, 5 * time.Minute}, Digest: "07:45", Language: "zh-CN", UsualLeads: []time.Duration{15 * time.Minute}},
		Typed:       "1h 5m", Usual: "15m", Default: usual, NoEmail: true, Workspace: true,
		Account: []slack.Block{slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "Account", false, false), nil, nil)},
	}
	for lang, loc := range localizers(t) {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			checkModal(t, "modal_my_settings_"+lang, view.MySettingsForm(newReader(t, loc), none))
			checkModal(t, "modal_my_settings_all_"+lang, view.MySettingsForm(newReader(t, loc), all))
			checkModal(t, "modal_my_settings_saved_"+lang, view.InfoModal(loc, view.MySettingsSaved(loc, none.OwnSettings, all.OwnSettings, usual)))
			check(t, "my_settings_off_"+lang, view.MySettingsSaved(loc, all.OwnSettings, none.OwnSettings, usual))
			check(t, "my_settings_same_"+lang, view.MySettingsSaved(loc, all.OwnSettings, all.OwnSettings, usual))
		})
	}
}

func TestOwnStops(t *testing.T) {
	t.Parallel()
	leads := []time.Duration{time.Hour, 0}
	for lang, loc := range localizers(t) {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			check(t, "own_stopped_"+lang, view.OwnStopped(loc, view.OwnRef{Leads: leads, MeetingID: "914083136"}))
			check(t, "own_stopped_before_"+lang, view.OwnStopped(loc, view.OwnRef{MeetingID: "914083136"}))
			check(t, "own_back_on_"+lang, view.OwnBackOn(loc, view.OwnRef{Leads: leads}))
			check(t, "own_skipped_"+lang, view.OwnBackOn(loc, view.OwnRef{Leads: leads, MeetingID: "914083136"}))
			check(t, "digest_stopped_"+lang, view.DigestStopped(loc, "07:45"))
			check(t, "digest_stopped_before_"+lang, view.DigestStopped(loc, ""))
			check(t, "digest_back_on_"+lang, view.DigestBackOn(loc, "07:45"))
		})
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	many := []*meeting.Conference{joined(t, "Budget", "914083136", "11-23 12:00")}
	for i := range 12 {
		many = append(many, joined(t, "Talk", fmt.Sprintf("9140832%02d", i), fmt.Sprintf("11-23 13:%02d", 2*i)))
	}
	for lang, loc := range localizers(t) {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			r := newReader(t, loc)
			for name, meetings := range map[string][]*meeting.Conference{"digest_": many[:1], "digest_many_": many} {
				check(t, name+lang, view.Digest(loc, "/meeting", view.DigestFacts{Meetings: meetings, Now: r.Now, Zone: r.Zone}))
			}
			check(t, "digest_zoneless_"+lang, view.Digest(loc, "/meeting", view.DigestFacts{Meetings: many[:1], Now: r.Now}))
		})
	}
}

// joined is a meeting that can be joined by a link.
func joined(t *testing.T, subject, id, start string) *meeting.Conference {
	t.Helper()
	c := booked(t, subject, start)
	c.ID = meeting.Text(id)
	c.GuestJoin = secret.Secret("https://meeting.example.com/#/j/" + id + "/c0ffee")
	return c
}

// Each meeting of a digest has its link, however far its start is: on other lists only
// those that begin soon have.
func TestDigestLinks(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	c := joined(t, "Budget", "914083136", "11-23 14:00")
	m := view.Digest(loc, "/meeting", view.DigestFacts{Meetings: []*meeting.Conference{c}, Now: now(), Zone: time.UTC})
	var links int
	for _, b := range m.Blocks {
		if a, ok := b.(*slack.ActionBlock); ok {
			for _, e := range a.Elements.ElementSet {
				if button, ok := e.(*slack.ButtonBlockElement); ok && button.URL != "" && button.Text.Text == loc.Say(text.ButtonJoin) {
					links++
				}
			}
		}
	}
	if links != 1 {
		t.Errorf("the digest has %d links into meetings, want 1", links)
	}
}

// A notice and a change that nobody asked for say why they come, and how to stop them.
func TestAutomaticNotices(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			f := view.NoticeFacts{
				ReminderFacts: view.ReminderFacts{ID: "S1", Subject: "Budget", Number: "914083136", Start: now().Add(10 * time.Minute)},
				End:           now().Add(70 * time.Minute), MeetingID: "914083136", NoticeID: "N1", Automatic: true,
			}
			check(t, "notice_own_"+lang, view.ReminderNotice(newReader(t, loc), f))
			c := view.ChangeFacts{ReminderFacts: f.ReminderFacts, Automatic: true, MeetingID: "914083136", Cancelled: true}
			check(t, "change_own_cancelled_"+lang, view.Change(newReader(t, loc), c))
			c.Cancelled, c.Moved = false, []view.Moved{{From: now(), To: now().Add(time.Hour)}}
			check(t, "change_own_moved_"+lang, view.Change(newReader(t, loc), c))
		})
	}
}

func TestParseOwnRef(t *testing.T) {
	t.Parallel()
	for _, want := range []view.OwnRef{{Leads: []time.Duration{10 * time.Minute}}, {Leads: []time.Duration{time.Hour, 0}, MeetingID: "914083136"}} {
		if got, ok := view.ParseOwnRef(want.String()); !ok || got.String() != want.String() {
			t.Errorf("ParseOwnRef(%q) = %+v, %v", want, got, ok)
		}
	}
	for _, value := range []string{"", ":914083136", "x", "-5", "10:", "10:x", "10:914:1", "010"} {
		if got, ok := view.ParseOwnRef(value); ok {
			t.Errorf("ParseOwnRef(%q) = %+v, want nothing", value, got)
		}
	}
}
