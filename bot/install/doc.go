// Package install keeps what Slack granted when the app was installed: it stores
// grants, renews their tokens before they expire, and deletes everything of a
// workspace that the app was removed from.
//
// It knows neither questions nor meetings.
package install
