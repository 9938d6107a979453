package live

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"meetingbot/bot/workspace"
	"meetingbot/internal/boundedcache"
)

const (
	// recordingEvery is how often a recording is asked for that cannot be played yet,
	// and recordingFor how long after the end.
	recordingEvery = 3 * time.Minute
	recordingFor   = 6 * time.Hour
	// maxRuns bounds the runs of meetings of which a Recorder remembers what it has
	// found, and runLife is for how long.
	maxRuns = 10_000
	runLife = recordingFor + time.Hour
)

// historyTries are when the history is asked again that does not have a meeting yet,
// counted from the first time.
func historyTries() [4]time.Duration {
	return [...]time.Duration{30 * time.Second, 150 * time.Second, 450 * time.Second, 1350 * time.Second}
}

// RecorderOptions say what a Recorder works with.
type RecorderOptions struct {
	// Logger gets, at debug level, what an account may not read. Defaults to none.
	Logger *slog.Logger
	// Now tells the time. Defaults to time.Now.
	Now func() time.Time
}

// Recorder finds out how a meeting was that is over: when it began, how long it
// lasted, how many came, and whether its recording can be played. It is safe for
// concurrent use.
type Recorder struct {
	log     *slog.Logger
	now     func() time.Time
	runs    *boundedcache.Cache[run]
	refused *boundedcache.Cache[struct{}] // what has been logged
}

// run is what a Recorder remembers of one time that a meeting was held.
type run struct {
	asked   time.Time // when its record was first asked for
	uuid    string    // "" until the history has it
	ended   time.Time
	counted bool // who came has been read
	records bool // it was to be recorded
}

// NewRecorder returns a Recorder.
func NewRecorder(o RecorderOptions) *Recorder {
	r := &Recorder{
		log: cmp.Or(o.Logger, slog.New(slog.DiscardHandler)), now: o.Now,
		runs: boundedcache.New[run](maxRuns), refused: boundedcache.New[struct{}](maxRuns),
	}
	if r.now == nil {
		r.now = time.Now
	}
	return r
}

// Span is when a meeting was seen to run. It ends where everybody leaves, and may run
// again until its booked end.
type Span struct {
	First time.Time // its first run, or its booked start
	Last  time.Time // its last run, or its booked start where none was seen
}

// Record returns how a meeting was that is over, as far as that is known by now: its
// longest run, once the history has the last one. What is known already, nil for
// nothing, stays where the API does not tell it better; Invited may be all of it. A zero
// Span finds nothing.
//
// next is when to ask again, 0 for never. It may be asked sooner, as when the API tells
// that a recording was closed. An error says that the API could not be asked; rec and
// next are good all the same.
func (r *Recorder) Record(
	ctx context.Context, ws workspace.Workspace, meetingID string, ran Span, known *Record,
) (rec *Record, next time.Duration, err error) {
	if ran.Last.IsZero() {
		return known, 0, nil
	}
	q := r.inquire(ws, meetingID, ran, known)
	if !q.knowsHistory() {
		if found, err := q.readHistory(ctx); !found {
			r.runs.Put(q.key, q.run, runLife)
			return known, q.next, err
		}
	}
	errCame := q.readCame(ctx)
	errRecording := q.readRecording(ctx)
	r.runs.Put(q.key, q.run, runLife)
	return &q.record, q.next, cmp.Or(errCame, errRecording)
}
