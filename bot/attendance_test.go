package bot_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// A button that stays in a channel leads to who came then, and not to who came last.
func TestAttendanceOfADate(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.held(12)
	const value = "914083136:1:@1795430520"
	list := w.click(t, click{ActionID: view.ActionAttendance, Value: value})
	if !strings.Contains(list.Text, "12 people came") || w.heldAt.Unix() != 1795430520 {
		t.Errorf("asked for %s, and shown %s", w.heldAt, list.Text)
	}
	if next, csv := list.value(view.ActionAttendanceNext), list.value(view.ActionAttendanceCSV); next != "914083136:2:@1795430520" || csv != value {
		t.Errorf("the next page is %s, and the file %s", next, csv)
	}
}

// held is a meeting that has ended, to which n people came, the i-th of them i
// minutes late and all for half an hour.
func (w *world) held(n int) {
	s := hosted()
	s.Ended, s.Conference.State, s.Conference.UUID = true, meeting.StateEnded, "uuid1"
	a := &meeting.Attendance{People: n}
	begin := time.Date(2026, 11, 23, 10, 42, 0, 0, time.UTC)
	stamp := func(t time.Time) meeting.Text { return meeting.Text(strconv.FormatInt(t.UnixMilli(), 10)) }
	for i := range n {
		joined := begin.Add(time.Duration(i) * time.Minute)
		a.Visits = append(a.Visits, meeting.Visit{
			Name: meeting.Name(fmt.Sprintf("Visitor %d", i)), Number: meeting.Text(fmt.Sprintf("+86138%08d", i)), Department: "R&D",
			JoinTime: stamp(joined), LeftTime: stamp(joined.Add(30 * time.Minute)),
		})
	}
	w.past = map[string]*meeting.Snapshot{meetingID: s}
	w.came = map[string]*meeting.Attendance{"uuid1": a}
	w.answers(s, nil)
}

func TestAttendance(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	_, w := newBot(t, func(o *options) { o.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
	w.held(12)
	list := w.press(t, w.command(t, meetingID), view.ActionAttendance)
	for _, want := range []string{"12 people came to *Budget*", "1. *Visitor 0* · 18:42–19:12 · 30 minutes\n", "3. *Visitor 2* · 18:44–19:14 · 30 minutes · 2 minutes late"} {
		if !strings.Contains(list.Text, want) {
			t.Errorf("who came lacks %q:\n%s", want, list.Text)
		}
	}
	next := w.press(t, list, view.ActionAttendanceNext)
	if !strings.Contains(next.Text, "12. *Visitor 11*") || !next.ReplaceOriginal {
		t.Errorf("the next page: %s", next.raw)
	}
	w.press(t, next, view.ActionAttendanceCSV)
	if n := strings.Count(log.String(), `"msg":"attendance shown"`); n != 3 || !strings.Contains(log.String(), `"msg":"attendance exported","team_id":"T1","user_id":"U1","meeting_id":"914083136","as":"file"`) || strings.Contains(log.String(), "Visitor") {
		t.Errorf("the log has %d lines of it, want 3, and no names: %s", n, &log)
	}
}

// The list is sent as a file, which has everybody in it.
func TestAttendanceIsExportedAsAFile(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.held(300)
	said := w.press(t, w.command(t, meetingID+" attendance"), view.ActionAttendanceCSV)
	content, sent := w.slack.files["DU1 Attendance: Budget"]
	if !sent || !strings.HasPrefix(content, "\ufeffName,Department,Came,Joined (UTC+8),") ||
		!strings.Contains(content, "\r\nVisitor 299,R&D,yes,2026-11-23 23:41,2026-11-24 00:11,30,1,299\r\n") {
		t.Errorf("sent %q", w.slack.files)
	}
	if said.Text != english(text.CSVSent) {
		t.Errorf("said %s", said.raw)
	}
}

// Where no file can be sent, the table is shown, and nothing tells where it would have
// been sent to.
func TestAttendanceIsShownWhereNoFileCanBeSent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		method string
		err    error
		says   text.Key
	}{
		{"files.getUploadURLExternal", slack.SlackErrorResponse{Err: "missing_scope"}, text.CSVNoScope},
		{"files.getUploadURLExternal", slack.SlackErrorResponse{Err: "file_uploads_disabled"}, text.CSVNotSent},
		{"conversations.open", slack.SlackErrorResponse{Err: "user_disabled"}, text.CSVNotSent},
		{"upload", errors.New("refusing to send the token to https://evil.example/secret"), text.CSVNotSent},
		{"files.completeUploadExternal", slack.SlackErrorResponse{Err: "blocked_file_type"}, text.CSVNotSent},
	} {
		t.Run(tt.method, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.held(12)
			w.slack.fail[tt.method] = tt.err
			r := &recorder{t: t}
			err := ask(t.Context(), w.bot, click{Origin: origin(), ActionID: view.ActionAttendanceCSV, Value: "914083136:1"}, r.send)
			if (err == nil) != (tt.says == text.CSVNoScope) || err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("exporting = %v", err)
			}
			for _, want := range []string{english(tt.says), `Visitor 11,R&D,yes,2026-11-23 18:53,2026-11-23 19:23,30,1,11`} {
				if !strings.Contains(string(r.all[0].raw), want) {
					t.Errorf("the answer lacks %q: %s", want, r.all[0].raw)
				}
			}
		})
	}
}

// Those who are invited and did not come are listed after those who came: two of those
// who came are known by their phone number.
func TestAttendanceListsWhoDidNotCome(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.held(3)
	past := w.past[meetingID]
	past.Participants = append(past.Participants, meeting.Participant{Name: "Late Riser", ID: "+4401"})
	past.Count = len(past.Participants)
	list := w.command(t, "attendance "+meetingID)
	if want := fmt.Sprintf("Of %d invited, 2 came and %d didn't.", past.Count, past.Count-2); !strings.Contains(list.Text, want) {
		t.Errorf("the head lacks %q:\n%s", want, list.Text)
	}
	for range 5 { // 3 who came, and 56 who did not, on six pages
		list = w.press(t, list, view.ActionAttendanceNext)
	}
	if !strings.Contains(list.Text, ". *Late Riser* · did not come") {
		t.Errorf("the last page: %s", list.Text)
	}
}

func TestAttendanceByWord(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"914083136 attendance", "参会记录 914 083 136"} {
		_, w := newBot(t)
		w.held(1)
		if got := w.command(t, typed); !strings.Contains(got.Text, "1 person came to *Budget*") {
			t.Errorf("%q says\n%s", typed, got.Text)
		}
	}
	_, w := newBot(t)
	if got := w.command(t, "attendance"); !strings.Contains(got.Text, english(text.UsageWhich)) {
		t.Errorf("without a meeting: %q", got.Text)
	}
	w.held(0)
	if got := w.command(t, "attendance "+meetingID); !strings.Contains(got.Text, "Nobody came to") {
		t.Errorf("without visitors: %q", got.Text)
	}
}

func TestAttendanceRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit func(w *world)
		want string
	}{
		{"no host", func(w *world) { w.Email = "person4@example.com" }, english(text.RefusalAttendance)},
		{"no host's address known", func(w *world) {
			p := &w.past[meetingID].Participants[2]
			p.Email, p.Account = "", "person3"
		}, english(text.AttendanceUnclear)},
		{"unknown", func(w *world) { w.AccountType = person.Unknown }, english(text.LaterIdentity)},
		{"address not confirmed", func(w *world) { w.Confirmed = false }, english(text.RefusalAttendance)},
		{"of another workspace", func(w *world) { w.Local = false }, english(text.RefusalAttendance)},
		{"guest", func(w *world) { w.AccountType = person.Guest }, english(text.RefusalGuest)},
		{"not held", func(w *world) { w.past = nil }, english(text.AttendanceNone)},
		{"not told", func(w *world) { w.came = nil }, english(text.AttendanceForbidden)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Unknown = access.UnknownAreMembers })
			w.held(3)
			tt.edit(w)
			for _, got := range []said{
				w.command(t, "attendance "+meetingID),
				w.click(t, click{ActionID: view.ActionAttendanceCSV, Value: "914083136:1"}),
			} {
				if !strings.Contains(got.Text, tt.want) || strings.Contains(string(got.raw), "Visitor") {
					t.Errorf("says %s, want %q", got.raw, tt.want)
				}
			}
		})
	}
}

// The card of a meeting that has ended offers it to hosts alone.
func TestAttendanceIsOfferedToHosts(t *testing.T) {
	t.Parallel()
	_, w := newBot(t, func(o *options) { o.Policy.HostSecrets = access.Nobody })
	w.held(3)
	if w.command(t, meetingID).value(view.ActionAttendance) == "" {
		t.Error("a host's card lacks the button")
	}
	w.Email = "person4@example.com"
	if w.command(t, meetingID).value(view.ActionAttendance) != "" {
		t.Error("another's card has the button")
	}
}
