package personal

import (
	"errors"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/workspace"
)

// Owner is a person of a workspace.
type Owner struct {
	workspace.Key
	UserID string // U… or W…
}

// String writes the owner as the key of a job: "E1/T1/U1".
func (o Owner) String() string { return o.EnterpriseID + "/" + o.TeamID + "/" + o.UserID }

var errOwner = errors.New("the key of a job names no person")

// parseOwner reads the key of a job.
func parseOwner(key string) (Owner, error) {
	parts := strings.Split(key, "/")
	if len(parts) != 3 || parts[2] == "" {
		return Owner{}, errOwner
	}
	return Owner{Key: workspace.Key{EnterpriseID: parts[0], TeamID: parts[1]}, UserID: parts[2]}, nil
}

// Settings are what somebody decided for themselves. The zero value is that of
// everybody who decided nothing: they are told nothing unasked.
type Settings struct {
	Leads  []time.Duration // before each start of their meetings, longest first; none for no reminders
	Digest Clock           // when they get the digest of their day, "" for never

	Language   language.Tag    // in which the bot writes to them alone, language.Und for that of their Slack
	UsualLeads []time.Duration // where they ask to be reminded and do not say when; none for those of the workspace
}

// Reminded reports whether somebody is reminded of their meetings.
func (s Settings) Reminded() bool { return len(s.Leads) > 0 }

// Equal reports whether two people decided the same.
func (s Settings) Equal(t Settings) bool {
	return slices.Equal(s.Leads, t.Leads) && s.Digest == t.Digest &&
		s.Language == t.Language && slices.Equal(s.UsualLeads, t.UsualLeads)
}

// Decided are the settings of a person, as they are stored.
type Decided struct {
	Owner
	Settings
	DigestDay string    // the local date of the last digest, "2026-11-27"; "" before
	ChangedAt time.Time // zero before
}

// Clock is a time of day as Slack's time picker writes it: "08:30".
type Clock string

// clockLayout is that of a Clock.
const clockLayout = "15:04"

// ParseClock reads a time of day.
func ParseClock(s string) (Clock, bool) {
	at, err := time.Parse(clockLayout, s)
	if err != nil || at.Format(clockLayout) != s {
		return "", false
	}
	return Clock(s), true
}

// On is when it is that time on the day that t is in, where t is. A time that a change
// of the clock skips is an hour earlier or later; of one that comes twice it is either.
func (c Clock) On(t time.Time) time.Time {
	at, err := time.Parse(clockLayout, string(c))
	if err != nil {
		return time.Time{}
	}
	on := time.Date(t.Year(), t.Month(), t.Day(), at.Hour(), at.Minute(), 0, 0, t.Location())
	if on.Day() != t.Day() && on.Before(t) { // midnight was skipped: the hour before is yesterday
		on = on.Add(time.Hour)
	}
	return on
}
