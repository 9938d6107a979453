package view

import (
	"cmp"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Values of ConfigInfo.Restriction and of Conference.RecordType.
const (
	joinAnyone     meeting.Int = 0
	joinEnterprise meeting.Int = 2
	joinInvited    meeting.Int = 3

	recordLive meeting.Int = 1
	recordFile meeting.Int = 2
	recordBoth meeting.Int = 3
)

// notes say what people should know before they join: who may join, waiting
// room, muting, recording. What the occurrence o says goes before what the meeting
// says. Other rules are for the audience of a webinar than for its panelists.
func notes(loc text.Localizer, c *meeting.Conference, o *meeting.SubConference, panelist bool) []string {
	rule := cmp.Or(o.Config.Restriction, c.Config.Restriction)
	if bool(c.Webinar) && !panelist {
		rule = cmp.Or(o.Config.AudienceRestriction, c.Config.AudienceRestriction)
	}
	var notes []string
	if note := restriction(loc, rule); note != "" {
		notes = append(notes, note)
	}
	recorded := isSet(o.AutoRecord, &c.AutoRecord)
	for _, n := range []struct {
		applies bool
		key     text.Key
	}{
		{isSet(o.Config.WaitingRoom, c.Config.WaitingRoom), text.NoteWaitingRoom},
		{bool(c.AutoMute || c.SoftAutoMute || c.Config.AutoMute || o.Config.AutoMute), text.NoteMuted},
		{recorded, text.NoteRecorded},
		{!recorded && (c.RecordType == recordFile || c.RecordType == recordBoth), text.NoteMayRecord},
		{c.RecordType == recordLive || c.RecordType == recordBoth, text.NoteLive},
	} {
		if n.applies {
			notes = append(notes, loc.Say(n.key))
		}
	}
	return notes
}

// isSet returns the first setting that the API says, false for none.
func isSet(settings ...*meeting.Bool) bool {
	setting := cmp.Or(settings...)
	return setting != nil && bool(*setting)
}

// restriction says who may join by a rule, "" where the API names none.
func restriction(loc text.Localizer, rule *meeting.Int) string {
	if rule == nil {
		return ""
	}
	switch *rule {
	case joinAnyone:
		return loc.Say(text.NoteAnyone)
	case joinEnterprise:
		return loc.Say(text.NoteEnterprise)
	case joinInvited:
		return loc.Say(text.NoteInvited)
	default:
		return loc.Say(text.NoteRestriction, text.Args{"Code": int(*rule)})
	}
}
