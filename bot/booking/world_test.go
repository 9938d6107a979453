package booking_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/booking"
	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// begin is when these tests take place.
func begin() time.Time { return time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC) }

// world is a store, a Meeting API and what people are told, with a clock.
type world struct {
	t       *testing.T
	now     time.Time
	clock   func() time.Time
	store   *remindertest.Store
	api     *meetingtest.Server
	jobs    *queue.Registry
	engine  *booking.Engine
	watcher *watch.Watcher
	spaces  *workspace.Directory

	told   []booking.Outcome
	refuse error // what telling comes to
	posted post.Posted
	shown  []booking.Card
	idle   bool // the last card says that nobody has come
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: begin(), store: &remindertest.Store{}, posted: post.Posted{ChannelID: "C1", TS: "1.2"}}
	w.open(func() time.Time { return w.now })
	return w
}

// open starts everything with a clock.
func (w *world) open(clock func() time.Time) {
	w.t.Helper()
	w.clock = clock
	w.api = meetingtest.New(meetingtest.Options{AppID: "app", AppKey: "key", Now: w.clock})
	w.restart()
}

// restart is another process over the same store.
func (w *world) restart() {
	w.t.Helper()
	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL: "https://api.example", Credentials: meeting.Credentials{AppID: "app", AppKey: "key"},
		HTTPClient: &http.Client{Transport: wire{w.api}}, Now: w.clock,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.spaces = workspace.NewDirectory(&workspace.Installation{Meetings: account, People: nobody{}})
	watcher, err := watch.New(watch.Options{Store: w.store.Watches(), Workspaces: w.spaces, Now: w.clock})
	if err != nil {
		w.t.Fatal(err)
	}
	updater, err := live.New(live.Options{Store: w.store.Live(), Workspaces: w.spaces, Watcher: watcher, Now: w.clock})
	if err != nil {
		w.t.Fatal(err)
	}
	w.engine, err = booking.New(booking.Options{
		Store: w.store.Bookings(), Workspaces: w.spaces, Watcher: watcher, Live: updater, Key: []byte("key"), Now: w.clock,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.jobs = &queue.Registry{}
	w.engine.Register(w.jobs, teller{w})
	watcher.Register(w.jobs)
	updater.Register(w.jobs)
	w.watcher = watcher
}

// attempt asks for a meeting now.
func attempt(id string) booking.Attempt {
	key := workspace.Key{TeamID: "T1"}
	return booking.Attempt{
		ID: booking.ID(key, "U1", id), Key: key, UserID: "U1", ChannelID: "C1", Name: "Ann", Email: "ann@example.com",
		Booking: meeting.Booking{Subject: "Budget", Length: time.Hour},
	}
}

// book makes an attempt that can be stored.
func (w *world) book(a booking.Attempt) booking.Outcome {
	w.t.Helper()
	o, err := w.engine.Book(w.t.Context(), a)
	if err != nil {
		w.t.Fatalf("Book = %v", err)
	}
	return o
}

// later does the jobs that are due within a while.
func (w *world) later(d time.Duration) {
	w.t.Helper()
	ended := w.store.Until(w.now.Add(d), &w.now, func(j queue.Job) {
		_ = w.store.Do(w.t.Context(), w.jobs, j, w.now) // it is done again
	})
	if !ended {
		w.t.Fatal("the jobs never end")
	}
}

// booked are the meetings with the subject of the attempt.
func (w *world) booked() (all []meetingtest.Meeting) {
	for _, m := range w.api.Meetings() {
		if m.Subject == "Budget" {
			all = append(all, m)
		}
	}
	return all
}

// row is an attempt as it is stored.
func (w *world) row(id string) booking.Row {
	w.t.Helper()
	r, err := w.engine.Attempt(w.t.Context(), workspace.Key{TeamID: "T1"}, "U1", attempt(id).ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// teller notes what people are told.
type teller struct{ w *world }

func (t teller) Tell(_ context.Context, _ workspace.Workspace, _ booking.Row, o booking.Outcome) (post.Posted, error) {
	if t.w.refuse != nil {
		return post.Posted{}, t.w.refuse
	}
	t.w.told = append(t.w.told, o)
	return t.w.posted, nil
}

func (t teller) Show(_ context.Context, _ workspace.Workspace, r booking.Row, c booking.Card) error {
	t.w.shown, t.w.idle = append(t.w.shown, c), !r.IdleAt.IsZero()
	return nil
}

// nobody knows people by their id alone.
type nobody struct{ workspace.People }

func (nobody) Get(context.Context, string, string, string) person.Person { return person.Person{} }

// linked is somebody who books as themselves.
var linked = access.MeetingUser{UserID: "ann"}

// wire carries calls to a handler without a socket. The caller knows that they were
// sent.
type wire struct{ http.Handler }

var errCut = errors.New("the connection was cut")

func (s wire) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.WroteHeaders != nil {
		trace.WroteHeaders()
	}
	defer func() {
		if recover() != nil { // a connection that the handler cuts off
			resp, err = nil, errCut
		}
	}()
	w, served := httptest.NewRecorder(), r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	s.ServeHTTP(w, served)
	resp = w.Result()
	resp.Request = r
	return resp, nil
}
