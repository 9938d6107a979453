package live

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// inquiry is one question for how a meeting was.
type inquiry struct {
	recorder  *Recorder
	ws        workspace.Workspace
	meetingID string
	ran       Span
	now       time.Time
	key       string
	known     bool // something was known before

	run    run
	record Record
	next   time.Duration
}

// inquire begins a question, with what is remembered of the run.
func (r *Recorder) inquire(ws workspace.Workspace, meetingID string, ran Span, known *Record) *inquiry {
	q := &inquiry{
		recorder: r, ws: ws, meetingID: meetingID, ran: ran, now: r.now(),
		key: ws.String() + " " + meetingID + " " + strconv.FormatInt(ran.Last.Unix(), 10),
	}
	if known != nil {
		q.record, q.known = *known, true
	}
	q.run, _ = r.runs.Get(q.key)
	if q.run.asked.IsZero() || q.run.asked.After(q.now) {
		q.run.asked = q.now
	}
	return q
}

// again has the question asked again after a while, where nothing else has it asked
// sooner.
func (q *inquiry) again(after time.Duration) {
	if after > 0 && (q.next == 0 || after < q.next) {
		q.next = after
	}
}

// againForHistory has the question asked again while the history may lag behind.
func (q *inquiry) againForHistory() {
	since := q.now.Sub(q.run.asked)
	for _, at := range historyTries() {
		if at > since {
			q.again(at - since)
			return
		}
	}
}

// againAfterFailure has the question asked again after the API has failed, for as long
// as anything is asked for.
func (q *inquiry) againAfterFailure() {
	q.againForHistory()
	if q.now.Sub(q.run.asked) < recordingFor {
		q.again(recordingEvery)
	}
}

// knowsHistory reports whether the history has told of this run before.
func (q *inquiry) knowsHistory() bool { return q.known && q.run.uuid != "" && !q.record.Began.IsZero() }

// readHistory reads when the meeting was held. It reports false where that is not
// known, or not yet.
func (q *inquiry) readHistory(ctx context.Context) (found bool, err error) {
	held, err := q.ws.Meetings.LongestHeld(ctx, q.meetingID, q.ran.First, q.ran.Last)
	switch kind := meeting.KindOf(err); {
	case err == nil:
	case kind == meeting.NotFound:
		q.againForHistory()
		return false, nil
	case q.refused(ctx, "history", err):
		return false, nil
	default:
		q.againAfterFailure()
		return false, err
	}
	c := held.Conference
	q.run.uuid, q.run.records = c.UUID.String(), bool(c.AutoRecord) || c.RecordType >= recordedType || bool(c.HasRecord)
	q.run.counted = false
	began, _ := c.Start()
	ended, _ := c.End()
	if q.isAnother(began, ended) {
		q.record.Came, q.record.Recording = 0, false
	}
	q.took(began, ended)
	if held.Count > 0 {
		q.record.Invited = held.Count
	}
	return true, nil
}

// isAnother reports whether what is known is about another run than one that was held
// from a time to another one.
func (q *inquiry) isAnother(began, ended time.Time) bool {
	known := q.record.Began
	return !known.IsZero() && (known.Before(began) || !ended.IsZero() && known.After(ended))
}

// recordedType is Conference.RecordType of meetings that can be recorded.
const recordedType = 2

// took notes when the meeting was held; zero times are not known.
func (q *inquiry) took(began, ended time.Time) {
	q.record.Began, q.record.Lasted, q.run.ended = began, 0, ended
	if !began.IsZero() && ended.After(began) {
		q.record.Lasted = ended.Sub(began)
	}
}

// readCame reads how many came, and from when until when somebody was there: the times
// of the history may be those that were booked.
func (q *inquiry) readCame(ctx context.Context) error {
	if q.run.counted {
		return nil
	}
	came, err := q.ws.Meetings.Attendance(ctx, q.run.uuid)
	switch {
	case q.refused(ctx, "attendance", err):
		q.run.counted = true
		return nil
	case meeting.KindOf(err) == meeting.NotFound, err == nil && came.People == 0:
		q.againForHistory()
		return nil
	case err != nil:
		q.againAfterFailure()
		return err
	}
	q.run.counted = true
	q.record.Came = came.People
	if came.Count <= len(came.Visits) {
		q.narrow(came.Visits)
	}
	return nil
}

// narrow notes when the first came and the last left, where that is within the times
// of the history.
func (q *inquiry) narrow(visits []meeting.Visit) {
	var first, last time.Time
	for i := range visits {
		joined, knownJoined := visits[i].Joined()
		left, knownLeft := visits[i].Left()
		if !knownJoined || !knownLeft || left.Before(joined) {
			return // of somebody it is not known how long they stayed
		}
		if first.IsZero() || joined.Before(first) {
			first = joined
		}
		if left.After(last) {
			last = left
		}
	}
	began, ended := q.record.Began, q.run.ended
	if began.IsZero() || first.After(began) {
		began = first.Truncate(time.Second)
	}
	if ended.IsZero() || last.Before(ended) {
		ended = last.Truncate(time.Second)
	}
	q.took(began, ended)
}

// readRecording finds out whether the recording can be played, and has it asked for
// again while that is to come.
func (q *inquiry) readRecording(ctx context.Context) error {
	if q.record.Recording {
		return nil
	}
	all, err := q.ws.Meetings.Recordings(ctx, q.run.uuid)
	switch {
	case q.refused(ctx, "recordings", err):
		return nil
	case err != nil && meeting.KindOf(err) != meeting.NotFound:
		q.againAfterFailure()
		return err
	}
	q.record.Recording = slices.ContainsFunc(all, func(r meeting.Recording) bool { return r.Playable })
	expected := q.run.records || len(all) > 0
	if !q.record.Recording && expected && q.now.Sub(q.over()) < recordingFor {
		q.again(recordingEvery)
	}
	return nil
}

// over is when the meeting ended, or when that was first known.
func (q *inquiry) over() time.Time {
	if q.run.ended.IsZero() || q.run.ended.After(q.run.asked) {
		return q.run.asked
	}
	return q.run.ended
}

// refused reports whether the account may not read something, and logs it once for a
// meeting.
func (q *inquiry) refused(ctx context.Context, what string, err error) bool {
	if meeting.KindOf(err) != meeting.Forbidden {
		return false
	}
	key := what + " " + q.key
	if _, logged := q.recorder.refused.Get(key); !logged {
		q.recorder.refused.Put(key, struct{}{}, runLife)
		q.recorder.log.LogAttrs(ctx, slog.LevelDebug, "the record of a meeting lacks what the account may not read",
			slog.String("what", what), slog.String("team_id", q.ws.TeamID), slog.String("meeting_id", q.meetingID))
	}
	return true
}
