package view

import (
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
	recordingButton  bool   // shows the button to the recording
	ended            bool   // the meeting is over and from the history
	remindable       bool   // offers reminders
	changeable       bool   // offers to change and cancel it
	ownJoin          bool   // offers to join with the reader's account
	direct           bool   // the reader is alone with the bot
	modal            bool   // a modal has it
	panelist         bool   // the reader takes part in the webinar
	runnable         bool   // shows the buttons that run it
	hostButton       bool   // shows the button to the host's link and password
}

// Card shows a meeting with one page of its invitees to one person.
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
		link:       JoinLink(m.Conference, f.Panelist),
		panelist:   f.Panelist,
		state:      m.Conference.State,
		readAt:     m.ReadAt,
		stale:      m.Stale,
		remindable: f.Reminders && !m.NextStart(f.Now).IsZero(),
		direct:     f.Direct,
		modal:      f.Modal,
	}
	if m.Over() {
		c.markEnded()
		c.addPeople(f)
		c.attendanceButton, c.recordingButton = f.Host, bool(m.Conference.HasRecord)
		return c
	}
	c.occurrence = c.conference.Current(now)
	if s, ok := c.series.StartingAt(time.Unix(f.Start, 0)); ok && !s.SameTime(c.occurrence) {
		c.occurrence, c.state = s, meeting.StateScheduled // only the current occurrence can have started
	}
	c.addPeople(f)
	c.ownJoin = f.OwnJoin && !f.Modal && c.link != ""
	c.changeable = f.Host && c.canChange()
	c.runnable = f.Host && !f.Modal && c.state == meeting.StateRunning && newHostSecrets(c.conference).password != ""
	c.hostButton = f.HostLink && !f.Modal && newHostSecrets(c.conference) != hostSecrets{}
	if f.Password && (f.Panelist || !bool(m.Conference.Webinar)) {
		c.password = guestPassword(c.conference)
	}
	return c
}

// addPeople adds the page of the people that is asked for, and how many of them are in
// the meeting while it runs.
func (c *card) addPeople(f Facts) {
	if c.ended || c.state != meeting.StateRunning {
		f.Attendees, f.Roster = nil, nil
	}
	c.page = newInviteePage(f)
	c.ref = c.page.ref
	if c.page.roster.attendees {
		c.attendeeCount = c.page.roster.attendeeCount(c.Localizer)
	}
}

// markEnded makes it the card of a meeting that is over, without a join link.
func (c *card) markEnded() {
	c.occurrence, c.series, c.link, c.ended = c.conference.Booked(), nil, "", true
}

// blocks are those of a card for one reader, in the order in which a person needs
// them: what, when, how to join, and then the rest.
func (c card) blocks() []slack.Block {
	title := slack.NewHeaderBlock(plain(c.title()), slack.HeaderBlockOptionBlockID(BlockTitle))
	blocks := []slack.Block{title, section(BlockStatus, lines(c.statusLine(), c.timeLine(), c.noLinkNote())), c.actions()}
	if c.runnable {
		blocks = append(blocks, c.runButtons())
	}
	if facts := c.facts(); facts != "" {
		blocks = append(blocks, section(BlockFacts, facts))
	}
	if dates := c.upcoming(); dates != nil {
		blocks = append(blocks, dates)
	}
	blocks = append(blocks, slack.NewDividerBlock())
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

// status describes the meeting's state, and who is in it.
func (c card) status() (emoji, words string) {
	emoji, words = statusText(c.Localizer, c.state, c.occurrence, c.now)
	if c.attendeeCount != "" {
		words += separator + c.attendeeCount
	}
	return emoji, words
}

func (c card) statusLine() string {
	emoji, words := c.status()
	return emoji + " " + words
}

// footer says when the facts were read.
func (c card) footer(at string) string {
	if c.stale {
		return c.Say(text.FooterStale, text.Args{"Time": at})
	}
	return c.Say(text.FooterUpdated, text.Args{"Time": at})
}

// fallbackText has what people need first, in the order of the blocks, for clients
// that show none and for notifications.
func (c card) fallbackText() string {
	_, status := c.status()
	all := []string{escapeMrkdwn(c.title()), status, c.rangeText(c.occurrence, c.zone), c.noLinkNote()}
	if c.link != "" {
		all = append(all, c.labelled(text.FieldJoin, "<"+escapeControl(c.link)+">"))
	}
	if n := c.number(); n != "" {
		all = append(all, c.labelled(text.FieldNumber, n))
	}
	if c.stale {
		at := c.readAt.In(c.zone)
		all = append(all, c.footer(c.withZone(text.Clock(at), at)))
	}
	return lines(all...)
}

func (c card) labelled(label text.Key, value string) string {
	return c.Say(text.LabelValue, text.Args{"Label": c.Say(label), "Value": value})
}
