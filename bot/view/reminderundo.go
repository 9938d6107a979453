package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// UndoRef is what the button carries that turns reminders back on: what was
// stopped, and the page of the list on which that was done.
type UndoRef struct {
	ChannelID string // who was reminded: C… or G…, or U… or W… for a person
	MeetingID string // for API calls, 1 to 32 digits
	Leads     []time.Duration
	Late      bool
	Overrun   bool
	SetBy     string // U… or W…
	Page      int    // of the list, 0 where it was not done on a list
}

// What String writes beside the leads.
const (
	undoLate    = "late"
	undoOverrun = "overrun"
)

// String writes it as text: "C024BE7LR:914083136:60,10,late:U024BE7LH:0", with the
// leads in minutes.
func (u UndoRef) String() string {
	told := minutesText(u.Leads)
	if u.Late {
		told += "," + undoLate
	}
	if u.Overrun {
		told += "," + undoOverrun
	}
	return strings.Join([]string{u.ChannelID, u.MeetingID, told, u.SetBy, strconv.Itoa(u.Page)}, ":")
}

// ParseUndoRef reads the text of an UndoRef. It accepts only what String writes.
func ParseUndoRef(value string) (UndoRef, bool) {
	parts := strings.Split(value, ":")
	if len(parts) != 5 || slices.Contains(parts, "") {
		return UndoRef{}, false
	}
	u := UndoRef{ChannelID: parts[0], MeetingID: parts[1], SetBy: parts[3]}
	var told string
	told, u.Overrun = strings.CutSuffix(parts[2], ","+undoOverrun)
	told, u.Late = strings.CutSuffix(told, ","+undoLate)
	var read bool
	if u.Leads, read = parseMinutes(told); !read {
		return UndoRef{}, false
	}
	page, err := strconv.Atoi(parts[4])
	u.Page = page
	return u, err == nil && u.String() == value && isMeetingID(u.MeetingID) && page >= 0 && page <= maxPage
}

// isMeetingID reports whether an id has the form of one for API calls.
func isMeetingID(id string) bool {
	return id != "" && len(id) <= maxMeetingID && strings.Trim(id, "0123456789") == ""
}

// undoButton makes the button that turns reminders of a meeting back on. undo is
// what it carries.
func (f ReminderFacts) undoButton(loc text.Localizer, undo string) *slack.ButtonBlockElement {
	b := reminderButton(ActionReminderUndo, loc.Say(text.ButtonUndo), undo)
	b.AccessibilityLabel = loc.Say(text.LabelUndo, text.Args{"Subject": cleanShort(f.Subject, maxWord)})
	return b
}

// StoodAgain says that somebody has set reminders up again before a stop could be
// undone, and that those stay as they are.
func StoodAgain(r Reader, f ReminderFacts) Message {
	l := r.locale()
	write := func(when func(time.Time) string) string {
		return lines(r.Say(text.ReminderStoodAgain, text.Args{"Meeting": f.meetingText(r.Localizer)}), f.details(r.Localizer, when))
	}
	return Message{Text: write(l.dateTimeText), Blocks: []slack.Block{
		section(BlockSubscription, write(l.dateTimeToken)), f.subscriptionActions(r.Localizer),
	}}
}

// BackOn tells a channel who turned its reminders back on.
func BackOn(loc text.Localizer, by string, f ReminderFacts) Message {
	return Message{Text: loc.Say(text.ReminderBackOn, text.Args{"Who": mention(by), "Meeting": f.meetingText(loc)})}
}

// minutesText writes leads in minutes: "60,10".
func minutesText(leads []time.Duration) string {
	minutes := make([]string, len(leads))
	for i, lead := range leads {
		minutes[i] = strconv.FormatInt(int64(lead/time.Minute), 10)
	}
	return strings.Join(minutes, ",")
}

// parseMinutes reads what minutesText writes, and more.
func parseMinutes(list string) (leads []time.Duration, ok bool) {
	for written := range strings.SplitSeq(list, ",") {
		minutes, err := strconv.ParseInt(written, 10, 32)
		if err != nil {
			return nil, false
		}
		leads = append(leads, time.Duration(minutes)*time.Minute)
	}
	return leads, true
}
