package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// SetFacts describe what a request to set a reminder did.
type SetFacts struct {
	ReminderFacts
	Already bool            // nothing changed: the same subscription existed before
	Changed bool            // there was one that told something else
	Before  []time.Duration // the leads before, nil where they are the same or there were none
	Missed  []time.Duration // leads whose time has passed for the next start
	Hint    Obstacle        // what may stand in the way, zero for nothing
	Resumes time.Time       // when all leads are missed: the first start with a reminder, zero if not known
}

// ReminderSet confirms to the setter what their request did.
func ReminderSet(r Reader, f SetFacts) Message {
	l := r.locale()
	var before string
	if f.Before != nil {
		before = r.Say(text.ReminderBefore, text.Args{"Leads": leadsText(r.Localizer, f.Before)})
	}
	write := func(when func(time.Time) string) string {
		return lines(f.sentence(r.Localizer), f.details(r.Localizer, when), f.missedWarning(l, when), before, f.hintLine(r.Localizer))
	}
	return Message{
		Text: write(l.dateTimeText),
		Blocks: []slack.Block{
			section(BlockSubscription, write(l.dateTimeToken)),
			f.subscriptionActions(r.Localizer),
		},
	}
}

// Note says in short what became of the request: the first sentence, and what may
// be unexpected.
func (f SetFacts) Note(r Reader) string {
	l := r.locale()
	f.Subject = cleanShort(f.Subject, maxReminded)
	return lines(f.sentence(r.Localizer), f.missedWarning(l, l.dateTimeToken), f.hintLine(r.Localizer))
}

// sentence is the first one of ReminderSet.
func (f SetFacts) sentence(loc text.Localizer) string {
	return loc.Say(f.confirmation(), text.Args{"Meeting": f.meetingText(loc), "Channel": channelMention(loc, f.Channel)})
}

// hintLine says what may stand in the way, "" for nothing.
func (f SetFacts) hintLine(loc text.Localizer) string {
	if f.Hint.Sentence == "" {
		return ""
	}
	return "⚠️ " + loc.Say(f.Hint.Sentence, text.Args{"Channel": channelMention(loc, f.Channel), "Scope": f.Hint.scope()})
}

// subscriptionActions are the buttons below one subscription.
func (f ReminderFacts) subscriptionActions(loc text.Localizer) slack.Block {
	return slack.NewActionBlock(BlockSubscriptionActions,
		reminderButton(ActionReminderChange, loc.Say(text.ButtonChange), f.ID),
		f.stopButton(loc, ActionReminderStop, loc.Say(text.ButtonStop), f.ID))
}

// missedWarning says which reminders of the next start are missed, "" for none.
func (f SetFacts) missedWarning(l locale, when func(time.Time) string) string {
	wait := f.Start.Sub(l.now)
	switch {
	case len(f.Missed) == 0:
		return ""
	case len(f.Missed) < len(f.Leads):
		return "⚠️ " + l.Say(text.ReminderLateSome, text.Args{"Leads": leadsText(l.Localizer, f.Missed)})
	}
	args := text.Args{"Duration": l.Duration(wait), "Reminder": f.lateReminder(l.Localizer), "Try": f.tryLead(l, wait)}
	if f.Resumes.IsZero() {
		return strings.TrimSpace("⚠️ " + l.Say(text.ReminderLate, args))
	}
	args["When"] = when(f.Resumes)
	return strings.TrimSpace("⚠️ " + l.Say(text.ReminderLateOnce, args))
}

// lateReminder names the reminders that are missed: "a 10-minute reminder" for one,
// else with all their times. English has "an" before 8, 11 and 18.
func (f SetFacts) lateReminder(loc text.Localizer) string {
	lead := f.Missed[0]
	for _, u := range []struct {
		unit time.Duration
		key  text.Key
	}{{24 * time.Hour, text.LateReminderDays}, {time.Hour, text.LateReminderHours}, {time.Minute, text.LateReminderMinutes}} {
		count := int(lead / u.unit)
		if len(f.Missed) == 1 && count > 0 && lead%u.unit == 0 && !slices.Contains([]int{8, 11, 18}, count) {
			return loc.Count(u.key, count)
		}
	}
	return loc.Say(text.LateReminder, text.Args{"Leads": leadsText(loc, f.Missed)})
}

// tryLead offers a time before the start that is still ahead, "" for none. wait is
// how long it is until the start.
func (f SetFacts) tryLead(l locale, wait time.Duration) string {
	for _, minutes := range []int{30, 15, 10, 5, 2, 1} {
		if time.Duration(minutes)*time.Minute < wait {
			return l.Say(text.ReminderTry, text.Args{"Lead": strconv.Itoa(minutes) + "m"})
		}
	}
	return ""
}

// confirmation is the first sentence of ReminderSet.
func (f SetFacts) confirmation() text.Key {
	private := f.Channel == ""
	switch {
	case f.Already && private:
		return text.ReminderAlreadyYou
	case f.Already:
		return text.ReminderAlready
	case f.Before != nil && private:
		return text.ReminderChangedYou
	case f.Before != nil:
		return text.ReminderChanged
	case f.Changed && private:
		return text.ReminderAlsoChangedYou
	case f.Changed:
		return text.ReminderAlsoChanged
	case private:
		return text.ReminderSetYou
	default:
		return text.ReminderSet
	}
}

// Obstacle is why nothing can be posted in a conversation, or perhaps not.
type Obstacle struct {
	Sentence text.Key // "" for no obstacle
	Scope    string   // the permission without which that cannot be told, "" where it can
}

// scope is the permission as mrkdwn.
func (o Obstacle) scope() string { return "`" + escapeCode(o.Scope) + "`" }

// CannotRemind says why a conversation cannot be reminded, that nothing was set, and
// what helps.
func CannotRemind(loc text.Localizer, command string, o Obstacle, f ReminderFacts) Message {
	again := example(command, loc.Say(text.RemindWord)+" "+escapeCode(f.Number))
	return Message{Text: "⚠️ " + loc.Say(o.Sentence, text.Args{
		"Channel": channelMention(loc, f.Channel), "Meeting": f.meetingText(loc), "Command": again,
	})}
}

// NothingToRemind says that no start of the meeting lies ahead.
func NothingToRemind(loc text.Localizer, subject, number string) Message {
	f := ReminderFacts{Subject: subject, Number: number}
	return Message{Text: loc.Say(text.RemindNoStart, text.Args{"Meeting": f.meetingText(loc)})}
}

// RemindUsage says what is wrong with a command that sets a reminder, and shows
// commands that work.
func RemindUsage(loc text.Localizer, command string, problem text.Key) Message {
	return usageMessage(loc, loc.Say(problem), remindUsageExamples(loc, command))
}

// remindUsageExamples are commands that set a reminder.
func remindUsageExamples(loc text.Localizer, command string) string {
	word := loc.Say(text.RemindWord) + " " + exampleNumber
	return lines(example(command, word), example(command, word+" 10m"), example(command, word+" 1h 10m 1m"), example(command, word+" 10m late overrun"))
}
