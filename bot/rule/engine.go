package rule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"meetingbot/bot/agenda"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// ErrTooMany says that a conversation has MaxRules rules.
var ErrTooMany = errors.New("too many rules")

// Workspaces finds workspaces. Errors are workspace.ErrUnknown, or mean that it
// cannot be told just now.
type Workspaces interface {
	Get(ctx context.Context, k workspace.Key) (workspace.Workspace, error)
}

// Reminders has conversations reminded of meetings.
type Reminders interface {
	// SetAutomatic has those conversations and no others reminded of a meeting by rules.
	// read is called where something is to be changed.
	SetAutomatic(
		ctx context.Context, k watch.MeetingKey, want reminder.Automatic, read func(context.Context) (*meeting.Snapshot, error),
	) error
	// RuleSubscriptions lists what rules made in a workspace.
	RuleSubscriptions(ctx context.Context, k workspace.Key) ([]reminder.Subscription, error)
	// EndRule deletes what a rule made, within a transaction.
	EndRule(ctx context.Context, tx queue.Queue, ruleID string) error
	// TellRuleSuspended has somebody told that nothing can be posted for a rule, within
	// a transaction.
	TellRuleSuspended(ctx context.Context, tx queue.Queue, s reminder.Subscription) error
}

var _ Reminders = (*reminder.Engine)(nil)

// Options set up an Engine.
type Options struct {
	// Store keeps rules. Required.
	Store Store
	// Workspaces have the meeting accounts and say who may do what. Required.
	Workspaces Workspaces
	// Agendas have the meetings of the accounts. Required.
	Agendas *agenda.Agendas
	// Logger gets what cannot be read. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Engine has conversations follow meetings by rule. It is safe for concurrent use, in any
// number of processes over one Store.
type Engine struct {
	store      Store
	workspaces Workspaces
	agendas    *agenda.Agendas
	reminders  Reminders // set by Register
	log        *slog.Logger
	clock      func() time.Time
}

// New returns an engine. It does nothing until its jobs are done.
func New(o Options) (*Engine, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("rule: Store is required")
	case o.Workspaces == nil:
		return nil, errors.New("rule: Workspaces is required")
	case o.Agendas == nil:
		return nil, errors.New("rule: Agendas is required")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Engine{store: o.Store, workspaces: o.Workspaces, agendas: o.Agendas, log: o.Logger, clock: o.Now}, nil
}

// now is the time as a Store keeps it.
func (e *Engine) now() time.Time { return e.clock().UTC().Truncate(time.Millisecond) }

// Request is what somebody wants a conversation to follow.
type Request struct {
	post.Conversation
	Pattern
	Leads []time.Duration // longest first, none twice
	Usual bool            // nobody asked for these leads: those of a rule that stands stay
	By    string          // U… or W…
	Found []string        // the ids of the meetings that match now
}

// Status is a rule with what became of a request.
type Status struct {
	Rule
	Already bool            // there was one as requested
	Before  []time.Duration // its leads before, nil where it had none or the same
}

// Follow has a conversation follow meetings by a rule, in place of its rule for the same
// ones; one that was suspended goes on. What was stopped of those that match is followed
// again, unless the rule stands. It returns ErrTooMany where the conversation has enough.
func (e *Engine) Follow(ctx context.Context, want Request) (st Status, err error) {
	err = e.store.InTx(ctx, func(tx Tx) error {
		st, err = e.follow(ctx, tx, want)
		return err
	})
	if err != nil {
		return Status{}, fmt.Errorf("follow meetings: %w", err)
	}
	return st, nil
}

func (e *Engine) follow(ctx context.Context, tx Tx, want Request) (Status, error) {
	r := Rule{
		ID: reminder.NewID(), Conversation: want.Conversation, Pattern: want.Pattern, Leads: want.Leads, SetBy: want.By,
		SetAt: e.now(), Matched: len(want.Found),
	}
	all, err := tx.RulesIn(ctx, want.Conversation)
	if err != nil {
		return Status{}, err
	}
	i := slices.IndexFunc(all, r.isLike)
	if i >= 0 && want.Usual {
		r.Leads = all[i].Leads
	}
	switch {
	case i >= 0 && all[i].Suspended == "" && slices.Equal(all[i].Leads, r.Leads):
		return Status{Rule: all[i], Already: true}, nil
	case i < 0 && len(all) >= MaxRules:
		return Status{}, ErrTooMany
	}
	st := Status{}
	if i >= 0 && !slices.Equal(all[i].Leads, r.Leads) {
		st.Before = all[i].Leads
	}
	if i < 0 {
		for _, id := range want.Found {
			if err := tx.DeleteRuleSkip(ctx, r.Conversation, id); err != nil {
				return st, err
			}
		}
	}
	if st.Rule, err = tx.AddRule(ctx, r); err != nil {
		return st, err
	}
	return st, tx.Hasten(ctx, e.lookJob(r.Conversation.Key))
}

// Restore sets a rule up again that was stopped: the same one, of the one who had set it
// up. One that somebody has set up since for the same meetings stays as it is.
func (e *Engine) Restore(ctx context.Context, r Rule) (st Status, err error) {
	err = e.store.InTx(ctx, func(tx Tx) error {
		all, err := tx.RulesIn(ctx, r.Conversation)
		if err != nil {
			return err
		}
		switch i := slices.IndexFunc(all, r.isLike); {
		case i >= 0:
			st = Status{Rule: all[i], Already: true}
			return nil
		case len(all) >= MaxRules:
			return ErrTooMany
		}
		r.ID, r.SetAt, r.Suspended = reminder.NewID(), e.now(), ""
		if st.Rule, err = tx.AddRule(ctx, r); err != nil {
			return err
		}
		return tx.Hasten(ctx, e.lookJob(r.Conversation.Key))
	})
	if err != nil {
		return Status{}, fmt.Errorf("follow meetings again: %w", err)
	}
	return st, nil
}

// Change gives the asker's rule with an id other leads, longest first. It returns
// ErrNotFound where there is none.
func (e *Engine) Change(ctx context.Context, a reminder.Asker, id string, leads []time.Duration) (st Status, err error) {
	err = e.store.InTx(ctx, func(tx Tx) error {
		r, err := forAsker(a)(tx.LockRule(ctx, id))
		if err != nil {
			return err
		}
		st = Status{Rule: r, Already: slices.Equal(r.Leads, leads)}
		if st.Already {
			return nil
		}
		st.Before = r.Leads
		st.Leads = leads
		if err := tx.ChangeRule(ctx, st.Rule); err != nil {
			return err
		}
		return tx.Hasten(ctx, e.lookJob(r.Conversation.Key))
	})
	if err != nil {
		return Status{}, fmt.Errorf("change a rule: %w", err)
	}
	return st, nil
}

// Stop ends the asker's rule with an id and what it made, and returns it as it was. It
// returns ErrNotFound where there is none.
func (e *Engine) Stop(ctx context.Context, a reminder.Asker, id string) (r Rule, err error) {
	err = e.store.InTx(ctx, func(tx Tx) error {
		if r, err = forAsker(a)(tx.GetRule(ctx, id)); err != nil {
			return err
		}
		if err := e.reminders.EndRule(ctx, tx, id); err != nil {
			return err
		}
		if err := tx.DeleteRule(ctx, id); err != nil {
			return err
		}
		return tx.Hasten(ctx, e.lookJob(r.Conversation.Key)) // other rules may match what it followed
	})
	if err != nil {
		return Rule{}, fmt.Errorf("stop a rule: %w", err)
	}
	return r, nil
}

// Resume has a conversation reminded again of a meeting that was stopped there.
func (e *Engine) Resume(ctx context.Context, c post.Conversation, meetingID string) error {
	err := e.store.InTx(ctx, func(tx Tx) error {
		if err := tx.DeleteRuleSkip(ctx, c, meetingID); err != nil {
			return err
		}
		return tx.Hasten(ctx, e.lookJob(c.Key))
	})
	if err != nil {
		return fmt.Errorf("follow meeting %s again: %w", meetingID, err)
	}
	return nil
}
