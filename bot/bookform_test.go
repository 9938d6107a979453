package bot_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/booking"
	"meetingbot/bot/linking"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// bookings are a booking engine that books each attempt once.
type bookings struct {
	bot.Booking
	mu       sync.Mutex
	takes    time.Duration                           // of each booking
	answer   func(a booking.Attempt) booking.Outcome // of a first attempt, nil: it is booked
	await    func(o booking.Outcome) booking.Outcome // nil: nothing more is found out
	err      error                                   // nothing can be stored
	attempts map[string]booking.Attempt              // the first with each id
	outcomes map[string]booking.Outcome              // of those that have ended
	told     []booking.Outcome
}

func (b *bookings) Book(ctx context.Context, a booking.Attempt) (booking.Outcome, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return booking.Outcome{}, b.err
	}
	if _, made := b.attempts[a.ID]; made {
		o, ended := b.outcomes[a.ID]
		if !ended {
			o = booking.Outcome{ID: a.ID, State: booking.Pending}
		}
		o.Repeated = true
		return o, nil
	}
	if b.attempts == nil {
		b.attempts, b.outcomes = map[string]booking.Attempt{}, map[string]booking.Outcome{}
	}
	b.attempts[a.ID] = a
	b.mu.Unlock()
	pause(ctx, b.takes)
	b.mu.Lock()
	o := booking.Outcome{State: booking.Booked, MeetingID: meetingID, Role: booking.Booker}
	if b.answer != nil {
		o = b.answer(a)
	}
	if o.ID = a.ID; o.State != booking.Pending {
		b.outcomes[a.ID] = o
	}
	return o, ctx.Err()
}

// pause waits in a synctest bubble, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	if d == 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (b *bookings) Wait(_ context.Context, o booking.Outcome) (booking.Outcome, error) {
	if o.State == booking.Pending && b.await != nil {
		return b.await(o), nil
	}
	return o, nil
}

func (b *bookings) Told(_ context.Context, o booking.Outcome, _ post.Posted) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told = append(b.told, o)
	return nil
}

// only returns the one attempt that was made.
func (b *bookings) only(t *testing.T) booking.Attempt {
	t.Helper()
	if len(b.attempts) != 1 {
		t.Fatalf("%d attempts to book, want 1: %+v", len(b.attempts), b.attempts)
	}
	return slices.Collect(maps.Values(b.attempts))[0]
}

// withBookings makes a bot with bookings, in Shanghai on 23 November 2026 at 18:30.
func withBookings(t *testing.T) (*bookings, *world) {
	t.Helper()
	all := &bookings{}
	_, w := newBot(t, func(o *options) { o.Booking = all })
	w.knows(snapshot(3))
	w.answers(snapshot(3), nil)
	w.Zone = shanghai(t)
	return all, w
}

func shanghai(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// booked is a form for a booking as it is sent off: what changes says in place of a
// meeting on 24 November at 10:00 for half an hour. A field with "" is left empty.
func booked(s view.BookState, changes map[string]string) submission {
	fields := map[string]string{
		view.InputBookSubject: "Budget", view.InputBookDate: "2026-11-24", view.InputBookTime: "10:00", view.InputBookLength: "30",
		view.InputBookRepeat: "default", view.InputBookEntry: "default",
	}
	maps.Copy(fields, changes)
	state := bot.State{}
	for id, value := range fields {
		if value != "" {
			state[id] = map[string][]string{id: strings.Split(value, "|")}
		}
	}
	o := origin()
	o.ChannelID = ""
	return submission{Origin: o, View: bot.View{ID: "V1", Hash: "h", CallbackID: view.ModalBook, Metadata: sealed(o, view.ModalBook, s.String()), State: state}}
}

func inShanghai() view.BookState { return view.BookState{Zone: "Asia/Shanghai"} }

// The form that was filled in is the booking, and nobody is told anybody's address.
func TestBookByForm(t *testing.T) {
	t.Parallel()
	all, w := withBookings(t)
	all.answer = func(booking.Attempt) booking.Outcome {
		return booking.Outcome{State: booking.Booked, MeetingID: meetingID, Role: booking.Host}
	}
	if err := w.links.Put(t.Context(), linking.Link{Key: origin().Key, UserID: "U7", MeetingUser: access.MeetingUser{UserID: "third-7"}}); err != nil {
		t.Fatal(err)
	}
	s := inShanghai()
	s.OpenedIn, s.Shown = "C2", view.RepeatWeekly
	got := w.sends(t, booked(s, map[string]string{
		view.InputBookSubject: "Budget review", view.InputBookLength: "45", view.InputBookRepeat: "weekly", view.InputBookDays: "2|4",
		view.InputBookUntil: "2026-12-18", view.InputBookPeople: "U7|U1", view.InputBookEmails: "Cy Ho <cy@example.org>；dee@example.org, CY@example.org",
		view.InputBookEntry: "invited", view.InputBookAlso: "waiting_room|record|remind",
	}))
	a := all.only(t)
	b := a.Booking
	if want := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC); b.Subject != "Budget review" || !b.Start.Equal(want) || b.Length != 45*time.Minute || b.ZoneID != "56" {
		t.Errorf("booked is %+v", b)
	}
	if p := b.Series; p == nil || p.Cycle != meeting.Weekly || !slices.Equal(p.Points, []int{2, 4}) || p.EndDate != "2026-12-18" || p.Interval != 1 {
		t.Errorf("the series is %+v", p)
	}
	if b.Entry != meeting.EntryInvited || b.WaitingRoom == nil || !*b.WaitingRoom || !b.Record || !b.Notify || b.Language != meeting.LanguageEnglish {
		t.Errorf("booked is %+v", b)
	}
	var invited []string
	for _, i := range b.Invitees {
		invited = append(invited, i.Name+" "+i.Email+" "+i.UserID)
	}
	if want := []string{"Bo person3@example.com third-7", "Cy Ho cy@example.org ", "dee dee@example.org "}; !slices.Equal(invited, want) {
		t.Errorf("invited are %q, want %q", invited, want)
	}
	for _, want := range []string{"*Budget* is booked", "c.meeting.huaweicloud.com/#/j/914083136/9505dc", english(text.BookedHost), "3 people invited", `remind \u003c#C2\u003e`} {
		if !strings.Contains(got, want) {
			t.Errorf("the form becomes %s, without %q", got, want)
		}
	}
	for _, secret := range []string{"example.org", "person3@", "third-7", chairCode, "772041"} {
		if strings.Contains(got, secret) {
			t.Errorf("the form becomes %s, with %q in it", got, secret)
		}
	}
	w.keeps(t, "C2 914083136 [10m0s] U1")
	if len(all.told) != 1 {
		t.Errorf("told are %+v, want one outcome", all.told)
	}
}

// What is wrong stands beside its field, and nothing is booked.
func TestBookFormErrors(t *testing.T) {
	t.Parallel()
	newYork := view.BookState{Zone: "America/New_York"}
	weekly, daily, monthly := inShanghai(), inShanghai(), inShanghai()
	weekly.Shown, daily.Shown, monthly.Shown = view.RepeatWeekly, view.RepeatDaily, view.RepeatMonthly
	tests := []struct {
		name    string
		state   view.BookState
		changes map[string]string
		field   string
		says    string
	}{
		{"a time of today that is over", inShanghai(), map[string]string{view.InputBookDate: "2026-11-23", view.InputBookTime: "18:29"}, view.InputBookTime, "it's Mon, 23 Nov, 18:30 now"},
		{"a day that is over", inShanghai(), map[string]string{view.InputBookDate: "2026-11-22"}, view.InputBookDate, "it's Mon, 23 Nov, 18:30 now"},
		{"no date", inShanghai(), map[string]string{view.InputBookDate: ""}, view.InputBookDate, english(text.BookDateMissing)},
		{"no time", inShanghai(), map[string]string{view.InputBookTime: ""}, view.InputBookTime, english(text.BookTimeMissing)},
		{"a time that the clock skips", newYork, map[string]string{view.InputBookDate: "2027-03-14", view.InputBookTime: "02:30"}, view.InputBookTime, "02:30 doesn't come"},
		{"a time that comes twice, the first", newYork, map[string]string{view.InputBookDate: "2027-11-07", view.InputBookTime: "01:00"}, view.InputBookTime, "01:00 comes twice"},
		{"a time that comes twice, the last", newYork, map[string]string{view.InputBookDate: "2027-11-07", view.InputBookTime: "01:59"}, view.InputBookTime, "01:59 comes twice"},
		{"a long subject", inShanghai(), map[string]string{view.InputBookSubject: strings.Repeat("议", 129)}, view.InputBookSubject, "128"},
		{"too short", inShanghai(), map[string]string{view.InputBookLength: "14"}, view.InputBookLength, english(text.BookLengthLimits)},
		{"too long", inShanghai(), map[string]string{view.InputBookLength: "1441"}, view.InputBookLength, english(text.BookLengthLimits)},
		{"without the day of the first date", weekly, map[string]string{view.InputBookRepeat: "weekly", view.InputBookDays: "1", view.InputBookUntil: "2026-12-24"}, view.InputBookDays, "is a Tue"},
		{"without an end", daily, map[string]string{view.InputBookRepeat: "daily"}, view.InputBookUntil, english(text.BookUntilMissing)},
		{"ends before it begins", daily, map[string]string{view.InputBookRepeat: "daily", view.InputBookUntil: "2026-11-23"}, view.InputBookUntil, "before the first date, Tue, 24 Nov"},
		{"51 days", daily, map[string]string{view.InputBookRepeat: "daily", view.InputBookUntil: "2027-01-13"}, view.InputBookUntil, "51 dates, and a series has 50 at most: until Tue, 12 Jan 2027"},
		{"over a year", monthly, map[string]string{view.InputBookRepeat: "monthly", view.InputBookUntil: "2027-11-25"}, view.InputBookUntil, "until Wed, 24 Nov 2027"},
		{"no address", inShanghai(), map[string]string{view.InputBookEmails: "cy@example.org, dee"}, view.InputBookEmails, "“dee”"},
		{"half an address", inShanghai(), map[string]string{view.InputBookEmails: "cy@example"}, view.InputBookEmails, "“cy@example”"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all, w := withBookings(t)
			v, err := w.submit(t.Context(), booked(tt.state, tt.changes))
			if err != nil {
				t.Fatal(err)
			}
			if got := mended(t, v); len(got) != 1 || !strings.Contains(got[tt.field], tt.says) {
				t.Errorf("the form says %q, want %q beside %s", got, tt.says, tt.field)
			}
			if len(all.attempts) != 0 {
				t.Errorf("booked is %+v", all.attempts)
			}
		})
	}
}

// Just within the limits a series is booked.
func TestBookWithinLimits(t *testing.T) {
	t.Parallel()
	for name, changes := range map[string]map[string]string{
		"50 days":                 {view.InputBookRepeat: "daily", view.InputBookUntil: "2027-01-12"},
		"a year of months":        {view.InputBookRepeat: "monthly", view.InputBookUntil: "2027-11-24"},
		"one date":                {view.InputBookRepeat: "daily", view.InputBookUntil: "2026-11-24"},
		"a year of Tuesdays, cut": {view.InputBookRepeat: "weekly", view.InputBookDays: "2", view.InputBookUntil: "2027-11-02"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, w := withBookings(t)
			s := inShanghai()
			s.Shown = view.Repeat(changes[view.InputBookRepeat])
			w.sends(t, booked(s, changes))
			all.only(t)
		})
	}
}

// Whoever cannot be invited by their address is named.
func TestBookPeopleWithoutAddress(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		email   string
		account person.AccountType
		says    text.Key
	}{
		"no address": {"", person.Member, text.BookPeopleNoEmail},
		"a bot":      {"bot@example.org", person.Bot, text.BookPeopleGone},
		"closed":     {"bo@example.org", person.Deactivated, text.BookPeopleGone},
		"unknown":    {"", person.Unknown, text.BookPeopleLater},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, w := withBookings(t)
			w.others = func(p person.Person) person.Person {
				p.Email, p.AccountType = tt.email, tt.account
				return p
			}
			v, err := w.submit(t.Context(), booked(inShanghai(), map[string]string{view.InputBookPeople: "U7"}))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := mended(t, v)[view.InputBookPeople], w.speak(tt.says, text.Args{"Names": "Bo"}); got != want || len(all.attempts) != 0 {
				t.Errorf("beside the people stands %q, want %q; booked is %+v", got, want, all.attempts)
			}
		})
	}
}

// What is refused stands beside its field, and the corrected form books: once, however
// often it is sent off.
func TestBookFormAgain(t *testing.T) {
	t.Parallel()
	all, w := withBookings(t)
	refusals := map[string]struct {
		err   error
		field string
		says  text.Key
	}{
		"no answer":        {&meeting.Error{Kind: meeting.Unavailable}, view.InputBookSubject, text.BookNoAnswer},
		"no more meetings": {&meeting.Error{Kind: meeting.Invalid, Code: "MMC.111071082"}, view.InputBookSubject, text.BookMeetingLimit},
		"too many people":  {&meeting.Error{Kind: meeting.Invalid, Code: "MMC.111076003"}, view.InputBookPeople, text.BookCapacity},
		"a long way off":   {&meeting.Error{Kind: meeting.Invalid, Code: "MMC.111071014"}, view.InputBookDate, text.BookDateFar},
	}
	for name, refusal := range refusals {
		all.answer = func(booking.Attempt) booking.Outcome {
			return booking.Outcome{State: booking.Refused, Err: refusal.err}
		}
		v, _ := w.submit(t.Context(), booked(inShanghai(), nil))
		if got := mended(t, v); len(got) != 1 || got[refusal.field] != english(refusal.says) {
			t.Errorf("%s: the form says %q", name, got)
		}
	}
	all.answer = nil
	for range 3 {
		if got := w.sends(t, booked(inShanghai(), nil)); !strings.Contains(got, "is booked") {
			t.Errorf("the form becomes %s", got)
		}
	}
	if got, want := len(all.attempts), len(refusals)+1; got != want {
		t.Errorf("%d attempts to book, want %d: those that were refused, and one", got, want)
	}
}

// Nothing is booked that cannot be stored, and the form stays.
func TestBookFormUnstored(t *testing.T) {
	t.Parallel()
	all, w := withBookings(t)
	all.err = errors.New("the disk is full")
	v, err := w.submit(t.Context(), booked(inShanghai(), nil))
	if got := mended(t, v)[view.InputBookSubject]; err == nil || got != english(text.BookNotStored) {
		t.Errorf("Submit = %v, the form says %q", err, got)
	}
}

// Choosing how it repeats shows the fields for that, with all that was entered. A form
// that is sent off before comes back with them.
func TestBookFormRepeats(t *testing.T) {
	t.Parallel()
	all, w := withBookings(t)
	form := booked(inShanghai(), map[string]string{view.InputBookRepeat: "weekly", view.InputBookPeople: "U7|U8", view.InputBookSubject: "Stand-up"})
	r := &recorder{t: t}
	if err := ask(t.Context(), w.bot, click{Origin: origin(), ActionID: view.InputBookRepeat, Value: "weekly", View: form.View}, r.send); err != nil {
		t.Fatal(err)
	}
	for what, raw := range map[string]string{"chosen": string(w.slack.lastModal(t).raw), "sent off": w.sends(t, form)} {
		for _, want := range []string{view.InputBookDays, view.InputBookUntil, "Stand-up", `"U7","U8"`, `"initial_date":"2026-11-24"`, `"initial_options":[{"text":{"type":"plain_text","text":"Tue"`} {
			if !strings.Contains(raw, want) {
				t.Errorf("once it is %s, the form is %s, without %s", what, raw, want)
			}
		}
	}
	if len(all.attempts) != 0 {
		t.Errorf("booked is %+v", all.attempts)
	}
}

// A booking that takes longer than the form can wait is shown by a window in its place,
// and books once. What is refused brings the form back; where the window was closed,
// the engine is left to tell.
func TestBookFormSlowly(t *testing.T) {
	t.Parallel()
	refused := func(booking.Attempt) booking.Outcome {
		return booking.Outcome{State: booking.Refused, Err: &meeting.Error{Kind: meeting.Unavailable}}
	}
	pending := func(booking.Attempt) booking.Outcome { return booking.Outcome{State: booking.Pending} }
	for name, tt := range map[string]struct {
		answer func(booking.Attempt) booking.Outcome
		await  func(booking.Outcome) booking.Outcome
		closed bool
		want   string
		told   int
	}{
		"booked":    {nil, nil, false, "is booked", 1},
		"refused":   {refused, nil, false, english(text.BookNoAnswer), 1},
		"closed":    {nil, nil, true, "", 0},
		"not known": {pending, nil, false, english(text.BookingChecking), 0},
		"found": {pending, func(o booking.Outcome) booking.Outcome {
			o.State, o.MeetingID = booking.Booked, meetingID
			return o
		}, false, "is booked", 1},
		"not there": {pending, func(o booking.Outcome) booking.Outcome {
			o.State = booking.Missing
			return o
		}, false, english(text.BookFormMissing), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				all, w := withBookings(t)
				all.takes, all.answer, all.await = 8*time.Second, tt.answer, tt.await
				if tt.closed {
					w.slack.fail["views.update"] = slack.SlackErrorResponse{Err: "not_found"}
				}
				began := time.Now()
				var first bot.Reply
				var waited time.Duration
				ctx, cancel := context.WithTimeout(bot.WithLifetime(t.Context()), 2250*time.Millisecond)
				defer cancel()
				form := booked(inShanghai(), map[string]string{view.InputBookSubject: "Stand-up"})
				_ = ask(ctx, w.bot, form, func(_ context.Context, r bot.Reply) error {
					first, waited = r, time.Since(began)
					return nil
				})
				if !strings.Contains(swapped(t, first), "⏳") || waited > 2*time.Second {
					t.Errorf("after %s the form becomes %s", waited, first.JSON())
				}
				all.only(t)
				if got := w.slack.updated(); tt.want == "" && len(got) != 0 || tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)) {
					t.Errorf("the window shows %q, want %q", got, tt.want)
				}
				if strings.Contains(tt.want, "answering") && !strings.Contains(w.slack.updated()[0], "Stand-up") {
					t.Error("the form comes back without what was entered")
				}
				if len(all.told) != tt.told {
					t.Errorf("told are %+v, want %d", all.told, tt.told)
				}
			})
		})
	}
}
