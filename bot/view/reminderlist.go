package view

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the list of reminders. The stop button of an item carries a
// ListedReminder, its change button the subscription's ID, and the buttons to
// other pages carry the page number.
const (
	BlockReminders      = "promises_title"
	BlockRemindersPager = "promises_pager"

	ActionListedStop        = "reminders_stop"
	ActionRemindersPrevious = "reminders_previous"
	ActionRemindersNext     = "reminders_next"
)

// ReminderListFacts are one page of a conversation's subscriptions.
type ReminderListFacts struct {
	Reminders []ReminderFacts
	Page      int // from 1
	Total     int // on all pages
	Private   bool
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

// Reminders shows one page of a conversation's subscriptions.
func Reminders(r Reader, command string, f ReminderListFacts) Message {
	if f.Total == 0 {
		return noReminders(r.Localizer, command, f.Private)
	}
	title := bold(r.Say(f.titleKey())) + separator + f.positionText(r.Localizer)
	m := Message{Blocks: []slack.Block{section(BlockReminders, title)}}
	fallback := []string{title}
	l := r.locale()
	for i, item := range f.Reminders {
		item.Subject = cleanShort(item.Subject, maxListed)
		number := strconv.Itoa(f.firstNumber() + i)
		head := number + ". " + item.meetingText(r.Localizer)
		fallback = append(fallback, lines(head, item.details(r.Localizer, l.dateTimeText)))
		m.Blocks = append(m.Blocks,
			section(fmt.Sprintf("%s_%d", BlockSubscription, i), lines(head, item.details(r.Localizer, l.dateTimeToken))),
			slack.NewActionBlock(fmt.Sprintf("%s_%d", BlockSubscriptionActions, i), f.itemButtons(r.Localizer, number, item)...))
	}
	if buttons := f.pager().buttons(r.Localizer); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockRemindersPager, buttons...))
	}
	m.Text = fitText(fallback)
	return m
}

// itemButtons are the buttons of one item. Their labels for screen readers name
// the item.
func (f ReminderListFacts) itemButtons(loc text.Localizer, number string, item ReminderFacts) []slack.BlockElement {
	which := text.Args{"Number": number, "Subject": cmp.Or(cleanShort(item.Subject, maxWord), loc.Say(text.UntitledMeeting))}
	change := reminderButton(ActionReminderChange, loc.Say(text.ButtonChange), item.ID)
	change.AccessibilityLabel = loc.Say(text.LabelReminderChange, which)
	stop := reminderButton(ActionListedStop, loc.Say(text.ButtonStop), ListedReminder{item.ID, f.Page}.String())
	stop.AccessibilityLabel = loc.Say(text.LabelReminderStop, which)
	return []slack.BlockElement{change, stop}
}

// noReminders says that there are no reminders, and how to set one.
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

// paging returns the page among all pages.
func (f ReminderListFacts) paging() paging { return newPaging(f.Page, f.Total) }

func (f ReminderListFacts) firstNumber() int { return f.paging().first(f.Page) }

// positionText says which items are on the page.
func (f ReminderListFacts) positionText(loc text.Localizer) string {
	from, to := f.firstNumber(), f.paging().last(f.Page)
	if from == to {
		return loc.Say(text.RemindersOne, text.Args{"From": from, "Total": f.Total})
	}
	return loc.Say(text.RemindersRange, text.Args{"From": from, "To": to, "Total": f.Total})
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
