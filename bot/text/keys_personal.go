package text

// What people decide for themselves, and what they are told then.
const (
	OwnTitle        Key = "own_title"
	OwnIntro        Key = "own_intro"
	OwnLeads        Key = "own_leads"
	OwnLeadsHint    Key = "own_leads_hint"
	OwnDigest       Key = "own_digest"
	OwnDigestTime   Key = "own_digest_time"
	OwnDigestHint   Key = "own_digest_hint"
	OwnDigestNoTime Key = "own_digest_no_time"
	OwnOff          Key = "own_off"
	OwnWorkingDays  Key = "own_working_days"
	OwnDigestAt     Key = "own_digest_at"
	OwnSaved        Key = "own_saved"
	OwnSame         Key = "own_same"
	OwnChange       Key = "own_change"
	OwnButton       Key = "own_button"
	OwnButtonLabel  Key = "own_button_label"
	OwnNoEmail      Key = "own_no_email"

	OwnStop       Key = "own_stop"
	OwnStopLabel  Key = "own_stop_label"
	OwnStopped    Key = "own_stopped"
	OwnSkip       Key = "own_skip"
	OwnSkipped    Key = "own_skipped"
	OwnBackOn     Key = "own_back_on"
	OwnWhy        Key = "own_why"
	DigestTitle   Key = "digest_title"
	DigestStop    Key = "digest_stop"
	DigestStopped Key = "digest_stopped"
	DigestBackOn  Key = "digest_back_on"
)
