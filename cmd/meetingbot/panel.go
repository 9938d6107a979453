package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// panel is the playground's control panel: hands on the simulated Meeting API
// and on the clock of the bot.
type panel struct {
	api *meetingtest.Server
	// ids are the meetings that can be handled, in the order they are offered.
	ids []string
	now func() time.Time
	// skip puts the clock forward and has what is due then done, and nextDue tells
	// when the next reminder is due, zero for none. Without skip the panel offers
	// nothing of the kind.
	skip    func(context.Context, time.Duration) error
	nextDue func(context.Context) (time.Time, error)
}

// newPanel handles the meetings that are suggested, except for the documentation's
// samples, which are served as they stand.
func newPanel(api *meetingtest.Server, suggested []playground.Suggestion) *panel {
	p := &panel{api: api, now: time.Now}
	for _, s := range suggested {
		api.Edit(s.ID, func(m *meetingtest.Meeting) {
			if m.Raw == nil {
				p.ids = append(p.ids, s.ID)
			}
		})
	}
	return p
}

// What the panel says when it does nothing.
var (
	errNoSuchMeeting = errors.New("there is no such meeting any more")
	errNotANumber    = errors.New("that has to be a whole number")
	errNoName        = errors.New("a meeting needs a name")
	errTooMany       = errors.New("at most 500 can be invited here")
	errBegun         = errors.New("it is going on already")
	errNotGoingOn    = errors.New("it is not going on now, so it cannot end")
	errOver          = errors.New("it is over already")
	errNoNextDate    = errors.New("only a series that is not going on has a next date to cancel")
	errNotMoved      = errors.New("only what has not begun can be moved, and not into the past")
	errNotRenamed    = errors.New("only what has not begun can be renamed")
)

// controls are what the panel offers now.
func (p *panel) controls() []playground.Control {
	all := []playground.Control{p.meetings(), p.problems()}
	if p.skip != nil {
		all = append(all, p.time())
	}
	return all
}

func (p *panel) meetings() playground.Control {
	number := func(name, label, value string) []playground.Field {
		return []playground.Field{{Name: name, Label: label, Kind: playground.NumberField, Value: value}}
	}
	return playground.Control{
		ID: "meeting", Label: "A meeting",
		Fields: []playground.Field{{Name: "id", Label: "Meeting", Kind: playground.SelectField, Choices: p.choices()}},
		Actions: []playground.Action{
			{ID: "start", Label: "Start now", Do: p.start},
			{ID: "end", Label: "End now", Do: p.end},
			{ID: "cancel-next", Label: "Cancel next date", Danger: true, Do: p.cancelNext},
			{ID: "cancel", Label: "Cancel", Danger: true, Do: p.cancel},
			{ID: "move", Label: "Move", Fields: number("minutes", "Later by minutes", "15"), Do: p.move},
			{ID: "rename", Label: "Rename", Fields: []playground.Field{{Name: "subject", Label: "New name"}}, Do: p.rename},
			{ID: "invite", Label: "Invite", Fields: number("people", "More people", "10"), Do: p.invite},
		},
	}
}

// choices are the meetings that there are, by their names as they are now.
func (p *panel) choices() []playground.Choice {
	var all []playground.Choice
	for _, id := range p.ids {
		if subject, ok := p.subject(id); ok {
			all = append(all, playground.Choice{Value: id, Label: subject})
		}
	}
	return all
}

// act does something to the meeting that was chosen and says by its name what
// became of it.
func (p *panel) act(v url.Values, do func(id string) (done string, err error)) (said string, err error) {
	id := v.Get("id")
	name, ok := p.subject(id)
	if !ok {
		return "", errNoSuchMeeting
	}
	done, err := do(id)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("“%s” %s.", name, done), nil
}

// subject is the name of a meeting that can be handled.
func (p *panel) subject(id string) (name string, ok bool) {
	ok = slices.Contains(p.ids, id) && p.api.Edit(id, func(m *meetingtest.Meeting) { name = m.Subject })
	return name, ok
}

// verb is one of the Meeting API's own, with what it has done, and why it may
// have refused.
func verb(do func(id string) bool, done string, refused error) func(id string) (string, error) {
	return func(id string) (string, error) {
		if !do(id) {
			return "", refused
		}
		return done, nil
	}
}

func (p *panel) start(_ context.Context, v url.Values) (string, error) {
	return p.act(v, verb(p.api.Start, "is going on", errBegun))
}

func (p *panel) end(_ context.Context, v url.Values) (string, error) {
	return p.act(v, verb(p.api.End, "is over", errNotGoingOn))
}

func (p *panel) cancel(_ context.Context, v url.Values) (string, error) {
	return p.act(v, verb(p.api.Cancel, "is cancelled", errOver))
}

func (p *panel) cancelNext(_ context.Context, v url.Values) (string, error) {
	return p.act(v, verb(p.api.CancelNext, "loses its next date", errNoNextDate))
}

func (p *panel) move(_ context.Context, v url.Values) (string, error) {
	minutes, err := strconv.Atoi(strings.TrimSpace(v.Get("minutes")))
	if err != nil || max(minutes, -minutes) > longestSkip {
		return "", errNotANumber
	}
	return p.act(v, func(id string) (string, error) {
		start, ok := p.api.Postpone(id, time.Duration(minutes)*time.Minute)
		if !ok {
			return "", errNotMoved
		}
		return "begins at " + start.UTC().Format("15:04 on 2 January") + " (UTC)", nil
	})
}

func (p *panel) rename(_ context.Context, v url.Values) (string, error) {
	name := strings.TrimSpace(v.Get("subject"))
	if name == "" {
		return "", errNoName
	}
	rename := func(id string) bool { return p.api.Rename(id, name) }
	return p.act(v, verb(rename, "is called “"+name+"” now", errNotRenamed))
}

// invite adds people whom the meeting does not have yet.
func (p *panel) invite(_ context.Context, v url.Values) (string, error) {
	n, err := strconv.Atoi(strings.TrimSpace(v.Get("people")))
	if err != nil || n < 1 {
		return "", errNotANumber
	}
	return p.act(v, func(id string) (done string, err error) {
		err = errNoSuchMeeting
		p.api.Edit(id, func(m *meetingtest.Meeting) { done, err = inviteMore(m, n) })
		return done, err
	})
}

func inviteMore(m *meetingtest.Meeting, n int) (done string, err error) {
	had := len(m.Participants)
	if n > 500-had {
		return "", errTooMany
	}
	for _, who := range meetingtest.People(had + n)[had:] {
		who.Host = false
		m.Participants = append(m.Participants, who)
	}
	return fmt.Sprintf("has %d invited", len(m.Participants)), nil
}

// problems is what can go wrong with the Meeting API, always until it is healed.
func (p *panel) problems() playground.Control {
	until := func(said string, do func()) func(context.Context, url.Values) (string, error) {
		return func(context.Context, url.Values) (string, error) {
			do()
			return said, nil
		}
	}
	const every = -1
	detail := meetingtest.EndpointDetail
	return playground.Control{
		ID: "api", Label: "The Meeting API",
		Actions: []playground.Action{
			{ID: "slow", Label: "Slow", Do: until("Every answer takes 5 seconds now.", func() { p.api.Slow(detail, 5*time.Second) })},
			{ID: "fail", Label: "Fail", Do: until("Every question fails now.", func() { p.api.Fail(detail, every, http.StatusInternalServerError, "") })},
			{ID: "throttle", Label: "Throttle", Do: until("The API asks for patience now.", func() { p.api.Throttle(detail, every, 2*time.Second) })},
			{ID: "garble", Label: "Garble", Do: until("The API talks nonsense now.", func() { p.api.Corrupt(detail, every) })},
			{ID: "cut", Label: "Cut off", Do: until("The connection breaks every time now.", func() { p.api.Disconnect(detail, every) })},
			{ID: "expire", Label: "Expire the token", Do: until("Signed out: the bot has to sign in anew.", p.api.ExpireTokens)},
			{ID: "heal", Label: "Heal", Do: until("All is well.", p.api.ClearProblems)},
		},
	}
}

// time is what can be done about the time that passes for everybody.
func (p *panel) time() playground.Control {
	minutes := playground.Field{Name: "minutes", Label: "Minutes", Kind: playground.NumberField, Value: "10"}
	return playground.Control{
		ID: "clock", Label: "The clock",
		Actions: []playground.Action{
			{ID: "skip", Label: "Put forward", Fields: []playground.Field{minutes}, Do: p.pass},
			{ID: "fire", Label: "Fire what is due next", Do: p.fire},
		},
	}
}

// longestSkip keeps the clock within what times can hold.
const longestSkip = 60 * 24 * 365

func (p *panel) pass(ctx context.Context, v url.Values) (string, error) {
	minutes, err := strconv.Atoi(strings.TrimSpace(v.Get("minutes")))
	if err != nil || minutes < 1 || minutes > longestSkip {
		return "", errNotANumber
	}
	return p.forward(ctx, time.Duration(minutes)*time.Minute)
}

// fire puts the clock forward to the next reminder.
func (p *panel) fire(ctx context.Context, _ url.Values) (string, error) {
	due, err := p.nextDue(ctx)
	switch {
	case err != nil:
		return "", err
	case due.IsZero():
		return "No reminder is due.", nil
	}
	return p.forward(ctx, max(due.Sub(p.now()), 0))
}

// forward puts the clock forward and says what it shows then.
func (p *panel) forward(ctx context.Context, by time.Duration) (string, error) {
	if err := p.skip(ctx, by); err != nil {
		return "", err
	}
	return "The clock shows " + p.now().UTC().Format("15:04 on 2 January") + " (UTC).", nil
}
