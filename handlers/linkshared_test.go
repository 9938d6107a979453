package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

// linkShared is the event as Slack sends it for a message that was posted.
const linkShared = `{
  "token": "XXYYZZ", "team_id": "T0001", "api_app_id": "A0001",
  "event": {
    "type": "link_shared", "channel": "C0001", "is_bot_user_member": false, "user": "U0001", "message_ts": "1718.0001",
    "thread_ts": "1717.0001", "unfurl_id": "C0001.1718.0001.1b90", "source": "conversations_history", "user_locale": "en-US",
    "links": [{"domain": "meeting.huaweicloud.com", "url": "https://c.meeting.huaweicloud.com/?a=1&amp;b=2#/j/914083136/c0de"}],
    "event_ts": "1718.0002"
  },
  "type": "event_callback", "event_id": "Ev01", "event_time": 1718,
  "authorizations": [{"enterprise_id": "E0001", "team_id": "T0002", "user_id": "U0008", "is_bot": true, "is_enterprise_install": false}],
  "is_ext_shared_channel": false, "context_team_id": "T0002", "context_enterprise_id": null
}`

func TestLinkShared(t *testing.T) {
	t.Parallel()
	const url = "https://c.meeting.huaweicloud.com/?a=1&amp;b=2#/j/914083136/c0de"
	posted := func(change func(*bot.Question)) []bot.Question {
		q := bot.Question{
			Origin: bot.Origin{Key: workspace.Key{EnterpriseID: "E0001", TeamID: "T0002"}, ChannelID: "C0001", UserID: "U0001"},
			Kind:   bot.KindLinkShared,
			Links:  &bot.SharedLinks{URLs: []string{url}, MessageTS: "1718.0001"},
		}
		change(&q)
		return []bot.Question{q}
	}
	swap := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(linkShared) }
	const source, unfurlID = `"source": "conversations_history"`, `"unfurl_id": "C0001.1718.0001.1b90"`
	tests := []struct {
		name, event string
		want        []bot.Question
	}{
		{"posted, its link as Slack escapes it", linkShared, posted(func(*bot.Question) {})},
		{"asked for anew", swap(`"is_bot_user_member": false`, `"is_unfurl_refresh": true`), posted(func(*bot.Question) {})},
		{"seen by other organisations", swap(`"is_ext_shared_channel": false`, `"is_ext_shared_channel": true`), posted(func(q *bot.Question) {
			q.Links.OtherOrganisations = true
		})},
		{"without unfurl_id and source, as in an organisation", swap(source, `"x": 1`, unfurlID, `"y": 1`), posted(func(*bot.Question) {})},
		{
			"still written", swap(`"channel": "C0001"`, `"channel": "COMPOSER"`, unfurlID, `"unfurl_id": "Uxxx-909b"`, "1718.0001", "Uxxx-909b", source, `"source": "composer"`),
			posted(func(q *bot.Question) {
				q.ChannelID, q.Links.MessageTS, q.Links.UnfurlID = "COMPOSER", "Uxxx-909b", "Uxxx-909b"
			}),
		},
		{"still written, in a conversation", swap(source, `"source": "composer"`), posted(func(q *bot.Question) {
			q.Links.UnfurlID = "C0001.1718.0001.1b90"
		})},
		{"still written, without a source", swap(`"channel": "C0001"`, `"channel": "COMPOSER"`, source, `"x": 1`, unfurlID, `"y": 1`), posted(func(q *bot.Question) {
			q.ChannelID, q.Links.UnfurlID = "COMPOSER", "1718.0001"
		})},
		{"links of odd shapes", swap(`"links": [`, `"links": [null, 7, "x", {"url": 7}, {"url": ""}, {"domain": "x"}, `), posted(func(*bot.Question) {})},
		{"other odd shapes", swap(`"user_locale": "en-US"`, `"user_locale": 7`, source, `"source": null`), posted(func(*bot.Question) {})},
		{"the host of a link alone", swap("?a=1&amp;b=2#/j/914083136/c0de", ""), posted(func(q *bot.Question) {
			q.Links.URLs = []string{"https://c.meeting.huaweicloud.com/"}
		})},
		{"to the bot alone, which answers the message", swap(`"channel": "C0001"`, `"channel": "D0001"`, `"is_bot_user_member": false`, `"is_bot_user_member": true`), nil},
		{"between two people", swap(`"channel": "C0001"`, `"channel": "D0001"`), posted(func(q *bot.Question) { q.ChannelID = "D0001" })},
		{"in a channel with the bot", swap(`"is_bot_user_member": false`, `"is_bot_user_member": true`), posted(func(*bot.Question) {})},
		{"no links", swap(`"links": [`, `"no_links": [`), nil},
		{"links that are no list", swap(`"links": [`, `"links": 7, "no_links": [`), nil},
		{"nobody", swap(`"user": "U0001"`, `"user": null`), nil},
		{"nowhere", swap(`"channel": "C0001"`, `"channel": ""`), nil},
		{"no message", swap(`"message_ts": "1718.0001"`, `"message_ts": 7`), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			for range 2 { // once, however often Slack delivers it
				if got := s.event(t, tt.event); got.status != http.StatusOK || got.body != "" {
					t.Errorf("the answer is %d %q, want an empty 200", got.status, got.body)
				}
			}
			if err := s.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			got := b.asked()
			for i := range got {
				got[i].RequestID = ""
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("questions (-want +got):\n%s", diff)
			}
		})
	}
}

// A message with very many links is no more work than others.
func TestLinkSharedIsBounded(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := setup(t, b)
	many := strings.Repeat(`{"url": "https://meeting.huaweicloud.com/#/j/914083136"}, `, 500)
	s.event(t, strings.Replace(linkShared, `"links": [`, `"links": [`+many, 1))
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if asked := b.asked(); len(asked) != 1 || len(asked[0].Links.URLs) != 20 {
		t.Errorf("the bot was asked %v, want about 20 links", asked)
	}
	if ids := b.ids(); ids[0] != "Ev01" {
		t.Errorf("the question has the id %q, want that of the event", ids[0])
	}
}
