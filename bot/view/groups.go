package view

import (
	"slices"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// sizes is how many of a meeting's invited people are in each group.
type groupSizes map[Group]int

// grouped returns the people of a group, hosts first, and the sizes of all
// groups. Everybody is as many as the API says, even if not all are listed.
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

// groupOf tells people from meeting rooms. The vendor's whiteboards and
// terminals of newer kinds are rooms, too.
func groupOf(p *meeting.Participant) Group {
	switch p.AttendeeType {
	case meeting.AttendeeRoom, "ideahub", "board", "hwvision":
		return GroupRooms
	default:
		return GroupPeople
	}
}

// listed is how many people are on the pages of all groups.
func (s groupSizes) listed() int { return s[GroupPeople] + s[GroupRooms] }

// menu chooses between the groups, nil where there is nothing to choose.
func (s groupSizes) menu(loc text.Localizer, ref PageRef) slack.BlockElement {
	if ref.Group == GroupAll && (s[GroupPeople] == 0 || s[GroupRooms] == 0) {
		return nil
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(groupText(loc, GroupAll, s[GroupAll])), ActionGroup)
	for _, g := range []Group{GroupAll, GroupPeople, GroupRooms} {
		to := PageRef{ID: ref.ID, Page: 1, Group: g, Start: ref.Start}
		option := slack.NewOptionBlockObject(to.String(), plain(groupText(loc, g, s[g])), nil)
		menu.Options = append(menu.Options, option)
		if g == ref.Group {
			menu.InitialOption = option
		}
	}
	return menu
}

// groupWords says what a group of n is called: "Rooms (12)".
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
