// Package meetingtest is the Meeting API as a server, for tests and for the
// playground: meetings with a life, people who come and go, a history, sign-in
// that is checked, tokens that expire and are kicked, every documented refusal
// with its code, and trouble on demand.
//
// It behaves as the vendor's documents say and knows nothing of the client
// that asks it, nor of what a test hopes for. Where the documents are silent,
// the comment beside the code says what was chosen and why.
package meetingtest
