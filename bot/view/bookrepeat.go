package view

import (
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// repeat asks whether the meeting comes again, and if so, on which days and until
// when.
func (f BookForm) repeat(loc text.Localizer) []slack.Block {
	if f.Once {
		return nil
	}
	all := []slack.Block{f.repeatInput(loc)}
	if f.Repeat == RepeatWeekly {
		all = append(all, f.daysInput(loc))
	}
	if f.Repeat != "" {
		all = append(all, f.untilInput(loc))
	}
	return all
}

// repeatInput is the menu of how the meeting comes again. The bot is told at once what
// is chosen.
func (f BookForm) repeatInput(loc text.Localizer) slack.Block {
	options := []bookOption{
		{bookDefault, text.ScheduleRepeatNever},
		{string(RepeatDaily), text.ScheduleRepeatDaily},
		{string(RepeatWeekly), text.ScheduleRepeatWeekly},
		{string(RepeatMonthly), text.ScheduleRepeatMonthly},
	}
	if f.Changes != "" { // a series stays one
		options = options[1:]
	}
	menu := bookMenu(loc, InputBookRepeat, string(f.Repeat), options)
	return slack.NewInputBlock(InputBookRepeat, plain(loc.Say(text.ScheduleRepeat)), nil, menu).WithDispatchAction(true)
}

// daysInput asks for the days of the week.
func (f BookForm) daysInput(loc text.Localizer) slack.Block {
	var options, ticked []*slack.OptionBlockObject
	for _, d := range daysOfWeek() {
		option := slack.NewOptionBlockObject(strconv.Itoa(int(d)), caption(loc.Weekday(d)), nil)
		if options = append(options, option); slices.Contains(f.Days, d) {
			ticked = append(ticked, option)
		}
	}
	boxes := slack.NewCheckboxGroupsBlockElement(InputBookDays, options...)
	boxes.InitialOptions = ticked
	return slack.NewInputBlock(InputBookDays, plain(loc.Say(text.ScheduleDays)), nil, boxes)
}

// untilInput asks for the last date.
func (f BookForm) untilInput(loc text.Localizer) slack.Block {
	until := slack.NewDatePickerBlockElement(InputBookUntil)
	until.InitialDate = f.Until
	return slack.NewInputBlock(InputBookUntil, plain(loc.Say(text.ScheduleUntil)), plain(loc.Say(text.ScheduleUntilHint)), until)
}

// WithRepeat is the form with what was chosen filled in as far as it follows: the day
// of the week of the first date.
func (f BookForm) WithRepeat() BookForm {
	first, err := time.Parse(time.DateOnly, f.Date)
	if f.Repeat == RepeatWeekly && len(f.Days) == 0 && err == nil {
		f.Days = []time.Weekday{first.Weekday()}
	}
	return f
}
