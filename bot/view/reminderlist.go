package view

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the list of promises. The buttons of its lines carry a Listed, those
// that turn the page its number.
const (
	BlockReminders      = "promises_title"
	BlockRemindersPager = "promises_pager"

	ActionListedStop        = "reminders_stop"
	ActionRemindersPrevious = "reminders_previous"
	ActionRemindersNext     = "reminders_next"
)

// ReminderListFacts is one page of what a conversation is told about.
type ReminderListFacts struct {
	Reminders []ReminderFacts
	Page      int // from 1
	Total     int // on all pages
	Private   bool
}

// ListedReminder is what the button of a line carries: which reminders, and on which
// page it stands.
type ListedReminder struct {
	ID   string
	Page int
}

// String writes it as the value of a button: "ABC:2".
func (l ListedReminder) String() string { return l.ID + ":" + strconv.Itoa(l.Page) }

// ParseListedReminder reads the value of a button.
func ParseListedReminder(value string) (ListedReminder, bool) {
	id, number, ok := strings.Cut(value, ":")
	page, read := ParsePage(number)
	return ListedReminder{ID: id, Page: page}, ok && read && id != ""
}

// ParsePage reads the number of a page, from 1 to 9999.
func ParsePage(number string) (int, bool) {
	page, err := strconv.Atoi(number)
	return page, err == nil && page >= 1 && page <= maxPage
}

// Reminders lists what a conversation is told about.
func Reminders(r Reader, command string, f ReminderListFacts) Message {
	if f.Total == 0 {
		return noReminders(r.Localizer, command, f.Private)
	}
	title := bold(r.Say(f.titleKey())) + separator + f.positionText(r.Localizer)
	m := Message{Blocks: []slack.Block{section(BlockReminders, title)}}
	words := []string{title}
	l := r.locale()
	for i, one := range f.Reminders {
		one.Subject = cleanShort(one.Subject, maxListed)
		number := strconv.Itoa(f.firstNumber() + i)
		item := number + ". " + one.meetingText(r.Localizer)
		words = append(words, lines(item, one.details(r.Localizer, l.dateTimeText)))
		m.Blocks = append(m.Blocks,
			section(fmt.Sprintf("%s_%d", BlockSubscription, i), lines(item, one.details(r.Localizer, l.dateTimeToken))),
			slack.NewActionBlock(fmt.Sprintf("%s_%d", BlockSubscriptionActions, i), f.itemButtons(r.Localizer, number, one)...))
	}
	if buttons := f.pager().buttons(r.Localizer); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockRemindersPager, buttons...))
	}
	m.Text = fitText(words)
	return m
}

// changes are the buttons of one line, told apart by screen readers.
func (f ReminderListFacts) itemButtons(loc text.Localizer, number string, one ReminderFacts) []slack.BlockElement {
	which := text.Args{"Number": number, "Subject": cmp.Or(cleanShort(one.Subject, maxWord), loc.Say(text.UntitledMeeting))}
	change := reminderButton(ActionReminderChange, loc.Say(text.ButtonChange), one.ID)
	change.AccessibilityLabel = loc.Say(text.LabelReminderChange, which)
	stop := reminderButton(ActionListedStop, loc.Say(text.ButtonStop), ListedReminder{one.ID, f.Page}.String())
	stop.AccessibilityLabel = loc.Say(text.LabelReminderStop, which)
	return []slack.BlockElement{change, stop}
}

// noReminders says that there are none, and how to set one up.
func noReminders(loc text.Localizer, command string, private bool) Message {
	none := text.RemindersNone
	if private {
		none = text.RemindersNoneYou
	}
	how := example(command, loc.Say(text.RemindWord)+" "+exampleNumber)
	return Message{Text: lines(loc.Say(none), loc.Say(text.RemindersHow, text.Args{"Command": how}))}
}

func (f ReminderListFacts) titleKey() text.Key {
	if f.Private {
		return text.RemindersTitleYou
	}
	return text.RemindersTitle
}

// paging is where the page is among all.
func (f ReminderListFacts) paging() paging { return newPaging(f.Page, f.Total) }

func (f ReminderListFacts) firstNumber() int { return f.paging().first(f.Page) }

// bounds says which ones are on the page.
func (f ReminderListFacts) positionText(loc text.Localizer) string {
	from, to := f.firstNumber(), f.paging().last(f.Page)
	if from == to {
		return loc.Say(text.RemindersOne, text.Args{"From": from, "Total": f.Total})
	}
	return loc.Say(text.RemindersRange, text.Args{"From": from, "To": to, "Total": f.Total})
}

// pageOf is the number of a page as a button carries it.
type pageNumber int

// String writes it as the value of a button: "2".
func (p pageNumber) String() string { return strconv.Itoa(int(p)) }

// pager turns the page.
func (f ReminderListFacts) pager() pager {
	return pager{
		paging: f.paging(), total: f.Total,
		previous: ActionRemindersPrevious, labelPrevious: text.LabelRemindersPrevious,
		next: ActionRemindersNext, labelNext: text.LabelRemindersNext,
		ref: func(page int) fmt.Stringer { return pageNumber(page) },
	}
}
