package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// PerPage is how many invited people a card shows at once.
const PerPage = 10

// Pages is how many pages n invited people fill: at least one.
func Pages(n int) int { return max((n+PerPage-1)/PerPage, 1) }

// page is one page of the people invited to a meeting.
type page struct {
	number, pages int // from 1
	first         int // number of the first one on it, from 1
	people        []*meeting.Participant
	listed        int // how many can be shown on all pages
	total         int // how many are invited
}

// newPage returns the page with the given number, the nearest one when there
// is no such page. Hosts come first, everybody else as the API lists them.
func newPage(m *meeting.Snapshot, number int) page {
	n := len(m.Participants)
	p := page{pages: Pages(n), listed: n, total: max(m.Count, n)}
	p.number = min(max(number, 1), p.pages)
	p.first = (p.number-1)*PerPage + 1
	people := hostsFirst(m.Participants)
	p.people = people[p.first-1 : min(p.first-1+PerPage, n)]
	return p
}

func hostsFirst(all []meeting.Participant) []*meeting.Participant {
	people := make([]*meeting.Participant, 0, len(all))
	for _, host := range []bool{true, false} {
		for i := range all {
			if all[i].Host() == host {
				people = append(people, &all[i])
			}
		}
	}
	return people
}

// from and to are the numbers of the first and the last one on the page with
// the given number.
func (p page) from(number int) int { return (number-1)*PerPage + 1 }
func (p page) to(number int) int   { return min(number*PerPage, p.listed) }

// bounds says which of the invited people are on the page: "11–20 of 57".
func (p page) bounds(say text.Speaker) string {
	from, to := p.from(p.number), p.to(p.number)
	if from == to {
		return say.Say(text.InvitedOne, text.Args{"From": from, "Total": p.total})
	}
	return say.Say(text.InvitedRange, text.Args{"From": from, "To": to, "Total": p.total})
}

// blocks show the page and the buttons to turn it.
func (p page) blocks(say text.Speaker, id string) []slack.Block {
	title := bold(say.Say(text.Invited))
	if len(p.people) == 0 {
		return []slack.Block{section(BlockInvited, title+separator+say.Say(text.InvitedNobody))}
	}
	title += separator + p.bounds(say)
	if p.total > p.listed {
		title += "\n" + say.Say(text.InvitedCut, text.Args{"Count": p.listed})
	}
	blocks := []slack.Block{
		section(BlockInvited, title),
		slack.NewRichTextBlock(BlockPeople, slack.NewRichTextSection(p.list(say)...)),
	}
	if buttons := p.buttons(say, id); len(buttons) > 0 {
		blocks = append(blocks, slack.NewActionBlock(BlockPager, buttons...))
	}
	return blocks
}

// list is the people of the page, one a line, their names in bold. Rich text
// needs no escaping: Slack shows it as it is.
func (p page) list(say text.Speaker) []slack.RichTextSectionElement {
	var list []slack.RichTextSectionElement
	for i, who := range p.people {
		number := strconv.Itoa(p.first+i) + ". "
		if i > 0 {
			number = "\n" + number
		}
		list = append(list,
			slack.NewRichTextSectionTextElement(number, nil),
			slack.NewRichTextSectionTextElement(name(say, who), &slack.RichTextSectionTextStyle{Bold: true}))
		if about := about(say, who); about != "" {
			list = append(list, slack.NewRichTextSectionTextElement(separator+about, nil))
		}
	}
	return list
}

// words is the page for those who see no blocks, in lines of mrkdwn.
func (p page) words(say text.Speaker) []string {
	label := say.Say(text.Invited)
	if len(p.people) == 0 {
		return []string{say.Say(text.LabelValue, text.Args{"Label": label, "Value": say.Say(text.InvitedNobody)})}
	}
	list := []string{say.Say(text.LabelValue, text.Args{"Label": label, "Value": p.bounds(say)})}
	for i, who := range p.people {
		line := strconv.Itoa(p.first+i) + ". " + unmarked(name(say, who))
		if who.Host() {
			line += separator + say.Say(text.RoleHost)
		}
		list = append(list, line)
	}
	return list
}

// about says what is known of an invited person beside the name, as plain
// text: host, kind, department.
func about(say text.Speaker, who *meeting.Participant) string {
	var facts []string
	if who.Host() {
		facts = append(facts, say.Say(text.RoleHost))
	}
	for _, fact := range []string{attendee(say, who.AttendeeType), clean(who.Department.String(), maxName)} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	return strings.Join(facts, separator)
}

// attendee says by what an invited person joins.
func attendee(say text.Speaker, kind meeting.Text) string {
	switch kind {
	case meeting.AttendeeSoft:
		return say.Say(text.KindSoft)
	case meeting.AttendeeRoom:
		return say.Say(text.KindRoom)
	case meeting.AttendeeExternal:
		return say.Say(text.KindExternal)
	case meeting.AttendeeMobile:
		return say.Say(text.KindMobile)
	default:
		return clean(kind.String(), maxWord)
	}
}
