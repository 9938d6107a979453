package playground

import (
	"bytes"
	"context"
	"net/http"
	"net/url"

	"meetingbot/playground/page"
)

// Kinds of a [Field].
const (
	// TextField asks for a line of text. It is the default.
	TextField = page.TextField
	// NumberField asks for a number.
	NumberField = page.NumberField
	// SelectField offers options.
	SelectField = page.SelectField
)

// Control is a form on the page that changes the world behind the app. The
// playground knows nothing of what it does.
type Control struct {
	// ID is unique among the controls and made of letters, digits and dashes.
	ID string
	// Group is the heading that it stands under; controls of a group follow each
	// other. Label is on its button.
	Group, Label string
	// Danger marks what takes something away.
	Danger bool
	// Fields are what it asks for.
	Fields []Field
	// Do is called with the fields' values by their names. What it returns is said
	// to the person: what was done, or why it was not.
	Do func(ctx context.Context, values url.Values) (said string, err error)
}

// Field is one question of a control.
type Field struct {
	// Name is the key of the value, Label the question.
	Name, Label string
	// Kind is one of the kinds above. Defaults to [TextField].
	Kind string
	// Value is the answer to begin with.
	Value string
	// Choices are what a select offers.
	Choices []Choice
}

// Choice is one option of a select, by its value.
type Choice struct{ Value, Label string }

func (s *Server) controls() []Control {
	if s.options.Panel == nil {
		return nil
	}
	return s.options.Panel()
}

func (s *Server) pageControls() []page.Control {
	var all []page.Control
	for _, c := range s.controls() {
		shown := page.Control{ID: c.ID, Group: c.Group, Label: c.Label, Danger: c.Danger}
		for _, f := range c.Fields {
			field := page.Field{Name: f.Name, Label: f.Label, Kind: f.Kind, Value: f.Value}
			for _, o := range f.Choices {
				field.Options = append(field.Options, page.Option(o))
			}
			shown.Fields = append(shown.Fields, field)
		}
		all = append(all, shown)
	}
	return all
}

// serveControl is a control of the panel.
func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	p, ok := s.posted(w, r)
	if !ok {
		return
	}
	for _, c := range s.controls() {
		if c.ID != r.URL.Query().Get("control") {
			continue
		}
		said, err := c.Do(r.Context(), p.form)
		if err != nil {
			said = err.Error()
		}
		s.controlled(w, r, p.at, c, said, err)
		return
	}
	http.Error(w, "there is no such control", http.StatusUnprocessableEntity)
}

// controlled answers the page with what a control said, and draws the controls as
// they are after it.
func (s *Server) controlled(w http.ResponseWriter, r *http.Request, at page.Place, c Control, said string, failed error) {
	if r.Header.Get("Hx-Request") == "" {
		finish(w, r, at, nil)
		return
	}
	var b bytes.Buffer
	if err := s.draw(at).RenderControlled(&b, c.ID, said, failed != nil); err != nil {
		http.Error(w, "the answer cannot be drawn", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}
