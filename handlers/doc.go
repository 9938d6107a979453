// Package handlers serves Slack: it takes requests, over HTTP after a check that
// Slack signed them or over connections of its own (Socket Mode), turns payloads
// into questions for the bot, and brings the bot's replies back: in the answer of
// the request when they are ready in time, and at the question's response_url
// otherwise.
//
// It knows Echo, raw bodies, signatures, sockets, Slack's payload shapes, the three
// seconds that Slack waits, and status codes. It knows no meeting.
package handlers
