package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// calendar makes a Meeting API with 30 meetings, one an hour from now on. To
// each person1@example.com is invited, and person2 to the first, person3 to the
// second, and so on.
func (w *world) calendar() {
	const n = 30
	meetings := map[string]*meeting.Snapshot{}
	l := &meeting.Listing{Count: n}
	for i := 1; i <= n; i++ {
		s := snapshot(1)
		begin := monday().Truncate(time.Minute).Add(time.Duration(i) * time.Hour)
		c := s.Conference
		c.ID, c.Subject = meeting.Text(fmt.Sprintf("9000000%02d", i)), meeting.Text(fmt.Sprintf("Meeting %d", i))
		c.StartTime, c.EndTime = meeting.Text(begin.Format("2006-01-02 15:04")), meeting.Text(begin.Add(time.Hour).Format("2006-01-02 15:04"))
		s.Participants = append(s.Participants, meeting.Participant{Name: "Somebody", Email: meeting.Text(fmt.Sprintf("person%d@example.com", i+1))})
		s.Count = 2
		meetings[c.ID.String()] = s
		l.Conferences = append(l.Conferences, c)
	}
	w.find = func(search string) (*meeting.Listing, error) {
		found := &meeting.Listing{}
		for _, c := range l.Conferences {
			if strings.Contains(strings.ToLower(string(c.Subject)+" "+string(c.ID)), strings.ToLower(search)) {
				found.Conferences = append(found.Conferences, c)
			}
		}
		found.Count = len(found.Conferences)
		return found, nil
	}
	w.get = func(_ context.Context, id string) (*meeting.Snapshot, error) {
		if s, ok := meetings[id]; ok {
			return s, nil
		}
		return nil, &meeting.Error{Kind: meeting.NotFound}
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text  string
		email string
		lists access.Lists
		want  []string
		not   []string
	}{
		{"list", "person1@example.com", "", []string{"1–10 of 30", "Meeting 10"}, []string{"Meeting 11"}},
		{"列表", "person1@example.com", "", []string{"1–10 of 30"}, nil},
		{"list", "person8@example.com", "", []string{"1 meeting", "Meeting 7", english(text.ListMine)}, []string{"Meeting 8"}},
		{"list", "person8@example.com", access.ListAll, []string{"1–10 of 30"}, []string{english(text.ListMine)}},
		{"list", "", access.ListAll, []string{"1–10 of 30"}, nil},
		{"list", "nobody@example.com", "", []string{english(text.ListNoneUpcoming)}, []string{"Meeting"}},
		{"list", "", "", []string{english(text.ListUnverified)}, []string{"Meeting 1"}},
		// It is 18:30 in Shanghai, and the first meeting is at 19:30.
		{"today", "person1@example.com", "", []string{"*Today* · 5 meetings", "Meeting 5"}, []string{"Meeting 6"}},
		{"今天", "person1@example.com", "", []string{"5 meetings"}, nil},
		{"tomorrow", "person1@example.com", "", []string{"*Tomorrow* · 1–10 of 25", "Meeting 5", "Meeting 6"}, []string{"Meeting 4"}},
		{"明天", "person1@example.com", "", []string{"1–10 of 25"}, nil},
		{"week", "person1@example.com", "", []string{"*The next seven days* · 1–10 of 30"}, nil},
		{"本周", "person1@example.com", "", []string{"1–10 of 30"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.text+" "+tt.email, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lists = tt.lists })
			w.calendar()
			w.Email = tt.email
			got := w.command(t, tt.text)
			for _, want := range tt.want {
				if !strings.Contains(got.Text, want) {
					t.Errorf("%s lacks %q:\n%s", tt.text, want, got.Text)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(strings.ReplaceAll(got.Text, "Meeting ID", ""), "*"+not+"*") || not == english(text.ListMine) && strings.Contains(got.Text, not) {
					t.Errorf("%s has %q:\n%s", tt.text, not, got.Text)
				}
			}
		})
	}
}

// Meetings whose lists do not tell who is invited are counted, without a word of
// what they are about. Where lookups of them are denied, so is a search for words in
// their subjects.
func TestListsCountWhatCannotBeTold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text   string
		access access.Lookup
		want   int
	}{
		{"list", access.Members, 2},
		{"today", access.Members, 1},
		{"find 900000009", access.Members, 1},
		{"list", access.Invitees, 2},
		{"find 900000009", access.Invitees, 0},
	} {
		t.Run(fmt.Sprint(tt.text, " ", tt.access), func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lookup = tt.access })
			w.calendar()
			get := w.get
			w.get = func(ctx context.Context, id string) (*meeting.Snapshot, error) {
				m, err := get(ctx, id)
				if id == "900000002" || id == "900000009" {
					m.Participants = []meeting.Participant{{Name: "Booker", Account: "booker"}, {Name: "Room", AttendeeType: meeting.AttendeeRoom}}
				}
				return m, err
			}
			w.Email = "nobody@example.com"
			want := ""
			if tt.want > 0 {
				want = w.localizer().Count(text.ListUnclear, tt.want)
			}
			got := w.command(t, tt.text)
			if !strings.Contains(got.Text, want) || want == "" && strings.Contains(got.Text, "can't tell") || strings.Contains(got.Text, "*Meeting") {
				t.Errorf("says\n%s\nwant no meeting, and %q", got.Text, want)
			}
		})
	}
}

// A list's pages turn in place, and what is picked comes beside it.
func TestListsTurn(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.calendar()
	w.Email = "person1@example.com"
	next := w.press(t, w.command(t, "list"), view.ActionListNext)
	if !strings.Contains(next.Text, "11–20 of 30") || !next.ReplaceOriginal {
		t.Fatalf("the next page: %s", next.raw)
	}
	if got := w.press(t, next, view.ActionListPrevious); !strings.Contains(got.Text, "1–10 of 30") {
		t.Errorf("the page before:\n%s", got.Text)
	}
	if card := w.press(t, next, view.ActionPick); !strings.HasPrefix(card.Text, "Meeting 11\n") || card.ReplaceOriginal {
		t.Errorf("the first one picked: %s", card.raw)
	}
	if got := w.click(t, click{ActionID: view.ActionListNext, Value: "yesterday:1", Ephemeral: true}); !strings.Contains(got.Text, english(text.StaleButton)) {
		t.Errorf("a forged page says %q", got.Text)
	}
}

// An empty list leads to one of more days, in its place.
func TestEmptyListsLeadOn(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.calendar()
	w.Email = "person9@example.com" // invited to the meeting of tomorrow at 02:30
	empty := w.command(t, "today")
	if !strings.HasPrefix(empty.Text, english(text.ListNoneToday)) {
		t.Fatalf("an empty day says\n%s", empty.Text)
	}
	week := w.press(t, empty, view.ActionListOther)
	if !strings.Contains(week.Text, "*"+english(text.ListWeek)+"*") || !strings.Contains(week.Text, "Meeting 8") || !week.ReplaceOriginal {
		t.Errorf("the week says\n%s", week.raw)
	}
	if week.value(view.ActionListOther) != "" {
		t.Error("a list that has meetings leads to another")
	}
	none := w.click(t, click{ActionID: view.ActionListNext, Value: "list:2:nothing", Ephemeral: true}) // the next page of what is gone by now
	if all := w.press(t, none, view.ActionListOther); !strings.Contains(all.Text, english(text.ListUpcoming)) {
		t.Errorf("from a search that found nothing one gets to\n%s", all.Text)
	}
}

// A list must not tell what a lookup would refuse.
func TestListsKeepTheAccessRules(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		access   access.Lookup
		standing person.AccountType
		want     string
	}{
		{access.Members, person.Guest, english(text.RefusalGuest)},
		{access.Members, person.External, english(text.RefusalExternal)},
		{access.Everyone, person.Bot, english(text.RefusalBot)},
		{access.Invitees, person.Member, "1 meeting"},
		{access.Everyone, person.Guest, "1–10 of 30"},
	} {
		t.Run(string(tt.access)+" "+string(tt.standing), func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lookup, o.Policy.Lists = tt.access, access.ListAll })
			w.calendar()
			w.AccountType, w.Email = tt.standing, "person8@example.com"
			for _, typed := range []string{"list", "find meeting"} {
				got := w.command(t, typed)
				if tt.want == "1 meeting" && typed != "list" {
					if !strings.HasPrefix(got.Text, "Meeting 7\n") {
						t.Errorf("%s says\n%s\nwant the card of the only one", typed, got.Text)
					}
				} else if !strings.Contains(got.Text, tt.want) {
					t.Errorf("%s says\n%s\nwant %q", typed, got.Text, tt.want)
				}
			}
		})
	}
}

// foundNothing says that a search found nothing.
func foundNothing(quoted string) string {
	w := world{people: &people{Person: person.Person{Language: language.English}}}
	return w.speak(text.FoundNothing, text.Args{"Text": quoted})
}

func TestFind(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, searched, want string }{
		{"find Meeting 17", "Meeting 17", "Meeting 17\nScheduled"},
		{"FIND meeting 17", "meeting 17", "Meeting 17\nScheduled"},
		{"查找 17", "17", "Meeting 17\nScheduled"},
		{"查找meeting 17", "meeting 17", "Meeting 17\nScheduled"},
		{"find meeting 1", "meeting 1", "for `meeting 1` · 1–10 of 11"},
		{"find 900 000 007", "900000007", "Meeting 7\nScheduled"},
		{"find 900\u00a0000\u00a0007", "900000007", "Meeting 7\nScheduled"}, // as copied from a list
		{"find <https://meeting.huaweicloud.com/#/j/900000007|the link>", "900000007", "Meeting 7\nScheduled"},
		{"find <#C024BE7LR|launch> plan", "launch plan", foundNothing("`launch plan`")},
		{"find <@U024BE7LH|ana> &lt;b&gt; <@U024BE7LH>", "ana <b> @U024BE7LH", foundNothing("`ana &lt;b&gt; @U024BE7LH`")},
		{"find <https://example.com/?a=1&amp;b=2|a page>", "https://example.com/?a=1&b=2", foundNothing("`https://example.com/?a=1&amp;b=2`")},
		{"find <tel:5550100|5550100> <oops", "5550100 <oops", foundNothing("`&lt;oops`")},
		{"find help", "help", foundNothing("`help`")},
		{"find budget &amp; plan", "budget & plan", foundNothing("`budget &amp; plan`")},
		{"find “Meeting 17”", "Meeting 17", "Meeting 17\nScheduled"},
		{"find: meeting 17", "meeting 17", "Meeting 17\nScheduled"},
		{"find \"meeting 17\"", "meeting 17", "Meeting 17\nScheduled"},
		{"查找：「meeting 17」", "meeting 17", "Meeting 17\nScheduled"},
		{"找 17", "17", "Meeting 17\nScheduled"},
		{"找meeting 17", "meeting 17", "Meeting 17\nScheduled"},
		{"搜 17", "17", "Meeting 17\nScheduled"},
		{"meeting 17", "meeting 17", "Meeting 17\nScheduled"},
		{"“Meeting 17”", "Meeting 17", "Meeting 17\nScheduled"},
		{"17", "17", "Meeting 17\nScheduled"},
		{"find 17 meeting", "17 meeting 17", "Meeting 17\nScheduled"},
		{"please show my meeting 17", "please show my meeting 17 17", "Meeting 17\nScheduled"},
		{"find 900000099", "900000099", foundNothing("`900000099`")},
		{"900000007 find", "900000007", "Meeting 7\nScheduled"},
		{"find \u3164", "", english(text.UsageFind)},
		{"find: ", "", english(text.UsageFind)},
		{"find", "", english(text.UsageFind)},
		{"查找", "", english(text.UsageFind)},
		{"find " + strings.Repeat("会", 129), "", english(text.UsageTooLong)},
	}
	for _, tt := range tests {
		t.Run(tt.text[:min(len(tt.text), 30)], func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.calendar()
			w.Email = "person1@example.com"
			got := w.command(t, tt.text)
			if !strings.Contains(got.Text, tt.want) {
				t.Errorf("%q says\n%s\nwant %q", tt.text, got.Text, tt.want)
			}
			if searched := strings.Join(w.searched, " "); searched != tt.searched {
				t.Errorf("%q searched for %q, want %q", tt.text, searched, tt.searched)
			}
		})
	}
}

// Turning a page of what was found asks for the same again.
func TestFoundPagesTurn(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.calendar()
	w.Email = "person1@example.com"
	got := w.press(t, w.command(t, "find Meeting 1"), view.ActionListNext)
	if !strings.Contains(got.Text, "for `Meeting 1` · 11 of 11") || !slices.Equal(w.searched, []string{"Meeting 1", "Meeting 1"}) {
		t.Errorf("searched for %q and shows\n%s", w.searched, got.Text)
	}
}

// A list that may be longer than what was read is never one hit.
func TestCutListsAreNotOneHit(t *testing.T) {
	t.Parallel()
	_, w := newBot(t, func(o *options) { o.Policy.Lists = access.ListAll })
	w.find = func(string) (*meeting.Listing, error) {
		return &meeting.Listing{Conferences: []*meeting.Conference{snapshot(0).Conference}, Count: 600}, nil
	}
	if got := w.command(t, "find budget"); !strings.Contains(got.Text, w.speak(text.ListCut, text.Args{"Read": 1, "Total": 600})) {
		t.Errorf("says\n%s", got.Text)
	}
}

func TestListsThatFail(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err      error
		want     string
		operator bool
	}{
		{&meeting.Error{Kind: meeting.Forbidden}, english(text.ListForbidden), true},
		{&meeting.Error{Kind: meeting.SignInRefused}, english(text.RefusalAccount), true},
		{errors.New("broken"), "Sorry", true},
	} {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.find = func(string) (*meeting.Listing, error) { return nil, tt.err }
			r := &recorder{t: t}
			err := ask(t.Context(), w.bot, command{Origin: origin(), Text: "list"}, r.send)
			if got := r.only(); !strings.Contains(got.Text, tt.want) || !errors.Is(err, tt.err) {
				t.Errorf("says %q and tells the operator %v", got.Text, err)
			}
		})
	}
}

// A number that people type may be that of a cloud room: the buttons of the card
// lead to the meeting in it, and a meeting that has ended can still be seen.
func TestResolvedNumbers(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	s := snapshot(57)
	s.Conference.RoomNumber = "98137105"
	w.answers(s, nil)
	card := w.command(t, "981 371 05")
	if card.value(view.ActionNext) != "914083136:2" || !strings.Contains(card.Text, "Meeting ID: 981 371 05") {
		t.Errorf("a room's card: %s", card.raw)
	}
	s.Ended, s.Conference.State = true, meeting.StateEnded
	ended := w.press(t, card, view.ActionNext)
	if !strings.Contains(ended.Text, "Ended") || strings.Contains(string(ended.raw), "9505dc") || !strings.Contains(ended.shown(), "11–20 of 57") {
		t.Errorf("a meeting that has ended shows\n%s", ended.Text)
	}
}
