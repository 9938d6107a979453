package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// The code in a link lets everybody into the meeting. What is shown under it, what
// the program logs and what its database holds has none of it.
func TestProgramKeepsTheCodeOfALink(t *testing.T) {
	t.Parallel()
	const code = "5ecretc0de"
	p := startProgram(t)
	for _, m := range meetingtest.DemoMeetings(time.Now()) {
		p.api.Add(m)
	}
	post := func(text string) {
		t.Helper()
		if err := p.slack.Say(t.Context(), playground.UserID, playground.OpenChannelID, text); err != nil {
			t.Fatal(err)
		}
	}
	shown := func() string {
		all := p.slack.Messages(playground.OpenChannelID, playground.UserID)
		return botText(all[len(all)-1])
	}
	post("https://c.meeting.huaweicloud.com/#/j/968130527/" + code)
	if !eventually(func() bool { return strings.Contains(shown(), "Board preparation") }) {
		t.Fatalf("nothing is shown: %q\n%s", shown(), p.logs)
	}
	if strings.Contains(shown(), code) {
		t.Errorf("the code is shown: %s", shown())
	}
	calls := len(p.slack.Calls("chat.unfurl"))
	p.slack.Fail("chat.unfurl", "internal_error", 1) // to be tried again, from the database
	post("https://c.meeting.huaweicloud.com/#/j/935150742/" + code)
	if !eventually(func() bool { return len(p.slack.Calls("chat.unfurl")) > calls }) {
		t.Fatal("the second link is not shown")
	}
	p.expectNoSecretsLogged(code)
	if n := searchDatabase(t, p, code); n > 0 {
		t.Errorf("%d files of the database hold the code", n)
	}
	if n := searchDatabase(t, p, "968130527"); n == 0 {
		t.Error("no file of the database holds the meeting, so that the search proves nothing")
	}
}

// searchDatabase counts the files of a program's database that hold a text.
func searchDatabase(t *testing.T, p *program, text string) (files int) {
	t.Helper()
	for _, pair := range p.env {
		path, ok := strings.CutPrefix(pair, "DATABASE_URL=sqlite:")
		if !ok {
			continue
		}
		found, err := filepath.Glob(path + "*")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(raw, []byte(text)) {
				files++
			}
		}
	}
	return files
}
