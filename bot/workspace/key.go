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

// nearest returns what a workspace has, else what its organisation has, else zero.
func nearest[V any](all map[Key]V, k Key) V {
	for _, key := range [...]Key{k, {TeamID: k.TeamID}, {EnterpriseID: k.EnterpriseID}} {
		if v, ok := all[key]; ok && key != (Key{}) {
			return v
		}
	}
	var none V
	return none
}

// alone is the key of a workspace without its organisation: no two teams have the
// same id. That of an organisation is itself.
func (k Key) alone() Key {
	if k.TeamID != "" {
		return Key{TeamID: k.TeamID}
	}
	return k
}
