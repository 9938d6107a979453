package text

// Modals.
const (
	ModalTitle Key = "modal_title"
	ModalClose Key = "modal_close"
	StaleModal Key = "stale_modal"

	// Shown where a modal may not have opened.
	FormLate   Key = "form_late"
	FormUnsure Key = "form_unsure"

	// Shown where the bot does not retry by itself.
	LaterNoAnswer  Key = "later_silent"
	LaterThrottled Key = "later_throttled"
	LaterIdentity  Key = "later_identity"
)
