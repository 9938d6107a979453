package bot_test

import (
	"strings"
	"testing"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// searchForm opens the form that searches the people of meeting 914083136, from
// a card that others see, and returns it.
func (w *world) searchForm(t *testing.T) modal {
	t.Helper()
	c := click{Origin: origin(), ActionID: view.ActionPeopleSearch, Value: w.command(t, meetingID).value(view.ActionPeopleSearch)}
	c.TriggerID = "1718.T1"
	r := &recorder{t: t}
	if err := ask(t.Context(), w.bot, c, r.send); err != nil || len(r.all) != 0 {
		t.Fatalf("Click on Search = %v, said %+v, want a modal alone", err, r.all)
	}
	return w.slack.lastModal(t)
}

// lookFor sends the form off with words in it.
func (w *world) lookFor(t *testing.T, form modal, words string) bot.Reply {
	t.Helper()
	v, err := w.submit(t.Context(), submission{Origin: origin(), View: bot.View{
		ID: "V1", CallbackID: form.CallbackID, Metadata: form.PrivateMetadata,
		State: bot.State{view.BlockPeopleQuery: {view.ActionPeopleQuery: {words}}},
	}})
	if err != nil {
		t.Errorf("Submit = %v, want nil", err)
	}
	return v
}

func TestSearchPeople(t *testing.T) {
	t.Parallel()
	tests := []struct{ words, want, not string }{
		{"person 5", "Results for `person 5` · 9\"", "Person 6"},
		{" PERSON 31 ", " · 1\"", "Person 3\""},
		{"ｐｅｒｓｏｎ 31", " · 1\"", ""},
		{"研发", " · 1\"", ""},
		{"person", "1–10 of 57", "Person 12"},
		{"example.com", "Nobody on the invitation list", ""},
		{"+86138", "Nobody on the invitation list", ""},
		{"`<!channel>`", "Nobody on the invitation list has `ˋ&lt;!channel&gt;ˋ`", ""},
	}
	for _, tt := range tests {
		t.Run(tt.words, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			s := snapshot(57)
			s.Participants[40].Department = "智能研发部"
			w.knows(s)
			got := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(swapped(t, w.lookFor(t, w.searchForm(t), tt.words)))
			if !strings.Contains(got, tt.want) || tt.not != "" && strings.Contains(got, tt.not) {
				t.Errorf("looking for %q shows %s, want %q and not %q", tt.words, got, tt.want, tt.not)
			}
		})
	}
}

// The pages of what was found turn within the form.
func TestFoundPeopleTurn(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(57))
	w.lookFor(t, w.searchForm(t), "person")
	c := click{Origin: origin(), ActionID: view.ActionPeopleNext, Value: "914083136:6", View: bot.View{
		ID: "V1", Hash: "h", CallbackID: view.ModalPeople, Metadata: sealed(origin(), view.ModalPeople, "914083136:1 person"),
	}}
	r := &recorder{t: t}
	if err := ask(t.Context(), w.bot, c, r.send); err != nil || len(r.all) != 0 {
		t.Fatalf("turning the page = %v, said %+v", err, r.all)
	}
	form := w.slack.lastModal(t)
	if got := string(form.raw); form.id != "V1" || !strings.Contains(got, "51–57 of 57") || !strings.Contains(got, view.ActionPeoplePrevious) || strings.Contains(got, view.ActionPeopleNext) {
		t.Errorf("the sixth page: %s", got)
	}
	c.View.Metadata = "nonsense"
	if err := ask(t.Context(), w.bot, c, r.send); err != nil || len(r.all) != 0 {
		t.Fatalf("pressing in a form of another version = %v, said %+v", err, r.all)
	}
	if got := string(w.slack.lastModal(t).raw); !strings.Contains(got, w.speak(text.StaleModal)) {
		t.Errorf("a form of another version becomes %s", got)
	}
}

// Of a list that is cut, the API searches what was not read. It is not asked about a
// list that has everybody.
func TestSearchPeopleOfCutList(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		count      int
		search     func(*meeting.Snapshot) (*meeting.Snapshot, error)
		want, lack string
		asked      int
	}{
		{"everybody was read", 20, nil, "Nobody on the invitation list", "could be read", 0},
		{"the API finds", 57, func(*meeting.Snapshot) (*meeting.Snapshot, error) {
			return &meeting.Snapshot{Participants: []meeting.Participant{{Name: "Zoe Chen"}, {Name: "Ana", ID: "+86138000zoe"}}, Count: 2}, nil
		}, " · 1\"", "could be read", 1},
		{"the API fails", 57, nil, "20 of 57 could be read", "Zoe Chen", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			s := snapshot(20)
			s.Count, w.search = tt.count, tt.search
			w.knows(s)
			got := swapped(t, w.lookFor(t, w.searchForm(t), "zoe"))
			if !strings.Contains(got, tt.want) || strings.Contains(got, tt.lack) || strings.Contains(got, "Ana") {
				t.Errorf("shows %s, want %q and not %q", got, tt.want, tt.lack)
			}
			if len(w.searched) != tt.asked {
				t.Errorf("the API searched for %q, want %d searches", w.searched, tt.asked)
			}
		})
	}
}

func TestSearchPeopleRefused(t *testing.T) {
	t.Parallel()
	_, w := newBot(t, func(o *options) { o.Policy.Lookup = access.Invitees })
	w.knows(snapshot(57))
	form := w.searchForm(t)
	if v := w.lookFor(t, form, " \u3164\u2800 "); !strings.Contains(string(v.JSON()), english(text.PeopleEmpty)) {
		t.Errorf("looking for nothing: %s", v.JSON())
	}
	w.Email = "nobody@example.com"
	if got := swapped(t, w.lookFor(t, form, "person")); !strings.Contains(got, english(text.RefusalNotInvited)) {
		t.Errorf("looking without being invited: %s", got)
	}
	w.AccountType = person.Guest
	if got := swapped(t, w.lookFor(t, form, "person")); !strings.Contains(got, english(text.RefusalGuest)) {
		t.Errorf("looking as a guest: %s", got)
	}
	w.AccountType = person.Member
	w.fresh = nil
	w.answers(nil, &meeting.Error{Kind: meeting.NotFound})
	if got := swapped(t, w.lookFor(t, form, "person")); !strings.Contains(got, english(text.RefusalNotFound)) {
		t.Errorf("looking in a meeting that is gone: %s", got)
	}
	form.PrivateMetadata = "nonsense"
	if got := swapped(t, w.lookFor(t, form, "person")); !strings.Contains(got, english(text.StaleModal)) {
		t.Errorf("a form of another version: %s", got)
	}
}
