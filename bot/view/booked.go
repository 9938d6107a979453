package view

import (
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the buttons that book.
const (
	ActionStartNow     = "booking_now"   // starts a meeting now
	ActionBookingCheck = "booking_check" // finds out what has become of an attempt; it carries its id
	ActionCancelIdle   = "booking_idle_cancel"
)

// BlockBookedNote is the id of the block that says who has booked a meeting.
const BlockBookedNote = "booked_note"

// BookedFacts describe a meeting that somebody has booked, as the channel or the person
// sees it. The card stays for as long as the message: it has no password, and says
// nothing that is wrong after a while.
type BookedFacts struct {
	Live       LiveFacts
	MeetingID  string
	Subject    string              // as it was known, where there is no Meeting
	Meeting    *meeting.Conference // nil where there is no reading, as of one that is over
	Occurrence meeting.Occurrence  // the date that is shown
	Booked     text.Key            // says who has booked it: BookedBySelf, BookedForHost or BookedFor
	Who        meeting.Name        // whom it was booked for
	Idle       bool                // nobody has come, though it has begun
	Zone       *time.Location      // of the one reader, nil for a channel
}

// Booked is the card of a meeting that somebody has booked.
func Booked(loc text.Localizer, f BookedFacts) Message {
	b := newBooked(loc, f)
	emoji, status := b.status()
	m := Message{
		Text:   lines(b.title(), status, b.whenText(), b.join(), b.idle()),
		Blocks: append([]slack.Block{section(BlockTitle, lines(bold(b.title()), emoji+" "+status, b.when(), b.idle()))}, b.call()...),
	}
	if buttons := b.buttons(); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockActions, buttons...))
	}
	m.Blocks = append(m.Blocks, slack.NewContextBlock(BlockBookedNote, mrkdwn(b.note())))
	return m
}

// booked is a meeting that was booked as its readers see it.
type booked struct {
	live
	BookedFacts
}

func newBooked(loc text.Localizer, f BookedFacts) booked {
	known := &meeting.Conference{Subject: meeting.Text(f.Subject)}
	if f.Meeting != nil {
		known = f.Meeting
		f.Subject = known.Subject.String()
	}
	facts := Facts{Meeting: &meeting.Snapshot{Conference: known}, Zone: f.Zone}
	l := newLocale(loc, facts, f.Live.Now.UTC().Truncate(time.Minute))
	return booked{live: live{locale: l, LiveFacts: f.Live, occurrence: f.Occurrence, void: text.BookedVoid}, BookedFacts: f}
}

// title is the subject as mrkdwn.
func (b booked) title() string {
	if title := clean(b.Subject, maxShared); title != "" {
		return escapeMrkdwn(title)
	}
	return b.Say(text.UntitledMeeting)
}

// isIdle reports whether nobody is in a meeting that could be joined.
func (b booked) isIdle() bool { return b.Idle && b.Phase == PhaseUpcoming }

func (b booked) idle() string {
	if !b.isIdle() {
		return ""
	}
	return b.Say(text.BookedIdle)
}

func (b booked) link() string {
	if b.Meeting == nil || b.Phase.isLast() {
		return ""
	}
	return JoinLink(b.Meeting, false)
}

// join is the link as text, for clients that show no blocks.
func (b booked) join() string {
	link := b.link()
	if link == "" {
		return ""
	}
	return b.Say(text.LabelValue, text.Args{"Label": b.Say(text.FieldJoin), "Value": "<" + escapeControl(link) + ">"})
}

func (b booked) buttons() []slack.BlockElement {
	ref := PageRef{ID: b.MeetingID, Page: 1}
	all := b.recordButtons(b.MeetingID)
	if link := b.link(); link != "" {
		all = append(all, b.live.join(link))
	}
	if b.Phase != PhaseVoid {
		all = append(all, button(ActionOpen, b.Say(text.ButtonDetails), b.Say(text.LabelDetails), ref))
	}
	if b.isIdle() {
		all = append(all, button(ActionCancelIdle, b.Say(text.ButtonCancelIdle), b.Say(text.LabelCancelIdle), ref))
	}
	return all
}

// note says who has booked the meeting, and what people type to join it.
func (b booked) note() string {
	who := escapeMrkdwn(displayName(b.Who))
	if who == "" {
		who = b.Say(text.Unnamed)
	}
	number := b.MeetingID
	if b.Meeting != nil {
		number = b.Meeting.Number()
	}
	return joined(b.Say(b.Booked, text.Args{"Who": who}), code(Number(number)))
}

// BookingUnsure tells one person what is known of a booking of which the answer was
// lost, with a button that looks once more. id is that of the attempt.
func BookingUnsure(loc text.Localizer, subject, id string) Message {
	m := Message{Text: loc.Say(text.BookingUnknown, text.Args{"Subject": bookingTitle(loc, subject)})}
	check := slack.NewButtonBlockElement(ActionBookingCheck, id, caption(loc.Say(text.ButtonCheck)))
	check.AccessibilityLabel = loc.Say(text.LabelCheck)
	m.Blocks = []slack.Block{section(BlockSentence, m.Text), slack.NewActionBlock(BlockAgain, check)}
	return m
}

// BookingMissing tells one person that a meeting was not booked.
func BookingMissing(loc text.Localizer, subject string) Message {
	return Message{Text: loc.Say(text.BookingMissing, text.Args{"Subject": bookingTitle(loc, subject)})}
}

func bookingTitle(loc text.Localizer, subject string) string {
	if title := clean(subject, maxShared); title != "" {
		return escapeMrkdwn(title)
	}
	return loc.Say(text.UntitledMeeting)
}

// StartButton starts a meeting now.
func StartButton(loc text.Localizer) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(ActionStartNow, "", caption(loc.Say(text.ButtonStart)))
	b.AccessibilityLabel = loc.Say(text.LabelStart)
	return b
}
