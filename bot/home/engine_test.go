package home_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/home"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/workspace"
)

// world is an engine with a Slack that keeps what is shown, and a renderer that shows
// what it is told.
type world struct {
	workspace.Slack
	t       *testing.T
	store   *remindertest.Store
	engine  *home.Engine
	jobs    queue.Registry
	log     strings.Builder
	begun   time.Time
	text    string        // what is to be shown
	changes time.Duration // until it is worth looking again, 0 for never
	renders int
	broken  error // why nothing can be made

	shown   string // in Slack
	hash    int    // of it
	lost    bool   // the next answer of Slack is lost
	refuses []error
	tells   []string // what was published, with when
	found   error    // why the workspace is not found
}

var errNetwork = errors.New("connection reset")

func key() workspace.Key { return workspace.Key{EnterpriseID: "E1", TeamID: "T1"} }

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, store: &remindertest.Store{}, text: "a", begun: time.Now()}
	var err error
	w.engine, err = home.New(home.Options{Store: w.store.Home(), Workspaces: w, Logger: slog.New(slog.NewTextHandler(&w.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	w.engine.Register(&w.jobs, w)
	return w
}

func (w *world) Get(_ context.Context, k workspace.Key) (workspace.Workspace, error) {
	return workspace.Workspace{Key: k, Installation: &workspace.Installation{Jobs: w}}, w.found
}

func (w *world) Render(context.Context, workspace.Workspace, string) (home.Rendered, error) {
	w.renders++
	r := home.Rendered{View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: w.text}}
	if w.changes > 0 {
		r.ChangesAt = time.Now().Add(w.changes)
	}
	return r, w.broken
}

// PublishViewContext does what Slack does.
func (w *world) PublishViewContext(_ context.Context, r slack.PublishViewContextRequest) (*slack.ViewResponse, error) {
	if len(w.refuses) > 0 {
		err := w.refuses[0]
		w.refuses = w.refuses[1:]
		return nil, err
	}
	if r.Hash != nil && *r.Hash != strconv.Itoa(w.hash) {
		return nil, slack.SlackErrorResponse{Err: "hash_conflict"}
	}
	w.hash++
	w.shown = r.View.CallbackID
	w.tells = append(w.tells, fmt.Sprintf("%s at %s", w.shown, time.Since(w.begun).Truncate(time.Second)))
	if w.lost {
		w.lost = false
		return nil, errNetwork
	}
	return &slack.ViewResponse{View: slack.View{Hash: strconv.Itoa(w.hash)}}, nil
}

// runFor does the jobs that come due within a time.
func (w *world) runFor(t *testing.T, d time.Duration) {
	t.Helper()
	end := time.Now().Add(d)
	for {
		j, ok := w.store.Next()
		if !ok || j.At.After(end) {
			break
		}
		<-time.After(time.Until(j.At))
		_ = w.store.Do(t.Context(), &w.jobs, j, time.Now()) // an error is tried again
	}
	<-time.After(time.Until(end))
}

// opened opens the Home tab of U1 with what Slack shows.
func (w *world) opened(t *testing.T) {
	t.Helper()
	hash := ""
	if w.hash > 0 {
		hash = strconv.Itoa(w.hash)
	}
	if err := w.engine.Opened(t.Context(), key(), "U1", hash); err != nil {
		t.Fatal(err)
	}
}

func (w *world) changed(t *testing.T) {
	t.Helper()
	if err := w.engine.Changed(t.Context(), key(), "U1"); err != nil {
		t.Fatal(err)
	}
}

// tellsOnly fails unless these were published and no others.
func (w *world) tellsOnly(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(w.tells, want) {
		t.Errorf("published %q, want %q", w.tells, want)
	}
}

// inBubble runs a test with a clock of its own.
func inBubble(t *testing.T, test func(*world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(newWorld(t)) })
}

// What is shown already is not published again, however often it is opened.
func TestOnlyNewsArePublished(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		t := w.t
		for range 3 {
			w.opened(t)
			w.runFor(t, 10*time.Second)
		}
		w.tellsOnly(t, "a at 0s")
		w.text = "b"
		w.opened(t)
		w.runFor(t, 10*time.Second)
		w.tellsOnly(t, "a at 0s", "b at 30s")
		if w.renders != 4 {
			t.Errorf("made %d times, want 4", w.renders)
		}
	})
}

// One person's tab is published once in three seconds at the most, and the last state
// always arrives.
func TestPublicationsAreSpacedOut(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		t := w.t
		w.opened(t)
		w.runFor(t, 0)
		for i := range 50 { // 20 a second
			w.text = strconv.Itoa(i)
			w.changed(t)
			w.runFor(t, 50*time.Millisecond)
		}
		w.runFor(t, time.Minute)
		w.tellsOnly(t, "a at 0s", "49 at 3s")
		w.text = "b"
		w.changed(t)
		w.runFor(t, 0)
		w.tellsOnly(t, "a at 0s", "49 at 3s", "b at 1m2s")
	})
}

// Nothing is published for people who have never opened their Home tab.
func TestChangesOfTabsThatNobodyOpened(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		t := w.t
		w.changed(t)
		if err := w.engine.WorkspaceChanged(t.Context(), key()); err != nil {
			t.Error(err)
		}
		w.runFor(t, time.Minute)
		if w.tellsOnly(t); w.renders > 0 {
			t.Error("a Home tab was made that nobody sees")
		}
	})
}

// While somebody looks, what time changes is shown in time; an hour later no longer.
func TestLooksAgainForAnHour(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		t := w.t
		w.changes = 25 * time.Minute
		w.opened(t)
		w.runFor(t, time.Minute)
		w.text = "b"
		w.runFor(t, time.Hour)
		w.text = "c"
		w.runFor(t, 3*time.Hour)
		w.tellsOnly(t, "a at 0s", "b at 25m0s")
		if w.renders != 3 {
			t.Errorf("made %d times, want 3: at 0, 25 and 50 minutes", w.renders)
		}
		w.changed(t) // is shown all the same
		w.runFor(t, time.Minute)
		w.tellsOnly(t, "a at 0s", "b at 25m0s", "c at 4h1m0s")
	})
}

// A subscription is shown anew to whoever set it up, within its own transaction.
func TestSubscriptionsAreShownAnew(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		t := w.t
		w.opened(t)
		w.runFor(t, time.Minute)
		w.text = "b"
		change := func(by string, fails error) {
			err := w.store.Reminders().InTx(t.Context(), func(tx reminder.Tx) error {
				s := reminder.Subscription{Conversation: post.Conversation{Key: key(), ChannelID: "C1"}, SetBy: by}
				return errors.Join(w.engine.SubscriptionChanged(t.Context(), tx, s), fails)
			})
			if !errors.Is(err, fails) {
				t.Errorf("SubscriptionChanged = %v, want %v", err, fails)
			}
			w.runFor(t, time.Minute)
		}
		change("U2", nil)
		change("U1", errNetwork)
		w.tellsOnly(t, "a at 0s")
		change("U1", nil)
		w.tellsOnly(t, "a at 0s", "b at 3m0s")
	})
}

// A change of the workspace reaches those who look.
func TestWorkspaceChanged(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		t := w.t
		w.opened(t)
		w.runFor(t, 30*time.Minute)
		w.text = "b"
		other := key()
		other.TeamID = "T2"
		for _, k := range []workspace.Key{other, key()} {
			if err := w.engine.WorkspaceChanged(t.Context(), k); err != nil {
				t.Error(err)
			}
			w.runFor(t, time.Minute)
		}
		w.tellsOnly(t, "a at 0s", "b at 31m0s")
	})
}

// Slack and the bot may disagree on what is shown: then it is made anew and shown.
func TestDisagreementsHeal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func(*world)
		want []string
	}{
		{"the answer was lost", func(w *world) {
			t := w.t
			w.lost = true
			w.opened(t)
			w.runFor(t, time.Minute)
		}, []string{"a at 0s", "a at 2s"}},
		{"another process published", func(w *world) {
			t := w.t
			w.opened(t)
			w.runFor(t, time.Minute)
			w.hash, w.shown, w.text = 7, "other", "b"
			w.changed(t)
			w.runFor(t, time.Minute)
		}, []string{"a at 0s", "b at 1m0s"}},
		{"Slack shows another one at the opening", func(w *world) {
			t := w.t
			w.opened(t)
			w.runFor(t, time.Minute)
			w.hash, w.shown = 7, "other"
			w.opened(t)
			w.runFor(t, time.Minute)
		}, []string{"a at 0s", "a at 1m0s"}},
		{"Slack shows nothing", func(w *world) {
			t := w.t
			w.opened(t)
			w.runFor(t, time.Minute)
			w.hash, w.shown = 0, ""
			w.opened(t)
			w.runFor(t, time.Minute)
		}, []string{"a at 0s", "a at 1m0s"}},
		{"Slack asks to wait", func(w *world) {
			t := w.t
			w.refuses = []error{&slack.RateLimitedError{RetryAfter: 20 * time.Second}}
			w.opened(t)
			w.runFor(t, time.Minute)
		}, []string{"a at 20s"}},
		{"nothing could be made at first", func(w *world) {
			t := w.t
			w.broken = errNetwork
			w.opened(t)
			w.runFor(t, 500*time.Millisecond)
			w.broken = nil
			w.runFor(t, time.Minute)
		}, []string{"a at 2s"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(w *world) {
				t := w.t
				tt.make(w)
				w.tellsOnly(t, tt.want...)
				if jobs := w.store.Jobs(); len(jobs) > 0 {
					t.Errorf("there are jobs left: %v", jobs)
				}
			})
		})
	}
}

// However many people open their tab at once, a workspace's are published at Slack's
// pace; where Slack asks to wait, all do.
func TestPublicationsKeepSlacksPace(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		t := w.t
		const people = 50
		w.refuses = []error{&slack.RateLimitedError{RetryAfter: 30 * time.Second}}
		for i := range people {
			if err := w.engine.Opened(t.Context(), key(), "U"+strconv.Itoa(i), ""); err != nil {
				t.Fatal(err)
			}
		}
		w.runFor(t, 29*time.Second)
		w.tellsOnly(t)
		w.runFor(t, 2*time.Minute)
		if len(w.tells) != people || w.tells[0] != "a at 30s" || len(w.refuses) > 0 {
			t.Fatalf("published %q, want %d from 30s on", w.tells, people)
		}
		if last, want := w.tells[people-1], fmt.Sprintf("a at %s", (30*time.Second+(people-1)*600*time.Millisecond).Truncate(time.Second)); last != want {
			t.Errorf("the last one was published %q, want %q", last, want)
		}
	})
}

// Without a Home tab nothing is tried again, and it is logged once.
func TestAppsWithoutAHomeTab(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		t := w.t
		none := slack.SlackErrorResponse{Err: "not_enabled"}
		w.refuses = []error{none, none, none}
		for range 3 {
			w.opened(t)
			w.runFor(t, time.Hour)
		}
		if n := strings.Count(w.log.String(), "the app has no Home tab"); n != 1 || len(w.refuses) > 0 {
			t.Errorf("logged %d times, want once, %d tries left:\n%s", n, len(w.refuses), w.log.String())
		}
		w.opened(t)
		w.runFor(t, time.Minute)
		w.tellsOnly(t, "a at 3h0m0s")
	})
}

// What cannot be helped is given up, and tried again at the next opening.
func TestGivesUp(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(*world){
		"the token is refused": func(w *world) { w.refuses = []error{slack.SlackErrorResponse{Err: "token_revoked"}} },
		"the app was removed":  func(w *world) { w.found = workspace.ErrUnknown },
		"nothing can be made":  func(w *world) { w.broken = errNetwork },
		"the view is invalid":  func(w *world) { w.refuses = slices.Repeat([]error{slack.SlackErrorResponse{Err: "invalid_blocks"}}, 8) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(w *world) {
				t := w.t
				edit(w)
				w.opened(t)
				w.runFor(t, 24*time.Hour)
				if jobs := w.store.Jobs(); len(jobs) > 0 {
					t.Errorf("there are jobs left: %v", jobs)
				}
				w.tellsOnly(t)
				w.found, w.broken = nil, nil
				w.opened(t)
				w.runFor(t, time.Minute)
				w.tellsOnly(t, "a at 24h0m0s")
			})
		})
	}
}

// Old views are forgotten.
func TestOldViewsAreForgotten(t *testing.T) {
	t.Parallel()
	inBubble(t, func(w *world) {
		t := w.t
		w.opened(t)
		w.runFor(t, 29*24*time.Hour)
		sweep := func() {
			if err := w.jobs.Work(t.Context(), queue.Job{Kind: home.SweepViews}); err != nil {
				t.Error(err)
			}
			w.text += "b"
			w.changed(t)
			w.runFor(t, time.Minute)
		}
		sweep()
		w.tellsOnly(t, "a at 0s", "ab at 696h0m0s")
		w.runFor(t, 48*time.Hour)
		sweep()
		w.tellsOnly(t, "a at 0s", "ab at 696h0m0s")
	})
}

// A key of a job that names nobody is given up.
func TestStrangeKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, k := range []string{"", "U1", "E1/T1/", "E1/T1/U1/x"} {
		err := w.jobs.Work(t.Context(), queue.Job{Kind: home.Publish, Key: k})
		if _, discarded := errors.AsType[*queue.Discard](err); !discarded {
			t.Errorf("the job %q came to %v, want that it is discarded", k, err)
		}
	}
	if _, err := home.New(home.Options{Workspaces: w}); err == nil {
		t.Error("New without a Store = nil, want an error")
	}
	if _, err := home.New(home.Options{Store: w.store.Home()}); err == nil {
		t.Error("New without Workspaces = nil, want an error")
	}
}
