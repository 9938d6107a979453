package view

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// BlockSuggestions is the id of the block with the buttons of suggestions.
const BlockSuggestions = "suggestions"

// maxCaption is what Slack takes as the caption of a button, in characters.
const maxCaption = 75

// maxSearchCaption is how much of what to search for is in a caption.
const maxSearchCaption = 40

// SuggestionActions are the ids of the buttons of suggestions: those of one block
// differ.
func SuggestionActions() []string {
	var all []string
	for i := 1; i <= 5; i++ {
		all = append(all, "suggestion_"+strconv.Itoa(i))
	}
	return all
}

// SuggestionKind is what a suggestion is about.
type SuggestionKind byte

// The kinds of suggestions. Each says what Suggestion.Text is.
const (
	SuggestCommand SuggestionKind = iota // the text of a command
	SuggestMeeting                       // the number of a meeting, to be shown
	SuggestSearch                        // what to search for
	SuggestList                          // nothing: the list of meetings
	SuggestHelp                          // nothing: the help
)

// Suggestion is a command that somebody may have meant.
type Suggestion struct {
	Kind SuggestionKind
	Text string
}

// command is the text of the command.
func (s Suggestion) command(loc text.Localizer) string {
	switch s.Kind {
	case SuggestSearch:
		return loc.Say(text.FindWord) + " " + s.Text
	case SuggestList:
		return loc.Say(text.ListWord)
	case SuggestHelp:
		return loc.Say(text.HelpWord)
	default:
		return s.Text
	}
}

// caption is what stands on the button.
func (s Suggestion) caption(loc text.Localizer) string {
	switch s.Kind {
	case SuggestMeeting:
		return clean(loc.Say(text.ButtonMeeting, text.Args{"Number": Number(s.Text)}), maxCaption)
	case SuggestSearch:
		return loc.Say(text.ButtonSearch, text.Args{"Text": clean(s.Text, maxSearchCaption)})
	case SuggestList:
		return loc.Say(text.ButtonList)
	case SuggestHelp:
		return loc.Say(text.ButtonHelp)
	default:
		return clean(s.Text, maxCaption)
	}
}

// DidYouMean says what was not understood of a command, and offers what it may have
// meant.
func DidYouMean(loc text.Localizer, command string, p Problem, all []Suggestion) Message {
	words := lines(p.explanation(loc), loc.Say(text.UsageMeant))
	return Message{Text: words, Blocks: []slack.Block{section(BlockUsage, words)}}.WithSuggestions(loc, command, all)
}

// FoundNothing says that a search found no meeting, and which ones it left out.
func FoundNothing(loc text.Localizer, command, typed string, f ListFacts, all []Suggestion) Message {
	words := loc.Say(text.FoundNothing, text.Args{"Text": quoted(typed)})
	if f.Mine {
		words = lines(words, loc.Say(text.FoundMine), f.unclear(loc))
	}
	return Message{Text: words, Blocks: []slack.Block{section(BlockUsage, words)}}.WithSuggestions(loc, command, all)
}

// WithSuggestions adds a button for each command. Clients that show no blocks show
// what to type.
func (m Message) WithSuggestions(loc text.Localizer, command string, all []Suggestion) Message {
	var buttons []slack.BlockElement
	shown := []string{m.Text}
	for i, s := range all[:min(len(all), len(SuggestionActions()))] {
		value := Again{Command: command, Text: s.command(loc)}
		if len(value.String()) > maxValue {
			continue
		}
		label := clean(loc.Say(text.LabelSuggestion, text.Args{"Command": command + " " + value.Text}), maxCaption)
		buttons = append(buttons, button(SuggestionActions()[i], s.caption(loc), label, value))
		shown = append(shown, code(escapeCode(command+" "+value.Text)))
	}
	if len(buttons) > 0 {
		m.Text = fitText(shown)
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockSuggestions, buttons...))
	}
	return m
}

// quoted writes what somebody typed in a fixed font, cut, and without addresses and
// phone numbers. A number alone may be that of a meeting.
func quoted(typed string) string {
	if strings.Trim(typed, "0123456789- ") == "" {
		return code(cmp.Or(escapeCode(typed), "…"))
	}
	return code(cmp.Or(escapeCode(meeting.Name(typed).String()), "…"))
}

// BlockNote begins the id of a block with a note above a card. How many blocks are
// below it is appended.
const BlockNote = "note"

// NotUnderstoodNote says that a meeting is shown, and what else was not understood.
func NotUnderstoodNote(loc text.Localizer, words string) string {
	return loc.Say(text.CardNotUnderstood, text.Args{"Text": quoted(words)})
}

// Under puts a note above a message.
func (m Message) Under(note string) Message {
	m.Text = firstRunes(lines(note, m.Text), maxText)
	id := BlockNote + "_" + strconv.Itoa(len(m.Blocks))
	m.Blocks = append([]slack.Block{slack.NewContextBlock(id, mrkdwn(note))}, m.Blocks...)
	return m
}
