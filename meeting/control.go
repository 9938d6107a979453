package meeting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"meetingbot/internal/secret"
)

const (
	opStop   = "end conference"
	opExtend = "extend conference"
	opInvite = "invite to conference"
	opMute   = "mute conference"
	opLock   = "lock conference"
)

// Limits of what can be asked of a running meeting.
const (
	MinExtension = time.Minute
	MaxExtension = 24 * time.Hour // as long as a meeting can be booked for
)

var (
	errNoHostPassword = errors.New("the reading has no host password")
	errOver           = errors.New("the meeting is over")
	errExtension      = fmt.Errorf("an extension is whole minutes, from %s to %s", MinExtension, MaxExtension)
)

// Control steers one running meeting, with its host password. The API knows the
// password only: whether somebody may steer is for the caller to decide. Changes are
// sent once; only where the API refuses the control token itself are they sent again,
// with a new one. An error is Uncertain if the change may have been made all the same.
// It is safe for concurrent use. Errors are *Error.
type Control struct {
	account *Account
	client  *Client
	id      string
	access  *controlAccess // a pointer, so that printing the control does not print the password
}

// controlAccess is what opens the control of a meeting.
type controlAccess struct {
	password secret.Secret
	key      string // of the token
}

// Control returns the control of a meeting, with a token that was accepted: NotRunning
// where it does not run, NoHostPassword where the reading has none, ControlRefused
// where it is not the meeting's any longer. The token is kept while it is good, so that
// the next action needs no other.
func (x *Actor) Control(ctx context.Context, m *Snapshot) (*Control, error) {
	client, err := x.client()
	if err != nil {
		return nil, err
	}
	password := hostPassword(m.Conference)
	switch {
	case m.Over():
		return nil, &Error{Op: opControl, Kind: NotRunning, Err: errOver}
	case password == "":
		return nil, &Error{Op: opControl, Kind: NoHostPassword, Err: errNoHostPassword}
	}
	id := m.Conference.ID.String()
	if err := validMeeting(id); err != nil {
		return nil, &Error{Op: opControl, Kind: Invalid, Err: err}
	}
	c := &Control{
		account: x.account, client: client, id: id,
		access: &controlAccess{password: password, key: controlKey(x.userID, id, password)},
	}
	if _, err := c.token(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// hostPassword is the host's password of a meeting, "" where the account is not told.
func hostPassword(m *Conference) secret.Secret {
	for _, p := range m.Passwords {
		if p.Role == PasswordChair && isHeaderValue(p.Password.Reveal()) {
			return p.Password
		}
	}
	return ""
}

// Stop ends the meeting for everybody. By default its booking stays until its booked
// end, and it can be joined again.
func (c *Control) Stop(ctx context.Context) error {
	return c.change(ctx, opStop, http.MethodPut, "/stop", nil)
}

// Extend has the meeting last longer, by whole minutes.
func (c *Control) Extend(ctx context.Context, by time.Duration) error {
	if by < MinExtension || by > MaxExtension || by%time.Minute != 0 {
		return &Error{Op: opExtend, Kind: Invalid, Err: errExtension}
	}
	return c.change(ctx, opExtend, http.MethodPut, "/duration", struct {
		Auto     int `json:"auto"` // 0: once
		Duration int `json:"duration"`
	}{0, int(by / time.Minute)})
}

// MuteAll mutes everybody but the host. They may unmute themselves.
func (c *Control) MuteAll(ctx context.Context) error {
	return c.change(ctx, opMute, http.MethodPut, "/mute", struct {
		Mute  int `json:"isMute"`
		Allow int `json:"allowUnmuteByOneself"`
	}{1, 1})
}

// Lock keeps everybody else out, or lets them in again. Who is invited gets in.
func (c *Control) Lock(ctx context.Context, locked bool) error {
	lock := 0
	if locked {
		lock = 1
	}
	return c.change(ctx, opLock, http.MethodPut, "/lock", struct {
		Lock int `json:"isLock"`
	}{lock})
}

// change makes a change of the running meeting.
func (c *Control) change(ctx context.Context, op, method, path string, body any) error {
	var sent []byte
	if body != nil {
		var err error
		if sent, err = json.Marshal(body); err != nil {
			return &Error{Op: op, Kind: Invalid, Err: err}
		}
	}
	err := c.send(ctx, op, method, path, sent)
	c.account.forget(c.id)
	return err
}

// send sends a change, and once more with a new control token where the API refuses
// this one: then nothing was done.
func (c *Control) send(ctx context.Context, op, method, path string, body []byte) error {
	t, err := c.token(ctx)
	if err != nil {
		return err
	}
	err = c.sendWith(ctx, t, op, method, path, body)
	if KindOf(err) != ControlRefused {
		return err
	}
	c.account.controls.drop(c.access.key, t)
	fresh, problem := c.token(ctx)
	if problem != nil {
		return problem
	}
	return c.sendWith(ctx, fresh, op, method, path, body)
}

// sendWith sends a change with a control token.
func (c *Control) sendWith(ctx context.Context, t *controlToken, op, method, path string, body []byte) error {
	header := http.Header{"X-Conference-Authorization": {t.value.Reveal()}}
	if body != nil {
		header.Set("Content-Type", "application/json; charset=UTF-8")
	}
	traced, unsent := traceUnsent(ctx)
	err := c.client.do(traced, &change{request{
		op: op, method: method, path: pathControl + path, id: c.id, parameters: idParameter(c.id),
		header: header, body: body, read: readControl,
	}})
	if e, ok := errors.AsType[*Error](err); ok && e.Op == op {
		e.Uncertain = mayBeDone(e) && !unsent()
	}
	return asControlError(err)
}
