package blockkit

import "strconv"

func (n node) plainTextInput() {
	n.allowOnly("action_id", "initial_value", "multiline", "min_length", "max_length",
		"dispatch_action_config", "focus_on_load", "placeholder")
	n.str("initial_value", 0, 3000)
	n.bools("multiline")
	lo, hasLo := n.number("min_length", 0, 3000)
	hi, hasHi := n.number("max_length", 1, 3000)
	if hasLo && hasHi && lo > hi {
		n.problem("min_length", RuleRange, "must not be more than max_length")
	}
	n.textInput()
}

// lineInput checks email_text_input and url_text_input.
func (n node) lineInput() {
	n.allowOnly("action_id", "initial_value", "dispatch_action_config", "focus_on_load", "placeholder")
	n.str("initial_value", 0, 3000)
	n.textInput()
}

func (n node) numberInput() {
	n.allowOnly("action_id", "is_decimal_allowed", "initial_value", "min_value", "max_value",
		"dispatch_action_config", "focus_on_load", "placeholder")
	n.require("is_decimal_allowed")
	n.bools("is_decimal_allowed")
	for _, key := range []string{"initial_value", "min_value", "max_value"} {
		if s, ok := n.str(key, 1, 255); ok {
			if _, err := strconv.ParseFloat(s, 64); err != nil {
				n.problem(key, RuleValue, "must be a number")
			}
		}
	}
	n.textInput()
}

func (n node) richTextInput() {
	n.allowOnly("action_id", "initial_value", "dispatch_action_config", "focus_on_load", "placeholder", "min_lines", "max_lines")
	n.number("min_lines", 1, 100)
	n.number("max_lines", 1, 100)
	if v, ok := n.object("initial_value"); ok {
		v.richText()
	}
	n.textInput()
}

func (n node) fileInput() {
	n.allowOnly("action_id", "filetypes", "max_files")
	n.number("max_files", 1, 10)
	n.strings("filetypes", unbounded)
}

// textInput checks the properties that text inputs share.
func (n node) textInput() {
	n.text("placeholder", 150)
	n.focus()
	d, ok := n.object("dispatch_action_config")
	if !ok {
		return
	}
	d.allowOnly("trigger_actions_on")
	for i, v := range d.list("trigger_actions_on", 1, 2) {
		if v != "on_enter_pressed" && v != "on_character_entered" {
			ptr := d.pointer("trigger_actions_on") + "/" + strconv.Itoa(i)
			n.checker.problem(ptr, RuleValue, "must be one of: on_enter_pressed, on_character_entered")
		}
	}
}
