package watch

import (
	"fmt"
	"strings"

	"meetingbot/bot/workspace"
)

// MeetingKey is a meeting as one workspace sees it.
type MeetingKey struct {
	workspace.Key
	MeetingID string // conferenceID, the id for API calls: 1 to 32 digits
}

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
