package view

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// card is a meeting as one reader sees it at one minute.
type card struct {
	locale
	conference       *meeting.Conference
	series           meeting.Schedule
	occurrence       meeting.Occurrence // the booked time the card shows
	page             inviteePage
	link             string
	password         string
	ref              PageRef // to this card
	state            meeting.State
	readAt           time.Time
	stale            bool
	attendeeCount    string // who is in it now, in words; "" when not known
	attendanceButton bool   // shows the button to the attendance list
	ended            bool   // the meeting is over and from the history
	remindable       bool   // shows the menu entry for reminders
	panelist         bool   // the reader takes part in the webinar
	hostButton       bool   // shows the button to the host's link and password
	sharer           string // mention of who shared the card, "" when only one person sees it
}

// Card shows a meeting with one page of its invitees, to one person or, when
// shared, to a channel.
func Card(loc text.Localizer, f Facts) Message {
	c := newCard(loc, f)
	return Message{Text: c.fallbackText(), Blocks: c.blocks()}
}

func newCard(loc text.Localizer, f Facts) card {
	now := f.Now.UTC().Truncate(time.Minute)
	m := f.Meeting
	c := card{
		locale:     newLocale(loc, f, now),
		conference: m.Conference,
		series:     m.Conference.Series(),
		page:       newInviteePage(m, f.PageRef),
		link:       joinLink(m.Conference, f.Panelist),
		panelist:   f.Panelist,
		state:      m.Conference.State,
		readAt:     m.ReadAt,
		stale:      m.Stale,
		sharer:     mention(f.SharedBy),
		remindable: f.Reminders && !m.NextStart(f.Now).IsZero(),
	}
	c.ref = c.page.ref
	if m.Over() {
		c.markEnded()
		c.attendanceButton = f.Host
		return c
	}
	c.occurrence = c.conference.Current(now)
	if s, ok := c.series.StartingAt(time.Unix(f.Start, 0)); ok && !s.SameTime(c.occurrence) {
		c.occurrence, c.state = s, meeting.StateScheduled // only the current occurrence can have started
	}
	c.hostButton = f.HostLink && newHostSecrets(c.conference) != hostSecrets{}
	if c.state == meeting.StateRunning && f.Attendees != nil {
		c.attendeeCount = attendeeCount(loc, m, f.Attendees)
	}
	if f.Password && (f.Panelist || !bool(m.Conference.Webinar)) {
		c.password = guestPassword(c.conference)
	}
	return c
}

// markEnded makes it the card of a meeting that is over, without a join link.
func (c *card) markEnded() {
	c.occurrence, c.series, c.link, c.ended = c.conference.Booked(), nil, "", true
}

func (c card) blocks() []slack.Block {
	emoji, words := statusText(c.Localizer, c.state, c.occurrence, c.now)
	facts := slack.NewSectionBlock(nil, c.fields(), nil, slack.SectionBlockOptionBlockID(BlockFacts))
	title := slack.NewHeaderBlock(plain(c.title()), slack.HeaderBlockOptionBlockID(BlockTitle))
	blocks := []slack.Block{title, section(BlockStatus, lines(emoji+" "+words, c.attendeeCount)), facts}
	if title, list := c.upcoming(c.spanTokens); len(list) > 0 {
		blocks = append(blocks, section(BlockSeries, bulleted(title, list)))
	}
	blocks = append(blocks, c.actions(), slack.NewDividerBlock())
	blocks = append(blocks, c.page.blocks(c.Localizer)...)
	return append(blocks, slack.NewContextBlock(BlockFooter, mrkdwn(c.footer(c.timeToken(c.readAt)))))
}

// title is the subject as plain text.
func (c card) title() string {
	if title := clean(c.conference.Subject.String(), maxHeader); title != "" {
		return title
	}
	return c.Say(text.UntitledMeeting)
}

// footer says when the facts were read and who sees the card.
func (c card) footer(at string) string {
	switch {
	case c.sharer != "" && c.stale:
		return c.Say(text.FooterSharedStale, text.Args{"Who": c.sharer, "Time": at})
	case c.sharer != "":
		return c.Say(text.FooterShared, text.Args{"Who": c.sharer, "Time": at})
	case c.stale:
		return c.Say(text.FooterStale, text.Args{"Time": at})
	default:
		return c.Say(text.FooterUpdated, text.Args{"Time": at})
	}
}

// fact is a labelled value on a card.
type fact struct {
	label text.Key
	value string
}

// facts lists what is known about the meeting as mrkdwn. when is its time.
func (c card) facts(when string) []fact {
	if c.ended { // leaves out how to join
		return []fact{
			{text.FieldWhen, when}, {text.FieldNumber, c.number()}, {text.FieldBooker, c.booker()}, {text.FieldType, meetingType(c.Localizer, c.conference, c.now)},
		}
	}
	return []fact{
		{text.FieldWhen, when},
		{text.FieldNumber, c.number()},
		{text.FieldBooker, c.booker()},
		{text.FieldType, meetingType(c.Localizer, c.conference, c.now)},
		{text.FieldDialIn, safe(c.conference.DialIn.String(), maxWord)},
		{text.FieldPassword, c.password},
		{text.FieldNotes, lines(strings.Join(c.notes(), separator), c.noLinkNote())},
	}
}

// noLinkNote says that the meeting has no usable link, "" when it has one.
func (c card) noLinkNote() string {
	if c.link != "" {
		return ""
	}
	return c.Say(text.NoJoinLink)
}

// number is what people type to join. Without one from the API it is the
// meeting ID that was asked for.
func (c card) number() string {
	if n := c.conference.Number(); n != "" {
		return Number(n)
	}
	return Number(c.ref.ID)
}

// booker names who booked the meeting, with their department.
func (c card) booker() string {
	booker := escapeMrkdwn(displayName(c.conference.BookerName))
	if department := escapeMrkdwn(displayName(c.conference.Department)); booker != "" && department != "" {
		return booker + separator + department
	}
	return booker
}

// notes say what people should know before they join.
func (c card) notes() []string {
	for i := range c.conference.Occurrences {
		if o := &c.conference.Occurrences[i]; o.Booked().SameTime(c.occurrence) {
			return notes(c.Localizer, c.conference, o, c.panelist)
		}
	}
	return notes(c.Localizer, c.conference, &meeting.SubConference{}, c.panelist)
}

// fields are the facts as section fields.
func (c card) fields() []*slack.TextBlockObject {
	var fields []*slack.TextBlockObject
	for _, f := range c.facts(lines(c.rangeTokens(c.occurrence), c.meetingZoneText(c.occurrence))) {
		if f.value == "" {
			continue
		}
		if f.label == text.FieldNumber || f.label == text.FieldPassword {
			f.value = code(f.value)
		}
		fields = append(fields, mrkdwn(bold(c.Say(f.label))+"\n"+f.value))
	}
	return fields
}

// fallbackText has the content of the blocks for clients that show none. The
// join link comes early, because the end may be cut.
func (c card) fallbackText() string {
	_, status := statusText(c.Localizer, c.state, c.occurrence, c.now)
	all := []string{escapeMrkdwn(c.title()), status}
	if c.attendeeCount != "" {
		all = append(all, c.attendeeCount)
	}
	if c.link != "" {
		all = append(all, c.labelled(text.FieldJoin, "<"+escapeControl(c.link)+">"))
	}
	when := c.rangeText(c.occurrence, c.zone)
	if c.zoneIsReaders {
		when = lines(when, c.meetingZoneText(c.occurrence))
	}
	for _, f := range c.facts(when) {
		if f.value != "" {
			all = append(all, c.labelled(f.label, f.value))
		}
	}
	inWords := func(s meeting.Occurrence) string { return c.rangeText(s, c.zone) }
	if title, list := c.upcoming(inWords); len(list) > 0 {
		all = append(all, bulleted(title, list))
	}
	at := c.readAt.In(c.zone)
	all = append(all, c.page.fallbackLines(c.Localizer)...)
	return fitText(append(all, c.footer(c.withZone(text.Clock(at), at))))
}

func (c card) labelled(label text.Key, value string) string {
	return c.Say(text.LabelValue, text.Args{"Label": c.Say(label), "Value": value})
}
