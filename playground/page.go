package playground

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"meetingbot/playground/page"
)

// buildPage collects the data of the page at a location.
func (s *Server) buildPage(loc page.Location) page.Page {
	p, c, loc := s.resolveLocation(loc)
	entries, version := s.workspace.visibleEntries(c.id, p.id)
	s.readMarks.markRead(p.id, c.id, entries)
	v := page.Page{
		Viewer: s.viewer(p, loc),
		App:    appName, Workspace: s.options.Name, Channel: pageChannel(c.asChannel()), Me: pagePerson(p.asPerson()),
		Commands: []page.Command{{Name: s.options.Command, Usage: s.options.Usage}},
		View:     s.topPageView(p.id), Controls: s.pageControls(),
		Stream: s.workspace.stateID(version),
	}
	s.showWorkspaces(&v)
	for _, suggestion := range s.options.Suggestions {
		v.Suggestions = append(v.Suggestions, page.Suggestion(suggestion))
	}
	v.Shortcuts, v.Viewer.MessageShortcuts = s.pageShortcuts(p)
	for _, verb := range s.options.Verbs {
		v.Verbs = append(v.Verbs, page.Suggestion(verb))
	}
	if !s.Installed() { // there is nothing to try
		v.Commands, v.Suggestions, v.Verbs = nil, nil, nil
	}
	v.Entries = s.pageEntries(p.id, entries)
	v.Previews = s.pageUnfurls(s.workspace.draftUnfurls(p.id+c.id), p.id)
	if loc.Tab == page.TabHome && c.kind == Direct {
		v.Home = s.pageHome(p.id)
	}
	if loc.Thread != "" {
		v.Thread = s.pageThread(p.id, loc.Thread, entries)
	}
	if loc.Inspect != "" {
		v.Inspected = s.pageInspected(loc)
	}
	return v
}

// showWorkspaces adds what the page shows of other workspaces.
func (s *Server) showWorkspaces(v *page.Page) {
	if s.front == nil {
		return
	}
	v.Workspaces, v.InstallURL = s.front.pageWorkspaces(s), s.front.app.InstallURL
}

// resolveLocation returns the person and channel of a location. The person defaults
// to the first one, and the channel to the first one that the person is in.
func (s *Server) resolveLocation(loc page.Location) (*person, *channel, page.Location) {
	p := s.workspace.activeUser(loc.Person)
	if p == nil {
		p = s.workspace.activeUser(s.People()[0].ID)
	}
	c := s.workspace.channel(loc.Channel)
	if c == nil || !c.has(p.id) {
		c = s.workspace.channel(s.Channels(p.id)[0].ID)
	}
	loc.Person, loc.Channel = p.id, c.id
	return p, c, loc
}

func (s *Server) viewer(p *person, loc page.Location) page.Viewer {
	v := page.Viewer{Locale: p.locale, Zone: p.zone, Now: s.options.Now(), Name: s.nameOf, Location: loc}
	for _, other := range s.People() {
		v.People = append(v.People, pagePerson(other))
	}
	for _, c := range s.Channels(p.id) {
		entries, _ := s.workspace.visibleEntries(c.ID, p.id)
		shown := pageChannel(c)
		shown.Unread = s.readMarks.unread(p.id, c.ID, entries)
		v.Channels = append(v.Channels, shown)
	}
	return v
}

func pagePerson(p Person) page.Person {
	shown := page.Person{ID: p.ID, Name: p.RealName, Locale: p.Locale, Zone: p.Zone, App: p.Bot}
	switch {
	case p.External:
		shown.About = "Other organization"
	case p.Guest:
		shown.About = "Guest"
	}
	return shown
}

func pageChannel(c Channel) page.Channel {
	kind := map[Kind]string{Public: page.Public, Private: page.Private, Group: page.Private, Direct: page.Direct}[c.Kind]
	return page.Channel{ID: c.ID, Name: c.Name, Topic: c.Topic, Kind: kind, Archived: c.Archived}
}

// pageEntries are a channel's entries without the replies in its threads.
func (s *Server) pageEntries(viewerID string, entries []entry) []page.Entry {
	replies := map[string]int{}
	for _, e := range entries {
		if e.isReply() {
			replies[e.message.ThreadTS]++
		}
	}
	var all []page.Entry
	for _, e := range entries {
		switch {
		case e.command != nil:
			c := e.command
			all = append(all, page.Entry{Command: &page.SentCommand{
				ID: e.ts, At: parseTS(e.ts), Text: c.text, Pending: c.pending, Took: c.took, Problem: c.problem,
			}})
		case !e.isReply():
			m := s.pageMessage(viewerID, e)
			m.Replies = replies[m.TS]
			all = append(all, page.Entry{Message: &m})
		}
	}
	return all
}

// isReply tells whether an entry is shown in a thread only.
func (e entry) isReply() bool {
	return e.message != nil && e.message.ThreadTS != "" && e.message.ThreadTS != e.message.TS
}

func (s *Server) pageMessage(viewerID string, e entry) page.Message {
	m := e.message
	author, _ := s.nameOf(m.UserID)
	shown := page.Message{
		TS: m.TS, At: parseTS(m.TS), Author: author, App: m.BotID != "", Ephemeral: m.EphemeralTo != "", Edited: m.EditedTS != "",
		Text: m.Text, Blocks: s.workspace.withCalls(m.Blocks, viewerID), Problem: m.Problem,
	}
	shown.Unfurls = s.pageUnfurls(m.unfurls(), viewerID)
	for _, f := range m.Files {
		shown.Files = append(shown.Files, page.File{
			Name: f.Name, Title: f.Title, Size: len(f.Content), URL: "files/" + viewerID + "/" + f.ID + "/" + url.PathEscape(f.Name),
		})
	}
	if values := e.values[viewerID]; len(values) > 0 {
		shown.State = compactJSON(values)
	}
	return shown
}

func (s *Server) pageUnfurls(all []unfurl, viewerID string) []page.Unfurl {
	var shown []page.Unfurl
	for _, u := range all {
		shown = append(shown, page.Unfurl{Host: hostOf(u.AppUnfurlURL), Text: cmp.Or(u.Title, u.Text, u.Fallback), Blocks: s.workspace.withCalls(u.Blocks, viewerID)})
	}
	return shown
}

// pageThread returns a message with its replies.
func (s *Server) pageThread(viewerID, ts string, entries []entry) *page.Thread {
	t := &page.Thread{TS: ts}
	for _, e := range entries {
		if e.message != nil && (e.message.TS == ts || e.message.ThreadTS == ts) {
			t.Messages = append(t.Messages, s.pageMessage(viewerID, e))
		}
	}
	return t
}

// pageInspected returns the data of the inspector.
func (s *Server) pageInspected(loc page.Location) *page.Inspected {
	i := &page.Inspected{TS: loc.Inspect}
	m, ok := s.workspace.visibleMessage(loc.Person, loc.Inspect)
	if !ok || m.ChannelID != loc.Channel {
		return i
	}
	i.JSON = string(m.JSON())
	for _, c := range s.CallsOf(m.ChannelID, m.TS) {
		i.Calls = append(i.Calls, page.Call{
			Title: c.title(), At: c.At, Took: c.Took, Status: c.Status, Request: c.Request, Answer: c.Answer, Problem: c.Error,
		})
	}
	return i
}

// title names the direction and kind of a call.
func (c Call) title() string {
	switch c.Method {
	case CallCommand:
		return "To the app: command"
	case CallInteraction, CallEvent:
		return "To the app: " + c.Type
	default:
		return "From the app: " + c.Method
	}
}

// topPageView returns the topmost view of a person, or nil.
func (s *Server) topPageView(userID string) *page.View {
	v, ok := s.View(userID)
	if !ok {
		return nil
	}
	return pageView(v)
}

// pageView returns the data of a view, or nil for one that cannot be drawn.
func pageView(v View) *page.View {
	type text struct{ Text string }
	var view struct {
		Title, Submit, Close text
		Blocks               json.RawMessage
		State                struct{ Values json.RawMessage }
	}
	if err := json.Unmarshal(v.JSON, &view); err != nil {
		return nil
	}
	return &page.View{
		ID: v.ID, Title: view.Title.Text, Submit: view.Submit.Text, Close: view.Close.Text,
		Blocks: view.Blocks, State: view.State.Values, Errors: v.Errors, Covered: v.Depth - 1, Problem: v.Problem,
	}
}

// nameOf returns the name of a person or channel.
func (s *Server) nameOf(id string) (string, bool) {
	if id == slackbotID {
		return "Slackbot", true
	}
	if p := s.workspace.person(id); p != nil {
		return p.realName, true
	}
	if c := s.workspace.channel(id); c != nil {
		return c.name, true
	}
	return "", false
}

// hostOf returns the host of a link, "" for what is none.
func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Host
}

// parseTS returns the time of a message timestamp.
func parseTS(ts string) time.Time {
	var seconds, micros int64
	if _, err := fmt.Sscanf(ts, "%d.%d", &seconds, &micros); err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, micros*1000)
}

func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	v := s.buildPage(page.ParseLocation(r.URL.Query()))
	s.tellOpened(v.Viewer.Location)
	v.Draft = r.URL.Query().Get(page.KeyDraft)
	var b bytes.Buffer
	if err := v.Render(&b); err != nil {
		http.Error(w, "the page cannot be rendered", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

// assets serves the page's files. Their URLs contain a version, so they can be
// cached.
func (s *Server) assets() http.Handler {
	files := http.StripPrefix("/assets/", http.FileServerFS(page.Assets()))
	version := page.AssetsVersion()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			http.NotFound(w, r)
			return
		}
		if r.URL.Query().Get("v") == version {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		files.ServeHTTP(w, r)
	})
}
