package live

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/post"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// maxInCall bounds how many people a call shows. Cards tell how many there are.
const maxInCall = 500

// callChange is what a call is to show that it does not, and what of that was done.
type callChange struct {
	now         time.Time
	join, leave []post.CallPerson
	more        bool       // there are more than one use of a method may name
	read        bool       // the meeting was read
	shown       *post.Call // what the call is to say of the meeting, nil to leave it

	joined, left, described bool
}

func (ch *callChange) none() bool { return len(ch.join)+len(ch.leave) == 0 && ch.shown == nil }

// changes compares a call with its meeting. What cannot be read stays as it is.
func (c *Calls) changes(ctx context.Context, ws workspace.Workspace, call Call) *callChange {
	ch := &callChange{now: c.now()}
	if wanted, ok := c.people(ctx, ws, call); ok {
		ch.compare(wanted, call.People)
	}
	if m, ok := c.described(ctx, ws, call); ok {
		ch.read = true
		if shown := c.o.Renderer.Call(ws, m); shown.JoinURL != "" && digest(shown) != call.Shown {
			ch.shown = &shown
		}
	}
	return ch
}

// described is a reading of the meeting of a call, from memory if possible.
func (c *Calls) described(ctx context.Context, ws workspace.Workspace, call Call) (*meeting.Snapshot, bool) {
	if m, ok := ws.Meetings.Peek(call.MeetingID); ok {
		return m, true
	}
	if c.now().Sub(call.ReadAt) < describedEvery && !call.ReadAt.IsZero() {
		return nil, false
	}
	m, err := ws.Meetings.Get(ctx, call.MeetingID)
	return m, err == nil
}

// compare lists who is to join and who is to leave.
func (ch *callChange) compare(wanted []post.CallPerson, shown []string) {
	in := make(map[string]bool, len(wanted))
	for _, p := range wanted {
		in[p.ID()] = true
		if !slices.Contains(shown, p.ID()) {
			ch.join = append(ch.join, p)
		}
	}
	for _, id := range shown {
		if !in[id] {
			ch.leave = append(ch.leave, participant(id))
		}
	}
	ch.more = len(ch.join) > post.MaxCallPeople || len(ch.leave) > post.MaxCallPeople
	ch.join, ch.leave = first(ch.join, post.MaxCallPeople), first(ch.leave, post.MaxCallPeople)
}

// apply notes in a call what was done, and tells when to look again.
func (ch *callChange) apply(call *Call) time.Duration {
	if ch.left {
		call.People = slices.DeleteFunc(slices.Clone(call.People), func(id string) bool {
			return slices.ContainsFunc(ch.leave, func(p post.CallPerson) bool { return p.ID() == id })
		})
	}
	if ch.joined {
		for _, p := range ch.join {
			call.People = append(call.People, p.ID())
		}
	}
	if ch.described {
		call.Shown = digest(*ch.shown)
	}
	if ch.read {
		call.ReadAt = ch.now
	}
	if ch.more {
		return time.Second
	}
	return peopleEvery
}

// people are those whom a call is to show. It reports false where that cannot be told.
func (c *Calls) people(ctx context.Context, ws workspace.Workspace, call Call) ([]post.CallPerson, bool) {
	names := ws.Policy.NamesInCalls()
	if names == access.NoNames && call.In >= 0 {
		return c.nameless(ws, nil, call.In), true
	}
	in, err := ws.Meetings.Attendees(ctx, call.MeetingID)
	if err != nil || in == nil {
		if call.In < 0 {
			return nil, false
		}
		return c.nameless(ws, nil, call.In), true
	}
	var all []post.CallPerson
	others := 0
	for i := range in.People {
		if p, ok := c.named(ws, call, &in.People[i], names); ok {
			all = append(all, p)
		} else {
			others++
		}
	}
	return c.nameless(ws, unique(all), others), true
}

// named is somebody in the meeting by their Slack account or name, where the workspace
// allows that.
func (c *Calls) named(ws workspace.Workspace, call Call, p *meeting.Attendee, names access.CallNames) (post.CallPerson, bool) {
	if names == access.NoNames {
		return post.CallPerson{}, false
	}
	user := access.MeetingUser{UUID: p.UserID.String(), Account: p.Account.String(), UserID: p.ThirdAccount.String()}
	if id := c.o.Linked(ws.Key, user); id != "" && !call.Unnamed {
		return post.CallPerson{UserID: id}, true
	}
	if names != access.AllNames {
		return post.CallPerson{}, false
	}
	name := c.o.Renderer.CallName(ws, p)
	if name == "" {
		return post.CallPerson{}, false
	}
	sum := sha256.Sum256([]byte(name))
	return post.CallPerson{ExternalID: "name-" + hex.EncodeToString(sum[:6]), Name: name}, true
}

// unique gives people of the same name ids of their own, and leaves out who is there
// twice by their Slack account.
func unique(all []post.CallPerson) []post.CallPerson {
	seen := make(map[string]int, len(all))
	var kept []post.CallPerson
	for _, p := range all {
		id := p.ID()
		seen[id]++
		switch n := seen[id]; {
		case n > 1 && p.UserID != "":
			continue
		case n > 1:
			p.ExternalID = fmt.Sprintf("%s-%d", id, n)
		}
		kept = append(kept, p)
	}
	return kept
}

// nameless adds people of whom only their number is shown.
func (c *Calls) nameless(ws workspace.Workspace, named []post.CallPerson, others int) []post.CallPerson {
	all := first(named, maxInCall)
	for n := 1; n <= others && len(all) < maxInCall; n++ {
		all = append(all, post.CallPerson{ExternalID: fmt.Sprintf("guest-%d", n), Name: c.o.Renderer.CallUnnamed(ws)})
	}
	return all
}

// participant is somebody with an id that was stored.
func participant(id string) post.CallPerson {
	if strings.Contains(id, "-") {
		return post.CallPerson{ExternalID: id}
	}
	return post.CallPerson{UserID: id}
}

// first are the first elements, at most so many.
func first[T any](all []T, most int) []T { return all[:min(len(all), most)] }
