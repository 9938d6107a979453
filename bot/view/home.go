package view

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// ActionHomeRefresh shows the Home tab anew.
const ActionHomeRefresh = "home_refresh"

// Ids of the blocks of the Home tab, beside those of my day and of reminders.
const (
	BlockHomeRefusal   = "home_refusal"
	BlockHomeTrouble   = "home_trouble"
	BlockHomeRefresh   = "home_refresh"
	BlockHomeReminders = "home_reminders"
	BlockHomeMore      = "home_reminders_more"
	BlockHomeSettings  = "home_settings"
	BlockHomeHelp      = "home_help"
)

// What the Home tab has at the most. Slack takes 100 blocks; that it takes more than
// 13,000 characters is not documented.
const (
	maxHomeBlocks = 100
	maxHomeSize   = 13_000 // of the blocks as JSON, in characters
	maxHomeRows   = 30
	// MaxHomeReminders is how many reminders the Home tab has.
	MaxHomeReminders = 10
)

// HomeFacts are what the Home tab of one person shows.
type HomeFacts struct {
	Refusal text.Key // why the reader may look up nothing, "" when they may
	Unknown bool     // Slack cannot say at the moment who the reader is

	Day     *DayFacts // the reader's meetings, nil where they could not be read
	Trouble text.Key  // why they could not be read now, "" where they could; with Day: the API does not answer
	ReadAt  time.Time // with Trouble: when Day was read

	Reminders       []ReminderFacts // of the reader, wherever they are sent; MaxHomeReminders at the most
	Rules           []RuleFacts     // of the reader, shown before the reminders; with these MaxHomeReminders at the most
	RemindersTotal  int             // with the rules
	RemindersUnread bool            // they could not be read
	OwnLeads        []time.Duration // before each of the reader's meetings, none for no reminders
	Link            *LinkFacts      // whether the reader is linked, nil where they cannot be
	Settings        bool            // the reader may have settings of their own
	Version         string          // "" when not shown
}

// Home is the Home tab of one person.
func Home(r Reader, command string, f HomeFacts) slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: f.blocks(r, command)}}
}

// blocks are as many as fit: meetings are left out first, then reminders.
func (f HomeFacts) blocks(r Reader, command string) []slack.Block {
	if f.Refusal != "" || f.Unknown {
		return f.refusal(r.Localizer)
	}
	below := append(f.link(r), f.help(r.Localizer, command)...)
	for reminders := len(f.Rules) + len(f.Reminders); ; reminders-- {
		rest := append(f.reminders(r, command, reminders), below...)
		for rows := maxHomeRows; rows >= 0; rows-- {
			all := append(f.day(r, command, rows), rest...)
			if fitsHome(all) || rows == 0 && reminders == 0 {
				return all
			}
		}
	}
}

// fitsHome reports whether Slack takes that many blocks of that size.
func fitsHome(blocks []slack.Block) bool {
	raw, err := json.Marshal(blocks)
	return err == nil && len(blocks) <= maxHomeBlocks && utf8.RuneCount(raw) <= maxHomeSize
}

// refusal says what somebody may do who may look up nothing, or that it is not known
// who they are.
func (f HomeFacts) refusal(loc text.Localizer) []slack.Block {
	header := slack.NewHeaderBlock(plain(loc.Say(text.HelpTitle)), slack.HeaderBlockOptionBlockID(BlockHelp))
	if f.Unknown {
		return []slack.Block{header, section(BlockHomeRefusal, loc.Say(text.LaterIdentity)), refreshActions(loc)}
	}
	return []slack.Block{header, section(BlockHomeRefusal, lines(loc.Say(f.Refusal), loc.Say(text.HelpRefused)))}
}

// day is my day, or why it cannot be shown.
func (f HomeFacts) day(r Reader, command string, rows int) []slack.Block {
	all := []slack.Block{slack.NewHeaderBlock(plain(r.Say(text.DayTitle)), slack.HeaderBlockOptionBlockID(BlockDay))}
	if f.Trouble != "" {
		all = append(all, section(BlockHomeTrouble, f.trouble(r)), refreshActions(r.Localizer))
	}
	if f.Day != nil {
		d := f.Day.day(f.Day.locale(r.Localizer), command, rows, "")
		all = append(append(all, section(BlockDay+"_summary", d.summary)), d.blocks...)
	}
	return append(all, slack.NewActionBlock(BlockDayActions, f.Day.dayButtons(r.Localizer)...))
}

// trouble says why the meetings are not shown as they are now.
func (f HomeFacts) trouble(r Reader) string {
	if f.Day == nil {
		return "⚠️ " + r.Say(f.Trouble)
	}
	l := r.locale()
	return "⚠️ " + r.Say(text.FooterStale, text.Args{"Time": l.dateTimeToken(f.ReadAt)})
}

func refreshActions(loc text.Localizer) slack.Block {
	words := loc.Say(text.ButtonRefresh)
	return slack.NewActionBlock(BlockHomeRefresh, slack.NewButtonBlockElement(ActionHomeRefresh, "", caption(words)))
}

// reminders are the first ones of the reader, with a button to change and one to
// stop each.
func (f HomeFacts) reminders(r Reader, command string, most int) []slack.Block {
	all := []slack.Block{
		slack.NewDividerBlock(),
		slack.NewHeaderBlock(plain(r.Say(text.HomeReminders)), slack.HeaderBlockOptionBlockID(BlockHomeReminders)),
	}
	if len(f.OwnLeads) > 0 {
		all = append(all, ownLine(r.Localizer, f.OwnLeads))
	}
	switch {
	case f.RemindersUnread:
		return append(all, section(BlockReminders, "⚠️ "+r.Say(text.HomeRemindersUnread)))
	case f.RemindersTotal == 0:
		return append(all, section(BlockReminders, noReminders(r.Localizer, command, true, len(f.OwnLeads) > 0)))
	}
	var items []listItem
	for i := range f.Rules {
		items = append(items, listItem{rule: &f.Rules[i]})
	}
	for _, s := range f.Reminders {
		items = append(items, listItem{ReminderFacts: s})
	}
	for i, item := range items[:most] {
		all = append(all,
			section(fmt.Sprintf("%s_%d", BlockSubscription, i), item.atHome(r)),
			slack.NewActionBlock(fmt.Sprintf("%s_%d", BlockSubscriptionActions, i), item.buttons(r.Localizer, strconv.Itoa(i+1), 1)...))
	}
	if rest := f.RemindersTotal - most; rest > 0 {
		more := r.Count(text.HomeRemindersMore, rest, text.Args{"Command": example(command, r.Say(text.RemindersWord))})
		all = append(all, slack.NewContextBlock(BlockHomeMore, mrkdwn(more)))
	}
	return all
}

// atHome describes a subscription or a rule of the reader: the meetings, who is
// reminded, and when.
func (i listItem) atHome(r Reader) string {
	f := i.ReminderFacts
	if i.rule != nil {
		f.Channel, f.Leads, f.Problem = i.rule.Channel, i.rule.Leads, i.rule.Problem
	}
	who := r.Say(text.RemindersGroupYou)
	if f.Channel != "" {
		who = r.Say(text.HomeReminderIn, text.Args{"Channel": channelMention(r.Localizer, f.Channel)})
	}
	var problem string
	if f.Problem != "" {
		problem = "⚠️ " + r.Say(f.Problem)
	}
	when := joined(who, f.leadsLine(r.Localizer))
	if i.rule != nil {
		return lines(i.rule.title(r.Localizer), when, problem)
	}
	f.Subject = cleanShort(f.Subject, maxReminded)
	return lines(f.meetingText(r.Localizer), when, f.nextStartLine(r.Localizer, r.locale().dateTimeToken), problem)
}

// link says whether the reader is linked with their Meeting account.
func (f HomeFacts) link(r Reader) []slack.Block {
	if f.Link == nil {
		return nil
	}
	return append([]slack.Block{slack.NewDividerBlock()}, LinkSection(r, *f.Link)...)
}

// help leads to the settings, and says how to look up what is not on the Home tab.
func (f HomeFacts) help(loc text.Localizer, command string) []slack.Block {
	words := dayHow(loc, command)
	if version := safe(f.Version, maxWord); version != "" {
		words = lines(words, loc.Say(text.HelpVersion, text.Args{"Version": version}))
	}
	all := []slack.Block{slack.NewDividerBlock()}
	if f.Settings {
		all = append(all, slack.NewActionBlock(BlockHomeSettings, SettingsButton(loc)))
	}
	return append(all, slack.NewContextBlock(BlockHomeHelp, mrkdwn(words)))
}
