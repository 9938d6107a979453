package text

// Modals.
const (
	ModalTitle Key = "modal_title"
	ModalClose Key = "modal_close"
	StaleModal Key = "stale_modal"

	// Where nobody can wait.
	LaterSilent    Key = "later_silent"
	LaterThrottled Key = "later_throttled"
)
