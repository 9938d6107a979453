// Package handlers is the door to Slack: it reads requests, checks that Slack
// signed them, turns payloads into questions for the bot, and brings the bot's
// replies back, in the answer of the request when they are ready in time and
// at the question's response_url otherwise.
//
// It knows Echo, raw bodies, signatures, Slack's payload shapes, three seconds
// and status codes. It refuses to know what a meeting is.
package handlers
