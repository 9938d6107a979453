package page

import (
	"cmp"
	"strconv"
	"time"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// How a field of type datetime-local is named and formatted.
const (
	// LocalSuffix ends the name of a field that holds a time in the viewer's time
	// zone, in LocalLayout.
	LocalSuffix = "/local"
	// LocalLayout is the format that browsers use for such a time.
	LocalLayout = "2006-01-02T15:04"
)

func (r *blockRenderer) datePicker(e *slack.DatePickerBlockElement) g.Node {
	return r.dateInput(dateInput{
		actionID: e.ActionID, kind: "date", value: r.enteredValue(e.ActionID, e.InitialDate),
		label: cmp.Or(textWithEmoji(e.Placeholder), "Choose a date"), confirm: e.Confirm, focus: e.FocusOnLoad,
	})
}

func (r *blockRenderer) timePicker(e *slack.TimePickerBlockElement) g.Node {
	return r.dateInput(dateInput{
		actionID: e.ActionID, kind: "time", value: r.enteredValue(e.ActionID, e.InitialTime),
		label: cmp.Or(textWithEmoji(e.Placeholder), "Choose a time"), confirm: e.Confirm, focus: e.FocusOnLoad, zone: e.Timezone,
	})
}

func (r *blockRenderer) dateTimePicker(e *slack.DateTimePickerBlockElement) g.Node {
	initial := ""
	if e.InitialDateTime != 0 {
		initial = strconv.FormatInt(e.InitialDateTime, 10)
	}
	value := ""
	if seconds, err := strconv.ParseInt(r.enteredValue(e.ActionID, initial), 10, 64); err == nil {
		value = time.Unix(seconds, 0).In(r.timeZone()).Format(LocalLayout)
	}
	return r.dateInput(dateInput{
		actionID: e.ActionID, kind: "datetime-local", value: value, label: "Choose a date and time",
		confirm: e.Confirm, focus: e.FocusOnLoad, suffix: LocalSuffix,
	})
}

// dateInput describes an input for a date, a time or both.
type dateInput struct {
	actionID, kind, value, label string
	suffix                       string // of the field's name
	zone                         string // empty for the viewer's own
	confirm                      *slack.ConfirmationBlockObject
	focus                        bool
}

func (r *blockRenderer) dateInput(in dateInput) g.Node {
	id := r.elementID(in.actionID)
	return h.Span(h.Class("clockwork"),
		h.Input(h.ID(id), h.Class("select"), h.Type(in.kind), h.Name(r.fieldName(in.actionID)+in.suffix), h.Data("action", in.actionID), h.Value(in.value),
			r.postOnChange(in.actionID), r.describedBy(), r.required(), g.If(!r.hasLabel, h.Aria("label", in.label)), confirmAttr(in.confirm), g.If(in.focus, h.AutoFocus())),
		g.If(in.zone != "", h.Small(g.Text(in.zone))),
		r.confirmTemplate(id, in.confirm))
}
