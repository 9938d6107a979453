// Package view turns facts into Slack messages: Block Kit, its limits, and the
// ids of blocks and actions. Views are pure: no clock, no I/O, the same facts
// always make the same message. Every word comes from package text.
//
// Whatever Huawei sends is made safe here: escaped, stripped of mark-up and of
// control characters, and cut by characters. Numbers and e-mail
// addresses have no way onto a message, chair links and chair passwords no way
// onto any but that of HostSecrets.
package view

import (
	"time"

	"github.com/slack-go/slack"

	"meetingbot/meeting"
)

// Message is what a person sees: blocks, and a text with everything needed by
// screen readers and by clients that draw no blocks. Without blocks the text
// is the message. Both are mrkdwn, already escaped.
type Message struct {
	Text   string
	Blocks []slack.Block
}

// Facts are what a card is made of.
type Facts struct {
	PageRef                      // what is asked for; goes into the buttons. A page beyond the ends is moved inside
	Meeting   *meeting.Snapshot  // what is known of it
	Now       time.Time          // seconds do not matter: a card is the same for a whole minute
	Zone      *time.Location     // of the reader, nil when not known
	Password  bool               // the reader may see the guest password
	Reminders bool               // somebody may be reminded of meetings
	Attendees *meeting.Attendees // who is in it now, nil when not known
	Host      bool               // the reader is proven to be a host
	HostLink  bool               // the reader may ask for what lets its holder in as host
	SharedBy  string             // Slack's id of who shows the card to a channel, "" for a card that one person sees
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

// Limits of Slack, in characters, and of ours where they are narrower.
const (
	maxHeader = 150
	maxURL    = 3000 // as JSON, where some characters take six
	maxText   = 4000 // of the message's own text

	maxListed = 70 // of a subject on a list
	maxName   = 60 // of a person or a department
	maxWord   = 40 // of a word that the API should have chosen from a list
)

// separator stands between facts on one line.
const separator = " · "

// plain makes text that Slack shows as it is.
func plain(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// mrkdwn makes text with mark-up. Slack adds no links and no mentions of its
// own to it.
func mrkdwn(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, true)
}

// section makes a block of one text.
func section(id, s string) slack.Block {
	return slack.NewSectionBlock(mrkdwn(s), nil, nil, slack.SectionBlockOptionBlockID(id))
}

// bold sets one of our own words in bold.
func bold(s string) string { return "*" + s + "*" }

// code sets text that somebody may want to copy in a fixed font.
func code(s string) string { return "`" + s + "`" }
