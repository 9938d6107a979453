package access

import (
	"cmp"
	"fmt"
)

// CallNames says who is named in Slack's own calls, which a whole channel sees. All
// others only count.
type CallNames string

// The values of CallNames.
const (
	// LinkedNames names those who are linked with the meeting account. It is the default.
	LinkedNames CallNames = "linked"
	// AllNames names everybody.
	AllNames CallNames = "everyone"
	// NoNames names nobody.
	NoNames CallNames = "nobody"
)

// ParseCallNames reads a CallNames as operators write it.
func ParseCallNames(s string) (CallNames, error) {
	switch n := CallNames(s); n {
	case LinkedNames, AllNames, NoNames:
		return n, nil
	}
	return "", fmt.Errorf("must be %s, %s or %s, got %q", LinkedNames, AllNames, NoNames, s)
}

// NamesInCalls says who is named in calls.
func (p Policy) NamesInCalls() CallNames { return cmp.Or(p.CallNames, LinkedNames) }
