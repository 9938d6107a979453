package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/install"
	"meetingbot/bot/workspace"
)

// departBot takes note of departures, or does not.
type departBot struct {
	fakeBot

	err   error
	noted []install.Departure
}

func (b *departBot) Begin(q bot.Question) (bot.Reply, bot.Work) {
	return bot.Reply{}, func(context.Context, bot.Send) error {
		if b.err != nil {
			return b.err
		}
		b.noted = append(b.noted, *q.Departure)
		return nil
	}
}

// farewell is an event of a removal: its envelope and its inner event have these fields.
func farewell(envelope, inner string) string {
	return fmt.Sprintf(`{"token":"X","type":"event_callback","event_time":1648596712,%s,"event":{%s}}`, envelope, inner)
}

func TestDepartures(t *testing.T) {
	t.Parallel()
	at := time.Unix(1648596712, 0).UTC()
	const uninstalled = `"type":"app_uninstalled"`
	departure := func(k workspace.Key, bots ...string) []install.Departure {
		return []install.Departure{{Key: k, At: at, Uninstalled: bots == nil, Bots: bots}}
	}
	for _, tt := range []struct {
		name, event string
		want        []install.Departure
	}{
		{"a workspace", farewell(`"team_id":"T1"`, uninstalled), departure(workspace.Key{TeamID: "T1"})},
		{"in an organisation", farewell(`"team_id":"T1","enterprise_id":"E1"`, uninstalled), departure(workspace.Key{EnterpriseID: "E1", TeamID: "T1"})},
		{"an organisation", farewell(`"team_id":null,"enterprise_id":"E1"`, uninstalled), departure(workspace.Key{EnterpriseID: "E1"})},
		{"an organisation in the team's place", farewell(`"team_id":"E1"`, uninstalled), departure(workspace.Key{EnterpriseID: "E1"})},
		{"named by the authorization", farewell(`"authorizations":[{"team_id":"T1"}]`, uninstalled), departure(workspace.Key{TeamID: "T1"})},
		{"the bot's token", farewell(`"team_id":"T1"`, `"type":"tokens_revoked","tokens":{"oauth":["U1"],"bot":["U2","U3"]}`), departure(workspace.Key{TeamID: "T1"}, "U2", "U3")},
		{"a person's token", farewell(`"team_id":"T1"`, `"type":"tokens_revoked","tokens":{"oauth":["U1"],"bot":[]}`), nil},
		{"nobody's token", farewell(`"team_id":"T1"`, `"type":"tokens_revoked"`), nil},
		{"no workspace", farewell(`"x":1`, uninstalled), nil},
		{"no time", strings.Replace(farewell(`"team_id":"T1"`, uninstalled), "1648596712", "0", 1), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &departBot{}
			s := setup(t, b)
			if got := s.event(t, tt.event); got.status != http.StatusOK || got.body != "" {
				t.Errorf("the answer is %d %q, want an empty 200", got.status, got.body)
			}
			if diff := cmp.Diff(tt.want, b.noted); diff != "" { // noted before the answer
				t.Errorf("noted (-want +got):\n%s", diff)
			}
		})
	}
}

// A departure that could not be noted is delivered again, since Slack does not get a 200.
func TestDepartureThatIsNotNoted(t *testing.T) {
	t.Parallel()
	b := &departBot{err: errors.New("no database")}
	s := setup(t, b)
	event := farewell(`"team_id":"T1","event_id":"Ev1"`, `"type":"app_uninstalled"`)
	if got := s.event(t, event); got.status != http.StatusServiceUnavailable || got.header.Get("X-Slack-No-Retry") != "" {
		t.Errorf("the answer is %d, want 503 so that Slack delivers it again", got.status)
	}
	b.err = nil
	for range 2 {
		if got := s.event(t, event); got.status != http.StatusOK {
			t.Errorf("the answer is %d, want 200", got.status)
		}
	}
	if len(b.noted) != 1 {
		t.Errorf("noted %d times, want once", len(b.noted))
	}
}
