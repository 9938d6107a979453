// Package remindertest keeps promises in memory, for tests of what is built on
// a reminder.Store.
//
// It does what the interface says to the letter, queues jobs and runs them when
// they are due, and can die in the middle of a transaction. It is no database:
// one transaction runs at a time.
package remindertest
