package view_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// messageCase is the name of a golden and the message in it.
type messageCase struct {
	name    string
	message func(text.Localizer) view.Message
}

// checkMessages compares messages with their goldens in all languages.
func checkMessages(t *testing.T, tests []messageCase) {
	t.Helper()
	for lang, loc := range localizers(t) {
		for _, tt := range tests {
			t.Run(tt.name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, tt.name+"_"+lang, tt.message(loc))
			})
		}
	}
}

func TestHelpAndUsage(t *testing.T) {
	t.Parallel()
	checkMessages(t, []messageCase{
		{"help", func(loc text.Localizer) view.Message {
			return view.Help(loc, "/meeting", view.HelpFacts{Links: true, Version: "1.2.3"})
		}},
		{"help_direct", func(loc text.Localizer) view.Message {
			return view.Help(loc, "/meet_`*", view.HelpFacts{Direct: true, Invited: true})
		}},
		{"help_guest", func(loc text.Localizer) view.Message {
			return view.Help(loc, "/meeting", view.HelpFacts{Refusal: text.RefusalGuest, Version: "1.2.3"})
		}},
		{"usage", func(loc text.Localizer) view.Message {
			return view.Usage(loc, "/meeting", view.Problem{Unknown: "shre *<!channel>* `" + strings.Repeat("x", 200)})
		}},
		{"usage_remind", func(loc text.Localizer) view.Message {
			return view.Usage(loc, "/meeting", view.Problem{Unknown: "10", Remind: true})
		}},
		{"usage_too_long", func(loc text.Localizer) view.Message { return view.Usage(loc, "/meeting", view.Problem{TooLong: true}) }},
		{"usage_several", func(loc text.Localizer) view.Message { return view.Usage(loc, "/meeting", view.Problem{Several: true}) }},
	})
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	command := func(s string) view.Suggestion { return view.Suggestion{Kind: view.SuggestCommand, Text: s} }
	number := view.Suggestion{Kind: view.SuggestMeeting, Text: "935150742"}
	search := func(s string) view.Suggestion { return view.Suggestion{Kind: view.SuggestSearch, Text: s} }
	shown := []view.Suggestion{{Kind: view.SuggestList}, {Kind: view.SuggestHelp}}
	checkMessages(t, []messageCase{
		{"did_you_mean", func(loc text.Localizer) view.Message {
			return view.DidYouMean(loc, "/meeting", view.Problem{Unknown: "tody"}, []view.Suggestion{command("today"), search("tody")})
		}},
		{"did_you_mean_marked", func(loc text.Localizer) view.Message {
			p := view.Problem{Unknown: "remnd *<!channel>* ana@example.org \u3164 `" + strings.Repeat("长", 100)}
			long := strings.Repeat("<`&长", 40)
			return view.DidYouMean(loc, "/meet_`*", p, []view.Suggestion{command("remind 935150742 15m " + long), number, search(long)})
		}},
		{"did_you_mean_several", func(loc text.Localizer) view.Message {
			return view.DidYouMean(loc, "/meeting", view.Problem{Several: true}, []view.Suggestion{number, command("share 914083136")})
		}},
		{"found_nothing", func(loc text.Localizer) view.Message {
			return view.FoundNothing(loc, "/meeting", "quarterly *planning*", view.ListFacts{Mine: true, Unclear: 1}, append([]view.Suggestion{command("today")}, shown...))
		}},
		{"found_nothing_of_all", func(loc text.Localizer) view.Message {
			return view.FoundNothing(loc, "/meeting", "900000099", view.ListFacts{}, shown)
		}},
		{"found_nothing_unquoted", func(loc text.Localizer) view.Message {
			return view.FoundNothing(loc, "/meeting", "+4917012345678", view.ListFacts{}, nil)
		}},
		{"noted_card", func(loc text.Localizer) view.Message {
			f := facts(t, snapshot(t, ordinary, fullMeeting, people(1)))
			card := view.Message{Text: "Budget", Blocks: []slack.Block{slack.NewDividerBlock()}}
			return card.Under(view.NotUnderstoodNote(loc, "sandwich *")).Under(view.RoomNote(loc, "951037264", f))
		}},
		{"which_meeting", func(loc text.Localizer) view.Message {
			own, room := snapshot(t, ordinary, fullMeeting), snapshot(t, ordinary, fullMeeting, withMarkup)
			own.Conference.State = meeting.StateScheduled
			return view.WhichMeeting(loc, view.WhichFacts{
				Number: "951037264", Own: own, Room: room, Now: facts(t, own).Now,
				AskOwn: view.Again{Command: "/meeting", Text: "951037264"}, AskRoom: view.Again{Command: "/meeting", Text: "986610273"},
			})
		}},
	})
}

func TestSentences(t *testing.T) {
	t.Parallel()
	checkMessages(t, []messageCase{
		{"account", sentence(text.RefusalAccount)},
		{"guest", sentence(text.RefusalGuest)},
		{"external", sentence(text.RefusalExternal)},
		{"bot", sentence(text.RefusalBot)},
		{"deactivated", sentence(text.RefusalDeactivated)},
		{"list_unverified", sentence(text.ListUnverified)},
		{"list_forbidden", sentence(text.ListForbidden)},
		{"usage_find", sentence(text.UsageFind)},
		{"which", sentence(text.UsageWhich)},
		{"unverified", sentence(text.RefusalUnverified)},
		{"trying_no_answer", sentence(text.TryingNoAnswer)},
		{"trying_throttled", sentence(text.TryingThrottled)},
		{"gave_up_no_answer", sentence(text.GaveUpNoAnswer)},
		{"gave_up_throttled", sentence(text.GaveUpThrottled)},
		{"stale_button", sentence(text.StaleButton)},
		{"sorry", sentence(text.Sorry)},
	})
}

func TestMeetingSentences(t *testing.T) {
	t.Parallel()
	const number = "914083136"
	checkMessages(t, []messageCase{
		{"not_found", meetingSentence(text.RefusalNotFound, number)},
		{"forbidden", meetingSentence(text.RefusalForbidden, number)},
		{"not_found_unsearched", meetingSentence(text.NotFoundUnsearched, number)},
		{"gave_up_meeting_throttled", meetingSentence(text.GaveUpMeetingThrottled, number)},
		{"gave_up_again", func(loc text.Localizer) view.Message {
			m := view.MeetingSentence(loc, text.GaveUpMeetingNoAnswer, number).WithRef(loc, "7f3a91")
			return m.WithAgain(loc, view.Again{Command: "/meeting", Text: "914083136 remind <10m> & more"})
		}},
		{"invalid", meetingSentence(text.RefusalInvalid, "<!channel>"+number)},
		{"not_invited", meetingSentence(text.RefusalNotInvited, number)},
		{"series_gone", meetingSentence(text.SeriesGone, number)},
		{"not_host", meetingSentence(text.RefusalNotHost, number)},
		{"host_unclear", meetingSentence(text.RefusalHostUnclear, number)},
		{"attendance_unclear", meetingSentence(text.AttendanceUnclear, number)},
		{"unclear", meetingSentence(text.RefusalUnclear, number)},
		{"list_unread", meetingSentence(text.RefusalListUnread, number)},
	})
}

func TestDates(t *testing.T) {
	t.Parallel()
	checkMessages(t, []messageCase{
		{"dates", func(loc text.Localizer) view.Message {
			return view.Dates(loc, facts(t, snapshot(t, recurring, series, withMarkup)))
		}},
		{"dates_page_5", func(loc text.Localizer) view.Message {
			f := facts(t, snapshot(t, recurring, series, withFiftyDates))
			f.Page = 5
			return view.Dates(loc, f)
		}},
		{"dates_none", func(loc text.Localizer) view.Message {
			return view.Dates(loc, facts(t, snapshot(t, ordinary, fullMeeting)))
		}},
	})
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	checkMessages(t, []messageCase{
		{"doctor", func(loc text.Localizer) view.Message {
			return view.Doctor(loc, view.Health{
				Account: &meeting.Identity{Name: "Bot *Admin*", AdminType: 1}, Site: "api-intl.meeting.huaweicloud.com",
				Zone: zone(t, "Asia/Shanghai"), Address: true, Now: time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC), Version: "1.2.3",
				Events: &view.EventFacts{Any: true, Ago: 3 * time.Minute},
			})
		}},
		{"doctor_problems", func(loc text.Localizer) view.Message {
			return view.Doctor(loc, view.Health{
				Account: &meeting.Identity{}, AccountRefused: true, Access: access.Policy{Lookup: access.Everyone, Lists: access.ListAll, HostSecrets: access.Nobody}, Refusal: meeting.SignInRefused, RefusalCode: "USG.206010025",
				RefusedAt: time.Date(2026, 11, 23, 10, 20, 0, 0, time.UTC), Now: time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC),
				Events: &view.EventFacts{Ago: 26 * time.Hour, Silent: true},
			})
		}},
	})
}

func TestHostSecrets(t *testing.T) {
	t.Parallel()
	checkMessages(t, []messageCase{
		{"host_secrets", func(loc text.Localizer) view.Message {
			return view.HostSecrets(loc, facts(t, snapshot(t, ordinary, fullMeeting, withMarkup)))
		}},
		{"host_password_alone", func(loc text.Localizer) view.Message {
			return view.HostSecrets(loc, facts(t, snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) { c.ChairJoin = "http://x" }))))
		}},
		{"host_longest", hostLink("https://a.example.com/?" + strings.Repeat("&", 295))},
		{"host_link_too_long", hostLink("https://a.example.com/?" + strings.Repeat("&", 480))},
		{"host_nothing", func(loc text.Localizer) view.Message {
			return view.HostSecrets(loc, facts(t, snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) {
				c.ChairJoin, c.Passwords = "", []meeting.PasswordEntry{{Role: "chair", Password: "******"}}
			}))))
		}},
	})
}

// hostLink makes HostSecrets for a meeting with the given link, with other texts
// that are longest when escaped.
func hostLink(link string) func(text.Localizer) view.Message {
	ampersands := func(n int) meeting.Text { return meeting.Text(strings.Repeat("&", n)) }
	return func(loc text.Localizer) view.Message {
		c := &meeting.Conference{ID: ampersands(40), Subject: ampersands(150), ChairJoin: secret.Secret(link)}
		c.Passwords = []meeting.PasswordEntry{{Role: meeting.PasswordChair, Password: secret.Secret(ampersands(40))}}
		return view.HostSecrets(loc, view.Facts{Meeting: &meeting.Snapshot{Conference: c}, Now: now()})
	}
}

func meetingSentence(key text.Key, number string) func(text.Localizer) view.Message {
	return func(loc text.Localizer) view.Message {
		return view.MeetingSentence(loc, key, number).WithRef(loc, "7f3a<91>")
	}
}

func sentence(key text.Key) func(text.Localizer) view.Message {
	return func(loc text.Localizer) view.Message { return view.Sentence(loc, key).WithRef(loc, "") }
}

func TestAgain(t *testing.T) {
	t.Parallel()
	for _, a := range []view.Again{
		{Command: "/meeting", Text: "find a: b:c"},
		{Command: "/meeting"},
		{Text: "914"},
		{},
		{Action: view.ActionRefresh, Value: "914083136:1"},
		{Action: view.ActionRefresh},
	} {
		if got, ok := view.ParseAgain(a.String()); !ok || got != a {
			t.Errorf("ParseAgain(%q) = %+v, %v, want %+v", a, got, ok, a)
		}
	}
	for _, value := range []string{"", "c", "c:/meeting", "a:", "a::914", "x:/meeting:914", "a:" + view.ActionAgain + ":c:/meeting:914"} {
		if a, ok := view.ParseAgain(value); ok {
			t.Errorf("ParseAgain(%q) = %+v, want it refused", value, a)
		}
	}
	loc := localizers(t)["en"]
	if m := (view.Message{Text: "x"}).WithAgain(loc, view.Again{Text: strings.Repeat("x", 2000)}); m.Blocks != nil {
		t.Errorf("a question too long for a button has one: %v", m.Blocks)
	}
}
