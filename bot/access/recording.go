package access

import (
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// Watch says why somebody may not be shown where a recording of a meeting is watched,
// "" when they may: the people of the meeting, and where the page lets in the whole
// enterprise, members who may look up the meeting. Guests and people of other
// organisations never may, whatever they may look up. They must have been looked up for
// this very question.
func (p Policy) Watch(m *meeting.Snapshot, who person.Person, user MeetingUser, audience meeting.RecordingAudience) Denial {
	if denial := p.SeeSettings(who); denial != "" {
		return denial
	}
	if !who.Local {
		return External
	}
	i := InvitationOf(m, who, user)
	if i.Sure() && who.Confirmed {
		return ""
	}
	if audience == meeting.AudienceEnterprise && p.Meeting(m, who, user) == "" {
		return ""
	}
	switch {
	case i == NoAddress:
		return NoEmail
	case i == ListCut:
		return ListUnread
	case i.Unclear():
		return Unclear
	default:
		return NotInvited
	}
}
