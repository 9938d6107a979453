package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// inviteePage is one page of a meeting's invitees, or of a group of them.
type inviteePage struct {
	paging
	ref       PageRef // to this page
	people    []*meeting.Participant
	total     int  // invitees in the group
	truncated bool // the API lists fewer invitees than there are
	sizes     groupSizes
	modal     bool   // a modal has it
	domain    string // as in Facts

	invitation text.Key // says whether the reader is invited, "" to say nothing
}

// newInviteePage returns the page that is asked for, or else the nearest one. Hosts
// come first, the others in the order of the API.
func newInviteePage(f Facts) inviteePage {
	m, ref := f.Meeting, f.PageRef
	people, sizes := groupMembers(m, ref.Group)
	p := inviteePage{paging: newPaging(ref.Page, len(people)), sizes: sizes, total: sizes[ref.Group], truncated: m.Count > len(m.Participants)}
	p.ref, p.invitation, p.modal, p.domain = ref, f.Invitation, f.Modal, f.Domain
	p.ref.Page = p.number
	p.people = onPage(p.paging, people)
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

// groupPosition says which invitees are on the page: "11–20 of 57",
// "Rooms (12) · 11–12 of 12".
func (p inviteePage) groupPosition(loc text.Localizer) string {
	switch group := groupText(loc, p.ref.Group, p.total); {
	case p.ref.Group == GroupAll:
		return p.positionText(loc)
	case p.pages == 1: // the group has how many there are
		return group
	default:
		return group + separator + p.positionText(loc)
	}
}

func (p inviteePage) positionText(loc text.Localizer) string {
	from, to := p.first(p.number), p.last(p.number)
	switch {
	case p.pages == 1:
		return loc.Say(text.InvitedAll, text.Args{"Total": p.total})
	case from == to:
		return loc.Say(text.InvitedOne, text.Args{"From": from, "Total": p.total})
	default:
		return loc.Say(text.InvitedRange, text.Args{"From": from, "To": to, "Total": p.total})
	}
}

// blocks are the invitees on the page and the buttons below them.
func (p inviteePage) blocks(loc text.Localizer) []slack.Block {
	title := bold(loc.Say(text.Invited))
	switch {
	case p.sizes[GroupAll] == 0:
		return []slack.Block{section(BlockInvited, title+separator+loc.Say(text.InvitedNobody))}
	case len(p.people) == 0 && p.sizes.listed() > 0:
		title += separator + loc.Say(text.InvitedNobody)
	case len(p.people) > 0:
		title += separator + p.groupPosition(loc)
	}
	if p.invitation != "" {
		title += separator + loc.Say(p.invitation)
	}
	if p.truncated {
		title += "\n" + inviteesCut(loc, p.sizes.listed(), p.sizes[GroupAll])
	}
	blocks := []slack.Block{section(BlockInvited, title)}
	if len(p.people) > 0 {
		blocks = append(blocks, section(BlockPeople, p.list(loc)))
	}
	if buttons := p.buttons(loc); len(buttons) > 0 {
		blocks = append(blocks, slack.NewActionBlock(BlockPager, buttons...))
	}
	return blocks
}

// buttons change the page or the group, and search invitees.
func (p inviteePage) buttons(loc text.Localizer) []slack.BlockElement {
	buttons := pager{
		paging: p.paging, previous: ActionPrevious, next: ActionNext,
		labelPrevious: text.LabelPrevious, labelNext: text.LabelNext, total: p.total, ref: p.ref.withPage,
	}.buttons(loc)
	if choice := p.sizes.menu(loc, p.ref); choice != nil {
		buttons = append(buttons, choice)
	}
	if p.pages > 1 && !p.modal {
		buttons = append(buttons, button(ActionPeopleSearch, loc.Say(text.ButtonPeopleSearch), loc.Say(text.LabelPeopleSearch), p.ref))
	}
	return buttons
}

// list has one line per invitee on the page, with the name in bold.
func (p inviteePage) list(loc text.Localizer) string {
	list := make([]string, len(p.people))
	for i, who := range p.people {
		name := bold(escapeMrkdwn(inviteeName(loc, who)))
		list[i] = strconv.Itoa(p.first(p.number)+i) + ". " + joined(name, escapeMrkdwn(p.details(loc, who)))
	}
	return lines(list...)
}

// details says what is known of an invitee in addition to the name, as plain text:
// host, type, department. The API takes for external whoever was invited by their
// address, the reader's colleagues as well.
func (p inviteePage) details(loc text.Localizer, who *meeting.Participant) string {
	var facts []string
	if who.Host() {
		facts = append(facts, loc.Say(text.RoleHost))
	}
	kind := who.AttendeeType
	if kind == meeting.AttendeeExternal && isAt(p.domain, who.Email.String()) {
		kind = meeting.AttendeeSoft
	}
	for _, fact := range []string{attendeeType(loc, kind), displayName(who.Department)} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	return strings.Join(facts, separator)
}

// isAt reports whether an address is one of a domain.
func isAt(domain, email string) bool {
	at := strings.LastIndexByte(email, '@')
	return domain != "" && at > 0 && strings.EqualFold(email[at+1:], domain)
}

// attendeeType says with what an invitee joins, "" for the ordinary app and for
// what only the vendor has a word for.
func attendeeType(loc text.Localizer, kind meeting.Text) string {
	switch kind {
	case meeting.AttendeeRoom, "ideahub", "board", "hwvision":
		return loc.Say(text.KindRoom)
	case meeting.AttendeeExternal:
		return loc.Say(text.KindExternal)
	case meeting.AttendeeMobile:
		return loc.Say(text.KindMobile)
	default:
		return ""
	}
}
