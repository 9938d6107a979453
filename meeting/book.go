package meeting

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
)

const (
	opBook       = "book conference"
	pathSeries   = "/v1/mmc/management/cycleconferences"
	parameterID  = "conferenceID"
	opBookSeries = "book series"
)

// Book books a meeting, and returns it as the API has booked it, which may be
// otherwise: see Booking.Adjusted. It is sent once. Where the error is Uncertain,
// the meeting may be booked all the same: FindBooked tells. Errors are *Error; one
// of limits that are checked before the call wraps *FieldError.
func (x *Actor) Book(ctx context.Context, b Booking) (*Conference, error) {
	r := request{op: opBook, method: http.MethodPost, path: pathList}
	if b.Series != nil {
		r.op, r.path = opBookSeries, pathSeries
	}
	if err := b.ValidateAt(x.account.o.Now()); err != nil {
		return nil, &Error{Op: r.op, Kind: Invalid, Err: err}
	}
	return x.book(ctx, "", r, b.body(x.account.client.creds.AppID))
}

// book sends a booking, and reads the meeting in the answer.
func (x *Actor) book(ctx context.Context, id string, r request, body any) (*Conference, error) {
	var err error
	if r.body, err = json.Marshal(body); err != nil {
		return nil, &Error{Op: r.op, Kind: Invalid, Err: errors.New("the booking cannot be written")}
	}
	var booked Conference
	r.read = booked.readBooked
	if err := x.change(ctx, id, r); err != nil {
		return nil, err
	}
	if booked.ID != "" {
		x.account.forget(booked.ID.String())
	}
	return &booked, nil
}

// readBooked reads the first meeting of an answer, which is a list of them by the
// documents.
func (c *Conference) readBooked(a answer) error {
	if bytes.HasPrefix(bytes.TrimSpace(a.body), []byte("[")) {
		var list List[Conference]
		if json.Unmarshal(a.body, &list) != nil {
			return &Error{Kind: Garbled, Err: errNotJSON} // the cause quotes the answer
		}
		if len(list) > 0 {
			*c = list[0]
		}
	} else if err := unmarshal(a.body, c); err != nil {
		return err
	}
	if c.ID == "" {
		return missing(a.body, errNoConference)
	}
	return nil
}

// idParameter names the meeting that is changed.
func idParameter(id string) url.Values { return url.Values{parameterID: {id}} }
