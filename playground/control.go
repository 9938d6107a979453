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
	// Label is the heading.
	Label string
	// Fields are what all actions ask for.
	Fields []Field
	// Actions are what can be done, each with a button.
	Actions []Action
}

// Action is one thing that a control does.
type Action struct {
	// ID is unique in its control, Label is on its button.
	ID, Label string
	// Danger marks what takes something away.
	Danger bool
	// Fields are what it asks for beside the control's own.
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
		shown := page.Control{ID: c.ID, Label: c.Label, Fields: pageFields(c.Fields)}
		for _, a := range c.Actions {
			shown.Actions = append(shown.Actions, page.Action{ID: a.ID, Label: a.Label, Danger: a.Danger, Fields: pageFields(a.Fields)})
		}
		all = append(all, shown)
	}
	return all
}

func pageFields(fields []Field) []page.Field {
	var all []page.Field
	for _, f := range fields {
		field := page.Field{Name: f.Name, Label: f.Label, Kind: f.Kind, Value: f.Value}
		for _, o := range f.Choices {
			field.Choices = append(field.Choices, page.Choice(o))
		}
		all = append(all, field)
	}
	return all
}

// serveControl is an action of the panel.
func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	p, ok := s.parseForm(w, r)
	if !ok {
		return
	}
	control := r.URL.Query().Get("control")
	do := s.findAction(control, p.form.Get("action"))
	if do == nil {
		http.Error(w, "there is no such action", http.StatusUnprocessableEntity)
		return
	}
	said, err := do(r.Context(), p.form)
	if r.Header.Get("Hx-Request") == "" {
		answerForm(w, r, p.loc, nil)
		return
	}
	if err != nil {
		said = err.Error()
	}
	var b bytes.Buffer
	if err := s.buildPage(p.loc).RenderControlResult(&b, control, said, err != nil); err != nil {
		http.Error(w, "the answer cannot be drawn", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

func (s *Server) findAction(control, action string) func(context.Context, url.Values) (string, error) {
	for _, c := range s.controls() {
		for _, a := range c.Actions {
			if c.ID == control && a.ID == action {
				return a.Do
			}
		}
	}
	return nil
}
