package playground

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// The people of the workspace whom nobody else invents. [Options.People] may put
// others in their place.
const (
	// UserID is Ana, a member; the page is hers at first.
	UserID = "U0ANAMOREL"
	// ChineseID is a member who reads Chinese and lives in Shanghai.
	ChineseID = "U0WANGWEI0"
	// NewYorkID is a member in another time zone.
	NewYorkID = "U0CAMILAGZ"
	// GuestID is a guest of the workspace.
	GuestID = "U0PRIYASHA"
	// StrangerID is somebody of another organisation, met in a shared channel.
	StrangerID = "U0OLENAKOV"
	// DeactivatedID is somebody who has left: users.info alone knows them.
	DeactivatedID = "U0TIAGOCAR"
	// OtherBotID is another app's bot user: users.info alone knows it.
	OtherBotID = "U0OTHERBOT"
)

// StrangerTeamID is the workspace of [StrangerID].
const StrangerTeamID = "T0PARTNERS"

// Person is somebody whom users.info knows.
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
	// TeamID is the workspace that they belong to. Defaults to [TeamID].
	TeamID string
	// Guest, Stranger, Deactivated and Bot are is_restricted, is_stranger, deleted
	// and is_bot of users.info.
	Guest, Stranger, Deactivated, Bot bool
}

// DefaultPeople are the people of a workspace that names no others: Ana with her
// language and zone, and one of every kind that an app has to tell apart.
func DefaultPeople(locale, zone string) []Person {
	return []Person{
		{ID: UserID, Name: "ana", RealName: "Ana Morel", Email: "ana@example.com", Locale: locale, Zone: zone},
		{ID: ChineseID, Name: "wei.wang", RealName: "王伟", Email: "wei.wang@example.com", Locale: "zh-CN", Zone: "Asia/Shanghai"},
		{ID: NewYorkID, Name: "camila", RealName: "Camila Gómez", Email: "camila.gomez@example.com", Zone: "America/New_York"},
		{ID: GuestID, Name: "priya", RealName: "Priya Sharma", Email: "priya.sharma@example.com", Zone: "Asia/Kolkata", Guest: true},
		{
			ID: StrangerID, Name: "olena", RealName: "Олена Коваленко", Email: "olena.kovalenko@partner.example.com",
			Zone: "Europe/Kyiv", TeamID: StrangerTeamID, Stranger: true,
		},
		{ID: DeactivatedID, Name: "tiago", RealName: "Tiago Carvalho", Email: "tiago.carvalho@example.com", Zone: "Europe/Lisbon", Deactivated: true},
		{ID: OtherBotID, Name: "standup", RealName: "Stand-up", Bot: true},
	}
}

// person is somebody with the zone ready for use. People never change.
type person struct {
	id, name, realName, email, locale, teamID string
	zone                                      *time.Location
	guest, stranger, deactivated, bot         bool
}

var errBadPerson = errors.New("playground: a person needs an id of their own, a Name and a RealName")

// settle makes people ready for use and adds the app's bot user.
func settle(people []Person, appName string) ([]*person, error) {
	seen := map[string]bool{"": true}
	var all []*person
	for _, p := range append(people, Person{ID: BotUserID, Name: "meetings", RealName: appName, Bot: true}) {
		if seen[p.ID] || p.Name == "" || p.RealName == "" {
			return nil, fmt.Errorf("%w: %q", errBadPerson, p.ID)
		}
		seen[p.ID] = true
		zone, err := time.LoadLocation(cmp.Or(p.Zone, "UTC"))
		if err != nil {
			return nil, fmt.Errorf("load zone of %s: %w", p.ID, err)
		}
		all = append(all, &person{
			id: p.ID, name: p.Name, realName: p.RealName, email: p.Email, locale: cmp.Or(p.Locale, "en-US"), zone: zone,
			teamID: cmp.Or(p.TeamID, TeamID), guest: p.Guest, stranger: p.Stranger, deactivated: p.Deactivated, bot: p.Bot,
		})
	}
	return all, nil
}

// present tells whether somebody can sit before the page.
func (p *person) present() bool { return !p.bot && !p.deactivated }

func (p *person) shown() Person {
	return Person{
		ID: p.id, Name: p.name, RealName: p.realName, Email: p.email, Locale: p.locale, Zone: p.zone.String(),
		TeamID: p.teamID, Guest: p.guest, Stranger: p.stranger, Deactivated: p.deactivated, Bot: p.bot,
	}
}

// People returns those who can sit before the page, Ana first: everybody but bots
// and those who have left.
func (s *Server) People() []Person {
	var all []Person
	for _, p := range s.space.people {
		if p.present() {
			all = append(all, p.shown())
		}
	}
	return all
}

// Person returns anybody whom users.info knows, bots and those who have left
// among them.
func (s *Server) Person(id string) (Person, bool) {
	p := s.space.person(id)
	if p == nil {
		return Person{}, false
	}
	return p.shown(), true
}

// person returns nobody (nil) when the id is unknown. It takes no lock.
func (w *workspace) person(id string) *person {
	for _, p := range w.people {
		if p.id == id {
			return p
		}
	}
	return nil
}

// actor returns somebody who can sit before the page, or nobody (nil).
func (w *workspace) actor(id string) *person {
	if p := w.person(id); p != nil && p.present() {
		return p
	}
	return nil
}
