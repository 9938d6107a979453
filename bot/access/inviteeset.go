package access

import (
	"hash/maphash"

	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// InviteeSet is who is invited to a meeting for certain, as InvitationOf tells it of one
// person. It holds no address and no account, only what each comes to in this process,
// and is a fraction of the list.
type InviteeSet struct{ invited map[uint64]struct{} }

// setSeed makes what an address comes to in this process.
//
//nolint:gochecknoglobals // all sets of one process are asked with the same sums
var setSeed = maphash.MakeSeed()

// InviteesOf is who is invited to a meeting. Its booker is.
func InviteesOf(m *meeting.Snapshot) InviteeSet {
	s := InviteeSet{invited: make(map[uint64]struct{}, len(m.Participants)+1)}
	for i := range m.Participants {
		p := &m.Participants[i]
		account := trimmed(p.Account)
		s.add(ofAddress, asciiLower(addressOf(p)))
		s.add(ofAddress, asciiLower(account))
		s.add(ofAccount, account)
	}
	if m.Conference != nil {
		s.add(ofBooker, m.Conference.BookerUUID.String())
	}
	return s
}

// sort is what somebody is known by.
type sort byte

const (
	ofAddress sort = iota // however its letters are written
	ofAccount
	ofBooker
)

func (s InviteeSet) add(by sort, name string) {
	if name != "" {
		s.invited[sumOf(by, name)] = struct{}{}
	}
}

func (s InviteeSet) has(by sort, name string) bool {
	_, ok := s.invited[sumOf(by, name)]
	return ok && name != ""
}

// Has reports whether somebody is invited, who may be linked with a user of the meeting
// account.
func (s InviteeSet) Has(who person.Person, user MeetingUser) bool {
	return s.has(ofAddress, asciiLower(who.Email)) || s.has(ofAccount, user.Account) || s.has(ofAccount, user.UserID) ||
		s.has(ofBooker, user.UUID)
}

func sumOf(by sort, name string) uint64 {
	return maphash.String(setSeed, string(rune('0'+by))+name)
}

// asciiLower lowers the letters from A to Z, as sameAddress does.
func asciiLower(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] = lower(b[i])
	}
	return string(b)
}
