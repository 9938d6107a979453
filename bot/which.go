package bot

import (
	"context"
	"fmt"
	"strings"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// typedNumber reports whether the number of the question was typed: it may be that of
// a cloud room. Buttons carry a meeting's own id.
func (r *Request) typedNumber() bool { return r.Kind == KindCommand && !r.exact }

// mayMeanRoom reports whether the number that was typed may mean a room as well as the
// meeting that was read.
func (r *Request) mayMeanRoom(m *meeting.Snapshot) bool {
	return (m.RoomUnknown || m.RoomMeeting != "") && r.typedNumber()
}

// askRoomFirst reports whether a reading from memory does not tell which of both the
// number means.
func (r *Request) askRoomFirst(m *meeting.Snapshot) bool { return m.RoomUnknown && r.typedNumber() }

// askWhich asks which meeting is meant by a number that one has as its id and another
// one has as that of its room. It reports true when the person has been asked, or told
// why not. Where they may see only one of them, it is that one.
func (b *Bot) askWhich(ctx context.Context, r *Request) (asked bool, err error) {
	own := r.Meeting
	if own.RoomMeeting == "" || !r.typedNumber() || own.Conference.ID.String() != r.Args.Page.ID {
		return false, nil
	}
	other, err := retry(ctx, r, func(ctx context.Context) (*meeting.Snapshot, error) {
		return r.Workspace.Meetings.Get(ctx, own.RoomMeeting)
	})
	if kind := meeting.KindOf(err); kind == meeting.NotFound || kind == meeting.Forbidden {
		return false, nil
	}
	if err != nil {
		return true, b.refuse(ctx, r, r.Args.Page.ID, fmt.Errorf("look up meeting %s of a room: %w", own.RoomMeeting, err))
	}
	policy := r.Workspace.Policy
	switch {
	case policy.Meeting(other, r.Person, r.meetingUser()) != "":
		return false, nil
	case policy.Meeting(own, r.Person, r.meetingUser()) != "":
		r.Meeting = other
		return false, nil
	}
	return true, r.Reply(ctx, view.WhichMeeting(r.Localizer, view.WhichFacts{
		Number: r.Args.Page.ID, Own: own, Room: other, AskOwn: r.meant(r.Args.Page.ID), AskRoom: r.meant(own.RoomMeeting), Now: b.o.Now(),
	}))
}

// meant is the question about the meeting with an id, for a button.
func (r *Request) meant(id string) view.Again {
	d := r.bot.newDeadEnd(r.again().Text, view.Problem{})
	word, more := wordNone, d.unknown // such as "10" for ten minutes
	if len(d.known) > 0 {
		word = d.known[0]
	}
	if len(strings.Join(more, " ")) > maxSearch { // a whole invitation
		more = nil
	}
	return view.Again{Command: r.command(), Text: d.command(word, id, more...)}
}
