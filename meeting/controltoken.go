package meeting

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"meetingbot/internal/boundedcache"
	"meetingbot/internal/secret"
)

const (
	opControl   = "get control token"
	pathControl = "/v1/mmc/control/conferences"
	// maxControls bounds the control tokens that are kept, one for each running
	// meeting and each person who steers it.
	maxControls = 1000
	// controlLife is how long a control token is good for where the API does not say,
	// and maxControlLife whatever it says.
	controlLife    = 30 * time.Minute
	maxControlLife = 24 * time.Hour
)

// controlToken is the right to steer one running meeting.
type controlToken struct {
	value   secret.Secret
	renewAt time.Time // when half of its life is over
	expires time.Time
}

// usable reports whether the token has not ended.
func (t *controlToken) usable(now time.Time) bool {
	return t != nil && lasts(now, t.expires, maxControlLife)
}

// due reports whether it is time to renew the token.
func (t *controlToken) due(now time.Time) bool { return !now.Before(t.renewAt) }

// controls keeps control tokens, so that several actions in a row take one.
type controls struct {
	mu     sync.Mutex
	kept   *boundedcache.Cache[*controlToken] // by controlKey
	asking singleflight.Group
}

// controlKey names the token of an actor for a meeting. It is made from the password,
// which it does not hold: another password needs another token.
func controlKey(userID, id string, password secret.Secret) string {
	sum := sha256.Sum256([]byte(userID + "\x00" + id + "\x00" + password.Reveal()))
	return hex.EncodeToString(sum[:])
}

func (c *controls) get(key string) *controlToken {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		return nil
	}
	t, _ := c.kept.Get(key)
	return t
}

func (c *controls) put(key string, t *controlToken, life time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = boundedcache.New[*controlToken](maxControls)
	}
	c.kept.Put(key, t, life)
}

// drop forgets a token, unless another has come in its place.
func (c *controls) drop(key string, t *controlToken) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		return
	}
	if now, ok := c.kept.Get(key); ok && now == t {
		c.kept.Delete(key)
	}
}

// token returns a control token: the one that is kept, renewed when half of its life
// is over, or a new one. All who wait share one call.
func (c *Control) token(ctx context.Context) (*controlToken, error) {
	held := c.account.controls.get(c.access.key)
	if now := c.client.now(); held.usable(now) && !held.due(now) {
		return held, nil
	}
	return wait[*controlToken](ctx, opControl, c.account.controls.asking.DoChan(c.access.key, func() (any, error) {
		return detached(ctx, &c.account.o, opControl, c.id, c.renew)
	}))
}

// renew renews the token that is kept, or gets a new one. A renewal that fails for a
// while leaves the old token, and one that is refused is followed by a new token.
func (c *Control) renew(ctx context.Context) (*controlToken, error) {
	held, now := c.account.controls.get(c.access.key), c.client.now()
	if !held.usable(now) {
		return c.fetch(ctx, nil)
	}
	if !held.due(now) {
		return held, nil // another caller has just renewed it
	}
	renewed, err := c.fetch(ctx, held)
	switch {
	case err == nil:
		return renewed, nil
	case isRetryable(err):
		return held, nil
	}
	c.account.controls.drop(c.access.key, held)
	if KindOf(err) != ControlRefused {
		return nil, err
	}
	return c.fetch(ctx, nil)
}

// fetch asks for a token with the host password, and with the token that is to be
// renewed if there is one.
func (c *Control) fetch(ctx context.Context, held *controlToken) (*controlToken, error) {
	header := http.Header{"X-Password": {c.access.password.Reveal()}, "X-Login-Type": {"1"}}
	if held != nil {
		header.Set("X-Conference-Authorization", held.value.Reveal())
	}
	asked := c.client.now()
	var fresh *controlToken
	err := c.client.ask(ctx, &query{request{
		op: opControl, method: http.MethodGet, path: pathControl + "/token", id: c.id,
		parameters: idParameter(c.id), header: header,
		read: func(a answer) (err error) {
			fresh, err = readControlToken(a, asked, held)
			return err
		},
	}})
	if err != nil {
		return nil, asControlError(err)
	}
	c.account.controls.put(c.access.key, fresh, fresh.expires.Sub(asked))
	return fresh, nil
}

// readControlToken reads the answer to a question that was asked at a time by our
// clock. A renewal may leave the token out, which then stays the same.
func readControlToken(a answer, asked time.Time, held *controlToken) (*controlToken, error) {
	var body struct {
		Data struct {
			Token    secret.Secret `json:"token"`
			Validity Int           `json:"confTokenExpireTime"` // seconds
		} `json:"data"`
	}
	if err := readControl(a); err != nil {
		return nil, err
	}
	if err := unmarshal(a.body, &body); err != nil {
		return nil, err
	}
	value := body.Data.Token
	if value == "" && held != nil {
		value = held.value
	}
	if !isHeaderValue(value.Reveal()) {
		return nil, &Error{Kind: Garbled, Err: errNoToken}
	}
	life := controlLife
	if seconds := int64(body.Data.Validity); seconds > 0 {
		life = time.Duration(min(seconds, int64(maxControlLife/time.Second))) * time.Second
	}
	return &controlToken{value: value, renewAt: asked.Add(life / 2), expires: asked.Add(life)}, nil
}

// readControl reads the answer of a control call: nothing, or a refusal that comes
// with status 200, as older ones do.
func readControl(a answer) error {
	var body struct {
		ReturnCode Text            `json:"returnCode"`
		Code       json.RawMessage `json:"error_code"`
	}
	if len(strings.TrimSpace(string(a.body))) == 0 {
		return nil
	}
	if err := unmarshal(a.body, &body); err != nil {
		return err
	}
	if body.Code != nil || strings.Trim(body.ReturnCode.String(), "0") != "" {
		return readRefusal(a.body, http.StatusOK)
	}
	return nil
}
