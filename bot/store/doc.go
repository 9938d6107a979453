// Package store keeps promises in SQLite or PostgreSQL, and has the jobs done
// that keep them: it is the reminder.Store behind the bot.
//
// It knows SQL, transactions, migrations and the job queue. It refuses to know
// Slack and meetings: what a job does is told by the queue.Worker that it is
// handed.
package store
