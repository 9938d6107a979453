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

// Examples that people can copy; the number is that of the vendor's own
// sample.
const (
	exampleNumber  = "914083136"
	exampleGrouped = "914 083 136"
	exampleLink    = "https://meeting.huaweicloud.com/#/j/914083136"
)

// maxEcho bounds what is repeated of something that was not understood.
const maxQuoted = 80

// Offer is what a bot has to offer beside answers.
type HelpFacts struct {
	Reminders bool
	Version   string // "" where it is not told
}

// Help says what the command does. Command is its name, such as "/meeting".
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

// examples are ways to ask, each in a font that invites to copy it.
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

// remindExamples are ways to be reminded, and not to be any more.
func remindExamples(loc text.Localizer, command string) string {
	remind := loc.Say(text.RemindWord) + " " + exampleNumber
	return lines(
		loc.Say(text.HelpRemind), example(command, remind), example(command, remind+" 1h 10m"),
		loc.Say(text.HelpReminders), example(command, loc.Say(text.RemindersWord)),
		example(command, loc.Say(text.ForgetWord)+" "+exampleNumber),
	)
}

// example is one way to ask, in a fixed font.
func example(command, text string) string { return code(escapeCode(command) + " " + text) }

// Problem is why a command was not understood.
type Problem struct {
	Unknown string // words that mean nothing here
	TooLong bool   // more than anybody needs to say
	Several bool   // more than one meeting
	Remind  bool   // it stands in a command to be reminded
}

// Usage says what was not understood, and shows what would be.
func Usage(loc text.Localizer, command string, p Problem) Message {
	if p.Remind {
		return usageMessage(loc, p.explanation(loc), remindUsageExamples(loc, command))
	}
	return usageMessage(loc, p.explanation(loc), lines(example(command, exampleNumber), example(command, exampleLink),
		example(command, loc.Say(text.HelpWord))))
}

// words say what was not understood.
func (p Problem) explanation(loc text.Localizer) string {
	switch {
	case p.TooLong:
		return loc.Say(text.UsageTooLong)
	case p.Several:
		return loc.Say(text.UsageSeveral)
	}
	words := loc.Say(text.UsageNotUnderstood, text.Args{"Text": code(escapeCode(p.Unknown))})
	if p.Remind {
		words = lines(words, loc.Say(text.LeadsNotUnderstood))
	}
	return words
}

// tryInstead says what is wrong with a command, and how it might be.
func usageMessage(loc text.Localizer, problem, ways string) Message {
	list := lines(loc.Say(text.UsageTry), ways)
	return Message{
		Text:   lines(problem, list),
		Blocks: []slack.Block{section(BlockUsage, problem), section(BlockExamples, list)},
	}
}

// inCode makes what a stranger wrote fit for a fixed font, in which Slack sees
// no mark-up but the end of the font itself.
func escapeCode(s string) string {
	return escapeControl(strings.ReplaceAll(clean(s, maxQuoted), "`", "ˋ"))
}
