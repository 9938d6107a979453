package page

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Workspace is a workspace to switch to, or to install the app in.
type Workspace struct {
	Name, Path string
	// Here says that it is the one that is open or chosen.
	Here bool
	// Installed says that the app is installed in it.
	Installed bool
}

// Scope is a permission that an app asks for.
type Scope struct {
	Name string
	// Optional says that it can be declined.
	Optional bool
}

// Consent is the page that asks whether an app may be installed.
type Consent struct {
	// App is the app's name.
	App string
	// Problem says why nothing is asked, or is empty.
	Problem string
	// Query is the page's own query, which the form sends again.
	Query string
	// Where names what the app wants to access, such as "the Globex workspace".
	Where string
	// Workspaces are those to choose from, People those who may install apps in the
	// chosen one.
	Workspaces []Workspace
	People     []Person
	// Scopes are what the app asks for.
	Scopes []Scope
}

// Render writes the whole document.
func (c Consent) Render(w io.Writer) error {
	version := AssetsVersion()
	asset := func(name string) string { return "/assets/" + name + "?v=" + version }
	body := c.form()
	if c.Problem != "" {
		body = g.Group{h.H1(g.Text("Something went wrong")), h.P(h.Class("trouble"), h.Role("alert"), warnIcon(), g.Text(c.Problem))}
	}
	return h.Doctype(h.HTML(h.Lang("en"),
		h.Head(
			h.Meta(h.Charset("utf-8")),
			h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
			h.Meta(h.Name("color-scheme"), h.Content("light dark")),
			h.TitleEl(g.Textf("Install %s · simulated Slack", c.App)),
			h.Link(h.Rel("icon"), h.Type("image/svg+xml"), h.Href(asset("icon.svg"))),
			g.Map([]string{"page.css", "blocks.css", "consent.css"}, func(name string) g.Node {
				return h.Link(h.Rel("stylesheet"), h.Href(asset(name)))
			}),
			h.Script(h.Src(asset("first.js"))),
		),
		h.Body(h.Class("consent"), h.Main(h.P(h.Class("soft"), g.Text("Simulated Slack")), body)),
	)).Render(w)
}

// form asks which workspace, who, and what the app may do.
func (c Consent) form() g.Group {
	return g.Group{
		h.H1(g.Textf("%s asks for permission to access %s", c.App, c.Where)),
		g.If(len(c.Workspaces) > 1, h.Nav(h.Class("workspaces"), h.Aria("label", "Workspaces"), g.Map(c.Workspaces, func(w Workspace) g.Node {
			return h.A(h.Href(w.Path), g.If(w.Here, h.Aria("current", "true")), g.Text(w.Name), g.If(w.Installed, h.Small(g.Text(" installed"))))
		}))),
		h.Form(h.Method("post"), h.Action("/oauth/v2/authorize?"+c.Query),
			h.Label(h.For("as"), g.Text("You are")),
			h.Select(h.ID("as"), h.Name("as"), g.Map(c.People, func(p Person) g.Node {
				return h.Option(h.Value(p.ID), g.Text(p.Name))
			})),
			c.scopes("What "+c.App+" will be able to do", false),
			c.scopes("What you may decline", true),
			h.Div(h.Class("buttons"),
				h.Button(h.Type("submit"), h.Name("do"), h.Value("cancel"), h.Class("button"), g.Text("Cancel")),
				h.Button(h.Type("submit"), h.Name("do"), h.Value("allow"), h.Class("button primary"), g.Text("Allow"))),
		),
	}
}

// scopes lists the scopes that must be granted, or those that can be declined.
func (c Consent) scopes(title string, optional bool) g.Node {
	var all g.Group
	for _, s := range c.Scopes {
		switch {
		case s.Optional != optional:
		case optional:
			all = append(all, h.Li(h.Label(
				h.Input(h.Type("checkbox"), h.Name("optional"), h.Value(s.Name), h.Checked()),
				h.Span(g.Text(s.describe()), g.Text(" "), h.Code(g.Text(s.Name))))))
		default:
			all = append(all, h.Li(g.Text(s.describe()), g.Text(" "), h.Code(g.Text(s.Name))))
		}
	}
	if len(all) == 0 {
		return nil
	}
	return h.FieldSet(h.Legend(g.Text(title)), h.Ul(all))
}

// describe says what a scope allows, as Slack does.
func (s Scope) describe() string {
	switch s.Name {
	case "app_mentions:read":
		return "View messages that directly mention the app"
	case "channels:join":
		return "Join public channels in a workspace"
	case "channels:read":
		return "View basic information about public channels"
	case "chat:write":
		return "Send messages as the app"
	case "commands":
		return "Add shortcuts and slash commands that people can use"
	case "groups:read":
		return "View basic information about private channels that the app has been added to"
	case "files:write":
		return "Upload, edit, and delete files as the app"
	case "im:history":
		return "View messages in direct messages that the app has been added to"
	case "im:read":
		return "View basic information about direct messages that the app has been added to"
	case "im:write":
		return "Start direct messages with people"
	case "links:read":
		return "View certain URLs in messages"
	case "links:write":
		return "Show previews of certain URLs in messages"
	case "mpim:read":
		return "View basic information about group direct messages that the app has been added to"
	case "users:read":
		return "View people in a workspace"
	case "users:read.email":
		return "View email addresses of people in a workspace"
	default:
		return "Another permission"
	}
}
