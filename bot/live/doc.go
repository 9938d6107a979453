// Package live has messages in Slack follow their meeting: what is true of an
// occurrence while it goes on, when it is over, and how it was.
//
// It knows where a message is and which occurrence it is about, what it is to show and
// what it shows. What that looks like is its Renderer's matter, and rows are behind
// Store.
package live
