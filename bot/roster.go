package bot

import (
	"context"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

const (
	// maxRosters bounds the rosters that are kept, of some 500 bytes a person.
	maxRosters = 128
	// rosterLife is how long the pages of one reading can be turned.
	rosterLife = 2 * time.Minute
)

// whoIsIn is who is in a running meeting now, as a page of its card is to show it.
type whoIsIn struct {
	attendees *meeting.Attendees // nil where it is not known
	pinned    *view.Roster       // of the reading whose page was asked for, nil for the latest
}

// whoIsIn returns who is in the meeting that was read, if that is running, and the page
// to show. Somebody who turns the pages stays with the reading that the first one was of
// while that is in memory, so that nobody is on two pages, or on none, because others
// came and went meanwhile.
func (r *Request) whoIsIn(ctx context.Context, page view.PageRef) (whoIsIn, view.PageRef, error) {
	in, err := r.attendees(ctx, page.ID)
	if err != nil {
		return whoIsIn{}, page, err
	}
	if in != nil && page.Reading != "" {
		if pinned, ok := r.bot.rosters.Get(r.rosterKey(page.ID, page.Reading)); ok {
			return whoIsIn{in, pinned}, page, nil
		}
	}
	page.Reading = ""
	return whoIsIn{attendees: in}, page, nil
}

// roster lists everybody on the card of the meeting that was read: those who are in it
// are matched with the invitees once for a reading. It is nil where it is not known who
// is in the meeting.
func (r *Request) roster(id string, in whoIsIn) *view.Roster {
	if in.pinned != nil || in.attendees == nil {
		return in.pinned
	}
	key := r.rosterKey(id, view.ReadingOf(r.Meeting, in.attendees))
	if known, ok := r.bot.rosters.Get(key); ok {
		return known
	}
	made := view.NewRoster(r.Meeting, in.attendees)
	r.bot.rosters.Put(key, made, rosterLife)
	return made
}

// rosterKey is for one workspace and meeting, whatever reading a button names.
func (r *Request) rosterKey(id, reading string) string {
	return r.Workspace.EnterpriseID + "|" + r.Workspace.TeamID + "|" + id + "|" + reading
}
