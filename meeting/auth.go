package meeting

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"meetingbot/internal/secret"
)

const (
	opSignIn   = "sign in"
	pathSignIn = "/v2/usg/acs/auth/appauth"
	// clientType 72 is a program using the API: one user may then hold 64
	// tokens, where any other type kicks the user's last one.
	clientType = 72
	// signatureLife is how long the API may take a signature for valid. It
	// compares with its own clock, so this is also how far ours may lag.
	signatureLife = 10 * time.Minute
)

// Credentials identify the account that asks.
type Credentials struct {
	AppID  string
	AppKey secret.Secret
	// UserID is the third-party user to sign in as. Defaults to the
	// enterprise's default administrator. An id that the enterprise does not
	// know gets registered there.
	UserID string
	// CorpID is the enterprise's id where the App ID serves several (SP mode),
	// and must be left empty where it serves one.
	CorpID string
}

func (c *Credentials) validate() error {
	for _, field := range [...]struct {
		name, value string
		required    bool
	}{
		{"App ID", c.AppID, true},
		{"App Key", c.AppKey.Reveal(), true},
		{"user id", c.UserID, false},
		{"corp id", c.CorpID, false},
	} {
		switch {
		case field.required && strings.TrimSpace(field.value) == "":
			return fmt.Errorf("the %s is missing", field.name)
		case strings.TrimSpace(field.value) != field.value:
			return fmt.Errorf("the %s has spaces around it", field.name)
		}
	}
	return nil
}

// Identity is who the client is signed in as, as the API says.
type Identity struct {
	UserID    string // the vendor's id of the user
	Name      Name
	Login     string    // the Huawei Cloud Meeting account
	ThirdID   string    // the third-party user id, with App ID sign-in
	AdminType int       // 0 default administrator, 1 administrator, 2 member; -1 not said
	ExpiresAt time.Time // when the token ends
	// Skew is how far the API's clock was ahead of ours at sign-in, to within
	// a few seconds; 0 if it did not say.
	Skew      time.Duration
	SkewKnown bool // whether the API said what its clock shows
}

// Administers reports whether the account sees every meeting of its enterprise.
// Others see those they booked or are invited to.
func (i Identity) Administers() bool { return i.AdminType == 0 || i.AdminType == 1 }

// SignIn makes sure that there is a valid token, signing in if need be. All who
// wait share one sign-in; when ctx ends, only this caller stops waiting. Errors
// are *Error.
func (c *Client) SignIn(ctx context.Context) error {
	_, err := c.Identity(ctx)
	return err
}

// Identity returns who the client is signed in as, signing in if need be.
func (c *Client) Identity(ctx context.Context) (Identity, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.budget, errBudget)
	defer cancel()
	t, err := c.tokens.get(ctx)
	if err != nil {
		return Identity{}, err
	}
	return t.account, nil
}

// Refused returns why the last sign-in was refused, if waiting will not
// help; nil while there is a valid token or none was asked for. It asks nothing.
func (c *Client) Refused() error { return c.tokens.refused() }

// signIn gets a new token, with repetitions within the budget. A sign-in changes
// nothing but the token, and has a nonce and a signature of its own each time.
func (c *Client) signIn(ctx context.Context) (*token, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.budget, errBudget)
	defer cancel()
	var t *token
	err := c.repeat(ctx, func() (*query, error) {
		asked := c.now()
		q, err := c.creds.signInQuery(asked, newNonce())
		if err != nil {
			return nil, &Error{Op: opSignIn, Kind: Invalid, Err: err}
		}
		q.read = func(a answer) (err error) {
			t, err = readToken(a, asked, c.now())
			return err
		}
		return q, nil
	})
	if e, ok := errors.AsType[*Error](err); ok && !e.Retryable() {
		// The same credentials would be refused again.
		e.Kind = SignInRefused
	}
	c.markPerson(err)
	return t, err
}

// signInQuery builds the sign-in request.
func (c *Credentials) signInQuery(now time.Time, nonce string) (*query, error) {
	expires := now.Add(signatureLife).Unix()
	body, err := json.Marshal(struct {
		AppID      string `json:"appId"`
		ClientType int    `json:"clientType"`
		ExpireTime int64  `json:"expireTime"` // seconds
		Nonce      string `json:"nonce"`
		UserID     string `json:"userId,omitempty"`
		CorpID     string `json:"corpId,omitempty"`
	}{c.AppID, clientType, expires, nonce, c.UserID, c.CorpID})
	if err != nil {
		return nil, err
	}
	access := base64.StdEncoding.EncodeToString([]byte(c.AppID))
	return &query{request{
		op:     opSignIn,
		method: http.MethodPost,
		path:   pathSignIn,
		body:   body,
		header: http.Header{
			"Content-Type":  {"application/json; charset=UTF-8"},
			"Authorization": {"HMAC-SHA256 signature=" + c.sign(expires, nonce) + ",access=" + access},
			"X-Token-Type":  {"LongTicket"},
		},
	}}, nil
}

// sign returns the hex signature over appId:userId:expireTime:nonce, with
// corpId after the first where the App ID serves several enterprises.
func (c *Credentials) sign(expires int64, nonce string) string {
	parts := []string{c.AppID, c.UserID, strconv.FormatInt(expires, 10), nonce}
	if c.CorpID != "" {
		parts = []string{c.AppID, c.CorpID, c.UserID, strconv.FormatInt(expires, 10), nonce}
	}
	mac := hmac.New(sha256.New, []byte(c.AppKey.Reveal()))
	mac.Write([]byte(strings.Join(parts, ":")))
	return hex.EncodeToString(mac.Sum(nil))
}

// newNonce returns 48 random characters; the API takes 32 to 64.
func newNonce() string {
	var b [24]byte
	_, _ = rand.Read(b[:]) // never fails: it would end the process
	return hex.EncodeToString(b[:])
}

// signInAnswer is what matters of the API's answer to a sign-in. Times are
// seconds, but createTime, which is milliseconds.
type signInAnswer struct {
	AccessToken secret.Secret `json:"accessToken"`
	ValidPeriod Int           `json:"validPeriod"`
	ExpireTime  Int           `json:"expireTime"`
	CreateTime  Int           `json:"createTime"`
	User        struct {
		UserID    Text `json:"userId"`
		Name      Name `json:"name"`
		Login     Text `json:"ucloginAccount"`
		ThirdID   Text `json:"thirdAccount"`
		AdminType *Int `json:"adminType"`
	} `json:"user"`
}

// readToken reads the answer to a sign-in that was asked and answered at the
// given times by our clock.
func readToken(a answer, asked, answered time.Time) (*token, error) {
	var s signInAnswer
	if err := unmarshal(a.body, &s); err != nil {
		return nil, err
	}
	if !isHeaderValue(s.AccessToken.Reveal()) {
		return nil, &Error{Kind: Garbled, Err: errNoToken}
	}
	life := s.life(asked)
	t := &token{
		value:   s.AccessToken,
		asked:   asked,
		expires: asked.Add(life),
		renewAt: asked.Add(life - min(life/5, renewAhead)),
	}
	t.account = Identity{
		UserID:    s.User.UserID.String(),
		Name:      s.User.Name,
		Login:     s.User.Login.String(),
		ThirdID:   s.User.ThirdID.String(),
		AdminType: -1,
		ExpiresAt: t.expires,
		Skew:      skew(a.date, asked, answered),
		SkewKnown: !a.date.IsZero(),
	}
	if s.User.AdminType != nil {
		t.account.AdminType = int(*s.User.AdminType)
	}
	return t, nil
}

// isHeaderValue reports whether a token can be sent: visible ASCII, and some of it.
func isHeaderValue(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// life returns how long the token is good for. The period comes before the
// moment, since a moment depends on whose clock is right.
func (s *signInAnswer) life(now time.Time) time.Duration {
	seconds := int64(s.ValidPeriod)
	if seconds <= 0 && s.ExpireTime > 0 && s.CreateTime > 0 {
		seconds = int64(s.ExpireTime - s.CreateTime/1000)
	}
	if seconds <= 0 && s.ExpireTime > 0 {
		seconds = int64(s.ExpireTime) - now.Unix()
	}
	if seconds <= 0 {
		return defaultLife
	}
	return time.Duration(min(seconds, int64(maxLife/time.Second))) * time.Second
}

// skew compares the API's clock, which tells whole seconds, with ours halfway
// through the call.
func skew(theirs, asked, answered time.Time) time.Duration {
	if theirs.IsZero() {
		return 0
	}
	return theirs.Sub(asked.Add(answered.Sub(asked) / 2)).Truncate(time.Second)
}
