package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"meetingbot/playground"
)

// The tests of this file send the program what Slack's own signature does not
// make true: requests again, and ids that belong to others.

// signed is a request as Slack signed it once.
type signed struct {
	path, body string
	header     http.Header
}

// signedNow signs a form as Slack does.
func signedNow(path string, form url.Values) signed {
	s := signed{path: path, body: form.Encode(), header: http.Header{}}
	s.header.Set("Content-Type", "application/x-www-form-urlencoded")
	sign(s.header, testSigningSecret, s.body, time.Now())
	return s
}

// send sends the request, and may do so again and again.
func (p *program) send(s signed) string {
	p.t.Helper()
	status, body := p.do(s.path, s.body, s.header)
	if status != http.StatusOK {
		p.t.Errorf("%s answers %d, want 200\n%s", s.path, status, p.logs)
	}
	return body
}

// typed is a command of somebody in a channel, without an address for late answers.
func typed(userID, channelID, text string) url.Values {
	return url.Values{
		"team_id": {playground.TeamID}, "channel_id": {channelID}, "user_id": {userID}, "command": {"/meeting"}, "text": {text},
		"trigger_id": {"1.2.3"},
	}
}

// pressed is a press on a button in a channel.
func pressed(userID, channelID, action, value string) url.Values {
	return url.Values{"payload": {fmt.Sprintf(`{"type": "block_actions", "team": {"id": %q}, "user": {"id": %q, "team_id": %[1]q},
		"trigger_id": "1.2.3", "channel": {"id": %[3]q}, "container": {"type": "message", "channel_id": %[3]q, "is_ephemeral": false},
		"response_url": "", "actions": [{"type": "button", "action_id": %[4]q, "value": %[5]q}]}`,
		playground.TeamID, userID, channelID, action, value)}}
}

// TestProgramActsOnceForARequest checks that a request which comes again does
// nothing, at once and in another process.
func TestProgramActsOnceForARequest(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.addReview(time.Now().Add(time.Hour))
	p.reply(playground.UserID, reviewID) // the person and the meeting are known now
	share := signedNow("/slack/commands", typed(playground.UserID, playground.ChannelID, reviewID+" share"))
	remind := signedNow("/slack/commands", typed(playground.UserID, playground.ChannelID, "remind "+reviewID))
	forget := signedNow("/slack/commands", typed(playground.UserID, playground.ChannelID, "forget "+reviewID))
	for name, tt := range map[string]struct {
		request signed
		want    string
	}{"share": {share, ""}, "remind": {remind, "I'll remind"}} {
		for i := range 3 {
			if got := p.send(tt.request); !strings.Contains(got, tt.want) && i == 0 || i > 0 && got != "" {
				t.Errorf("%s, time %d, answers %q", name, i+1, got)
			}
		}
	}
	p.expect("Shared by Ana Morel")
	if got := p.send(forget); !strings.Contains(got, "I won't remind") {
		t.Errorf("forget answers %q", got)
	}
	p.restart()
	for name, again := range map[string]signed{"share": share, "remind": remind, "forget": forget} {
		if got := p.send(again); strings.Contains(got, "remind") {
			t.Errorf("%s in another process answers %q", name, got)
		}
	}
	if n := len(p.slack.Messages(playground.ChannelID, playground.UserID)); n != 1 {
		t.Errorf("the channel has %d messages, want the card that was shared and no other", n)
	}
	if got := p.reply(playground.UserID, "reminders"); !strings.Contains(got, "This channel has no reminders") {
		t.Errorf("after it was forgotten and the command came again, the channel has\n%s", got)
	}
	p.expectNoSecretsLogged()
}

// TestProgramBelievesNoIDs checks that ids of the reminders of one channel do
// nothing in another one, nor for people who may not look up meetings.
func TestProgramBelievesNoIDs(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.addReview(time.Now().Add(time.Hour))
	p.say("/meeting remind " + reviewID)
	set := p.expect("I'll remind", "reminder_stop")
	id := regexp.MustCompile(`"value": "([A-Z0-9]{26})"`).FindStringSubmatch(string(set.JSON()))
	if id == nil {
		t.Fatalf("no id in %s", set.JSON())
	}
	subscription := id[1]
	for _, who := range []struct{ userID, channelID string }{
		{playground.UserID, playground.PrivateChannelID},
		{playground.UserID, p.slack.DirectMessage(playground.UserID)},
		{playground.GuestID, playground.ChannelID},
		{playground.ExternalID, playground.ChannelID},
		{playground.DeactivatedID, playground.ChannelID},
	} {
		for action, value := range map[string]string{
			"reminder_stop": subscription, "reminders_stop": subscription + ":1", "notice_stop": subscription + ":" + reviewID,
			"reminder_change": subscription,
		} {
			p.send(signedNow("/slack/interactions", pressed(who.userID, who.channelID, action, value)))
		}
	}
	p.restart() // once all of them have been answered
	if got := p.reply(playground.UserID, "reminders"); !strings.Contains(got, "Quarterly review") {
		t.Errorf("after presses with its id elsewhere, the channel has\n%s", got)
	}
	p.send(signedNow("/slack/interactions", pressed(playground.UserID, playground.ChannelID, "reminder_stop", subscription)))
	if !eventually(func() bool {
		return strings.Contains(p.reply(playground.UserID, "reminders"), "This channel has no reminders")
	}) {
		t.Error("a press in the channel itself did not stop the reminders")
	}
	p.expectNoSecretsLogged()
}
