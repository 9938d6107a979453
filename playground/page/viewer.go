package page

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Viewer is who looks at the page. Texts, times and names are drawn for them.
type Viewer struct {
	// Locale is their language as an IETF tag. Dates are formatted in Chinese for zh,
	// and in English for all other languages.
	Locale string
	// Zone is their time zone; nil is UTC.
	Zone *time.Location
	// Now is the current time.
	Now time.Time
	// Name returns the name of a person or channel by its id; nil if none is known.
	Name func(id string) (string, bool)
	// Location is what they have open.
	Location Location
	// People are those whom they can act as, mention and select.
	People []Person
	// Channels are the channels that they are in.
	Channels []Channel
	// MessageShortcuts are the app's shortcuts in the menus of messages.
	MessageShortcuts []Shortcut
}

func (v Viewer) timeZone() *time.Location {
	if v.Zone == nil {
		return time.UTC
	}
	return v.Zone
}

// nameOf returns the name for an id, or the id itself if it is unknown.
func (v Viewer) nameOf(id string) string {
	if v.Name != nil {
		if name, ok := v.Name(id); ok {
			return name
		}
	}
	return id
}

func (v Viewer) isChinese() bool { return strings.HasPrefix(v.Locale, "zh") }

// uses24Hours tells whether the viewer uses the 24-hour clock.
func (v Viewer) uses24Hours() bool { return v.Locale != "en-US" && v.Locale != "" }

// timeOfDay formats the time of day.
func (v Viewer) timeOfDay(t time.Time) string { return v.formatToken("time", t) }

// dateAndTime formats date and time for a tooltip.
func (v Viewer) dateAndTime(t time.Time) string {
	return v.formatToken("date_long", t) + " " + v.formatToken("time_secs", t)
}

// dayHeading formats the day of a divider.
func (v Viewer) dayHeading(t time.Time) string {
	return capitalized(v.formatToken("date_long_pretty", t))
}

// capitalized writes the first letter as a capital.
func capitalized(s string) string {
	_, first := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:first]) + s[first:]
}
