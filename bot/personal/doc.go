// Package personal tells people of their own meetings, in the ways that they chose: a
// reminder before each, and a digest of the day in the morning. It keeps what each
// decided, finds out who is invited to which meeting, and has package reminder post
// what is due.
//
// It knows neither Block Kit nor SQL.
package personal
