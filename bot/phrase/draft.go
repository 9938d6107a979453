// Package phrase reads what people type after "schedule": when, how long, with
// whom, and about what, in English and in Chinese. It books nothing and knows
// neither the clock nor a catalog of sentences: what it is not sure of it
// returns as a Doubt, which somebody else shows.
package phrase

import (
	"slices"
	"time"
)

// Draft is what a phrase says about a meeting.
type Draft struct {
	// Subject is what is left of the phrase, as it was typed.
	Subject string
	// Start is the likeliest beginning, in the zone of the person. Zero where the
	// phrase has neither date nor time. Without a time of day it is the beginning
	// of the day; without a date it is the next such time.
	Start time.Time
	// HasDate and HasTime tell what the phrase itself says. Day and Clock tell
	// what of it can be filled in.
	HasDate, HasTime bool
	// Length is how long the meeting takes, 0 where the phrase does not say.
	Length time.Duration
	// People are Slack users, U… or W…, each once, in the order of the phrase.
	People []string
	// Emails are the addresses of others, each once, in the order of the phrase.
	Emails []string
	// Doubts are what a person should be shown, in the order of the phrase.
	Doubts []Doubt
}

// DoubtKind is why something in a phrase is not certain.
type DoubtKind byte

// The kinds of doubts. "Filled in" is what Day and Clock return.
const (
	// DoubtPast: the date or time that was typed is over. It is filled in as typed.
	DoubtPast DoubtKind = iota + 1
	// DoubtYear: a day without a year was there this year already: "1 Nov" on 27
	// November. Choices: next year's. The date is not filled in.
	DoubtYear
	// DoubtWeek: a weekday that may be in this week or in the next: "next Fri" on a
	// Tuesday, "Tue 3pm" on a Tuesday. Choices: the likelier one, which is filled
	// in, and the other one.
	DoubtWeek
	// DoubtDayOrder: a date such as 3/4. Choices: month first, day first. The date
	// is not filled in.
	DoubtDayOrder
	// DoubtSeveralDates: more than one date. Choices: all of them, the chosen one first. The date is not
	// filled in.
	DoubtSeveralDates
	// DoubtSeveralTimes: more than one time of day. Choices: all of them, the chosen
	// one first. The time
	// is not filled in.
	DoubtSeveralTimes
	// DoubtHalfDay: an hour that is as good in the morning as after noon: "at 3".
	// Choices: the likelier one, which is filled in, and the other one.
	DoubtHalfDay
	// DoubtSkipped: the clock is put forward over this time. Choices: the time as
	// far behind the gap as was typed. The time is not filled in.
	DoubtSkipped
	// DoubtRepeated: the clock is put back, and this time comes twice. Choices: the
	// earlier and the later one, which look the same in a form. The time is filled in.
	DoubtRepeated
	// DoubtVague: a part of the day without a time, "tomorrow afternoon", or a week
	// without a day, "next week". Nothing of it is filled in.
	DoubtVague
	// DoubtImpossible: a date or time that there is not: "30 February", "25:00".
	// Its words stay in the subject, nothing is filled in.
	DoubtImpossible
	// DoubtZone: the time was typed for another zone: "3pm CET". Choices: what it is in
	// the zone of the person, which is filled in, and Zone is the one it was read in.
	// Without Choices it is not known which zone is meant, and the time is not filled in;
	// Start takes it for one in the zone of the person.
	DoubtZone
	// DoubtRepeats: the meeting is to come again: "every Monday". The first date
	// is filled in, and what repeats is chosen in the form.
	DoubtRepeats
	// DoubtLength: more than one length. The first one is filled in.
	DoubtLength
)

// Doubt is something that the phrase leaves open.
type Doubt struct {
	Kind    DoubtKind
	Words   string         // what it is about, as typed
	Choices []time.Time    // the readings, the likeliest first, where there are any
	Zone    *time.Location // of DoubtZone with a choice
}

// Doubtful reports whether there is a doubt of one of these kinds.
func (d Draft) Doubtful(kinds ...DoubtKind) bool {
	return slices.ContainsFunc(d.Doubts, func(doubt Doubt) bool { return slices.Contains(kinds, doubt.Kind) })
}

// Day returns a moment on the day to fill in. False where the phrase does not
// say it for certain; a time without a date is on the next day that has it.
func (d Draft) Day() (time.Time, bool) {
	if d.Start.IsZero() || d.Doubtful(DoubtYear, DoubtDayOrder, DoubtSeveralDates) {
		return time.Time{}, false
	}
	return d.Start, true
}

// Clock returns a moment with the time of day to fill in. False where the
// phrase does not say it for certain.
func (d Draft) Clock() (time.Time, bool) {
	if !d.HasTime || d.Doubtful(DoubtSeveralTimes, DoubtSkipped) || d.zoneUnknown() {
		return time.Time{}, false
	}
	return d.Start, true
}

// zoneUnknown reports whether the time was typed for a zone of which it is not known
// which one it is.
func (d Draft) zoneUnknown() bool {
	return slices.ContainsFunc(d.Doubts, func(doubt Doubt) bool { return doubt.Kind == DoubtZone && len(doubt.Choices) == 0 })
}
