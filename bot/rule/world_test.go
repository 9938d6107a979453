package rule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/agenda"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/rule"
)

// world is an engine with reminders and everything around it, at a time of its own.
type world struct {
	*remindertest.World
	engine *rule.Engine
}

// newWorld is one in which people may have all meetings listed.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: remindertest.NewWorld(t)}
	w.Policy = access.Policy{Lists: access.ListAll}
	w.restart()
	w.knows("U1")
	return w
}

// restart starts a new process over the same store.
func (w *world) restart() {
	w.T.Helper()
	var err error
	if w.engine, err = rule.New(rule.Options{Store: w.Store.Rules(), Workspaces: w, Agendas: agenda.New(w.Now), Now: w.Now}); err != nil {
		w.T.Fatal(err)
	}
	w.Reminders, err = remindertest.NewEngine(remindertest.Options{Store: w.Store, Workspaces: w, Notifier: w, Rules: w.engine, Now: w.Now})
	if err != nil {
		w.T.Fatal(err)
	}
	w.engine.Register(w.Reminders.Jobs, w.Reminders)
}

// in is a conversation of the workspace.
func in(channelID string) post.Conversation {
	return post.Conversation{Key: remindertest.Key(), ChannelID: channelID}
}

// knows adds a member of the workspace.
func (w *world) knows(userID string) { w.People.Knows(userID, nil) }

// is makes somebody another sort of account.
func (w *world) is(userID string, t person.AccountType) {
	who := w.People.Known[userID]
	who.AccountType = t
	w.People.Known[userID] = who
}

// tenMinutes is the usual time before a meeting.
func tenMinutes() []time.Duration { return []time.Duration{10 * time.Minute} }

// follows has a channel follow meetings with words, for U1. "mine" are their own.
func (w *world) follows(channelID, words string, leads ...time.Duration) rule.Status {
	w.T.Helper()
	return w.followsFor("U1", channelID, words, leads...)
}

func (w *world) followsFor(userID, channelID, words string, leads ...time.Duration) rule.Status {
	w.T.Helper()
	if len(leads) == 0 {
		leads = tenMinutes()
	}
	want := rule.Request{Conversation: in(channelID), Pattern: rule.Pattern{Words: words}, Leads: leads, By: userID}
	if words == "mine" {
		want.Pattern = rule.Pattern{Mine: true}
	}
	st, err := w.engine.Follow(w.T.Context(), want)
	if err != nil {
		w.T.Fatal(err)
	}
	return st
}

// asker is somebody in a channel.
func asker(channelID string) reminder.Asker {
	return reminder.Asker{Conversation: in(channelID), UserID: "U9"}
}

// followed fails unless these and no others are reminded, as "channel meeting leads by".
func (w *world) followed(want ...string) {
	w.T.Helper()
	var got []string
	for _, s := range w.Store.Subscriptions() {
		got = append(got, fmt.Sprintf("%s %s %v %s", s.ChannelID, s.MeetingID, s.Leads, s.SetBy))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		w.T.Errorf("at %s reminded are\n\t%s\nwant\n\t%s", w.Clock.Format("Mon 15:04"), strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
