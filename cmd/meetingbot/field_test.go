//go:build chaos

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// field is a number of the program's processes between a make-believe Slack,
// which remembers when it was told what, and a make-believe Meeting API.
type field struct {
	t         *testing.T
	storm     storm
	api       *meetingtest.Server
	slack     *playground.Server
	processes []*process
	due       time.Time // when every notice is
	cancelled map[string]bool

	mu      sync.Mutex
	said    map[string][]time.Time // by the subject of the meeting
	memory  int                    // how many were said from memory
	refused time.Time              // until when Slack refuses
}

// openField starts everything over a database.
func openField(t *testing.T, s storm, database string, processes int) *field {
	t.Helper()
	f := &field{t: t, storm: s, cancelled: map[string]bool{}, said: map[string][]time.Time{}}
	f.api = meetingtest.New(meetingtest.Options{AppID: "house", AppKey: houseAppKey})
	api := httptest.NewServer(f.api)
	t.Cleanup(api.Close)
	front := httptest.NewUnstartedServer(nil) // its handler needs the program's address
	slackURL := "http://" + front.Listener.Addr().String()
	for range processes {
		p := &process{t: t, path: buildBinary(t), env: []string{
			"LISTEN_ADDR=127.0.0.1:0", "METRICS_ADDR=", "LOG_LEVEL=warn", "LOG_FORMAT=json",
			"SLACK_SIGNING_SECRET=" + houseSigningSecret, "SLACK_BOT_TOKEN=" + houseToken,
			"SLACK_API_URL=" + slackURL + "/api/", "SLACK_RESPONSE_HOSTS=" + front.Listener.Addr().String(),
			"MEETING_API_URL=" + api.URL, "MEETING_APP_ID=house", "MEETING_APP_KEY=" + houseAppKey,
			"DATABASE_URL=" + database,
		}}
		f.processes = append(f.processes, p)
	}
	f.openSlack(front, slackURL)
	for _, p := range f.processes {
		p.start()
		t.Cleanup(p.kill)
	}
	return f
}
