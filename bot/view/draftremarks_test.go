package view_test

import (
	"testing"
	"time"

	"meetingbot/bot/phrase"
	"meetingbot/bot/view"
)

// Whatever is not certain of what somebody typed is said, each in its own words.
func TestEveryDoubtIsSaid(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 17, 10, 20, 0, 0, time.UTC)
	choices := []time.Time{now.Add(25 * time.Hour), now.Add(50 * time.Hour)}
	for lang, loc := range localizers(t) {
		said := map[string]phrase.DoubtKind{}
		for kind := phrase.DoubtPast; kind <= phrase.DoubtLength; kind++ {
			d := phrase.Draft{Length: time.Hour, Doubts: []phrase.Doubt{{Kind: kind, Words: "words", Choices: choices}}}
			remarks := view.DraftRemarks(view.Reader{Localizer: loc, Zone: time.UTC, Now: now}, d)
			if len(remarks) != 1 {
				t.Errorf("%s: a doubt of kind %d has the remarks %q, want one", lang, kind, remarks)
				continue
			}
			if other, twice := said[remarks[0]]; twice {
				t.Errorf("%s: doubts of kinds %d and %d both say %q", lang, other, kind, remarks[0])
			}
			said[remarks[0]] = kind
		}
	}
}
