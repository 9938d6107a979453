package reminder

import (
	"crypto/rand"
	"fmt"
	"strings"

	"meetingbot/bot/workspace"
)

// NewID makes an id of 26 letters and digits that no other has.
func NewID() string { return rand.Text() }

// String writes the key as that of a job: "E1/T1/914083136".
func (k MeetingKey) String() string { return k.EnterpriseID + "/" + k.TeamID + "/" + k.MeetingID }

// ParseMeetingKey reads what String wrote.
func ParseMeetingKey(s string) (MeetingKey, error) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 || parts[2] == "" {
		return MeetingKey{}, fmt.Errorf("no key of a meeting: %q", s)
	}
	return MeetingKey{workspace.Key{EnterpriseID: parts[0], TeamID: parts[1]}, parts[2]}, nil
}
