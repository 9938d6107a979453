package meeting

import (
	"strconv"
	"strings"
	"time"
)

// Start returns the booked start in UTC, and whether there is one that can be
// read.
func (c *Conference) Start() (time.Time, bool) { return parseTime(c.StartTime) }

// End returns the booked end in UTC, and whether there is one that can be
// read. A meeting may end earlier or be prolonged.
func (c *Conference) End() (time.Time, bool) { return parseTime(c.EndTime) }

// Start returns the occurrence's booked start in UTC, and whether there is one
// that can be read.
func (o *SubConference) Start() (time.Time, bool) { return parseTime(o.StartTime) }

// End returns the occurrence's booked end in UTC, and whether there is one
// that can be read.
func (o *SubConference) End() (time.Time, bool) { return parseTime(o.EndTime) }

// lastYear is the last year that is believed. Servers write 9999 for "never".
const lastYear = 2200

// parseTime reads a time of the API. The documents specify YYYY-MM-DD HH:MM
// without a zone; it is UTC whatever timeZoneID says (the sample's confUUID, a
// version 1 UUID, holds the same instant). Seconds, a T, a zone and 24:00 are
// read as well.
func parseTime(t Text) (time.Time, bool) {
	text, days := midnight(t.String())
	at, ok := parseLayouts(text)
	if !ok || at.Year() > lastYear {
		return time.Time{}, false
	}
	return at.UTC().AddDate(0, 0, days), true
}

// parseLayouts reads a time with a space or a T, with or without seconds, and with
// a zone in any form or none.
func parseLayouts(text string) (time.Time, bool) {
	for _, day := range [...]string{"2006-01-02 ", "2006-01-02T"} {
		for _, clock := range [...]string{"15:04", "15:04:05"} {
			for _, zone := range [...]string{"", "Z07:00", "Z0700", "Z07", " Z07:00", " Z0700"} {
				if at, err := time.Parse(day+clock+zone, text); err == nil {
					return at, true
				}
			}
		}
	}
	return time.Time{}, false
}

// midnight writes the 24:00 that ends a day as the 00:00 of the next one, which is
// returned as the days to add.
func midnight(text string) (string, int) {
	const date = len("2006-01-02 ")
	if len(text) < date || !strings.HasPrefix(text[date:], "24:00") {
		return text, 0
	}
	return text[:date] + "00" + text[date+2:], 1
}

// parseInstant reads a moment of the history: epoch milliseconds by the
// documents, or else a time as in the other answers.
func parseInstant(t Text) (time.Time, bool) {
	ms, err := strconv.ParseInt(t.String(), 10, 64)
	if err != nil {
		return parseTime(t)
	}
	return time.UnixMilli(ms).UTC(), ms > 0
}
