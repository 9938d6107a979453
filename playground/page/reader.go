package page

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Reader is who looks at the page: texts, times and names are drawn for them.
type Reader struct {
	// Locale is their language as an IETF tag. English is drawn for languages that
	// the page does not speak.
	Locale string
	// Zone is their time zone; nil is UTC.
	Zone *time.Location
	// Now is when they look.
	Now time.Time
	// Name returns the name of a person or channel by its id; nil knows nobody.
	Name func(id string) (string, bool)
	// Place is where they are.
	Place Place
	// People is whom they can act as, mention and choose.
	People []Person
	// Channels are what they are in.
	Channels []Channel
}

func (r Reader) location() *time.Location {
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}

// named returns a name, or the id itself when nobody knows it.
func (r Reader) named(id string) string {
	if r.Name != nil {
		if name, ok := r.Name(id); ok {
			return name
		}
	}
	return id
}

func (r Reader) chinese() bool { return strings.HasPrefix(r.Locale, "zh") }

// clock24 tells whether the reader's hours go to 24.
func (r Reader) clock24() bool { return r.Locale != "en-US" && r.Locale != "" }

// clock formats the time of day.
func (r Reader) clock(t time.Time) string { return r.token("time", t) }

// full formats date and time for a hint.
func (r Reader) full(t time.Time) string {
	return r.token("date_long", t) + " " + r.token("time_secs", t)
}

// day formats the day of a divider.
func (r Reader) day(t time.Time) string {
	s := r.token("date_long_pretty", t)
	_, first := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:first]) + s[first:]
}
