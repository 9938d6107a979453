package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// The tests of this file check who gets which answer from the program.

const (
	reviewID            = "123456789"
	reviewHostPassword  = "83519264"
	reviewGuestPassword = "40718253"
)

// addReview adds a meeting of an hour to the simulated API. Ana is its host. The
// guest and the person from another organisation are invited; Wang Wei and Camila
// are not.
func (p *program) addReview(start time.Time) {
	people := []meetingtest.Participant{
		{Name: "Ana Morel", Number: "+991110000001", Host: true, Account: "ana", Email: "ana@example.com"},
		{Name: "Priya Sharma", Number: "+991110000002", Account: "priya", Email: "priya.sharma@example.com"},
		{Name: "Olena", Number: "+991110000003", Account: "olena", Email: "olena.kovalenko@partner.example.com"},
	}
	for i := range 9 {
		people = append(people, meetingtest.Participant{Name: fmt.Sprintf("Colleague %d", i), Number: fmt.Sprintf("+99111000001%d", i), Account: fmt.Sprintf("colleague%d", i)})
	}
	p.api.Add(meetingtest.Meeting{
		ID: reviewID, Subject: "Quarterly review", Start: start, End: start.Add(time.Hour), Participants: people,
		Passwords: []meetingtest.Password{{Role: "chair", Text: reviewHostPassword}, {Role: "general", Text: reviewGuestPassword}},
	})
}

// reply sends a command as any account, also a deactivated one or a bot, and
// returns the text of the reply in the HTTP response, or of what is posted in the
// channel instead.
func (p *program) reply(userID, text string) string {
	p.t.Helper()
	body := url.Values{
		"team_id": {playground.TeamID}, "channel_id": {playground.ChannelID}, "user_id": {userID}, "command": {"/meeting"}, "text": {text},
		"response_url": {"https://hooks.slack.com/commands/T1/1/abc"}, "trigger_id": {"1.2.3"},
	}.Encode()
	before := len(p.slack.Messages(playground.ChannelID, playground.UserID))
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		status, content := p.post("/slack/commands", body, testSigningSecret)
		var reply struct{ Text string }
		if status == 200 && json.Unmarshal([]byte(content), &reply) == nil {
			return reply.Text
		}
		if all := p.slack.Messages(playground.ChannelID, playground.UserID); len(all) > before {
			return all[len(all)-1].Text
		}
		// An empty response means that the bot was slow; the next time it has the meeting cached.
	}
	p.t.Fatalf("%q of %s gets no reply\n%s", text, userID, p.logs)
	return ""
}

// TestProgramKeepsTheAccessRules checks who may look up and list meetings, for each
// value of MEETING_ACCESS and each type of account.
func TestProgramKeepsTheAccessRules(t *testing.T) {
	t.Parallel()
	const (
		card        = "Quarterly review"
		notInvited  = "isn't on the invitation list"
		guest       = "Guests of this workspace"
		external    = "not for people from other organizations"
		deactivated = "This Slack account is deactivated"
		bot         = "not for bots"
		none        = "none found"
	)
	tests := map[string][]struct{ who, lookup, list string }{
		"members": {
			{playground.UserID, card, card},
			{playground.NewYorkID, card, none},
			{playground.GuestID, guest, guest},
			{playground.ExternalID, external, external},
			{playground.DeactivatedID, deactivated, deactivated},
			{playground.OtherBotID, bot, bot},
		},
		"invitees": {
			{playground.UserID, card, card},
			{playground.NewYorkID, notInvited, none},
			{playground.GuestID, guest, guest},
			{playground.ExternalID, external, external},
			{playground.DeactivatedID, deactivated, deactivated},
			{playground.OtherBotID, bot, bot},
		},
		"everyone": {
			{playground.UserID, card, card},
			{playground.NewYorkID, card, none},
			{playground.GuestID, card, card},
			{playground.ExternalID, card, card},
			{playground.DeactivatedID, deactivated, deactivated},
			{playground.OtherBotID, bot, bot},
		},
	}
	for access, people := range tests {
		t.Run(access, func(t *testing.T) {
			t.Parallel()
			p := startProgram(t, "MEETING_ACCESS="+access)
			p.addReview(time.Now().Add(time.Hour))
			for _, tt := range people {
				for text, want := range map[string]string{reviewID: tt.lookup, reviewID + " share": tt.lookup, "list": tt.list, "find nothing": ""} {
					got := p.reply(tt.who, text)
					if !strings.Contains(got, want) || want != card && strings.Contains(got, card) {
						t.Errorf("with %s, %q of %s gets the reply\n%s\nwant %q", access, text, tt.who, got, want)
					}
				}
			}
			p.expectNoSecretsLogged(reviewHostPassword, reviewGuestPassword, "ana@example.com")
		})
	}
}

// TestProgramShowsHostsTheirLink checks that the host link is shown to the host
// alone, and is not in the logs.
func TestProgramShowsHostsTheirLink(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.addReview(time.Now().Add(time.Hour))
	p.say("/meeting " + reviewID)
	card := p.expect("Quarterly review", "meeting_host")
	p.click(card, "meeting_host")
	shown := p.expect("Join as host", reviewHostPassword)
	if shown.EphemeralTo != playground.UserID {
		t.Errorf("the host's link is visible to %q, want Ana alone", shown.EphemeralTo)
	}
	if err := p.slack.Say(t.Context(), playground.NewYorkID, playground.ChannelID, "/meeting "+reviewID); err != nil {
		t.Fatal(err)
	}
	for _, m := range p.slack.Messages(playground.ChannelID, playground.NewYorkID) {
		if holds(m, []string{"meeting_host"}) || holds(m, []string{reviewHostPassword}) {
			t.Errorf("Camila can see %s", m.JSON())
		}
	}
	if !strings.Contains(p.logs.String(), `"msg":"host secrets shown"`) {
		t.Errorf("the logs do not hold that the host link was shown:\n%s", p.logs)
	}
	p.expectNoSecretsLogged(reviewHostPassword, reviewGuestPassword)
}

// TestProgramSharesACard checks that a shared card is visible to everybody, and the
// replies to its buttons only to the person who presses them.
func TestProgramSharesACard(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.addReview(time.Now().Add(time.Hour))
	p.say("/meeting share " + reviewID)
	card := p.expect("Quarterly review", "Shared by Ana Morel")
	if card.EphemeralTo != "" || holds(card, []string{reviewGuestPassword}) || holds(card, []string{"Colleague"}) {
		t.Errorf("the shared card is visible to %q: %s", card.EphemeralTo, card.JSON())
	}
	p.click(card, "meeting_open")
	page := p.expect("1–10 of 12", "Colleague")
	if page.EphemeralTo != playground.UserID || page.TS == card.TS {
		t.Errorf("the page is visible to %q, as message %s of card %s", page.EphemeralTo, page.TS, card.TS)
	}
	if all := p.slack.Messages(playground.ChannelID, playground.NewYorkID); !holds(all[len(all)-1], []string{"Shared by Ana Morel"}) {
		t.Errorf("the card that Camila sees has changed: %s", all[len(all)-1].JSON())
	}
}

// TestProgramFindsAndListsMeetings also asks who is in a meeting now and who
// attended it, with the demo meetings.
func TestProgramFindsAndListsMeetings(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "MEETING_LISTS=all")
	for _, m := range meetingtest.DemoMeetings(time.Now()) {
		p.api.Add(m)
	}
	p.say("/meeting find customer call")
	p.expect("Customer call: harbour pilots", "participants_title")
	p.say("/meeting find harbour pilots")
	p.expect("Running and upcoming meetings for", "Customer call: harbour pilots", "Harbour pilots: office hours")
	p.say("/meeting 906118274") // both are held in the cloud meeting room with this number
	p.expect("Harbour pilots: office hours", "In progress")
	p.say("/meeting list")
	p.expect("Running and upcoming meetings", "1–10 of", "list_next")
	p.say("/meeting find quarterly planning")
	p.expect("Quarterly planning", "of 57 in, 2 others")
	p.say("/meeting doctor")
	p.expect("Status and your settings", "an administrator, who sees every meeting")
	p.addReview(time.Now().Add(-2 * time.Hour))
	p.say("/meeting " + reviewID + " attendance")
	p.expect("people came to *Quarterly review*", "Colleague 1", "1 hour")
	p.say("/meeting " + reviewID)
	p.expect("Quarterly review", "Ended", `"attendance"`)
	p.expectNoSecretsLogged()
}
