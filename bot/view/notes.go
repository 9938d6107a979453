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

// notes is what is good to know before joining: who may, the waiting room,
// whether one is muted, whether it is recorded. An occurrence of a series has
// a set-up of its own beside that of the series.
func notes(say text.Localizer, c *meeting.Conference, o *meeting.ConfigInfo) []string {
	var notes []string
	if note := restriction(say, c.Config.Restriction, o.Restriction); note != "" {
		notes = append(notes, note)
	}
	recorded := bool(c.AutoRecord)
	for _, n := range []struct {
		holds bool
		key   text.Key
	}{
		{bool(c.Config.WaitingRoom || o.WaitingRoom), text.NoteWaitingRoom},
		{bool(c.AutoMute || c.SoftAutoMute || c.Config.AutoMute || o.AutoMute), text.NoteMuted},
		{recorded, text.NoteRecorded},
		{!recorded && (c.RecordType == recordFile || c.RecordType == recordBoth), text.NoteMayRecord},
		{c.RecordType == recordLive || c.RecordType == recordBoth, text.NoteLive},
	} {
		if n.holds {
			notes = append(notes, say.Say(n.key))
		}
	}
	return notes
}

// restriction says who may join, as the occurrence says or else the series,
// "" when neither does.
func restriction(say text.Localizer, series, occurrence *meeting.Int) string {
	rule := occurrence
	if rule == nil {
		rule = series
	}
	if rule == nil {
		return ""
	}
	switch *rule {
	case joinAnyone:
		return say.Say(text.NoteAnyone)
	case joinEnterprise:
		return say.Say(text.NoteEnterprise)
	case joinInvited:
		return say.Say(text.NoteInvited)
	default:
		return say.Say(text.NoteRestriction, text.Args{"Code": int(*rule)})
	}
}
