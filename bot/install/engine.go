package install

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
	"meetingbot/internal/secret"
)

// Slack is what is asked of Slack about tokens. Errors are those of slack-go.
type Slack interface {
	// Test asks whether a token works.
	Test(ctx context.Context, token secret.Secret) error
	// Refresh trades a refresh token for the next tokens.
	Refresh(ctx context.Context, refreshToken secret.Secret) (*slack.OAuthV2Response, error)
}

// Options set up an Engine.
type Options struct {
	// Store keeps the grants. Required.
	Store Store
	// Slack says whether tokens work, and gives the next ones. Required.
	Slack Slack
	// Changed is called when the grant of a workspace or an organisation has changed.
	// Defaults to nothing.
	Changed func(k workspace.Key)
	// Logger gets who came and went, and what Slack refuses. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Engine keeps grants. It is safe for concurrent use, in any number of processes
// over one Store.
type Engine struct {
	store   Store
	slack   Slack
	changed func(k workspace.Key)
	log     *slog.Logger
	clock   func() time.Time
}

// New returns an engine. It does nothing until it is called, or its jobs are done.
func New(o Options) (*Engine, error) {
	if o.Store == nil || o.Slack == nil {
		return nil, errors.New("install: Store and Slack must be given")
	}
	if o.Changed == nil {
		o.Changed = func(workspace.Key) {}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Engine{store: o.Store, slack: o.Slack, changed: o.Changed, log: o.Logger, clock: o.Now}, nil
}

// The kinds of jobs, and what their keys are. Their texts are stored.
const (
	RefreshTokens   queue.Kind = "refresh_tokens"   // ""
	ForgetWorkspace queue.Kind = "forget_workspace" // what a Departure says
)

// Priorities of jobs: people wait for none of them.
const (
	priorityRefresh = 3
	priorityForget  = 4
)

// Register makes the engine do its jobs.
func (e *Engine) Register(jobs *queue.Registry) {
	jobs.Register(RefreshTokens, queue.WorkerFunc(e.refreshAll))
	jobs.Register(ForgetWorkspace, queue.WorkerFunc(e.forget))
	jobs.Repeat(refreshEvery, queue.Job{Kind: RefreshTokens, Priority: priorityRefresh})
}

// now is the time as a Store keeps it.
func (e *Engine) now() time.Time { return e.clock().UTC().Truncate(time.Millisecond) }

// Install stores what Slack has granted, in place of what it granted before in the
// same workspace. What waited there for a token that works goes on.
func (e *Engine) Install(ctx context.Context, g workspace.Grant) error {
	switch {
	case g.Key == workspace.Key{}:
		return errors.New("install: the grant names no workspace")
	case g.Token == "":
		return errors.New("install: the grant has no token")
	}
	if g.InstalledAt.IsZero() {
		g.InstalledAt = e.now()
	}
	if err := e.store.PutGrant(ctx, g); err != nil {
		return fmt.Errorf("install in %s: %w", g.Key, err)
	}
	e.changed(g.Key)
	e.log.InfoContext(ctx, "installed in a workspace", append(keyAttrs(g.Key), slog.String("user_id", g.InstalledBy))...)
	return nil
}

// Grants lists what is installed, without tokens, oldest first.
func (e *Engine) Grants(ctx context.Context) ([]workspace.Grant, error) { return e.store.Grants(ctx) }

// keyAttrs name a workspace in a log.
func keyAttrs(k workspace.Key) []any {
	return []any{slog.String("enterprise_id", k.EnterpriseID), slog.String("team_id", k.TeamID)}
}
