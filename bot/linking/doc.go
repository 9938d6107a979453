// Package linking knows which person in Slack is which user of the meeting account, so
// that the bot can act as them.
//
// A link is made by the person alone, confirmed by them, and stored sealed. Whoever
// makes one has checked who they are: this package keeps links, and forgets them.
package linking
