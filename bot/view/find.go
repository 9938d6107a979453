package view

import (
	"cmp"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Callback ids of Slack's shortcuts, as in manifest.yml.
const (
	ShortcutFind    = "find_meeting"    // opens the modal that finds a meeting
	ShortcutMessage = "look_up_message" // looks up the meeting that a message names
)

// Ids of the modal that finds a meeting.
const (
	ModalFind     = "find_meeting_form"
	ActionFind    = "find_meeting_choice" // the menu, whose options are asked for while one types
	BlockFindHint = "find_meeting_hint"
	BlockFind     = "find_meeting_pick"
	BlockFindLine = "find_meeting_line"
)

// BlockChoose is the id of the block that asks which meeting of a message is meant.
const BlockChoose = "choose"

// maxOption is what Slack takes as the text of an option and as the line below it, in
// characters; maxOptions is how many options it takes.
const (
	maxOption  = 75
	maxOptions = 100
)

// FindModal is the modal that finds a meeting while one types, with what came of the
// choice below the menu. Only the reader sees it.
func FindModal(loc text.Localizer, m Message) slack.ModalViewRequest {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, caption(loc.Say(text.FindPlaceholder)), ActionFind)
	menu.MinQueryLength, menu.FocusOnLoad = new(int), m.Text == ""
	modal := modal(loc.Say(text.FindTitle), loc.Say(text.ModalClose),
		section(BlockFindHint, loc.Say(text.FindHint)), slack.NewActionBlock(BlockFind, menu))
	modal.CallbackID = ModalFind
	found := m.Blocks
	if len(found) == 0 && m.Text != "" {
		found = []slack.Block{section(BlockInfo, m.Text)}
	}
	if len(found) > 0 {
		modal.Blocks.BlockSet = append(modal.Blocks.BlockSet, &slack.DividerBlock{Type: slack.MBTDivider, BlockID: BlockFindLine})
	}
	modal.Blocks.BlockSet = append(modal.Blocks.BlockSet, found...)
	return modal
}

// MeetingOptions are the options of the menu that finds a meeting, under today,
// tomorrow and later. The number that was typed, "" for none, can be looked up even if
// no meeting of the list has it.
func MeetingOptions(loc text.Localizer, f ListFacts, number string) []*slack.OptionGroupBlockObject {
	l := locale{Localizer: loc, now: f.Now.UTC().Truncate(time.Minute), zone: cmp.Or(f.Zone, time.UTC), zoneIsReaders: f.Zone != nil}
	var groups []*slack.OptionGroupBlockObject
	add := func(label string, option *slack.OptionBlockObject) {
		if last := len(groups) - 1; last >= 0 && groups[last].Label.Text == label {
			groups[last].Options = append(groups[last].Options, option)
			return
		}
		groups = append(groups, slack.NewOptionGroupBlockElement(caption(label), option))
	}
	room := optionRoom{options: maxOptions - 1, bytes: maxOptionBytes}
	for _, e := range f.entriesOnAllPages(l) {
		if option := l.meetingOption(e); option != nil && room.take(option) {
			label, _ := l.optionGroup(e)
			add(label, option)
		}
	}
	if number != "" && !slices.ContainsFunc(f.Meetings, func(c *meeting.Conference) bool {
		return c.ID.String() == number || c.Number() == number
	}) {
		words := clean(loc.Say(text.FindNumber, text.Args{"Number": Number(number)}), maxOption)
		add(loc.Say(text.FindOther), slack.NewOptionBlockObject(PageRef{ID: number, Page: 1}.String(), caption(words), nil))
	}
	return groups
}

// maxOptionBytes bounds the texts of all options together, in bytes: an answer through
// Slack's socket has room for 20 KB.
const maxOptionBytes = 8 << 10

// optionRoom is how many options there is still room for.
type optionRoom struct{ options, bytes int }

// take takes the room of an option, if there is enough.
func (r *optionRoom) take(o *slack.OptionBlockObject) bool {
	size := len(o.Text.Text) + len(o.Value)
	if o.Description != nil {
		size += len(o.Description.Text)
	}
	if r.options == 0 || size > r.bytes {
		return false
	}
	r.options, r.bytes = r.options-1, r.bytes-size
	return true
}

// meetingOption is a meeting as an option, nil where its id does not fit into one.
func (l locale) meetingOption(e entry) *slack.OptionBlockObject {
	c := e.conference
	ref := PageRef{ID: c.ID.String(), Page: 1}.String()
	if _, ok := ParsePageRef(ref); !ok || len(ref) > maxOptionValue {
		return nil
	}
	day := e.day
	if _, holdsDays := l.optionGroup(e); holdsDays {
		day = l.now // so that other days are named
	}
	_, when := l.timesOn(e.occurrence, day)
	subject := cmp.Or(clean(c.Subject.String(), maxOption), l.Say(text.UntitledMeeting))
	about := clean(joined(when, Number(c.Number()), displayName(c.BookerName)), maxOption)
	var below *slack.TextBlockObject
	if about != "" {
		below = plain(about)
	}
	return slack.NewOptionBlockObject(ref, plain(subject), below)
}

// maxOptionValue is what Slack takes as the value of an option, in characters.
const maxOptionValue = 150

// optionGroup is the heading of a meeting among the options, and whether meetings of
// several days stand under it.
func (l locale) optionGroup(e entry) (label string, holdsDays bool) {
	today := l.now.In(l.zone)
	switch day := e.day.In(l.zone); {
	case !l.zoneIsReaders: // it is not known when their days begin
		return l.Say(text.ListUpcoming), true
	case e.past, e.day.IsZero():
		return l.Say(text.FindLater), true
	case sameDay(day, today):
		return l.Say(text.ListToday), false
	case sameDay(day, dayStart(today, 1)):
		return l.Say(text.ListTomorrow), false
	default:
		return l.Say(text.FindLater), true
	}
}

// ChooseMeeting asks which of the meetings that a message names is meant. It offers
// the first of them.
func ChooseMeeting(loc text.Localizer, command string, numbers []string) Message {
	var all []Suggestion
	for _, number := range numbers {
		all = append(all, Suggestion{Kind: SuggestMeeting, Text: number})
	}
	ask := loc.Say(text.MessageSeveral, text.Args{"Count": len(numbers)})
	if more := len(numbers) - len(SuggestionActions()); more > 0 {
		ask = lines(ask, loc.Count(text.MessageMore, more))
	}
	return Message{Text: ask, Blocks: []slack.Block{section(BlockChoose, ask)}}.WithSuggestions(loc, command, all)
}
