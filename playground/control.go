package playground

import (
	"bytes"
	"context"
	"net/http"
	"net/url"

	"meetingbot/playground/page"
)

// Types of a [Field].
const (
	// TextField is a line of text. It is the default.
	TextField = page.TextField
	// NumberField is a number.
	NumberField = page.NumberField
	// SelectField is a select with choices.
	SelectField = page.SelectField
)

// Control is a form of the page's control panel. The playground does not know what
// it does.
type Control struct {
	// ID is unique among the controls and made of letters, digits and dashes.
	ID string
	// Label is the heading.
	Label string
	// Fields are sent with every action.
	Fields []Field
	// Actions are its buttons.
	Actions []Action
}

// Action is a button of a control.
type Action struct {
	// ID is unique in its control, Label is on its button.
	ID, Label string
	// Danger marks an action that deletes something.
	Danger bool
	// Fields are its own fields, in addition to the control's.
	Fields []Field
	// Do is called with the values of the fields by name. The page shows its result:
	// what was done, or why it failed.
	Do func(ctx context.Context, values url.Values) (result string, err error)
}

// Field is a field of a control's form.
type Field struct {
	// Name is the key of the value, Label its label.
	Name, Label string
	// Kind is one of the types above. Defaults to [TextField].
	Kind string
	// Value is the initial value.
	Value string
	// Choices are the options of a select.
	Choices []Choice
}

// Choice is an option of a select.
type Choice struct{ Value, Label string }

func (s *Server) controls() []Control {
	var all []Control
	if s.options.Panel != nil {
		all = s.options.Panel()
	}
	if s.socket != nil {
		all = append(all, s.socketControl())
	}
	if s.front != nil {
		all = append(all, s.appControl())
	}
	return all
}

// appControl is the control that removes the app from the workspace.
func (s *Server) appControl() Control {
	return Control{ID: "app", Label: "The app in " + s.options.Name, Actions: []Action{{
		ID: "uninstall", Label: "Uninstall", Danger: true,
		Fields: []Field{{Name: "first", Label: "First event", Kind: SelectField, Value: AppUninstalled, Choices: []Choice{
			{AppUninstalled, AppUninstalled}, {TokensRevoked, TokensRevoked},
		}}},
		Do: func(ctx context.Context, values url.Values) (string, error) {
			if err := s.Uninstall(context.WithoutCancel(ctx), values.Get("first")); err != nil {
				return "", err
			}
			return "Uninstalled", nil
		},
	}}}
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

// serveControl runs an action of the control panel.
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
	result, err := do(r.Context(), p.form)
	if r.Header.Get("Hx-Request") == "" {
		answerForm(w, r, p.loc, nil)
		return
	}
	if err != nil {
		result = err.Error()
	}
	var b bytes.Buffer
	if err := s.buildPage(p.loc).RenderControlResult(&b, control, result, err != nil); err != nil {
		http.Error(w, "the result cannot be rendered", http.StatusInternalServerError)
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
