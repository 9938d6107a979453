package view_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

func TestCancelQuestions(t *testing.T) {
	t.Parallel()
	once, whole := facts(t, snapshot(t, ordinary, fullMeeting)), facts(t, snapshot(t, recurring, series))
	date := whole
	date.Start = time.Date(2026, 12, 3, 9, 30, 0, 0, time.UTC).Unix()
	mailed := facts(t, snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) {
		c.Subject, c.Config.SendNotify = markup, true
	})))
	for lang, loc := range localizers(t) {
		for name, f := range map[string]view.CancelFacts{
			"once": {Facts: once, Followers: 2}, "date": {Facts: date, Followers: 1}, "series": {Facts: whole}, "mailed": {Facts: mailed, Followers: -1},
		} {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, "cancel_"+name+"_"+lang, view.CancelQuestion(loc, f))
				check(t, "cancelled_"+name+"_"+lang, view.Cancelled(loc, f))
			})
		}
		t.Run("which_"+lang, func(t *testing.T) {
			t.Parallel()
			check(t, "which_cancel_"+lang, view.WhichToCancel(loc, whole))
			check(t, "which_change_"+lang, view.WhichToChange(loc, date))
			check(t, "cancel_unsure_"+lang, view.ActSentence(loc, text.CancelUnsure, once).WithLook(loc, once))
		})
	}
}

// What has begun is neither listed nor offered.
func TestWhichDateOffersWhatIsAhead(t *testing.T) {
	t.Parallel()
	f := facts(t, snapshot(t, recurring, series))
	f.Now = time.Date(2026, 12, 14, 7, 1, 0, 0, time.UTC)
	raw := string(marshal(t, view.WhichToCancel(localizers(t)["en"], f)))
	if n := strings.Count(raw, `:1:@`); n != 1 || !strings.Contains(raw, strconv.FormatInt(time.Date(2026, 12, 24, 7, 0, 0, 0, time.UTC).Unix(), 10)) {
		t.Errorf("offers %d dates: %s", n, raw)
	}
}
