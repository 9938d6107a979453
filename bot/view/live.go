package view

import (
	"cmp"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// ActionRecording shows where a meeting's recording can be played to the one who
// presses it; it carries a PageRef.
const ActionRecording = "meeting_recording"

// LiveFacts are what a message that follows its meeting says of it. They hold nothing
// that is true only for a while: the message stays as it is until the next change.
type LiveFacts struct {
	Phase   Phase
	In      int          // connections in it while it runs, -1 where that is not known
	Invited int          // 0 where not known
	Call    string       // Slack's id of the call, "" for none
	Record  *RecordFacts // once it is over, nil while nothing is known of how it was
	Now     time.Time
}

// RecordFacts are what is known of a meeting that is over. What is not known is zero.
type RecordFacts struct {
	Began     time.Time
	Lasted    time.Duration
	Came      int  // how many people came
	Invited   int  // how many were invited
	Recording bool // its recording can be played
}

// live writes the lines of a message that follows its meeting.
type live struct {
	locale
	LiveFacts
	occurrence meeting.Occurrence // the date that is shown
	void       text.Key           // says that it does not take place
	bare       bool               // other organisations read it: when it is, and nothing else
}

// status says where the meeting is in its life: "In progress · 5 in it, 42 invited".
func (l live) status() (emoji, words string) {
	emoji, words = l.phase()
	return emoji, joined(words, l.detail())
}

// phase says in one or a few words where the meeting is in its life.
func (l live) phase() (emoji, words string) {
	switch l.Phase {
	case PhaseRunning:
		return emojiRunning, l.Say(text.StatusRunning)
	case PhaseOver:
		return emojiEnded, l.Say(text.StatusEnded)
	case PhaseVoid:
		return emojiVoid, l.Say(l.void)
	case PhaseUpcoming:
	}
	if l.occurrence.Begun(l.Now) && !l.bare {
		return emojiStarting, l.Say(text.BookedReady)
	}
	return emojiScheduled, l.Say(text.StatusScheduled)
}

// detail says how many are in the meeting while it runs, and how it was once it is
// over. It is "" where nothing of that is known, or may be shown.
func (l live) detail() string {
	switch {
	case l.bare:
		return ""
	case l.Phase == PhaseRunning:
		return l.counts()
	case l.Phase == PhaseOver && l.Record != nil:
		return joined(l.lasted(), l.came())
	default:
		return ""
	}
}

// counts say how many are in it and how many were invited, as far as that is known:
// "5 in it, 42 invited".
func (l live) counts() string {
	switch {
	case l.In > 0:
		return l.withInvited(l.Count(text.LiveIn, l.In), l.Invited)
	case l.In == 0:
		return l.withInvited(l.Say(text.LiveNobodyIn), l.Invited)
	default:
		return l.withInvited("", l.Invited)
	}
}

// lasted says how long the meeting took, "" where that is not known.
func (l live) lasted() string {
	if l.Record.Lasted <= 0 {
		return ""
	}
	return l.Say(text.LiveLasted, text.Args{"Duration": l.Duration(l.Record.Lasted)})
}

// came says how many came and how many were invited: "12 came, 42 invited". It is not
// "12 of 42", since some come who were not invited.
func (l live) came() string {
	if l.Record.Came <= 0 {
		return ""
	}
	return l.withInvited(l.Count(text.LiveCame, l.Record.Came), l.Record.Invited)
}

// withInvited writes how many were invited, where that is known, after words that may
// be empty.
func (l live) withInvited(words string, n int) string {
	if n <= 0 {
		return words
	}
	invited := l.Count(text.LiveInvited, n)
	if words == "" {
		return invited
	}
	return l.Say(text.LiveCounts, text.Args{"Here": words, "Invited": invited})
}

// when says in tokens when the meeting is booked, and of one that is over when it
// started, where that is known.
func (l live) when() string {
	if began, ok := l.began(); ok {
		return l.Say(text.LiveStarted, text.Args{"When": l.dayToken(began)})
	}
	return l.bookedTokens(l.occurrence)
}

// whenText is when in words.
func (l live) whenText() string {
	if began, ok := l.began(); ok {
		return l.Say(text.LiveStarted, text.Args{"When": l.dateTimeText(began)})
	}
	return l.rangeText(l.occurrence, l.zone)
}

// began returns when a meeting that is over started, as far as that is known and may
// be shown.
func (l live) began() (time.Time, bool) {
	if l.bare || l.Phase != PhaseOver || l.Record == nil || l.Record.Began.IsZero() {
		return time.Time{}, false
	}
	return l.Record.Began, true
}

// call is Slack's own block of the call, which goes above the buttons, or none. The
// record of a meeting says all that it would.
func (l live) call() []slack.Block {
	if !l.hasCall() {
		return nil
	}
	return []slack.Block{slack.NewCallBlock(l.Call)}
}

func (l live) hasCall() bool {
	return l.Call != "" && !l.bare && (l.Phase == PhaseRunning || l.Phase == PhaseOver && l.Record == nil)
}

// join is the button that opens a link into the meeting. The one of the call stands out
// where there is one.
func (l live) join(link string) slack.BlockElement {
	b := joinButton(link, l.Say(text.ButtonJoin), l.Say(text.LabelJoin))
	if l.hasCall() {
		b.Style = slack.StyleDefault
	}
	return b
}

// recordButtons lead from the record of a meeting to its recording and to who came.
// Both answer in private, to those who may know, and carry when it was held: it
// may be held again.
func (l live) recordButtons(meetingID string) []slack.BlockElement {
	if l.bare || l.Phase != PhaseOver || l.Record == nil {
		return nil
	}
	ref := PageRef{ID: meetingID, Page: 1}.ofRun(cmp.Or(l.Record.Began, l.occurrence.Start))
	var all []slack.BlockElement
	if l.Record.Recording {
		all = append(all, button(ActionRecording, l.Say(text.ButtonRecording), l.Say(text.LabelRecording), ref))
	}
	return append(all, button(ActionAttendance, l.Say(text.ButtonAttendance), l.Say(text.LabelAttendance), ref))
}
