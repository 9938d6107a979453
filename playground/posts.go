package playground

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"meetingbot/playground/page"
)

// posted is what the page sends: where it is, and a form.
type posted struct {
	at   page.Location
	form url.Values
}

// post makes a handler of something that a person does on the page. What went wrong
// is told by the page itself.
func (s *Server) post(do func(context.Context, posted) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, ok := s.posted(w, r)
		if ok {
			finish(w, r, p.at, do(r.Context(), p))
		}
	}
}

// posted reads a form; it answers itself where there is none.
func (s *Server) posted(w http.ResponseWriter, r *http.Request) (posted, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return posted{}, false
	}
	_, _, at := s.settle(page.ParseLocation(r.URL.Query()))
	return posted{at: at, form: r.Form}, true
}

// errCommandInThread says what Slack says of commands in threads.
var errCommandInThread = errors.New("commands cannot be used in threads")

// postSay is the message box, or the one of a thread.
func (s *Server) postSay(ctx context.Context, p posted) error {
	text := p.form.Get("text")
	switch {
	case p.at.Thread == "":
		return s.Say(ctx, p.at.Person, p.at.Channel, text)
	case strings.TrimSpace(text) == "":
		return ErrNothingToSay
	case strings.HasPrefix(strings.TrimSpace(text), "/"):
		return errCommandInThread
	}
	if c := s.space.channel(p.at.Channel); c.archived {
		return ErrArchived
	}
	if _, ok := s.space.message(p.at.Person, p.at.Thread); !ok {
		return ErrUnknownMessage
	}
	s.space.post(Message{ChannelID: p.at.Channel, UserID: p.at.Person, ThreadTS: p.at.Thread, Text: escape(text)})
	return nil
}

// postClick is an element of a message. Its values are the fields whose names begin
// with "option".
func (s *Server) postClick(ctx context.Context, p posted) error {
	var values []string
	for name, list := range p.form {
		if strings.HasPrefix(name, "option") {
			values = append(values, s.chosen(p.at.Person, name, list)...)
		}
	}
	e := Element{UserID: p.at.Person, MessageTS: p.form.Get("ts"), BlockID: p.form.Get("block"), ActionID: p.form.Get("action")}
	if e.MessageTS == "" {
		return ErrUnknownMessage
	}
	return s.Use(ctx, e, values...)
}

// postAct is an element of a modal. All that is filled in comes with it.
func (s *Server) postAct(ctx context.Context, p posted) error {
	held, err := s.fill(p, p.form.Get("view"))
	if err != nil {
		return err
	}
	e := Element{UserID: p.at.Person, BlockID: p.form.Get("block"), ActionID: p.form.Get("action")}
	values, ok := held[[2]string{e.BlockID, e.ActionID}]
	if !ok {
		values = filled(p.form["option"])
	}
	return s.Use(ctx, e, values...)
}

// postFill is what is filled into a modal and not for the app to hear yet.
func (s *Server) postFill(_ context.Context, p posted) error {
	_, err := s.fill(p, p.form.Get("view"))
	return err
}

// postSubmit is the submit button of a modal.
func (s *Server) postSubmit(ctx context.Context, p posted) error {
	if _, err := s.fill(p, p.form.Get("view")); err != nil {
		return err
	}
	return s.Submit(ctx, p.at.Person)
}

// postClose closes a modal.
func (s *Server) postClose(ctx context.Context, p posted) error {
	if v, ok := s.View(p.at.Person); !ok || v.ID != p.form.Get("view") {
		return ErrNoView
	}
	return s.CloseView(ctx, p.at.Person)
}

// fill puts what a modal's form holds into its elements, without telling the app,
// and returns the values by block id and action id.
func (s *Server) fill(p posted, viewID string) (map[[2]string][]string, error) {
	who := s.space.actor(p.at.Person)
	at, err := s.place(Element{UserID: who.id})
	if err != nil || at.viewID != viewID {
		return nil, ErrNoView
	}
	all := map[[2]string][]string{}
	held := s.space.held(at)
	for _, b := range at.blocks {
		for _, e := range elements(b) {
			k, ok := keeperOf(e)
			if !ok {
				continue
			}
			key := [2]string{name(b, "block_id"), name(e, "action_id")}
			all[key] = s.field(p, key)
			value, err := s.taken(who, k, e, s.space.offeredAt(at, e), all[key])
			if err != nil {
				return nil, err
			}
			after := k.holding(e, value)
			if before := held[key[0]][key[1]]; !bytes.Equal(compact(before[k.key]), compact(after[k.key])) {
				s.space.keep(at, key[0], key[1], after)
			}
		}
	}
	return all, nil
}

// field returns what a modal's form holds for an element.
func (s *Server) field(p posted, key [2]string) []string {
	name := page.FieldName(key[0], key[1])
	if local, ok := p.form[name+page.LocalSuffix]; ok {
		return s.chosen(p.at.Person, name+page.LocalSuffix, local)
	}
	return filled(p.form[name])
}

// chosen words values the way Slack does: a time on a person's clock becomes
// seconds since 1970.
func (s *Server) chosen(userID, name string, values []string) []string {
	values = filled(values)
	if !strings.HasSuffix(name, page.LocalSuffix) {
		return values
	}
	for i, v := range values {
		if t, err := time.ParseInLocation(page.LocalLayout, v, s.space.actor(userID).zone); err == nil {
			values[i] = strconv.FormatInt(t.Unix(), 10)
		}
	}
	return values
}

// filled returns the values that are not empty.
func filled(values []string) []string {
	var kept []string
	for _, v := range values {
		if v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

// serveSuggest brings what the app offers for what somebody typed.
func (s *Server) serveSuggest(w http.ResponseWriter, r *http.Request) {
	p, ok := s.posted(w, r)
	if !ok {
		return
	}
	q := r.URL.Query()
	e := Element{UserID: p.at.Person, MessageTS: q.Get("ts"), BlockID: q.Get("block"), ActionID: q.Get("action")}
	offered, err := s.SuggestAt(r.Context(), e, p.form.Get(q.Get("list")+page.SearchSuffix))
	found := page.Found{List: q.Get("list"), Kind: q.Get("kind"), Field: q.Get("field"), Problem: trouble(err)}
	for _, o := range offered {
		found.Options = append(found.Options, page.Option{Value: o.Value, Label: o.Text, Description: o.Description, Group: o.Group})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = found.Render(w)
}

// finish answers the page: with nothing, since the stream brings what changed, or
// with the way back for a browser that runs no scripts.
func finish(w http.ResponseWriter, r *http.Request, at page.Location, err error) {
	switch {
	case isRefused(err):
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
	case r.Header.Get("Hx-Request") == "":
		w.Header().Set("Location", at.URL())
		w.WriteHeader(http.StatusSeeOther)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// isRefused tells whether something could not be done at all, and so is told by
// nothing on the page.
func isRefused(err error) bool {
	for _, e := range []error{
		ErrNothingToSay, ErrUnknownMessage, ErrUnknownAction, ErrUnknownChannel, ErrArchived, ErrNoView, errCommandInThread,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
