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
const maxEcho = 80

// Offer is what a bot has to offer beside answers.
type HelpFacts struct {
	Reminders bool
	Version   string // "" where it is not told
}

// Help says what the command does. Command is its name, such as "/meeting".
func Help(say text.Localizer, command string, o HelpFacts) Message {
	title, intro, list := say.Say(text.HelpTitle), say.Say(text.HelpIntro), examples(say, command, o.Reminders)
	m := Message{
		Text: lines(bold(title), intro, list),
		Blocks: []slack.Block{
			slack.NewHeaderBlock(plain(title), slack.HeaderBlockOptionBlockID(BlockHelp)),
			section(BlockUsage, intro),
			section(BlockExamples, list),
		},
	}
	if version := safe(o.Version, maxWord); version != "" {
		version = say.Say(text.HelpVersion, text.Args{"Version": version})
		m.Text = lines(m.Text, version)
		m.Blocks = append(m.Blocks, slack.NewContextBlock(BlockVersion, mrkdwn(version)))
	}
	return m
}

// examples are ways to ask, each in a font that invites to copy it.
func examples(say text.Localizer, command string, reminders bool) string {
	var remind string
	if reminders {
		remind = remindExamples(say, command)
	}
	return lines(
		say.Say(text.HelpNumber), example(command, exampleNumber), example(command, exampleGrouped),
		say.Say(text.HelpLink), example(command, exampleLink),
		say.Say(text.HelpFind), example(command, say.Say(text.HelpFindWord)),
		say.Say(text.HelpList), example(command, say.Say(text.HelpListWord)), example(command, say.Say(text.HelpTodayWord)),
		say.Say(text.HelpShare), example(command, exampleNumber+" "+say.Say(text.HelpShareWord)),
		remind,
		say.Say(text.HelpAttendance), example(command, exampleNumber+" "+say.Say(text.HelpAttendanceWord)),
		say.Say(text.HelpDoctor), example(command, say.Say(text.HelpDoctorWord)),
		say.Say(text.HelpHelp), example(command, say.Say(text.HelpWord)),
	)
}

// remindExamples are ways to be reminded, and not to be any more.
func remindExamples(say text.Localizer, command string) string {
	remind := say.Say(text.RemindWord) + " " + exampleNumber
	return lines(
		say.Say(text.HelpRemind), example(command, remind), example(command, remind+" 1h 10m"),
		say.Say(text.HelpReminders), example(command, say.Say(text.RemindersWord)),
		example(command, say.Say(text.ForgetWord)+" "+exampleNumber),
	)
}

// example is one way to ask, in a fixed font.
func example(command, text string) string { return code(inCode(command) + " " + text) }

// Problem is why a command was not understood.
type Problem struct {
	Unknown string // words that mean nothing here
	TooLong bool   // more than anybody needs to say
	Several bool   // more than one meeting
	Remind  bool   // it stands in a command to be reminded
}

// Usage says what was not understood, and shows what would be.
func Usage(say text.Localizer, command string, p Problem) Message {
	if p.Remind {
		return tryInstead(say, p.words(say), remindWays(say, command))
	}
	return tryInstead(say, p.words(say), lines(example(command, exampleNumber), example(command, exampleLink),
		example(command, say.Say(text.HelpWord))))
}

// words say what was not understood.
func (p Problem) words(say text.Localizer) string {
	switch {
	case p.TooLong:
		return say.Say(text.UsageTooLong)
	case p.Several:
		return say.Say(text.UsageSeveral)
	}
	words := say.Say(text.UsageNotUnderstood, text.Args{"Text": code(inCode(p.Unknown))})
	if p.Remind {
		words = lines(words, say.Say(text.LeadsNotUnderstood))
	}
	return words
}

// tryInstead says what is wrong with a command, and how it might be.
func tryInstead(say text.Localizer, trouble, ways string) Message {
	list := lines(say.Say(text.UsageTry), ways)
	return Message{
		Text:   lines(trouble, list),
		Blocks: []slack.Block{section(BlockUsage, trouble), section(BlockExamples, list)},
	}
}

// inCode makes what a stranger wrote fit for a fixed font, in which Slack sees
// no mark-up but the end of the font itself.
func inCode(s string) string {
	return escaped(strings.ReplaceAll(clean(s, maxEcho), "`", "ˋ"))
}
