package view

import (
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the blocks and the button of a digest.
const (
	BlockDigest        = "digest_title"
	BlockDigestMore    = "digest_more"
	BlockDigestActions = "digest_actions"

	ActionDigestStop = "digest_stop"
)

// DigestFacts are the meetings of a person's day.
type DigestFacts struct {
	Meetings []*meeting.Conference // of the reader
	Now      time.Time
	Zone     *time.Location // of the reader, nil when not known
}

// Digest tells somebody of their meetings of the day, each with the link into it. Only
// the reader sees it.
func Digest(loc text.Localizer, command string, f DigestFacts) Message {
	list := ListFacts{
		Search: Search{Range: RangeToday, Page: 1}, Meetings: f.Meetings, Now: f.Now, Zone: f.Zone, Lasting: true, Links: true,
	}
	l := list.locale(loc)
	all := list.entriesOnAllPages(l)
	title := joined(bold(loc.Say(text.DigestTitle, text.Args{"Day": l.Date(f.Now.In(l.zone), l.now)})), loc.Count(text.ListAll, len(all)))
	shown := all[:min(maxDay, len(all))]
	rows, words := list.rows(l, shown, 1)
	m := Message{Blocks: append([]slack.Block{section(BlockDigest, title)}, rows...)}
	words = append([]string{title}, words...)
	if rest := len(all) - len(shown); rest > 0 {
		more := loc.Count(text.DayMore, rest, text.Args{"Command": example(command, loc.Say(text.ListWord))})
		m.Blocks, words = append(m.Blocks, slack.NewContextBlock(BlockDigestMore, mrkdwn(more))), append(words, more)
	}
	stop := slack.NewButtonBlockElement(ActionDigestStop, "", caption(loc.Say(text.DigestStop)))
	m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockDigestActions, stop))
	m.Text = fitText(words)
	return m
}
