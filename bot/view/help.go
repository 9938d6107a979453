package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the blocks of help and usage. The number of the group is appended to
// BlockExamples in the help.
const (
	BlockHelp     = "help_title"
	BlockExamples = "help_examples"
	BlockVersion  = "help_version"
	BlockUsage    = "usage"
)

// Example arguments that people can copy. The number is the vendor's sample.
const (
	exampleNumber = "914083136"
	exampleLink   = "https://meeting.huaweicloud.com/#/j/914083136"
)

// maxQuoted is how much is quoted of something not understood, in characters.
const maxQuoted = 80

// HelpFacts say which commands the help explains.
type HelpFacts struct {
	Refusal text.Key // why the reader may look up nothing, "" when they may
	Invited bool     // the reader may look up only meetings that they are invited to
	Books   bool     // meetings can be booked
	Links   bool     // people can be linked with their meeting account
	Direct  bool     // the reader is alone with the bot: there is nobody else to show or remind
	Version string   // "" when not shown
}

// Help explains the commands that the reader may use, those of every day first.
// Command is its name, such as "/meeting".
func Help(loc text.Localizer, command string, f HelpFacts) Message {
	title := loc.Say(text.HelpTitle)
	m := Message{Text: bold(title), Blocks: []slack.Block{slack.NewHeaderBlock(plain(title), slack.HeaderBlockOptionBlockID(BlockHelp))}}
	add := func(id, words string) {
		m.Text = lines(m.Text, words)
		m.Blocks = append(m.Blocks, section(id, words))
	}
	if f.Refusal != "" {
		add(BlockUsage, lines(loc.Say(f.Refusal), loc.Say(text.HelpRefused)))
		return m
	}
	intro := text.HelpIntro
	if f.Invited {
		intro = text.HelpIntroInvited
	}
	add(BlockUsage, loc.Say(intro))
	for i, g := range f.groups() {
		add(BlockExamples+"_"+strconv.Itoa(i+1), g.words(loc, command))
	}
	if version := safe(f.Version, maxWord); version != "" {
		version = loc.Say(text.HelpVersion, text.Args{"Version": version})
		m.Text = lines(m.Text, version)
		m.Blocks = append(m.Blocks, slack.NewContextBlock(BlockVersion, mrkdwn(version)))
	}
	return m
}

// helpGroup is some commands that belong together.
type helpGroup struct {
	title    text.Key
	commands []helpLine
}

// helpLine is one command and what it does.
type helpLine struct {
	example   text.Key // what stands after the command's name, "" for a meeting alone
	does      text.Key
	thenWhich bool // the meeting's number follows
}

// groups returns the commands that make sense here.
func (f HelpFacts) groups() []helpGroup {
	lookUp := helpGroup{text.HelpLookUp, []helpLine{
		{"", text.HelpCard, true},
		{text.HelpDayExample, text.HelpDay, false},
		{text.HelpTodayExample, text.HelpToday, false},
		{text.HelpListExample, text.HelpList, false},
		{text.HelpFindExample, text.HelpFind, false},
	}}
	book := helpGroup{text.BookingTitle, []helpLine{
		{text.HelpNowExample, text.HelpNow, false},
		{text.HelpScheduleExample, text.HelpSchedule, false},
	}}
	reminders := helpGroup{text.HelpRemindersTitle, []helpLine{
		{text.HelpRemindExample, text.HelpRemind, false},
		{text.HelpRemindMeExample, text.HelpRemindMe, false},
		{text.FollowWordsExample, text.HelpFollow, false},
		{text.FollowMineExample, text.HelpFollowMine, false},
		{text.RemindersWord, text.HelpReminders, false},
		{text.ForgetWord, text.HelpForget, true},
	}}
	more := helpGroup{text.HelpMore, []helpLine{
		{text.HelpShareExample, text.HelpShare, false},
		{text.HelpAttendanceExample, text.HelpAttendance, false},
		{text.HelpChangeExample, text.HelpChange, false},
		{text.HelpCancelExample, text.HelpCancel, false},
		{text.LinkWord, text.HelpLink, false},
		{text.SettingsWord, text.HelpSettings, false},
		{text.HelpDoctorExample, text.HelpDoctor, false},
		{text.HelpWord, text.HelpHelp, false},
	}}
	if f.Direct {
		reminders.commands = []helpLine{
			{text.HelpRemindExample, text.HelpRemindYou, false},
			{text.FollowWordsExample, text.HelpFollowYou, false},
			{text.RemindersWord, text.HelpRemindersYou, false},
			{text.ForgetWord, text.HelpForget, true},
		}
		more.commands = more.commands[1:] // there is nobody to share with
	}
	if !f.Links {
		more.commands = slices.DeleteFunc(more.commands, func(l helpLine) bool { return l.example == text.LinkWord })
	}
	if !f.Books {
		return []helpGroup{lookUp, reminders, more}
	}
	return []helpGroup{lookUp, book, reminders, more}
}

// words are the title of a group and a line for each command.
func (g helpGroup) words(loc text.Localizer, command string) string {
	all := []string{bold(loc.Say(g.title))}
	for _, c := range g.commands {
		all = append(all, c.words(loc, command))
	}
	return lines(all...)
}

// words are the command, in full, and what it does.
func (c helpLine) words(loc text.Localizer, command string) string {
	var parts []string
	if c.example != "" {
		parts = append(parts, loc.Say(c.example, text.Args{"Number": exampleNumber}))
	}
	if c.thenWhich {
		parts = append(parts, exampleNumber)
	}
	return example(command, strings.Join(parts, " ")) + "  " + loc.Say(c.does)
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
