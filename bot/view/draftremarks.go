package view

import (
	"slices"
	"strings"
	"time"

	"meetingbot/bot/phrase"
	"meetingbot/bot/text"
)

// DraftRemarks say what is not certain of what somebody typed about a meeting.
func DraftRemarks(r Reader, d phrase.Draft) []string {
	var all []string
	for _, doubt := range d.Doubts {
		if s := doubtText(r, d, doubt); s != "" {
			all = append(all, "⚠️ "+s)
		}
	}
	return all
}

// doubtText says in words what a doubt is, "" where it needs no words.
func doubtText(r Reader, d phrase.Draft, doubt phrase.Doubt) string {
	l := r.locale()
	dates := func() []string {
		return choices(doubt.Choices, func(t time.Time) string { return l.Date(t.In(l.zone), l.now) })
	}
	times := func() []string {
		return choices(doubt.Choices, func(t time.Time) string { return text.Clock(t.In(l.zone)) })
	}
	args := text.Args{"Words": quoted(doubt.Words)}
	say := func(key text.Key, name string, values []string) string {
		args[name] = either(r, values)
		return r.Say(key, args)
	}
	switch doubt.Kind {
	case phrase.DoubtPast:
		return r.Say(text.DoubtPast, args)
	case phrase.DoubtYear:
		return say(text.DoubtYear, "Dates", dates())
	case phrase.DoubtWeek:
		return oneOfTwo(r, text.DoubtWeek, "Date", doubt.Words, dates())
	case phrase.DoubtDayOrder:
		return say(text.DoubtDayOrder, "Dates", dates())
	case phrase.DoubtSeveralDates:
		return say(text.DoubtSeveralDates, "Dates", dates())
	case phrase.DoubtSeveralTimes:
		if len(times()) == 1 { // of several dates
			return ""
		}
		return say(text.DoubtSeveralTimes, "Times", times())
	case phrase.DoubtHalfDay:
		return oneOfTwo(r, text.DoubtHalfDay, "Time", doubt.Words, times())
	case phrase.DoubtSkipped:
		return say(text.DoubtSkipped, "Times", times())
	case phrase.DoubtRepeated:
		return r.Say(text.DoubtRepeated, args)
	case phrase.DoubtVague:
		return r.Say(text.DoubtVague, args)
	case phrase.DoubtImpossible:
		return r.Say(text.DoubtImpossible, args)
	case phrase.DoubtZone:
		if len(doubt.Choices) > 0 {
			args["Zone"], args["Time"] = text.Zone(doubt.Choices[0].In(doubt.Zone)), times()[0]
			return r.Say(text.DoubtZoneRead, args)
		}
		return r.Say(text.DoubtZone, args)
	case phrase.DoubtRepeats:
		return r.Say(text.DoubtRepeats, args)
	case phrase.DoubtLength:
		return r.Say(text.DoubtLength, text.Args{"Length": r.Duration(d.Length)})
	default:
		return ""
	}
}

// oneOfTwo says which of two days or times of day was filled in.
func oneOfTwo(r Reader, key text.Key, name, words string, choices []string) string {
	if len(choices) < 2 {
		return ""
	}
	return r.Say(key, text.Args{"Words": quoted(words), name: choices[0], "Other": choices[1]})
}

// choices are what can be meant, each once.
func choices(all []time.Time, write func(time.Time) string) []string {
	var words []string
	for _, t := range all {
		if w := write(t); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// either joins what can be meant: "4 Mar, 5 Mar or 3 Apr".
func either(r Reader, all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	last := len(all) - 1
	return r.Say(text.DoubtOr, text.Args{"First": r.Commas(all[:last]...), "Last": all[last]})
}
