// Package view turns facts into Slack messages: Block Kit, its limits, and the
// ids of blocks and actions. Views are pure: no clock, no I/O, the same facts
// always make the same message. All sentences come from package text.
//
// All text from Huawei is made safe here: control characters are removed,
// mark-up is escaped, long text is cut between characters. Phone numbers and
// e-mail addresses are never shown. Only HostSecrets shows the link and the
// password of hosts.
package view

import (
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Message is a Slack message. Text has everything that screen readers and
// clients without blocks need; it is the whole message when there are no Blocks.
// Both are mrkdwn, already escaped.
type Message struct {
	Text   string
	Blocks []slack.Block
}

// Facts describe a meeting and its reader.
type Facts struct {
	PageRef                       // what was asked for; without such a page the nearest one is shown
	Meeting    *meeting.Snapshot  // of the meeting
	Now        time.Time          // cut to the minute: a card is the same for a whole minute
	Zone       *time.Location     // of the reader, nil when not known
	Password   bool               // the reader may see the guest password
	Reminders  bool               // the bot can set reminders
	Attendees  *meeting.Attendees // who is in the meeting now, nil when not known
	Roster     *Roster            // everybody whom the card lists; nil: NewRoster makes it
	Host       bool               // the reader is a host
	Panelist   bool               // the reader is invited to the webinar
	HostLink   bool               // the reader may see HostSecrets
	OwnJoin    bool               // the reader can join with their own account
	Invitation text.Key           // says whether the reader is invited, "" to say nothing
	Domain     string             // of the reader's address: whoever has one there is no external; "" for none
	Direct     bool               // the reader is alone with the bot
	Modal      bool               // the modal that finds meetings has the card: nothing of it leads to a channel or to another modal
}

// Ids of the card's blocks, unique within a message.
const (
	BlockTitle   = "meeting_title"
	BlockStatus  = "meeting_status"
	BlockFacts   = "meeting_facts"
	BlockSeries  = "meeting_series"
	BlockActions = "meeting_actions"
	BlockInvited = "participants_title"
	BlockPeople  = "participants_page"
	BlockPager   = "participants_pager"
	BlockFooter  = "meeting_footer"
)

// Limits in characters: Slack's, and our own where they are narrower.
const (
	maxHeader = 150
	maxURL    = 3000 // as JSON, where some characters take six
	maxText   = 4000 // of the message's own text

	maxListed = 70  // of a subject on a list
	maxShared = 100 // of a subject on a card that was shared
	maxName   = 60  // of a person or a department
	maxWord   = 40  // of an enumeration value of the API
)

// separator separates facts on one line.
const separator = " · "

// plain makes plain text, in which Slack draws no emoji by their names.
func plain(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// caption makes plain text of our own words.
func caption(s string) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: s}
}

// mrkdwn makes text with mark-up, in which Slack does not detect links and
// mentions by itself.
func mrkdwn(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, true)
}

// section makes a block of one text.
func section(id, s string) slack.Block {
	return slack.NewSectionBlock(mrkdwn(s), nil, nil, slack.SectionBlockOptionBlockID(id))
}

// bold writes safe mrkdwn in bold.
func bold(s string) string { return "*" + s + "*" }

// code writes escaped text in a fixed font, for people to copy.
func code(s string) string { return "`" + s + "`" }
