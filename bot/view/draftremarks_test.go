package view_test

import (
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/golden"

	"meetingbot/bot/phrase"
	"meetingbot/bot/view"
)

// Every kind of doubt is said in words, in both languages.
func TestDraftRemarks(t *testing.T) {
	t.Parallel()
	at := func(day, hour int) time.Time { return time.Date(2027, 3, day, hour, 30, 0, 0, time.UTC) }
	choices := []time.Time{at(4, 15), at(11, 3), at(18, 3)}
	d := phrase.Draft{Length: 45 * time.Minute}
	for kind := phrase.DoubtPast; kind <= phrase.DoubtLength; kind++ {
		d.Doubts = append(d.Doubts, phrase.Doubt{Kind: kind, Words: "3/4 `<!here>`", Choices: choices, Zone: time.FixedZone("", -5*60*60)})
	}
	d.Doubts = append(d.Doubts, phrase.Doubt{Kind: phrase.DoubtZone, Words: "CST"})
	d.Doubts = append(d.Doubts, phrase.Doubt{Kind: phrase.DoubtSeveralTimes, Words: "15:30", Choices: []time.Time{at(4, 15), at(5, 15)}})
	for lang, loc := range localizers(t) {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			all := view.DraftRemarks(newReader(t, loc), d)
			if got, want := len(all), len(d.Doubts)-1; got != want {
				t.Errorf("%d remarks, want %d: one time of several dates is no doubt", got, want)
			}
			golden.Assert(t, strings.Join(all, "\n")+"\n", "draft_remarks_"+lang+".golden.txt")
		})
	}
}
