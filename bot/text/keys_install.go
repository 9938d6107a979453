package text

// Pages of the installation.
const (
	InstallTitle  Key = "install_title"
	InstallLead   Key = "install_lead"
	InstallScopes Key = "install_scopes"
	InstallTime   Key = "install_time"
	InstallAdd    Key = "install_add"
	InstallAgain  Key = "install_again"
	InstallRef    Key = "install_ref"
)

// Why an installation did not go through.
const (
	BegunTitle          Key = "begun_title"
	BegunLead           Key = "begun_lead"
	OtherBrowserTitle   Key = "other_browser_title"
	OtherBrowserLead    Key = "other_browser_lead"
	InstallExpiredTitle Key = "install_expired_title"
	InstallExpiredLead  Key = "install_expired_lead"
	DeniedTitle         Key = "denied_title"
	DeniedLead          Key = "denied_lead"
	SlackRefusedTitle   Key = "slack_refused_title"
	SlackRefusedLead    Key = "slack_refused_lead"
	SlackRefusedCode    Key = "slack_refused_code"
	SlackDownTitle      Key = "slack_down_title"
	SlackDownLead       Key = "slack_down_lead"
	InstallBrokenTitle  Key = "install_broken_title"
	InstallBrokenLead   Key = "install_broken_lead"
	NotKeptTitle        Key = "not_kept_title"
	NotKeptLead         Key = "not_kept_lead"
	InstallBusyTitle    Key = "install_busy_title"
	InstallBusyLead     Key = "install_busy_lead"
)

// What was installed.
const (
	InstalledIn            Key = "installed_in"
	InstalledTitle         Key = "installed_title"
	InstalledLead          Key = "installed_lead"
	InstalledForAll        Key = "installed_for_all"
	InstalledForAllLead    Key = "installed_for_all_lead"
	InstalledOpen          Key = "installed_open"
	InstalledOpenWeb       Key = "installed_open_web"
	InstalledChoose        Key = "installed_choose"
	DeclinedHeading        Key = "declined_heading"
	DeclinedAddLater       Key = "declined_add_later"
	DeclinedScope          Key = "declined_scope"
	DeclinedRequired       Key = "declined_required"
	WithoutChannels        Key = "without_channels"
	WithoutPrivateChannels Key = "without_private_channels"
	WithoutGroupMessages   Key = "without_group_messages"
	WithoutJoining         Key = "without_joining"
	WithoutMentions        Key = "without_mentions"
	WithoutCalls           Key = "without_calls"
	WithoutMessages        Key = "without_messages"
	WithoutFiles           Key = "without_files"
	WithoutAddresses       Key = "without_addresses"
)
