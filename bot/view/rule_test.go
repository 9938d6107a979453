package view_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// ruleFacts describe a rule of a channel, changed by edits.
func ruleFacts(edits ...func(*view.RuleFacts)) view.RuleFacts {
	f := view.RuleFacts{
		ID: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Words: "weekly", Leads: []time.Duration{time.Hour, 10 * time.Minute}, Typed: "1h 10m",
		SetBy: "U024BE7LH", Channel: "C024BE7LR", Matched: 3, Most: 50,
	}
	for _, edit := range edits {
		edit(&f)
	}
	return f
}

func mineRule(f *view.RuleFacts) { f.Words = "" }

func ownRule(f *view.RuleFacts) { f.Channel = "" }

func cutRule(f *view.RuleFacts) { f.Matched = 73 }

func markupRule(f *view.RuleFacts) { f.Words, f.Setter = markup, markup }

// longRule is as long as it gets.
func longRule(f *view.RuleFacts) {
	var r view.ReminderFacts
	withLongLeads(&r)
	f.Words, f.Leads, f.Problem, f.Matched = strings.Repeat("&", 100), r.Leads, text.RuleAccountLost, 999
}

// following are rules and reminders on a page of a list.
func following(rules int, f view.ReminderListFacts, edits ...func(*view.RuleFacts)) view.ReminderListFacts {
	for i := range rules {
		f.Rules = append(f.Rules, ruleFacts(append(edits, func(r *view.RuleFacts) { r.ID = fmt.Sprintf("%026d", i) })...))
	}
	return f
}

func TestRuleMessages(t *testing.T) {
	t.Parallel()
	next := []view.NextMeeting{
		{"Weekly sync", now().Add(time.Hour)},
		{markup, now().Add(2 * time.Hour)},
		{"", now().Add(26 * time.Hour)},
		{strings.Repeat("&", 200), now().Add(27 * time.Hour)},
		{"Weekly 5", now().Add(28 * time.Hour)},
	}
	followed := func(f view.FollowFacts, edits ...func(*view.RuleFacts)) func(view.Reader) view.Message {
		f.RuleFacts = ruleFacts(edits...)
		return func(r view.Reader) view.Message { return view.Followed(r, f) }
	}
	list := func(f view.ReminderListFacts) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message { return view.Reminders(r, "/meeting", f) }
	}
	stoppedRule := func(f view.ReminderListFacts, edits ...func(*view.RuleFacts)) view.ReminderListFacts {
		r := ruleFacts(edits...)
		f.StoppedRule, f.Undo = &r, "SEALED"
		return f
	}
	warnedMine := func(r view.Reader) view.Message {
		rule := ruleFacts(mineRule)
		return view.Warning(r.Localizer, "/meeting", text.WarnSetterLost, reminderFacts(func(f *view.ReminderFacts) { f.Rule, f.Number = &rule, "" }))
	}
	one := func(f *view.RuleFacts) { f.Matched = 1 }
	warned := func(key text.Key, number string) func(view.Reader) view.Message {
		return func(r view.Reader) view.Message {
			rule := ruleFacts()
			return view.Warning(r.Localizer, "/meeting", key, reminderFacts(func(f *view.ReminderFacts) { f.Rule, f.Number = &rule, number }))
		}
	}
	tests := map[string]func(view.Reader) view.Message{
		"set":         followed(view.FollowFacts{Counted: true, Next: next[:3]}),
		"set_one":     followed(view.FollowFacts{Counted: true, Next: next[:1]}, one),
		"set_none":    followed(view.FollowFacts{Counted: true}),
		"set_more":    followed(view.FollowFacts{Counted: true, Next: next}, func(f *view.RuleFacts) { f.Matched = 12 }),
		"set_cut":     followed(view.FollowFacts{Counted: true, Next: next}, cutRule),
		"set_you":     followed(view.FollowFacts{Counted: true, Next: next[:1]}, one, ownRule),
		"mine":        followed(view.FollowFacts{Counted: true, Next: next[:1]}, one, mineRule),
		"mine_you":    followed(view.FollowFacts{Counted: true, Next: next[:1]}, one, mineRule, ownRule),
		"already":     followed(view.FollowFacts{Already: true}),
		"already_you": followed(view.FollowFacts{Already: true}, ownRule),
		"changed":     followed(view.FollowFacts{Before: []time.Duration{0}}),
		"changed_you": followed(view.FollowFacts{Before: []time.Duration{0}}, ownRule),
		"hint":        followed(view.FollowFacts{Hint: view.Obstacle{Sentence: text.HintScope, Scope: "mpim:read"}}),
		"markup":      followed(view.FollowFacts{Counted: true, Next: next}, markupRule),
		"invite": func(r view.Reader) view.Message {
			return view.CannotFollow(r.Localizer, "/meeting", view.Obstacle{Sentence: text.CannotInvite}, ruleFacts())
		},
		"usage":        func(r view.Reader) view.Message { return view.FollowUsage(r.Localizer, "/meeting", text.FollowWhich) },
		"too_long":     func(r view.Reader) view.Message { return view.FollowUsage(r.Localizer, "/meeting", text.FollowTooLong) },
		"too_many":     func(r view.Reader) view.Message { return view.FollowTooMany(r.Localizer, "/meeting", 20) },
		"gone":         func(r view.Reader) view.Message { return view.Sentence(r.Localizer, text.RuleGone) },
		"list":         list(following(2, reminderListOf(1, 3))),
		"list_rules":   list(following(2, reminderListOf(0, 2), cutRule)),
		"list_mine":    list(following(1, reminderListOf(0, 1), mineRule)),
		"list_paused":  list(following(1, reminderListOf(0, 1), func(f *view.RuleFacts) { f.Problem = text.RuleAccessLost })),
		"list_full":    list(stoppedRule(following(10, view.ReminderListFacts{Page: 9999, Total: 99_990, Own: 1}, longRule), longRule)),
		"list_stopped": list(stoppedRule(view.ReminderListFacts{Page: 1})),
		"list_both":    list(ruleOf(following(1, ownFrom(1, reminderListOf(2, 4))), ruleFacts(ownRule, mineRule))),
		"stopped":      func(r view.Reader) view.Message { return view.RuleStopped(r.Localizer, ruleFacts(), "SEALED") },
		"stopped_you":  func(r view.Reader) view.Message { return view.RuleStopped(r.Localizer, ruleFacts(ownRule), "SEALED") },
		"stopped_away": func(r view.Reader) view.Message { return view.RuleStopped(r.Localizer, ruleFacts(awayRule), "SEALED") },
		"stopped_by": func(r view.Reader) view.Message {
			return view.RuleStoppedBy(r.Localizer, "/meeting", "U7", ruleFacts())
		},
		"stopped_by_of": func(r view.Reader) view.Message {
			return view.RuleStoppedBy(r.Localizer, "/meeting", "U7", ruleFacts(mineRule))
		},
		"stopped_to_setter": func(r view.Reader) view.Message {
			return view.RuleStoppedToSetter(r.Localizer, markup, markup, ruleFacts(markupRule))
		},
		"back_on":     func(r view.Reader) view.Message { return view.RuleBackOn(r.Localizer, "U7", ruleFacts()) },
		"stood_again": func(r view.Reader) view.Message { return view.RuleStoodAgain(r.Localizer, ruleFacts()) },
		"meeting_stopped": func(r view.Reader) view.Message {
			return view.StoppedOfRule(r.Localizer, reminderFacts(), ruleFacts(), "SEALED")
		},
		"meeting_back":     func(r view.Reader) view.Message { return view.RuleMeetingBack(r.Localizer, "C024BE7LR") },
		"meeting_back_you": func(r view.Reader) view.Message { return view.RuleMeetingBack(r.Localizer, "") },
		"warned":           warned(text.WarnAccessLost, ""),
		"warned_channel":   warned(text.WarnSetterLost, "914083136"),
		"warned_mine":      warnedMine,
		"warned_meeting":   warned(text.WarnArchived, "914083136"),
		"notice": func(r view.Reader) view.Message {
			f := noticeFacts(t)
			rule := ruleFacts(mineRule, func(f *view.RuleFacts) { f.Setter = "Ana Morel" })
			f.Rule = &rule
			return view.ReminderNotice(r, f)
		},
	}
	for lang, loc := range localizers(t) {
		for name, message := range tests {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				r := view.Reader{Localizer: loc, Now: now(), Zone: zone(t, "Asia/Shanghai")}
				check(t, "rule_"+name+"_"+lang, message(r))
			})
		}
		t.Run("form_"+lang, func(t *testing.T) {
			t.Parallel()
			state := view.RuleState{ID: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", OpenedIn: "C024BE7LR"}
			checkModal(t, "rule_form_"+lang, view.RuleForm(loc, state, ruleFacts()))
		})
	}
}

func awayRule(f *view.RuleFacts) { f.Away = true }

// reminderListOf is the first page of a list with n reminders on it.
func reminderListOf(n, total int) view.ReminderListFacts { return reminderList(n, 1, total) }

func ruleOf(f view.ReminderListFacts, r view.RuleFacts) view.ReminderListFacts {
	f.Rules = append(f.Rules, r)
	f.Own = 2
	return f
}

func TestParseRuleRef(t *testing.T) {
	t.Parallel()
	for _, want := range []view.RuleRef{
		{ChannelID: "C024BE7LR", Leads: []time.Duration{time.Hour, 0}, SetBy: "U024BE7LH", Page: 3, Words: "1:1 weekly: 周会"},
		{ChannelID: "U024BE7LH", Leads: []time.Duration{time.Minute}, SetBy: "U024BE7LH"},
	} {
		got, ok := view.ParseRuleRef(want.String())
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("ParseRuleRef(%q) (-want +got):\n%s", want, diff)
		}
	}
	for _, wrong := range []string{"", "C1:10:U1:0", "C1::U1:0:x", "C1:x:U1:0:x", "C1:10:U1:-1:x", "C1:10:U1:10000:x", "C1:10:U1:01:x", ":10:U1:0:x"} {
		if got, ok := view.ParseRuleRef(wrong); ok {
			t.Errorf("ParseRuleRef(%q) = %+v", wrong, got)
		}
	}
	for value, want := range map[string]bool{"C1:914083136": true, "C1:": false, ":914083136": false, "C1:x": false, "C1": false} {
		if _, ok := view.ParseRuleMeetingRef(value); ok != want {
			t.Errorf("ParseRuleMeetingRef(%q) = %v, want %v", value, ok, want)
		}
	}
	for metadata, want := range map[string]bool{"R1 C1": true, "R1 ": false, " C1": false, "R1": false, strings.Repeat("x", 300) + " C1": false} {
		if _, ok := view.ParseRuleState(metadata); ok != want {
			t.Errorf("ParseRuleState(%q) = %v, want %v", metadata, ok, want)
		}
	}
}
