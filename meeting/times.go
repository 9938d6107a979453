package meeting

import (
	"strconv"
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

// parseTime reads a time of the API. The documents specify YYYY-MM-DD HH:MM
// without a zone; it is UTC whatever timeZoneID says (the sample's confUUID, a
// version 1 UUID, holds the same instant). Seconds, a T and a zone are read
// as well.
func parseTime(t Text) (time.Time, bool) {
	for _, layout := range [...]string{
		"2006-01-02 15:04",
		time.DateTime,
		time.RFC3339,
		"2006-01-02T15:04",
		"2006-01-02T15:04Z07:00",
		"2006-01-02T15:04:05",
	} {
		if at, err := time.Parse(layout, t.String()); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
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
