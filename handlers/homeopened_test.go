package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

// homeOpened is the event as Slack sends it.
const homeOpened = `{
  "token": "XXYYZZ", "team_id": "T0001", "api_app_id": "A0001",
  "event": {"type": "app_home_opened", "user": "U0001", "channel": "D0001", "tab": "home", "event_ts": "1648596712.000001",
    "view": {"id": "V0001", "team_id": "T0001", "type": "home", "hash": "1648596712.abc", "private_metadata": "", "app_installed_team_id": "T0001",
      "blocks": [{"type": "hologram"}], "state": {"values": {}}}},
  "type": "event_callback", "event_id": "EVENT_ID", "event_time": 1648596712,
  "authorizations": [{"enterprise_id": "E0001", "team_id": "T0002", "user_id": "U0008", "is_bot": true, "is_enterprise_install": false}]
}`

func TestHomeOpened(t *testing.T) {
	t.Parallel()
	question := func(team, hash string) *bot.Question {
		q := bot.Question{Origin: bot.Origin{Key: workspace.Key{EnterpriseID: "E0001", TeamID: team}, UserID: "U0001"}, Kind: bot.KindHomeOpened}
		if hash != "" {
			q.View = bot.View{ID: "V0001", Hash: hash}
		}
		return &q
	}
	for name, tt := range map[string]struct {
		from, to string // replaced in the event
		want     *bot.Question
	}{
		"with a view":                       {"", "", question("T0002", "1648596712.abc")},
		"without a view":                    {`"view"`, `"no_view"`, question("T0002", "")},
		"a view of another shape":           {`"view": {"id": "V0001",`, `"view": 7, "other": {"id": "V0001",`, question("T0002", "")},
		"installed in a whole organisation": {`"team_id": "T0002"`, `"team_id": null`, question("T0001", "1648596712.abc")},
		"the messages tab":                  {`"tab": "home"`, `"tab": "messages"`, nil},
		"no tab":                            {`"tab"`, `"no_tab"`, nil},
		"nobody":                            {`"user": "U0001"`, `"user": null`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			if got := s.event(t, strings.Replace(homeOpened, tt.from, tt.to, 1)); got.status != http.StatusOK || got.body != "" {
				t.Errorf("the answer is %d %q, want an empty 200", got.status, got.body)
			}
			if err := s.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			var got *bot.Question
			if len(b.questions) > 0 {
				got = &b.questions[0]
				got.RequestID = ""
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("the bot was asked (-want +got):\n%s", diff)
			}
		})
	}
}
