package workspace

import (
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/person"
)

// Choice is what a person chose of how the bot speaks to them. A field that is zero
// leaves it to Slack or to the workspace.
type Choice struct {
	Language language.Tag    // language.Und for that of their Slack
	Leads    []time.Duration // before a start, longest first, where they do not say
}

// choice is what a user of the workspace chose, as far as is in memory.
func (w Workspace) choice(userID string) Choice {
	if w.own.choice == nil {
		return Choice{}
	}
	return w.own.choice(w.Key, userID)
}

// spokenTo is a person with the language that they chose.
func (w Workspace) spokenTo(p person.Person) person.Person {
	if tag := w.choice(p.UserID).Language; tag != language.Und {
		p.Language = tag
	}
	return p
}

// LeadsOf is how long before a start a user is reminded who does not say. It never
// waits.
func (w Workspace) LeadsOf(userID string) []time.Duration {
	if own := w.choice(userID).Leads; len(own) > 0 {
		return own
	}
	return w.Leads
}
