package bot_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"meetingbot/bot/view"
)

// What else a command asks to be told of, in any order and as people say it.
func TestParseLateAndOverrun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text          string
		leads         []time.Duration
		late, overrun bool
	}{
		{"remind 914083136 10m", []time.Duration{10 * minute}, false, false},
		{"remind 914083136 10m late overrun", []time.Duration{10 * minute}, true, true},
		{"remind late 914083136 overrun 1h 10m", []time.Duration{hour, 10 * minute}, true, true},
		{"overrun remind 914 083 136 LATE", nil, true, true},
		{"remind me late 914083136", nil, true, false},
		{"remind 914083136, 10m, overtime", []time.Duration{10 * minute}, false, true},
		{"remind 914083136 10m and if it starts late", []time.Duration{10 * minute}, true, false},
		{"remind 914083136 when it starts and when it runs over", []time.Duration{0}, false, true},
		{"remind 914083136 10m, late start or overrun", []time.Duration{10 * minute}, true, true},
		{"remind 914083136 at the start, also if it hasn’t started", []time.Duration{0}, true, false},
		{"提醒 914083136 10分钟 迟到 超时", []time.Duration{10 * minute}, true, true},
		{"提醒914083136 10分钟，未开始和超时", []time.Duration{10 * minute}, true, true},
		{"914083136 10分钟前提醒我，没人来也提醒", nil, false, false}, // "提醒" twice
		{"提醒我 914083136 迟到超时", nil, true, true},
		{"提醒 914083136 提前1小时30分钟 如果还没开始", []time.Duration{90 * minute}, true, false},
		{"提醒 914083136 拖堂", nil, false, true},
		{"提醒 914083136 10分钟超时", []time.Duration{10 * minute}, false, true},
	}
	b, _ := newBot(t)
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			_, _, problem := b.Parse(tt.text)
			if problem != nil && (tt.late || tt.overrun || tt.leads != nil) {
				t.Fatalf("Parse(%q) has problem %+v", tt.text, problem)
			}
			late, overrun := b.ParseAlso(tt.text)
			if got := b.ParseLeads(tt.text); late != tt.late || overrun != tt.overrun || !slices.Equal(got, tt.leads) {
				t.Errorf("Parse(%q) = %v, late %v, overrun %v, want %v, %v, %v", tt.text, got, late, overrun, tt.leads, tt.late, tt.overrun)
			}
		})
	}
}

// Only what reminds takes these words: they may be of a subject elsewhere.
func TestLateInTheWrongPlace(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	for typed, strange := range map[string]string{
		"914083136 late": "late", "forget 914083136 overrun": "overrun", "late standup": "late standup", "超时": "超时",
	} {
		if word, _, problem := b.Parse(typed); problem == nil || problem.Unknown != strange {
			t.Errorf("Parse(%q) = %q, %+v, want problem with %q", typed, word, problem, strange)
		}
	}
}

// The words mean the same wherever they stand among the others.
func TestWordsStandInAnyOrder(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	rapid.Check(t, func(t *rapid.T) {
		words := []string{"remind", meetingID}
		for _, word := range []string{"late", "overrun", "10m", "me", "迟到", "超时", "and"} {
			if rapid.Bool().Draw(t, word) {
				words = append(words, word)
			}
		}
		has := func(word ...string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(word, w) })
		}
		typed := strings.Join(rapid.Permutation(words).Draw(t, "words"), " ")
		late, overrun := b.ParseAlso(typed)
		if _, id, problem := b.Parse(typed); problem != nil || id != meetingID ||
			late != has("late", "迟到") || overrun != has("overrun", "超时") || len(b.ParseLeads(typed)) > 0 != has("10m") {
			t.Fatalf("Parse(%q) = %q, %+v, late %v, overrun %v", typed, id, problem, late, overrun)
		}
	})
}

// A command adds to what stands, since it need not say everything.
func TestCommandAddsLateAndOverrun(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.command(t, "remind 914083136 1h late").has(t, "Also: if it starts late")
	w.keeps(t, "C1 914083136 [1h0m0s] late U1")
	w.command(t, "remind 914083136 overrun").has(t, "Changed: here is what I'll tell", "if it starts late · before it overruns")
	w.keeps(t, "C1 914083136 [1h0m0s] late overrun U1")
	w.command(t, "remind 914083136 2h").has(t, "at the new times", "if it starts late · before it overruns")
	w.keeps(t, "C1 914083136 [2h0m0s] late overrun U1")
	w.command(t, "remind 914083136 2h overrun late").has(t, "exactly these reminders")
	w.command(t, "reminders").has(t, "if it starts late · before it overruns")
}

// A form says everything: what is not ticked is not told any more.
func TestFormSetsLateAndOverrun(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	send := func(ticked ...string) {
		t.Helper()
		form := entered(w.opens(t, remindCard), view.AudienceChannel, "C1", "10m")
		form.View.State[view.InputAlso] = map[string][]string{view.InputAlso: ticked}
		w.sends(t, form)
	}
	send(view.AlsoLate, view.AlsoOverrun, "else")
	w.keeps(t, "C1 914083136 [10m0s] late overrun U1")
	if got := w.opens(t, remindCard).ticked(t); !slices.Equal(got, []string{view.AlsoLate, view.AlsoOverrun}) {
		t.Errorf("the form has ticked %v, want both", got)
	}
	send(view.AlsoOverrun)
	w.keeps(t, "C1 914083136 [10m0s] overrun U1")
	m := w.opens(t, click{ActionID: view.ActionReminderChange, Value: w.id(1), Ephemeral: true})
	if got := m.ticked(t); !slices.Equal(got, []string{view.AlsoOverrun}) {
		t.Errorf("the form to change them has ticked %v, want overrun", got)
	}
	send()
	w.keeps(t, "C1 914083136 [10m0s] U1")
}

// ticked is what is ticked in a form at first.
func (m modal) ticked(t *testing.T) (values []string) {
	t.Helper()
	var v struct {
		Blocks []struct {
			Element struct {
				Options []struct{ Value string } `json:"initial_options"`
			}
		}
	}
	if err := json.Unmarshal(m.raw, &v); err != nil {
		t.Fatal(err)
	}
	for _, b := range v.Blocks {
		for _, o := range b.Element.Options {
			values = append(values, o.Value)
		}
	}
	return values
}

// What was stopped comes back whole.
func TestUndoBringsLateAndOverrunBack(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.command(t, "remind 914083136 1h late overrun")
	stopped := w.command(t, "forget 914083136")
	w.keeps(t)
	w.click(t, click{ActionID: view.ActionReminderUndo, Value: stopped.value(view.ActionReminderUndo), Ephemeral: true})
	w.keeps(t, "C1 914083136 [1h0m0s] late overrun U1")
}
