package playground

import (
	"net/http"
	"strings"
	"time"
)

// codeLife is how long a code can be exchanged; see
// https://docs.slack.dev/authentication/installing-with-oauth.
const codeLife = 10 * time.Minute

// code is what a person's consent gives the app, to be exchanged for a token.
type code struct {
	clientID, redirectURI string // as they were sent to the consent page
	workspace             *Server
	organisation          string // where it is installed for all, else ""
	userID                string
	scopes                []string
	expires               time.Time
	used                  bool
}

// serveAccess is oauth.v2.access: it exchanges a code or a refresh token for a token.
// See https://docs.slack.dev/reference/methods/oauth.v2.access.
func (f *Front) serveAccess(w http.ResponseWriter, r *http.Request) {
	f.first().serveCall(w, r, "oauth.v2.access", func(body []byte, err error) response {
		if err != nil {
			return errorResponse(http.StatusOK, apiErr("request_too_large"))
		}
		a, err := readArgs(r, body)
		if err != nil {
			return errorResponse(http.StatusOK, err)
		}
		if id, secret, ok := r.BasicAuth(); ok {
			a["client_id"], a["client_secret"] = id, secret
		}
		answer, err := f.access(a)
		if err != nil {
			return errorResponse(http.StatusOK, err)
		}
		answer["ok"] = true
		return jsonResponse(http.StatusOK, answer)
	})
}

func (f *Front) access(a args) (object, error) {
	switch {
	case a["client_id"] != f.app.ClientID:
		return nil, apiErr("invalid_client_id")
	case a["client_secret"] != f.app.ClientSecret:
		return nil, apiErr("bad_client_secret")
	}
	switch a["grant_type"] {
	case "", "authorization_code":
		return f.exchange(a)
	case "refresh_token":
		return f.refresh(a["refresh_token"])
	}
	return nil, apiErr("invalid_grant_type")
}

// exchange installs the app where the code says.
func (f *Front) exchange(a args) (object, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, ok := f.codes[a["code"]]
	switch {
	case !ok, c.clientID != a["client_id"], f.now().After(c.expires):
		return nil, apiErr("invalid_code")
	case c.used:
		return nil, apiErr("code_already_used")
	case c.redirectURI != a["redirect_uri"]:
		return nil, apiErr("bad_redirect_uri")
	}
	c.used = true
	var answer object
	if c.organisation != "" {
		answer = f.installForAll(c.organisation, c.scopes)
	} else {
		answer = c.workspace.grantObject(c.workspace.workspace.install(c.scopes, f.app.RotateTokens))
	}
	answer["authed_user"] = object{"id": c.userID}
	return answer, nil
}

// refresh gives a new token for a refresh token of any workspace.
func (f *Front) refresh(refresh string) (object, error) {
	for _, s := range f.workspaces {
		if g, err := s.workspace.rotate(refresh); err == nil {
			return s.grantObject(g), nil
		}
	}
	return nil, errNoRefresh
}

// grantObject is a grant as Slack answers it.
func (s *Server) grantObject(g grant) object {
	o := object{
		"access_token": g.token, "token_type": "bot", "scope": strings.Join(g.scopes, ","), "bot_user_id": BotUserID, "app_id": AppID,
		"team": object{"id": s.options.TeamID, "name": s.options.Name}, "enterprise": s.organisationObject(), "is_enterprise_install": false,
	}
	if g.refresh != "" {
		o["refresh_token"], o["expires_in"] = g.refresh, g.expiresIn
	}
	return o
}
