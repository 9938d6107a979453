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
	// ErrTriggerExpired says that a modal was opened too late.
	ErrTriggerExpired = errors.New("the trigger has expired")
	// ErrTriggerUsed says that the trigger has opened a modal already: that call's
	// answer was lost.
	ErrTriggerUsed = errors.New("the trigger was used before")
	// ErrModalUnsure says that a modal may be open: Slack's answer was lost, or says
	// that something failed halfway.
	ErrModalUnsure = errors.New("the modal may be open")
	// ErrModalChanged says that a modal was closed, or has been changed since it
	// was read.
	ErrModalChanged = errors.New("the modal was closed or has changed")
)

// OpenModal shows a modal to the person who caused the trigger, which lives
// three seconds and works once. It returns ErrTriggerExpired and ErrTriggerUsed after
// that, and ErrModalUnsure where Slack has not said whether it was opened.
func OpenModal(ctx context.Context, c Modals, triggerID string, m slack.ModalViewRequest) error {
	_, err := c.OpenViewContext(ctx, triggerID, m)
	unsure := err != nil && isUnconfirmed(err)
	err = remote.Reduce(err)
	switch SlackError(err) {
	case "expired_trigger_id":
		return fmt.Errorf("%w: %w", ErrTriggerExpired, err)
	case "exchanged_trigger_id":
		return fmt.Errorf("%w: %w", ErrTriggerUsed, err)
	}
	if unsure {
		return fmt.Errorf("%w: %w", ErrModalUnsure, err)
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
