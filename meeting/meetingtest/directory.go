package meetingtest

import (
	"cmp"
	"slices"
	"strings"
)

// User is a member of the enterprise's directory.
type User struct {
	// ID is the vendor's ID of the user. Defaults to one derived from the account.
	ID string
	// Account is the Huawei Cloud Meeting account. Required.
	Account string
	// ThirdAccount is the third-party user ID that they sign in with by App ID, ""
	// for none. It is what meetings have as their account.
	ThirdAccount string
	Name         string
	EnglishName  string
	Email        string
	Phone        string
	// Number is the SIP number of their soft client. Defaults to one derived from
	// the account.
	Number     string
	Department string
	// Disabled users are found and cannot sign in.
	Disabled bool
	// Rooms are the cloud rooms that are assigned to them, beside the personal room
	// that everybody has.
	Rooms []UserRoom
}

// Values of UserRoom.Mode.
const (
	PersonalRoom = 0
	CloudRoom    = 1
	WebinarRoom  = 2
)

// UserRoom is a room that meetings can be booked in.
type UserRoom struct {
	ID       string // vmrID of a booking; defaults to one derived from Number
	Number   string // vmrConferenceID, which people type
	Name     string
	Mode     int
	Disabled bool
}

// AddUser adds a member to the directory, replacing one with the same account. It
// panics when the user has none.
func (s *Server) AddUser(u User) {
	if u.Account == "" {
		panic("meetingtest: a user needs an account")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addUser(u)
}

func (s *Server) addUser(u User) {
	u.ID = cmp.Or(u.ID, digest("user", s.opts.AppID, cmp.Or(u.ThirdAccount, u.Account)))
	u.Number = cmp.Or(u.Number, "+99111"+digits(9, u.Account))
	u.Rooms = slices.Clone(u.Rooms)
	s.users = slices.DeleteFunc(s.users, func(other User) bool { return other.Account == u.Account })
	s.users = append(s.users, u)
}

// Users returns the members of the directory, in the order they were added.
func (s *Server) Users() []User {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.users)
}

// userOf returns the member that an identity belongs to.
func (s *Server) userOf(i identity) (User, bool) {
	for _, u := range s.users {
		if i.account != "" && (u.ThirdAccount == i.account || u.ThirdAccount == "" && u.Account == i.account) {
			return u, true
		}
	}
	return User{}, false
}

// register admits a user who signs in by App ID. An unknown one is registered, as the
// documents say, with the name that came with the sign-in.
func (s *Server) register(i identity, name string) *refusal {
	if i.account == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u, known := s.userOf(i)
	switch {
	case known && u.Disabled:
		return &disabledUser
	case !known:
		id := digest("user", s.opts.AppID, i.account)
		s.addUser(User{ID: id, Account: "Auto-" + id, ThirdAccount: i.account, Name: cmp.Or(name, i.account)})
	}
	return nil
}

// signedInUser returns the member that an identity belongs to, after a sign-in.
func (s *Server) signedInUser(i identity) (User, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.userOf(i)
}

// matches reports whether a search finds the member: by name, phone, address, account
// or third-party user ID, and by a part of each.
func (u *User) matches(p pageQuery) bool {
	return p.matches(u.Name, u.EnglishName, u.Phone, u.Email, u.Account, u.ThirdAccount)
}

// rooms are the personal room of the member and those that are assigned to them.
func (u *User) rooms() []UserRoom {
	number := u.personalID()
	all := []UserRoom{{Number: number, Name: u.Name, Mode: PersonalRoom}}
	for _, r := range append(all, u.Rooms...)[1:] {
		all = append(all, r)
	}
	for i := range all {
		all[i].ID = cmp.Or(all[i].ID, digest("room", all[i].Number))
	}
	return all
}

// personalID is the number of the member's personal room.
func (u *User) personalID() string { return digits(9, "personal"+u.Account) }

// roomsOf returns the rooms of who is signed in. The default administrator, who is in
// no directory here, has a personal room as well.
func (s *Server) roomsOf(i identity) []UserRoom {
	u, known := s.userOf(i)
	if !known {
		u = User{Account: cmp.Or(i.account, "admin"), Name: cmp.Or(i.account, "admin")}
	}
	return u.rooms()
}

// foldedEqual reports whether two texts are the same but for the case of letters.
func foldedEqual(a, b string) bool { return a != "" && strings.EqualFold(a, b) }

var disabledUser = refusal{412, "USG.206010007", "The user is disabled"} //nolint:gochecknoglobals // as the other refusals
