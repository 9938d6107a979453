package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// page is one page of the people invited to a meeting, or of a group of them.
type page struct {
	paging
	ref    PageRef // to this page
	people []*meeting.Participant
	total  int  // how many are in the group
	cut    bool // more are invited than can be listed
	sizes  sizes
}

// newPage returns the page that a turn leads to, the nearest one when there is
// no such page. Hosts come first, everybody else as the API lists them.
func newPage(m *meeting.Snapshot, t PageRef) page {
	people, sizes := grouped(m, t.Group)
	p := page{paging: newPaging(t.Page, len(people)), sizes: sizes, total: sizes[t.Group], cut: m.Count > len(m.Participants)}
	p.ref = t
	p.ref.Page = p.number
	p.people = on(p.paging, people)
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

// bounds says which of the invited people are on the page: "11–20 of 57",
// "Rooms (12) · 11–12 of 12".
func (p page) bounds(say text.Localizer) string {
	if p.ref.Group == GroupAll {
		return p.span(say)
	}
	return groupWords(say, p.ref.Group, p.total) + separator + p.span(say)
}

func (p page) span(say text.Localizer) string {
	from, to := p.from(p.number), p.until(p.number)
	if from == to {
		return say.Say(text.InvitedOne, text.Args{"From": from, "Total": p.total})
	}
	return say.Say(text.InvitedRange, text.Args{"From": from, "To": to, "Total": p.total})
}

// blocks show the page and the buttons to turn it.
func (p page) blocks(say text.Localizer) []slack.Block {
	title := bold(say.Say(text.Invited))
	switch {
	case p.sizes[GroupAll] == 0:
		return []slack.Block{section(BlockInvited, title+separator+say.Say(text.InvitedNobody))}
	case len(p.people) == 0:
		title += separator + say.Say(text.InvitedNobody)
	default:
		title += separator + p.bounds(say)
	}
	if p.cut {
		title += "\n" + say.Say(text.InvitedCut, text.Args{"Count": p.sizes.listed()})
	}
	blocks := []slack.Block{section(BlockInvited, title)}
	if len(p.people) > 0 {
		blocks = append(blocks, slack.NewRichTextBlock(BlockPeople, slack.NewRichTextSection(p.list(say)...)))
	}
	return append(blocks, slack.NewActionBlock(BlockPager, p.buttons(say)...))
}

// buttons turn the page, choose a group, and answer whether one is invited.
func (p page) buttons(say text.Localizer) []slack.BlockElement {
	buttons := pager{
		paging: p.paging, previous: ActionPrevious, next: ActionNext,
		labelPrevious: text.LabelPrevious, labelNext: text.LabelNext, total: p.total, to: p.ref.to,
	}.buttons(say)
	if choice := p.sizes.menu(say, p.ref); choice != nil {
		buttons = append(buttons, choice)
	}
	if p.pages > 1 {
		buttons = append(buttons, button(ActionPeopleSearch, say.Say(text.ButtonPeopleSearch), say.Say(text.LabelPeopleSearch), p.ref))
	}
	return append(buttons, button(ActionInvited, say.Say(text.ButtonInvited), say.Say(text.LabelInvited), p.ref))
}

// list is the people of the page, one a line, their names in bold. Rich text
// needs no escaping: Slack shows it as it is.
func (p page) list(say text.Localizer) []slack.RichTextSectionElement {
	var list []slack.RichTextSectionElement
	for i, who := range p.people {
		number := strconv.Itoa(p.from(p.number)+i) + ". "
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
func (p page) words(say text.Localizer) []string {
	label := say.Say(text.Invited)
	if len(p.people) == 0 {
		return []string{say.Say(text.LabelValue, text.Args{"Label": label, "Value": say.Say(text.InvitedNobody)})}
	}
	list := []string{say.Say(text.LabelValue, text.Args{"Label": label, "Value": p.bounds(say)})}
	for i, who := range p.people {
		line := strconv.Itoa(p.from(p.number)+i) + ". " + unmarked(name(say, who))
		if who.Host() {
			line += separator + say.Say(text.RoleHost)
		}
		list = append(list, line)
	}
	return list
}

// about says what is known of an invited person beside the name, as plain
// text: host, kind, department.
func about(say text.Localizer, who *meeting.Participant) string {
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
func attendee(say text.Localizer, kind meeting.Text) string {
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
