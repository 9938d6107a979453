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
	// Number is the SIP number of their application. Defaults to one derived from
	// the account.
	Number     string
	Department string
	// Disabled users are found and cannot sign in.
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
	u.ID = cmp.Or(u.ID, s.userUUID(cmp.Or(u.ThirdAccount, u.Account)))
	u.Number = cmp.Or(u.Number, "+99111"+digits(9, u.Account))
	s.addPersonalRoom(cmp.Or(u.ThirdAccount, u.Account), u.Account, u.Name)
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
func (s *Server) register(i *identity, name string) *refusal {
	if i.account == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u, known := s.userOf(*i)
	if !known {
		id := s.userUUID(i.account)
		s.addUser(User{ID: id, Account: "Auto-" + id, ThirdAccount: i.account, Name: cmp.Or(name, i.account)})
		u, _ = s.userOf(*i)
	}
	if u.Disabled {
		return &disabledUser
	}
	i.uuid, i.login, i.name = u.ID, u.Account, u.Name
	return nil
}

// matches reports whether a search finds the member: by name, phone, address, account
// or third-party user ID, and by a part of each.
func (u *User) matches(p pageQuery) bool {
	return p.matches(u.Name, u.EnglishName, u.Phone, u.Email, u.Account, u.ThirdAccount)
}

// personalID is the number of the member's personal room.
func (u *User) personalID() string { return digits(9, "personal"+u.Account) }

// addPersonalRoom gives a personal room to an account.
func (s *Server) addPersonalRoom(owner, account, name string) {
	number := (&User{Account: account}).personalID()
	s.addRoom(OwnRoom{Room: Room{Number: number, ID: digest("room", number)}, Owner: owner, Name: name, Personal: true})
}

// roomsOf returns the rooms of an account.
func (s *Server) roomsOf(owner string) []OwnRoom {
	var list []OwnRoom
	for _, r := range s.rooms {
		if r.Owner == owner {
			list = append(list, r)
		}
	}
	return list
}

// foldedEqual reports whether two texts are the same but for the case of letters.
func foldedEqual(a, b string) bool { return a != "" && strings.EqualFold(a, b) }

var disabledUser = refusal{412, "USG.206010007", "The user is disabled"} //nolint:gochecknoglobals // as the other refusals
