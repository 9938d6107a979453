package main

import (
	"strings"
	"testing"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// The program is killed between the booking and its answer: there is one meeting, and
// the next program shows it where it was asked for, in a few seconds.
func TestProgramKilledWhileBooking(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	booked, release := p.api.Hold(meetingtest.EndpointBook)
	t.Cleanup(release)
	said := make(chan struct{})
	go func() {
		defer close(said)
		_ = p.slack.Say(t.Context(), playground.UserID, playground.ChannelID, "/meeting now Budget") // it has no answer
	}()
	<-booked
	if err := p.process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-p.ended
	<-said
	release()
	p.start(buildBinary(t))
	p.expect("*Budget*", "Ready to join", "Ana Morel is the host")
	meetings, cards := 0, 0
	for _, m := range p.api.Meetings() {
		if m.Subject == "Budget" {
			meetings++
		}
	}
	for _, m := range p.slack.Messages(playground.ChannelID, playground.UserID) {
		if strings.Contains(string(m.JSON()), "Budget") {
			cards++
		}
	}
	if meetings != 1 || cards != 1 {
		t.Errorf("%d meetings and %d cards, want one each", meetings, cards)
	}
	p.expectNoSecretsLogged("ana@example.com", "Ana@example.com")
}
