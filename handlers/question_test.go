package handlers_test

import (
	"strings"
	"testing"
	"time"
)

// A request has an id by which the bot knows it again, however its headers are
// written; another one has another.
func TestRepeatedRequestHasTheSameID(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for path, body := range map[string]string{
		"/slack/commands":     "command=%2Fmeeting&text=914083136+share&team_id=T1&user_id=U1",
		"/slack/interactions": "payload=" + escape(pressed),
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			same, later := sign(body, now), sign(body, now.Add(-time.Second))
			upper := same.Clone()
			upper.Set("X-Slack-Signature", "v0="+strings.ToUpper(strings.TrimPrefix(same.Get("X-Slack-Signature"), "v0=")))
			retried := same.Clone()
			retried.Set("X-Slack-Retry-Num", "1")
			for _, header := range []map[string][]string{same, same.Clone(), upper, retried, later} {
				if got := s.post(t, path, body, header); got.status != 200 {
					t.Errorf("status %d, want 200", got.status)
				}
			}
			ids := b.ids()
			if len(ids) != 5 || ids[0] == "" || ids[1] != ids[0] || ids[2] != ids[0] || ids[3] != ids[0] || ids[4] == ids[0] {
				t.Errorf("ids are %q, want one for all but the last", ids)
			}
		})
	}
}
