package view

import (
	"time"

	"meetingbot/bot/text"
)

// Reader is the language, the clock and the time zone of the person who reads a
// message.
type Reader struct {
	text.Localizer
	Now  time.Time
	Zone *time.Location // nil when not known
}

// locale returns the reader's locale, in universal time when their zone is not
// known.
func (r Reader) locale() locale {
	l := locale{Localizer: r.Localizer, now: r.Now.UTC().Truncate(time.Minute), zone: time.UTC}
	if r.Zone != nil {
		l.zone, l.zoneIsReaders = r.Zone, true
	}
	return l
}
