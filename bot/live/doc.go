// Package live has messages in Slack follow their meeting: when an occurrence
// begins and when it is over, the message is updated.
//
// It knows where a message is and which occurrence it is about. What it says is
// its Renderer's matter, and rows are behind Store.
package live
