package view

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the buttons that stop what somebody chose to be told, and turn it back on.
const (
	ActionOwnStop  = "own_reminders_stop" // carries the meeting's id for API calls
	ActionOwnOn    = "own_reminders_on"   // carries an OwnRef
	ActionOwnSkip  = "own_reminders_skip" // carries an OwnRef with a meeting
	ActionDigestOn = "digest_on"          // carries the time of day

	BlockOwn        = "own"
	BlockOwnLine    = "own_line"
	BlockOwnActions = "own_actions"
)

// OwnRef is what the buttons carry that turn somebody's reminders back on: when they
// are reminded, and the meeting that they want no reminders of, "" for none.
type OwnRef struct {
	Leads     []time.Duration
	MeetingID string // for API calls, 1 to 32 digits
}

// String writes it as text: "60,10" or "60,10:914083136", with the leads in minutes.
func (o OwnRef) String() string {
	minutes := make([]string, len(o.Leads))
	for i, lead := range o.Leads {
		minutes[i] = strconv.FormatInt(int64(lead/time.Minute), 10)
	}
	if o.MeetingID == "" {
		return strings.Join(minutes, ",")
	}
	return strings.Join(minutes, ",") + ":" + o.MeetingID
}

// ParseOwnRef reads the text of an OwnRef. It accepts only what String writes.
func ParseOwnRef(value string) (OwnRef, bool) {
	var o OwnRef
	list, id, found := strings.Cut(value, ":")
	o.MeetingID = id
	for written := range strings.SplitSeq(list, ",") {
		minutes, err := strconv.ParseInt(written, 10, 32)
		if err != nil || minutes < 0 {
			return OwnRef{}, false
		}
		o.Leads = append(o.Leads, time.Duration(minutes)*time.Minute)
	}
	return o, o.String() == value && found == isMeetingID(id)
}

// ownLine says that somebody is reminded of each of their meetings, with a button to
// change that.
func ownLine(loc text.Localizer, leads []time.Duration) *slack.SectionBlock {
	words := loc.Say(text.OwnLine, text.Args{"Leads": leadsText(loc, leads)})
	change := SettingsButton(loc)
	change.Text = caption(loc.Say(text.ButtonChange))
	return slack.NewSectionBlock(mrkdwn(words), nil, slack.NewAccessory(change), slack.SectionBlockOptionBlockID(BlockOwnLine))
}

// ownStopButton ends the reminders of all of the reader's meetings.
func ownStopButton(loc text.Localizer, meetingID string) *slack.ButtonBlockElement {
	b := reminderButton(ActionOwnStop, loc.Say(text.OwnStop), meetingID)
	b.AccessibilityLabel = loc.Say(text.OwnStopLabel)
	return b
}

// OwnStopped says that somebody is reminded of none of their meetings any more, with
// buttons that turn it back on: of all, or of all but one. Without leads there was
// nothing to stop.
func OwnStopped(loc text.Localizer, was OwnRef) Message {
	m := Message{Text: loc.Say(text.OwnStopped)}
	if len(was.Leads) == 0 {
		return m
	}
	all := OwnRef{Leads: was.Leads}
	buttons := []slack.BlockElement{reminderButton(ActionOwnOn, loc.Say(text.ButtonUndo), all.String())}
	if was.MeetingID != "" {
		buttons = append(buttons, reminderButton(ActionOwnSkip, loc.Say(text.OwnSkip), was.String()))
	}
	m.Blocks = []slack.Block{section(BlockOwn, m.Text), slack.NewActionBlock(BlockOwnActions, buttons...)}
	return m
}

// OwnBackOn says that somebody is reminded of their meetings again, but for one where
// that is named.
func OwnBackOn(loc text.Localizer, now OwnRef) Message {
	if now.MeetingID != "" {
		return Message{Text: loc.Say(text.OwnSkipped, text.Args{"Leads": leadsText(loc, now.Leads)})}
	}
	return Message{Text: loc.Say(text.OwnBackOn, text.Args{"Leads": leadsText(loc, now.Leads)})}
}

// DigestStopped says that somebody gets no digest any more, with a button that turns
// it back on; at is "" where they got none.
func DigestStopped(loc text.Localizer, at string) Message {
	m := Message{Text: loc.Say(text.DigestStopped)}
	if at == "" {
		return m
	}
	m.Blocks = []slack.Block{
		section(BlockOwn, m.Text), slack.NewActionBlock(BlockOwnActions, reminderButton(ActionDigestOn, loc.Say(text.ButtonUndo), at)),
	}
	return m
}

// DigestBackOn says that somebody gets a digest again.
func DigestBackOn(loc text.Localizer, at string) Message {
	return Message{Text: loc.Say(text.DigestBackOn, text.Args{"Time": at})}
}
