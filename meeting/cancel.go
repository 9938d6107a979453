package meeting

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
)

const (
	opCancel           = "cancel conference"
	opCancelSeries     = "cancel series"
	opCancelOccurrence = "cancel occurrence"
	pathOccurrence     = "/v1/mmc/management/conferences/cyclesubconf"

	// maxOccurrenceID is how many characters an occurrence's id has at most. The
	// samples have 32.
	maxOccurrenceID = 64
)

// Cancellation says what is cancelled of a meeting.
type Cancellation struct {
	// OccurrenceID is the one date of a series that is cancelled, "" for the meeting
	// as a whole.
	OccurrenceID string
	// Running also ends the meeting if it is running, which the API otherwise refuses
	// to cancel.
	Running bool
	// Series says that the meeting is a series.
	Series bool
}

// Cancel cancels a meeting, a series or one date of it. It is sent once. Where the
// error is Uncertain, it may be cancelled all the same. Errors are *Error.
func (x *Actor) Cancel(ctx context.Context, id string, o Cancellation) error {
	r := request{
		op: opCancel, method: http.MethodDelete, path: pathList, parameters: idParameter(id),
		read: readDone, wrong: validMeeting(id),
	}
	if o.Running {
		r.parameters.Set("type", "1")
	}
	switch {
	case o.OccurrenceID != "":
		r.op, r.path = opCancelOccurrence, pathOccurrence
		r.wrong = cmp.Or(r.wrong, validOccurrence(o.OccurrenceID))
		r.body, _ = json.Marshal(map[string][]string{"cycleSubConfIDs": {o.OccurrenceID}}) // texts always marshal
	case o.Series:
		r.op, r.path = opCancelSeries, pathSeries
	}
	return x.change(ctx, id, r)
}

// validOccurrence refuses what cannot be an occurrence's id.
func validOccurrence(id string) error {
	if !plain(id, maxOccurrenceID) {
		return &FieldError{Field: FieldOccurrence, Reason: NotAllowed}
	}
	return nil
}

// readDone reads the answer to a change that has nothing to tell. The documents have
// it empty.
func readDone(a answer) error {
	if len(bytes.TrimSpace(a.body)) == 0 || bytes.HasPrefix(bytes.TrimSpace(a.body), []byte("[")) {
		return nil
	}
	var b errorBody
	if err := unmarshal(a.body, &b); err != nil {
		return err
	}
	if b.Code != "" {
		return missing(a.body, errNotJSON)
	}
	return nil
}
