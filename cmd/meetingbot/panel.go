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

// panel is the playground's control panel: hands on the make-believe Meeting API
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
	errNothingToMove = errors.New("the meeting has no times that could move")
)

// controls are what the panel offers now.
func (p *panel) controls() []playground.Control {
	all := []playground.Control{p.meetings(), p.trouble()}
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
		subject := ""
		if p.api.Edit(id, func(m *meetingtest.Meeting) { subject = m.Subject }) {
			all = append(all, playground.Choice{Value: id, Label: subject})
		}
	}
	return all
}

func (p *panel) start(_ context.Context, v url.Values) (string, error) {
	return p.edit(v, func(m *meetingtest.Meeting) (string, error) {
		now := p.now().Truncate(time.Minute)
		begin, end := span(m, p.now())
		if begin == nil {
			return "", errNothingToMove
		}
		length := max(end.Sub(*begin), 30*time.Minute)
		*begin, *end = now, now.Add(length)
		m.State, m.Unattended = "", false
		return "is going on", nil
	})
}

func (p *panel) end(_ context.Context, v url.Values) (string, error) {
	return p.edit(v, func(m *meetingtest.Meeting) (string, error) {
		m.State = meetingtest.Ended
		return "is over", nil
	})
}

func (p *panel) cancel(_ context.Context, v url.Values) (string, error) {
	said, err := p.edit(v, func(*meetingtest.Meeting) (string, error) { return "is cancelled", nil })
	if err == nil {
		p.api.Remove(v.Get("id"))
	}
	return said, err
}

func (p *panel) move(_ context.Context, v url.Values) (string, error) {
	minutes, err := strconv.Atoi(strings.TrimSpace(v.Get("minutes")))
	if err != nil {
		return "", errNotANumber
	}
	return p.edit(v, func(m *meetingtest.Meeting) (string, error) {
		begin, end := span(m, p.now())
		if begin == nil {
			return "", errNothingToMove
		}
		by := time.Duration(minutes) * time.Minute
		*begin, *end = begin.Add(by), end.Add(by)
		return "begins at " + begin.UTC().Format("15:04 on 2 January") + " (UTC)", nil
	})
}

// span points to the times of a meeting, or of the occurrence of a series that is
// next; to none where there are none.
func span(m *meetingtest.Meeting, now time.Time) (begin, end *time.Time) {
	if !m.Start.IsZero() {
		return &m.Start, &m.End
	}
	for i := range m.Occurrences {
		if o := &m.Occurrences[i]; o.End.After(now) {
			return &o.Start, &o.End
		}
	}
	return nil, nil
}

func (p *panel) rename(_ context.Context, v url.Values) (string, error) {
	subject := strings.TrimSpace(v.Get("subject"))
	if subject == "" {
		return "", errNoName
	}
	return p.edit(v, func(m *meetingtest.Meeting) (string, error) {
		m.Subject = subject
		return "is its name now", nil
	})
}

// invite adds people whom the meeting does not have yet.
func (p *panel) invite(_ context.Context, v url.Values) (string, error) {
	n, err := strconv.Atoi(strings.TrimSpace(v.Get("people")))
	if err != nil || n < 1 {
		return "", errNotANumber
	}
	return p.edit(v, func(m *meetingtest.Meeting) (string, error) {
		had := len(m.Participants)
		if had+n > 500 {
			return "", errTooMany
		}
		for _, who := range meetingtest.People(had + n)[had:] {
			who.Host = false
			m.Participants = append(m.Participants, who)
		}
		return fmt.Sprintf("has %d invited", len(m.Participants)), nil
	})
}

// edit changes the meeting that was chosen and says so by its name.
func (p *panel) edit(v url.Values, change func(*meetingtest.Meeting) (string, error)) (said string, err error) {
	id := v.Get("id")
	ok := slices.Contains(p.ids, id) && p.api.Edit(id, func(m *meetingtest.Meeting) {
		var done string
		if done, err = change(m); err == nil {
			said = fmt.Sprintf("“%s” %s.", m.Subject, done)
		}
	})
	if !ok {
		return "", errNoSuchMeeting
	}
	return said, err
}

// trouble is what can go wrong with the Meeting API, always until it is healed.
func (p *panel) trouble() playground.Control {
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
			{ID: "garble", Label: "Garble", Do: until("The API talks nonsense now.", func() { p.api.Garbage(detail, every) })},
			{ID: "cut", Label: "Cut off", Do: until("The connection breaks every time now.", func() { p.api.CutOff(detail, every) })},
			{ID: "expire", Label: "Expire the token", Do: until("Signed out: the bot has to sign in anew.", p.api.ExpireTokens)},
			{ID: "heal", Label: "Heal", Do: until("All is well.", p.api.Heal)},
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
