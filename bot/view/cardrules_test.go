package view_test

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// How many bytes a typical card may have, and one of a series: an answer of more
// than 4096 takes net/http a second write.
const (
	maxTypical = 3800
	maxSeries  = 3950
)

// before counts the blocks in front of the button with an action id, -1 without one.
func before(m view.Message, action string) int {
	for i, b := range m.Blocks {
		actions, ok := b.(*slack.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range actions.Elements.ElementSet {
			if button, ok := e.(*slack.ButtonBlockElement); ok && button.ActionID == action {
				return i
			}
		}
	}
	return -1
}

// Join comes after the subject and the time on every card, and is alone in front of
// at most three buttons, which a phone has on one line.
func TestJoinComesFirst(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for _, tt := range cards(t) {
			m := view.Card(loc, tt.facts)
			if at := before(m, view.ActionJoin); at > 2 || at < 0 && strings.Contains(m.Text, loc.Say(text.FieldJoin)+": ") {
				t.Errorf("%s_%s: %d blocks before Join, want at most 2", tt.name, lang, at)
			}
			if at := before(m, view.ActionRefresh); at > 0 {
				if n := len(m.Blocks[at].(*slack.ActionBlock).Elements.ElementSet); n > 4 {
					t.Errorf("%s_%s: %d buttons beside Join, want one line of a phone", tt.name, lang, n)
				}
			}
		}
	}
}

// What a notification says is short, in the order of the card, and without people.
func TestFallbackText(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	for _, tt := range cards(t) {
		m := view.Card(loc, tt.facts)
		if n := strings.Count(m.Text, "\n") + 1; n > 6 || strings.Contains(m.Text, "Person") || strings.Contains(m.Text, "365874") {
			t.Errorf("%s: a notification says\n%s", tt.name, m.Text)
		}
	}
	want := "Budget 2027\nScheduled · starts in 12 minutes\nMon, 23 Nov, 18:42–20:00 (UTC+8)\n" +
		"Join: <https://meeting.example.com:36443/#/j/981924330/c0ffee?a=1&amp;b=2>\nMeeting ID: 981 371 05"
	if got := view.Card(loc, facts(t, snapshot(t, ordinary, fullMeeting))).Text; got != want {
		t.Errorf("a notification says\n%s\nwant\n%s", got, want)
	}
}

// A typical card is answered with one write, also the one of a series.
func TestCardIsSmall(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for _, tt := range cards(t) {
			limit := maxTypical
			if tt.facts.Meeting.Conference.Recurring() {
				limit = maxSeries
			}
			for _, typical := range []string{"upcoming", "upcoming_other_zone", "invited_10", "running", "host", "remindable", "series", "shared"} {
				if n := len(marshal(t, view.Card(loc, tt.facts))); tt.name == typical && n > limit {
					t.Errorf("%s_%s has %d bytes, want at most %d", tt.name, lang, n, limit)
				}
			}
		}
	}
}

// The card says whether its reader is invited, beside the list.
func TestCardSaysWhoIsInvited(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for key, list := range map[text.Key]int{text.AmInvitedHost: 12, text.AmNotInvited: 57, "": 3, text.AmInvited: 0} {
			f := facts(t, snapshot(t, ordinary, fullMeeting, people(list)))
			f.Invitation = key
			got := words(t, view.Card(loc, f), view.BlockInvited)
			if want := key != "" && list > 0; strings.Contains(got, " · "+loc.Say(key)) != want && key != "" {
				t.Errorf("%s: beside the list of %d: %q", lang, list, got)
			}
			if strings.HasSuffix(got, " · ") {
				t.Errorf("%s: nothing after the last point: %q", lang, got)
			}
		}
	}
}

// A card of a series lists the dates after its own, and names how its own differs.
func TestCardDoesNotRepeatItsDate(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	f := facts(t, snapshot(t, recurring, series))
	m := view.Card(loc, f)
	start := strings.SplitN(words(t, m, view.BlockStatus), "<!date^", 2)[1][:10]
	if list := words(t, m, view.BlockSeries); strings.Contains(list, start) || strings.Count(list, "\n• ") != 5 {
		t.Errorf("the dates after %s are\n%s", start, list)
	}
	dates := f.Meeting.Conference.Series()
	f.Now = dates[len(dates)-1].Start
	if got := words(t, view.Card(loc, f), view.BlockSeries); got != loc.Say(text.SeriesLast) {
		t.Errorf("on the last date: %q", got)
	}
	f.Now = f.Now.AddDate(0, 0, 60)
	if got := words(t, view.Card(loc, f), view.BlockSeries); got != loc.Say(text.SeriesDone) {
		t.Errorf("after the last date: %q", got)
	}
}
