package view_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

func bookForms() map[string]view.BookForm {
	empty := view.BookForm{BookState: view.BookState{Zone: "Asia/Shanghai"}, Length: 30 * time.Minute}
	full := view.BookForm{
		BookState: view.BookState{Zone: "America/New_York", OpenedIn: "C024BE7LR"},
		Subject:   "Budget review", Date: "2026-12-01", Time: "14:30", Length: 50 * time.Minute,
		Repeat: view.RepeatWeekly, Days: []time.Weekday{time.Tuesday, time.Sunday}, Until: "2027-02-01",
		People: []string{"U0ANAMOREL", "U0WEIWANG"}, Emails: "bo@example.com, cy@example.com", Entry: meeting.EntryInvited,
		WaitingRoom: true, Record: true, Remind: true, Leads: []time.Duration{time.Hour, 10 * time.Minute},
	}
	daily, monthly := empty, empty
	daily.Repeat, daily.Zone = view.RepeatDaily, "+20700"
	monthly.Repeat, monthly.Subject = view.RepeatMonthly, strings.Repeat("关于年度预算与项目进度的讨论会议", 32)
	doubtful := empty
	doubtful.Remarks = []string{"First remark.", strings.Repeat("x", 2000), strings.Repeat("y", 2000)}
	once, series := full, full
	once.Changes, once.Once, once.Invited, once.Subject = "914083136", true, 1, "*Budget* <!here> & more"
	series.Changes, series.Invited = "914083136", 12
	return map[string]view.BookForm{
		"empty": empty, "full": full, "daily": daily, "monthly": monthly, "doubtful": doubtful, "once": once, "series": series,
	}
}

func TestBookForm(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for name, f := range bookForms() {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				checkModal(t, "modal_book_"+name+"_"+lang, f.Modal(loc, view.ModalBook))
			})
		}
	}
}

// What stands in the form comes back from it, if nobody changes anything.
func TestReadBookForm(t *testing.T) {
	t.Parallel()
	for name, f := range bookForms() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := f.Modal(localizers(t)["en"], view.ModalBook)
			got, ok := view.ReadBookForm(m.PrivateMetadata, func(id string) []string { return initial(t, m, id) })
			want := f
			want.Shown, want.Leads, want.Remarks = f.Repeat, nil, nil
			if n := []rune(want.Subject); len(n) > 128 {
				want.Subject = got.Subject
			}
			if want.Once {
				want.Shown, want.Repeat, want.Days, want.Until = got.Shown, "", nil, ""
			}
			if diff := cmp.Diff(want, got); diff != "" || !ok {
				t.Errorf("ReadBookForm = %v (-want +got):\n%s", ok, diff)
			}
		})
	}
}

// initial are the initial values of the element of a form with an id.
func initial(t *testing.T, m slack.ModalViewRequest, id string) (all []string) {
	t.Helper()
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	type option struct{ Value string }
	var blocks []struct {
		Element struct {
			ActionID string   `json:"action_id"`
			Value    string   `json:"initial_value"`
			Date     string   `json:"initial_date"`
			Time     string   `json:"initial_time"`
			Users    []string `json:"initial_users"`
			Option   option   `json:"initial_option"`
			Options  []option `json:"initial_options"`
		}
	}
	if err := json.Unmarshal(raw, &blocks); err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		e := b.Element
		if e.ActionID != id {
			continue
		}
		for _, value := range append([]string{e.Value, e.Date, e.Time, e.Option.Value}, e.Users...) {
			if value != "" {
				all = append(all, value)
			}
		}
		for _, o := range e.Options {
			all = append(all, o.Value)
		}
	}
	return all
}

func TestParseBookState(t *testing.T) {
	t.Parallel()
	for _, want := range []view.BookState{
		{Zone: "UTC"}, {Zone: "Asia/Shanghai", OpenedIn: "C1", Shown: view.RepeatWeekly}, {Zone: "-12600", Once: true, Changes: "914083136 7"},
	} {
		if got, ok := view.ParseBookState(want.String()); !ok || got != want {
			t.Errorf("ParseBookState(%q) = %+v, %v", want, got, ok)
		}
	}
	for _, metadata := range []string{
		"", "book1", "book0|UTC||||0|", "book1|||||0|", "book1|Local||||0|", "book1|Nowhere/Land||||0|", "book1|+x||||0|", "book1|+86400||||0|",
		"book1|UTC||yearly||0|", "book1|UTC|||||", "book1|UTC||||0|a|b", "book1|UTC||||0|" + strings.Repeat("a", 1000),
	} {
		if got, ok := view.ParseBookState(metadata); ok {
			t.Errorf("ParseBookState(%q) = %+v, want nothing", metadata, got)
		}
	}
}

// A value that no form of ours has is refused.
func TestReadForeignBookForm(t *testing.T) {
	t.Parallel()
	state := view.BookState{Zone: "UTC"}.String()
	for id, value := range map[string]string{view.InputBookLength: "long", view.InputBookRepeat: "yearly", view.InputBookEntry: "nobody"} {
		entered := map[string][]string{view.InputBookLength: {"30"}}
		if _, ok := view.ReadBookForm(state, func(id string) []string { return entered[id] }); !ok {
			t.Fatal("the form as it should be is refused")
		}
		entered[id] = []string{value}
		if f, ok := view.ReadBookForm(state, func(id string) []string { return entered[id] }); ok {
			t.Errorf("with %q in %s, ReadBookForm = %+v, want nothing", value, id, f)
		}
	}
}

func TestZoneName(t *testing.T) {
	t.Parallel()
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	for want, zone := range map[string]*time.Location{
		"UTC": nil, "Asia/Shanghai": shanghai, "+20700": time.FixedZone("offset 20700", 20700), "-3600": time.FixedZone("offset -3600", -3600),
	} {
		if got := view.ZoneName(zone); got != want {
			t.Errorf("ZoneName(%v) = %q, want %q", zone, got, want)
		}
	}
}
