package meetingtest

import (
	"crypto/subtle"
	"net/http"
	"slices"
)

// accountBody is the body of a sign-in by account.
type accountBody struct {
	Account    string `json:"account"`
	ClientType int    `json:"clientType"`
}

// account is POST /v1/usg/acs/auth/account: Basic authorization with account
// and password. The documents name the client types 0, 5 and 6; the vendor's
// SDKs send 72.
func (s *Server) account(r *http.Request) answer {
	var body accountBody
	if !decode(r, &body) || body.Account == "" || !slices.Contains([]int{0, 5, 6, apiClient}, body.ClientType) {
		return refuse(badParameter)
	}
	name, password, ok := r.BasicAuth()
	want, known := s.opts.Accounts[name]
	same := subtle.ConstantTimeCompare([]byte(password), []byte(want)) == 1
	if !ok || !known || !same || name != body.Account {
		return refuse(badPassword)
	}
	now := s.opts.Now()
	k := s.tokens.issue(s.user(name), "account\x00"+name, body.ClientType, now, s.opts.TokenLife)
	return reply(s.signedIn(r, k, signIn{clientType: body.ClientType, now: now}))
}
