package bot_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"meetingbot/bot/person"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

const (
	meetingID = "914083136"
	chairCode = "c4a1rc0de"
)

// monday is when these tests take place.
func monday() time.Time { return time.Date(2026, 11, 23, 10, 30, 40, 0, time.UTC) }

// snapshot is meeting 914083136 with n people invited.
func snapshot(n int) *meeting.Snapshot {
	s := &meeting.Snapshot{
		Conference: &meeting.Conference{
			ID: meetingID, Subject: "Budget", State: meeting.StateScheduled, Kind: meeting.KindBooked, TimeZone: "56",
			StartTime: "2026-11-23 10:42", EndTime: "2026-11-23 12:00",
			GuestJoin:    "https://c.meeting.huaweicloud.com/#/j/914083136/9505dc",
			ChairJoin:    "https://c.meeting.huaweicloud.com/#/j/914083136/" + chairCode,
			AudienceJoin: "https://c.meeting.huaweicloud.com/#/j/914083136/au41ence", LiveAddress: "rtmp://x.example/l1ve", AuxAddress: "rtmp://x.example/aux41r",
			BookerUUID: "b00ker",
			Passwords:  []meeting.PasswordEntry{{Role: "chair", Password: "772041"}, {Role: "general", Password: "365874"}},
		},
		Count: n, Version: 7, ReadAt: monday().Add(-10 * time.Second),
	}
	for i := range n {
		s.Participants = append(s.Participants, meeting.Participant{
			Name:    meeting.Name(fmt.Sprintf("Person %d", i+1)),
			Email:   meeting.Text(fmt.Sprintf("Person%d@Example.com ", i+1)),
			Account: meeting.Text(fmt.Sprintf("account%d@example.com", i+1)),
			SMS:     meeting.Text(fmt.Sprintf("+86138%08d", i+1)),
		})
	}
	return s
}

// meetings is a Meeting API with a cache that knows what it is told.
type meetings struct {
	mu        sync.Mutex
	fresh     map[string]*meeting.Snapshot
	get       func(ctx context.Context, id string) (*meeting.Snapshot, error)
	find      func(search string) (*meeting.Listing, error)
	searched  []string
	search    func(s *meeting.Snapshot) (*meeting.Snapshot, error)
	online    func(ctx context.Context, id string) (*meeting.Attendees, error)
	past      map[string]*meeting.Snapshot   // by number
	came      map[string]*meeting.Attendance // by UUID
	recorded  func(uuid string) ([]meeting.Recording, error)
	heldAt    time.Time // of the last question for one time that a meeting was held
	refreshed int
	gotten    int
	account   *meeting.Account   // makes the changes, nil for one that no call reaches
	seen      *meeting.Attendees // who is in every meeting, from memory
	asked     int                // in any way
	site      string
	identity  func() (meeting.Identity, error)
	refusal   *meeting.Refusal
}

var _ workspace.Meetings = (*meetings)(nil)

func (m *meetings) Peek(id string) (*meeting.Snapshot, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.fresh[id]
	return s, ok
}

func (m *meetings) Get(ctx context.Context, id string) (*meeting.Snapshot, error) {
	m.mu.Lock()
	m.gotten++
	m.asked++
	get := m.get
	m.mu.Unlock()
	if get == nil {
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.NotFound, Status: 400, Code: "MMC.111070005"}
	}
	s, err := get(ctx, id)
	m.refused(err)
	return s, err
}

// count counts one question.
func (m *meetings) count() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
}

// refused remembers the last refusal.
func (m *meetings) refused(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := errors.AsType[*meeting.Error](err); ok && e.Kind != meeting.NotFound {
		m.refusal = &meeting.Refusal{Kind: e.Kind, Code: e.Code, At: monday()}
	}
}

func (m *meetings) LastRefusal() *meeting.Refusal {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refusal
}

// As books nothing here, where too many meetings are running: tests of changes have a
// real account, see withAPI.
func (m *meetings) As(userID string) *meeting.Actor {
	if m.account != nil {
		return m.account.As(userID)
	}
	return busyAccount().As(userID)
}

// busyAccount is an account that books nothing any more.
var busyAccount = sync.OnceValue(func() *meeting.Account {
	api := meetingtest.New(meetingtest.Options{AppID: "app", AppKey: "key"})
	api.Fail(meetingtest.EndpointBook, -1, 400, "MMC.111071116")
	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL: "https://api.example", Credentials: meeting.Credentials{AppID: "app", AppKey: "key"},
		HTTPClient: &http.Client{Transport: inMemory{api}},
	})
	if err != nil {
		panic(err)
	}
	return account
})

// FindMember asks nobody here: tests of linking have a real account, see withAPI.
func (m *meetings) FindMember(context.Context, string) (meeting.Member, error) {
	return meeting.Member{}, &meeting.Error{Op: "find member", Kind: meeting.Forbidden}
}

func (m *meetings) Site() string { return m.site }

func (m *meetings) Identity(context.Context) (meeting.Identity, error) {
	m.count()
	if m.identity == nil {
		return meeting.Identity{}, nil
	}
	i, err := m.identity()
	m.refused(err)
	return i, err
}

func (m *meetings) RefreshDue(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return m.Refresh(ctx, id)
}

func (m *meetings) Held(context.Context, string, time.Time) (bool, error) { return false, nil }

func (m *meetings) LongestHeld(ctx context.Context, number string, _, at time.Time) (*meeting.Snapshot, error) {
	m.heldAt = at
	return m.History(ctx, number)
}

func (m *meetings) Recordings(_ context.Context, uuid string) ([]meeting.Recording, error) {
	m.count()
	if m.recorded == nil {
		return nil, nil
	}
	return m.recorded(uuid)
}

func (m *meetings) Resolve(ctx context.Context, number string) (*meeting.Snapshot, error) {
	return m.Get(ctx, number)
}

func (m *meetings) Find(ctx context.Context, search string) (*meeting.Listing, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.searched = append(m.searched, search)
	m.asked++
	if m.find == nil {
		return &meeting.Listing{}, nil
	}
	return m.find(search)
}

func (m *meetings) ListAll(ctx context.Context) (*meeting.Listing, error) { return m.Find(ctx, "") }

func (m *meetings) PeekAttendees(string) (*meeting.Attendees, bool) { return m.seen, m.seen != nil }

func (m *meetings) SearchInvitees(_ context.Context, s *meeting.Snapshot, search string) (*meeting.Snapshot, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.searched = append(m.searched, search)
	if m.search == nil {
		return nil, &meeting.Error{Kind: meeting.Unavailable}
	}
	return m.search(s)
}

func (m *meetings) Running(context.Context) (*meeting.RunningList, error) {
	m.count()
	return nil, &meeting.Error{Kind: meeting.Forbidden}
}

func (m *meetings) Attendees(ctx context.Context, id string) (*meeting.Attendees, error) {
	m.count()
	if m.online == nil {
		return nil, &meeting.Error{Kind: meeting.Forbidden}
	}
	return m.online(ctx, id)
}

func (m *meetings) History(_ context.Context, number string) (*meeting.Snapshot, error) {
	m.count()
	if s, ok := m.past[number]; ok {
		return s, nil
	}
	return nil, &meeting.Error{Kind: meeting.NotFound}
}

func (m *meetings) Attendance(_ context.Context, uuid string) (*meeting.Attendance, error) {
	m.count()
	if a, ok := m.came[uuid]; ok {
		return a, nil
	}
	return nil, &meeting.Error{Kind: meeting.Forbidden}
}

func (m *meetings) Refresh(ctx context.Context, id string) (*meeting.Snapshot, error) {
	m.mu.Lock()
	m.refreshed++
	m.mu.Unlock()
	return m.Get(ctx, id)
}

// answers makes every reading come to this.
func (m *meetings) answers(s *meeting.Snapshot, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.get = func(context.Context, string) (*meeting.Snapshot, error) { return s, err }
}

// knows puts a fresh reading into the cache.
func (m *meetings) knows(s *meeting.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fresh = map[string]*meeting.Snapshot{meetingID: s}
}

// people knows everybody as the same person.
type people struct {
	person.Person
	slow      bool                              // nobody is known without waiting
	since     func(person.Person) person.Person // what has changed of them since it was learnt, nil for nothing
	others    func(person.Person) person.Person // what differs in everybody but U1, nil for nothing
	forgotten []string
}

func (p *people) Get(_ context.Context, enterpriseID, teamID, userID string) person.Person {
	who := p.Person
	who.EnterpriseID, who.TeamID, who.UserID = enterpriseID, teamID, userID
	if p.others != nil && userID != "U1" {
		who = p.others(who)
	}
	return who
}

func (p *people) Fresh(ctx context.Context, enterpriseID, teamID, userID string) person.Person {
	who := p.Get(ctx, enterpriseID, teamID, userID)
	if p.since != nil {
		who = p.since(who)
	}
	return who
}

// Peek knows everybody at once, but for those of whom Slack cannot tell.
func (p *people) Peek(enterpriseID, teamID, userID string) (person.Person, bool) {
	return p.Get(context.Background(), enterpriseID, teamID, userID), p.AccountType != person.Unknown && !p.slow
}

func (p *people) Forget(userID string) { p.forgotten = append(p.forgotten, userID) }
