package home

import (
	"context"
	"errors"
	"strings"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// ErrNotFound says that there is no such row.
var ErrNotFound = watch.ErrNotFound

// Viewer is a person of a workspace.
type Viewer struct {
	workspace.Key
	UserID string // U… or W…
}

// String writes the viewer as the key of a job: "E1/T1/U1".
func (v Viewer) String() string { return v.EnterpriseID + "/" + v.TeamID + "/" + v.UserID }

var errViewer = errors.New("the key of a job names no person")

// parseViewer reads the key of a job.
func parseViewer(key string) (Viewer, error) {
	parts := strings.Split(key, "/")
	if len(parts) != 3 || parts[2] == "" {
		return Viewer{}, errViewer
	}
	return Viewer{Key: workspace.Key{EnterpriseID: parts[0], TeamID: parts[1]}, UserID: parts[2]}, nil
}

// View is what is known of the Home tab of a person who has opened it.
type View struct {
	Viewer
	Hash        string    // Slack's, of what was published; "" for none
	Digest      string    // of what was published, "" where that is not known
	OpenedAt    time.Time // the last time
	PublishedAt time.Time // zero before
	SlotAt      time.Time // when it may be published, zero when it waits for no slot
}

// Store keeps views.
type Store interface {
	// InTx runs do in one transaction: everything that it did is committed if it
	// returns nil and undone otherwise. It is run again where the database asks for
	// that, so it must have no other effects. The Tx must not be used after do has
	// returned, nor InTx within do.
	InTx(ctx context.Context, do func(Tx) error) error
	// Join returns the transaction that tx is of, which another package began in
	// the same database.
	Join(tx queue.Queue) Tx
}

// Tx is what can be done within one transaction. Times are stored as whole
// milliseconds and come back in UTC.
type Tx interface {
	queue.Queue
	post.Slots
	// PutView stores a view, in place of the one of the same person.
	PutView(ctx context.Context, v View) error
	// GetView returns that of a person, or ErrNotFound.
	GetView(ctx context.Context, v Viewer) (View, error)
	// ViewersSince lists people of a workspace who have opened theirs at a time or
	// later, the latest ones.
	ViewersSince(ctx context.Context, k workspace.Key, since time.Time, most int) ([]Viewer, error)
	// DeleteViews deletes those that were opened before a time and not since.
	DeleteViews(ctx context.Context, openedBefore time.Time) error
}
