package view

import (
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Callback ids of the forms that change a meeting, or one date of a series, and the id
// of the block that says what that date is.
const (
	ModalChange     = "change_form"
	ModalChangeDate = "change_date_form"

	BlockChangeDate = "change_date_about"
)

// ChangeRef is what a form that changes a meeting carries in BookState.Changes: the
// meeting or a date of it, and which booking the form was filled in from.
type ChangeRef struct {
	PageRef
	Seen string // the fingerprint of that booking
}

// String writes it: "914083136:1 9f3a5c".
func (c ChangeRef) String() string { return c.PageRef.String() + " " + c.Seen }

// ParseChangeRef reads what String wrote.
func ParseChangeRef(s string) (ChangeRef, bool) {
	page, seen, ok := strings.Cut(s, " ")
	ref, known := ParsePageRef(page)
	return ChangeRef{PageRef: ref, Seen: seen}, ok && known && seen != ""
}

// DateModal is the form for one date of a series: only what can differ from the
// others. about says which date it is.
func (f BookForm) DateModal(loc text.Localizer, about string) slack.ModalViewRequest {
	blocks := append(f.above(), section(BlockChangeDate, lines(about, loc.Say(text.ChangeDateHint))))
	blocks = slices.Concat(blocks, f.what(loc)[1:], []slack.Block{
		slack.NewInputBlock(InputBookEntry, plain(loc.Say(text.ScheduleEntry)), nil, f.entryMenu(loc)), f.also(loc),
	})
	m := modal(loc.Say(text.ChangeDateTitle), loc.Say(text.FormCancel), blocks...)
	m.Submit = plain(loc.Say(text.ScheduleChangeSubmit))
	m.CallbackID, m.PrivateMetadata = ModalChangeDate, f.String()
	return m
}

// Difference is one thing in which two bookings differ, in words, as mrkdwn.
type Difference struct{ What, Was, Is string }

// Differences are what is another in a booking than in the one before. The invited people
// are no part of it.
func Differences(r Reader, was, is BookForm) []Difference {
	var all []Difference
	add := func(what text.Key, a, b string) {
		if a != b {
			all = append(all, Difference{r.Say(what), a, b})
		}
	}
	add(text.ScheduleSubject, safe(was.Subject, maxHeader), safe(is.Subject, maxHeader))
	add(text.ScheduleTime, was.startWords(r), is.startWords(r))
	add(text.ScheduleLength, r.Duration(was.Length), r.Duration(is.Length))
	add(text.ScheduleRepeat, was.repeatWords(r), is.repeatWords(r))
	add(text.ScheduleUntil, was.untilWords(r), is.untilWords(r))
	add(text.ScheduleEntry, r.Say(was.entryWords()), r.Say(is.entryWords()))
	add(text.ScheduleWaitingRoom, yesNo(r, was.WaitingRoom), yesNo(r, is.WaitingRoom))
	add(text.ScheduleRecord, yesNo(r, was.Record), yesNo(r, is.Record))
	return all
}

// startWords is when the meeting begins, as a token.
func (f BookForm) startWords(r Reader) string {
	zone, _ := f.Location()
	t, err := time.ParseInLocation(time.DateOnly+" 15:04", f.Date+" "+f.Time, zone)
	if err != nil {
		return safe(f.Date+" "+f.Time, maxWord)
	}
	return r.locale().dayToken(t)
}

// repeatWords say how often the meeting comes again.
func (f BookForm) repeatWords(r Reader) string {
	switch f.Repeat {
	case RepeatDaily:
		return r.Say(text.ScheduleRepeatDaily)
	case RepeatWeekly:
		var days []string
		for _, d := range f.Days {
			days = append(days, r.Weekday(d))
		}
		return joined(r.Say(text.ScheduleRepeatWeekly), r.Commas(days...))
	case RepeatMonthly:
		return r.Say(text.ScheduleRepeatMonthly)
	default:
		return r.Say(text.ScheduleRepeatNever)
	}
}

// untilWords is the last date.
func (f BookForm) untilWords(r Reader) string {
	last, err := time.Parse(time.DateOnly, f.Until)
	if err != nil {
		return ""
	}
	return r.Date(last, r.Now)
}

func (f BookForm) entryWords() text.Key {
	switch f.Entry {
	case meeting.EntryEverybody:
		return text.ScheduleEntryAnyone
	case meeting.EntryEnterprise:
		return text.ScheduleEntryCompany
	case meeting.EntryInvited:
		return text.ScheduleEntryInvited
	default:
		return text.ScheduleEntryUsual
	}
}

func yesNo(r Reader, yes bool) string {
	if yes {
		return r.Say(text.ChangeYes)
	}
	return r.Say(text.ChangeNo)
}

// ConflictRemark says in a form that somebody else has changed the meeting since it was
// filled in: how it is now, and what stands in the form.
func ConflictRemark(r Reader, now, form BookForm) string {
	var list []string
	for _, d := range Differences(r, now, form) {
		list = append(list, r.Say(text.ChangeConflictLine, text.Args{"What": bold(d.What), "Now": d.Was, "Yours": d.Is}))
	}
	return lines(listUnder("⚠️ "+r.Say(text.ChangeConflict), list), r.Say(text.ChangeConflictChoice))
}

// ChangedFacts describe what was changed of a meeting.
type ChangedFacts struct {
	Facts
	Was, Is BookForm
	Added   int  // people who were invited besides
	Told    bool // somebody hears of it who follows the meeting
	Looked  bool // no answer came, and the meeting was read again
}

// Changed says what was changed.
func Changed(r Reader, f ChangedFacts) Message {
	c := newCard(r.Localizer, f.Facts)
	var list []string
	for _, d := range Differences(r, f.Was, f.Is) {
		list = append(list, r.Say(text.ChangedLine, text.Args{"What": bold(d.What), "From": d.Was, "To": d.Is}))
	}
	if f.Added > 0 {
		list = append(list, r.Count(text.ChangedInvited, f.Added))
	}
	if len(list) == 0 {
		return Message{Text: r.Say(text.ChangedNothing, text.Args{"Meeting": c.meetingText()})}
	}
	var before, told string
	if f.Looked {
		before = r.Say(text.CancelConfirmed)
	}
	if f.Told && (f.Was.startWords(r) != f.Is.startWords(r) || f.Was.Subject != f.Is.Subject) {
		told = r.Say(text.CancelledTells)
	}
	return Message{Text: lines(before, listUnder(r.Say(text.Changed, text.Args{"Meeting": c.meetingText()}), list), told)}
}

// SavingModal stands in place of a form whose change takes long.
func SavingModal(loc text.Localizer, callbackID string) slack.ModalViewRequest {
	return ResultModal(loc, callbackID, Sentence(loc, text.ChangeSaving))
}

// DateAbout says which date of a series a form is about.
func DateAbout(loc text.Localizer, f Facts) string {
	c := newCard(loc, f)
	return loc.Say(text.ChangeDateAbout, text.Args{"Meeting": c.meetingText(), "When": c.bookedTokens(c.occurrence)})
}

// RemarksText is the remarks of a form as one text.
func RemarksText(remarks []string) string { return fitRemarks(remarks) }
