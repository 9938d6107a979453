package page

import (
	"strconv"
	"time"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Suffixes of fields whose values the browser words in its own way.
const (
	// LocalSuffix ends the name of a field that holds a time on the reader's clock,
	// in LocalLayout.
	LocalSuffix = "/local"
	// LocalLayout is how browsers write such a time.
	LocalLayout = "2006-01-02T15:04"
)

func (d *drawing) datePicker(e *slack.DatePickerBlockElement) g.Node {
	return d.clockwork(clockwork{
		actionID: e.ActionID, kind: "date", value: d.typedIn(e.ActionID, e.InitialDate),
		label: cut(wording(e.Placeholder), "Choose a date"), confirm: e.Confirm, focus: e.FocusOnLoad,
	})
}

func (d *drawing) timePicker(e *slack.TimePickerBlockElement) g.Node {
	return d.clockwork(clockwork{
		actionID: e.ActionID, kind: "time", value: d.typedIn(e.ActionID, e.InitialTime),
		label: cut(wording(e.Placeholder), "Choose a time"), confirm: e.Confirm, focus: e.FocusOnLoad, zone: e.Timezone,
	})
}

func (d *drawing) momentPicker(e *slack.DateTimePickerBlockElement) g.Node {
	initial := ""
	if e.InitialDateTime != 0 {
		initial = strconv.FormatInt(e.InitialDateTime, 10)
	}
	value := ""
	if seconds, err := strconv.ParseInt(d.typedIn(e.ActionID, initial), 10, 64); err == nil {
		value = time.Unix(seconds, 0).In(d.location()).Format(LocalLayout)
	}
	return d.clockwork(clockwork{
		actionID: e.ActionID, kind: "datetime-local", value: value, label: "Choose a date and time",
		confirm: e.Confirm, focus: e.FocusOnLoad, suffix: LocalSuffix,
	})
}

// clockwork is a picker of a date, a time or both.
type clockwork struct {
	actionID, kind, value, label string
	suffix                       string // of the field's name
	zone                         string // other than the reader's, or nothing
	confirm                      *slack.ConfirmationBlockObject
	focus                        bool
}

func (d *drawing) clockwork(c clockwork) g.Node {
	id := d.id(c.actionID)
	return h.Span(h.Class("clockwork"),
		h.Input(h.ID(id), h.Class("select"), h.Type(c.kind), h.Name(d.field(c.actionID)+c.suffix), h.Data("action", c.actionID), h.Value(c.value),
			d.change(c.actionID), d.described(), d.required(), g.If(!d.labelled, h.Aria("label", c.label)), asks(c.confirm), g.If(c.focus, h.AutoFocus())),
		g.If(c.zone != "", h.Small(g.Text(c.zone))),
		d.question(id, c.confirm))
}
