package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// The tests of this file send the requests to the program that Slack sends.

func TestProgramShowsTheDocumentedMeeting(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.say("/meeting 914083136")
	card := p.expect("user01's meeting", "914 083 136", "user8002", "9505dc3349228b1ce0db8165590cc977bcff89785130fe0d")
	if card.EphemeralTo != playground.UserID {
		t.Errorf("the card is visible to %q, want Ana alone", card.EphemeralTo)
	}
	for _, secret := range []string{"6a30b8b5a325105da031442627828e496f91021ece36405f", "+991116003815", "+99111****815"} {
		if strings.Contains(string(card.JSON()), secret) {
			t.Errorf("the card holds %q:\n%s", secret, card.JSON())
		}
	}
	p.say("/meeting help")
	p.expect("/meeting 914083136")
	p.expectNoSecretsLogged("9505dc3349228b1ce0db8165590cc977bcff89785130fe0d", "6a30b8b5a325105da031442627828e496f91021ece36405f")
}

func TestProgramPagesForwardAndBack(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	people := meetingtest.People(57)
	now := time.Now()
	p.api.Add(meetingtest.Meeting{
		ID: "123456789", Subject: "Quarterly review", Start: now.Add(time.Hour), End: now.Add(2 * time.Hour), Participants: people,
		Passwords: []meetingtest.Password{{Role: "chair", Text: "83519264"}, {Role: "general", Text: "40718253"}},
	})
	p.say("/meeting 123 456 789")
	card := p.expect("Quarterly review", "1–10 of 57")
	labels := []string{"11–20 of 57", "21–30 of 57", "31–40 of 57", "41–50 of 57", "51–57 of 57"}
	for _, label := range labels {
		p.click(card, "participants_next")
		page := p.expect(label)
		if page.TS != card.TS {
			t.Fatalf("page %s is message %s, want it to replace message %s", label, page.TS, card.TS)
		}
	}
	last := p.expect("51–57 of 57")
	if strings.Contains(string(last.JSON()), "participants_next") {
		t.Error("the last page has a button to the next")
	}
	for _, label := range []string{"41–50 of 57", "31–40 of 57", "21–30 of 57", "11–20 of 57", "1–10 of 57"} {
		p.click(last, "participants_previous")
		p.expect(label)
	}
	if first := p.expect("1–10 of 57"); strings.Contains(string(first.JSON()), "participants_previous") {
		t.Error("the first page has a button to a previous page")
	}
	if got := p.api.Calls(meetingtest.EndpointDetail); got != 1 {
		t.Errorf("eleven pages took %d calls of the API, want 1", got)
	}
	p.expectNoSecretsLogged("83519264", "40718253", people[0].Email, people[0].Number)
}

// The link of a recording is in the answer to a click, and in no line of the log.
func TestProgramShowsARecording(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	now := time.Now()
	p.api.Add(meetingtest.Meeting{
		ID: "123456789", Subject: "Quarterly review", Start: now.Add(-3 * time.Hour), End: now.Add(-2 * time.Hour), Participants: meetingtest.People(3),
		AutoRecord: true, RecordType: 2, RecordAuth: new(1), RecordParts: 2,
	})
	p.say("/meeting 123 456 789")
	p.click(p.expect("Quarterly review", "Ended"), "meeting_recording")
	shown := p.expect("Recording of *Quarterly review*", "2 parts")
	if shown.EphemeralTo != playground.UserID {
		t.Errorf("the recording is visible to %q, want Ana alone", shown.EphemeralTo)
	}
	links := regexp.MustCompile(`#/record/([0-9a-f]+)`).FindAllStringSubmatch(string(shown.JSON()), -1)
	if len(links) < 2 {
		t.Fatalf("the message has no links to two parts:\n%s", shown.JSON())
	}
	p.expectNoSecretsLogged(links[0][1], links[1][1], "#/record/")
}

func TestProgramRepliesLateWhenTheAPIIsSlow(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.api.Slow(meetingtest.EndpointDetail, 5*time.Second)
	began := time.Now()
	p.say("/meeting 914083136")
	if acknowledged := time.Since(began); acknowledged >= 5*time.Second {
		t.Errorf("acknowledged after %v, want it before the API answers", acknowledged)
	}
	if m, ok := p.last(); ok {
		t.Errorf("answered before the API did:\n%s", m.JSON())
	}
	p.expect("user01's meeting")
	p.expectNoSecretsLogged()
}

func TestProgramRetriesWhenTheAPIFails(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.api.Fail(meetingtest.EndpointDetail, 3, http.StatusInternalServerError, "USG.000000002")
	p.say("/meeting 914083136")
	p.expect("isn't answering right now", "keep trying")
	p.expect("user01's meeting")
	p.expectNoSecretsLogged()
}

func TestProgramRefusesAWrongSignature(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	for path, body := range map[string]string{
		"/slack/commands":     commandBody(),
		"/slack/interactions": "payload=%7B%22type%22%3A%22block_actions%22%7D",
		"/slack/events":       `{"type":"url_verification","challenge":"x"}`,
	} {
		if got, _ := p.post(path, body, "another-secret"); got != http.StatusUnauthorized {
			t.Errorf("%s with a wrong signature answers %d, want 401", path, got)
		}
	}
	if got := p.api.Calls(meetingtest.EndpointDetail); got != 0 {
		t.Errorf("a forged request made %d calls of the API", got)
	}
	p.expectNoSecretsLogged()
}

// TestProgramLogsNothingThatFollowsAnAnswer has a Slack that sends more than its
// answer, which net/http logs by itself.
func TestProgramLogsNothingThatFollowsAnAnswer(t *testing.T) {
	t.Parallel()
	slackAPI := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		answer := `{"ok":true,"user":{"id":"U0001","team_id":"T0001"}}`
		_, _ = fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%sthe host password is 482913", len(answer), answer)
		time.AfterFunc(time.Minute, func() { _ = connection.Close() }) // an end would be what is logged
	}))
	t.Cleanup(slackAPI.Close)
	p := startProgram(t, "SLACK_API_URL="+slackAPI.URL+"/")
	if got, _ := p.post("/slack/commands", commandBody(), testSigningSecret); got != http.StatusOK {
		t.Errorf("a command answers %d, want 200", got)
	}
	p.expectNoSecretsLogged("482913", "Unsolicited")
}

//nolint:paralleltest // a thousand requests at once would slow the other tests down
func TestProgramCallsTheAPIOnceForAThousandRequests(t *testing.T) {
	var cards atomic.Int32
	count := func(answer string) {
		if strings.Contains(answer, "user01's meeting") {
			cards.Add(1)
		}
	}
	// On a busy machine, some replies take more than the two seconds after which
	// they go to the response_url.
	late := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		answer, _ := io.ReadAll(r.Body)
		count(string(answer))
	}))
	t.Cleanup(late.Close)
	p := startProgram(t, "SLACK_RESPONSE_HOSTS="+late.Listener.Addr().String())
	p.api.Slow(meetingtest.EndpointDetail, 300*time.Millisecond)
	body := strings.NewReplacer("123456789", "914083136", "U0ANN", playground.UserID).Replace(commandBody())
	body = strings.Replace(body, url.QueryEscape("https://hooks.slack.com"), url.QueryEscape(late.URL), 1)
	var group sync.WaitGroup
	for range 1000 {
		group.Go(func() {
			_, answer := p.post("/slack/commands", body, testSigningSecret)
			count(answer)
		})
	}
	group.Wait()
	if err := p.stop(); err != nil { // this waits for the late replies
		t.Errorf("the program ended with %v", err)
	}
	if got := cards.Load(); got != 1000 {
		t.Errorf("%d of 1000 got the card", got)
	}
	if got := p.api.Calls(meetingtest.EndpointDetail); got != 1 {
		t.Errorf("a thousand lookups made %d calls of the API, want 1", got)
	}
	if got := p.api.Calls(meetingtest.EndpointAppAuth); got != 1 {
		t.Errorf("a thousand lookups made %d sign-ins, want 1", got)
	}
	p.expectNoSecretsLogged()
}

// TestProgramFinishesRunningRequests checks that a request from before SIGTERM gets
// its reply after it, and that the program exits with 0.
func TestProgramFinishesRunningRequests(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.api.Slow(meetingtest.EndpointDetail, 4*time.Second)
	p.say("/meeting 914083136")
	ended := make(chan error, 1)
	go func() { ended <- p.stop() }()
	p.expect("user01's meeting")
	if err := <-ended; err != nil {
		t.Errorf("the program ended with %v, want 0", err)
	}
	p.expectNoSecretsLogged()
}

func TestProgramReportsReadiness(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "MEETING_APP_KEY=another-key")
	for path, want := range map[string]string{"/healthz": "200", "/readyz": "503 meeting_sign_in"} {
		if got := p.get(path, want); !strings.HasPrefix(want, got[:3]) {
			t.Errorf("%s answers %s, want %s", path, got, want)
		}
	}
	p.say("/meeting 914083136")
	p.expect("meeting account needs attention")
	p.expectNoSecretsLogged("another-key")
	if !strings.Contains(p.logs.String(), "USG.206010025") {
		t.Errorf("the logs do not hold the vendor's error code:\n%s", p.logs)
	}
}

// get requests path until the response holds all words of want, for 15 seconds at
// most, since the sign-in takes time. It returns the status and the body.
func (p *program) get(path, want string) string {
	p.t.Helper()
	client := http.Client{Timeout: 5 * time.Second}
	deadline := time.Now().Add(15 * time.Second)
	for {
		response, err := client.Get(p.url + path)
		if err != nil {
			p.t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		got := fmt.Sprintf("%d %s", response.StatusCode, body)
		matches := true
		for word := range strings.FieldsSeq(want) {
			matches = matches && strings.Contains(got, word)
		}
		if matches || time.Now().After(deadline) {
			return got
		}
		<-time.After(20 * time.Millisecond)
	}
}

// TestHealthCommand runs the health check of the image.
func TestHealthCommand(t *testing.T) {
	p := startProgram(t)
	address, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("LISTEN_ADDR", ":"+address.Port())
	if got := run(t.Context(), []string{"health"}, io.Discard, io.Discard); got != exitDone {
		t.Errorf("health of a running program = %d, want %d", got, exitDone)
	}
	if err := p.stop(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
	if got := run(t.Context(), []string{"health"}, io.Discard, io.Discard); got != exitFailed {
		t.Errorf("health of a stopped program = %d, want %d", got, exitFailed)
	}
}
