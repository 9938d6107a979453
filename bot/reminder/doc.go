// Package reminder is a promise to speak later: which conversation is told
// about which meeting, when a notice is due, and what counts as a meeting that
// moved, was cancelled or is over.
//
// It knows subscriptions, occurrences and notices. It refuses to know Block Kit
// and SQL: what is kept lies behind Store, what is said behind Notifier.
package reminder
