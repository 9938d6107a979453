package access

import (
	"hash/maphash"

	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// InviteeSet is who is on the invitation list of a meeting for certain, as
// InvitationOf tells it of one person. It holds no address, only what one comes to in
// this process, and is a fraction of the list.
type InviteeSet struct{ addresses map[uint64]struct{} }

// setSeed makes what an address comes to in this process.
//
//nolint:gochecknoglobals // two sets of one process are compared with the same address
var setSeed = maphash.MakeSeed()

// InviteesOf is who is invited to a meeting.
func InviteesOf(m *meeting.Snapshot) InviteeSet {
	s := InviteeSet{addresses: make(map[uint64]struct{}, len(m.Participants))}
	for i := range m.Participants {
		p := &m.Participants[i]
		s.add(addressOf(p))
		s.add(trimmed(p.Account))
	}
	return s
}

func (s InviteeSet) add(address string) {
	if address != "" {
		s.addresses[sumOf(address)] = struct{}{}
	}
}

// Has reports whether somebody is invited. Who has no address is not.
func (s InviteeSet) Has(who person.Person) bool {
	if who.Email == "" {
		return false
	}
	_, ok := s.addresses[sumOf(who.Email)]
	return ok
}

// sumOf is what an address comes to, however its letters are written.
func sumOf(address string) uint64 { return maphash.String(setSeed, asciiLower(address)) }

// asciiLower lowers the letters from A to Z, as sameAddress does.
func asciiLower(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] = lower(b[i])
	}
	return string(b)
}
