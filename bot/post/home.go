package post

import (
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"
)

// Homes shows Home tabs. Scopes: none.
type Homes interface {
	PublishViewContext(ctx context.Context, req slack.PublishViewContextRequest) (*slack.ViewResponse, error)
}

var _ Homes = (*slack.Client)(nil)

var (
	// ErrHomeChanged says that a Home tab does not show what it was believed to.
	ErrHomeChanged = errors.New("the Home tab shows something else")
	// ErrNoHome says that the app has no Home tab.
	ErrNoHome = errors.New("the app has no Home tab")
)

// PublishHome shows somebody's Home tab and returns the hash of what it shows. With
// the hash of what was published before it does so only where that is still shown,
// and returns ErrHomeChanged otherwise. It returns ErrNoHome where there is no Home
// tab; other errors are *Error.
func PublishHome(ctx context.Context, c Homes, userID, hash string, view slack.HomeTabViewRequest) (newHash string, err error) {
	req := slack.PublishViewContextRequest{UserID: userID, View: view}
	if hash != "" {
		req.Hash = &hash
	}
	published, err := c.PublishViewContext(ctx, req)
	if err == nil {
		return published.Hash, nil
	}
	e := newError(ctx, err, true)
	switch SlackError(e.Err) {
	case "hash_conflict":
		return "", fmt.Errorf("%w: %w", ErrHomeChanged, e.Err)
	case "not_enabled":
		return "", fmt.Errorf("%w: %w", ErrNoHome, e.Err)
	}
	return "", e
}
