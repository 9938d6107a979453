package post

import (
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"meetingbot/internal/remote"
)

// Modals shows modals. Scopes: none.
type Modals interface {
	OpenViewContext(ctx context.Context, triggerID string, view slack.ModalViewRequest) (*slack.ViewResponse, error)
	UpdateViewContext(ctx context.Context, view slack.ModalViewRequest, externalID, hash, viewID string) (*slack.ViewResponse, error)
}

var _ Modals = (*slack.Client)(nil)

var (
	// ErrTriggerExpired says that a modal was opened too late, or a second time
	// by the same trigger.
	ErrTriggerExpired = errors.New("the trigger has expired")
	// ErrModalChanged says that a modal was closed, or has been changed since it
	// was read.
	ErrModalChanged = errors.New("the modal was closed or has changed")
)

// OpenModal shows a modal to the person who caused the trigger, which lives
// three seconds and works once. It returns ErrTriggerExpired after that.
func OpenModal(ctx context.Context, c Modals, triggerID string, m slack.ModalViewRequest) error {
	_, err := c.OpenViewContext(ctx, triggerID, m)
	err = remote.Reduce(err)
	switch SlackError(err) {
	case "expired_trigger_id", "exchanged_trigger_id":
		return fmt.Errorf("%w: %w", ErrTriggerExpired, err)
	}
	return err
}

// UpdateModal changes a modal that is open if it is still as its hash says, ""
// for however it is. It returns ErrModalChanged otherwise.
func UpdateModal(ctx context.Context, c Modals, id, hash string, m slack.ModalViewRequest) error {
	_, err := c.UpdateViewContext(ctx, m, "", hash, id)
	err = remote.Reduce(err)
	switch SlackError(err) {
	case "hash_conflict", "not_found", "view_not_found":
		return fmt.Errorf("%w: %w", ErrModalChanged, err)
	}
	return err
}
