package personal_test

import (
	"context"
	"strings"
	"testing"

	"meetingbot/bot/agenda"
	"meetingbot/bot/personal"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/workspace"
)

// world is an engine with reminders and everything around it, at a time of its own.
type world struct {
	*remindertest.World
	engine  *personal.Engine
	choices *personal.Choices
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: remindertest.NewWorld(t)}
	w.restart()
	return w
}

// restart starts a new process over the same store.
func (w *world) restart() {
	w.T.Helper()
	choices, err := personal.NewChoices(personal.ChoicesOptions{Store: w.Store.Personal()})
	if err != nil {
		w.T.Fatal(err)
	}
	w.choices = choices
	w.engine, err = personal.New(personal.Options{
		Store: w.Store.Personal(), Workspaces: w, Agendas: agenda.New(w.Now), Choices: choices, Now: w.Now,
	})
	if err != nil {
		w.T.Fatal(err)
	}
	w.Reminders, err = remindertest.NewEngine(remindertest.Options{
		Store: w.Store, Workspaces: w, Notifier: w, Stops: w.engine, Now: w.Now,
	})
	if err != nil {
		w.T.Fatal(err)
	}
	w.engine.Register(w.Reminders.Jobs, w.Reminders, w)
}

// chooses has somebody decide what they are told.
func (w *world) chooses(userID string, s personal.Settings) {
	w.T.Helper()
	w.choosesIn(remindertest.Key(), userID, s)
}

func (w *world) choosesIn(k workspace.Key, userID string, s personal.Settings) {
	w.T.Helper()
	_, _, err := w.engine.Change(w.T.Context(), k, userID, w.People.Known[userID].Zone, func(personal.Settings) personal.Settings { return s })
	if err != nil {
		w.T.Fatal(err)
	}
}

// PostDigest posts a digest.
func (w *world) PostDigest(_ context.Context, _ workspace.Workspace, d personal.Digest) (post.Posted, error) {
	var subjects []string
	for _, c := range d.Meetings {
		subjects = append(subjects, c.Subject.String())
	}
	return post.Posted{}, w.Says(d.UserID, "today %s", strings.Join(subjects, ", "))
}

// PostEnded says that nothing is told any more.
func (w *world) PostEnded(_ context.Context, _ workspace.Workspace, who personal.Owner) error {
	return w.Says(who.UserID, "no more")
}

// sweeps does what every process does when it starts.
func (w *world) sweeps() {
	w.T.Helper()
	if err := w.Reminders.Jobs.Work(w.T.Context(), queue.Job{Kind: personal.SweepSkips}); err != nil {
		w.T.Fatal(err)
	}
}
