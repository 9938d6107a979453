package view

import (
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the blocks of help and usage.
const (
	BlockHelp     = "help_title"
	BlockExamples = "help_examples"
	BlockVersion  = "help_version"
	BlockUsage    = "usage"
)

// Example arguments that people can copy. The number is the vendor's sample.
const (
	exampleNumber  = "914083136"
	exampleGrouped = "914 083 136"
	exampleLink    = "https://meeting.huaweicloud.com/#/j/914083136"
)

// maxQuoted is how much is quoted of something not understood, in characters.
const maxQuoted = 80

// HelpFacts say which optional parts the help has.
type HelpFacts struct {
	Reminders bool
	Version   string // "" when not shown
}

// Help explains the command. Command is its name, such as "/meeting".
func Help(loc text.Localizer, command string, f HelpFacts) Message {
	title, intro, list := loc.Say(text.HelpTitle), loc.Say(text.HelpIntro), examples(loc, command, f.Reminders)
	m := Message{
		Text: lines(bold(title), intro, list),
		Blocks: []slack.Block{
			slack.NewHeaderBlock(plain(title), slack.HeaderBlockOptionBlockID(BlockHelp)),
			section(BlockUsage, intro),
			section(BlockExamples, list),
		},
	}
	if version := safe(f.Version, maxWord); version != "" {
		version = loc.Say(text.HelpVersion, text.Args{"Version": version})
		m.Text = lines(m.Text, version)
		m.Blocks = append(m.Blocks, slack.NewContextBlock(BlockVersion, mrkdwn(version)))
	}
	return m
}

// examples are commands in a fixed font, each kind with its explanation.
func examples(loc text.Localizer, command string, reminders bool) string {
	var remind string
	if reminders {
		remind = remindExamples(loc, command)
	}
	return lines(
		loc.Say(text.HelpNumber), example(command, exampleNumber), example(command, exampleGrouped),
		loc.Say(text.HelpLink), example(command, exampleLink),
		loc.Say(text.HelpFind), example(command, loc.Say(text.HelpFindWord)),
		loc.Say(text.HelpList), example(command, loc.Say(text.HelpListWord)), example(command, loc.Say(text.HelpTodayWord)),
		loc.Say(text.HelpShare), example(command, exampleNumber+" "+loc.Say(text.HelpShareWord)),
		remind,
		loc.Say(text.HelpAttendance), example(command, exampleNumber+" "+loc.Say(text.HelpAttendanceWord)),
		loc.Say(text.HelpDoctor), example(command, loc.Say(text.HelpDoctorWord)),
		loc.Say(text.HelpHelp), example(command, loc.Say(text.HelpWord)),
	)
}

// remindExamples are commands that set, list and remove reminders.
func remindExamples(loc text.Localizer, command string) string {
	remind := loc.Say(text.RemindWord) + " " + exampleNumber
	return lines(
		loc.Say(text.HelpRemind), example(command, remind), example(command, remind+" 1h 10m"),
		loc.Say(text.HelpReminders), example(command, loc.Say(text.RemindersWord)),
		example(command, loc.Say(text.ForgetWord)+" "+exampleNumber),
	)
}

// example is a command in a fixed font.
func example(command, text string) string { return code(escapeCode(command) + " " + text) }

// Problem is why a command was not understood.
type Problem struct {
	Unknown string // words that are no part of a command
	TooLong bool   // the command is too long
	Several bool   // the command names more than one meeting
	Remind  bool   // the command sets a reminder
}

// Usage says what was not understood, and shows commands that work.
func Usage(loc text.Localizer, command string, p Problem) Message {
	if p.Remind {
		return usageMessage(loc, p.explanation(loc), remindUsageExamples(loc, command))
	}
	return usageMessage(loc, p.explanation(loc), lines(example(command, exampleNumber), example(command, exampleLink),
		example(command, loc.Say(text.HelpWord))))
}

// explanation says what was not understood.
func (p Problem) explanation(loc text.Localizer) string {
	switch {
	case p.TooLong:
		return loc.Say(text.UsageTooLong)
	case p.Several:
		return loc.Say(text.UsageSeveral)
	}
	words := loc.Say(text.UsageNotUnderstood, text.Args{"Text": quoted(p.Unknown)})
	if p.Remind {
		words = lines(words, loc.Say(text.LeadsNotUnderstood))
	}
	return words
}

// usageMessage says what is wrong with a command, and shows examples that work.
func usageMessage(loc text.Localizer, problem, examples string) Message {
	list := lines(loc.Say(text.UsageTry), examples)
	return Message{
		Text:   lines(problem, list),
		Blocks: []slack.Block{section(BlockUsage, problem), section(BlockExamples, list)},
	}
}

// escapeCode makes text that people wrote safe inside backquotes, where only a
// backquote ends the fixed font.
func escapeCode(s string) string {
	return escapeControl(strings.ReplaceAll(clean(s, maxQuoted), "`", "ˋ"))
}
