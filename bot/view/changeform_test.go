package view_test

import (
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

func changedForms() (was, is view.BookForm) {
	was = view.BookForm{
		BookState: view.BookState{Zone: "Asia/Shanghai", Once: true, Changes: "914083136:1 9f3a5c", Invited: 12},
		Subject:   "Budget", Date: "2026-12-01", Time: "10:00", Length: 45 * time.Minute,
	}
	is = was
	is.Subject, is.Date, is.Time, is.Length = "*Budget* <!here>", "2026-12-02", "11:30", time.Hour
	is.Entry, is.WaitingRoom, is.Record = meeting.EntryInvited, true, true
	return was, is
}

func TestChangedAndConflict(t *testing.T) {
	t.Parallel()
	was, is := changedForms()
	weekly := was
	weekly.Once, weekly.Repeat, weekly.Days, weekly.Until = false, view.RepeatWeekly, []time.Weekday{time.Tuesday, time.Thursday}, "2027-02-01"
	daily := weekly
	daily.Repeat, daily.Days, daily.Until = view.RepeatDaily, nil, "2027-01-15"
	for lang, loc := range localizers(t) {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			r, f := newReader(t, loc), facts(t, snapshot(t, ordinary, fullMeeting))
			check(t, "changed_"+lang, view.Changed(r, view.ChangedFacts{Facts: f, Was: was, Is: is, Added: 1, Told: true, Looked: true}))
			check(t, "changed_series_"+lang, view.Changed(r, view.ChangedFacts{Facts: f, Was: weekly, Is: daily}))
			check(t, "changed_nothing_"+lang, view.Changed(r, view.ChangedFacts{Facts: f, Was: was, Is: was, Told: true}))
			check(t, "act_started_"+lang, view.Started(loc, f))
			conflict := is
			conflict.Remarks = []string{view.ConflictRemark(r, was, is)}
			checkModal(t, "change_conflict_"+lang, conflict.Modal(loc, view.ModalChange))
			date := facts(t, snapshot(t, recurring, series))
			date.Start = time.Date(2026, 12, 3, 9, 30, 0, 0, time.UTC).Unix()
			checkModal(t, "change_date_"+lang, was.DateModal(loc, view.DateAbout(loc, date)))
		})
	}
}
