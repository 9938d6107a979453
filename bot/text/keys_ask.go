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
