package playground

import "encoding/json"

// valueKind is what sort of value an element keeps.
type valueKind int

const (
	textValue         valueKind = iota
	optionValue                 // one of the element's options
	userValue                   // a user id
	conversationValue           // a conversation that the person sees
	channelValue                // a public channel
	dateValue                   // YYYY-MM-DD
	timeValue                   // HH:MM
	dateTimeValue               // seconds since 1970
)

// valueSpec says what an element adds to state.values.
type valueSpec struct {
	kind    valueKind
	key     string // the property in the state and in an action
	initial string // the element's property with what is there at first
	many    bool
}

// valueSpecs lists the elements that keep a value, with the property names of
// https://docs.slack.dev/reference/block-kit/block-elements.
func valueSpecs() map[string]valueSpec {
	text := valueSpec{kind: textValue, key: "value", initial: "initial_value"}
	one := valueSpec{kind: optionValue, key: "selected_option", initial: "initial_option"}
	some := valueSpec{kind: optionValue, key: "selected_options", initial: "initial_options", many: true}
	return map[string]valueSpec{
		"plain_text_input": text, "email_text_input": text, "url_text_input": text, "number_input": text,
		"static_select": one, "external_select": one, "radio_buttons": one,
		"multi_static_select": some, "multi_external_select": some, "checkboxes": some,
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

// values is what elements hold, by block_id and action_id, the way state.values
// shows it.
type values map[string]map[string]object

func (v values) set(blockID, actionID string, value object) {
	if v[blockID] == nil {
		v[blockID] = map[string]object{}
	}
	v[blockID][actionID] = value
}

// stateValues is what the elements of blocks hold: what a person put in, or else what
// was there at first. What they put in stays when the app replaces the blocks, as
// long as block_id, action_id and type do.
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

// stateObject makes the state of an element that holds a value.
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

// isEmpty tells whether an element holds nothing.
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

// stringProp reads a text property.
func stringProp(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

// clone returns values that share nothing with these.
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
