package view

import (
	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// groupSizes counts those listed in each group; GroupAll has those as well whom the
// API does not list.
type groupSizes map[Group]int

// groupOf returns GroupRooms for meeting rooms and the vendor's whiteboards and
// room devices, GroupPeople for others.
func groupOf(p *meeting.Participant) Group {
	if p.Room() {
		return GroupRooms
	}
	return GroupPeople
}

// listed is how many are on the list.
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
