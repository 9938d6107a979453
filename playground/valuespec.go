package playground

import "encoding/json"

// valueKind is the type of value that an element has.
type valueKind int

const (
	textValue         valueKind = iota
	optionValue                 // one of the element's options
	userValue                   // a user id
	conversationValue           // a conversation that the person is in, or a public channel
	channelValue                // a public channel
	dateValue                   // YYYY-MM-DD
	timeValue                   // HH:MM
	dateTimeValue               // seconds since 1970
)

// valueSpec says how an element's value appears in state.values.
type valueSpec struct {
	kind    valueKind
	key     string // the property in the state and in an action
	initial string // the element's property with the initial value
	many    bool
}

// valueSpecs lists the elements with a value, with the property names of
// https://docs.slack.dev/reference/block-kit/block-elements.
func valueSpecs() map[string]valueSpec {
	text := valueSpec{kind: textValue, key: "value", initial: "initial_value"}
	single := valueSpec{kind: optionValue, key: "selected_option", initial: "initial_option"}
	several := valueSpec{kind: optionValue, key: "selected_options", initial: "initial_options", many: true}
	return map[string]valueSpec{
		"plain_text_input": text, "email_text_input": text, "url_text_input": text, "number_input": text,
		"static_select": single, "external_select": single, "radio_buttons": single,
		"multi_static_select": several, "multi_external_select": several, "checkboxes": several,
		"users_select":               {kind: userValue, key: "selected_user", initial: "initial_user"},
		"multi_users_select":         {kind: userValue, key: "selected_users", initial: "initial_users", many: true},
		"conversations_select":       {kind: conversationValue, key: "selected_conversation", initial: "initial_conversation"},
		"multi_conversations_select": {kind: conversationValue, key: "selected_conversations", initial: "initial_conversations", many: true},
		"channels_select":            {kind: channelValue, key: "selected_channel", initial: "initial_channel"},
		"multi_channels_select":      {kind: channelValue, key: "selected_channels", initial: "initial_channels", many: true},
		"datepicker":                 {kind: dateValue, key: "selected_date", initial: "initial_date"},
		"timepicker":                 {kind: timeValue, key: "selected_time", initial: "initial_time"},
		"datetimepicker":             {kind: dateTimeValue, key: "selected_date_time", initial: "initial_date_time"},
	}
}

func valueSpecOf(element object) (valueSpec, bool) {
	kind, _ := element["type"].(string)
	spec, ok := valueSpecs()[kind]
	return spec, ok
}

// values holds the values of elements by block_id and action_id, in the format of
// state.values.
type values map[string]map[string]object

func (v values) set(blockID, actionID string, value object) {
	if v[blockID] == nil {
		v[blockID] = map[string]object{}
	}
	v[blockID][actionID] = value
}

// stateValues returns the values of all elements: what a person entered, or else the
// initial values. Entered values are kept when the app replaces the blocks, as long
// as block_id, action_id and type stay the same.
func stateValues(blocks []object, entered values) values {
	all := values{}
	for _, b := range blocks {
		for _, e := range elements(b) {
			spec, ok := valueSpecOf(e)
			if !ok {
				continue
			}
			blockID, actionID := stringProp(b, "block_id"), stringProp(e, "action_id")
			value := entered[blockID][actionID]
			if value == nil || value["type"] != e["type"] {
				value = spec.stateObject(e, e[spec.initial])
			}
			all.set(blockID, actionID, value)
		}
	}
	return all
}

// stateObject returns the state of an element with a value.
func (spec valueSpec) stateObject(e object, value any) object {
	if value == nil && spec.many {
		value = []any{}
	}
	o := object{"type": e["type"], spec.key: value}
	if spec.kind == timeValue && e["timezone"] != nil {
		o["timezone"] = e["timezone"]
	}
	return o
}

// isEmpty tells whether an element has no value.
func (spec valueSpec) isEmpty(value object) bool {
	switch v := value[spec.key].(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	default:
		return false
	}
}

// stringProp returns a text property, or "" if there is none.
func stringProp(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

// clone returns a deep copy.
func (v values) clone() values {
	raw, err := json.Marshal(v)
	if err != nil {
		return values{}
	}
	var c values
	if err := json.Unmarshal(raw, &c); err != nil {
		return values{}
	}
	return c
}
