package handlers_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/handlers"
)

// FuzzSignature compares the check of signatures with that of the library.
func FuzzSignature(f *testing.F) {
	now := time.Now()
	valid := sign(commandForm, now)
	stamp, sum := valid.Get("X-Slack-Request-Timestamp"), valid.Get("X-Slack-Signature")
	f.Add(stamp, sum, commandForm)
	f.Add(stamp, strings.ToUpper(sum[3:]), commandForm)
	f.Add(stamp, "v0="+strings.ToUpper(sum[3:]), commandForm)
	f.Add(stamp, sum+"00", commandForm)
	f.Add("+"+stamp, sum, commandForm)
	f.Add(stamp+" ", sum, commandForm)
	f.Add("9223372036854775808", sum, commandForm)
	f.Add("-9223372036854775808", sum, "")
	f.Add("", "", "")
	f.Fuzz(func(t *testing.T, stamp, sum, body string) {
		for _, sum := range []string{sum, sumOf(stamp, body)} {
			header := http.Header{"X-Slack-Request-Timestamp": {stamp}, "X-Slack-Signature": {sum}}
			got, want := handlers.Verify(signingSecret, header, []byte(body)), libraryVerifies(header, body)
			if got != want {
				t.Errorf("a request of %q with %q is signed: %v, the library says %v", stamp, sum, got, want)
			}
		}
	})
}

// sumOf is Slack's signature of a body sent at a time.
func sumOf(stamp, body string) string {
	mac := hmac.New(sha256.New, []byte(signingSecret))
	mac.Write([]byte("v0:" + stamp + ":" + body))
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

func libraryVerifies(header http.Header, body string) bool {
	v, err := slack.NewSecretsVerifier(header, signingSecret)
	if err != nil {
		return false
	}
	_, err = v.Write([]byte(body))
	return err == nil && v.Ensure() == nil
}

// Signatures that are checked at the same time do not disturb each other.
func TestSignaturesAtTheSameTime(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := setup(t, b)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			body := commandForm + strings.Repeat("&x=y", i)
			for range 50 {
				if got := s.post(t, "/slack/commands", body, sign(body, time.Now())); got.status != http.StatusOK {
					t.Errorf("POST = %d, want 200", got.status)
				}
			}
		})
	}
	group.Wait()
}
