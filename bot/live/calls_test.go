package live_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/live/livetest"
	"meetingbot/meeting"
)

// A run has one call, which is made once.
func TestCallOncePerRun(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	if id := w.sync(0); id != "R1" {
		t.Errorf("Sync() = %q, want R1", id)
	}
	for after := range 5 {
		if id := w.sync(time.Duration(after) * 10 * time.Minute); id != "R1" {
			t.Errorf("Sync() = %q, want R1", id)
		}
	}
	w.saw("five times", "auth.test", "add T1:uuid1")
	c := w.slack.Calls[0]
	got := fmt.Sprint(c.ExternalUniqueID, " ", c.ExternalDisplayID, " ", c.CreatedBy, " ", c.Title, " ", c.JoinURL, " ", int64(c.DateStart))
	if want := fmt.Sprintf("T1:uuid1 981 UBOT Weekly %s %d", w.account.link, callsBegan.Unix()); got != want {
		t.Errorf("the call was made with %s, want %s", got, want)
	}
}

// The end is told once, with how long it lasted.
func TestCallEnds(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	w.slack.Asked = nil
	for range 2 {
		if err := w.calls.End(t.Context(), key.Key, "914", callsBegan.Add(47*time.Minute)); err != nil {
			t.Fatal(err)
		}
		w.work(time.Hour)
	}
	w.saw("the end", "end R1")
	if c := w.slack.Calls[0]; c.Lasted != 47*time.Minute {
		t.Errorf("it lasted %s, want 47 min", c.Lasted)
	}
	w.work(48 * time.Hour)
	if all := w.store.AllCalls(); len(all) != 0 {
		t.Errorf("%+v is left after two days", all)
	}
}

// An end whose answer was lost is told again, and Slack says that it has ended.
func TestCallEndIsRepeated(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	w.slack.Asked, w.slack.Lose["end"] = nil, true
	if err := w.calls.End(t.Context(), key.Key, "914", callsBegan.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	w.work(time.Hour)
	w.saw("the end", "end R1", "end R1")
}

// A meeting that is opened again gets another call.
func TestCallOfAMeetingThatIsOpenedAgain(t *testing.T) {
	t.Parallel()
	for name, uuid := range map[string]string{"the same run": "uuid1", "another run": "uuid2", "a run without an id": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newCallsWorld(t)
			if uuid == "" {
				w.run.UUID = ""
			}
			w.sync(0)
			if err := w.calls.End(t.Context(), key.Key, "914", callsBegan.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			w.work(time.Hour)
			w.run.UUID = uuid
			if id := w.sync(2 * time.Hour); id != "R2" || len(w.slack.Calls) != 2 {
				t.Errorf("Sync() = %q with %d calls, want R2 and 2", id, len(w.slack.Calls))
			}
			if got := w.slack.Calls[1].DateStart; name == "the same run" && int64(got) != w.now.Unix() {
				t.Errorf("the second one began at %d, want when it was opened again", got)
			}
		})
	}
}

// Where a new run shows that the end of the last one was missed, that ends.
func TestCallOfALaterRunEndsTheFormer(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	w.run.UUID, w.run.Began = "uuid2", callsBegan.Add(10*time.Minute)
	if id := w.sync(10 * time.Minute); id != "R2" {
		t.Errorf("Sync() = %q, want R2", id)
	}
	w.work(11 * time.Minute)
	if former, latter := w.slack.Calls[0], w.slack.Calls[1]; !former.Ended || latter.Ended {
		t.Errorf("ended: %v and %v, want the first alone", former.Ended, latter.Ended)
	}
}

// That the id of a run becomes known later makes no other run of it.
func TestCallOfARunThatIsNamedLater(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.run.UUID = ""
	w.sync(0)
	w.run.UUID = "uuid1"
	w.sync(time.Minute)
	w.run.UUID = ""
	w.sync(2 * time.Minute)
	w.run.UUID = "uuid2"
	if id := w.sync(3 * time.Minute); id != "R2" || len(w.slack.Calls) != 2 {
		t.Errorf("Sync() = %q with %d calls, want R2 of the second run alone", id, len(w.slack.Calls))
	}
	if got := w.slack.Calls[0].ExternalUniqueID; got != fmt.Sprintf("T1:914:%d", callsBegan.Unix()) {
		t.Errorf("the first call is %q", got)
	}
}

// After a lost answer the same call is asked for again, a while later.
func TestCallAfterALostAnswer(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.slack.Lose["add"] = true
	if id := w.sync(0); id != "" {
		t.Errorf("Sync() = %q, want none", id)
	}
	w.slack.Lose["add"] = false
	w.sync(3 * time.Second)
	if id := w.sync(31 * time.Second); id != "R1" || len(w.slack.Calls) != 1 {
		t.Errorf("Sync() = %q with %d calls, want R1 and 1", id, len(w.slack.Calls))
	}
	w.saw("all in all", "auth.test", "add T1:uuid1", "add T1:uuid1")
}

// Where Slack answers with a call that has ended, another one is made.
func TestCallThatSlackHasEnded(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.slack.Lose["add"] = true
	w.sync(0)
	w.slack.Lose["add"], w.slack.Calls[0].Ended = false, true
	w.sync(31 * time.Second)
	if id := w.sync(33 * time.Second); id != "R2" {
		t.Errorf("Sync() = %q, want R2", id)
	}
}

// A call that somebody ended is not shown any more, and another one is made.
func TestCallThatIsInactive(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	w.slack.Calls[0].Ended = true
	w.has("ana")
	w.sync(time.Minute)
	w.work(2 * time.Minute)
	if id := w.sync(3 * time.Minute); id != "R2" {
		t.Errorf("Sync() = %q, want R2", id)
	}
}

// What Slack refuses is said once and not asked for again before the next run.
func TestCallRefused(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.slack.Fails["add"] = livetest.Refusal("not_implemented")
	for after := range 3 {
		if id := w.sync(time.Duration(after) * time.Minute); id != "" {
			t.Errorf("Sync() = %q, want none", id)
		}
	}
	w.saw("the first run", "auth.test", "add T1:uuid1")
	w.run.UUID = "uuid2"
	w.sync(time.Hour)
	w.saw("the second run", "add T1:uuid2")
	if n := strings.Count(w.log.String(), "\n"); n != 1 || !strings.Contains(w.log.String(), "reason=not_implemented") {
		t.Errorf("the log says %s, want one line", w.log.String())
	}
	w.work(49 * time.Hour)
	if all := w.store.AllCalls(); len(all) != 0 {
		t.Errorf("%+v is left after two days", all)
	}
}

// Without the scope nothing is asked of Slack; once there is one, calls are made.
func TestCallNeedsItsScope(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.ws.Scopes.Note([]string{"chat:write"})
	w.sync(0)
	w.saw("without the scope")
	w.ws.Scopes.NoteHeader("chat:write,calls:write")
	if id := w.sync(time.Minute); id != "R1" {
		t.Errorf("Sync() = %q, want R1", id)
	}
}

// Slack's Retry-After holds for all calls of the workspace.
func TestCallWaitsAsLongAsSlackAsks(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.slack.Fails["add"] = livetest.Wait(time.Minute)
	w.sync(0)
	delete(w.slack.Fails, "add")
	w.slack.Asked = nil
	w.sync(59 * time.Second)
	w.saw("too early")
	if id := w.sync(time.Minute); id != "R1" {
		t.Errorf("Sync() = %q, want R1", id)
	}
}

// Calls are made no faster than Slack allows: as many as begin on the hour at once, but
// no more than 50 in a minute.
func TestCallsArePaced(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	begin := func(n int) {
		for i := range n {
			w.run.MeetingID, w.run.UUID = strconv.Itoa(i), "uuid"+strconv.Itoa(i)
			w.sync(w.now.Sub(callsBegan))
		}
	}
	begin(60)
	if n := len(w.slack.Calls); n != 20 {
		t.Errorf("%d calls were made at once, want 20", n)
	}
	for range 59 {
		w.now = w.now.Add(time.Second)
		begin(60)
	}
	if n := len(w.slack.Calls); n < 45 || n > 50 {
		t.Errorf("%d calls were made in a minute, want nearly 50 and no more", n)
	}
}

// Title and link follow the meeting.
func TestCallIsKeptRight(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.has()
	w.sync(0)
	w.work(time.Second)
	w.slack.Asked = nil
	w.account.subject = "Monthly"
	w.sync(time.Minute)
	w.work(10 * time.Minute)
	w.saw("once", "update R1 Monthly https://meet.example.com/j")
}

// A meeting without a guest link has no call.
func TestNoCallWithoutALink(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.account.link = ""
	w.sync(0)
	w.account.link, w.account.down = "https://meet.example.com/j", true
	w.sync(time.Minute)
	w.saw("nothing")
}

// A call whose end was missed ends when its meeting was seen last.
func TestCallWhoseEndWasMissed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		now  func(*attended)
		ends time.Duration // when that is known
	}{
		"the meeting is over":     {func(a *attended) { a.state = meeting.StateScheduled }, 20 * time.Minute},
		"the meeting is gone":     {func(a *attended) { a.missing = true }, 20 * time.Minute},
		"the API cannot be asked": {func(a *attended) { a.down = true }, 7 * time.Hour},
		"the meeting still runs":  {func(*attended) {}, 7 * time.Hour},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newCallsWorld(t)
			w.sync(0)
			w.work(time.Minute)
			tt.now(w.account)
			w.work(tt.ends - 2*time.Minute - missedSlack(tt.ends))
			if w.slack.Calls[0].Ended {
				t.Fatalf("the call has ended %s after it was seen", w.now.Sub(callsBegan))
			}
			w.work(tt.ends)
			if c := w.slack.Calls[0]; !c.Ended || c.Lasted != 0 {
				t.Errorf("ended: %v after %s, want when it was seen last", c.Ended, c.Lasted)
			}
		})
	}
}

// missedSlack is how much earlier a call must not have ended.
func missedSlack(ends time.Duration) time.Duration {
	if ends > time.Hour {
		return time.Hour
	}
	return 5 * time.Minute
}

// Nothing is left of a workspace that is gone.
func TestCallOfAWorkspaceThatIsGone(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	w.gone = true
	w.work(time.Minute)
	if all := w.store.AllCalls(); len(all) != 0 {
		t.Errorf("%+v is left", all)
	}
}

// No link and no name is stored.
func TestCallStoresNoLink(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	for _, c := range w.store.AllCalls() {
		if s := fmt.Sprint(c); strings.Contains(s, "meet.example.com") || strings.Contains(s, "Weekly") {
			t.Errorf("%s is stored", s)
		}
	}
}

func TestNewCallsNeedsItsOptions(t *testing.T) {
	t.Parallel()
	if _, err := live.NewCalls(live.CallOptions{}); err == nil {
		t.Error("NewCalls without anything = nil, want an error")
	}
}
