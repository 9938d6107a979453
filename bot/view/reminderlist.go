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
	BlockPromises      = "promises_title"
	BlockPromisesPager = "promises_pager"

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
func Reminders(r Reader, command string, p ReminderListFacts) Message {
	if p.Total == 0 {
		return noReminders(r.Say, command, p.Private)
	}
	title := bold(r.Say.Say(p.title())) + separator + p.bounds(r.Say)
	m := Message{Blocks: []slack.Block{section(BlockPromises, title)}}
	words := []string{title}
	c := r.clock()
	for i, one := range p.Reminders {
		one.Subject = brief(one.Subject, maxListed)
		number := strconv.Itoa(p.first() + i)
		item := number + ". " + one.meeting(r.Say)
		words = append(words, lines(item, one.details(r.Say, c.inWords)))
		m.Blocks = append(m.Blocks,
			section(fmt.Sprintf("%s_%d", BlockPromise, i), lines(item, one.details(r.Say, c.moment))),
			slack.NewActionBlock(fmt.Sprintf("%s_%d", BlockPromiseActions, i), p.changes(r.Say, number, one)...))
	}
	if buttons := p.pager().buttons(r.Say); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockPromisesPager, buttons...))
	}
	m.Text = within(words)
	return m
}

// changes are the buttons of one line, told apart by screen readers.
func (p ReminderListFacts) changes(say text.Localizer, number string, one ReminderFacts) []slack.BlockElement {
	which := text.Args{"Number": number, "Subject": cmp.Or(brief(one.Subject, maxWord), say.Say(text.UntitledMeeting))}
	change := reminderButton(ActionReminderChange, say.Say(text.ButtonChange), one.ID)
	change.AccessibilityLabel = say.Say(text.LabelReminderChange, which)
	stop := reminderButton(ActionListedStop, say.Say(text.ButtonStop), ListedReminder{one.ID, p.Page}.String())
	stop.AccessibilityLabel = say.Say(text.LabelReminderStop, which)
	return []slack.BlockElement{change, stop}
}

// noReminders says that there are none, and how to set one up.
func noReminders(say text.Localizer, command string, private bool) Message {
	none := text.RemindersNone
	if private {
		none = text.RemindersNoneYou
	}
	how := example(command, say.Say(text.RemindWord)+" "+exampleNumber)
	return Message{Text: lines(say.Say(none), say.Say(text.RemindersHow, text.Args{"Command": how}))}
}

func (p ReminderListFacts) title() text.Key {
	if p.Private {
		return text.RemindersTitleYou
	}
	return text.RemindersTitle
}

// paging is where the page is among all.
func (p ReminderListFacts) paging() paging { return newPaging(p.Page, p.Total) }

func (p ReminderListFacts) first() int { return p.paging().from(p.Page) }

// bounds says which ones are on the page.
func (p ReminderListFacts) bounds(say text.Localizer) string {
	from, to := p.first(), p.paging().until(p.Page)
	if from == to {
		return say.Say(text.RemindersOne, text.Args{"From": from, "Total": p.Total})
	}
	return say.Say(text.RemindersRange, text.Args{"From": from, "To": to, "Total": p.Total})
}

// pageOf is the number of a page as a button carries it.
type pageOf int

// String writes it as the value of a button: "2".
func (p pageOf) String() string { return strconv.Itoa(int(p)) }

// pager turns the page.
func (p ReminderListFacts) pager() pager {
	return pager{
		paging: p.paging(), total: p.Total,
		previous: ActionRemindersPrevious, labelPrevious: text.LabelRemindersPrevious,
		next: ActionRemindersNext, labelNext: text.LabelRemindersNext,
		to: func(page int) fmt.Stringer { return pageOf(page) },
	}
}
