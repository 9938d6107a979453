// Package reminder has conversations reminded of meetings: which conversation is
// told about which meeting, when a notice is due, when one is late or of no use
// any more, and why a subscription is suspended.
//
// It knows subscriptions and notices. It does not know Block Kit or SQL: rows are
// behind Store, messages behind Notifier. Meetings are followed by package watch.
package reminder
