package playground

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"meetingbot/playground/page"
)

// view gathers what a person sees in a channel.
func (s *Server) view(p *person, c *channel) page.Page {
	entries, version := s.space.read(c.id, p.id)
	v := page.Page{
		Reader: page.Reader{Locale: p.locale, Zone: p.zone, Now: s.options.Now(), Name: s.nameOf},
		App:    s.options.AppName, Workspace: "Playground", Channel: c.name, Topic: c.topic,
		Person: p.realName, Handle: p.name, Command: s.options.Command, Usage: s.options.Usage,
		Stream: s.space.stamped(version),
	}
	for _, suggestion := range s.options.Suggestions {
		v.Suggestions = append(v.Suggestions, page.Suggestion(suggestion))
	}
	for _, e := range entries {
		v.Lines = append(v.Lines, s.line(e))
	}
	return v
}

func (s *Server) line(e entry) page.Line {
	at := moment(e.ts)
	if t := e.typed; t != nil {
		return page.Line{Typed: &page.Typed{
			ID: e.ts, At: at, Line: t.line, Pending: t.pending, Took: t.took, Trouble: t.trouble,
		}}
	}
	m := e.message
	author, _ := s.nameOf(m.UserID)
	return page.Line{Message: &page.Message{
		TS: m.TS, At: at, Author: author, App: m.BotID != "", Ephemeral: m.EphemeralTo != "", Edited: m.EditedTS != "",
		Text: m.Text, Blocks: m.Blocks, Source: string(m.JSON()), Trouble: m.Trouble,
	}}
}

// nameOf returns the name of a person or channel.
func (s *Server) nameOf(id string) (string, bool) {
	if p := s.space.person(id); p != nil {
		return p.realName, true
	}
	if c := s.space.channel(id); c != nil {
		return c.name, true
	}
	return "", false
}

// moment is when a timestamp was made.
func moment(ts string) time.Time {
	var seconds, micros int64
	if _, err := fmt.Sscanf(ts, "%d.%d", &seconds, &micros); err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, micros*1000)
}

func (s *Server) servePage(w http.ResponseWriter, _ *http.Request) {
	var b bytes.Buffer
	if err := s.view(s.space.person(UserID), s.space.channel(ChannelID)).Render(&b); err != nil {
		http.Error(w, "the page cannot be drawn", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

// assets serves the page's files; their addresses change with their content.
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

// serveSay is the message box. What went wrong is told by the page itself.
func (s *Server) serveSay(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	finish(w, r, s.Say(r.Context(), UserID, ChannelID, r.PostFormValue("text")))
}

// serveClick is a button or a choice from a menu.
func (s *Server) serveClick(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	finish(w, r, s.Click(r.Context(), UserID, r.PostFormValue("ts"), r.PostFormValue("action"), r.PostFormValue("option")))
}

// finish answers the page: with nothing, since the stream brings what changed, or
// with the way back for a browser that runs no scripts.
func finish(w http.ResponseWriter, r *http.Request, err error) {
	wrong := errors.Is(err, ErrNothingToSay) || errors.Is(err, ErrUnknownMessage) || errors.Is(err, ErrUnknownAction)
	switch {
	case wrong:
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
	case r.Header.Get("Hx-Request") == "":
		w.Header().Set("Location", "./")
		w.WriteHeader(http.StatusSeeOther)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}
