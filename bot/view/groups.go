package view

import (
	"slices"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// groupSizes counts the invitees of each group.
type groupSizes map[Group]int

// groupMembers returns the invitees of a group, hosts first, and the sizes of
// all groups. The size of GroupAll is the API's count, even if it lists fewer.
func groupMembers(m *meeting.Snapshot, g Group) ([]*meeting.Participant, groupSizes) {
	s := groupSizes{GroupAll: max(m.Count, len(m.Participants))}
	for i := range m.Participants {
		s[groupOf(&m.Participants[i])]++
	}
	people := hostsFirst(m.Participants)
	if g == GroupAll {
		return people, s
	}
	return slices.DeleteFunc(people, func(p *meeting.Participant) bool { return groupOf(p) != g }), s
}

// groupOf returns GroupRooms for meeting rooms and the vendor's whiteboards and
// room devices, GroupPeople for others.
func groupOf(p *meeting.Participant) Group {
	if p.Room() {
		return GroupRooms
	}
	return GroupPeople
}

// listed is how many invitees the API lists.
func (s groupSizes) listed() int { return s[GroupPeople] + s[GroupRooms] }

// menu selects the group to show; it is nil when there is only one.
func (s groupSizes) menu(loc text.Localizer, ref PageRef) slack.BlockElement {
	if ref.Group == GroupAll && (s[GroupPeople] == 0 || s[GroupRooms] == 0) {
		return nil
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, caption(groupText(loc, ref.Group, s[ref.Group])), ActionGroup)
	for _, g := range []Group{GroupAll, GroupPeople, GroupRooms} {
		to := PageRef{ID: ref.ID, Page: 1, Group: g, Start: ref.Start}
		option := slack.NewOptionBlockObject(to.String(), caption(groupText(loc, g, s[g])), nil)
		menu.Options = append(menu.Options, option)
		if g == ref.Group && g != GroupAll { // else the placeholder says it
			menu.InitialOption = option
		}
	}
	return menu
}

// groupText names a group of n invitees: "Rooms (12)".
func groupText(loc text.Localizer, g Group, n int) string {
	switch size := (text.Args{"Count": n}); g {
	case GroupPeople:
		return loc.Say(text.GroupPeople, size)
	case GroupRooms:
		return loc.Say(text.GroupRooms, size)
	default:
		return loc.Say(text.GroupAll, size)
	}
}
