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

// The tests of this file ask what a team asks, through the program's HTTP.

const (
	askedID       = "123456789"
	askedChair    = "83519264"
	askedPassword = "40718253"
)

// askAbout adds a meeting of an hour with Ana as its host and the guest and the stranger of
// the workspace among the invited, but neither Wang Wei nor Camila.
func (h *program) askAbout(start time.Time) {
	people := []meetingtest.Participant{
		{Name: "Ana Morel", Number: "+991110000001", Host: true, Account: "ana", Email: "ana@example.com"},
		{Name: "Priya Sharma", Number: "+991110000002", Account: "priya", Email: "priya.sharma@example.com"},
		{Name: "Olena", Number: "+991110000003", Account: "olena", Email: "olena.kovalenko@partner.example.com"},
	}
	for i := range 9 {
		people = append(people, meetingtest.Participant{Name: fmt.Sprintf("Colleague %d", i), Number: fmt.Sprintf("+99111000001%d", i), Account: fmt.Sprintf("colleague%d", i)})
	}
	h.api.Add(meetingtest.Meeting{
		ID: askedID, Subject: "Quarterly review", Start: start, End: start.Add(time.Hour), Participants: people,
		Passwords: []meetingtest.Password{{Role: "chair", Text: askedChair}, {Role: "general", Text: askedPassword}},
	})
}

// answer posts a command as anybody, those who cannot sit before the page
// included, and returns the text of what is answered inline.
func (h *program) answer(userID, text string) string {
	h.t.Helper()
	body := url.Values{
		"team_id": {playground.TeamID}, "channel_id": {playground.ChannelID}, "user_id": {userID}, "command": {"/meeting"}, "text": {text},
		"response_url": {"https://hooks.slack.com/commands/T1/1/abc"}, "trigger_id": {"1.2.3"},
	}.Encode()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		status, said := h.post("/slack/commands", body, testSigningSecret)
		var reply struct{ Text string }
		if status == 200 && json.Unmarshal([]byte(said), &reply) == nil {
			return reply.Text
		}
		// An empty answer means that this one took long; the next finds it in memory.
	}
	h.t.Fatalf("%q of %s is not answered\n%s", text, userID, h.logs)
	return ""
}

// Who may look up and list meetings, for every kind of access and of people.
func TestProgramKeepsTheAccessRules(t *testing.T) {
	t.Parallel()
	const (
		card     = "Quarterly review"
		outside  = "isn't on the invitation list"
		guest    = "Guests of this workspace"
		stranger = "not for people from other organisations"
		closed   = "This Slack account is deactivated"
		robot    = "not for bots"
		none     = "none found"
	)
	tests := map[string][]struct{ who, lookup, list string }{
		"members": {
			{playground.UserID, card, card},
			{playground.NewYorkID, card, none},
			{playground.GuestID, guest, guest},
			{playground.ExternalID, stranger, stranger},
			{playground.DeactivatedID, closed, closed},
			{playground.OtherBotID, robot, robot},
		},
		"invitees": {
			{playground.UserID, card, card},
			{playground.NewYorkID, outside, none},
			{playground.GuestID, guest, guest},
			{playground.ExternalID, stranger, stranger},
			{playground.DeactivatedID, closed, closed},
			{playground.OtherBotID, robot, robot},
		},
		"everyone": {
			{playground.UserID, card, card},
			{playground.NewYorkID, card, none},
			{playground.GuestID, card, card},
			{playground.ExternalID, card, card},
			{playground.DeactivatedID, closed, closed},
			{playground.OtherBotID, robot, robot},
		},
	}
	for access, people := range tests {
		t.Run(access, func(t *testing.T) {
			t.Parallel()
			h := startProgram(t, "MEETING_ACCESS="+access)
			h.askAbout(time.Now().Add(time.Hour))
			for _, p := range people {
				for text, want := range map[string]string{askedID: p.lookup, askedID + " share": p.lookup, "list": p.list, "find nothing": ""} {
					got := h.answer(p.who, text)
					if !strings.Contains(got, want) || want != card && strings.Contains(got, card) {
						t.Errorf("%s answers %q of %s with\n%s\nwant %q", access, text, p.who, got, want)
					}
				}
			}
			h.noSecretsLogged(askedChair, askedPassword, "ana@example.com")
		})
	}
}

// A host is shown the way in as host, and nobody else is, nor does the log tell
// it.
func TestProgramShowsHostsTheirLink(t *testing.T) {
	t.Parallel()
	h := startProgram(t)
	h.askAbout(time.Now().Add(time.Hour))
	h.say("/meeting " + askedID)
	card := h.expect("Quarterly review", "meeting_host")
	h.click(card, "meeting_host")
	shown := h.expect("Join as host", askedChair)
	if shown.EphemeralTo != playground.UserID {
		t.Errorf("the host's link is visible to %q, want Ana alone", shown.EphemeralTo)
	}
	if err := h.slack.Say(t.Context(), playground.NewYorkID, playground.ChannelID, "/meeting "+askedID); err != nil {
		t.Fatal(err)
	}
	for _, m := range h.slack.Messages(playground.ChannelID, playground.NewYorkID) {
		if holds(m, []string{"meeting_host"}) || holds(m, []string{askedChair}) {
			t.Errorf("Camila can see %s", m.JSON())
		}
	}
	if !strings.Contains(h.logs.String(), `"msg":"host secrets shown"`) {
		t.Errorf("the log does not say that it was shown:\n%s", h.logs)
	}
	h.noSecretsLogged(askedChair, askedPassword)
}

// A shared card is for everybody, and its buttons answer whoever presses them
// alone.
func TestProgramSharesACard(t *testing.T) {
	t.Parallel()
	h := startProgram(t)
	h.askAbout(time.Now().Add(time.Hour))
	h.say("/meeting share " + askedID)
	card := h.expect("Quarterly review", "Shared by <@"+playground.UserID+">")
	if card.EphemeralTo != "" || holds(card, []string{askedPassword}) || holds(card, []string{"only visible to you"}) {
		t.Errorf("the shared card is visible to %q: %s", card.EphemeralTo, card.JSON())
	}
	h.click(card, "participants_next")
	page := h.expect("11–12 of 12", "only visible to you")
	if page.EphemeralTo != playground.UserID || page.TS == card.TS {
		t.Errorf("the page is visible to %q, as message %s of card %s", page.EphemeralTo, page.TS, card.TS)
	}
	if all := h.slack.Messages(playground.ChannelID, playground.NewYorkID); !holds(all[len(all)-1], []string{"1–10 of 12"}) {
		t.Errorf("the card that Camila sees has changed: %s", all[len(all)-1].JSON())
	}
}

// Finding, listing, who is in, and who came, with the simulated API's own
// meetings.
func TestProgramAnswersWhatATeamAsks(t *testing.T) {
	t.Parallel()
	h := startProgram(t, "MEETING_LISTS=all")
	for _, m := range meetingtest.DemoMeetings(time.Now()) {
		h.api.Add(m)
	}
	h.say("/meeting find customer call")
	h.expect("Customer call: harbour pilots", "only visible to you")
	h.say("/meeting find harbour pilots")
	h.expect("Running and upcoming meetings for", "Customer call: harbour pilots", "Harbour pilots: office hours")
	h.say("/meeting 906118274") // the number of the room they are both held in
	h.expect("Harbour pilots: office hours", "In progress")
	h.say("/meeting list")
	h.expect("Running and upcoming meetings", "1–10 of", "list_next")
	h.say("/meeting find quarterly planning")
	h.expect("Quarterly planning", "of 57 invited are in", "2 others")
	h.say("/meeting doctor")
	h.expect("How I am doing", "an administrator, who sees every meeting")
	h.askAbout(time.Now().Add(-2 * time.Hour))
	h.say("/meeting " + askedID + " attendance")
	h.expect("people came to *Quarterly review*", "Colleague 1", "1 hour")
	h.say("/meeting " + askedID)
	h.expect("Quarterly review", "Ended", "only visible to you", `"attendance"`)
	h.noSecretsLogged()
}
