package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
	"meetingbot/playground/blockkit"
)

// typing is what is typed into the menu of meetings.
func typing(says string) bot.Question {
	o := origin()
	o.ChannelID, o.TriggerID = "", ""
	return bot.Question{
		Origin: o, Kind: bot.KindSuggestion, Surface: bot.SurfaceModal, Action: bot.Action{ID: view.ActionFind}, Text: says,
		View: bot.View{ID: "V1", Hash: "h", CallbackID: view.ModalFind},
	}
}

// offered are the options for what is typed: heading, text and value. It fails the
// test unless there is exactly one answer, of options that Slack takes.
func (w *world) offered(t *testing.T, q bot.Question) []string {
	t.Helper()
	all, err := w.offeredOrNot(t, q)
	if err != nil {
		t.Errorf("%q: %v, want no error", q.Text, err)
	}
	return all
}

// offeredOrNot is offered with the error for the operator.
func (w *world) offeredOrNot(t *testing.T, q bot.Question) ([]string, error) {
	t.Helper()
	var answers [][]byte
	err := answer(t.Context(), w.bot, q, func(_ context.Context, r bot.Reply) error {
		answers = append(answers, r.JSON())
		return nil
	})
	if len(answers) != 1 {
		t.Fatalf("%q is answered with %q (%v), want options", q.Text, answers, err)
	}
	if problems := blockkit.CheckOptions(answers[0]); len(problems) > 0 {
		t.Errorf("Slack would refuse the options: %v", problems)
	}
	var got struct {
		Groups []struct {
			Label   words `json:"label"`
			Options []struct {
				Text  words  `json:"text"`
				Value string `json:"value"`
			} `json:"options"`
		} `json:"option_groups"`
	}
	if err := json.Unmarshal(answers[0], &got); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, g := range got.Groups {
		for _, o := range g.Options {
			all = append(all, g.Label.Text+"|"+o.Text.Text+"|"+o.Value)
		}
	}
	return all, err
}

// listed is a meeting on a list, from an hour of the day after some others, in UTC.
func listed(id, subject string, days int) *meeting.Conference {
	start := monday().Truncate(time.Hour).Add(time.Hour).AddDate(0, 0, days)
	return &meeting.Conference{
		ID: meeting.Text(id), Subject: meeting.Text(subject), BookerName: "Zoë", State: meeting.StateScheduled,
		StartTime: meeting.Text(start.Format("2006-01-02 15:04")), EndTime: meeting.Text(start.Add(time.Hour).Format("2006-01-02 15:04")),
	}
}

// findsThree has a list of three meetings, the last two without U1.
func (w *world) findsThree() {
	all := []*meeting.Conference{listed(meetingID, "Budget", 0), listed("935150742", "Weekly sync", 1), listed("928473016", "预算评审", 5)}
	w.find = func(string) (*meeting.Listing, error) {
		return &meeting.Listing{Conferences: all, Count: len(all)}, nil
	}
	w.get = func(_ context.Context, id string) (*meeting.Snapshot, error) {
		s := snapshot(2)
		if id == meetingID {
			s = snapshot(3) // person 3 asks
		}
		return s, nil
	}
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	const budget, weekly, review = "Today|Budget|914083136:1", "Tomorrow|Weekly sync|935150742:1", "Later|预算评审|928473016:1"
	tests := []struct {
		typed string
		want  []string
	}{
		{"", []string{budget, weekly, review}},
		{"  ", []string{budget, weekly, review}},
		{"BUDG", []string{budget}},
		{"sync weekly", []string{weekly}},
		{"zoë", []string{budget, weekly, review}},
		{"预算", []string{review}},
		{"9140", []string{budget}},
		{"914 083 136", []string{budget}},
		{"９１４０８３１３６", []string{budget}},
		{"https://meeting.huaweicloud.com/#/j/935150742/c0de", []string{weekly}},
		{"914083", []string{budget, "By its ID|Look up 914 083|914083:1"}},
		{"986610273", []string{"By its ID|Look up 986 610 273|986610273:1"}},
		{"https://meeting.huaweicloud.com/#/j/986610273/c0de", []string{"By its ID|Look up 986 610 273|986610273:1"}},
		{"nothing like it", nil},
		{strings.Repeat("x", 5000), nil},
	}
	for _, tt := range tests {
		t.Run(tt.typed[:min(len(tt.typed), 40)], func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lists = access.ListAll })
			w.findsThree()
			if diff := cmp.Diff(tt.want, w.offered(t, typing(tt.typed))); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.typed, diff)
			}
			if !slices.Equal(w.searched, []string{""}) {
				t.Errorf("searched for %q, want the list that all share", w.searched)
			}
		})
	}
}

// What is offered is what a list would have.
func TestSuggestionsKeepToAccess(t *testing.T) {
	t.Parallel()
	mine, all, none := 1, 3, 0
	tests := map[string]struct {
		policy access.Policy
		who    func(p *person.Person)
		team   string
		key    workspace.Key
		want   int
	}{
		"their own":                             {want: mine},
		"all":                                   {policy: access.Policy{Lists: access.ListAll}, want: all},
		"invitees see no others":                {policy: access.Policy{Lists: access.ListAll, Lookup: access.Invitees}, want: mine},
		"without an address":                    {who: func(p *person.Person) { p.Email = "" }, want: none},
		"a guest":                               {policy: access.Policy{Lists: access.ListAll}, who: is(person.Guest), want: none},
		"a guest where everyone may":            {policy: access.Policy{Lists: access.ListAll, Lookup: access.Everyone}, who: is(person.Guest), want: all},
		"somebody of another organisation":      {policy: access.Policy{Lists: access.ListAll}, who: is(person.External), want: none},
		"whose team is another one":             {policy: access.Policy{Lists: access.ListAll}, team: "T9", want: none},
		"a bot":                                 {policy: access.Policy{Lists: access.ListAll}, who: is(person.Bot), want: none},
		"of whom Slack says nothing":            {policy: access.Policy{Lists: access.ListAll}, who: is(person.Unknown), want: none},
		"whose team is the organisation":        {policy: access.Policy{Lists: access.ListAll}, team: "E1", who: func(p *person.Person) { p.Organisation = "E1" }, key: workspace.Key{EnterpriseID: "E1", TeamID: "T1"}, want: all},
		"whose team is some other organisation": {policy: access.Policy{Lists: access.ListAll}, team: "E2", want: none},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy = tt.policy })
			w.findsThree()
			if tt.who != nil {
				tt.who(&w.Person)
			}
			q := typing("")
			q.UserTeam = tt.team
			if tt.key != (workspace.Key{}) {
				q.Key = tt.key
			}
			got, err := w.offeredOrNot(t, q)
			if unknown := w.AccountType == person.Unknown; len(got) != tt.want || (err != nil) != unknown {
				t.Errorf("offered are %q (%v), want %d, and an error for the operator: %v", got, err, tt.want, unknown)
			}
		})
	}
}

// is makes a person one of another type.
func is(kind person.AccountType) func(*person.Person) {
	return func(p *person.Person) { p.AccountType = kind }
}

// Nobody can be told why there is nothing: no failure is an error, and what is slow
// is answered in time.
func TestSuggestionsThatFail(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.find = func(string) (*meeting.Listing, error) { return nil, &meeting.Error{Kind: meeting.Unavailable} }
	if got := w.offered(t, typing("budget")); len(got) != 0 {
		t.Errorf("offered are %q, want nothing", got)
	}
	if got := w.offered(t, typing(meetingID)); len(got) != 1 {
		t.Errorf("offered are %q, want the number that was typed", got)
	}
	if got := w.bot.Sorry(t.Context(), typing("")).JSON(); string(got) != `{"options":[]}` {
		t.Errorf("what is cut off is answered with %s, want no options", got)
	}
	synctest.Test(t, func(t *testing.T) {
		_, w := newBotAsking(t, &users{takes: time.Minute})
		begun := time.Now()
		if got, err := w.offeredOrNot(t, typing("")); err == nil || len(got) != 0 || time.Since(begun) > 2*time.Second {
			t.Errorf("offered are %q after %s, want nothing within 2 s", got, time.Since(begun))
		}
	})
}

// Where the list is not whole, the API is asked for what was typed.
func TestSuggestionsOfALongList(t *testing.T) {
	t.Parallel()
	_, w := newBot(t, func(o *options) { o.Policy.Lists = access.ListAll })
	var all []*meeting.Conference
	for i := range 500 {
		all = append(all, listed(fmt.Sprintf("91%07d", i), strings.Repeat("长", 200), 0))
	}
	w.find = func(search string) (*meeting.Listing, error) {
		if search == "rare" {
			return &meeting.Listing{Conferences: []*meeting.Conference{listed("935150742", "Rare", 0)}, Count: 1}, nil
		}
		return &meeting.Listing{Conferences: all, Count: 900}, nil
	}
	if got := w.offered(t, typing("")); len(got) == 0 || len(got) > 100 || utf8.RuneCountInString(strings.Split(got[0], "|")[1]) > 75 {
		t.Errorf("%d options, the first %q, want 100 at most of 75 characters", len(got), got[:min(1, len(got))])
	}
	if got := w.offered(t, typing("rare")); len(got) != 1 {
		t.Errorf("offered are %q, want what the API finds", got)
	}
}

func TestFindShortcut(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	q := bot.Question{Origin: origin(), Kind: bot.KindShortcut, Surface: bot.SurfaceShortcut, Action: bot.Action{ID: view.ShortcutFind}}
	q.ChannelID = ""
	if err := answer(t.Context(), w.bot, q, silent(t)); err != nil {
		t.Fatal(err)
	}
	if m := w.slack.lastModal(t); m.CallbackID != view.ModalFind || m.trigger != "12.34" {
		t.Errorf("opened %s with trigger %s, want the modal that finds meetings", m.raw, m.trigger)
	}
	// What is chosen is shown in it, and so is why there is nothing to show.
	chosen := click{Origin: q.Origin, ActionID: view.ActionFind, Value: "914083136:1", View: bot.View{ID: "V1", Hash: "h", CallbackID: view.ModalFind}}
	w.answers(snapshot(57), nil)
	for _, action := range []string{view.ActionFind, view.ActionNext, view.ActionRefresh} {
		chosen.ActionID = action
		if err := ask(t.Context(), w.bot, chosen, silent(t)); err != nil {
			t.Fatal(err)
		}
		raw := string(w.slack.lastModal(t).raw)
		for _, want := range []string{view.ActionFind, "Budget", view.ActionJoin, "Person 1", "365874"} {
			if !strings.Contains(raw, want) {
				t.Errorf("after %s the modal has no %q: %s", action, want, raw)
			}
		}
		for _, never := range []string{view.ActionMenu, view.ActionPeopleSearch, chairCode, "772041"} {
			if strings.Contains(raw, never) {
				t.Errorf("after %s the modal has %q", action, never)
			}
		}
	}
	chosen.ActionID = view.ActionFind
	w.answers(nil, &meeting.Error{Kind: meeting.NotFound})
	if err := ask(t.Context(), w.bot, chosen, silent(t)); err != nil {
		t.Fatal(err)
	}
	if raw := string(w.slack.lastModal(t).raw); !strings.Contains(raw, view.ActionFind) || !strings.Contains(raw, w.speak(text.RefusalNotFound, text.Args{"Number": "914 083 136"})) {
		t.Errorf("the modal says %s, want why there is no card", raw)
	}
}
