package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// textElement draws an element with a text field.
func (r *blockRenderer) textElement(e slack.BlockElement) g.Node {
	switch e := e.(type) {
	case *slack.PlainTextInputBlockElement:
		return r.plainTextInput(e)
	case *slack.EmailTextInputBlockElement:
		return r.textField(textField{actionID: e.ActionID, kind: "email", initial: e.InitialValue, placeholder: e.Placeholder, dispatch: e.DispatchActionConfig, focus: e.FocusOnLoad})
	case *slack.URLTextInputBlockElement:
		return r.textField(textField{actionID: e.ActionID, kind: "url", initial: e.InitialValue, placeholder: e.Placeholder, dispatch: e.DispatchActionConfig, focus: e.FocusOnLoad})
	case *slack.NumberInputBlockElement:
		return r.numberInput(e)
	case *slack.RichTextInputBlockElement:
		return r.textField(textField{
			actionID: e.ActionID, initial: richTextAsPlain(e.InitialValue), placeholder: e.Placeholder, dispatch: e.DispatchActionConfig, focus: e.FocusOnLoad,
			rows: max(e.MinLines, 4),
		})
	case *slack.FileInputBlockElement:
		return r.fileInput(e)
	default:
		return unsupported(string(e.ElementType()))
	}
}

// textField describes a text field.
type textField struct {
	actionID, kind, initial string
	placeholder             *slack.TextBlockObject
	dispatch                *slack.DispatchActionConfig
	focus                   bool
	rows                    int // 0 for a single line
	attrs                   g.Group
}

func (r *blockRenderer) textField(t textField) g.Node {
	value := r.enteredValue(t.actionID, t.initial)
	attrs := g.Group{
		h.ID(r.elementID(t.actionID)), h.Class("typing"), h.Name(r.fieldName(t.actionID)), h.Data("action", t.actionID), h.Dir("auto"),
		g.If(t.placeholder != nil, h.Placeholder(textWithEmoji(t.placeholder))), r.describedBy(), r.required(), g.If(t.focus, h.AutoFocus()),
		r.dispatchTrigger(t.actionID, t.dispatch), t.attrs,
	}
	if t.rows > 0 {
		return h.Textarea(attrs, h.Rows(strconv.Itoa(t.rows)), g.Text(value))
	}
	return h.Input(attrs, h.Type(cmp.Or(t.kind, "text")), h.Value(value))
}

func (r *blockRenderer) plainTextInput(e *slack.PlainTextInputBlockElement) g.Node {
	rows := 0
	if e.Multiline {
		rows = 4
	}
	return r.textField(textField{
		actionID: e.ActionID, initial: e.InitialValue, placeholder: e.Placeholder, dispatch: e.DispatchActionConfig, focus: e.FocusOnLoad, rows: rows,
		attrs: g.Group{
			g.If(e.MinLength > 0, h.MinLength(strconv.Itoa(e.MinLength))),
			g.If(e.MaxLength > 0, h.MaxLength(strconv.Itoa(e.MaxLength))),
		},
	})
}

func (r *blockRenderer) numberInput(e *slack.NumberInputBlockElement) g.Node {
	step := "1"
	if e.IsDecimalAllowed {
		step = "any"
	}
	return r.textField(textField{
		actionID: e.ActionID, kind: "number", initial: e.InitialValue, placeholder: e.Placeholder, dispatch: e.DispatchActionConfig, focus: e.FocusOnLoad,
		attrs: g.Group{
			h.Step(step), g.If(e.MinValue != "", h.Min(e.MinValue)), g.If(e.MaxValue != "", h.Max(e.MaxValue)),
		},
	})
}

func (r *blockRenderer) fileInput(e *slack.FileInputBlockElement) g.Node {
	var kinds []string
	for _, kind := range e.FileTypes {
		kinds = append(kinds, "."+kind)
	}
	return h.Input(h.ID(r.elementID(e.ActionID)), h.Class("typing"), h.Type("file"), h.Name(r.fieldName(e.ActionID)), h.Data("action", e.ActionID),
		r.describedBy(), r.required(), g.If(e.MaxFiles != 1, h.Multiple()), g.If(len(kinds) > 0, h.Accept(strings.Join(kinds, ","))))
}

// dispatchTrigger makes an element of an input block report to the app while a
// person types: when they press Enter, or for every character if the app asks for
// that.
func (r *blockRenderer) dispatchTrigger(actionID string, c *slack.DispatchActionConfig) g.Node {
	if r.noDispatch {
		return r.postOnChange(actionID)
	}
	trigger := "pressed"
	if c != nil && slices.Contains(c.TriggerActionsOn, "on_character_entered") {
		trigger = "input delay:300ms"
		if slices.Contains(c.TriggerActionsOn, "on_enter_pressed") {
			trigger += ", pressed"
		}
	}
	return g.Group{r.postOn(trigger, actionID), g.If(strings.Contains(trigger, "pressed"), h.Data("enter", "pressed"))}
}

// richTextAsPlain returns a rich text without styles, one line for each section.
func richTextAsPlain(b *slack.RichTextBlock) string {
	if b == nil {
		return ""
	}
	var lines []string
	for _, e := range b.Elements {
		if s, ok := e.(*slack.RichTextSection); ok {
			var line strings.Builder
			for _, leaf := range s.Elements {
				if t, ok := leaf.(*slack.RichTextSectionTextElement); ok {
					line.WriteString(t.Text)
				}
			}
			lines = append(lines, line.String())
		}
	}
	return strings.Join(lines, "\n")
}
