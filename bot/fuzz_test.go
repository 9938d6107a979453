package bot_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/post"
	"meetingbot/bot/view"
	"meetingbot/meeting"
	"meetingbot/playground/blockkit"
)

// fuzzWorld is a bot with reminders in the channel where U1 asks and in another
// workspace.
type fuzzWorld struct {
	*world
	ids  *strings.Replacer // writes ids of rows for their names
	uses int
}

func newFuzzWorld(t *testing.T) fuzzWorld {
	t.Helper()
	_, w := newBot(t)
	const here, other = "here", "another workspace"
	rows := w.remindedAt(t, map[string]post.Conversation{here: owners()[here], other: owners()[other]})
	w.find = func(string) (*meeting.Listing, error) {
		return &meeting.Listing{Conferences: []*meeting.Conference{snapshot(3).Conference}, Count: 1}, nil
	}
	return fuzzWorld{
		world: w,
		ids: strings.NewReplacer(
			"{sub}", rows[here].subscription, "{notice}", rows[here].notice, "{foreign-sub}", rows[other].subscription, "{foreign-notice}", rows[other].notice,
		),
	}
}

// worlds lends out a fuzzWorld for one question at a time. It takes a new one now
// and then, since making one is slow.
type worlds struct{ fuzzWorld }

// next returns a world in which the reminders are set.
func (w *worlds) next(t *testing.T) fuzzWorld {
	t.Helper()
	const most = 100
	if w.uses++; w.world == nil || w.uses > most || len(w.reminders.Store.Subscriptions()) != 2 {
		w.fuzzWorld = newFuzzWorld(t)
	}
	w.slack.modals, w.slack.posts = nil, nil
	return w.fuzzWorld
}

// foreign returns what is stored for workspaces in which nobody asks.
func (w *world) foreign() (s stored) {
	for _, sub := range w.reminders.Store.Subscriptions() {
		if sub.Key != origin().Key {
			s.Subscriptions = append(s.Subscriptions, sub)
		}
	}
	for _, n := range w.reminders.Store.Notices() {
		if n.Key != origin().Key {
			s.Notices = append(s.Notices, n)
		}
	}
	return s
}

// asked asks a question. It fails on an error, which would be logged, on what
// Slack would refuse, and if anything of another workspace has changed.
func (w fuzzWorld) asked(t *testing.T, q bot.Question) {
	t.Helper()
	before := w.foreign()
	for _, raw := range w.answered(t, q) {
		if q.Kind == bot.KindClick && strings.Contains(raw, `"text"`) && !strings.Contains(raw, `"type":"modal"`) {
			for _, p := range blockkit.CheckMessage([]byte(raw)) {
				t.Errorf("Slack would refuse the answer to %+v: %s", q, p)
			}
		}
	}
	if diff := cmp.Diff(before, w.foreign()); diff != "" {
		t.Errorf("another workspace's rows have changed by %+v (-want +got):\n%s", q, diff)
	}
}

// FuzzClick presses every button with any value, in any modal.
func FuzzClick(f *testing.F) {
	some, _ := newBot(f)
	actions := some.Actions()
	values := []string{
		"914083136:1", "{sub}", "{sub}:914083136", "{sub}:1", "{notice}", "{foreign-sub}", "{foreign-sub}:914083136", "{foreign-sub}:1", "{foreign-notice}",
		"share 914083136:1", "remind 914083136:1", "today:1", "list:1:budget", "c:/meeting:remind 914083136 15m", "c:/meeting:tody", "1", "", "\x00\xff", "914083136:9999:rooms:@-9223372036854775808",
	}
	for i := range actions {
		for j, value := range values {
			f.Add(uint(i), uint(j), value, "914083136:1 person", j%2 == 0)
		}
	}
	surfaces := []bot.Surface{bot.SurfaceMessage, bot.SurfaceEphemeral, bot.SurfaceModal, bot.SurfaceHome}
	var all worlds
	f.Fuzz(func(t *testing.T, action, surface uint, value, metadata string, seal bool) {
		w := all.next(t)
		q := click{Origin: origin(), ActionID: actions[action%uint(len(actions))], Value: w.ids.Replace(value)}.question()
		q.Surface = surfaces[surface%uint(len(surfaces))]
		if q.Surface == bot.SurfaceModal {
			q.View = bot.View{ID: "V1", CallbackID: view.ModalPeople, Metadata: w.metadata(view.ModalPeople, metadata, seal)}
		}
		w.asked(t, q)
	})
}

// FuzzSubmission sends every form off with any metadata and entries.
func FuzzSubmission(f *testing.F) {
	some, _ := newBot(f)
	modals := some.Modals()
	for i := range modals {
		for _, metadata := range []string{"914083136:1 x", "914083136  C1", "914083136 {sub} C1", "914083136 {foreign-sub} C1", "", "914083136", " ", "\xff \xff \xff"} {
			f.Add(uint(i), metadata, true, "person", view.AudienceChannel, "C2", "10m")
			f.Add(uint(i), metadata, false, "", view.AudienceMe, "", "1h 10m 5m 4m 3m 2m 1m")
			f.Add(uint(i), metadata, true, strings.Repeat("人", 3000), "nobody", "C404", "９９９d")
		}
	}
	var all worlds
	f.Fuzz(func(t *testing.T, modal uint, metadata string, seal bool, query, audience, channel, leads string) {
		w := all.next(t)
		id := modals[modal%uint(len(modals))]
		w.asked(t, submission{Origin: origin(), View: bot.View{
			ID: "V1", Hash: "h", CallbackID: id, Metadata: w.metadata(id, metadata, seal),
			State: bot.State{
				view.BlockPeopleQuery: {view.ActionPeopleQuery: {query}},
				view.InputAudience:    {view.InputAudience: {audience}},
				view.InputChannel:     {view.InputChannel: {channel}},
				view.InputLeads:       {view.InputLeads: {leads}},
				query:                 {audience: nil, channel: {leads, leads}},
			},
		}}.question())
	})
}

// metadata is what a modal carries, sealed as if the bot had written it or not.
func (w fuzzWorld) metadata(callbackID, metadata string, seal bool) string {
	if metadata = w.ids.Replace(metadata); seal {
		return sealed(origin(), callbackID, metadata)
	}
	return metadata
}
