package personal

import (
	"context"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/workspace"
)

// team is the people of one workspace who want to be reminded.
type team struct {
	workspace.Workspace
	members []member
	skips   map[Skip]bool // without the times at which their meetings were seen
	unseen  []Skip        // whose meetings were not seen for a while
}

// member is somebody who wants to be reminded.
type member struct {
	Decided
	person.Person
	unknown bool // it cannot be told just now who they are
	user    access.MeetingUser
	day     string // the local date of the digest that is made
}

// teams are the people of all workspaces that use an account. It reports whether Slack
// is to be asked about more of them.
func (e *Engine) teams(ctx context.Context, account workspace.Meetings) (teams []team, more bool, err error) {
	people, err := e.reminded(ctx)
	if err != nil {
		return nil, false, err
	}
	asked := 0
	for _, group := range byWorkspace(people) {
		ws, err := e.workspaces.Get(ctx, group[0].Key)
		if err != nil || ws.Meetings != account {
			continue
		}
		t := team{Workspace: ws, skips: map[Skip]bool{}}
		for _, d := range group {
			m, known := e.member(ctx, ws, d, &asked)
			more = more || !known
			if t.members, err = e.admit(ctx, t.members, ws, m); err != nil {
				return nil, false, err
			}
		}
		if err := e.readSkips(ctx, &t); err != nil {
			return nil, false, err
		}
		teams = append(teams, t)
	}
	return teams, more, nil
}

// member finds out who somebody is. It reports false where that is left to the next
// job.
func (e *Engine) member(ctx context.Context, ws workspace.Workspace, d Decided, asked *int) (m member, known bool) {
	who, ok := ws.PeekPerson(d.UserID)
	switch {
	case ok:
	case *asked >= maxLookedUp || ctx.Err() != nil:
		return member{Decided: d, unknown: true}, false
	default:
		*asked++
		who = ws.Person(ctx, d.UserID)
	}
	return member{Decided: d, Person: who, user: ws.MeetingUser(d.UserID)}, true
}

// admit adds somebody to the members who may be reminded. Whoever may look up nothing
// any more decides nothing any more.
func (e *Engine) admit(ctx context.Context, all []member, ws workspace.Workspace, m member) ([]member, error) {
	if m.unknown {
		return append(all, m), nil
	}
	switch why := ws.Policy.Person(m.Person); why {
	case "":
		m.unknown = m.Email == "" && !m.user.Linked()
		return append(all, m), nil
	case access.Unknown, access.Unseen:
		m.unknown = true
		return append(all, m), nil
	default:
		return all, e.turnOff(ctx, m.Owner, why)
	}
}
