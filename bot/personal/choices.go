package personal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/workspace"
)

// ChoicesOptions set up Choices.
type ChoicesOptions struct {
	// Store keeps what people decided, for all processes. Required.
	Store Store
	// Every is how often it is read, which is how soon a change by another process is
	// seen. Defaults to 15 s.
	Every time.Duration
	// Logger gets that it could not be read. Defaults to none.
	Logger *slog.Logger
}

// Choices knows what all people chose of how the bot speaks to them, so that nobody
// waits for it. While the store cannot be read, what was read last holds. It is safe
// for concurrent use.
type Choices struct {
	o ChoicesOptions

	mu      sync.RWMutex
	all     map[Owner]workspace.Choice // by Owner.alone
	changes int                        // made by this process: a reading that began before is older
}

// NewChoices makes Choices that know nothing yet: see Load.
func NewChoices(o ChoicesOptions) (*Choices, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("personal: Store is required")
	case o.Every < 0:
		return nil, fmt.Errorf("personal: Every must be positive, got %s", o.Every)
	}
	o.Every = cmp.Or(o.Every, 15*time.Second)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	return &Choices{o: o, all: make(map[Owner]workspace.Choice)}, nil
}

// Get returns what a person chose, zero for nothing. It never waits.
func (c *Choices) Get(k workspace.Key, userID string) workspace.Choice {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.all[Owner{Key: k, UserID: userID}.alone()]
}

// Load reads what all people chose.
func (c *Choices) Load(ctx context.Context) error {
	c.mu.RLock()
	began := c.changes
	c.mu.RUnlock()
	var people []Decided
	err := c.o.Store.Read(ctx, func(tx Tx) (err error) {
		people, err = tx.PeopleWithChoices(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("read how people are spoken to: %w", err)
	}
	all, at := make(map[Owner]workspace.Choice, len(people)), make(map[Owner]time.Time, len(people))
	for _, d := range people {
		if who := d.alone(); !d.ChangedAt.Before(at[who]) {
			all[who], at[who] = d.choice(), d.ChangedAt
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changes == began {
		c.all = all
	}
	return nil
}

// Run reads what people chose again and again, until ctx ends.
func (c *Choices) Run(ctx context.Context) {
	workspace.Repeat(ctx, c.o.Every, c.o.Logger, c.Load)
}

// note remembers what this process has stored.
func (c *Choices) note(who Owner, s Settings) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	if choice := s.choice(); choice.Language != language.Und || len(choice.Leads) > 0 {
		c.all[who.alone()] = choice
	} else {
		delete(c.all, who.alone())
	}
}

// alone is the owner whatever organisation their workspace belongs to: one that has
// joined an organisation or left it is the same one.
func (o Owner) alone() Owner { return Owner{Key: o.Alone(), UserID: o.UserID} }

// choice is the part of the settings that says how somebody is spoken to.
func (s Settings) choice() workspace.Choice {
	return workspace.Choice{Language: s.Language, Leads: s.UsualLeads}
}
