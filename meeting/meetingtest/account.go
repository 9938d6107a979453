package meetingtest

import (
	"crypto/subtle"
	"net/http"
	"slices"
)

// accountRequest is the body of a sign-in by account.
type accountRequest struct {
	Account    string `json:"account"`
	ClientType int    `json:"clientType"`
}

// accountAuth is POST /v1/usg/acs/auth/account: basic authentication with
// account and password. The documents name the client types 0, 5 and 6; the
// vendor's SDKs send 72.
func (s *Server) accountAuth(r *http.Request) response {
	var body accountRequest
	if !decodeJSON(r, &body) || body.Account == "" || !slices.Contains([]int{0, 5, 6, clientTypeAPI}, body.ClientType) {
		return errorResponse(invalidSignIn)
	}
	name, password, ok := r.BasicAuth()
	want, known := s.opts.Accounts[name]
	same := subtle.ConstantTimeCompare([]byte(password), []byte(want)) == 1
	if !ok || !known || !same || name != body.Account {
		return errorResponse(wrongPassword)
	}
	now := s.opts.Now()
	k := s.tokens.issue(s.userIdentity(name), "account\x00"+name, body.ClientType, now, s.opts.TokenLife)
	return jsonResponse(s.newTokenResponse(r, k, signInDetails{clientType: body.ClientType, now: now}))
}
