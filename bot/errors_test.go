package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"meetingbot/bot"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// unsearched says that there is no such meeting, though not everything was searched.
var unsearched = &meeting.Error{Op: "get conference", Kind: meeting.NotFound, Unsearched: true}

// failures are what the Meeting API may fail with, what is said of it after a
// minute of tries and after a single one, whether an operator is told, and
// whether a form may be sent off again.
var failures = []struct {
	name         string
	err          error
	waited, once string
	told, again  bool
}{
	{"not found", failing(meeting.NotFound), english(text.RefusalNotFound), "", false, false},
	{"not found, not searched everywhere", unsearched, english(text.NotFoundUnsearched), "", true, false},
	{"forbidden", failing(meeting.Forbidden), english(text.RefusalForbidden), "", false, false},
	{"invalid", failing(meeting.Invalid), english(text.RefusalInvalid), "", true, false},
	{"sign-in refused", failing(meeting.SignInRefused), english(text.RefusalAccount), "", true, false},
	{"token refused", failing(meeting.TokenRefused), english(text.RefusalAccount), "", true, false},
	{"throttled", failing(meeting.Throttled), english(text.GaveUpMeetingThrottled), english(text.LaterThrottled), true, true},
	{"unavailable", failing(meeting.Unavailable), english(text.GaveUpMeetingNoAnswer), english(text.LaterNoAnswer), true, true},
	{"garbled", failing(meeting.Garbled), english(text.GaveUpMeetingNoAnswer), english(text.LaterNoAnswer), true, true},
	{"no time", context.DeadlineExceeded, english(text.GaveUpMeetingNoAnswer), english(text.LaterNoAnswer), true, true},
	{"anything else", errors.New("broken"), english(text.Sorry), "", true, true},
}

// ways are the three in which a person looks a meeting up, and what they read in
// the end.
var ways = map[string]func(t *testing.T, w *world) (string, error){
	"command": func(t *testing.T, w *world) (string, error) {
		t.Helper()
		r := &recorder{t: t}
		err := ask(t.Context(), w.bot, command{Origin: origin(), Text: meetingID}, r.send)
		return r.all[len(r.all)-1].Text, err
	},
	"form": func(t *testing.T, w *world) (string, error) {
		t.Helper()
		v, err := w.submit(t.Context(), entered(w.opens(t, remindCard), view.AudienceMe, "", "10m"))
		return string(v.JSON()), err
	},
	"search": func(t *testing.T, w *world) (string, error) {
		t.Helper()
		v, err := w.submit(t.Context(), submission{Origin: origin(), View: bot.View{
			CallbackID: view.ModalPeople,
			Metadata:   sealed(origin(), view.ModalPeople, view.PeopleSearch{PageRef: view.PageRef{ID: meetingID, Page: 1}}.String()),
			State:      bot.State{view.BlockPeopleQuery: {view.ActionPeopleQuery: {"person"}}},
		}})
		return string(v.JSON()), err
	},
}

// Whichever way a meeting is looked up, a person reads why that failed, and
// doctor knows.
func TestEveryWaySaysWhy(t *testing.T) {
	t.Parallel()
	for way, look := range ways {
		for _, f := range failures {
			t.Run(way+" "+f.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					_, w := newBot(t)
					w.answers(nil, f.err)
					want := f.waited
					if way != "command" && f.once != "" {
						want = f.once
					}
					got, err := look(t, w)
					if !strings.Contains(got, want) || strings.Contains(got, "(ref 7f3a91)") != f.told {
						t.Errorf("said %s, want %q", got, want)
					}
					if errors.Is(err, f.err) != f.told {
						t.Errorf("the operator is told %v", err)
					}
					if again := strings.Contains(got, `"response_action":"errors"`); again != (way != "command" && f.again) {
						t.Errorf("the form may be sent off again: %v", again)
					}
					_, refusal := errors.AsType[*meeting.Error](f.err)
					if unknown := strings.Contains(w.command(t, "doctor").Text, english(text.DoctorNoRefusal)); unknown != (!refusal || meeting.KindOf(f.err) == meeting.NotFound) {
						t.Errorf("doctor knows of nothing: %v", unknown)
					}
				})
			})
		}
	}
}
