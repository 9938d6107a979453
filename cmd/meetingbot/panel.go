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

// panel is the playground's control panel. It changes the meetings and the answers
// of the simulated Meeting API, and the clock of the playground.
type panel struct {
	api *meetingtest.Server
	// suggested are the meetings that the page suggests, in the order in which they are
	// offered. Those that were booked since come before them.
	suggested []string
	now       func() time.Time
	// skip puts the clock forward and starts the jobs that are due then. nextDue
	// returns when the next reminder is due, zero for none. Without skip the panel
	// has no control for the clock.
	skip    func(context.Context, time.Duration) error
	nextDue func(context.Context) (time.Time, error)
}

// newPanel returns a panel for all meetings, except for the samples of the
// documentation, which cannot be changed.
func newPanel(api *meetingtest.Server, suggested []playground.Suggestion) *panel {
	p := &panel{api: api, now: time.Now}
	for _, s := range suggested {
		p.suggested = append(p.suggested, s.ID)
	}
	return p
}

// What the panel says when an action is refused.
var (
	errNoSuchMeeting = errors.New("there is no such meeting any more")
	errNotANumber    = errors.New("that has to be a whole number")
	errNoName        = errors.New("a meeting needs a name")
	errTooMany       = errors.New("at most 500 can be invited here")
	errRunning       = errors.New("it is going on already")
	errNotRunning    = errors.New("it is not going on now, so it cannot end")
	errEnded         = errors.New("it is over already")
	errNoNextDate    = errors.New("only a series that is not going on has a next date to cancel")
	errCannotMove    = errors.New("only what has not begun can be moved, and not into the past")
	errCannotRename  = errors.New("only what has not begun can be renamed")
)

// controls returns what the panel offers now.
func (p *panel) controls() []playground.Control {
	all := []playground.Control{p.meetingControl(), p.apiControl()}
	if p.skip != nil {
		all = append(all, p.clockControl())
	}
	return all
}

func (p *panel) meetingControl() playground.Control {
	number := func(name, label, value string) []playground.Field {
		return []playground.Field{{Name: name, Label: label, Kind: playground.NumberField, Value: value}}
	}
	return playground.Control{
		ID: "meeting", Label: "A meeting",
		Fields: []playground.Field{{Name: "id", Label: "Meeting", Kind: playground.SelectField, Choices: p.choices()}},
		Actions: []playground.Action{
			{ID: "start", Label: "Start now", Do: p.start},
			{ID: "end", Label: "End now", Do: p.end},
			{ID: "record", Label: "Record", Do: p.record},
			{ID: "nobody", Label: "Nobody comes", Do: p.nobody},
			{ID: "cancel-next", Label: "Cancel next date", Danger: true, Do: p.cancelNext},
			{ID: "cancel", Label: "Cancel", Danger: true, Do: p.cancel},
			{ID: "move", Label: "Move", Fields: number("minutes", "Later by minutes", "15"), Do: p.move},
			{ID: "rename", Label: "Rename", Fields: []playground.Field{{Name: "subject", Label: "New name"}}, Do: p.rename},
			{ID: "invite", Label: "Invite", Fields: number("people", "More people", "10"), Do: p.invite},
		},
	}
}

// choices are the existing meetings with their current names.
func (p *panel) choices() []playground.Choice {
	suggested := make([]playground.Choice, len(p.suggested))
	var all []playground.Choice
	for _, m := range p.api.Snapshot() {
		choice := playground.Choice{Value: m.ID, Label: m.Subject}
		switch at := slices.Index(p.suggested, m.ID); {
		case m.Raw != nil:
		case at < 0:
			all = append(all, choice)
		default:
			suggested[at] = choice
		}
	}
	suggested = slices.DeleteFunc(suggested, func(c playground.Choice) bool { return c.Value == "" })
	return append(all, suggested...)
}

// onMeeting calls do with the chosen meeting and says what was done, with the
// meeting's name.
func (p *panel) onMeeting(v url.Values, do func(id string) (done string, err error)) (result string, err error) {
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

// subject is the name of a meeting that can be changed.
func (p *panel) subject(id string) (name string, ok bool) {
	found := p.api.Edit(id, func(m *meetingtest.Meeting) { name, ok = m.Subject, m.Raw == nil })
	return name, found && ok
}

// change makes a function for onMeeting: it returns done, or refused if do returns
// false.
func change(do func(id string) bool, done string, refused error) func(id string) (string, error) {
	return func(id string) (string, error) {
		if !do(id) {
			return "", refused
		}
		return done, nil
	}
}

func (p *panel) start(_ context.Context, v url.Values) (string, error) {
	return p.onMeeting(v, change(p.api.Start, "is going on", errRunning))
}

// nobody has nobody come to a meeting that has not begun.
func (p *panel) nobody(_ context.Context, v url.Values) (string, error) {
	stayAway := func(id string) bool {
		ahead := func(m meetingtest.Meeting) bool { return m.ID == id && m.State == meetingtest.Scheduled }
		return slices.ContainsFunc(p.api.Meetings(), ahead) && p.api.Edit(id, func(m *meetingtest.Meeting) { m.Unattended = true })
	}
	return p.onMeeting(v, change(stayAway, "begins without anybody, until it is started here", errRunning))
}

func (p *panel) end(_ context.Context, v url.Values) (string, error) {
	return p.onMeeting(v, change(p.api.End, "is over", errNotRunning))
}

// record has the meeting recorded. It can be played some minutes after its end.
func (p *panel) record(_ context.Context, v url.Values) (string, error) {
	return p.onMeeting(v, change(p.api.Record, "is recorded", errEnded))
}

func (p *panel) cancel(_ context.Context, v url.Values) (string, error) {
	return p.onMeeting(v, change(p.api.Cancel, "is cancelled", errEnded))
}

func (p *panel) cancelNext(_ context.Context, v url.Values) (string, error) {
	return p.onMeeting(v, change(p.api.CancelNext, "loses its next date", errNoNextDate))
}

func (p *panel) move(_ context.Context, v url.Values) (string, error) {
	minutes, err := strconv.Atoi(strings.TrimSpace(v.Get("minutes")))
	if err != nil || minutes < -maxMinutes || minutes > maxMinutes {
		return "", errNotANumber
	}
	return p.onMeeting(v, func(id string) (string, error) {
		start, ok := p.api.Postpone(id, time.Duration(minutes)*time.Minute)
		if !ok {
			return "", errCannotMove
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
	return p.onMeeting(v, change(rename, "is called “"+name+"” now", errCannotRename))
}

// invite adds people to the meeting who are not invited yet.
func (p *panel) invite(_ context.Context, v url.Values) (string, error) {
	n, err := strconv.Atoi(strings.TrimSpace(v.Get("people")))
	if err != nil || n < 1 {
		return "", errNotANumber
	}
	return p.onMeeting(v, func(id string) (done string, err error) {
		err = errNoSuchMeeting
		p.api.Edit(id, func(m *meetingtest.Meeting) { done, err = addParticipants(m, n) })
		return done, err
	})
}

func addParticipants(m *meetingtest.Meeting, n int) (done string, err error) {
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

// apiControl makes every call of the Meeting API slow or wrong, until Recover.
func (p *panel) apiControl() playground.Control {
	run := func(result string, do func()) func(context.Context, url.Values) (string, error) {
		return func(context.Context, url.Values) (string, error) {
			do()
			return result, nil
		}
	}
	const every = -1 // call
	detail := meetingtest.EndpointDetail
	return playground.Control{
		ID: "api", Label: "The Meeting API",
		Actions: []playground.Action{
			{ID: "slow", Label: "Slow", Do: run("Every answer takes 5 seconds now.", func() { p.api.Slow(detail, 5*time.Second) })},
			{ID: "fail", Label: "Fail", Do: run("Every question fails now.", func() { p.api.Fail(detail, every, http.StatusInternalServerError, "") })},
			{ID: "throttle", Label: "Throttle", Do: run("The API asks for slower questions now.", func() { p.api.Throttle(detail, every, 2*time.Second) })},
			{ID: "garble", Label: "Garble", Do: run("Every answer is garbage now.", func() { p.api.Corrupt(detail, every) })},
			{ID: "cut", Label: "Cut off", Do: run("The connection breaks every time now.", func() { p.api.Disconnect(detail, every) })},
			{ID: "short", Label: "Short pages", Do: run("Pages have 20 entries at most now, and offsets count pages.", func() {
				p.api.Page("", meetingtest.Paging{LongestPage: 20, OffsetCountsPages: true})
			})},
			{ID: "strict", Label: "Refuse long pages", Do: run("The API refuses pages of more than 20 entries now.", func() {
				p.api.Page("", meetingtest.Paging{MaxLimit: 20})
			})},
			{ID: "bare", Label: "Leave out lists", Do: run("Meetings name only their first invitees now.", func() {
				p.api.Page("", meetingtest.Paging{NoData: true})
			})},
			{ID: "expire", Label: "Expire the token", Do: run("Signed out: the bot has to sign in anew.", p.api.ExpireTokens)},
			{ID: "heal", Label: "Recover", Do: run("Everything works again.", p.api.ClearProblems)},
		},
	}
}

// clockControl puts the clock of the playground forward.
func (p *panel) clockControl() playground.Control {
	minutes := playground.Field{Name: "minutes", Label: "Minutes", Kind: playground.NumberField, Value: "10"}
	return playground.Control{
		ID: "clock", Label: "The clock",
		Actions: []playground.Action{
			{ID: "skip", Label: "Advance clock", Fields: []playground.Field{minutes}, Do: p.skipMinutes},
			{ID: "fire", Label: "Send next reminder", Do: p.skipToNextDue},
		},
	}
}

// maxMinutes is a year: the most by which the clock or a meeting is moved.
const maxMinutes = 60 * 24 * 365

func (p *panel) skipMinutes(ctx context.Context, v url.Values) (string, error) {
	minutes, err := strconv.Atoi(strings.TrimSpace(v.Get("minutes")))
	if err != nil || minutes < 1 || minutes > maxMinutes {
		return "", errNotANumber
	}
	return p.skipBy(ctx, time.Duration(minutes)*time.Minute)
}

// skipToNextDue puts the clock forward to the next reminder.
func (p *panel) skipToNextDue(ctx context.Context, _ url.Values) (string, error) {
	due, err := p.nextDue(ctx)
	switch {
	case err != nil:
		return "", err
	case due.IsZero():
		return "No reminder is due.", nil
	}
	return p.skipBy(ctx, max(due.Sub(p.now()), 0))
}

// skipBy puts the clock forward and says what it shows then.
func (p *panel) skipBy(ctx context.Context, by time.Duration) (string, error) {
	if err := p.skip(ctx, by); err != nil {
		return "", err
	}
	return "The clock shows " + p.now().UTC().Format("15:04 on 2 January") + " (UTC).", nil
}
