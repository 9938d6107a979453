package booking_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"meetingbot/bot/booking"
	"meetingbot/bot/post"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestNewNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	if _, err := booking.New(booking.Options{}); err == nil || !strings.Contains(err.Error(), "is required") {
		t.Errorf("New = %v, want that something is required", err)
	}
}

// Whoever is not linked is host of what the bot's account books; whoever is books as
// themselves.
func TestWhoBooks(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		edit   func(*booking.Attempt)
		role   booking.Role
		booker string
		hosts  int // among the invitees with the address
	}{
		"not linked": {func(*booking.Attempt) {}, booking.Host, "", 1},
		"invited already": {func(a *booking.Attempt) {
			a.Booking.Invitees = []meeting.Invitee{{Name: "Ann", Email: "Ann@Example.com"}}
		}, booking.Host, "", 1},
		"without address": {func(a *booking.Attempt) { a.Email = "" }, booking.Nobody, "", 0},
		"linked":          {func(a *booking.Attempt) { a.User = linked }, booking.Booker, "ann", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			a := attempt("1")
			tt.edit(&a)
			o := w.book(a)
			all := w.booked()
			if o.State != booking.Booked || o.Role != tt.role || len(all) != 1 || o.MeetingID != all[0].ID || o.Meeting == nil {
				t.Fatalf("Book = %+v, with %d meetings", o, len(all))
			}
			if got := all[0].Booker.Account; tt.booker != "" && got != tt.booker {
				t.Errorf("it was booked by %q, want %q", got, tt.booker)
			}
			hosts := 0
			for _, p := range all[0].Participants {
				if strings.EqualFold(p.Email, "ann@example.com") && p.Host {
					hosts++
				}
			}
			if hosts != tt.hosts {
				t.Errorf("%d hosts have the address, want %d: %+v", hosts, tt.hosts, all[0].Participants)
			}
		})
	}
}

// What is refused was not booked, and may be asked for again under the same id, as when
// a form is corrected.
func TestRefusedAttempts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := attempt("1")
	a.Booking.Subject = strings.Repeat("x", meeting.MaxSubject+1)
	if o := w.book(a); o.State != booking.Refused || meeting.ReasonOf(o.Err) != meeting.TooLong {
		t.Errorf("a subject that is too long = %+v", o)
	}
	a = attempt("1")
	w.api.Fail(meetingtest.EndpointBook, 1, 400, "MMC.111071116")
	if o := w.book(a); o.State != booking.Refused || meeting.ReasonOf(o.Err) != meeting.RunningLimit {
		t.Errorf("too many meetings = %+v", o)
	}
	if o := w.book(a); o.State != booking.Booked || o.Repeated || len(w.booked()) != 1 {
		t.Errorf("the same once more = %+v, with %d meetings", o, len(w.booked()))
	}
}

// A request that comes again books nothing, in this process and in another one.
func TestRepeatedAttempts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.book(attempt("1"))
	w.restart()
	if o := w.book(attempt("1")); !o.Repeated || o.MeetingID != first.MeetingID || o.State != booking.Booked {
		t.Errorf("the same attempt = %+v", o)
	}
	w.now = w.now.Add(time.Minute)
	if o := w.book(attempt("2")); o.Repeated || len(w.booked()) != 2 {
		t.Errorf("another attempt = %+v, with %d meetings", o, len(w.booked()))
	}
}

// A button that is pressed twice books once, however its presses are told apart.
func TestPresses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	press := func(id string) booking.Outcome {
		a := attempt(id)
		a.Press = true
		return w.book(a)
	}
	press("1")
	if o := press("2"); !o.Repeated || len(w.booked()) != 1 {
		t.Errorf("a second press = %+v, with %d meetings", o, len(w.booked()))
	}
	w.now = w.now.Add(11 * time.Second)
	if o := press("3"); o.Repeated || len(w.booked()) != 2 {
		t.Errorf("a press after a while = %+v, with %d meetings", o, len(w.booked()))
	}
}

// Of two processes that get the same request at the same time, one books.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.engine
	w.restart()
	var all sync.WaitGroup
	outcomes := make([]booking.Outcome, 8)
	errs := make([]error, len(outcomes))
	for i := range outcomes {
		engine := one
		if i%2 == 0 {
			engine = w.engine
		}
		all.Go(func() { outcomes[i], errs[i] = engine.Book(t.Context(), attempt("1")) })
	}
	all.Wait()
	first := 0
	for _, o := range outcomes {
		if !o.Repeated {
			first++
		}
	}
	if err := errors.Join(errs...); err != nil || first != 1 || len(w.booked()) != 1 {
		t.Errorf("%d of them were the first, with %d meetings: %v", first, len(w.booked()), err)
	}
}

// losses are how the answer to a booking may be lost.
func losses() map[string]func(*meetingtest.Server) {
	const book = meetingtest.EndpointBook
	return map[string]func(*meetingtest.Server){
		"cut after it was booked":  func(s *meetingtest.Server) { s.Lose(book, 1) },
		"cut before it was booked": func(s *meetingtest.Server) { s.Drop(book, 1) },
		"failed without a word":    func(s *meetingtest.Server) { s.Fail(book, 1, 500, "") },
		"failed by a gateway":      func(s *meetingtest.Server) { s.Block(book, 1, 502) },
		"a page of a proxy":        func(s *meetingtest.Server) { s.Corrupt(book, 1) },
		"cut within the answer":    func(s *meetingtest.Server) { s.Disconnect(book, 1) },
	}
}

// check fails the test unless there is at most one meeting, and whoever asked was told
// what is so and nothing else: once, or as often as it may be.
func (w *world) check(what string, most int) {
	w.t.Helper()
	all := w.booked()
	if len(all) > 1 {
		w.t.Errorf("%s: %d meetings were booked", what, len(all))
	}
	want := booking.Missing
	if len(all) == 1 {
		want = booking.Booked
	}
	if len(w.told) == 0 || len(w.told) > most {
		w.t.Errorf("%s: people were told %d times, want at least once and at most %d times", what, len(w.told), most)
	}
	for _, o := range w.told {
		if o.State != want || len(all) == 1 && o.MeetingID != all[0].ID {
			w.t.Errorf("%s: with %d meetings, people were told %+v", what, len(all), o)
		}
	}
}

// Whatever becomes of the answer, the meeting is booked once at the most, and whoever
// asked is told what is so.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	for name, lose := range losses() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			lose(w.api)
			if o := w.book(attempt("1")); o.State != booking.Pending || o.Repeated {
				t.Fatalf("Book = %+v, want that it is not known", o)
			}
			if o := w.book(attempt("1")); !o.Repeated || o.State != booking.Pending {
				t.Errorf("the same attempt = %+v", o)
			}
			w.later(2 * time.Minute)
			w.check(name, 1)
			w.later(time.Hour)
			w.check(name+", an hour later", 1)
		})
	}
}

// A process dies at any of its steps, before and after what it stores: the next one
// tells what is so, and the same request books nothing more.
func TestDeathAtEveryStep(t *testing.T) {
	t.Parallel()
	for _, call := range []string{"answered", "lost", "dropped"} {
		for step := range 6 {
			for _, after := range []bool{false, true} {
				w := newWorld(t)
				switch call {
				case "lost":
					w.api.Lose(meetingtest.EndpointBook, 1)
				case "dropped":
					w.api.Drop(meetingtest.EndpointBook, 1)
				}
				died := w.dieAt(step, after)
				name := call + " and " + map[bool]string{false: "before", true: "after"}[after] + " step " + string(rune('0'+step))
				w.restart()
				o := w.book(attempt("1"))
				if died && o.State == booking.Booked && !o.Repeated { // nothing was stored before: it is the first now
					w.told = append(w.told, o)
					_ = w.engine.Told(t.Context(), o, post.Posted{})
				}
				w.later(5 * time.Minute)
				w.check(name, 2) // it may die between telling and storing that it has told
			}
		}
	}
}

// dieAt makes an attempt in a process that dies at the n-th transaction, and tells the
// person itself if it lives.
func (w *world) dieAt(n int, after bool) (died bool) {
	die := func() error {
		if n--; n < 0 {
			panic("killed")
		}
		return nil
	}
	if after {
		w.store.After = die
	} else {
		w.store.Before = die
	}
	defer func() {
		died = recover() != nil
		w.store.Before, w.store.After = nil, nil
	}()
	o, err := w.engine.Book(w.t.Context(), attempt("1"))
	if err == nil && o.State != booking.Pending {
		w.told = append(w.told, o)
		_ = w.engine.Told(w.t.Context(), o, w.posted)
	}
	w.later(5 * time.Minute)
	return false
}

// While nothing can be told, the person is told that, and can check later.
func TestUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.api.Lose(meetingtest.EndpointBook, 1)
	w.api.Fail(meetingtest.EndpointList, -1, 400, "MMC.111070002") // which is not tried again
	w.book(attempt("1"))
	w.later(5 * time.Minute)
	if len(w.told) != 1 || w.told[0].State != booking.Unknown || w.told[0].Subject != "Budget" {
		t.Fatalf("people were told %+v", w.told)
	}
	o, err := w.engine.Check(t.Context(), w.told[0].ID)
	if err != nil || o.State != booking.Unknown && o.State != booking.Pending {
		t.Errorf("Check while nothing is told = %+v, %v", o, err)
	}
	w.api.ClearProblems()
	o, err = w.engine.Check(t.Context(), w.told[0].ID)
	if err != nil || o.State != booking.Booked || o.Meeting == nil || len(w.booked()) != 1 {
		t.Errorf("Check = %+v, %v, with %d meetings", o, err, len(w.booked()))
	}
	if _, err := w.engine.Attempt(t.Context(), attempt("1").Key, "U2", o.ID); !errors.Is(err, booking.ErrNotFound) {
		t.Errorf("Attempt of somebody else = %v", err)
	}
}

// What somebody waits for is looked for at once, and no job tells them meanwhile.
func TestWait(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]booking.State{"lost": booking.Booked, "dropped": booking.Missing} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.open(time.Now)
			if name == "lost" {
				w.api.Lose(meetingtest.EndpointBook, 1)
			} else {
				w.api.Drop(meetingtest.EndpointBook, 1)
			}
			o := w.book(attempt("1"))
			began := time.Now()
			o, err := w.engine.Wait(t.Context(), o)
			if err != nil || o.State != want || len(w.told) != 0 {
				t.Errorf("%s: Wait = %+v, %v, told %+v", name, o, err, w.told)
			}
			if took := time.Since(began); name == "lost" && took > time.Second || took > 40*time.Second {
				t.Errorf("%s: it took %s", name, took)
			}
		})
	}
}

// Two attempts of the same are told apart: one meeting is not taken for both.
func TestTwoAttemptsAndOneMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.api.Lose(meetingtest.EndpointBook, 1)
	w.api.Drop(meetingtest.EndpointBook, 1)
	w.book(attempt("1"))
	w.book(attempt("2"))
	w.later(5 * time.Minute)
	states := map[booking.State]int{}
	for _, o := range w.told {
		states[o.State]++
	}
	if len(w.booked()) != 1 || states[booking.Booked] != 1 || states[booking.Missing] != 1 {
		t.Errorf("with %d meetings, people were told %v", len(w.booked()), states)
	}
}
