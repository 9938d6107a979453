// Package livetest is Slack as far as its own calls go, for tests: it answers as the
// documents say.
package livetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/workspace"
)

// Made is a call that was made.
type Made struct {
	slack.AddCallParameters
	ID     string
	In     []string // who is in it: users' ids, and others' names
	Ended  bool
	Lasted time.Duration
}

// Slack is Slack as far as calls go: it answers as the documents say.
type Slack struct {
	workspace.Slack // for what is not asked
	Calls           []*Made
	Asked           []string         // the methods, with what counts of their arguments
	Fails           map[string]error // what a method is refused with
	Lose            map[string]bool  // methods that are done without an answer
}

// New returns a Slack without calls.
func New() *Slack { return &Slack{Fails: map[string]error{}, Lose: map[string]bool{}} }

var errLost = errors.New("connection reset")

// Refusal is an error with one of Slack's codes.
func Refusal(code string) error { return slack.SlackErrorResponse{Err: code} }

// Wait is an error by which Slack asks to wait.
func Wait(d time.Duration) error { return &slack.RateLimitedError{RetryAfter: d} }

func (f *Slack) answer(method, about string) error {
	f.Asked = append(f.Asked, strings.TrimSpace(method+" "+about))
	return f.Fails[method]
}

// done is the answer to what was done.
func (f *Slack) done(method string) error {
	if f.Lose[method] {
		return errLost
	}
	return nil
}

// AuthTestContext is that of workspace.Slack.
func (f *Slack) AuthTestContext(context.Context) (*slack.AuthTestResponse, error) {
	return &slack.AuthTestResponse{UserID: "UBOT"}, f.answer("auth.test", "")
}

// AddCallContext is that of workspace.Slack.
func (f *Slack) AddCallContext(_ context.Context, p slack.AddCallParameters) (slack.Call, error) {
	if err := f.answer("add", p.ExternalUniqueID); err != nil {
		return slack.Call{}, err
	}
	for _, c := range f.Calls {
		if c.ExternalUniqueID == p.ExternalUniqueID {
			var end slack.JSONTime
			if c.Ended {
				end = 1
			}
			return slack.Call{ID: c.ID, DateEnd: end}, f.done("add")
		}
	}
	c := &Made{AddCallParameters: p, ID: fmt.Sprintf("R%d", len(f.Calls)+1)}
	f.Calls = append(f.Calls, c)
	return slack.Call{ID: c.ID}, f.done("add")
}

// open returns a call that goes on.
func (f *Slack) open(id string) (*Made, error) {
	for _, c := range f.Calls {
		switch {
		case c.ID == id && c.Ended:
			return nil, Refusal("inactive_call")
		case c.ID == id:
			return c, nil
		}
	}
	return nil, Refusal("invalid_call_id")
}

// UpdateCallContext is that of workspace.Slack.
func (f *Slack) UpdateCallContext(_ context.Context, id string, p slack.UpdateCallParameters) (slack.Call, error) {
	if err := f.answer("update", id+" "+p.Title+" "+p.JoinURL); err != nil {
		return slack.Call{}, err
	}
	_, err := f.open(id)
	return slack.Call{ID: id}, err
}

func names(people []slack.CallParticipant) string {
	var all []string
	for _, p := range people {
		all = append(all, p.SlackID+p.ExternalID)
	}
	slices.Sort(all)
	return strings.Join(all, ",")
}

// CallAddParticipantsContext is that of workspace.Slack.
func (f *Slack) CallAddParticipantsContext(_ context.Context, id string, people []slack.CallParticipant) error {
	if err := f.answer("join", names(people)); err != nil {
		return err
	}
	c, err := f.open(id)
	if err != nil {
		return err
	}
	for _, p := range people {
		c.In = append(c.In, p.SlackID+p.DisplayName)
	}
	slices.Sort(c.In)
	return f.done("join")
}

// CallRemoveParticipantsContext is that of workspace.Slack.
func (f *Slack) CallRemoveParticipantsContext(_ context.Context, id string, people []slack.CallParticipant) error {
	if err := f.answer("leave", names(people)); err != nil {
		return err
	}
	_, err := f.open(id)
	return err
}

// EndCallContext is that of workspace.Slack.
func (f *Slack) EndCallContext(_ context.Context, id string, p slack.EndCallParameters) error {
	if err := f.answer("end", id); err != nil {
		return err
	}
	c, err := f.open(id)
	if err != nil {
		return err
	}
	c.Ended, c.Lasted = true, p.Duration
	return f.done("end")
}
