package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// inviteePage is one page of a meeting's invitees and of those in it, or of a group of
// them.
type inviteePage struct {
	paging
	ref    PageRef // to this page
	people []listed
	total  int // in the group
	roster *Roster
	modal  bool   // a modal has it
	domain string // as in Facts

	invitation text.Key // says whether the reader is invited, "" to say nothing
}

// newInviteePage returns the page that is asked for, or else the nearest one.
func newInviteePage(f Facts) inviteePage {
	ref, roster := f.PageRef, f.roster()
	people := roster.group(ref.Group)
	p := inviteePage{paging: newPaging(ref.Page, len(people)), total: roster.sizes[ref.Group], roster: roster}
	p.ref, p.invitation, p.modal, p.domain = ref.latest(), f.Invitation, f.Modal, f.Domain
	p.ref.Page = p.number
	p.people = onPage(p.paging, people)
	return p
}

// roster is everybody whom the card lists.
func (f Facts) roster() *Roster {
	if f.Roster != nil {
		return f.Roster
	}
	return NewRoster(f.Meeting, f.Attendees)
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

// title says who is on the list.
func (p inviteePage) title() text.Key {
	if p.roster.attendees {
		return text.InvitedAndIn
	}
	return text.Invited
}

// blocks are the people on the page and the buttons below them.
func (p inviteePage) blocks(loc text.Localizer) []slack.Block {
	title := bold(loc.Say(p.title()))
	switch {
	case p.roster.sizes[GroupAll] == 0:
		return []slack.Block{section(BlockInvited, title+separator+loc.Say(text.InvitedNobody))}
	case len(p.people) == 0 && p.roster.sizes.listed() > 0:
		title += separator + loc.Say(text.InvitedNobody)
	case len(p.people) > 0:
		title += separator + p.groupPosition(loc)
	}
	if p.invitation != "" {
		title += separator + loc.Say(p.invitation)
	}
	if p.roster.cut() {
		title += "\n" + inviteesCut(loc, p.roster.read, p.roster.invited)
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
	pages := pager{
		paging: p.paging, previous: ActionPrevious, next: ActionNext,
		labelPrevious: text.LabelPrevious, labelNext: text.LabelNext, total: p.total, ref: p.ref.of(p.roster).withPage,
	}
	if p.roster.attendees { // not all of them are invited
		pages.labelPrevious, pages.labelNext = text.LabelPreviousPage, text.LabelNextPage
	}
	buttons := pages.buttons(loc)
	if choice := p.roster.sizes.menu(loc, p.ref); choice != nil {
		buttons = append(buttons, choice)
	}
	if p.pages > 1 && !p.modal {
		buttons = append(buttons, button(ActionPeopleSearch, loc.Say(text.ButtonPeopleSearch), loc.Say(text.LabelPeopleSearch), p.ref))
	}
	return buttons
}

// list has one line per person on the page, with the name in bold, and a dot before
// those in the meeting.
func (p inviteePage) list(loc text.Localizer) string {
	list := make([]string, len(p.people))
	for i, who := range p.people {
		name := bold(escapeMrkdwn(inviteeName(loc, who.Participant)))
		if who.in {
			name = dotIn + " " + name
		}
		list[i] = strconv.Itoa(p.first(p.number)+i) + ". " + joined(name, escapeMrkdwn(who.details(loc, p.domain)))
	}
	return lines(list...)
}

// dotIn stands before the name of somebody who is in the meeting. The words always
// follow.
const dotIn = "●"

// details says what is known of somebody in addition to the name, as plain text:
// whether they are in the meeting, whether they are invited, host, type, department. The
// API takes for external whoever was invited by their address, the reader's colleagues
// as well: those of the reader's domain.
func (who listed) details(loc text.Localizer, domain string) string {
	var facts []string
	say := func(yes bool, key text.Key) {
		if yes {
			facts = append(facts, loc.Say(key))
		}
	}
	say(who.in, text.InMeeting)
	say(who.uninvited, text.NotInvited)
	say(who.Host(), text.RoleHost)
	kind := who.AttendeeType
	if kind == meeting.AttendeeExternal && isAt(domain, who.Email.String()) {
		kind = meeting.AttendeeSoft
	}
	return joined(append(facts, attendeeType(loc, kind), displayName(who.Department))...)
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
