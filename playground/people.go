package playground

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// The default people of the workspace; see [Options.People].
const (
	// UserID is Ana, a member who is an admin. The page shows her view at first.
	UserID = "U0ANAMOREL"
	// ChineseID is a member with the Chinese language in Shanghai.
	ChineseID = "U0WANGWEI0"
	// NewYorkID is a member in another time zone.
	NewYorkID = "U0CAMILAGZ"
	// GuestID is a guest of the workspace.
	GuestID = "U0PRIYASHA"
	// ExternalID is a person of another organisation, in a shared channel.
	ExternalID = "U0OLENAKOV"
	// DeactivatedID is a deactivated member. Only users.info finds them.
	DeactivatedID = "U0TIAGOCAR"
	// OtherBotID is another app's bot user. Only users.info finds it.
	OtherBotID = "U0OTHERBOT"
)

// ExternalTeamID is the workspace of [ExternalID].
const ExternalTeamID = "T0PARTNERS"

// Person is a user of the workspace, as users.info returns them.
type Person struct {
	// ID is the user id, such as U0ANAMOREL. Required.
	ID string
	// Name is the short name, RealName the full one. Required.
	Name, RealName string
	// Email is the address in the profile; may be empty.
	Email string
	// Locale is the language as an IETF tag. Defaults to "en-US".
	Locale string
	// Zone is the time zone as an IANA name. Defaults to "UTC".
	Zone string
	// TeamID is the workspace that they belong to. Defaults to that of the options.
	TeamID string
	// Guest, External, Deactivated and Bot are is_restricted, is_stranger, deleted
	// and is_bot of users.info.
	Guest, External, Deactivated, Bot bool
	// Admin and Owner are is_admin and is_owner of users.info. An owner is an admin.
	Admin, Owner bool
	// Invited is is_invited_user of users.info: their invitation is pending.
	// Unconfirmed people have no is_email_confirmed.
	Invited, Unconfirmed bool
}

// DefaultPeople are the people where the options name none: Ana with her language
// and zone, who is an admin, and one of every account type.
func DefaultPeople(locale, zone string) []Person {
	return []Person{
		{ID: UserID, Name: "ana", RealName: "Ana Morel", Email: "ana@example.com", Locale: locale, Zone: zone, Admin: true},
		{ID: ChineseID, Name: "wei.wang", RealName: "王伟", Email: "wei.wang@example.com", Locale: "zh-CN", Zone: "Asia/Shanghai"},
		{ID: NewYorkID, Name: "camila", RealName: "Camila Gómez", Email: "camila.gomez@example.com", Zone: "America/New_York"},
		{ID: GuestID, Name: "priya", RealName: "Priya Sharma", Email: "priya.sharma@example.com", Zone: "Asia/Kolkata", Guest: true},
		{
			ID: ExternalID, Name: "olena", RealName: "Олена Коваленко", Email: "olena.kovalenko@partner.example.com",
			Zone: "Europe/Kyiv", TeamID: ExternalTeamID, External: true,
		},
		{ID: DeactivatedID, Name: "tiago", RealName: "Tiago Carvalho", Email: "tiago.carvalho@example.com", Zone: "Europe/Lisbon", Deactivated: true},
		{ID: OtherBotID, Name: "standup", RealName: "Stand-up", Bot: true},
	}
}

// person is a user with a loaded time zone. It is immutable: a change replaces it,
// so it can be read without the lock.
type person struct {
	id, name, realName, email, locale, teamID string
	zone                                      *time.Location
	guest, external, deactivated, bot         bool
	invited, unconfirmed, admin, owner        bool
}

var errBadPerson = errors.New("playground: a person needs a unique ID, a Name and a RealName")

// newPeople checks the people and adds the app's bot user.
func newPeople(people []Person, teamID string) ([]*person, error) {
	seen := map[string]bool{}
	var all []*person
	for _, one := range append(people, Person{ID: BotUserID, Name: "meetingbot", RealName: appName, Bot: true}) {
		one.TeamID = cmp.Or(one.TeamID, teamID)
		p, err := one.resolved()
		if err != nil {
			return nil, err
		}
		if seen[p.id] {
			return nil, fmt.Errorf("%w: %q", errBadPerson, p.id)
		}
		seen[p.id] = true
		all = append(all, p)
	}
	return all, nil
}

func (p Person) resolved() (*person, error) {
	if p.ID == "" || p.Name == "" || p.RealName == "" {
		return nil, fmt.Errorf("%w: %q", errBadPerson, p.ID)
	}
	zone, err := time.LoadLocation(cmp.Or(p.Zone, "UTC"))
	if err != nil {
		return nil, fmt.Errorf("load zone of %s: %w", p.ID, err)
	}
	return &person{
		id: p.ID, name: p.Name, realName: p.RealName, email: p.Email, locale: cmp.Or(p.Locale, "en-US"), zone: zone,
		teamID: p.TeamID, guest: p.Guest, external: p.External, deactivated: p.Deactivated, bot: p.Bot,
		invited: p.Invited, unconfirmed: p.Unconfirmed, admin: p.Admin || p.Owner, owner: p.Owner,
	}, nil
}

// canAct tells whether the page can be used as this person.
func (p *person) canAct() bool { return !p.bot && !p.deactivated }

func (p *person) asPerson() Person {
	return Person{
		ID: p.id, Name: p.name, RealName: p.realName, Email: p.email, Locale: p.locale, Zone: p.zone.String(),
		TeamID: p.teamID, Guest: p.guest, External: p.external, Deactivated: p.deactivated, Bot: p.bot,
		Invited: p.invited, Unconfirmed: p.unconfirmed, Admin: p.admin, Owner: p.owner,
	}
}

// People returns those who can use the page, Ana first: all but bots and deactivated
// members.
func (s *Server) People() []Person {
	var all []Person
	for _, p := range s.workspace.allPeople() {
		if p.canAct() {
			all = append(all, p.asPerson())
		}
	}
	return all
}

// Person returns any user by id, including bots and deactivated members.
func (s *Server) Person(id string) (Person, bool) {
	p := s.workspace.person(id)
	if p == nil {
		return Person{}, false
	}
	return p.asPerson(), true
}

// ChangePerson replaces the person with the same id, and sends a user_change event
// as [Server.DeliverEvent] does. The change is not saved. It returns
// [ErrUnknownPerson] and what DeliverEvent returns.
func (s *Server) ChangePerson(ctx context.Context, changed Person) error {
	p, err := changed.resolved()
	if err != nil {
		return err
	}
	if !s.workspace.replacePerson(p) {
		return ErrUnknownPerson
	}
	return s.DeliverEvent(ctx, "user_change", object{
		"user": s.userObject(p, args{"include_locale": "true"}), "cache_ts": s.options.Now().Unix(),
	})
}

// replacePerson reports whether there was a person with the id.
func (w *workspace) replacePerson(p *person) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	after := slices.Clone(w.allPeople())
	i := slices.IndexFunc(after, func(old *person) bool { return old.id == p.id })
	if i < 0 {
		return false
	}
	after[i] = p
	w.people.Store(&after)
	w.notifyWatchers()
	return true
}

// allPeople returns all users. It takes no lock.
func (w *workspace) allPeople() []*person { return *w.people.Load() }

// person returns a user, or nil if the id is unknown. It takes no lock.
func (w *workspace) person(id string) *person {
	for _, p := range w.allPeople() {
		if p.id == id {
			return p
		}
	}
	return nil
}

// activeUser returns a person who can use the page, or nil.
func (w *workspace) activeUser(id string) *person {
	if p := w.person(id); p != nil && p.canAct() {
		return p
	}
	return nil
}
