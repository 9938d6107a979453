package text

// Sharing a card with a channel.
const (
	MenuShare         Key = "menu_share"
	FooterShared      Key = "footer_shared"
	FooterSharedStale Key = "footer_shared_stale"
	UsageWhich        Key = "usage_which"
	HelpShare         Key = "help_share"
	HelpShareWord     Key = "help_share_word"
)

// What only a host may see.
const (
	ButtonHost        Key = "button_host"
	LabelHost         Key = "label_host"
	ButtonHostJoin    Key = "button_host_join"
	FieldHostLink     Key = "field_host_link"
	FieldHostPassword Key = "field_host_password"
	HostIntro         Key = "host_intro"
	HostWarning       Key = "host_warning"
	HostNothing       Key = "host_nothing"
	RefusalNotHost    Key = "refusal_not_host"
)
