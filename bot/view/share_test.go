package view_test

import (
	"testing"

	"meetingbot/bot/view"
)

func TestShareQuestion(t *testing.T) {
	t.Parallel()
	card := view.PageRef{ID: "914083136", Page: 2, Start: 1795430520}
	tests := map[string]view.ShareFacts{
		"channel": {PageRef: card, Subject: "Weekly sync", Number: "98137105", Channel: "C024BE7LR"},
		"direct":  {PageRef: card, Subject: "Weekly sync"},
		"marked":  {PageRef: card, Subject: markup, Number: markup, Channel: markup},
	}
	for lang, loc := range localizers(t) {
		for name, f := range tests {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, "share_"+name+"_"+lang, view.ShareQuestion(loc, f))
			})
		}
	}
}
