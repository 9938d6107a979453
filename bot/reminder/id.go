package reminder

import "crypto/rand"

// NewID makes an id of 26 letters and digits that no other has.
func NewID() string { return rand.Text() }
