package handlers

import "meetingbot/internal/lenientjson"

// decode reads a JSON object of Slack's. A value of another type than expected is
// left out, and the rest is read: nothing that is needed is lost because of what
// is not. It returns errMalformed for what is no JSON object.
func decode(raw []byte, into any) error {
	if lenientjson.Unmarshal(raw, into) != nil {
		return errMalformed
	}
	return nil
}

// first returns the first byte of a JSON value, 0 for nothing.
func first(raw []byte) byte {
	for _, b := range raw {
		switch b {
		case ' ', '\t', '\r', '\n':
		default:
			return b
		}
	}
	return 0
}

// unusableError is a payload without something that is needed. Its text is fit for
// a log.
type unusableError struct{ shape string }

// Error says of what shape the payload is.
func (e *unusableError) Error() string { return "payload cannot be used: " + e.shape }

// Unwrap says that such a request is malformed.
func (e *unusableError) Unwrap() error { return errMalformed }

// unusable makes an error of a payload.
func unusable(payload []byte) error { return &unusableError{shape: shapeOf(payload)} }
