package page_test

import (
	"bytes"
	"fmt"
	"testing"

	"gotest.tools/v3/golden"

	"meetingbot/playground/page"
)

const options = `[{"text":{"type":"plain_text","text":"One :tada:"},"value":"1"},{"text":{"type":"plain_text","text":"<Two>"},"value":"2","description":{"type":"plain_text","text":"the second"}}]`

// element is one of Slack's elements, with a value in its state.
type element struct{ name, json, state string }

func selectElements() []element {
	const group = `"option_groups":[{"label":{"type":"plain_text","text":"Group"},"options":` + options + `}]`
	const confirm = `"confirm":{"title":{"type":"plain_text","text":"Sure?"},"text":{"type":"mrkdwn","text":"*Really*"},"confirm":{"type":"plain_text","text":"Yes, do"},"deny":{"type":"plain_text","text":"No"},"style":"danger"}`
	const one = `{"text":{"type":"plain_text","text":"One :tada:"},"value":"1"}`
	return []element{
		{"static_select", `"placeholder":{"type":"plain_text","text":"Pick :wave:"},` + confirm + `,"options":` + options + `,"initial_option":` + one, `{"type":"static_select","selected_option":{"text":{"type":"plain_text","text":"<Two>"},"value":"2"}}`},
		{"multi_static_select", `"max_selected_items":2,` + group + `,"initial_options":[` + one + `]`, `{"type":"multi_static_select","selected_options":[` + one + `,{"text":{"type":"plain_text","text":"<Two>"},"value":"2"}]}`},
		{"external_select", `"min_query_length":0,"initial_option":` + one, `{"type":"external_select","selected_option":null}`},
		{"multi_external_select", `"placeholder":{"type":"plain_text","text":"Search"}`, `{"type":"multi_external_select","selected_options":[` + one + `]}`},
		{"users_select", `"initial_user":"U1"`, `{"type":"users_select","selected_user":"U2"}`},
		{"multi_users_select", `"initial_users":["U1"]`, `{"type":"multi_users_select","selected_users":["U2","U3"]}`},
		{"conversations_select", `"default_to_current_conversation":true,"filter":{"include":["public","im"]}`, `{"type":"conversations_select","selected_conversation":"D1"}`},
		{"multi_conversations_select", `"initial_conversations":["C2"]`, `{"type":"multi_conversations_select","selected_conversations":[]}`},
		{"channels_select", `"initial_channel":"C1"`, `{"type":"channels_select","selected_channel":null}`},
		{"multi_channels_select", `"initial_channels":["C1"]`, `{"type":"multi_channels_select","selected_channels":["C1"]}`},
		{"checkboxes", confirm + `,"options":` + options + `,"initial_options":[` + one + `]`, `{"type":"checkboxes","selected_options":[]}`},
		{"radio_buttons", `"options":` + options, `{"type":"radio_buttons","selected_option":` + one + `}`},
		{"datepicker", `"initial_date":"2026-11-24"`, `{"type":"datepicker","selected_date":"2026-12-01"}`},
		{"timepicker", `"initial_time":"09:30","timezone":"Asia/Shanghai"`, `{"type":"timepicker","selected_time":"10:00"}`},
		{"datetimepicker", `"initial_date_time":1795464000`, `{"type":"datetimepicker","selected_date_time":1795467600}`},
	}
}

func textElements() []element {
	return []element{
		{"plain_text_input", `"placeholder":{"type":"plain_text","text":"Say"},"min_length":2,"max_length":9,"focus_on_load":true`, `{"type":"plain_text_input","value":"<typed>"}`},
		{"plain_text_input_lines", `"multiline":true,"initial_value":"a\nb","dispatch_action_config":{"trigger_actions_on":["on_character_entered"]}`, `{"type":"plain_text_input","value":"c"}`},
		{"email_text_input", `"initial_value":"a@example.com"`, `{"type":"email_text_input","value":"b@example.com"}`},
		{"url_text_input", `"dispatch_action_config":{"trigger_actions_on":["on_enter_pressed","on_character_entered"]}`, `{"type":"url_text_input","value":"https://example.com/"}`},
		{"number_input", `"is_decimal_allowed":true,"min_value":"1","max_value":"9.5"`, `{"type":"number_input","value":"5"}`},
		{"rich_text_input", `"min_lines":6`, `{"type":"rich_text_input","rich_text_value":{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"rich"}]}]}}`},
		{"file_input", `"filetypes":["pdf","png"],"max_files":3`, `{"type":"file_input","files":[]}`},
	}
}

// element returns the element's JSON. A case's name is the type, with a suffix where
// two cases have the same type.
func (e element) element() string {
	kind := e.name
	if kind == "plain_text_input_lines" {
		kind = "plain_text_input"
	}
	return fmt.Sprintf(`{"type":%q,"action_id":"act",%s}`, kind, e.json)
}

// TestSelectElements renders each select, checkbox and picker in a message, without
// and with a state.
func TestSelectElements(t *testing.T) {
	t.Parallel()
	for _, e := range selectElements() {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			m := page.Message{App: true, Blocks: []byte(`[{"type":"actions","block_id":"b","elements":[` + e.element() + `]}]`)}
			before := draw(t, ana(t), m)
			m.State = []byte(`{"b":{"act":` + e.state + `}}`)
			golden.Assert(t, before+"<!-- and then -->\n"+draw(t, ana(t), m), "element_"+e.name+".golden.html")
		})
	}
}

// TestInputs renders each element in a modal: an optional input with a hint, then one
// with dispatch_action, a state and an error.
func TestInputs(t *testing.T) {
	t.Parallel()
	for _, e := range append(selectElements(), textElements()...) {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			const input = `{"type":"input","block_id":%q,"label":{"type":"plain_text","text":"Label"},"element":%s,%s}`
			first := fmt.Sprintf(input, "quiet one", e.element(), `"optional":true,"hint":{"type":"plain_text","text":"A hint"}`)
			second := fmt.Sprintf(input, "b", e.element(), `"dispatch_action":true`)
			p := sample(t)
			p.View = &page.View{
				ID: "V1", Title: "Title", Submit: "Save", Blocks: []byte("[" + first + "," + second + "]"),
				State: []byte(`{"b":{"act":` + e.state + `}}`), Errors: map[string]string{"b": "not <this>"},
			}
			golden.Assert(t, change(t, "views", p), "input_"+e.name+".golden.html")
		})
	}
}

// TestAccessories renders each element that can be an accessory of a section.
func TestAccessories(t *testing.T) {
	t.Parallel()
	for _, e := range selectElements() {
		if e.name == "datetimepicker" {
			continue // not allowed there
		}
		m := page.Message{Blocks: []byte(`[{"type":"section","block_id":"b","text":{"type":"plain_text","text":"a"},"accessory":` + e.element() + `}]`)}
		if got := draw(t, ana(t), m); !bytes.Contains([]byte(got), []byte(`data-action="act"`)) {
			t.Errorf("%s beside a section is not drawn: %s", e.name, got)
		}
	}
}

// TestModal renders a modal's title, buttons and problem.
func TestModal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		view *page.View
	}{
		{"none", nil},
		{"bare", &page.View{ID: "V1", Title: "Only <this>"}},
		{"full", &page.View{ID: "V2", Title: "Remind me", Submit: "Save", Close: "Never mind", Covered: 1, Problem: "the app did not answer"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := sample(t)
			p.View = tt.view
			golden.Assert(t, change(t, "views", p), "modal_"+tt.name+".golden.html")
		})
	}
}

// TestFound renders the app's answer to a search in an external select.
func TestFound(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		found page.Found
	}{
		{"options", page.Found{Kind: "radio", Options: []page.Option{{Value: "1", Label: "<One>", Description: "first"}, {Value: "2", Label: "Two"}}}},
		{"groups", page.Found{Kind: "checkbox", Options: []page.Option{{Value: "1", Label: "One", Group: "A"}, {Value: "2", Label: "Two", Group: "A"}, {Value: "3", Label: "Three", Group: "B"}}}},
		{"nothing", page.Found{}},
		{"trouble", page.Found{Problem: "no answer"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.found.List, tt.found.Field = "e-v-V1-x-1", "b/act"
			var b bytes.Buffer
			if err := tt.found.Render(&b); err != nil {
				t.Fatalf("Render = %v, want nil", err)
			}
			golden.Assert(t, readable(b.String()), "found_"+tt.name+".golden.html")
		})
	}
}
