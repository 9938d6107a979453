package post

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"meetingbot/internal/httpsent"
)

// File is a file that is sent to one person.
type File struct {
	Name    string
	Title   string // plain text
	Comment string // mrkdwn, said with it
	Content []byte // not empty
}

// Uploader sends files. Scopes: files:write, im:write.
type Uploader interface {
	OpenConversationContext(ctx context.Context, p *slack.OpenConversationParameters) (c *slack.Channel, noOp, alreadyOpen bool, err error)
	GetUploadURLExternalContext(ctx context.Context, p slack.GetUploadURLExternalParameters) (*slack.GetUploadURLExternalResponse, error)
	// UploadToURL sends the content, with the token, to the address that Slack has
	// named. It refuses addresses that are neither Slack's nor that of the API.
	UploadToURL(ctx context.Context, p slack.UploadToURLParameters) error
	CompleteUploadExternalContext(ctx context.Context, p slack.CompleteUploadExternalParameters) (*slack.CompleteUploadExternalResponse, error)
}

var _ Uploader = (*slack.Client)(nil)

// errUploadRefused stands for errors of an upload that may quote its address, which is
// a secret.
var errUploadRefused = errors.New("the file was not taken")

// Upload sends a file to a person, in their conversation with the bot. Errors are
// *Error. Without the scope, SlackError is "missing_scope", and nothing was sent.
func Upload(ctx context.Context, c Uploader, userID string, f File) error {
	at, err := c.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: f.Name, FileSize: len(f.Content)})
	if err != nil {
		return newError(ctx, fmt.Errorf("begin an upload: %w", err), false)
	}
	direct, _, _, err := c.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{userID}})
	if err != nil {
		return newError(ctx, fmt.Errorf("open the conversation: %w", err), false)
	}
	if err := c.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: at.UploadURL, Filename: f.Name, Reader: bytes.NewReader(f.Content)}); err != nil {
		return newError(ctx, uploadFailure(err), false)
	}
	calling, sent := httpsent.Trace(ctx)
	_, err = c.CompleteUploadExternalContext(calling, slack.CompleteUploadExternalParameters{
		Files: []slack.FileSummary{{ID: at.FileID, Title: f.Title}}, Channel: direct.ID, InitialComment: f.Comment,
	})
	if err != nil {
		return newError(ctx, fmt.Errorf("complete an upload: %w", err), sent())
	}
	return nil
}

// uploadFailure is what may be told of an upload that failed: what Slack's client says
// of a status and a limit, and nothing that may quote the address.
func uploadFailure(err error) error {
	if e, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return fmt.Errorf("upload a file: %w", e)
	}
	if e, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return fmt.Errorf("upload a file: %w", e)
	}
	return errUploadRefused
}
