package meetingtest

import (
	_ "embed"
	"slices"
)

// The two example responses in the documentation of "Querying Meeting Details",
// byte for byte.
var (
	//go:embed testdata/ordinary.json
	ordinaryJSON []byte
	//go:embed testdata/recurring.json
	recurringJSON []byte
)

// OrdinarySample returns the documentation's example response for an ordinary
// meeting, 914083136, byte for byte.
func OrdinarySample() []byte { return slices.Clone(ordinaryJSON) }

// RecurringSample returns the documentation's example response for a
// recurring meeting, 969304019, byte for byte.
func RecurringSample() []byte { return slices.Clone(recurringJSON) }

// ordinaryMeeting is the meeting of the first example.
func ordinaryMeeting() Meeting { return Meeting{ID: "914083136", Raw: OrdinarySample()} }

// recurringMeeting is the meeting of the second example.
func recurringMeeting() Meeting { return Meeting{ID: "969304019", Raw: RecurringSample()} }
