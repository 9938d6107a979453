package view_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"gotest.tools/v3/golden"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
	"meetingbot/playground/blockkit"
)

func TestFindModal(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		checkModal(t, "find_modal_"+lang, view.FindModal(loc, view.Message{}))
		checkModal(t, "find_modal_sentence_"+lang, view.FindModal(loc, view.MeetingSentence(loc, text.RefusalNotFound, "914083136")))
		f := facts(t, snapshot(t, ordinary, fullMeeting, people(12)))
		f.Modal, f.Reminders, f.HostLink, f.Host = true, true, true, true
		checkModal(t, "find_modal_card_"+lang, view.FindModal(loc, view.Card(loc, f)))
	}
}

func TestChooseMeeting(t *testing.T) {
	t.Parallel()
	checkMessages(t, []messageCase{
		{"choose_meeting", func(loc text.Localizer) view.Message {
			return view.ChooseMeeting(loc, "/meeting", []string{"914083136", "935150742"})
		}},
		{"choose_meeting_many", func(loc text.Localizer) view.Message {
			return view.ChooseMeeting(loc, "/meeting", []string{"914083136", "935150742", "928473016", "916204385", "973305164", "938614205", "12345678901234567890123456789012"})
		}},
		{"spoken_hint", sentence(text.SpokenHint)},
		{"message_without", sentence(text.MessageWithout)},
	})
}

// options are those of the menu of meetings, as Slack takes them.
func options(t *testing.T, groups []*slack.OptionGroupBlockObject) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(slack.OptionGroupsResponse{OptionGroups: groups}); err != nil {
		t.Fatal(err)
	}
	for _, p := range blockkit.CheckOptions(b.Bytes()) {
		t.Errorf("Slack would refuse the options: %s", p)
	}
	return b.Bytes()
}

func TestMeetingOptions(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	on := func(id, subject string, days int) *meeting.Conference {
		start := now.AddDate(0, 0, days).Add(30 * time.Minute)
		return &meeting.Conference{
			ID: meeting.Text(id), Subject: meeting.Text(subject), BookerName: "王伟 <b>", State: meeting.StateScheduled,
			StartTime: meeting.Text(start.Format("2006-01-02 15:04")), EndTime: meeting.Text(start.Add(time.Hour).Format("2006-01-02 15:04")),
		}
	}
	f := view.ListFacts{
		Search: view.Search{Range: view.RangeAll, Page: 1}, Now: now, Zone: time.FixedZone("UTC+8", 8*3600),
		Meetings: []*meeting.Conference{
			on("914083136", "Budget <!channel> & *more*", 0), on("935150742", strings.Repeat("长", 200), 1), on("928473016", "", 5),
			on(strings.Repeat("9", 200), "too long an ID", 0),
		},
	}
	for lang, loc := range localizers(t) {
		golden.Assert(t, string(options(t, view.MeetingOptions(loc, f, "986610273"))), "meeting_options_"+lang+".golden.json")
		zoneless := f
		zoneless.Zone = nil
		golden.Assert(t, string(options(t, view.MeetingOptions(loc, zoneless, "914083136"))), "meeting_options_zoneless_"+lang+".golden.json")
	}
	for i := range 300 {
		f.Meetings = append(f.Meetings, on(fmt.Sprintf("91%07d", i), strings.Repeat("长", i), i%3))
	}
	raw := options(t, view.MeetingOptions(localizers(t)["en"], f, "986610273"))
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil || compact.Len() > 18_000 {
		t.Errorf("the options have %d bytes (%v), want room for them in an answer through the socket", compact.Len(), err)
	}
	if !utf8.Valid(raw) || !strings.Contains(string(raw), "986610273:1") {
		t.Errorf("the options lack the number that was typed: %s", raw)
	}
}
