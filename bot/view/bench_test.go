package view_test

import (
	"testing"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// BenchmarkCard is a card with a page of invitees, without its JSON.
func BenchmarkCard(b *testing.B) {
	facts := view.Facts{
		Meeting: snapshot(b, invited15), Now: time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC), Zone: time.FixedZone("", 3600), Password: true, Reminders: true,
	}
	catalog, err := text.Load()
	if err != nil {
		b.Fatal(err)
	}
	loc := catalog.Localizer(language.English)
	b.ReportAllocs()
	for b.Loop() {
		if m := view.Card(loc, facts); len(m.Blocks) == 0 {
			b.Fatal("no card")
		}
	}
}

// invited15 is a meeting with 15 invitees.
const invited15 = "invited15"
