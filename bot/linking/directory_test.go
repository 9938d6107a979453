package linking_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/workspace"
)

// process is one of those that share a store.
type process struct {
	*linking.Directory
	store   *slowStore
	account string // that the workspace uses
}

// slowStore lets something happen while links are read.
type slowStore struct {
	linking.Store
	meanwhile func()
	broken    error
}

func (s *slowStore) ListLinks(ctx context.Context) ([]linking.Link, error) {
	all, err := s.Store.ListLinks(ctx)
	if s.meanwhile != nil {
		s.meanwhile()
	}
	return all, errors.Join(err, s.broken)
}

func (s *slowStore) GetLink(ctx context.Context, k workspace.Key, userID string) (linking.Link, bool, error) {
	l, ok, err := s.Store.GetLink(ctx, k, userID)
	if s.meanwhile != nil {
		s.meanwhile()
	}
	return l, ok, errors.Join(err, s.broken)
}

func newProcess(t *testing.T, s *remindertest.Store) *process {
	t.Helper()
	p := &process{store: &slowStore{Store: s.Links()}, account: "app"}
	var err error
	p.Directory, err = linking.New(linking.Options{
		Store: p.store, MeetingAccount: func(workspace.Key) string { return p.account },
		Now: func() time.Time { return time.Date(2026, 11, 23, 10, 30, 40, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func here() workspace.Key { return workspace.Key{EnterpriseID: "E1", TeamID: "T1"} }

func ana() linking.Link {
	return linking.Link{Key: here(), UserID: "U1", Email: "ana@example.com", MeetingUser: access.MeetingUser{UUID: "0123", UserID: "third-ana"}}
}

func (p *process) put(t *testing.T, l linking.Link) {
	t.Helper()
	if err := p.Put(t.Context(), l); err != nil {
		t.Fatalf("Put() = %v", err)
	}
}

func (p *process) load(t *testing.T) {
	t.Helper()
	if err := p.Load(t.Context()); err != nil {
		t.Fatalf("Load() = %v", err)
	}
}

// peeks fails unless the process knows from memory whether U1 is linked.
func (p *process) peeks(t *testing.T, when string, k workspace.Key, want bool) {
	t.Helper()
	l, ok := p.Peek(k, "U1")
	if ok != want || p.MeetingUser(k, "U1") != l.MeetingUser || ok && l.MeetingUser != ana().MeetingUser {
		t.Errorf("%s: Peek(%v) = %+v, %v, want %v", when, k, l, ok, want)
	}
	for _, user := range []access.MeetingUser{{UUID: "0123"}, {UUID: "another", UserID: "third-ana"}} {
		if id := p.UserOf(k, user); (id == "U1") != want || id != "" && !want {
			t.Errorf("%s: UserOf(%v, %v) = %q, want U1: %v", when, k, user, id, want)
		}
	}
}

// gets fails unless it is stored whether U1 is linked.
func (p *process) gets(t *testing.T, when string, want bool) {
	t.Helper()
	if _, ok, err := p.Get(t.Context(), here(), "U1"); err != nil || ok != want {
		t.Errorf("%s: Get() = %v, %v, want %v", when, ok, err, want)
	}
}

// What one process changes it sees at once, and another one when it acts or reads anew.
func TestProcessesShareLinks(t *testing.T) {
	t.Parallel()
	s := &remindertest.Store{}
	first, second := newProcess(t, s), newProcess(t, s)
	first.put(t, ana())
	first.peeks(t, "stored", here(), true)
	first.peeks(t, "the workspace without its organisation", workspace.Key{TeamID: "T1"}, true)
	first.peeks(t, "another workspace", workspace.Key{EnterpriseID: "E1", TeamID: "T2"}, false)
	second.peeks(t, "not read", here(), false)
	second.gets(t, "stored elsewhere", true)
	second.peeks(t, "got", here(), true)
	if was, err := first.Delete(t.Context(), here(), "U1"); !was || err != nil {
		t.Errorf("Delete() = %v, %v", was, err)
	}
	first.peeks(t, "deleted", here(), false)
	second.peeks(t, "deleted elsewhere, not read", here(), true)
	second.load(t)
	second.peeks(t, "deleted elsewhere, read", here(), false)
	second.gets(t, "deleted elsewhere", false)
}

// Of another meeting account, the same third-party User ID may be somebody else.
func TestLinksHoldForOneAccount(t *testing.T) {
	t.Parallel()
	p := newProcess(t, &remindertest.Store{})
	p.put(t, ana())
	for account, want := range map[string]bool{"another": false, "": false, "app": true} {
		p.account = account
		p.peeks(t, "with the account "+account, here(), want)
		p.gets(t, "with the account "+account, want)
	}
	p.account = ""
	p.put(t, ana())
	p.peeks(t, "linked with an account that cannot be used", here(), false)
}

// Who is linked anew is nobody else any more.
func TestUserOf(t *testing.T) {
	t.Parallel()
	p := newProcess(t, &remindertest.Store{})
	p.put(t, ana())
	again := ana()
	again.MeetingUser = access.MeetingUser{Account: "ana.m", UserID: "third-two"}
	p.put(t, again)
	for user, want := range map[access.MeetingUser]string{
		{UUID: "0123"}: "", {UserID: "third-ana"}: "", {}: "",
		{Account: "ana.m"}: "U1", {UserID: "third-two"}: "U1", {UUID: "ana.m"}: "",
	} {
		if got := p.UserOf(here(), user); got != want {
			t.Errorf("UserOf(%+v) = %q, want %q", user, got, want)
		}
	}
}

// A reading that began before a change of this process is not taken for newer.
func TestLaterChangeWins(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]func(*process){
		"Load": func(p *process) { p.load(t) },
		"Get":  func(p *process) { _, _, _ = p.Get(t.Context(), here(), "U1") },
	} {
		p := newProcess(t, &remindertest.Store{})
		p.store.meanwhile = func() {
			p.store.meanwhile = nil
			p.put(t, ana())
		}
		read(p)
		p.peeks(t, name+" while it was stored", here(), true)
	}
}

// While the store cannot be read, what was read last holds; who acts is told.
func TestStoreFails(t *testing.T) {
	t.Parallel()
	p := newProcess(t, &remindertest.Store{})
	p.put(t, ana())
	p.store.broken = errors.New("out of order")
	if err := p.Load(t.Context()); !errors.Is(err, p.store.broken) {
		t.Errorf("Load() = %v", err)
	}
	if _, ok, err := p.Get(t.Context(), here(), "U1"); ok || !errors.Is(err, p.store.broken) {
		t.Errorf("Get() = %v, %v", ok, err)
	}
	p.peeks(t, "the store fails", here(), true)
}

func TestOptions(t *testing.T) {
	t.Parallel()
	good := linking.Options{Store: (&remindertest.Store{}).Links(), MeetingAccount: func(workspace.Key) string { return "" }}
	for name, edit := range map[string]func(*linking.Options){
		"no store":   func(o *linking.Options) { o.Store = nil },
		"no account": func(o *linking.Options) { o.MeetingAccount = nil },
		"no pause":   func(o *linking.Options) { o.Every = -1 },
	} {
		o := good
		edit(&o)
		if _, err := linking.New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
