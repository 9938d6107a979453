package view

import (
	"strconv"
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Formats of Slack's date tokens, which show the time zone of each reader's
// device.
const (
	formatDateTime = "{date_long_pretty} {time}"
	formatTime     = "{time}"
)

// locale writes sentences and times for one reader: a …Token method writes a
// Slack date token for blocks, a …Text method writes words in the reader's zone.
type locale struct {
	text.Localizer
	now           time.Time
	zone          *time.Location // for times in words
	meetingZone   *time.Location // nil when not known
	zoneIsReaders bool           // zone is the reader's own
	lasting       bool           // what is written is read for long: minutes are not counted
}

// newLocale takes the reader's zone, else the meeting's, else universal time.
func newLocale(loc text.Localizer, f Facts, now time.Time) locale {
	l := locale{Localizer: loc, now: now, zone: time.UTC}
	if own, ok := f.Meeting.Conference.Zone(); ok {
		l.meetingZone, l.zone = own, own
	}
	if f.Zone != nil {
		l.zone, l.zoneIsReaders = f.Zone, true
	}
	return l
}

// dateToken writes t as a Slack date token. Clients that cannot draw the token
// show words.
func dateToken(t time.Time, format, words string) string {
	return "<!date^" + strconv.FormatInt(t.Unix(), 10) + "^" + format + "|" + words + ">"
}

// withZone adds t's offset from universal time to words.
func (l locale) withZone(words string, t time.Time) string {
	return l.Say(text.WithZone, text.Args{"Text": words, "Zone": text.Zone(t)})
}

// dateTimeToken writes day and time of t as a token.
func (l locale) dateTimeToken(t time.Time) string {
	local := t.In(l.zone)
	return dateToken(t, formatDateTime, l.withZone(l.DateTime(local, l.now), local))
}

// timeToken writes the time of day of t as a token.
func (l locale) timeToken(t time.Time) string {
	local := t.In(l.zone)
	return dateToken(t, formatTime, l.withZone(text.Clock(local), local))
}

// startToken writes the start of a booked time as a token.
func (l locale) startToken(s meeting.Occurrence) string {
	return l.withOffset(l.dateTimeToken(s.Start), s, s.Start)
}

// endToken writes the end of a booked time as a token, without the day when it
// is the day of the start.
func (l locale) endToken(s meeting.Occurrence) string {
	token := l.dateTimeToken(s.End)
	if sameDay(s.Start.In(l.zone), s.End.In(l.zone)) {
		token = l.timeToken(s.End)
	}
	return l.withOffset(token, s, s.End)
}

// withOffset adds the offset of at to its token where the reader's clock changes
// during s: the same time of day may come twice, or the end before the start.
func (l locale) withOffset(token string, s meeting.Occurrence, at time.Time) string {
	if !l.zoneIsReaders || !clockChanges(s, l.zone) {
		return token
	}
	return l.withZone(token, at.In(l.zone))
}

// clockChanges reports whether the offset of a zone is another at the end of s than
// at its start.
func clockChanges(s meeting.Occurrence, zone *time.Location) bool {
	_, start := s.Start.In(zone).Zone()
	_, end := s.End.In(zone).Zone()
	return start != end
}

// spanTokens writes a booked time as "start – end" with tokens.
func (l locale) spanTokens(s meeting.Occurrence) string {
	if s.Start.IsZero() || s.End.IsZero() {
		return l.bookedTokens(s)
	}
	if sameDay(s.Start.In(l.zone), s.End.In(l.zone)) && !clockChanges(s, l.zone) {
		return clockSpan(l.startToken(s), l.endToken(s))
	}
	return l.Say(text.Span, text.Args{"Start": l.startToken(s), "End": l.endToken(s)})
}

// dateTimeText writes t in words: day, time and zone.
func (l locale) dateTimeText(t time.Time) string {
	return l.rangeText(meeting.Occurrence{Start: t}, l.zone)
}

// timeText writes the time of day of t in words, with the zone.
func (l locale) timeText(t time.Time) string {
	local := t.In(l.zone)
	return l.withZone(text.Clock(local), local)
}

// startText says when an occurrence starts, in words.
func (l locale) startText(s meeting.Occurrence) string {
	local := s.Start.In(l.zone)
	return l.withZone(l.DateTime(local, l.now), local)
}

// rangeText writes a booked time in words, in the given zone.
func (l locale) rangeText(s meeting.Occurrence, zone *time.Location) string {
	start, end := s.Start.In(zone), s.End.In(zone)
	switch {
	case s.Unknown():
		return l.Say(text.WhenUnknown)
	case s.End.IsZero():
		return l.withZone(l.DateTime(start, l.now), start)
	case s.Start.IsZero():
		return l.withZone(l.Say(text.WhenUntil, text.Args{"End": l.DateTime(end, l.now)}), end)
	}
	from, until := l.DateTime(start, l.now), text.Clock(end)
	if !sameDay(start, end) {
		until = l.DateTime(end, l.now)
	}
	if clockChanges(s, zone) {
		return l.Say(text.Span, text.Args{"Start": l.withZone(from, start), "End": l.withZone(until, end)})
	}
	if sameDay(start, end) {
		return l.withZone(clockSpan(from, until), start)
	}
	return l.withZone(l.Say(text.Span, text.Args{"Start": from, "End": until}), start)
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

func sameOffset(t time.Time, a, b *time.Location) bool {
	_, x := t.In(a).Zone()
	_, y := t.In(b).Zone()
	return x == y
}
