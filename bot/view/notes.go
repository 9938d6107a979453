package view

import (
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
// room, muting, recording. Settings of the occurrence o count in addition to
// those of the meeting.
func notes(loc text.Localizer, c *meeting.Conference, o *meeting.ConfigInfo) []string {
	var notes []string
	if note := restriction(loc, c.Config.Restriction, o.Restriction); note != "" {
		notes = append(notes, note)
	}
	recorded := bool(c.AutoRecord)
	for _, n := range []struct {
		applies bool
		key     text.Key
	}{
		{bool(c.Config.WaitingRoom || o.WaitingRoom), text.NoteWaitingRoom},
		{bool(c.AutoMute || c.SoftAutoMute || c.Config.AutoMute || o.AutoMute), text.NoteMuted},
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

// restriction says who may join by the settings of the occurrence, or else of the
// series; "" when neither says.
func restriction(loc text.Localizer, series, occurrence *meeting.Int) string {
	rule := occurrence
	if rule == nil {
		rule = series
	}
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
