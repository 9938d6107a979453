package workspace_test

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"reflect"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/access"
	"meetingbot/bot/workspace"
)

// operator is what the operator set.
func operator() workspace.Installation {
	return workspace.Installation{
		Policy:   access.Policy{Lookup: access.Everyone, Lists: access.ListMine, HostSecrets: access.HostsOnly, Unknown: access.RefuseUnknown},
		Language: language.English, Leads: []time.Duration{10 * time.Minute},
	}
}

// found is what a directory of one installation finds for T1, which decided s.
func found(t *testing.T, i workspace.Installation, s workspace.Settings) workspace.Workspace {
	t.Helper()
	d := workspace.NewDirectory(&i)
	d.Override(workspace.Overrides{Settings: func(k workspace.Key) workspace.Decided {
		if k != (workspace.Key{TeamID: "T1"}) {
			return workspace.Decided{}
		}
		return workspace.Decided{Settings: s, By: "U1"}
	}})
	ws, err := d.Get(t.Context(), workspace.Key{TeamID: "T1"})
	if err != nil {
		t.Fatal(err)
	}
	return ws
}

// Each setting stands in place of the operator's, and leaves the others alone.
func TestSettingsOverDefaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		operator func(*workspace.Installation)
		settings workspace.Settings
		want     func(*workspace.Installation) // what holds, beside the operator's
	}{
		{"none", nil, workspace.Settings{}, nil},
		{"language", nil, workspace.Settings{Language: language.SimplifiedChinese}, func(i *workspace.Installation) { i.Language = language.SimplifiedChinese }},
		{"lookup", nil, workspace.Settings{Lookup: access.Invitees}, func(i *workspace.Installation) { i.Policy.Lookup = access.Invitees }},
		{
			"lookup, looser than the operator's", func(i *workspace.Installation) { i.Policy.Lookup = access.Members },
			workspace.Settings{Lookup: access.Everyone},
			func(i *workspace.Installation) { i.Policy.Lookup = access.Everyone },
		},
		{"lists", nil, workspace.Settings{Lists: access.ListAll}, func(i *workspace.Installation) { i.Policy.Lists = access.ListAll }},
		{"host links for nobody", nil, workspace.Settings{HostSecrets: access.Nobody}, func(i *workspace.Installation) { i.Policy.HostSecrets = access.Nobody }},
		{
			"host links, which the operator forbids", func(i *workspace.Installation) { i.Policy.HostSecrets = access.Nobody },
			workspace.Settings{HostSecrets: access.HostsOnly},
			func(i *workspace.Installation) { i.Policy.HostSecrets = access.Nobody },
		},
		{"names in calls", nil, workspace.Settings{CallNames: access.AllNames}, func(i *workspace.Installation) { i.Policy.CallNames = access.AllNames }},
		{"leads", nil, workspace.Settings{Leads: []time.Duration{time.Hour, 0}}, func(i *workspace.Installation) { i.Leads = []time.Duration{time.Hour, 0} }},
		{
			"unknown people, which no workspace decides", func(i *workspace.Installation) { i.Policy.Unknown = access.UnknownAreMembers },
			workspace.Settings{Lookup: access.Members},
			func(i *workspace.Installation) {
				i.Policy.Unknown, i.Policy.Lookup = access.UnknownAreMembers, access.Members
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i := operator()
			if tt.operator != nil {
				tt.operator(&i)
			}
			want, defaults := operator(), i
			if tt.want != nil {
				tt.want(&want)
			}
			ws := found(t, i, tt.settings)
			if !reflect.DeepEqual(*ws.Installation, want) {
				t.Errorf("what holds is %+v, want %+v", *ws.Installation, want)
			}
			if !reflect.DeepEqual(*ws.Defaults(), defaults) || !ws.Settings().Equal(tt.settings) || ws.Settings().By != "U1" {
				t.Errorf("beneath it are %+v and %+v", *ws.Defaults(), ws.Settings())
			}
		})
	}
}

// housed are people of whom is known where the app is installed.
type housed struct {
	workspace.People
	enterpriseID, teamID string
	known                bool
}

func (h housed) Home() (enterpriseID, teamID string, known bool) {
	return h.enterpriseID, h.teamID, h.known
}

// What holds is decided where the app is installed, also for somebody who acts there
// from another organisation.
func TestSettingsOfAnInstallationForEveryKey(t *testing.T) {
	t.Parallel()
	key := func(enterprise, team string) workspace.Key {
		return workspace.Key{EnterpriseID: enterprise, TeamID: team}
	}
	tests := []struct {
		name            string
		home            housed
		asked, decideAt workspace.Key
	}{
		{"not known", housed{teamID: "T1"}, key("", "T9"), key("", "T9")},
		{"at home", housed{teamID: "T1", known: true}, key("", "T1"), key("", "T1")},
		{"of a partner", housed{teamID: "T1", known: true}, key("E9", "T9"), key("", "T1")},
		{"of the organisation", housed{enterpriseID: "E1", known: true}, key("E1", "T2"), key("E1", "T2")},
		{"of a partner of the organisation", housed{enterpriseID: "E1", known: true}, key("E9", "T9"), key("E1", "")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i := operator()
			i.People = tt.home
			d := workspace.NewDirectory(&i)
			d.Override(workspace.Overrides{Settings: func(k workspace.Key) workspace.Decided {
				return workspace.Decided{Settings: workspace.Settings{Lookup: access.Lookup(k.EnterpriseID + "/" + k.TeamID)}}
			}})
			ws, err := d.Get(t.Context(), tt.asked)
			if err != nil || ws.Key != tt.asked || ws.SettingsKey() != tt.decideAt ||
				string(ws.Policy.Lookup) != tt.decideAt.EnterpriseID+"/"+tt.decideAt.TeamID {
				t.Errorf("Get(%v) = %+v with settings of %v, %v, want those of %v", tt.asked, ws.Key, ws.SettingsKey(), err, tt.decideAt)
			}
		})
	}
}

// A workspace found by nobody has what it was made of.
func TestWorkspaceAlone(t *testing.T) {
	t.Parallel()
	i := operator()
	ws := workspace.Workspace{Key: workspace.Key{TeamID: "T1"}, Installation: &i}
	if ws.Defaults() != &i || ws.SettingsKey() != ws.Key || !ws.Settings().Equal(workspace.Settings{}) {
		t.Errorf("has %+v, %v, %+v", ws.Defaults(), ws.SettingsKey(), ws.Settings())
	}
}

// settingsInMemory is a store that may be broken.
type settingsInMemory struct {
	mu     sync.Mutex
	all    map[workspace.Key]workspace.Decided
	broken error
}

func (s *settingsInMemory) ListSettings(context.Context) (map[workspace.Key]workspace.Decided, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.all), s.broken
}

func (s *settingsInMemory) ChangeSettings(
	_ context.Context, k workspace.Key, by string, at time.Time, change func(workspace.Settings) workspace.Settings,
) (before, after workspace.Decided, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return before, after, s.broken
	}
	if s.all == nil {
		s.all = make(map[workspace.Key]workspace.Decided)
	}
	before = s.all[k]
	after = workspace.Decided{Settings: change(before.Settings), By: by, At: at}
	s.all[k] = after
	return before, after, nil
}

func (s *settingsInMemory) breakFor(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = err
}

func newBook(t *testing.T, s workspace.SettingsStore) *workspace.SettingsBook {
	t.Helper()
	b, err := workspace.NewSettingsBook(workspace.SettingsBookOptions{Store: s})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func to(s workspace.Settings) func(workspace.Settings) workspace.Settings {
	return func(workspace.Settings) workspace.Settings { return s }
}

// A change is seen by the process that makes it at once, and by others soon, also
// after the store has failed.
func TestSettingsBook(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var store settingsInMemory
		mine, other := newBook(t, &store), newBook(t, &store)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go other.Run(ctx)
		k, all := workspace.Key{EnterpriseID: "E1", TeamID: "T1"}, workspace.Settings{Lists: access.ListAll}
		before, after, err := mine.Change(t.Context(), k, "U1", to(all))
		if err != nil || !before.Equal(workspace.Settings{}) || !after.Equal(all) || after.By != "U1" {
			t.Errorf("Change = %+v, %+v, %v", before, after, err)
		}
		if got := mine.Get(k); !got.Equal(all) {
			t.Errorf("the one who changed them has %+v", got)
		}
		if got := other.Get(k); !got.Equal(workspace.Settings{}) {
			t.Errorf("another process has %+v at once", got)
		}
		time.Sleep(16 * time.Second) //nolint:forbidigo // of the bubble
		if got := other.Get(k); !got.Equal(all) || got.By != "U1" {
			t.Errorf("another process has %+v soon", got)
		}
		broken := errors.New("the database is gone")
		store.breakFor(broken)
		if _, _, err := mine.Change(t.Context(), k, "U1", to(workspace.Settings{})); !errors.Is(err, broken) {
			t.Errorf("Change without a database = %v", err)
		}
		time.Sleep(time.Minute) //nolint:forbidigo // of the bubble
		if mine, other := mine.Get(k), other.Get(k); !mine.Equal(all) || !other.Equal(all) {
			t.Errorf("without a database they are %+v and %+v", mine, other)
		}
		store.breakFor(nil)
		if _, _, err := mine.Change(t.Context(), k, "U1", to(workspace.Settings{})); err != nil {
			t.Error(err)
		}
		time.Sleep(16 * time.Second) //nolint:forbidigo // of the bubble
		if got := other.Get(k); !got.Equal(workspace.Settings{}) {
			t.Errorf("after the database has come back another process has %+v", got)
		}
	})
}

// slowList is a store whose list is held up while something else happens.
type slowList struct {
	workspace.SettingsStore
	meanwhile func()
}

func (s slowList) ListSettings(ctx context.Context) (map[workspace.Key]workspace.Decided, error) {
	all, err := s.SettingsStore.ListSettings(ctx)
	s.meanwhile()
	return all, err
}

// A reading that began before a change does not undo it.
func TestSettingsBookKeepsAChange(t *testing.T) {
	t.Parallel()
	var store settingsInMemory
	slow := slowList{SettingsStore: &store}
	var b *workspace.SettingsBook
	k, all := workspace.Key{TeamID: "T1"}, workspace.Settings{Lists: access.ListAll}
	slow.meanwhile = func() {
		if _, _, err := b.Change(t.Context(), k, "U1", to(all)); err != nil {
			t.Error(err)
		}
	}
	b = newBook(t, slow)
	if err := b.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := b.Get(k); !got.Equal(all) {
		t.Errorf("the settings are %+v after a reading that began before the change", got)
	}
}

// A workspace keeps its settings when it joins an organisation or leaves it, and has
// nothing of others.
func TestSettingsBookKnowsATeamByItsID(t *testing.T) {
	t.Parallel()
	var store settingsInMemory
	b := newBook(t, &store)
	change := func(k workspace.Key, s workspace.Settings) {
		if _, _, err := b.Change(t.Context(), k, "U1", to(s)); err != nil {
			t.Fatal(err)
		}
	}
	change(workspace.Key{TeamID: "T1"}, workspace.Settings{Lists: access.ListAll})
	change(workspace.Key{EnterpriseID: "E1", TeamID: "T1"}, workspace.Settings{Lists: access.ListMine})
	change(workspace.Key{EnterpriseID: "E1"}, workspace.Settings{Lookup: access.Invitees})
	if err := b.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	for k, want := range map[workspace.Key]string{
		{EnterpriseID: "E1", TeamID: "T1"}: "mine", {TeamID: "T1"}: "mine", {EnterpriseID: "E2", TeamID: "T1"}: "mine",
		{EnterpriseID: "E1"}: "invitees", {EnterpriseID: "E1", TeamID: "T2"}: "", {TeamID: "T9"}: "", {}: "",
	} {
		got := b.Get(k)
		if s := cmp.Or(string(got.Lists), string(got.Lookup)); s != want {
			t.Errorf("Get(%v) = %q, want %q", k, s, want)
		}
	}
	if all, err := store.ListSettings(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("stored are %+v, %v, want one of the team and one of the organisation", all, err)
	}
}

func TestSettingsBookNeedsAStore(t *testing.T) {
	t.Parallel()
	if _, err := workspace.NewSettingsBook(workspace.SettingsBookOptions{}); err == nil {
		t.Error("NewSettingsBook without a store = nil")
	}
	var store settingsInMemory
	if _, err := workspace.NewSettingsBook(workspace.SettingsBookOptions{Store: &store, Every: -1}); err == nil {
		t.Error("NewSettingsBook with a negative time = nil")
	}
}
