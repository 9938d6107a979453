package meetingtest

import (
	"crypto/rand"
	"slices"
	"sync"
	"time"
)

// apiClient is the clientType of API calls: its tokens do not push each other
// out until there are tokensHeld of them.
const clientTypeAPI = 72

// tokensHeld is how many valid tokens one user may hold with clientType 72;
// the next one pushes out the oldest. Any other clientType holds one.
const maxAPITokens = 64

// identity is who a token belongs to.
type identity struct {
	account   string // a third-party user id or an account; "" for the default administrator
	adminType int    // 0 default administrator, 1 administrator, 2 member
}

// administers reports whether the user sees every meeting.
func (i identity) isAdmin() bool { return i.adminType < 2 }

// token is one sign-in.
type token struct {
	value   string
	owner   string // whose tokens it counts among
	user    identity
	expires time.Time
	kicked  bool
}

// tokens keeps the tokens that were given out, oldest first.
type tokens struct {
	mu   sync.Mutex
	list []*token
}

// issue makes a token that lives for life and pushes out the oldest one of the
// same user where that user holds too many.
func (t *tokens) issue(user identity, holder string, clientType int, now time.Time, life time.Duration) *token {
	most := 1
	if clientType == clientTypeAPI {
		most = maxAPITokens
		holder += "\x00api"
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	// An expired token and an unknown one are refused alike, so it need not be kept.
	t.list = slices.DeleteFunc(t.list, func(k *token) bool { return !now.Before(k.expires) })
	t.kickOldest(holder, most-1)
	k := &token{value: newTokenValue(), owner: holder, user: user, expires: now.Add(life)}
	t.list = append(t.list, k)
	return k
}

// pushOut kicks the oldest tokens of a holder until at most keep are left.
func (t *tokens) kickOldest(holder string, keep int) {
	var held []*token
	for _, k := range t.list {
		if k.owner == holder && !k.kicked {
			held = append(held, k)
		}
	}
	for _, k := range held[:max(0, len(held)-keep)] {
		k.kicked = true
	}
}

// check finds out whose token it is, or why it is refused.
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

// expire forgets every token, which is how an expired one behaves.
func (t *tokens) expire() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.list = nil
}

// kick marks every token as pushed out.
func (t *tokens) kick() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range t.list {
		k.kicked = true
	}
}

// tokenText returns a new token's text, of the length that the samples show.
func newTokenValue() string {
	return ("cnr1" + rand.Text() + rand.Text())[:40]
}

// nonces remembers the nonces of signatures that are still alive.
type nonces struct {
	mu   sync.Mutex
	seen map[string]int64 // nonce to the second its signature dies, 0 for never
}

// use notes a nonce and reports whether it is new.
func (n *nonces) use(nonce string, expire int64, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for k, e := range n.seen {
		if e != 0 && e < now.Unix() {
			delete(n.seen, k)
		}
	}
	if _, again := n.seen[nonce]; again {
		return false
	}
	if n.seen == nil {
		n.seen = map[string]int64{}
	}
	n.seen[nonce] = expire
	return true
}
