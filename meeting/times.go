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

// timeLayouts are the forms in which parseTime reads times: with a space or a T,
// with and without seconds, and with any form of a zone or none.
var timeLayouts = func() (layouts []string) {
	for _, clock := range []string{"15:04", "15:04:05"} {
		for _, zone := range []string{"", "Z07:00", "Z0700", "Z07", " Z07:00", " Z0700"} {
			layouts = append(layouts, "2006-01-02 "+clock+zone, "2006-01-02T"+clock+zone)
		}
	}
	return layouts
}()

// lastYear is the last year that is believed. Servers write 9999 for "never".
const lastYear = 2200

// parseTime reads a time of the API. The documents specify YYYY-MM-DD HH:MM
// without a zone; it is UTC whatever timeZoneID says (the sample's confUUID, a
// version 1 UUID, holds the same instant). Seconds, a T, a zone and 24:00 are
// read as well.
func parseTime(t Text) (time.Time, bool) {
	text, days := midnight(t.String())
	for _, layout := range timeLayouts {
		if at, err := time.Parse(layout, text); err == nil && at.Year() <= lastYear {
			return at.UTC().AddDate(0, 0, days), true
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
