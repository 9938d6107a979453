package blockkit

func (n node) staticSelect() {
	n.allowOnly("action_id", "placeholder", "options", "option_groups", "initial_option", "confirm", "focus_on_load")
	n.selectOptions()
	n.initial("initial_option", menuOptions())
	n.placeholderConfirmFocus()
}

func (n node) multiStaticSelect() {
	n.allowOnly("action_id", "placeholder", "options", "option_groups", "initial_options", "confirm", "focus_on_load", "max_selected_items")
	n.selectOptions()
	n.initial("initial_options", menuOptions())
	n.multiSelect()
}

func (n node) externalSelect() {
	n.allowOnly("action_id", "placeholder", "initial_option", "min_query_length", "confirm", "focus_on_load")
	n.number("min_query_length", 0, 100)
	n.initial("initial_option", menuOptions())
	n.placeholderConfirmFocus()
}

func (n node) multiExternalSelect() {
	n.allowOnly("action_id", "placeholder", "initial_options", "min_query_length", "confirm", "focus_on_load", "max_selected_items")
	n.number("min_query_length", 0, 100)
	n.initial("initial_options", menuOptions())
	n.multiSelect()
}

func (n node) usersSelect() {
	n.allowOnly("action_id", "placeholder", "initial_user", "confirm", "focus_on_load")
	n.str("initial_user", 1, 255)
	n.placeholderConfirmFocus()
}

func (n node) multiUsersSelect() {
	n.allowOnly("action_id", "placeholder", "initial_users", "confirm", "focus_on_load", "max_selected_items")
	n.strings("initial_users", unbounded)
	n.multiSelect()
}

func (n node) conversationsSelect() {
	n.allowOnly("action_id", "placeholder", "initial_conversation", "default_to_current_conversation",
		"response_url_enabled", "filter", "confirm", "focus_on_load")
	n.str("initial_conversation", 1, 255)
	n.bools("default_to_current_conversation")
	n.responseURLEnabled()
	n.filter()
	n.placeholderConfirmFocus()
}

func (n node) multiConversationsSelect() {
	n.allowOnly("action_id", "placeholder", "initial_conversations", "default_to_current_conversation",
		"filter", "confirm", "focus_on_load", "max_selected_items")
	n.strings("initial_conversations", unbounded)
	n.bools("default_to_current_conversation")
	n.filter()
	n.multiSelect()
}

func (n node) channelsSelect() {
	n.allowOnly("action_id", "placeholder", "initial_channel", "response_url_enabled", "confirm", "focus_on_load")
	n.str("initial_channel", 1, 255)
	n.responseURLEnabled()
	n.placeholderConfirmFocus()
}

func (n node) multiChannelsSelect() {
	n.allowOnly("action_id", "placeholder", "initial_channels", "confirm", "focus_on_load", "max_selected_items")
	n.strings("initial_channels", unbounded)
	n.multiSelect()
}

// multiSelect checks the properties that multi-selects share.
func (n node) multiSelect() {
	n.number("max_selected_items", 1, unbounded)
	n.placeholderConfirmFocus()
}

// responseURLEnabled checks response_url_enabled, which is allowed in modals only.
func (n node) responseURLEnabled() {
	n.bools("response_url_enabled")
	if n.props["response_url_enabled"] == true && n.checker.surface != modal {
		n.problem("response_url_enabled", RulePlace, "response_url_enabled is allowed in a modal only")
	}
}

// filter checks which conversations a select offers.
func (n node) filter() {
	f, ok := n.object("filter")
	if !ok {
		return
	}
	f.allowOnly("include", "exclude_external_shared_channels", "exclude_bot_users")
	f.bools("exclude_external_shared_channels", "exclude_bot_users")
	f.strings("include", 4)
}
