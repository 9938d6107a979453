// Package workspace is one Slack installation: who it is, its Slack client, the
// meeting account it asks, and what its admins decided. A workspace is found
// once, where a question or a job comes in, and travels as a value from there.
//
// It knows no feature.
package workspace

// Key names a workspace. Everything that is stored names it.
type Key struct {
	EnterpriseID string // E…, "" outside an Enterprise organisation
	TeamID       string // T…, "" in an organisation-wide installation
}
