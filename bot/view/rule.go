package view

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the buttons of a rule.
const (
	ActionRuleChange      = "rule_change"       // carries the rule's ID
	ActionRuleStop        = "rule_stop"         // carries the rule's ID
	ActionRuleListedStop  = "rule_listed_stop"  // carries a ListedReminder with the rule's ID
	ActionRuleUndo        = "rule_undo"         // carries a RuleRef, sealed
	ActionRuleMeetingUndo = "rule_meeting_undo" // carries a RuleMeetingRef, sealed

	BlockRule        = "rule"
	BlockRuleActions = "rule_actions"
)

// RuleFacts describe one rule: which meetings a conversation follows.
type RuleFacts struct {
	ID      string
	Words   string // as they were typed, "" for the meetings of SetBy
	Leads   []time.Duration
	Typed   string // the leads as people type them
	SetBy   string // Slack's user id, U… or W…
	Setter  string // the name of SetBy, in place of a mention; "" for that
	Channel string // C… or G…; "" for private reminders to one person
	Problem text.Key
	Matched int  // how many meetings were found
	Most    int  // how many are followed at the most
	Away    bool // the reader is not in Channel just now
}

// maxRuleWords is how much of the words of a rule is shown, in characters.
const maxRuleWords = 60

// what says which meetings are followed: "meetings with *“weekly”* in the subject".
func (f RuleFacts) what(loc text.Localizer) string {
	switch {
	case f.Words != "":
		return loc.Say(text.RuleWords, text.Args{"Words": bold("“" + escapeMrkdwn(cleanShort(f.Words, maxRuleWords)) + "”")})
	case f.Channel == "":
		return loc.Say(text.RuleMineYou)
	case f.Setter != "":
		return loc.Say(text.RuleMine, text.Args{"Who": escapeMrkdwn(cleanShort(f.Setter, maxName))})
	default:
		return loc.Say(text.RuleMine, text.Args{"Who": mention(f.SetBy)})
	}
}

// name is what in few words, for labels that are plain text.
func (f RuleFacts) name(loc text.Localizer) string {
	if f.Words == "" {
		return loc.Say(text.FollowMineWord)
	}
	return cleanShort(f.Words, maxWord)
}

// title says in one line what is followed.
func (f RuleFacts) title(loc text.Localizer) string {
	return loc.Say(text.RuleTitle, text.Args{"Rule": f.what(loc)})
}

// isCut reports whether more meetings match than are followed.
func (f RuleFacts) isCut() bool { return f.Most > 0 && f.Matched > f.Most }

// countLine says how many meetings match.
func (f RuleFacts) countLine(loc text.Localizer) string {
	switch {
	case f.Matched == 0:
		return loc.Say(text.FollowNone)
	case f.isCut():
		return loc.Say(text.RuleCountCut, text.Args{"Count": f.Matched, "Most": f.Most})
	}
	return loc.Count(text.RuleCount, f.Matched)
}

// details describe the rule in lines of mrkdwn, below its title.
func (f RuleFacts) details(loc text.Localizer) string {
	var setter, problem string
	if f.Channel != "" {
		setter = loc.Say(text.ReminderSetBy, text.Args{"Who": mention(f.SetBy)})
	}
	if f.Problem != "" {
		problem = "⚠️ " + loc.Say(f.Problem)
	}
	return lines(ReminderFacts{Leads: f.Leads}.leadsLine(loc), f.countLine(loc), setter, problem)
}

// command is what sets the same rule up.
func (f RuleFacts) command(loc text.Localizer, command string) string {
	which := loc.Say(text.FollowMineWord)
	if f.Words != "" {
		which = `"` + escapeCode(f.Words) + `"`
	}
	return example(command, strings.TrimSpace(loc.Say(text.FollowWord)+" "+which+" "+f.Typed))
}

// itemButtons are the buttons of a rule on a list.
func (f RuleFacts) itemButtons(loc text.Localizer, number string, page int) []slack.BlockElement {
	which := text.Args{"Number": number, "Rule": f.name(loc)}
	change := reminderButton(ActionRuleChange, loc.Say(text.ButtonChange), f.ID)
	change.AccessibilityLabel = loc.Say(text.RuleChange, which)
	stop := reminderButton(ActionRuleListedStop, loc.Say(text.ButtonStop), ListedReminder{f.ID, page}.String())
	stop.AccessibilityLabel = loc.Say(text.RuleStop, which)
	return []slack.BlockElement{change, stop}
}

// FollowFacts describe what a request to follow meetings did.
type FollowFacts struct {
	RuleFacts
	Already bool            // nothing changed
	Before  []time.Duration // the leads before a change, nil without one
	Counted bool            // Matched and Next are of this moment
	Next    []NextMeeting   // the first ones that match
	Hint    Obstacle        // what may stand in the way, zero for nothing
}

// NextMeeting is a meeting that a rule matches.
type NextMeeting struct {
	Subject string
	Start   time.Time
}

// MaxNext is how many meetings that match are named at the most.
const MaxNext = 5

// Followed confirms to somebody what their request to follow meetings did.
func Followed(r Reader, f FollowFacts) Message {
	l := r.locale()
	write := func(when func(time.Time) string) string {
		return lines(f.sentence(r.Localizer), ReminderFacts{Leads: f.Leads}.leadsLine(r.Localizer), f.beforeLine(r.Localizer),
			f.nextLines(r.Localizer, when), f.hintLine(r.Localizer))
	}
	return Message{Text: write(l.dateTimeText), Blocks: []slack.Block{
		section(BlockRule, write(l.dateTimeToken)),
		slack.NewActionBlock(BlockRuleActions,
			reminderButton(ActionRuleChange, r.Say(text.ButtonChange), f.ID),
			reminderButton(ActionRuleStop, r.Say(text.ButtonStop), f.ID)),
	}}
}

// sentence is the first one of Followed.
func (f FollowFacts) sentence(loc text.Localizer) string {
	args := text.Args{"Rule": f.what(loc), "Channel": channelMention(loc, f.Channel)}
	private := f.Channel == ""
	switch {
	case f.Already && private:
		return loc.Say(text.FollowAlreadyYou, args)
	case f.Already:
		return loc.Say(text.FollowAlready, args)
	case f.Before != nil && private:
		return loc.Say(text.FollowChangedYou, args)
	case f.Before != nil:
		return loc.Say(text.FollowChanged, args)
	case private:
		return loc.Say(text.FollowSetYou, args)
	default:
		return loc.Say(text.FollowSet, args)
	}
}

func (f FollowFacts) beforeLine(loc text.Localizer) string {
	if f.Before == nil {
		return ""
	}
	return loc.Say(text.ReminderBefore, text.Args{"Leads": leadsText(loc, f.Before)})
}

// nextLines say what matches now, "" where that is not known.
func (f FollowFacts) nextLines(loc text.Localizer, when func(time.Time) string) string {
	switch {
	case !f.Counted:
		return ""
	case len(f.Next) == 0:
		return loc.Say(text.FollowNone)
	}
	title := loc.Count(text.FollowNow, f.Matched)
	if f.isCut() {
		title = loc.Say(text.FollowNowCut, text.Args{"Count": f.Matched, "Most": f.Most})
	}
	var list []string
	for _, m := range f.Next[:min(len(f.Next), MaxNext)] {
		list = append(list, joined(bold(subjectText(loc, cleanShort(m.Subject, maxReminded))), when(m.Start)))
	}
	if more := min(f.Matched, f.Most) - len(list); more > 0 {
		list = append(list, loc.Count(text.FollowMore, more))
	}
	return lines(listUnder(title, list), loc.Say(text.FollowNew))
}

func (f FollowFacts) hintLine(loc text.Localizer) string {
	return SetFacts{ReminderFacts: ReminderFacts{Channel: f.Channel}, Hint: f.Hint}.hintLine(loc)
}

// Note says in short what became of the request.
func (f FollowFacts) Note(r Reader) string {
	return lines(f.sentence(r.Localizer), f.hintLine(r.Localizer))
}

// CannotFollow says why a conversation cannot be reminded, that nothing was set, and
// what helps.
func CannotFollow(loc text.Localizer, command string, o Obstacle, f RuleFacts) Message {
	return Message{Text: "⚠️ " + loc.Say(o.Sentence, text.Args{
		"Channel": channelMention(loc, f.Channel), "Meeting": f.what(loc), "Command": f.command(loc, command),
	})}
}

// FollowUsage says what is wrong with a command to follow meetings, and shows commands
// that work.
func FollowUsage(loc text.Localizer, command string, problem text.Key) Message {
	return usageMessage(loc, loc.Say(problem), lines(
		example(command, loc.Say(text.FollowWordsExample)), example(command, loc.Say(text.FollowMineExample))))
}

// FollowTooMany says that a conversation has as many rules as there may be.
func FollowTooMany(loc text.Localizer, command string, most int) Message {
	return Message{Text: loc.Say(text.FollowTooMany, text.Args{"Count": most, "Command": example(command, loc.Say(text.RemindersWord))})}
}
