package unfurl_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"meetingbot/bot/unfurl"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// One link in many messages at the same time costs one reading, and so does one to
// a meeting that the API does not know.
func TestManyMessagesAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.clock = time.Now()
	api := meetingtest.New(meetingtest.Options{AppID: "app", AppKey: "key"})
	for _, m := range meetingtest.DemoMeetings(w.clock) {
		api.Add(m)
	}
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL: server.URL, Credentials: meeting.Credentials{AppID: "app", AppKey: "key"}, HTTPClient: &http.Client{},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(account.Client().CloseIdleConnections)
	w.meetings = account
	ws, err := w.Get(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			w.engine.Unfurl(t.Context(), ws, unfurl.Message{
				Key: home, UserID: "U1", ChannelID: "C1", TS: strconv.Itoa(i),
				URLs: []string{linkTo("968130527"), linkTo("123456789")},
			})
		})
	}
	all.Wait()
	if n := api.Calls(meetingtest.EndpointDetail); len(w.cards) != 200 || n > 8 {
		t.Errorf("%d links are shown after %d readings, want 200 after a few", len(w.cards), n)
	}
}
