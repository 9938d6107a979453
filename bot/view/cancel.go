package view

import (
	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the question whether to cancel, and of its buttons. They carry the PageRef of
// a date, or of the whole meeting.
const (
	BlockCancel        = "cancel"
	BlockCancelActions = "cancel_actions"
	BlockLook          = "act_look"

	ActionCancel = "cancel_yes"
)

// CancelFacts describe what is to be cancelled: the date that the Facts name, or
// the whole meeting.
type CancelFacts struct {
	Facts
	Followers int // how many conversations are told of it, -1 where that is not known
}

// one reports whether one date of a series is meant.
func (f CancelFacts) one(c card) bool { return len(c.series) > 0 && f.Start != 0 }

// CancelQuestion asks whether to cancel a meeting. It says what is cancelled and who
// hears of it.
func CancelQuestion(loc text.Localizer, f CancelFacts) Message {
	c := newCard(loc, f.Facts)
	args := text.Args{"Meeting": c.meetingText()}
	when, yes, question := c.bookedTokens(c.occurrence), text.CancelYes, loc.Say(text.CancelQuestion, args)
	var stay string
	switch {
	case f.one(c):
		question, yes, stay = loc.Say(text.CancelQuestionDate, args), text.CancelYesDate, loc.Say(text.CancelOthersStay)
	case len(c.series) > 0:
		question, yes = loc.Say(text.CancelQuestionSeries, args), text.CancelYesSeries
		when = listUnder(loc.Say(text.WhichDates), firstDates(c, c.ahead()))
	}
	words := lines(question, when, stay, f.told(loc), f.mailed(loc))
	ref := PageRef{ID: c.ref.ID, Page: 1, Start: f.Start}
	sure := button(ActionCancel, loc.Say(yes), "", ref)
	sure.Style = slack.StyleDanger
	no := button(ActionActNot, loc.Say(text.CancelNo), "", ref)
	return Message{Text: words, Blocks: []slack.Block{section(BlockCancel, words), slack.NewActionBlock(BlockCancelActions, sure, no)}}
}

// told says whom the bot tells.
func (f CancelFacts) told(loc text.Localizer) string {
	switch {
	case f.Followers < 0:
		return loc.Say(text.CancelTellsUnknown)
	case f.Followers == 0:
		return loc.Say(text.CancelTellsNobody)
	default:
		return loc.Count(text.CancelTells, f.Followers)
	}
}

// mailed says whom Huawei Cloud Meeting tells.
func (f CancelFacts) mailed(loc text.Localizer) string {
	config, invited := f.Meeting.Conference.Config, max(f.Meeting.Count, len(f.Meeting.Participants))
	switch {
	case invited == 0:
		return ""
	case bool(config.SendNotify) || bool(config.SendCalendar):
		return loc.Count(text.CancelMails, invited)
	default:
		return loc.Say(text.CancelMailsNobody)
	}
}

// Cancelled says what was cancelled.
func Cancelled(loc text.Localizer, f CancelFacts) Message {
	c := newCard(loc, f.Facts)
	args := text.Args{"Meeting": c.meetingText(), "When": c.bookedTokens(c.occurrence)}
	done := text.Cancelled
	switch {
	case f.one(c):
		done = text.CancelledDate
	case len(c.series) > 0:
		done = text.CancelledSeries
	}
	var told string
	if f.Followers != 0 {
		told = loc.Say(text.CancelledTells)
	}
	return Message{Text: lines(loc.Say(done, args), told)}
}

// ActSentence is one sentence about a meeting that somebody wants to change or cancel.
func ActSentence(loc text.Localizer, sentence text.Key, f Facts) Message {
	c := newCard(loc, f)
	return Message{Text: loc.Say(sentence, text.Args{"Meeting": c.meetingText(), "Number": c.number()})}
}

// Started says that a meeting has started and can only be ended, with a button that does.
func Started(loc text.Localizer, f Facts) Message {
	m := ActSentence(loc, text.ActStarted, f)
	m.Blocks = []slack.Block{section(BlockCancel, m.Text), slack.NewActionBlock(BlockRun, newCard(loc, f).endButton())}
	return m
}

// NotHostFacts describe somebody who is not proven to be a host of a meeting.
type NotHostFacts struct {
	Sentence text.Key // says so, of the meeting {{.Number}}
	Number   string
	Command  string
	Link     bool // they are not linked, which might prove it
	Forget   bool // they may have meant their reminders
}

// NotHost says why somebody may not change or cancel a meeting, and what may help.
func NotHost(loc text.Localizer, f NotHostFacts) Message {
	m := MeetingSentence(loc, f.Sentence, f.Number)
	if f.Link {
		m.Text = lines(m.Text, loc.Say(text.ActLink, text.Args{"Command": example(f.Command, loc.Say(text.LinkWord))}))
	}
	if f.Forget {
		words := loc.Say(text.ForgetWord) + " " + escapeCode(f.Number)
		m.Text = lines(m.Text, loc.Say(text.ActForget, text.Args{"Command": example(f.Command, words)}))
	}
	return m
}

// WithLook adds a button to a sentence that shows how a meeting stands.
func (m Message) WithLook(loc text.Localizer, f Facts) Message {
	look := button(ActionRefresh, loc.Say(text.ActLook), loc.Say(text.ActLookLabel), PageRef{ID: newCard(loc, f).ref.ID, Page: 1})
	m.Blocks = append(m.Blocks, section(BlockCancel, m.Text), slack.NewActionBlock(BlockLook, look))
	return m
}

// ActUsage says that a command needs a meeting, with an example of it.
func ActUsage(loc text.Localizer, command string, words text.Key) Message {
	return Message{Text: loc.Say(text.ActUsage, text.Args{"Example": example(command, loc.Say(words, text.Args{"Number": exampleNumber}))})}
}
