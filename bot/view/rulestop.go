package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// RuleRef is what the button carries that follows meetings again: the rule that was
// stopped, and the page of the list on which that was done.
type RuleRef struct {
	ChannelID string // who was reminded: C… or G…, or U… or W… for a person
	Leads     []time.Duration
	SetBy     string // U… or W…
	Page      int    // of the list, 0 where it was not done on a list
	Words     string // as they were typed, "" for the meetings of SetBy
}

// String writes it as text: "C024BE7LR:60,10:U024BE7LH:0:weekly", with the leads in
// minutes.
func (u RuleRef) String() string {
	return strings.Join([]string{u.ChannelID, minutesText(u.Leads), u.SetBy, strconv.Itoa(u.Page), u.Words}, ":")
}

// ParseRuleRef reads the text of a RuleRef. It accepts only what String writes.
func ParseRuleRef(value string) (RuleRef, bool) {
	parts := strings.SplitN(value, ":", 5)
	if len(parts) != 5 || slices.Contains(parts[:4], "") {
		return RuleRef{}, false
	}
	leads, read := parseMinutes(parts[1])
	page, err := strconv.Atoi(parts[3])
	u := RuleRef{ChannelID: parts[0], Leads: leads, SetBy: parts[2], Page: page, Words: parts[4]}
	return u, read && err == nil && u.String() == value && page >= 0 && page <= maxPage
}

// RuleMeetingRef is what the button carries that follows one meeting again.
type RuleMeetingRef struct {
	ChannelID string // who was reminded: C… or G…, or U… or W… for a person
	MeetingID string // for API calls, 1 to 32 digits
}

// String writes it as text: "C024BE7LR:914083136".
func (u RuleMeetingRef) String() string { return u.ChannelID + ":" + u.MeetingID }

// ParseRuleMeetingRef reads the text of a RuleMeetingRef.
func ParseRuleMeetingRef(value string) (RuleMeetingRef, bool) {
	channel, id, ok := strings.Cut(value, ":")
	return RuleMeetingRef{channel, id}, ok && channel != "" && isMeetingID(id)
}

// RuleStopped confirms to one person that a rule has ended. undo is what the button
// carries that turns it back on.
func RuleStopped(loc text.Localizer, f RuleFacts, undo string) Message {
	sentence := f.stoppedText(loc)
	return Message{Text: sentence, Blocks: []slack.Block{
		section(BlockRule, sentence), slack.NewActionBlock(BlockRuleActions, f.undoButton(loc, undo)),
	}}
}

func (f RuleFacts) stoppedText(loc text.Localizer) string {
	args := text.Args{"Rule": f.what(loc), "Channel": channelMention(loc, f.Channel)}
	switch {
	case f.Channel == "":
		return loc.Say(text.RuleStoppedYou, args)
	case f.Away:
		return loc.Say(text.RuleStoppedIn, args)
	default:
		return loc.Say(text.RuleStopped, args)
	}
}

// undoButton makes the button that turns a rule back on.
func (f RuleFacts) undoButton(loc text.Localizer, undo string) *slack.ButtonBlockElement {
	b := reminderButton(ActionRuleUndo, loc.Say(text.ButtonUndo), undo)
	b.AccessibilityLabel = loc.Say(text.RuleUndo, text.Args{"Rule": f.name(loc)})
	return b
}

// RuleStoppedBy tells a channel who ended a rule of it, and how to set it again. Whoever
// types that follows their own meetings, so it is not told of those of one person.
func RuleStoppedBy(loc text.Localizer, command, by string, f RuleFacts) Message {
	args := text.Args{"Who": mention(by), "Rule": f.what(loc), "Command": f.command(loc, command)}
	if f.Words == "" {
		return Message{Text: loc.Say(text.RuleStoppedMineBy, args)}
	}
	return Message{Text: loc.Say(text.RuleStoppedBy, args)}
}

// RuleStoppedToSetter tells the setter in private who ended a rule of a channel, when the
// message to the channel failed.
func RuleStoppedToSetter(loc text.Localizer, command, by string, f RuleFacts) Message {
	return Message{Text: loc.Say(text.RuleStoppedToSetter, text.Args{
		"Who": mention(by), "Rule": f.what(loc), "Channel": channelMention(loc, f.Channel), "Command": f.command(loc, command),
	})}
}

// RuleBackOn tells a channel who turned a rule of it back on.
func RuleBackOn(loc text.Localizer, by string, f RuleFacts) Message {
	return Message{Text: loc.Say(text.RuleBackOn, text.Args{"Who": mention(by), "Rule": f.what(loc)})}
}

// RuleStoodAgain says that somebody has set a rule up again before a stop could be
// undone, and that it stays as it is.
func RuleStoodAgain(loc text.Localizer, f RuleFacts) Message {
	return Message{Text: loc.Say(text.RuleStoodAgain, text.Args{"Rule": f.what(loc)})}
}

// StoppedOfRule confirms to one person that the reminders of one meeting have ended that
// a rule follows, and offers to stop the rule. undo is what the button carries that
// follows the meeting again.
func StoppedOfRule(loc text.Localizer, f ReminderFacts, rule RuleFacts, undo string) Message {
	words := lines(f.stoppedText(loc), loc.Say(text.RuleStill, text.Args{"Rule": rule.what(loc)}))
	back := reminderButton(ActionRuleMeetingUndo, loc.Say(text.ButtonUndo), undo)
	back.AccessibilityLabel = loc.Say(text.LabelUndo, text.Args{"Subject": cleanShort(f.Subject, maxWord)})
	return Message{Text: words, Blocks: []slack.Block{
		section(BlockSubscription, words),
		slack.NewActionBlock(BlockSubscriptionActions, back, reminderButton(ActionRuleStop, loc.Say(text.RuleStopAll), rule.ID)),
	}}
}

// RuleMeetingBack says that one meeting is followed again, in a channel or, without one,
// for the reader alone.
func RuleMeetingBack(loc text.Localizer, channelID string) Message {
	if channelID == "" {
		return Message{Text: loc.Say(text.RuleMeetingBackYou)}
	}
	return Message{Text: loc.Say(text.RuleMeetingBack, text.Args{"Channel": channelMention(loc, channelID)})}
}

// warning says that nothing is posted for a rule, since its setter may look up nothing
// any more: to them, or to their channel.
func (f RuleFacts) warning(loc text.Localizer, command string, toChannel bool) Message {
	args := text.Args{"Rule": f.what(loc), "Channel": channelMention(loc, f.Channel), "Who": mention(f.SetBy)}
	sentence := loc.Say(text.RuleWarnAccessLost, args)
	if toChannel {
		sentence = loc.Say(text.RuleWarnSetterLost, args)
	}
	if f.Words == "" { // whoever else follows their own meetings follows others
		return Message{Text: sentence}
	}
	return Message{Text: lines(sentence, loc.Say(text.RuleWarnAgain, text.Args{"Command": f.command(loc, command)}))}
}
