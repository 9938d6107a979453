package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// The tests of this file drive the program from outside, as Slack does.

func TestProgramShowsTheDocumentedMeeting(t *testing.T) {
	t.Parallel()
	h := startProgram(t)
	h.say("/meeting 914083136")
	card := h.expect("user01's meeting", "914 083 136", "user8002", "9505dc3349228b1ce0db8165590cc977bcff89785130fe0d")
	if card.EphemeralTo != playground.UserID {
		t.Errorf("the card is visible to %q, want Ana alone", card.EphemeralTo)
	}
	for _, secret := range []string{"6a30b8b5a325105da031442627828e496f91021ece36405f", "+991116003815", "+99111****815"} {
		if strings.Contains(string(card.JSON()), secret) {
			t.Errorf("the card holds %q:\n%s", secret, card.JSON())
		}
	}
	h.say("/meeting help")
	h.expect("/meeting 914083136")
	h.noSecretsLogged("9505dc3349228b1ce0db8165590cc977bcff89785130fe0d", "6a30b8b5a325105da031442627828e496f91021ece36405f")
}

func TestProgramTurnsPagesForwardAndBack(t *testing.T) {
	t.Parallel()
	h := startProgram(t)
	people := meetingtest.People(57)
	now := time.Now()
	h.api.Add(meetingtest.Meeting{
		ID: "123456789", Subject: "Quarterly review", Start: now.Add(time.Hour), End: now.Add(2 * time.Hour), Participants: people,
		Passwords: []meetingtest.Password{{Role: "chair", Text: "83519264"}, {Role: "general", Text: "40718253"}},
	})
	h.say("/meeting 123 456 789")
	card := h.expect("Quarterly review", "1–10 of 57")
	labels := []string{"11–20 of 57", "21–30 of 57", "31–40 of 57", "41–50 of 57", "51–57 of 57"}
	for _, label := range labels {
		h.click(card, "participants_next")
		turned := h.expect(label)
		if turned.TS != card.TS {
			t.Fatalf("page %s is message %s, want it in the place of %s", label, turned.TS, card.TS)
		}
	}
	last := h.expect("51–57 of 57")
	if strings.Contains(string(last.JSON()), "participants_next") {
		t.Error("the last page has a button to the next")
	}
	for _, label := range []string{"41–50 of 57", "31–40 of 57", "21–30 of 57", "11–20 of 57", "1–10 of 57"} {
		h.click(last, "participants_previous")
		h.expect(label)
	}
	if first := h.expect("1–10 of 57"); strings.Contains(string(first.JSON()), "participants_previous") {
		t.Error("the first page has a button to the one before")
	}
	if got := h.api.Calls(meetingtest.EndpointDetail); got != 1 {
		t.Errorf("eleven pages took %d calls of the API, want 1", got)
	}
	h.noSecretsLogged("83519264", "40718253", people[0].Email, people[0].Number)
}

func TestProgramAnswersLateWhenTheAPIIsSlow(t *testing.T) {
	t.Parallel()
	h := startProgram(t)
	h.api.Slow(meetingtest.EndpointDetail, 5*time.Second)
	began := time.Now()
	h.say("/meeting 914083136")
	if acknowledged := time.Since(began); acknowledged >= 5*time.Second {
		t.Errorf("acknowledged after %v, want it before the API answers", acknowledged)
	}
	if m, ok := h.last(); ok {
		t.Errorf("answered before the API did:\n%s", m.JSON())
	}
	h.expect("user01's meeting")
	h.noSecretsLogged()
}

func TestProgramKeepsTryingWhenTheAPIFails(t *testing.T) {
	t.Parallel()
	h := startProgram(t)
	h.api.Fail(meetingtest.EndpointDetail, 4, http.StatusInternalServerError, "USG.000000002")
	h.say("/meeting 914083136")
	h.expect("isn't answering right now", "keep trying")
	h.expect("user01's meeting")
	h.noSecretsLogged()
}

func TestProgramRefusesAWrongSignature(t *testing.T) {
	t.Parallel()
	h := startProgram(t)
	for path, body := range map[string]string{
		"/slack/commands":     commandBody(),
		"/slack/interactions": "payload=%7B%22type%22%3A%22block_actions%22%7D",
		"/slack/events":       `{"type":"url_verification","challenge":"x"}`,
	} {
		if got, _ := h.post(path, body, "another-secret"); got != http.StatusUnauthorized {
			t.Errorf("%s with a wrong signature answers %d, want 401", path, got)
		}
	}
	if got := h.api.Calls(meetingtest.EndpointDetail); got != 0 {
		t.Errorf("a forged request made %d calls of the API", got)
	}
	h.noSecretsLogged()
}

//nolint:paralleltest // a thousand at once would starve its neighbours
func TestProgramAsksOnceForAThousand(t *testing.T) {
	var cards atomic.Int32
	count := func(answer string) {
		if strings.Contains(answer, "user01's meeting") {
			cards.Add(1)
		}
	}
	// On a machine that is busy otherwise, some answers may come after the
	// two seconds in which they are given inline.
	late := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		answer, _ := io.ReadAll(r.Body)
		count(string(answer))
	}))
	t.Cleanup(late.Close)
	h := startProgram(t, "SLACK_RESPONSE_HOSTS="+late.Listener.Addr().String())
	h.api.Slow(meetingtest.EndpointDetail, 300*time.Millisecond)
	body := strings.Replace(commandBody(), "123456789", "914083136", 1)
	body = strings.Replace(body, url.QueryEscape("https://hooks.slack.com"), url.QueryEscape(late.URL), 1)
	var group sync.WaitGroup
	for range 1000 {
		group.Go(func() {
			_, answer := h.post("/slack/commands", body, testSigningSecret)
			count(answer)
		})
	}
	group.Wait()
	if err := h.stop(); err != nil { // which waits for the late ones
		t.Errorf("the program ended with %v", err)
	}
	if got := cards.Load(); got != 1000 {
		t.Errorf("%d of 1000 got the card", got)
	}
	if got := h.api.Calls(meetingtest.EndpointDetail); got != 1 {
		t.Errorf("a thousand lookups made %d calls of the API, want 1", got)
	}
	if got := h.api.Calls(meetingtest.EndpointAppAuth); got != 1 {
		t.Errorf("a thousand lookups made %d sign-ins, want 1", got)
	}
	h.noSecretsLogged()
}

// What is asked before SIGTERM is answered after it, and the program ends well.
func TestProgramFinishesWhatIsInHand(t *testing.T) {
	t.Parallel()
	h := startProgram(t)
	h.api.Slow(meetingtest.EndpointDetail, 4*time.Second)
	h.say("/meeting 914083136")
	ended := make(chan error, 1)
	go func() { ended <- h.stop() }()
	h.expect("user01's meeting")
	if err := <-ended; err != nil {
		t.Errorf("the program ended with %v, want 0", err)
	}
	h.noSecretsLogged()
}

func TestProgramSaysHowItIs(t *testing.T) {
	t.Parallel()
	h := startProgram(t, "MEETING_APP_KEY=another-key")
	for path, want := range map[string]string{"/healthz": "200", "/readyz": "503 meeting_sign_in"} {
		if got := h.probe(path, want); !strings.HasPrefix(want, got[:3]) {
			t.Errorf("%s answers %s, want %s", path, got, want)
		}
	}
	h.say("/meeting 914083136")
	h.expect("meeting account needs attention")
	h.noSecretsLogged("another-key")
	if !strings.Contains(h.logs.String(), "USG.206010025") {
		t.Errorf("the operator is not told the vendor's code:\n%s", h.logs)
	}
}

// probe asks until the answer is as wanted, for the sign-in takes its time.
func (h *program) probe(path, want string) string {
	h.t.Helper()
	client := http.Client{Timeout: 5 * time.Second}
	deadline := time.Now().Add(15 * time.Second)
	for {
		response, err := client.Get(h.url + path)
		if err != nil {
			h.t.Fatal(err)
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

// The program's own check, as the image runs it.
func TestHealthCommand(t *testing.T) {
	h := startProgram(t)
	address, err := url.Parse(h.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("LISTEN_ADDR", ":"+address.Port())
	if got := run(t.Context(), []string{"health"}, io.Discard, io.Discard); got != exitDone {
		t.Errorf("health of a living program = %d, want %d", got, exitDone)
	}
	if err := h.stop(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
	if got := run(t.Context(), []string{"health"}, io.Discard, io.Discard); got != exitFailed {
		t.Errorf("health of a dead program = %d, want %d", got, exitFailed)
	}
}
