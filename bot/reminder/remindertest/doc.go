// Package remindertest has a store in memory and an engine over it, for tests of
// what is built on package reminder.
//
// The store does what the interfaces say to the letter, queues jobs and runs them
// when they are due, and can die in the middle of a transaction. It is no
// database: one transaction runs at a time. A World is all that is around an engine:
// the workspace, its members and meetings, and the time.
package remindertest
