// Package workspace is one Slack installation: who it is, its Slack client, the
// meeting account it asks, and what its admins decided. A workspace is found
// once, where a question or a job comes in, and travels as a value from there.
//
// It knows no feature.
package workspace

import "strings"

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

// Alone is the key of a workspace without its organisation: no two teams have the
// same id. That of an organisation is itself.
func (k Key) Alone() Key {
	if k.TeamID != "" {
		return Key{TeamID: k.TeamID}
	}
	return k
}

// String is how an operator names a workspace: "T1" or "E1/T1", and "E1" for a whole
// organisation.
func (k Key) String() string {
	if k.EnterpriseID == "" || k.TeamID == "" {
		return k.EnterpriseID + k.TeamID
	}
	return k.id()
}

// ParseKey reads what String writes.
func ParseKey(s string) Key {
	if strings.HasPrefix(s, "T") {
		return Key{TeamID: s}
	}
	enterprise, team, _ := strings.Cut(s, "/")
	return Key{EnterpriseID: enterprise, TeamID: team}
}

// id is a text that no other key has.
func (k Key) id() string { return k.EnterpriseID + "/" + k.TeamID }

// covers reports whether a change of what is installed under k may concern a key.
func (k Key) covers(key Key) bool {
	if k.TeamID != "" {
		return key.TeamID == k.TeamID
	}
	return key.EnterpriseID == k.EnterpriseID
}
