package view

import (
	"cmp"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

const (
	joinAhead   = 10 * time.Minute // so long before its start a list has the link into a meeting
	statusAhead = time.Hour        // so long before its start a list counts the minutes
	maxListLink = 500              // of a link on a list, in bytes
	maxSubject  = 50               // of a subject, in characters
)

// listRow is one meeting of a list: two lines, in mrkdwn.
type listRow struct {
	entry
	subject           string // plain text, for screen readers
	title             string // the first line, without the times
	inWords, inTokens string // the times
	about             string // the second line
	link              string // into the meeting, "" for none
}

// row describes one entry.
func (f ListFacts) row(l locale, e entry) listRow {
	c := e.conference
	r := listRow{
		entry: e, subject: clean(c.Subject.String(), maxWord),
		title: bold(escapeMrkdwn(cmp.Or(cleanShort(c.Subject.String(), maxSubject), l.Say(text.UntitledMeeting)))),
	}
	r.inTokens, r.inWords = l.timesOn(e.occurrence, e.day)
	booker := escapeMrkdwn(cleanShort(displayName(c.BookerName), maxName))
	r.about = joined(unbroken(Number(c.Number())), booker, l.listStatus(e.state(), e.occurrence), listKind(l.Localizer, c))
	if f.Links && !e.over || l.joinable(e.state(), e.occurrence) && !e.otherDate {
		r.link = listLink(JoinLink(c, f.Mine))
	}
	return r
}

// listLink returns a link, "" where it is too long for a list.
func listLink(link string) string {
	if len(link) > maxListLink {
		return ""
	}
	return link
}

// joinable reports whether a list has the link into a meeting: it runs, or is about
// to.
func (l locale) joinable(state meeting.State, s meeting.Occurrence) bool {
	switch state {
	case meeting.StateRunning, meeting.StateCreating:
		return true
	case meeting.StateScheduled, "":
		return !s.Start.IsZero() && s.Start.Sub(l.now) <= joinAhead && s.Last().After(l.now)
	default:
		return false
	}
}

// words are the row, with its times as they are given.
func (r listRow) words(when string) string { return lines(joined(r.title, when), r.about) }

// blocks are the row and the buttons of it, which is numbered in the
// whole list and on the page. A meeting ID that does not fit into a button has none.
func (r listRow) blocks(l locale, number, place int) []slack.Block {
	words, id := mrkdwn(r.words(r.inTokens)), strconv.Itoa(place)
	block := slack.SectionBlockOptionBlockID(BlockListRow + id)
	ref := PageRef{ID: r.conference.ID.String(), Page: 1}
	if r.otherDate {
		ref.Start = r.occurrence.Start.Unix()
	}
	var open *slack.ButtonBlockElement
	if _, ok := ParsePageRef(ref.String()); ok {
		label := l.Say(text.LabelPick, text.Args{"Subject": r.subject, "Number": number})
		open = button(ActionPick, l.Say(text.ButtonOpen), label, ref)
	}
	switch {
	case open == nil:
		return []slack.Block{slack.NewSectionBlock(words, nil, nil, block)}
	case r.link == "":
		return []slack.Block{slack.NewSectionBlock(words, nil, slack.NewAccessory(open), block)}
	}
	join := joinButton(r.link, l.Say(text.ButtonJoin), l.Say(text.LabelListJoin, text.Args{"Subject": r.subject, "Number": number}))
	return []slack.Block{slack.NewSectionBlock(words, nil, nil, block), slack.NewActionBlock(BlockListJoin+id, join, open)}
}

// listStatus says where a meeting stands, "" where its day and time say it all.
func (l locale) listStatus(state meeting.State, s meeting.Occurrence) string {
	switch state {
	case meeting.StateScheduled, "":
		return l.bookedStatus(state, s)
	case meeting.StateCreating:
		return emojiStarting + " " + l.Say(text.ListCreating)
	case meeting.StateRunning:
		if s.Over(l.now) {
			return emojiRunning + " " + l.Say(text.ListOverRunning)
		}
		return emojiRunning + " " + l.Say(text.ListRunning)
	case meeting.StateEnded:
		return l.Say(text.ListEnded)
	default:
		return emojiUnknown + " " + safe(state.String(), maxWord)
	}
}

// bookedStatus says where a meeting stands that has not started, or whose state the
// API does not say.
func (l locale) bookedStatus(state meeting.State, s meeting.Occurrence) string {
	switch wait := s.Start.Sub(l.now); {
	case s.Over(l.now):
		return l.Say(text.ListOver)
	case s.Start.IsZero() || wait > statusAhead:
		return ""
	case wait > 0 && l.lasting:
		return ""
	case wait > 0:
		return l.Say(text.ListSoon, text.Args{"Duration": l.Duration(wait)})
	case wait == 0 && !l.lasting:
		return emojiStarting + " " + l.Say(text.ListNow)
	case state == "":
		return emojiRunning + " " + l.Say(text.ListPresumed)
	case l.lasting:
		return emojiStarting + " " + l.Say(text.ListNotYet)
	default:
		return emojiStarting + " " + l.Say(text.ListDue, text.Args{"Duration": l.Duration(wait)})
	}
}

// listKind says what is special about the kind of a meeting: how often it recurs, or
// that it is a webinar.
func listKind(loc text.Localizer, c *meeting.Conference) string {
	switch {
	case c.Recurring() && (c.Cycle == nil || c.Cycle.Cycle == ""):
		return loc.Say(text.ListRecurring)
	case c.Recurring():
		return recurrence(loc, c.Cycle)
	case bool(c.Webinar):
		return loc.Say(text.ListWebinar)
	default:
		return ""
	}
}
