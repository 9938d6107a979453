package unfurl_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/bot/access"
	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/unfurl"
	"meetingbot/meeting"
)

const meeting914 = "Meeting 914083136 14:00 upcoming"

func TestWhoseLinksAreShown(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		kind   person.AccountType
		lookup access.Lookup
		email  string
		bare   bool
		want   []string
	}{
		{"a member's", person.Member, "", "", false, []string{meeting914}},
		{"a member's, seen by other organisations", person.Member, "", "", true, []string{"bare"}},
		{"an invitee's", person.Member, access.Invitees, "ana@example.com", false, []string{meeting914}},
		{"those of somebody who is not invited", person.Member, access.Invitees, "bo@example.com", false, nil},
		{"those of somebody without an address", person.Member, access.Invitees, "", false, nil},
		{"a guest's", person.Guest, "", "", false, nil},
		{"a guest's who may look meetings up", person.Guest, access.Everyone, "", false, nil},
		{"those of another organisation", person.External, "", "", true, nil},
		{"those of another organisation that may look meetings up", person.External, access.Everyone, "", true, nil},
		{"a bot's", person.Bot, access.Everyone, "", false, nil},
		{"those of a closed account", person.Deactivated, "", "", false, nil},
		{"those of somebody whom Slack does not show", person.Unseen, access.Everyone, "", false, nil},
		{"those of somebody unknown", person.Unknown, access.Everyone, "", false, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.types["U1"], w.emails["U1"], w.policy.Lookup = tt.kind, tt.email, tt.lookup
			w.say(unfurl.Message{Key: home, UserID: "U1", ChannelID: "C1", TS: "1.1", URLs: []string{linkTo("914083136")}, Bare: tt.bare})
			if diff := cmp.Diff(tt.want, w.shown()); diff != "" {
				t.Errorf("shown (-want +got):\n%s", diff)
			}
			if tt.want == nil && w.calls > 0 {
				t.Errorf("Slack was called %d times", w.calls)
			}
		})
	}
}

// Of somebody whom Slack has not told of, the links are shown once it has.
func TestUnknownPersonIsAwaited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.types["U1"] = person.Unknown
	w.post(linkTo("914083136"))
	w.until(20 * time.Second)
	if w.calls > 0 {
		t.Fatalf("%v is shown", w.shown())
	}
	delete(w.types, "U1")
	w.until(time.Minute)
	if !slices.Equal(w.shown(), []string{meeting914}) {
		t.Errorf("%v is shown, want %s", w.shown(), meeting914)
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	const host = "C1 1.1 https://c.meeting.huaweicloud.com/"
	tests := []struct {
		name string
		urls []string
		want []string // by channel, message and link
	}{
		{"of another kind", []string{"https://example.com/#/j/914083136", "mailto:a@example.com", "::", ""}, nil},
		{"without what comes after #", []string{"https://c.meeting.huaweicloud.com/"}, nil},
		{"without a number", []string{"https://c.meeting.huaweicloud.com/#/j/", "https://c.meeting.huaweicloud.com/#/j/12"}, nil},
		{"to no meeting that is known", []string{linkTo("123456789")}, nil},
		{"escaped", []string{"https://c.meeting.huaweicloud.com/?a=1&amp;b=2#/j/914083136"}, []string{host + "?a=1&amp;b=2#/j/914083136"}},
		{
			"escaped, and wrapped by a mail server",
			[]string{"https://eur01.safelinks.protection.outlook.com/?data=x&amp;url=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136"},
			[]string{"C1 1.1 https://eur01.safelinks.protection.outlook.com/?data=x&amp;url=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136"},
		},
		{"of the operator's host", []string{"https://meet.example.com/#/j/914083136"}, []string{"C1 1.1 https://meet.example.com/#/j/914083136"}},
		{"one twice", []string{linkTo("914083136"), linkTo("914083136")}, []string{"C1 1.1 " + linkTo("914083136")}},
		{"two to one meeting", []string{host[7:] + "#/j/914083136/x", host[7:] + "#/j/914083136"}, []string{host + "#/j/914083136/x"}},
		{"one of two known", []string{linkTo("123456789"), linkTo("914083136")}, []string{"C1 1.1 " + linkTo("914083136")}},
		{"six", []string{
			linkTo("900000001"), linkTo("900000002"), linkTo("900000003"), linkTo("900000004"), linkTo("900000005"), linkTo("900000006"),
		}, []string{
			"C1 1.1 " + linkTo("900000001"), "C1 1.1 " + linkTo("900000002"), "C1 1.1 " + linkTo("900000003"),
			"C1 1.1 " + linkTo("900000004"), "C1 1.1 " + linkTo("900000005"),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for n := 1; n <= 6; n++ {
				w.book(fmt.Sprintf("90000000%d", n), noon.Add(2*time.Hour))
			}
			w.post(tt.urls...)
			var got []string
			for where := range w.cards {
				got = append(got, where)
			}
			slices.Sort(got)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("shown under (-want +got):\n%s", diff)
			}
			if calls := min(len(tt.want), 1); w.calls != calls {
				t.Errorf("Slack was called %d times, want %d", w.calls, calls)
			}
		})
	}
}

// What Slack refuses for now is tried again, for some minutes; the rest is not.
func TestWhatSlackRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		err   error
		again bool
		after time.Duration // no sooner
	}{
		{"a link that is too early or forbidden", refusal("cannot_unfurl_url"), true, 2 * time.Second},
		{"too many calls", &slack.RateLimitedError{RetryAfter: 30 * time.Second}, true, 30 * time.Second},
		{"too many calls, for longer than anybody looks", &slack.RateLimitedError{RetryAfter: time.Hour}, false, 0},
		{"too many calls, for a time that overflows", &slack.RateLimitedError{RetryAfter: -time.Hour}, true, 2 * time.Second},
		{"a lost answer", errLost, true, 2 * time.Second},
		{"something halfway", refusal("fatal_error"), true, 2 * time.Second},
		{"a code that nobody knows", refusal("brand_new"), true, 2 * time.Second},
		{"a missing scope", refusal("missing_scope"), false, 0},
		{"a person who wants none", refusal("cannot_prompt"), false, 0},
		{"a channel that is gone", refusal("cannot_find_channel"), false, 0},
		{"a message that is gone", refusal("cannot_find_message"), false, 0},
		{"the token", refusal("invalid_auth"), false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.refuse = tt.err
			w.post(linkTo("914083136"))
			if again := w.waiting(unfurl.Retry) == 1; again != tt.again {
				t.Fatalf("tried again: %v, want %v", again, tt.again)
			}
			if !tt.again {
				if w.until(10 * time.Minute); w.calls != 1 {
					t.Errorf("Slack was called %d times, want once", w.calls)
				}
				return
			}
			if w.until(tt.after - time.Millisecond); w.calls > 2 || w.calls > 1 && !strings.Contains(tt.name, "too early") {
				t.Errorf("Slack was called %d times before %s, want once", w.calls, tt.after)
			}
			w.refuse = nil
			if w.until(time.Minute); !slices.Equal(w.shown(), []string{meeting914}) {
				t.Errorf("%v is shown, want %s", w.shown(), meeting914)
			}
		})
	}
}

// Whatever cannot be shown for some minutes is dropped, with few calls.
func TestGivesUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refuse = refusal("cannot_unfurl_url")
	w.post(linkTo("914083136"))
	w.until(time.Hour)
	if w.calls < 4 || w.calls > 12 || w.waiting(unfurl.Retry) > 0 || w.store.Messages() > 0 {
		t.Errorf("Slack was called %d times, %d jobs and %d messages are left", w.calls, w.waiting(unfurl.Retry), w.store.Messages())
	}
	if strings.Contains(w.logs.String(), `"level":"ERROR"`) {
		t.Errorf("nobody can mend that, and it is logged as an error: %s", w.logs.String())
	}
}

// While the Meeting API fails, nothing is shown of what only it knows, and that is
// made up for. What the account may not see is not asked for again.
func TestMeetingAPIFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.book("900000001", noon.Add(time.Hour))
	w.book("900000002", noon.Add(time.Hour))
	w.fails["914083136"] = &meeting.Error{Op: "get conference", Kind: meeting.Throttled}
	w.fails["900000001"] = &meeting.Error{Op: "get conference", Kind: meeting.Forbidden}
	w.post(linkTo("914083136"), linkTo("900000001"), linkTo("900000002"))
	if want := []string{"Meeting 900000002 13:00 upcoming"}; !slices.Equal(w.shown(), want) {
		t.Errorf("%v is shown, want %v", w.shown(), want)
	}
	clear(w.fails)
	w.until(time.Minute)
	if want := []string{"Meeting 900000002 13:00 upcoming", meeting914}; !slices.Equal(w.shown(), want) {
		t.Errorf("%v is shown, want %v", w.shown(), want)
	}
}

// What a message that is still written shows goes by its id, and follows nothing.
func TestComposer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.say(unfurl.Message{Key: home, UserID: "U1", ChannelID: "COMPOSER", TS: "Uxxx", UnfurlID: "Uxxx", URLs: []string{linkTo("914083136")}})
	if got := w.cards["composer Uxxx "+linkTo("914083136")]; got != meeting914 || w.store.Messages() != 0 || len(w.store.Jobs()) != 0 {
		t.Errorf("%v is shown; %d messages, %d jobs", w.cards, w.store.Messages(), len(w.store.Jobs()))
	}
}

// The code in a link lets everybody in: it is in nothing that is shown, stored or
// logged. Slack is told of it as the name of the link alone.
func TestCodeStaysSecret(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post(linkTo("914083136"))
	shown := w.shown()
	w.refuse = refusal("cannot_unfurl_url")
	w.say(unfurl.Message{Key: home, UserID: "U1", ChannelID: "C2", TS: "1.1", URLs: []string{linkTo("914083136")}})
	w.refuse = refusal("missing_scope")
	w.say(unfurl.Message{Key: home, UserID: "U1", ChannelID: "C3", TS: "1.1", URLs: []string{linkTo("914083136")}})
	w.types["U2"] = person.Guest
	w.say(unfurl.Message{Key: home, UserID: "U2", ChannelID: "C1", TS: "1.2", URLs: []string{linkTo("914083136")}})
	stored := w.stored()
	if w.waiting(unfurl.Retry) != 1 || w.waiting(live.Poll) != 1 || !strings.Contains(stored, `"Kind":"unfurl"`) {
		t.Fatalf("stored is %s, want a link that is followed and one that is tried again", stored)
	}
	if !strings.Contains(w.logs.String(), "missing_scope") && !strings.Contains(w.logs.String(), "restricted") {
		t.Errorf("the log does not say why nothing is shown: %s", w.logs.String())
	}
	for what, text := range map[string]string{"stored": stored, "logged": w.logs.String(), "shown": strings.Join(shown, " ")} {
		if strings.Contains(text, code) || strings.Contains(text, "huaweicloud") {
			t.Errorf("%s: %s", what, text)
		}
	}
}

func TestRemovedApp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refuse = errLost
	w.post(linkTo("914083136"))
	w.gone = true
	if w.until(time.Minute); w.calls != 1 || w.waiting(unfurl.Retry) != 0 {
		t.Errorf("Slack was called %d times, %d jobs are left", w.calls, w.waiting(unfurl.Retry))
	}
}

// Slack refuses to show anything before it has read the answer to its event. That is
// made up for at once, without a job.
func TestTooEarlyForSlack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refuse, w.refusals = refusal("cannot_unfurl_url"), 1
	w.post(linkTo("914083136"))
	if !slices.Equal(w.shown(), []string{meeting914}) || w.waiting(unfurl.Retry) != 0 {
		t.Errorf("%v is shown, %d jobs wait", w.shown(), w.waiting(unfurl.Retry))
	}
}

// While nothing can be stored, links are shown, and the log says once that they are
// not followed.
func TestStoreOutOfReach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.store.Before = func() error { return errLost }
	for _, ts := range []string{"1.1", "1.2"} {
		w.say(unfurl.Message{Key: home, UserID: "U1", ChannelID: "C1", TS: ts, URLs: []string{linkTo("914083136")}})
	}
	if want := []string{meeting914, meeting914}; !slices.Equal(w.shown(), want) {
		t.Errorf("%v is shown, want %v", w.shown(), want)
	}
	if logs := w.logs.String(); strings.Count(logs, `"WARN"`) != 1 || strings.Contains(logs, code) {
		t.Errorf("the log is %s", logs)
	}
}
