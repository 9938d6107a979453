package playground

import (
	"bytes"
	"crypto/rand"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"meetingbot/playground/page"
)

// consent is what an app asks for on the consent page.
type consent struct {
	clientID, redirectURI, state string
	scopes                       []string
	workspace                    *Server
	organisation                 Organisation // that it is for all of, if any
}

// Problems of a request for consent, in Slack's words. The page shows them: nobody is
// sent to an address that is not the app's.
const (
	badClientID = "Invalid client_id parameter"
	badRedirect = "redirect_uri did not match any configured URIs. Passed URI: "
	badScope    = "Invalid permissions requested: "
	noScope     = "No scopes requested"
	badTeam     = "There is no such workspace"
)

// readConsent reads a request for consent. The problem is "" for a good one.
func (f *Front) readConsent(q url.Values) (c consent, problem string) {
	c = consent{clientID: q.Get("client_id"), redirectURI: q.Get("redirect_uri"), state: q.Get("state"), workspace: f.lacking()}
	if c.clientID != f.app.ClientID {
		return c, badClientID
	}
	if c.redirectURI == "" {
		c.redirectURI = f.app.RedirectURLs[0]
	}
	if !slices.ContainsFunc(f.app.RedirectURLs, func(allowed string) bool { return isUnder(c.redirectURI, allowed) }) {
		return c, badRedirect + c.redirectURI
	}
	c.scopes = strings.FieldsFunc(q.Get("scope"), func(r rune) bool { return r == ',' || r == ' ' })
	if len(c.scopes) == 0 {
		return c, noScope
	}
	for _, scope := range c.scopes {
		if !slices.Contains(f.app.Scopes, scope) {
			return c, badScope + scope
		}
	}
	team := q.Get("team")
	if members := f.members(team); len(members) > 0 {
		c.workspace, c.organisation = members[0], members[0].options.Organisation
	} else if team != "" {
		c.workspace = f.byTeam(team)
	}
	if c.workspace == nil {
		return c, badTeam
	}
	return c, ""
}

// lacking is the first workspace without the app, which somebody who installs it is
// likely to mean; else the first.
func (f *Front) lacking() *Server {
	return f.workspaces[max(0, slices.IndexFunc(f.workspaces, func(s *Server) bool { return !s.Installed() }))]
}

// where names what the app wants to access.
func (c consent) where() string {
	if c.organisation.ID != "" {
		return "all workspaces of " + c.organisation.Name
	}
	return "the " + c.workspace.options.Name + " workspace"
}

// isUnder tells whether an address is a configured one or below it.
func isUnder(address, allowed string) bool {
	return address == allowed || strings.HasPrefix(address, strings.TrimSuffix(allowed, "/")+"/")
}

// optional tells whether a workspace may decline a scope.
func (f *Front) optional(scope string) bool { return slices.Contains(f.app.OptionalScopes, scope) }

// serveConsent shows the consent page: which workspace, who, and what the app may do.
func (f *Front) serveConsent(w http.ResponseWriter, r *http.Request) {
	c, problem := f.readConsent(r.URL.Query())
	shown := page.Consent{App: appName, Problem: problem, Query: r.URL.RawQuery}
	if problem == "" {
		shown.Where = c.where()
		shown.Workspaces = f.consentWorkspaces(r.URL.Query(), c)
		for _, p := range c.workspace.installers() {
			shown.People = append(shown.People, pagePerson(p))
		}
		for _, scope := range c.scopes {
			shown.Scopes = append(shown.Scopes, page.Scope{Name: scope, Optional: f.optional(scope)})
		}
		allowRedirect(w.Header(), c.redirectURI)
	}
	f.writeConsent(w, shown)
}

func (f *Front) writeConsent(w http.ResponseWriter, shown page.Consent) {
	var b bytes.Buffer
	if err := shown.Render(&b); err != nil {
		http.Error(w, "the page cannot be rendered", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if shown.Problem != "" {
		w.WriteHeader(http.StatusBadRequest)
	}
	_, _ = w.Write(b.Bytes())
}

// consentWorkspaces are the workspaces to choose from, each a link to the same page.
func (f *Front) consentWorkspaces(q url.Values, c consent) []page.Workspace {
	var all []page.Workspace
	for _, s := range f.workspaces {
		q.Set("team", s.options.TeamID)
		all = append(all, page.Workspace{Name: s.options.Name, Path: "?" + q.Encode(), Here: s == c.workspace && c.organisation.ID == "", Installed: s.Installed()})
	}
	if o := f.first().organisation(); o != nil {
		q.Set("team", o.ID)
		all = append(all, page.Workspace{Name: "All of " + o.Name, Path: "?" + q.Encode(), Here: c.organisation == *o})
	}
	return all
}

// installers are those who may install apps: members of the workspace.
func (s *Server) installers() []Person {
	return slices.DeleteFunc(s.People(), func(p Person) bool { return p.Guest || p.External })
}

// allowRedirect lets the page's form lead to the app: browsers check where a form
// leads in the end.
func allowRedirect(header http.Header, redirectURI string) {
	u, err := url.Parse(redirectURI)
	if err != nil {
		return
	}
	policy := header.Get("Content-Security-Policy")
	header.Set("Content-Security-Policy", strings.Replace(policy, "form-action 'self'", "form-action 'self' "+u.Scheme+"://"+u.Host, 1))
}

// handleConsent sends a person back to the app, with a code or with their refusal.
func (f *Front) handleConsent(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return
	}
	c, problem := f.readConsent(r.URL.Query())
	if problem != "" {
		f.writeConsent(w, page.Consent{App: appName, Problem: problem})
		return
	}
	back := url.Values{"state": {c.state}}
	if r.PostForm.Get("do") != "allow" {
		back.Set("error", "access_denied")
		redirectBack(w, c.redirectURI, back)
		return
	}
	userID := r.PostForm.Get("as")
	if !slices.ContainsFunc(c.workspace.installers(), func(p Person) bool { return p.ID == userID }) {
		f.writeConsent(w, page.Consent{App: appName, Problem: "You may not install apps in this workspace"})
		return
	}
	scopes := slices.DeleteFunc(c.scopes, func(scope string) bool {
		return f.optional(scope) && !slices.Contains(r.PostForm["optional"], scope)
	})
	back.Set("code", f.newCode(code{
		clientID: c.clientID, redirectURI: r.URL.Query().Get("redirect_uri"), workspace: c.workspace, organisation: c.organisation.ID, userID: userID, scopes: scopes,
	}))
	redirectBack(w, c.redirectURI, back)
}

// redirectBack sends the browser to the app.
func redirectBack(w http.ResponseWriter, redirectURI string, add url.Values) {
	u, err := url.Parse(redirectURI)
	if err != nil {
		http.Error(w, "the address cannot be read", http.StatusBadRequest)
		return
	}
	q := u.Query()
	maps.Copy(q, add)
	u.RawQuery = q.Encode()
	w.Header().Set("Location", u.String())
	w.WriteHeader(http.StatusFound)
}

// newCode stores a code and returns its text.
func (f *Front) newCode(c code) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for text, old := range f.codes {
		if f.now().After(old.expires.Add(codeLife)) {
			delete(f.codes, text)
		}
	}
	c.expires = f.now().Add(codeLife)
	text := "10000000001.20000000002." + strings.ToLower(rand.Text())
	f.codes[text] = &c
	return text
}
