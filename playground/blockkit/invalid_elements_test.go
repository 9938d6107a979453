package blockkit_test

import (
	"strings"

	"meetingbot/playground/blockkit"
)

func invalidElements() []sample {
	const at = "/blocks/0/accessory"
	confirm := func(title, body, yes int) string {
		return `,"confirm":{"title":` + text("plain_text", title) + `,"text":` + text("mrkdwn", body) +
			`,"confirm":` + text("plain_text", yes) + `,"deny":` + text("plain_text", 1) + `}`
	}
	return []sample{
		{"element of no kind", element(`{"type":"slider"}`), blockkit.RuleUnsupported, at + "/type"},
		{"element without type", element(`{}`), blockkit.RuleMissing, at},
		{"button without text", element(`{"type":"button"}`), blockkit.RuleMissing, at},
		{"button mrkdwn", element(`{"type":"button","text":` + text("mrkdwn", 1) + `}`), blockkit.RulePlace, at + "/text/type"},
		{"button 76", element(`{"type":"button","text":` + text("plain_text", 76) + `}`), blockkit.RuleLength, at + "/text/text"},
		{"button value 2001", button(`,"value":` + str(2001)), blockkit.RuleLength, at + "/value"},
		{"button url 3001", button(`,"url":"https://a.b/` + strings.Repeat("x", 2989) + `"`), blockkit.RuleLength, at + "/url"},
		{"button url script", button(`,"url":"javascript:alert(1)"`), blockkit.RuleURL, at + "/url"},
		{"button url relative", button(`,"url":"/x"`), blockkit.RuleURL, at + "/url"},
		{"button url without host", button(`,"url":"https://"`), blockkit.RuleURL, at + "/url"},
		{"button url broken", button(`,"url":"https://a b%zz"`), blockkit.RuleURL, at + "/url"},
		{"button style", button(`,"style":"default"`), blockkit.RuleValue, at + "/style"},
		{"button label 76", button(`,"accessibility_label":` + str(76)), blockkit.RuleLength, at + "/accessibility_label"},
		{"button action_id 256", button(`,"action_id":` + str(256)), blockkit.RuleLength, at + "/action_id"},
		{"button colour", button(`,"color":"red"`), blockkit.RuleUnknown, at},
		{"confirm title 101", button(confirm(101, 1, 1)), blockkit.RuleLength, at + "/confirm/title/text"},
		{"confirm text 301", button(confirm(1, 301, 1)), blockkit.RuleLength, at + "/confirm/text/text"},
		{"confirm no 31", button(strings.Replace(confirm(1, 1, 1), `"deny":`+text("plain_text", 1), `"deny":`+text("plain_text", 31), 1)), blockkit.RuleLength, at + "/confirm/deny/text"},
		{"confirm without text", button(`,"confirm":{"title":` + text("plain_text", 1) + `,"confirm":` + text("plain_text", 1) + `,"deny":` + text("plain_text", 1) + `}`), blockkit.RuleMissing, at + "/confirm"},
		{"confirm yes 31", button(confirm(1, 1, 31)), blockkit.RuleLength, at + "/confirm/confirm/text"},
		{"workflow without trigger", element(`{"type":"workflow_button","workflow":{},"text":` + text("plain_text", 1) + `}`), blockkit.RuleMissing, at + "/workflow"},
		{"overflow of six", element(`{"type":"overflow","options":[` + numbered(6) + `]}`), blockkit.RuleCount, at + "/options"},
		{"overflow of none", element(`{"type":"overflow","options":[]}`), blockkit.RuleCount, at + "/options"},
		{"overflow mrkdwn", element(`{"type":"overflow","options":[{"value":"v","text":` + text("mrkdwn", 1) + `}]}`), blockkit.RulePlace, at + "/options/0/text/type"},
		{"overflow url 3001", element(`{"type":"overflow","options":[{"value":"v","url":"https://a.b/` + strings.Repeat("x", 2989) + `","text":` + text("plain_text", 1) + `}]}`), blockkit.RuleLength, at + "/options/0/url"},
		{"overflow url", element(`{"type":"overflow","options":[{"value":"v","url":"x:","text":` + text("plain_text", 1) + `}]}`), blockkit.RuleURL, at + "/options/0/url"},
		{"option value 151", element(`{"type":"overflow","options":[{"value":` + str(151) + `,"text":` + text("plain_text", 1) + `}]}`), blockkit.RuleLength, at + "/options/0/value"},
		{"option text 76", element(`{"type":"overflow","options":[{"value":"v","text":` + text("plain_text", 76) + `}]}`), blockkit.RuleLength, at + "/options/0/text/text"},
		{
			"option description 76", element(`{"type":"radio_buttons","options":[{"value":"v","text":` + text("mrkdwn", 1) + `,"description":` + text("mrkdwn", 76) + `}]}`),
			blockkit.RuleLength, at + "/options/0/description/text",
		},
		{"option without value", element(`{"type":"overflow","options":[{"text":` + text("plain_text", 1) + `}]}`), blockkit.RuleMissing, at + "/options/0"},
		{"checkboxes of eleven", element(`{"type":"checkboxes","options":[` + numbered(11) + `]}`), blockkit.RuleCount, at + "/options"},
		{"radio buttons with a link", element(`{"type":"radio_buttons","options":[{"value":"v","url":"https://a.b","text":` + text("mrkdwn", 1) + `}]}`), blockkit.RuleUnknown, at + "/options/0"},
		{"same option value", element(`{"type":"checkboxes","options":[` + times(2, numbered(1)) + `]}`), blockkit.RuleDuplicate, at + "/options/1/value"},
		{"date", element(`{"type":"datepicker","initial_date":"1.2.2026"}`), blockkit.RuleValue, at + "/initial_date"},
		{"time of day", element(`{"type":"timepicker","initial_time":"25:00"}`), blockkit.RuleValue, at + "/initial_time"},
		{"moment", block(`{"type":"actions","elements":[{"type":"datetimepicker","initial_date_time":12}]}`), blockkit.RuleRange, "/blocks/0/elements/0/initial_date_time"},
		{"moment as text", block(`{"type":"actions","elements":[{"type":"datetimepicker","initial_date_time":"12"}]}`), blockkit.RuleKind, "/blocks/0/elements/0/initial_date_time"},
		{"moment broken", block(`{"type":"actions","elements":[{"type":"datetimepicker","initial_date_time":1.5}]}`), blockkit.RuleKind, "/blocks/0/elements/0/initial_date_time"},
		{"datetimepicker in a section", element(`{"type":"datetimepicker"}`), blockkit.RulePlace, at + "/type"},
	}
}

func invalidSelects() []sample {
	const at = "/blocks/0/accessory"
	group := `{"label":` + text("plain_text", 1) + `,"options":[` + numbered(1) + `]}`
	return []sample{
		{"select of 101", element(`{"type":"static_select","options":[` + numbered(101) + `]}`), blockkit.RuleCount, at + "/options"},
		{"select of none", element(`{"type":"static_select"}`), blockkit.RuleMissing, at},
		{"select of both", element(`{"type":"static_select","options":[` + numbered(1) + `],"option_groups":[` + group + `]}`), blockkit.RuleConflict, at},
		{"101 in a group", element(`{"type":"static_select","option_groups":[{"label":` + text("plain_text", 1) + `,"options":[` + numbered(101) + `]}]}`), blockkit.RuleCount, at + "/option_groups/0/options"},
		{"group label 76", element(`{"type":"static_select","option_groups":[{"label":` + text("plain_text", 76) + `,"options":[` + numbered(1) + `]}]}`), blockkit.RuleLength, at + "/option_groups/0/label/text"},
		{"101 groups", block(`{"type":"actions","elements":[{"type":"static_select","option_groups":[` + times(101, group) + `]}]}`), blockkit.RuleCount, "/blocks/0/elements/0/option_groups"},
		{"placeholder 151", element(`{"type":"users_select","placeholder":` + text("plain_text", 151) + `}`), blockkit.RuleLength, at + "/placeholder/text"},
		{"initial of another", element(`{"type":"static_select","options":[` + numbered(1) + `],"initial_option":{"value":"w","text":` + text("plain_text", 1) + `}}`), blockkit.RuleValue, at + "/initial_option"},
		{"initials of another", element(`{"type":"multi_static_select","option_groups":[` + group + `],"initial_options":[{"value":"w","text":` + text("plain_text", 1) + `}]}`), blockkit.RuleValue, at + "/initial_options/0"},
		{"none to select", element(`{"type":"multi_users_select","max_selected_items":0}`), blockkit.RuleRange, at + "/max_selected_items"},
		{"initial users no texts", element(`{"type":"multi_users_select","initial_users":[1]}`), blockkit.RuleKind, at + "/initial_users/0"},
		{"query length", element(`{"type":"external_select","min_query_length":-1}`), blockkit.RuleRange, at + "/min_query_length"},
		{"answer from a message", element(`{"type":"channels_select","response_url_enabled":true}`), blockkit.RulePlace, at + "/response_url_enabled"},
		{"filter", element(`{"type":"conversations_select","filter":{"include":[]}}`), blockkit.RuleCount, at + "/filter/include"},
		{"flag as text", element(`{"type":"conversations_select","default_to_current_conversation":"yes"}`), blockkit.RuleKind, at + "/default_to_current_conversation"},
		{
			"two with the focus", block(`{"type":"actions","elements":[` + times(2, `{"type":"users_select","focus_on_load":true}`) + `]}`),
			blockkit.RuleDuplicate, "/blocks/0/elements/1/focus_on_load",
		},
	}
}

func invalidTables() []sample {
	const cell = `{"type":"raw_text","text":"x"}`
	wide := `{"type":"raw_text","text":` + str(501) + `}`
	return []sample{
		{"101 rows", block(table("table", "", cell, 101)), blockkit.RuleCount, "/blocks/0/rows"},
		{"21 columns", block(table("table", "", times(21, cell), 1)), blockkit.RuleCount, "/blocks/0/rows/0"},
		{"21 settings", block(table("table", `,"column_settings":[`+times(21, `{}`)+`]`, cell, 1)), blockkit.RuleCount, "/blocks/0/column_settings"},
		{"alignment", block(table("table", `,"column_settings":[{"align":"top"}]`, cell, 1)), blockkit.RuleValue, "/blocks/0/column_settings/0/align"},
		{"cells too long", block(table("table", "", times(20, wide), 1)), blockkit.RuleTotal, "/blocks/0/rows"},
		{"number cell", block(table("table", "", `{"type":"raw_number","value":1}`, 1)), blockkit.RuleUnsupported, "/blocks/0/rows/0/0/type"},
		{"data table of one row", block(table("data_table", `,"caption":"c"`, cell, 1)), blockkit.RuleCount, "/blocks/0/rows"},
		{"data table without caption", block(table("data_table", "", cell, 2)), blockkit.RuleMissing, "/blocks/0"},
		{"data table with a hole", block(`{"type":"data_table","caption":"c","rows":[[null],[` + cell + `]]}`), blockkit.RuleKind, "/blocks/0/rows/0/0"},
	}
}

func invalidRichTexts() []sample {
	rich := func(s string) []byte { return block(`{"type":"rich_text","elements":[` + s + `]}`) }
	leaf := func(s string) []byte { return rich(`{"type":"rich_text_section","elements":[` + s + `]}`) }
	const at, in = "/blocks/0/elements/0", "/blocks/0/elements/0/elements/0"
	return []sample{
		{"rich part of no kind", rich(`{"type":"rich_text_poem"}`), blockkit.RuleUnsupported, at + "/type"},
		{"list without style", rich(`{"type":"rich_text_list","elements":[]}`), blockkit.RuleMissing, at},
		{"list style", rich(`{"type":"rich_text_list","style":"dash","elements":[]}`), blockkit.RuleValue, at + "/style"},
		{"list of texts", rich(`{"type":"rich_text_list","style":"bullet","elements":[{"type":"text","text":"x"}]}`), blockkit.RulePlace, in + "/type"},
		{"list indent", rich(`{"type":"rich_text_list","style":"bullet","indent":9,"elements":[]}`), blockkit.RuleRange, at + "/indent"},
		{"leaf of no kind", leaf(`{"type":"sound"}`), blockkit.RuleUnsupported, in + "/type"},
		{"leaf without text", leaf(`{"type":"text"}`), blockkit.RuleMissing, in},
		{"leaf style", leaf(`{"type":"text","text":"x","style":{"blink":true}}`), blockkit.RuleUnknown, in + "/style"},
		{"leaf link", leaf(`{"type":"link","url":"vbscript:x"}`), blockkit.RuleURL, in + "/url"},
		{"broadcast", leaf(`{"type":"broadcast","range":"all"}`), blockkit.RuleValue, in + "/range"},
		{"date without format", leaf(`{"type":"date","timestamp":1}`), blockkit.RuleMissing, in},
		{"border", rich(`{"type":"rich_text_quote","border":2,"elements":[]}`), blockkit.RuleRange, at + "/border"},
	}
}

func invalidViews() []sample {
	input := `{"type":"input","label":` + text("plain_text", 1) + `,"element":{"type":"plain_text_input"}}`
	return []sample{
		{"view no object", []byte(`1`), blockkit.RuleKind, "/view"},
		{"view no JSON", []byte(``), blockkit.RuleJSON, ""},
		{"view without type", []byte(`{"blocks":[]}`), blockkit.RuleMissing, "/view"},
		{"view of no kind", []byte(`{"type":"popup"}`), blockkit.RuleUnsupported, "/view/type"},
		{"modal without title", []byte(`{"type":"modal","blocks":[]}`), blockkit.RuleMissing, "/view"},
		{"modal without blocks", modal(`"callback_id":"c"`), blockkit.RuleMissing, "/view"},
		{"modal title 25", []byte(`{"type":"modal","blocks":[],"title":` + text("plain_text", 25) + `}`), blockkit.RuleLength, "/view/title/text"},
		{"modal submit mrkdwn", modal(`"blocks":[],"submit":` + text("mrkdwn", 1)), blockkit.RulePlace, "/view/submit/type"},
		{"modal close 25", modal(`"blocks":[],"close":` + text("plain_text", 25)), blockkit.RuleLength, "/view/close/text"},
		{"private_metadata 3001", modal(`"blocks":[],"private_metadata":` + str(3001)), blockkit.RuleLength, "/view/private_metadata"},
		{"modal submit 25", modal(`"blocks":[],"submit":` + text("plain_text", 25)), blockkit.RuleLength, "/view/submit/text"},
		{"external_id 256", modal(`"blocks":[],"external_id":` + str(256)), blockkit.RuleLength, "/view/external_id"},
		{
			"duplicate block_id in a view", modal(`"blocks":[` + times(2, `{"type":"divider","block_id":"a"}`) + `]`),
			blockkit.RuleDuplicate, "/view/blocks/1/block_id",
		},
		{"hint 2001", modal(`"submit":` + text("plain_text", 1) + `,"blocks":[{"type":"input","hint":` + text("plain_text", 2001) + `,"label":` + text("plain_text", 1) + `,"element":{"type":"plain_text_input"}}]`), blockkit.RuleLength, "/view/blocks/0/hint/text"},
		{"no file", inputView(`{"type":"file_input","max_files":0}`), blockkit.RuleRange, "/view/blocks/0/element/max_files"},
		{"callback_id 256", modal(`"blocks":[],"callback_id":` + str(256)), blockkit.RuleLength, "/view/callback_id"},
		{"modal state", modal(`"blocks":[],"state":{}`), blockkit.RuleUnknown, "/view"},
		{"101 blocks", modal(`"blocks":[` + times(101, `{"type":"divider"}`) + `]`), blockkit.RuleCount, "/view/blocks"},
		{"input without submit", modal(`"blocks":[` + input + `]`), blockkit.RuleMissing, "/view"},
		{"table in a modal", modal(`"blocks":[{"type":"table"}]`), blockkit.RulePlace, "/view/blocks/0/type"},
		{"label 2001", modal(`"submit":` + text("plain_text", 1) + `,"blocks":[{"type":"input","label":` + text("plain_text", 2001) + `,"element":{"type":"plain_text_input"}}]`), blockkit.RuleLength, "/view/blocks/0/label/text"},
		{"hint mrkdwn", modal(`"submit":` + text("plain_text", 1) + `,"blocks":[{"type":"input","hint":` + text("mrkdwn", 1) + `,"label":` + text("plain_text", 1) + `,"element":{"type":"plain_text_input"}}]`), blockkit.RulePlace, "/view/blocks/0/hint/type"},
		{"button as input", inputView(`{"type":"button"}`), blockkit.RulePlace, "/view/blocks/0/element/type"},
		{"max_length 3001", inputView(`{"type":"plain_text_input","max_length":3001}`), blockkit.RuleRange, "/view/blocks/0/element/max_length"},
		{"min over max", inputView(`{"type":"plain_text_input","min_length":3,"max_length":2}`), blockkit.RuleRange, "/view/blocks/0/element/min_length"},
		{"eleven files", inputView(`{"type":"file_input","max_files":11}`), blockkit.RuleRange, "/view/blocks/0/element/max_files"},
		{"number without decimals", inputView(`{"type":"number_input"}`), blockkit.RuleMissing, "/view/blocks/0/element"},
		{"number in words", inputView(`{"type":"number_input","is_decimal_allowed":true,"min_value":"one"}`), blockkit.RuleValue, "/view/blocks/0/element/min_value"},
		{"trigger", inputView(`{"type":"url_text_input","dispatch_action_config":{"trigger_actions_on":["blur"]}}`), blockkit.RuleValue, "/view/blocks/0/element/dispatch_action_config/trigger_actions_on/0"},
		{"email in Home", []byte(`{"type":"home","blocks":[{"type":"input","label":` + text("plain_text", 1) + `,"element":{"type":"email_text_input"}}]}`), blockkit.RulePlace, "/view/blocks/0/element/type"},
		{"rich initial value", inputView(`{"type":"rich_text_input","initial_value":{"type":"rich_text"}}`), blockkit.RuleMissing, "/view/blocks/0/element/initial_value"},
	}
}

// invalidOptions are answers to a block_suggestion.
func invalidOptions() []sample {
	return []sample{
		{"no options", []byte(`{}`), blockkit.RuleMissing, ""},
		{"101 options", []byte(`{"options":[` + numbered(101) + `]}`), blockkit.RuleCount, "/options"},
		{"both kinds", []byte(`{"options":[],"option_groups":[]}`), blockkit.RuleConflict, ""},
		{"group without a label", []byte(`{"option_groups":[{"options":[` + numbered(1) + `]}]}`), blockkit.RuleMissing, "/option_groups/0"},
		{"option text 76", []byte(`{"options":[{"value":"v","text":` + text("plain_text", 76) + `}]}`), blockkit.RuleLength, "/options/0/text/text"},
		{"something else", []byte(`{"options":[],"text":"x"}`), blockkit.RuleUnknown, ""},
	}
}
