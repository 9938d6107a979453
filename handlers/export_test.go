package handlers

import "net/http"

// Fuzzing and tests of pure functions see these from outside.
var (
	ParseForm = parseForm
	Backoff   = backoff

	ShapeOf     = shapeOf
	FormShape   = formShape
	IsKnownName = isKnownName
)

// MessageWords is what a message says, as Slack sends it.
func MessageWords(message []byte) string {
	var m shownMessage
	_ = decode(message, &m)
	return m.words()
}

// Said is what a message says to the bot.
var Said = said

// Get is form.get.
func (f form) Get(name string) string { return f.get(name) }

// Verify reports whether Slack signed a body with the secret.
func Verify(secret string, header http.Header, body []byte) bool {
	s, err := newVerifier(secret).begin(header)
	return err == nil && s.check(body) == nil
}
