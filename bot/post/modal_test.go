package post_test

import (
	"context"
	"errors"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
)

// modals answers every call with one error.
type modals struct{ err error }

func (m modals) OpenViewContext(context.Context, string, slack.ModalViewRequest) (*slack.ViewResponse, error) {
	return &slack.ViewResponse{}, m.err
}

func (m modals) UpdateViewContext(context.Context, slack.ModalViewRequest, string, string, string) (*slack.ViewResponse, error) {
	return &slack.ViewResponse{}, m.err
}

// What Slack answers, and what it means for a modal that is opened or updated.
func TestModalErrors(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]struct{ expired, used, unsure, changed bool }{
		"":                     {},
		"expired_trigger_id":   {expired: true},
		"exchanged_trigger_id": {used: true},
		"internal_error":       {unsure: true},
		"hash_conflict":        {changed: true},
		"not_found":            {changed: true},
		"view_not_found":       {changed: true},
		"invalid_arguments":    {},
	} {
		var answer error
		if code != "" {
			answer = slack.SlackErrorResponse{Err: code}
		}
		opened := post.OpenModal(t.Context(), modals{answer}, "1.2", slack.ModalViewRequest{})
		updated := post.UpdateModal(t.Context(), modals{answer}, "V1", "h", slack.ModalViewRequest{})
		if got := errors.Is(opened, post.ErrTriggerExpired); got != want.expired {
			t.Errorf("OpenModal after %q = %v, an expired trigger: %v, want %v", code, opened, got, want.expired)
		}
		if got := errors.Is(opened, post.ErrTriggerUsed); got != want.used {
			t.Errorf("OpenModal after %q = %v, a used trigger: %v, want %v", code, opened, got, want.used)
		}
		if got := errors.Is(opened, post.ErrModalUnsure); got != want.unsure {
			t.Errorf("OpenModal after %q = %v, perhaps open: %v, want %v", code, opened, got, want.unsure)
		}
		if got := errors.Is(updated, post.ErrModalChanged); got != want.changed {
			t.Errorf("UpdateModal after %q = %v, a changed modal: %v, want %v", code, updated, got, want.changed)
		}
		if (opened == nil) != (code == "") || (updated == nil) != (code == "") {
			t.Errorf("%q is answered with %v and %v", code, opened, updated)
		}
	}
}
