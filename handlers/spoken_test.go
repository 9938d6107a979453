package handlers_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
	"meetingbot/handlers"
)

// spokenEvent is an event as Slack sends it, with a message that is changed.
func spokenEvent(t *testing.T, change map[string]any) string {
	t.Helper()
	event := map[string]any{
		"type": "message", "channel": "D0001", "channel_type": "im", "user": "U0001", "team": "T0001", "text": "914083136",
		"ts": "1718.0001", "event_ts": "1718.0001", "client_msg_id": "c1", "blocks": []any{map[string]any{"type": "mystery"}},
	}
	maps.Copy(event, change)
	raw, err := json.Marshal(map[string]any{
		"type": "event_callback", "team_id": "T0001", "api_app_id": "A0001", "event": event, "event_time": 1718,
		"authorizations": []any{map[string]any{"enterprise_id": nil, "team_id": "T0001", "user_id": "U0BOT", "is_bot": true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// mention changes the message into one of a channel that mentions the bot.
func mention(change map[string]any) map[string]any {
	all := map[string]any{"type": "app_mention", "channel": "C0001", "channel_type": "", "text": "<@U0BOT> 914083136"}
	maps.Copy(all, change)
	return all
}

func TestWhatIsSaidReachesTheBot(t *testing.T) {
	t.Parallel()
	direct := bot.Question{
		Origin: bot.Origin{Key: workspace.Key{TeamID: "T0001"}, ChannelID: "D0001", UserID: "U0001", UserTeam: "T0001"},
		Kind:   bot.KindSpoken, Surface: bot.SurfaceDirect, Text: "914083136",
	}
	in := func(edit func(q *bot.Question)) *bot.Question {
		q := direct
		edit(&q)
		return &q
	}
	channel := func(q *bot.Question) { q.ChannelID, q.Surface = "C0001", bot.SurfaceChannel }
	tests := map[string]struct {
		change map[string]any
		want   *bot.Question // nil where the bot is not asked
	}{
		"a direct message":        {nil, &direct},
		"a mention":               {mention(nil), in(channel)},
		"a mention in a thread":   {mention(map[string]any{"thread_ts": "1718.0000"}), in(func(q *bot.Question) { channel(q); q.Thread = "1718.0000" })},
		"a mention, directly":     {mention(map[string]any{"channel": "D0001"}), &direct},
		"of another organisation": {mention(map[string]any{"user_team": "T0009", "source_team": "T0009"}), in(func(q *bot.Question) { channel(q); q.UserTeam = "T0009" })},
		"with a file":             {map[string]any{"subtype": "file_share"}, &direct},
		"the bot's own":           {map[string]any{"user": "U0BOT"}, nil},
		"the bot's own, by id":    {map[string]any{"bot_id": "B0001"}, nil},
		"another bot's":           {mention(map[string]any{"bot_id": "B0002"}), nil},
		"a bot's, by its profile": {map[string]any{"bot_profile": map[string]any{"id": "B0002"}}, nil},
		"an old bot's":            {map[string]any{"subtype": "bot_message", "bot_id": "B0002", "user": nil}, nil},
		"Slack's own":             {map[string]any{"user": "USLACKBOT"}, nil},
		"nobody's":                {map[string]any{"user": nil}, nil},
		"an edit":                 {map[string]any{"subtype": "message_changed", "user": nil, "hidden": true}, nil},
		"a mention by an edit":    {mention(map[string]any{"edited": map[string]any{"user": "U0001", "ts": "1718.0005"}}), nil},
		"a deletion":              {map[string]any{"subtype": "message_deleted", "user": nil, "hidden": true}, nil},
		"somebody joins":          {map[string]any{"subtype": "channel_join"}, nil},
		"an unknown subtype":      {map[string]any{"subtype": "hologram"}, nil},
		"in a channel":            {map[string]any{"channel": "C0001", "channel_type": "channel"}, nil},
		"in a group":              {map[string]any{"channel": "G0001", "channel_type": "mpim"}, nil},
		"without a type":          {map[string]any{"channel_type": nil}, nil},
		"without a channel":       {map[string]any{"channel": nil}, nil},
		"without a time":          {map[string]any{"ts": 7}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			if got := s.event(t, spokenEvent(t, tt.change)); got.status != http.StatusOK || got.body != "" {
				t.Errorf("the answer is %d %q, want an empty 200", got.status, got.body)
			}
			s.drained(t)
			var want []bot.Question
			if tt.want != nil {
				want = []bot.Question{*tt.want}
			}
			if diff := cmp.Diff(want, b.asked(), cmpopts.IgnoreFields(bot.Origin{}, "RequestID"), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the bot was asked (-want +got):\n%s", diff)
			}
		})
	}
}

// The same message has one id, whichever events it comes as.
func TestWhatIsSaidHasOneID(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := setup(t, b)
	s.event(t, spokenEvent(t, nil))
	s.event(t, spokenEvent(t, mention(map[string]any{"channel": "D0001"})))
	s.event(t, spokenEvent(t, map[string]any{"ts": "1718.0002"}))
	s.drained(t)
	ids := map[string]int{}
	for _, id := range b.ids() {
		ids[id]++
	}
	if ids["said T0001 D0001 1718.0001"] != 2 || len(ids) != 2 {
		t.Errorf("ids are %v, want the same for the same message", ids)
	}
}

func TestSaid(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, own, want string }{
		{"<@U0BOT> 914083136", "U0BOT", "914083136"},
		{"<@U0BOT|meetingbot> today", "U0BOT", "today"},
		{"what about <@U0BOT> today", "U0BOT", "what about   today"},
		{"<@U0BOT>", "U0BOT", ""},
		{"<@U0BOT> remind <@U0ANA>", "U0BOT", "remind <@U0ANA>"},
		{"<@U0BOT> remind <@U0ANA>", "", "remind <@U0ANA>"},
		{" /meeting 914083136", "U0BOT", "914083136"},
		{"/meeting", "U0BOT", ""},
		{"<https://meeting.huaweicloud.com/#/j/914083136>", "U0BOT", "<https://meeting.huaweicloud.com/#/j/914083136>"},
	}
	for _, tt := range tests {
		if got := handlers.Said(tt.text, tt.own); got != tt.want {
			t.Errorf("Said(%q, %q) = %q, want %q", tt.text, tt.own, got, tt.want)
		}
	}
}
