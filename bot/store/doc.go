// Package store keeps rows and jobs in SQLite or PostgreSQL, and has the jobs
// done. Each package that stores something has a view of it.
//
// It knows SQL, transactions, migrations and the job queue. It does not know
// Slack and meetings: what a job does is known to the queue.Registry that it is
// handed.
package store
