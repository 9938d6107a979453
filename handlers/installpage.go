package handlers

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the style of the pages
	"encoding/base64"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

//go:embed install.css
var installCSS string

// installCookie binds an installation to the browser that it began in.
const installCookie = "meetingbot_install"

// icon is the picture in the browser's tab.
const icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%231f3a5f'/%3E" +
	"%3Cpath d='M7 11h12v10H7zM20 14l5-3v10l-5-3z' fill='%23fff'/%3E%3C/svg%3E"

// pageStyle is the style of the pages and the policy that allows nothing else.
type pageStyle struct{ css, policy string }

func newPageStyle() pageStyle {
	sum := sha256.Sum256([]byte(installCSS))
	return pageStyle{css: installCSS, policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}
}

// show answers with the page of an outcome. A page with the button that leads to
// Slack brings a new cookie; every other one takes the cookie away.
func (in *installs) show(r httpRequest, o outcome) error {
	offers := o.is == bot.InstallOffered || o.is == bot.InstallBegunElsewhere
	links := o.links
	if offers {
		state := in.states.issue(in.Now())
		r.SetCookie(in.newCookie(state, stateLife))
		links.action = in.consentURL(state)
	} else {
		r.SetCookie(in.newCookie("", -time.Second))
	}
	if links.action == "" {
		links.action = in.public.JoinPath(installPath).String()
	}
	if o.status >= http.StatusBadRequest && !offers {
		o.facts.Ref = r.id
	}
	header := r.Request().Header
	page := in.Pages.InstallPage(o.is, o.facts, header.Get("Accept-Language"))
	var b bytes.Buffer
	if err := in.style.render(page, links).Render(&b); err != nil {
		return err
	}
	in.style.setHeaders(r.Response().Header())
	return r.HTMLBlob(o.status, b.Bytes())
}

// setHeaders allows the page nothing but its own style, keeps it out of every cache
// and frame, and its address, which has Slack's code in it, out of referrers.
func (s pageStyle) setHeaders(header http.Header) {
	header.Set(echo.HeaderCacheControl, "no-store")
	header.Set(echo.HeaderContentSecurityPolicy, s.policy)
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set(echo.HeaderVary, "Accept-Language")
	header.Set(echo.HeaderXContentTypeOptions, "nosniff")
	header.Set(echo.HeaderXFrameOptions, "DENY")
}

// consentURL is Slack's page for an installation with a state.
func (in *installs) consentURL(state string) string {
	var scopes []string
	for _, s := range bot.Scopes() {
		scopes = append(scopes, s.Name)
	}
	u := in.authorize
	q := u.Query()
	q.Set("client_id", in.ClientID)
	q.Set("scope", strings.Join(scopes, ","))
	q.Set("redirect_uri", in.public.JoinPath(callbackPath).String())
	q.Set("state", state)
	u.RawQuery = q.Encode()
	return u.String()
}

// newCookie makes the cookie that binds a state to the browser. Slack's redirect
// brings it back: it is a top-level navigation.
func (in *installs) newCookie(state string, life time.Duration) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure unless the address is plain http, where browsers would drop it
		Name: installCookie, Value: state, Path: in.public.Path + "/slack", MaxAge: int(life / time.Second),
		Secure: in.public.Scheme == "https", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// cookie returns the state that the browser began with, "" for none.
func (in *installs) cookie(r *http.Request) string {
	c, err := r.Cookie(installCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// installedLinks are where the buttons of a page lead.
type installedLinks struct{ action, other string }

// newInstalledLinks are links to the app in Slack, or for a whole organisation to
// where its admins choose workspaces. They are on the host of the consent page, which
// differs for GovSlack.
func newInstalledLinks(authorize url.URL, grant workspace.Grant) installedLinks {
	base := url.URL{Scheme: authorize.Scheme, Host: authorize.Host}
	if grant.TeamID == "" {
		if _, err := netip.ParseAddr(authorize.Hostname()); err != nil && strings.Contains(authorize.Hostname(), ".") {
			base.Host = "app." + base.Host
		}
		return installedLinks{action: base.JoinPath("manage", grant.EnterpriseID, "integrations", "profile", grant.AppID, "workspaces", "add").String()}
	}
	app := url.Values{"team": {grant.TeamID}, "id": {grant.AppID}, "tab": {"home"}}
	web := base.JoinPath("app_redirect")
	web.RawQuery = url.Values{"team": {grant.TeamID}, "app": {grant.AppID}}.Encode()
	return installedLinks{action: "slack://app?" + app.Encode(), other: web.String()}
}

// render draws a page.
func (s pageStyle) render(p bot.InstallPage, to installedLinks) g.Node {
	return h.Doctype(h.HTML(h.Lang(p.Language),
		h.Head(
			h.Meta(h.Charset("utf-8")),
			h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
			h.Meta(h.Name("color-scheme"), h.Content("light dark")),
			h.Meta(h.Name("robots"), h.Content("noindex")),
			h.TitleEl(g.Text(p.Title)),
			h.Link(h.Rel("icon"), h.Href(icon)),
			h.StyleEl(g.Raw(s.css)),
		),
		h.Body(h.Main(
			mark(),
			h.H1(g.Text(p.Title)),
			g.Map(p.Lead, func(text string) g.Node { return h.P(g.Text(text)) }),
			g.If(p.Action != "", h.P(h.Class("actions"),
				h.A(h.Class("button"), h.Href(to.action), g.Text(p.Action)),
				g.If(p.Other != "", h.A(h.Href(to.other), g.Text(p.Other))))),
			g.If(p.Heading != "", h.Section(h.Aria("labelledby", "more"),
				h.H2(h.ID("more"), g.Text(p.Heading)),
				h.Ul(g.Map(p.List, func(text string) g.Node { return h.Li(g.Text(text)) })))),
			g.Map(p.Notes, func(text string) g.Node { return h.P(h.Class("note"), g.Text(text)) }),
		)),
	))
}

// mark draws the app's sign.
func mark() g.Node {
	return h.SVG(h.Class("mark"), g.Attr("viewBox", "0 0 32 32"), h.Aria("hidden", "true"),
		g.El("rect", g.Attr("width", "32"), g.Attr("height", "32"), g.Attr("rx", "8")),
		g.El("path", g.Attr("d", "M7 11h12v10H7zM20 14l5-3v10l-5-3z")))
}
