package playground

import "encoding/json"

// valueKind is what sort of value an element keeps.
type valueKind int

const (
	typedText    valueKind = iota
	option                 // one of the element's options
	somebody               // a user id
	conversation           // a conversation that the person sees
	openChannel            // a public channel
	date                   // YYYY-MM-DD
	timeOfDay              // HH:MM
	pointInTime            // seconds since 1970
)

// keeper says what an element adds to state.values.
type keeper struct {
	kind    valueKind
	key     string // the property in the state and in an action
	initial string // the element's property with what is there at first
	many    bool
}

// keepers lists the elements that keep a value, with the property names of
// https://docs.slack.dev/reference/block-kit/block-elements.
func keepers() map[string]keeper {
	text := keeper{kind: typedText, key: "value", initial: "initial_value"}
	one := keeper{kind: option, key: "selected_option", initial: "initial_option"}
	some := keeper{kind: option, key: "selected_options", initial: "initial_options", many: true}
	return map[string]keeper{
		"plain_text_input": text, "email_text_input": text, "url_text_input": text, "number_input": text,
		"static_select": one, "external_select": one, "radio_buttons": one,
		"multi_static_select": some, "multi_external_select": some, "checkboxes": some,
		"users_select":               {kind: somebody, key: "selected_user", initial: "initial_user"},
		"multi_users_select":         {kind: somebody, key: "selected_users", initial: "initial_users", many: true},
		"conversations_select":       {kind: conversation, key: "selected_conversation", initial: "initial_conversation"},
		"multi_conversations_select": {kind: conversation, key: "selected_conversations", initial: "initial_conversations", many: true},
		"channels_select":            {kind: openChannel, key: "selected_channel", initial: "initial_channel"},
		"multi_channels_select":      {kind: openChannel, key: "selected_channels", initial: "initial_channels", many: true},
		"datepicker":                 {kind: date, key: "selected_date", initial: "initial_date"},
		"timepicker":                 {kind: timeOfDay, key: "selected_time", initial: "initial_time"},
		"datetimepicker":             {kind: pointInTime, key: "selected_date_time", initial: "initial_date_time"},
	}
}

func keeperOf(element object) (keeper, bool) {
	kind, _ := element["type"].(string)
	k, ok := keepers()[kind]
	return k, ok
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

// state is what the elements of blocks hold: what a person put in, or else what
// was there at first. What they put in stays when the app replaces the blocks, as
// long as block_id, action_id and type do.
func state(blocks []object, touched values) values {
	all := values{}
	for _, b := range blocks {
		for _, e := range elements(b) {
			k, ok := keeperOf(e)
			if !ok {
				continue
			}
			blockID, actionID := name(b, "block_id"), name(e, "action_id")
			value := touched[blockID][actionID]
			if value == nil || value["type"] != e["type"] {
				value = k.holding(e, e[k.initial])
			}
			all.set(blockID, actionID, value)
		}
	}
	return all
}

// holding makes the state of an element that holds a value.
func (k keeper) holding(e object, value any) object {
	if value == nil && k.many {
		value = []any{}
	}
	o := object{"type": e["type"], k.key: value}
	if k.kind == timeOfDay && e["timezone"] != nil {
		o["timezone"] = e["timezone"]
	}
	return o
}

// isEmpty tells whether an element holds nothing.
func (k keeper) isEmpty(held object) bool {
	switch v := held[k.key].(type) {
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

// name reads a text property.
func name(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

// copied returns values that share nothing with these.
func (v values) copied() values {
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
