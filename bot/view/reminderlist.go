package view

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the list of reminders. The stop button of an item carries a
// ListedReminder, its change button the subscription's ID, and the buttons to
// other pages carry the page number.
const (
	BlockReminders      = "promises_title"
	BlockRemindersPager = "promises_pager"
	BlockRemindersGroup = "reminders_group"
	BlockRemindersNote  = "reminders_note"

	ActionListedStop        = "reminders_stop"
	ActionRemindersPrevious = "reminders_previous"
	ActionRemindersNext     = "reminders_next"
)

// maxReminded is the longest subject on a list of reminders, in characters: ten of
// them and what has just been done fit into one message.
const maxReminded = 60

// ReminderListFacts are one page of the subscriptions of a conversation, followed
// by those of the reader alone.
type ReminderListFacts struct {
	Reminders []ReminderFacts // without a Channel: of the reader alone
	Rules     []RuleFacts     // come before the reminders of their channel, or of the reader alone
	Page      int             // from 1
	Total     int             // on all pages
	Own       int             // how many are of the reader alone, where the conversation is a channel
	Private   bool            // the conversation is the one with the reader
	OwnLeads  []time.Duration // before each of the reader's meetings, where they are shown; none for no reminders

	Note    string         // what has just been done, as mrkdwn, "" for nothing
	Stopped *ReminderFacts // what has just been stopped, nil for nothing
	Undo    string         // what the button carries that turns it back on

	StoppedRule *RuleFacts // the rule that has just been stopped, nil for none
}

// ListedReminder is the value of an item's stop button: the subscription, and
// the page to show again.
type ListedReminder struct {
	ID   string // of the subscription
	Page int
}

// String writes it as the value of a button: "ABC:2".
func (l ListedReminder) String() string { return l.ID + ":" + strconv.Itoa(l.Page) }

// ParseListedReminder parses the value of a button.
func ParseListedReminder(value string) (ListedReminder, bool) {
	id, number, ok := strings.Cut(value, ":")
	page, read := ParsePage(number)
	return ListedReminder{ID: id, Page: page}, ok && read && id != ""
}

// ParsePage parses a page number from 1 to 9999, as strconv.Itoa writes it.
func ParsePage(number string) (int, bool) {
	page, err := strconv.Atoi(number)
	return page, err == nil && page >= 1 && page <= maxPage && strconv.Itoa(page) == number
}

// Reminders shows one page of the subscriptions of a conversation, and of those of
// the reader alone.
func Reminders(r Reader, command string, f ReminderListFacts) Message {
	title, note := f.title(r.Localizer), f.note(r.Localizer)
	if f.Total == 0 {
		title = noReminders(r.Localizer, command, f.Private, len(f.OwnLeads) > 0)
	}
	if f.Total == 0 && note == nil && len(f.OwnLeads) == 0 {
		return Message{Text: title}
	}
	var m Message
	var fallback []string
	if note != nil {
		m.Blocks, fallback = append(m.Blocks, note), append(fallback, note.Text.Text)
	}
	if len(f.OwnLeads) > 0 {
		own := ownLine(r.Localizer, f.OwnLeads)
		m.Blocks, fallback = append(m.Blocks, own), append(fallback, own.Text.Text)
	}
	m.Blocks, fallback = append(m.Blocks, section(BlockReminders, title)), append(fallback, title)
	l := r.locale()
	items := f.items()
	for i, item := range items {
		if group := f.groupAt(items, i); group != "" {
			heading := bold(r.Say(group))
			m.Blocks, fallback = append(m.Blocks, section(fmt.Sprintf("%s_%d", BlockRemindersGroup, i), heading)), append(fallback, heading)
		}
		number := strconv.Itoa(f.firstNumber() + i)
		fallback = append(fallback, item.words(r.Localizer, number, l.dateTimeText))
		m.Blocks = append(m.Blocks,
			section(fmt.Sprintf("%s_%d", BlockSubscription, i), item.words(r.Localizer, number, l.dateTimeToken)),
			slack.NewActionBlock(fmt.Sprintf("%s_%d", BlockSubscriptionActions, i), item.buttons(r.Localizer, number, f.Page)...))
	}
	if buttons := f.pager().buttons(r.Localizer); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockRemindersPager, buttons...))
	}
	m.Text = fitText(fallback)
	return m
}

// listItem is a reminder on a list, or a rule.
type listItem struct {
	ReminderFacts
	rule *RuleFacts // nil for a reminder
}

// items are those of the page: of the channel, and then of the reader alone, each with
// the rules first.
func (f ReminderListFacts) items() (all []listItem) {
	for _, own := range []bool{false, true} {
		for i := range f.Rules {
			if r := &f.Rules[i]; (r.Channel == "") == own {
				all = append(all, listItem{rule: r})
			}
		}
		for _, s := range f.Reminders {
			if (s.Channel == "") == own {
				all = append(all, listItem{ReminderFacts: s})
			}
		}
	}
	return all
}

// isOwn reports whether the reader alone is reminded.
func (i listItem) isOwn() bool {
	if i.rule != nil {
		return i.rule.Channel == ""
	}
	return i.Channel == ""
}

// words describe an item with its number. when formats times.
func (i listItem) words(loc text.Localizer, number string, when func(time.Time) string) string {
	if i.rule != nil {
		return lines(number+". "+i.rule.title(loc), i.rule.details(loc))
	}
	i.Subject = cleanShort(i.Subject, maxReminded)
	return lines(number+". "+i.meetingText(loc), i.details(loc, when))
}

// buttons are those of one item. Their labels for screen readers name the item.
func (i listItem) buttons(loc text.Localizer, number string, page int) []slack.BlockElement {
	if i.rule != nil {
		return i.rule.itemButtons(loc, number, page)
	}
	which := text.Args{"Number": number, "Subject": cmp.Or(cleanShort(i.Subject, maxWord), loc.Say(text.UntitledMeeting))}
	change := reminderButton(ActionReminderChange, loc.Say(text.ButtonChange), i.ID)
	change.AccessibilityLabel = loc.Say(text.LabelReminderChange, which)
	stop := reminderButton(ActionListedStop, loc.Say(text.ButtonStop), ListedReminder{i.ID, page}.String())
	stop.AccessibilityLabel = loc.Say(text.LabelReminderStop, which)
	return []slack.BlockElement{change, stop}
}

// note says what has just been done, nil for nothing.
func (f ReminderListFacts) note(loc text.Localizer) *slack.SectionBlock {
	switch {
	case f.StoppedRule != nil:
		button := slack.NewAccessory(f.StoppedRule.undoButton(loc, f.Undo))
		return slack.NewSectionBlock(mrkdwn(f.StoppedRule.stoppedText(loc)), nil, button, slack.SectionBlockOptionBlockID(BlockRemindersNote))
	case f.Stopped != nil:
		item := *f.Stopped
		item.Subject = cleanShort(item.Subject, maxReminded)
		button := slack.NewAccessory(item.undoButton(loc, f.Undo))
		return slack.NewSectionBlock(mrkdwn(item.stoppedText(loc)), nil, button, slack.SectionBlockOptionBlockID(BlockRemindersNote))
	case f.Note != "":
		return slack.NewSectionBlock(mrkdwn(f.Note), nil, nil, slack.SectionBlockOptionBlockID(BlockRemindersNote))
	}
	return nil
}

// title says whose reminders these are, and which of them are on the page.
func (f ReminderListFacts) title(loc text.Localizer) string {
	position := separator + f.positionText(loc)
	switch {
	case f.Private:
		return bold(loc.Say(text.RemindersTitleYou)) + position
	case f.Own == 0:
		return bold(loc.Say(text.RemindersTitle)) + position
	case f.Own == f.Total:
		return lines(loc.Say(text.RemindersNone), bold(loc.Say(text.RemindersTitleYou))+position)
	default:
		return bold(loc.Say(text.RemindersTitleAll)) + position
	}
}

// groupAt is the heading above an item of the page, "" for none: a list that has
// one group alone has its title.
func (f ReminderListFacts) groupAt(items []listItem, i int) text.Key {
	own := items[i].isOwn()
	switch {
	case f.Private, f.Own == 0, f.Own == f.Total, i > 0 && own == items[i-1].isOwn():
		return ""
	case own:
		return text.RemindersGroupYou
	default:
		return text.RemindersGroupHere
	}
}

// noReminders says that there are no reminders, unless the reader is reminded of all of
// their meetings, and how to set one.
func noReminders(loc text.Localizer, command string, private, ofAll bool) string {
	none := text.RemindersNone
	if private {
		none = text.RemindersNoneYou
	}
	how := example(command, loc.Say(text.RemindWord)+" "+exampleNumber)
	if ofAll {
		return loc.Say(text.RemindersHow, text.Args{"Command": how})
	}
	return lines(loc.Say(none), loc.Say(text.RemindersHow, text.Args{"Command": how}))
}

// paging returns the page among all pages.
func (f ReminderListFacts) paging() paging { return newPaging(f.Page, f.Total) }

func (f ReminderListFacts) firstNumber() int { return f.paging().first(f.Page) }

// positionText says which items are on the page.
func (f ReminderListFacts) positionText(loc text.Localizer) string {
	from, to := f.firstNumber(), f.paging().last(f.Page)
	switch {
	case f.paging().pages == 1:
		return loc.Count(text.RemindersAll, f.Total)
	case from == to:
		return loc.Say(text.RemindersOne, text.Args{"From": from, "Total": f.Total})
	default:
		return loc.Say(text.RemindersRange, text.Args{"From": from, "To": to, "Total": f.Total})
	}
}

// pageNumber is the value of a button to another page.
type pageNumber int

// String writes it as the value of a button: "2".
func (p pageNumber) String() string { return strconv.Itoa(int(p)) }

// pager has the buttons to the other pages.
func (f ReminderListFacts) pager() pager {
	return pager{
		paging: f.paging(), total: f.Total,
		previous: ActionRemindersPrevious, labelPrevious: text.LabelRemindersPrevious,
		next: ActionRemindersNext, labelNext: text.LabelRemindersNext,
		ref: func(page int) fmt.Stringer { return pageNumber(page) },
	}
}
