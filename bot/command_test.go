package bot_test

import (
	"bytes"
	"errors"
	"log/slog"
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

func TestLookup(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(snapshot(12), nil)
	got := w.command(t, "914 083 136")
	for _, want := range []string{
		"Budget", "Scheduled · starts in 12 minutes", "Join: <https://c.meeting.huaweicloud.com/#/j/914083136/9505dc>",
		"Mon, 23 Nov, 18:42–20:00 (UTC+8)", "*Guest\u00a0password*\u00a0`365874`", "*Invited* · 1–10 of 12", "10. *Person 10*",
	} {
		if !strings.Contains(got.shown(), want) {
			t.Errorf("the card lacks %q:\n%s", want, got.shown())
		}
	}
	if next := got.value(view.ActionNext); next != "914083136:2" || got.value(view.ActionPrevious) != "" || got.ReplaceOriginal {
		t.Errorf("card with next %q, previous %q, replacing %v", next, got.value(view.ActionPrevious), got.ReplaceOriginal)
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		reader  language.Tag
		channel language.Tag
		want    string
	}{
		{"English", language.BritishEnglish, language.SimplifiedChinese, "Invited"},
		{"Chinese", language.MustParse("zh-CN"), language.English, "受邀人"},
		{"traditional Chinese", language.MustParse("zh-TW"), language.English, "受邀人"},
		{"another", language.German, language.SimplifiedChinese, "Invited"},
		{"not known", language.Und, language.English, "Invited"},
		{"not known, by default Chinese", language.Und, language.MustParse("zh-CN"), "受邀人"},
		{"not known, no default", language.Und, language.Und, "Invited"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Language = tt.channel })
			w.knows(snapshot(1))
			w.Language = tt.reader
			if got := w.command(t, meetingID); !strings.Contains(got.shown(), tt.want) {
				t.Errorf("the card lacks %q:\n%s", tt.want, got.shown())
			}
		})
	}
}

func TestHelpAndUsage(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"help", "Version 1.2.3"},
		{"help 914083136", english(text.HelpTitle)},
		{"帮助", "`/meeting help`"},
		{"914083136 shre", "I didn't understand `shre`."},
		{"share", english(text.UsageWhich)},
		{"<script> `x`", foundNothing("`script ˋx`")},
		{"<@U1> *x*", foundNothing("`@U1 *x*`")},
		{"https://zoom.example.com/j/914083136", "I didn't understand `https://zoom.example.com/j`."},
		{"914083136 969304019", english(text.UsageSeveral)},
		{strings.Repeat("x", 3001), english(text.UsageTooLong)},
	}
	for _, tt := range tests {
		t.Run(tt.text[:min(len(tt.text), 30)], func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			if got := w.command(t, tt.text); !strings.Contains(got.Text, tt.want) {
				t.Errorf("Command(%q) says\n%s\nwant %q", tt.text, got.Text, tt.want)
			}
			if w.gotten != 0 {
				t.Error("the Meeting API was asked")
			}
		})
	}
}

func TestUsageNamesTheCommand(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	for name, want := range map[string]string{"/treffen": "`/treffen 914083136`", "": "`/meeting 914083136`"} {
		r := &recorder{t: t}
		if err := ask(t.Context(), b, command{Origin: origin(), Name: name, Text: "---"}, r.send); err != nil {
			t.Fatal(err)
		}
		if got := r.only(); !strings.Contains(got.Text, want) {
			t.Errorf("usage of %q lacks %s:\n%s", name, want, got.Text)
		}
	}
}

// What the Meeting API refuses is told in words, and to the operator where
// somebody must act.
func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		err      error
		want     string
		ref      bool
		operator bool
	}{
		{"not found", &meeting.Error{Kind: meeting.NotFound}, english(text.RefusalNotFound), false, false},
		{"forbidden", &meeting.Error{Kind: meeting.Forbidden}, english(text.RefusalForbidden), false, false},
		{"invalid", &meeting.Error{Kind: meeting.Invalid}, english(text.RefusalInvalid), true, true},
		{"sign-in", &meeting.Error{Kind: meeting.SignInRefused}, english(text.RefusalAccount), true, true},
		{"token", &meeting.Error{Kind: meeting.TokenRefused}, english(text.RefusalAccount), true, true},
		{"unknown kind", &meeting.Error{Kind: "new"}, english(text.Sorry), true, true},
		{"no refusal of theirs", errors.New("broken"), english(text.Sorry), true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, w := newBot(t)
			w.answers(nil, tt.err)
			r := &recorder{t: t}
			err := ask(t.Context(), b, command{Origin: origin(), Name: "/meeting", Text: meetingID}, r.send)
			if got := r.only(); !strings.Contains(got.Text, tt.want) || strings.Contains(got.Text, "(ref 7f3a91)") != tt.ref {
				t.Errorf("said %q, want %q and ref %v", got.Text, tt.want, tt.ref)
			}
			if tt.operator && (!errors.Is(err, tt.err) || !strings.Contains(err.Error(), "look up meeting 914083136")) || !tt.operator && err != nil {
				t.Errorf("Command = %v, want it told to the operator: %v", err, tt.operator)
			}
			if w.gotten != 1 {
				t.Errorf("the Meeting API was asked %d times, want once: waiting does not help", w.gotten)
			}
		})
	}
}

func TestAccess(t *testing.T) {
	t.Parallel()
	var (
		card     = "Budget"
		guest    = english(text.RefusalGuest)
		stranger = english(text.RefusalExternal)
		robot    = english(text.RefusalBot)
		closed   = english(text.RefusalDeactivated)
		unseen   = english(text.RefusalUnseen)
		outside  = english(text.RefusalNotInvited)
		unsure   = english(text.RefusalUnverified)
	)
	tests := []struct {
		access   access.Lookup
		standing person.AccountType
		email    string
		want     string
		password bool
	}{
		{"", person.Member, "", card, true},
		{"", person.Guest, "", guest, false},
		{access.Members, person.Member, "", card, true},
		{access.Members, person.Unknown, "", card, false},
		{access.Members, person.Guest, "person3@example.com", guest, false},
		{access.Members, person.External, "person3@example.com", stranger, false},
		{access.Members, person.Bot, "", robot, false},
		{access.Members, person.Deactivated, "", closed, false},
		{access.Members, person.Unseen, "", unseen, false},
		{access.Invitees, person.Member, "person3@example.com", card, true},
		{access.Invitees, person.Member, "PERSON3@EXAMPLE.COM", card, true},
		{access.Invitees, person.Member, "account2@example.com", card, true},
		{access.Invitees, person.Member, "person33@example.com", outside, false},
		{access.Invitees, person.Member, "", unsure, false},
		{access.Invitees, person.Unknown, "", unsure, false},
		{access.Invitees, person.Guest, "person3@example.com", guest, false},
		{access.Invitees, person.External, "person3@example.com", stranger, false},
		{access.Everyone, person.Guest, "", card, true},
		{access.Everyone, person.External, "", card, true},
		{access.Everyone, person.Unknown, "", card, false},
		{access.Everyone, person.Unseen, "", unseen, false},
		{access.Everyone, person.Bot, "", robot, false},
		{access.Everyone, person.Deactivated, "", closed, false},
	}
	for _, tt := range tests {
		t.Run(string(tt.access)+" "+string(tt.standing)+" "+tt.email, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lookup, o.Policy.Unknown = tt.access, access.UnknownAreMembers })
			w.knows(snapshot(12))
			w.AccountType, w.Email = tt.standing, tt.email
			for _, got := range []said{
				w.command(t, meetingID),
				w.click(t, click{ActionID: view.ActionNext, Value: "914083136:2"}),
			} {
				if !strings.Contains(got.Text, tt.want) || strings.Contains(got.shown(), "365874") != tt.password {
					t.Errorf("said\n%s\nwant %q, with the password: %v", got.Text, tt.want, tt.password)
				}
				if tt.want != card && strings.Contains(string(got.raw), "Budget") {
					t.Errorf("a refusal tells of the meeting: %s", got.raw)
				}
			}
		})
	}
}

// Invitees alone may look up a meeting, and its list does not tell who is one.
func TestDeniedByAListThatDoesNotTell(t *testing.T) {
	t.Parallel()
	cut, unaddressed := snapshot(2), snapshot(1)
	cut.Count = 57
	unaddressed.Participants[0].Email, unaddressed.Participants[0].Account = "", "person33"
	for want, m := range map[text.Key]*meeting.Snapshot{text.RefusalListUnread: cut, text.RefusalUnclear: unaddressed} {
		_, w := newBot(t, func(o *options) { o.Policy.Lookup = access.Invitees })
		w.knows(m)
		w.Email = "person33@example.com"
		if got := w.command(t, meetingID); !strings.Contains(got.Text, english(want)) || strings.Contains(string(got.raw), "Budget") {
			t.Errorf("says %s, want %q", got.raw, english(want))
		}
	}
}

// Somebody who may not look up meetings does not make the API be asked, and
// the operator's log has who it was, and nothing of what they asked.
func TestRefusedPeopleAreLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	_, w := newBot(t, func(o *options) { o.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
	w.AccountType = person.Guest
	w.command(t, meetingID)
	if w.gotten != 0 {
		t.Error("the Meeting API was asked")
	}
	for _, want := range []string{`"team_id":"T1"`, `"user_id":"U1"`, `"request_id":"7f3a91"`, `"account_type":"guest"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s: %s", want, &log)
		}
	}
	if strings.Contains(log.String(), meetingID) {
		t.Errorf("the log has what was asked: %s", &log)
	}
}

func TestStaleCards(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	s := snapshot(1)
	s.Stale = true
	w.answers(s, nil)
	if got := w.command(t, meetingID); !strings.Contains(got.Text, "Huawei Cloud Meeting isn't answering right now") {
		t.Errorf("a stale card does not say so:\n%s", got.Text)
	}
}

// Rendered replies are kept for whoever sees the same, and only for them.
func TestKeptReplies(t *testing.T) {
	t.Parallel()
	now := monday()
	b, w := newBot(t, func(o *options) {
		o.Now, o.Policy.Unknown = func() time.Time { return now }, access.UnknownAreMembers
	})
	w.knows(snapshot(12))
	first := w.command(t, meetingID)
	now = now.Add(15 * time.Second)
	if again := w.command(t, "914 083 136"); &again.raw[0] != &first.raw[0] || b.CachedReplies() != 1 {
		t.Errorf("the same card was rendered twice; %d kept", b.CachedReplies())
	}
	differ := []struct {
		name   string
		change func()
	}{
		{"minute", func() { now = now.Add(time.Minute) }},
		{"language", func() { w.Language = language.SimplifiedChinese }},
		{"zone", func() { w.Zone = time.UTC }},
		{"no zone", func() { w.Zone = nil }},
		{"password", func() { w.AccountType = person.Unknown }},
		{"version", func() {
			s := snapshot(12)
			s.Version = 8
			w.knows(s)
		}},
	}
	for i, d := range differ {
		d.change()
		if got := w.command(t, meetingID); bytes.Equal(got.raw, first.raw) || b.CachedReplies() != i+2 {
			t.Errorf("another %s: %d replies kept, want %d and another card", d.name, b.CachedReplies(), i+2)
		}
		w.command(t, meetingID)
	}
	next := click{ActionID: view.ActionNext, Value: "914083136:2", Ephemeral: true}
	for _, want := range []string{"page", "place"} {
		before := b.CachedReplies()
		w.click(t, next)
		if b.CachedReplies() != before+1 {
			t.Errorf("another %s: %d replies kept, want %d", want, b.CachedReplies(), before+1)
		}
		next.Ephemeral = false
	}
}

func TestKeptRepliesAreBounded(t *testing.T) {
	t.Parallel()
	b, w := newBot(t, func(o *options) { o.Replies = 3 })
	s := snapshot(100)
	w.knows(s)
	for _, page := range []string{"1", "2", "3", "4", "5", "1", "2", "9"} {
		w.click(t, click{ActionID: view.ActionNext, Value: "914083136:" + page})
		if n := b.CachedReplies(); n > 3 {
			t.Errorf("%d replies kept, want at most 3", n)
		}
	}
	if n := b.CachedReplies(); n != 3 {
		t.Errorf("%d replies kept, want 3", n)
	}
}
