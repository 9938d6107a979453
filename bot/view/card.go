package view

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// card is a meeting as one reader sees it at one minute.
type card struct {
	clock
	of       *meeting.Conference
	series   meeting.Schedule
	span     meeting.Occurrence // the booked time that the card is about
	page     page
	link     string
	password string
	ref      PageRef // to this very card
	state    meeting.State
	readAt   time.Time
	stale    bool
	present  string // who is in it now, in words
	attended bool   // the reader may ask who came
	ended    bool   // it comes from the history
	remind   bool   // somebody may be reminded
	host     bool   // there is something to show to the host, who reads this
	sharer   string // as a mention, "" for a card that one person sees
}

// Card shows a meeting with one page of the people invited to it: to the one
// who asked, or, when shared, to everybody in a channel.
func Card(say text.Localizer, f Facts) Message {
	c := newCard(say, f)
	return Message{Text: c.text(), Blocks: c.blocks()}
}

func newCard(say text.Localizer, f Facts) card {
	now := f.Now.UTC().Truncate(time.Minute)
	m := f.Meeting
	c := card{
		clock:  newClock(say, f, now),
		of:     m.Conference,
		series: m.Conference.Series(),
		page:   newPage(m, f.PageRef),
		link:   joinLink(m.Conference),
		state:  m.Conference.State,
		readAt: m.ReadAt,
		stale:  m.Stale,
		sharer: mention(f.SharedBy),
		remind: f.Reminders && !m.Ended,
	}
	c.ref = c.page.ref
	if m.Ended {
		c.end()
		c.attended = f.Host
		return c
	}
	c.span = c.of.Current(now)
	if s, ok := c.series.StartingAt(time.Unix(f.Start, 0)); ok && !s.SameTime(c.span) {
		c.span, c.state = s, meeting.StateScheduled // only the current one can have begun
	}
	c.host = f.HostLink && newHostSecrets(c.of) != hostSecrets{}
	if c.state == meeting.StateRunning && f.Present != nil {
		c.present = present(say, m, f.Present)
	}
	if f.Password {
		c.password = guestPassword(c.of)
	}
	return c
}

// end makes it the card of a meeting that is over: nobody joins it any more.
func (c *card) end() {
	c.span, c.series, c.link, c.ended = c.of.Booked(), nil, "", true
}

func (c card) blocks() []slack.Block {
	sign, words := status(c.say, c.state, c.span, c.now)
	facts := slack.NewSectionBlock(nil, c.fields(), nil, slack.SectionBlockOptionBlockID(BlockFacts))
	title := slack.NewHeaderBlock(plain(c.title()), slack.HeaderBlockOptionBlockID(BlockTitle))
	blocks := []slack.Block{title, section(BlockStatus, lines(sign+" "+words, c.present)), facts}
	if title, list := c.agenda(c.spanned); len(list) > 0 {
		blocks = append(blocks, section(BlockSeries, bulleted(title, list)))
	}
	blocks = append(blocks, c.actions(), slack.NewDividerBlock())
	blocks = append(blocks, c.page.blocks(c.say)...)
	return append(blocks, slack.NewContextBlock(BlockFooter, mrkdwn(c.footer(c.minute(c.readAt)))))
}

// title is the subject as plain text.
func (c card) title() string {
	if title := clean(c.of.Subject.String(), maxHeader); title != "" {
		return title
	}
	return c.say.Say(text.UntitledMeeting)
}

// footer says how old the card is and who sees it.
func (c card) footer(at string) string {
	switch {
	case c.sharer != "" && c.stale:
		return c.say.Say(text.FooterSharedStale, text.Args{"Who": c.sharer, "Time": at})
	case c.sharer != "":
		return c.say.Say(text.FooterShared, text.Args{"Who": c.sharer, "Time": at})
	case c.stale:
		return c.say.Say(text.FooterStale, text.Args{"Time": at})
	default:
		return c.say.Say(text.FooterUpdated, text.Args{"Time": at})
	}
}

// fact is one thing worth knowing, with its label.
type fact struct {
	label text.Key
	value string
}

// facts lists what is known about the meeting as mrkdwn; when is its time.
func (c card) facts(when string) []fact {
	if c.ended { // how to join is of no use any more
		return []fact{
			{text.FieldWhen, when}, {text.FieldNumber, c.number()}, {text.FieldBooker, c.booker()}, {text.FieldType, kind(c.say, c.of, c.now)},
		}
	}
	return []fact{
		{text.FieldWhen, when},
		{text.FieldNumber, c.number()},
		{text.FieldBooker, c.booker()},
		{text.FieldType, kind(c.say, c.of, c.now)},
		{text.FieldDialIn, safe(c.of.DialIn.String(), maxWord)},
		{text.FieldPassword, c.password},
		{text.FieldNotes, lines(strings.Join(notes(c.say, c.of, c.config()), separator), c.unlinked())},
	}
}

// unlinked says that there is no link to join by, where there is none.
func (c card) unlinked() string {
	if c.link != "" {
		return ""
	}
	return c.say.Say(text.NoJoinLink)
}

// number is what people type to join, as text; the id that was asked for
// stands in where the API leaves it out.
func (c card) number() string {
	if n := c.of.Number(); n != "" {
		return Number(n)
	}
	return Number(c.ref.ID)
}

// booker is who booked the meeting, with their department.
func (c card) booker() string {
	booker := unmarked(called(c.of.BookerName.String()))
	if department := safe(c.of.Department.String(), maxName); booker != "" && department != "" {
		return booker + separator + department
	}
	return booker
}

// config is the set-up of the occurrence that the card is about, where the
// meeting is a series and says so.
func (c card) config() *meeting.ConfigInfo {
	for i := range c.of.Occurrences {
		if c.of.Occurrences[i].Booked().SameTime(c.span) {
			return &c.of.Occurrences[i].Config
		}
	}
	return &meeting.ConfigInfo{}
}

// fields show the facts side by side.
func (c card) fields() []*slack.TextBlockObject {
	var fields []*slack.TextBlockObject
	for _, f := range c.facts(lines(c.when(c.span), c.there(c.span))) {
		if f.value == "" {
			continue
		}
		if f.label == text.FieldNumber || f.label == text.FieldPassword {
			f.value = code(f.value)
		}
		fields = append(fields, mrkdwn(bold(c.say.Say(f.label))+"\n"+f.value))
	}
	return fields
}

// text says the same as the blocks for those who see none. The join link comes
// early and is never cut; the last of the rest may be.
func (c card) text() string {
	_, status := status(c.say, c.state, c.span, c.now)
	all := []string{unmarked(c.title()), status}
	if c.present != "" {
		all = append(all, c.present)
	}
	if c.link != "" {
		all = append(all, c.labelled(text.FieldJoin, "<"+escaped(c.link)+">"))
	}
	when := c.words(c.span, c.zone)
	if c.read {
		when = lines(when, c.there(c.span))
	}
	for _, f := range c.facts(when) {
		if f.value != "" {
			all = append(all, c.labelled(f.label, f.value))
		}
	}
	inWords := func(s meeting.Occurrence) string { return c.words(s, c.zone) }
	if title, list := c.agenda(inWords); len(list) > 0 {
		all = append(all, bulleted(title, list))
	}
	at := c.readAt.In(c.zone)
	all = append(all, c.page.words(c.say)...)
	return within(append(all, c.footer(c.zoned(text.Clock(at), at))))
}

func (c card) labelled(label text.Key, value string) string {
	return c.say.Say(text.LabelValue, text.Args{"Label": c.say.Say(label), "Value": value})
}

// bulleted is a list under its title, or the list alone.
func bulleted(title string, list []string) string {
	if title == "" {
		return strings.Join(list, "\n")
	}
	return bold(title) + "\n• " + strings.Join(list, "\n• ")
}

// within joins lines as long as they fit into a message's own text.
func within(all []string) string {
	var b strings.Builder
	room := maxText
	for i, line := range all {
		room -= utf8.RuneCountInString(line) + 1
		if room < 0 {
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}
