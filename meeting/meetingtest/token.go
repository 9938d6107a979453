package meetingtest

import (
	"crypto/rand"
	"slices"
	"sync"
	"time"
)

// clientTypeAPI is the clientType of API clients, which may hold several
// tokens at the same time.
const clientTypeAPI = 72

// maxAPITokens is how many valid tokens one user may hold with clientType 72;
// the next sign-in kicks out the oldest. With any other clientType a user
// holds one.
const maxAPITokens = 64

// identity is the user that a token belongs to.
type identity struct {
	account   string // a third-party user ID or an account; "" for the default administrator
	adminType int    // 0 default administrator, 1 administrator, 2 member
	uuid      string // the vendor's ID of the user
	byAppID   bool   // signed in by App ID
	login     string // the Huawei Cloud Meeting account, "" for one derived from uuid
	name      string // in the directory, "" for account
}

// isAdmin reports whether the user sees every meeting.
func (i identity) isAdmin() bool { return i.adminType < 2 }

// token is the result of one sign-in.
type token struct {
	value   string
	owner   string // the user and client type that it counts for
	user    identity
	expires time.Time
	kicked  bool
}

// tokens holds the issued tokens, oldest first.
type tokens struct {
	mu   sync.Mutex
	list []*token
}

// issue creates a token that is valid for life. It kicks out the owner's
// oldest token if there are too many.
func (t *tokens) issue(user identity, owner string, clientType int, now time.Time, life time.Duration) *token {
	limit := 1
	if clientType == clientTypeAPI {
		limit = maxAPITokens
		owner += "\x00api"
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	// Expired tokens are refused like unknown ones, so they can be deleted.
	t.list = slices.DeleteFunc(t.list, func(k *token) bool { return !now.Before(k.expires) })
	t.kickOldest(owner, limit-1)
	k := &token{value: newTokenValue(), owner: owner, user: user, expires: now.Add(life)}
	t.list = append(t.list, k)
	return k
}

// kickOldest kicks an owner's oldest tokens until at limit keep are left.
func (t *tokens) kickOldest(owner string, keep int) {
	var held []*token
	for _, k := range t.list {
		if k.owner == owner && !k.kicked {
			held = append(held, k)
		}
	}
	for _, k := range held[:max(0, len(held)-keep)] {
		k.kicked = true
	}
}

// check returns the user of a token, or why it is refused.
func (t *tokens) check(value string, now time.Time) (identity, *refusal) {
	if value == "" {
		return identity{}, &missingToken
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.IndexFunc(t.list, func(k *token) bool { return k.value == value })
	switch {
	case i < 0 || !now.Before(t.list[i].expires):
		return identity{}, &unknownToken
	case t.list[i].kicked:
		return identity{}, &kickedToken
	}
	return t.list[i].user, nil
}

// expire deletes every token: an expired one is refused like an unknown one.
func (t *tokens) expire() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.list = nil
}

// kick marks every token as kicked out.
func (t *tokens) kick() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range t.list {
		k.kicked = true
	}
}

// newTokenValue returns a random token of the length that the samples have.
func newTokenValue() string {
	return ("cnr1" + rand.Text() + rand.Text())[:40]
}

// nonces holds the nonces of signatures that have not expired.
type nonces struct {
	mu   sync.Mutex
	seen map[string]int64 // by nonce, when its signature expires in Unix seconds; 0 for never
}

// use stores a nonce and reports whether it is new.
func (n *nonces) use(nonce string, expire int64, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for k, e := range n.seen {
		if e != 0 && e < now.Unix() {
			delete(n.seen, k)
		}
	}
	if _, used := n.seen[nonce]; used {
		return false
	}
	if n.seen == nil {
		n.seen = map[string]int64{}
	}
	n.seen[nonce] = expire
	return true
}
