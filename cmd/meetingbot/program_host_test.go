package main

import (
	"strings"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// TestProgramShowsNoHostLinkOnAWeakProof presses the button of a host's card as
// somebody whose address is the host's by appearance only.
func TestProgramShowsNoHostLinkOnAWeakProof(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*playground.Person){
		"unconfirmed":  func(p *playground.Person) { p.Unconfirmed = true },
		"invited":      func(p *playground.Person) { p.Invited = true },
		"deactivated":  func(p *playground.Person) { p.Deactivated = true },
		"guest":        func(p *playground.Person) { p.Guest = true },
		"other letter": func(p *playground.Person) { p.Email = "anſ@example.com" }, // ſ is an s by Unicode's folding
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startProgram(t)
			p.addReview(time.Now().Add(time.Hour))
			p.api.Edit(reviewID, func(m *meetingtest.Meeting) {
				m.Participants[1].Email, m.Participants[1].Host = "ans@example.com", true
			})
			p.say("/meeting " + reviewID)
			p.click(p.expect("Quarterly review", "meeting_host"), "meeting_host")
			p.expect("Join as host", reviewHostPassword)
			ana, _ := p.slack.Person(playground.UserID)
			change(&ana)
			if err := p.slack.ChangePerson(t.Context(), ana); err != nil {
				t.Fatal(err)
			}
			p.send(signedNow("/slack/interactions", pressed(playground.UserID, playground.ChannelID, "meeting_host", reviewID+":1")))
			if err := p.stop(); err != nil { // once the press has been answered
				t.Errorf("the program ended with %v", err)
			}
			if shown := strings.Count(p.logs.String(), `"msg":"host secrets shown"`); shown != 1 {
				t.Errorf("host secrets were shown %d times, want once, before the change", shown)
			}
		})
	}
}

// TestProgramTellsHostsByTheirAccounts shows the host link to a host whose account
// is their e-mail address, and to none whose account is only its first half.
func TestProgramTellsHostsByTheirAccounts(t *testing.T) {
	t.Parallel()
	for account, proven := range map[string]bool{"Ana@Example.com": true, "ana": false, "ana@example.org": false} {
		t.Run(account, func(t *testing.T) {
			t.Parallel()
			p := startProgram(t)
			p.addReview(time.Now().Add(time.Hour))
			p.api.Edit(reviewID, func(m *meetingtest.Meeting) {
				for i := range m.Participants {
					m.Participants[i].Email, m.Participants[i].Host = "", false
				}
				m.Participants[1].Account, m.Participants[1].Host = account, true
			})
			p.say("/meeting " + reviewID)
			card := p.expect("Quarterly review")
			p.send(signedNow("/slack/interactions", pressed(playground.UserID, playground.ChannelID, "meeting_host", reviewID+":1")))
			if err := p.stop(); err != nil { // once the press has been answered
				t.Errorf("the program ended with %v", err)
			}
			offered := strings.Contains(string(card.Blocks), "meeting_host")
			shown := strings.Contains(p.logs.String(), `"msg":"host secrets shown"`)
			if offered != proven || shown != proven {
				t.Errorf("the host link was offered: %v, shown: %v, want %v", offered, shown, proven)
			}
		})
	}
}

// TestProgramExportsNoFormula exports who came to a meeting, with names that a
// spreadsheet would take for formulas.
func TestProgramExportsNoFormula(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	start := time.Now().Add(-2 * time.Hour)
	people := []meetingtest.Participant{{Name: "Ana Morel", Number: "+991110000001", Host: true, Account: "ana", Email: "ana@example.com"}}
	for _, name := range []string{"=5+5", "＝2+2", "＠3", "Eve;=4+4"} {
		people = append(people, meetingtest.Participant{Name: name, Number: "+99111000000" + name[len(name)-1:], Account: "account" + name[len(name)-1:]})
	}
	m := meetingtest.Meeting{ID: reviewID, Subject: "Quarterly review", Start: start, End: start.Add(time.Hour), Participants: people}
	for _, who := range people {
		m.Attendees = append(m.Attendees, who.Attendee())
	}
	p.api.Add(m)
	p.say("/meeting " + reviewID + " attendance")
	p.click(p.expect("people came to *Quarterly review*", "attendance_csv"), "attendance_csv")
	wants := []string{"'=5+5", "'＝2+2", "'＠3", "Eve;'=4+4"}
	var table string
	if !eventually(func() bool {
		for _, m := range p.slack.Messages("D0ANAMOREL", playground.UserID) {
			for _, f := range m.Files {
				table = string(f.Content)
			}
		}
		return table != ""
	}) || !containsAll(table, wants) {
		t.Errorf("the file does not hold %q:\n%s", wants, table)
	}
}
