package blockkit

func (n node) staticSelect() {
	n.only("action_id", "placeholder", "options", "option_groups", "initial_option", "confirm", "focus_on_load")
	n.choices()
	n.initial("initial_option", menu())
	n.prompt()
}

func (n node) multiStaticSelect() {
	n.only("action_id", "placeholder", "options", "option_groups", "initial_options", "confirm", "focus_on_load", "max_selected_items")
	n.choices()
	n.initial("initial_options", menu())
	n.several()
}

func (n node) externalSelect() {
	n.only("action_id", "placeholder", "initial_option", "min_query_length", "confirm", "focus_on_load")
	n.number("min_query_length", 0, 100)
	n.initial("initial_option", menu())
	n.prompt()
}

func (n node) multiExternalSelect() {
	n.only("action_id", "placeholder", "initial_options", "min_query_length", "confirm", "focus_on_load", "max_selected_items")
	n.number("min_query_length", 0, 100)
	n.initial("initial_options", menu())
	n.several()
}

func (n node) usersSelect() {
	n.only("action_id", "placeholder", "initial_user", "confirm", "focus_on_load")
	n.str("initial_user", 1, 255)
	n.prompt()
}

func (n node) multiUsersSelect() {
	n.only("action_id", "placeholder", "initial_users", "confirm", "focus_on_load", "max_selected_items")
	n.strings("initial_users", unbounded)
	n.several()
}

func (n node) conversationsSelect() {
	n.only("action_id", "placeholder", "initial_conversation", "default_to_current_conversation",
		"response_url_enabled", "filter", "confirm", "focus_on_load")
	n.str("initial_conversation", 1, 255)
	n.flags("default_to_current_conversation")
	n.answers()
	n.filter()
	n.prompt()
}

func (n node) multiConversationsSelect() {
	n.only("action_id", "placeholder", "initial_conversations", "default_to_current_conversation",
		"filter", "confirm", "focus_on_load", "max_selected_items")
	n.strings("initial_conversations", unbounded)
	n.flags("default_to_current_conversation")
	n.filter()
	n.several()
}

func (n node) channelsSelect() {
	n.only("action_id", "placeholder", "initial_channel", "response_url_enabled", "confirm", "focus_on_load")
	n.str("initial_channel", 1, 255)
	n.answers()
	n.prompt()
}

func (n node) multiChannelsSelect() {
	n.only("action_id", "placeholder", "initial_channels", "confirm", "focus_on_load", "max_selected_items")
	n.strings("initial_channels", unbounded)
	n.several()
}

// several checks what multi-selects share.
func (n node) several() {
	n.number("max_selected_items", 1, unbounded)
	n.prompt()
}

// answers checks response_url_enabled, which only modals have.
func (n node) answers() {
	n.flags("response_url_enabled")
	if n.has["response_url_enabled"] == true && n.c.surface != modal {
		n.problem("response_url_enabled", RulePlace, "response_url_enabled is allowed in a modal only")
	}
}

// filter checks which conversations a select offers.
func (n node) filter() {
	f, ok := n.object("filter")
	if !ok {
		return
	}
	f.only("include", "exclude_external_shared_channels", "exclude_bot_users")
	f.flags("exclude_external_shared_channels", "exclude_bot_users")
	f.strings("include", 4)
}
