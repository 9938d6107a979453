package meetingtest

import (
	"crypto/rand"
	"net/http"
	"time"
)

// joinNonceLife is how long a nonce works. The documents say only that it works once.
const joinNonceLife = 5 * time.Minute

// joinNonce is a sign-in that works once.
type joinNonce struct {
	user  identity
	until time.Time
}

// createNonce is POST /v1/usg/acs/auth/portal-ref-nonce.
func (s *Server) createNonce(r *http.Request) response {
	now := s.opts.Now()
	user, refused := s.tokens.check(r.Header.Get("X-Access-Token"), now)
	if refused != nil {
		return errorResponse(*refused)
	}
	nonce := rand.Text() + rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.joinNonces == nil {
		s.joinNonces = map[string]joinNonce{}
	}
	for other, n := range s.joinNonces {
		if !now.Before(n.until) {
			delete(s.joinNonces, other)
		}
	}
	s.joinNonces[nonce] = joinNonce{user, now.Add(joinNonceLife)}
	return jsonResponse(map[string]string{"nonce": nonce})
}

// UseNonce does what the vendor's pages do with a nonce in a link: it returns the
// account that it signs in, and reports false for a nonce that is unknown, was used
// before or is too old.
func (s *Server) UseNonce(nonce string) (account string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, known := s.joinNonces[nonce]
	delete(s.joinNonces, nonce)
	return n.user.account, known && s.opts.Now().Before(n.until)
}
