// Package watch re-reads the meetings that somebody follows: it knows which
// those are, how often each is read, what a reading changed since the one
// before, and when a meeting counts as cancelled. Its followers hear of that
// within the transaction in which it is stored.
//
// It knows no message and no SQL. What a change means to people is its
// followers' matter.
package watch
