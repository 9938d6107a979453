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

// formPost is a form that the page sends, with the page's location.
type formPost struct {
	loc  page.Location
	form url.Values
}

// handleForm returns a handler for an action of a person on the page. The page shows
// most errors itself; the others are answered with status 422.
func (s *Server) handleForm(do func(context.Context, formPost) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, ok := s.parseForm(w, r)
		if ok {
			// As in Slack, what was sent off is not taken back when the page is left.
			answerForm(w, r, p.loc, do(context.WithoutCancel(r.Context()), p))
		}
	}
}

// parseForm reads a form. If it cannot, it writes an error response and returns
// false.
func (s *Server) parseForm(w http.ResponseWriter, r *http.Request) (formPost, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return formPost{}, false
	}
	_, _, loc := s.resolveLocation(page.ParseLocation(r.URL.Query()))
	return formPost{loc: loc, form: r.Form}, true
}

// errCommandInThread says that commands cannot be used in threads, as in Slack.
var errCommandInThread = errors.New("commands cannot be used in threads")

// handleSay posts the text of the message box, or of a thread's.
func (s *Server) handleSay(ctx context.Context, p formPost) error {
	text := p.form.Get("text")
	switch {
	case p.loc.Thread == "":
		return s.Say(ctx, p.loc.Person, p.loc.Channel, text)
	case strings.TrimSpace(text) == "":
		return ErrEmptyText
	case strings.HasPrefix(strings.TrimSpace(text), "/"):
		return errCommandInThread
	}
	if c := s.workspace.channel(p.loc.Channel); c.archived {
		return ErrArchived
	}
	if _, ok := s.workspace.visibleMessage(p.loc.Person, p.loc.Thread); !ok {
		return ErrUnknownMessage
	}
	s.write(s.workspace.activeUser(p.loc.Person), s.workspace.channel(p.loc.Channel), p.loc.Thread, text)
	return nil
}

// handleCompose takes note of what is in the message box.
func (s *Server) handleCompose(_ context.Context, p formPost) error {
	s.Compose(p.loc.Person, p.loc.Channel, p.form.Get("text"))
	return nil
}

// handleClick uses an element of a message or of the Home tab. Its values are in the fields whose names
// start with "option".
func (s *Server) handleClick(ctx context.Context, p formPost) error {
	var values []string
	for name, list := range p.form {
		if strings.HasPrefix(name, "option") {
			values = append(values, s.toSlackValues(p.loc.Person, name, list)...)
		}
	}
	e := Element{UserID: p.loc.Person, MessageTS: p.form.Get("ts"), BlockID: p.form.Get("block"), ActionID: p.form.Get("action")}
	if home, ok := s.Home(p.loc.Person); ok && home.ID == p.form.Get("home") {
		e.Home = true
	} else if e.MessageTS == "" {
		return ErrUnknownMessage
	}
	return s.Use(ctx, e, values...)
}

// handleModalAction uses an element of a modal. The form contains all values of the
// modal.
func (s *Server) handleModalAction(ctx context.Context, p formPost) error {
	stored, err := s.storeForm(p, p.form.Get("view"))
	if err != nil {
		return err
	}
	e := Element{UserID: p.loc.Person, BlockID: p.form.Get("block"), ActionID: p.form.Get("action")}
	values, ok := stored[[2]string{e.BlockID, e.ActionID}]
	if !ok {
		values = nonEmpty(p.form["option"])
	}
	return s.Use(ctx, e, values...)
}

// handleFill stores the values of a modal without telling the app.
func (s *Server) handleFill(_ context.Context, p formPost) error {
	_, err := s.storeForm(p, p.form.Get("view"))
	return err
}

// handleSubmit submits a modal.
func (s *Server) handleSubmit(ctx context.Context, p formPost) error {
	if _, err := s.storeForm(p, p.form.Get("view")); err != nil {
		return err
	}
	return s.Submit(ctx, p.loc.Person)
}

// handleClose closes a modal.
func (s *Server) handleClose(ctx context.Context, p formPost) error {
	if v, ok := s.View(p.loc.Person); !ok || v.ID != p.form.Get("view") {
		return ErrNoView
	}
	return s.CloseView(ctx, p.loc.Person)
}

// storeForm stores the values of a modal's form without telling the app. It returns
// them by block id and action id.
func (s *Server) storeForm(p formPost, viewID string) (map[[2]string][]string, error) {
	person := s.workspace.activeUser(p.loc.Person)
	on, err := s.findSurface(Element{UserID: person.id})
	if err != nil || on.viewID != viewID {
		return nil, ErrNoView
	}
	all := map[[2]string][]string{}
	state := s.workspace.stateOf(on)
	for _, b := range on.blocks {
		for _, e := range elements(b) {
			spec, ok := valueSpecOf(e)
			if !ok {
				continue
			}
			key := [2]string{stringProp(b, "block_id"), stringProp(e, "action_id")}
			all[key] = s.formValues(p, key)
			value, err := s.parseValues(person, spec, e, s.workspace.offeredOptions(on, e), all[key])
			if err != nil {
				return nil, err
			}
			after := spec.stateObject(e, value)
			if before := state[key[0]][key[1]]; !bytes.Equal(compactJSON(before[spec.key]), compactJSON(after[spec.key])) {
				s.workspace.setValue(on, key[0], key[1], after)
			}
		}
	}
	return all, nil
}

// formValues returns the values of an element in a modal's form.
func (s *Server) formValues(p formPost, key [2]string) []string {
	name := page.FieldName(key[0], key[1])
	if local, ok := p.form[name+page.LocalSuffix]; ok {
		return s.toSlackValues(p.loc.Person, name+page.LocalSuffix, local)
	}
	return nonEmpty(p.form[name])
}

// toSlackValues converts a time in the person's time zone to seconds since 1970.
// Other values are returned unchanged.
func (s *Server) toSlackValues(userID, name string, values []string) []string {
	values = nonEmpty(values)
	if !strings.HasSuffix(name, page.LocalSuffix) {
		return values
	}
	for i, v := range values {
		if t, err := time.ParseInLocation(page.LocalLayout, v, s.workspace.activeUser(userID).zone); err == nil {
			values[i] = strconv.FormatInt(t.Unix(), 10)
		}
	}
	return values
}

// nonEmpty returns the values that are not empty.
func nonEmpty(values []string) []string {
	var found []string
	for _, v := range values {
		if v != "" {
			found = append(found, v)
		}
	}
	return found
}

// serveSuggest returns the app's options for a search in an external select.
func (s *Server) serveSuggest(w http.ResponseWriter, r *http.Request) {
	p, ok := s.parseForm(w, r)
	if !ok {
		return
	}
	q := r.URL.Query()
	e := Element{UserID: p.loc.Person, MessageTS: q.Get("ts"), BlockID: q.Get("block"), ActionID: q.Get("action")}
	offered, err := s.SuggestAt(r.Context(), e, p.form.Get(q.Get("list")+page.SearchSuffix))
	found := page.Found{List: q.Get("list"), Kind: q.Get("kind"), Field: q.Get("field"), Problem: problemText(err)}
	for _, o := range offered {
		found.Options = append(found.Options, page.Option{Value: o.Value, Label: o.Text, Description: o.Description, Group: o.Group})
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = found.Render(w)
}

// answerForm answers a form: with no content, since the stream sends the changes, or
// with a redirect for a browser without scripts.
func answerForm(w http.ResponseWriter, r *http.Request, loc page.Location, err error) {
	switch {
	case isRejected(err):
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
	case r.Header.Get("Hx-Request") == "":
		w.Header().Set("Location", loc.URL())
		w.WriteHeader(http.StatusSeeOther)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// isRejected tells whether an action was rejected before anything happened. The page
// itself does not show such an error.
func isRejected(err error) bool {
	for _, e := range []error{
		ErrEmptyText, ErrUnknownMessage, ErrUnknownAction, ErrUnknownChannel, ErrArchived, ErrNoView, ErrUnknownCall, errCommandInThread,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
