package meeting_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

func TestRedact(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, raw, want string }{
		{
			"passwords", `{"passwordEntry":[{"conferenceRole":"chair","password":"1"},{"conferenceRole":"general","password":2}]}`,
			`{"passwordEntry":[{"conferenceRole":"chair","password":"[redacted]"},{"conferenceRole":"general","password":"[redacted]"}]}`,
		},
		{
			"links", `{"chairJoinUri":"c","guestJoinUri":"g","audienceJoinUri":"a","liveAddress":"l","auxAddress":"x","liveUrl":"u"}`,
			`{"chairJoinUri":"[redacted]","guestJoinUri":"[redacted]","audienceJoinUri":"[redacted]","liveAddress":"[redacted]","auxAddress":"[redacted]","liveUrl":"u"}`,
		},
		{
			"flags about passwords", `{"isGuestFreePwd":true,"guestPwd":"1234","password":null,"guestJoinUri":""}`,
			`{"isGuestFreePwd":true,"guestPwd":"[redacted]","password":null,"guestJoinUri":""}`,
		},
		{
			"fields nobody knows", `{"z":1,"a":[1.50,{"hostPwd":["1","2"],"deep":{"accessToken":{"x":"y"}}}],"note":"see https://x/#/j/1/abc"}`,
			`{"z":1,"a":[1.50,{"hostPwd":["[redacted]","[redacted]"],"deep":{"accessToken":{"x":"[redacted]"}}}],"note":"[redacted]"}`,
		},
		{
			"links of the applications", `["cloudlink://w/h5page?conf_id=1&enter_code=2","ysx://x?num=1&random=2","https://x/?pwd=1"]`,
			`["[redacted]","[redacted]","[redacted]"]`,
		},
		{
			"what is not secret stays", `{"subject":"a < b & \"c\" 会议 \u2028","count":123456789012345678901234567890,"e":{},"l":[],"f":false}`,
			`{"subject":"a < b & \"c\" 会议 \u2028","count":123456789012345678901234567890,"e":{},"l":[],"f":false}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := meeting.Redact([]byte(tt.raw))
			if err != nil {
				t.Fatal(err)
			}
			var compact strings.Builder
			for line := range strings.Lines(string(got)) {
				compact.WriteString(strings.TrimSpace(line))
			}
			flat := strings.ReplaceAll(compact.String(), `": `, `":`)
			if flat != tt.want {
				t.Errorf("Redact(%s) =\n%s, want\n%s", tt.raw, flat, tt.want)
			}
		})
	}
}

func TestRedactSamples(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ordinary.json", "recurring.json", "everything.json"} {
		raw, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := meeting.Redact(raw)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"******", "6a30b8b5", "9505dc33", "\"123456\"", "4321", "#/j/", "rtmp"} {
			if strings.Contains(string(got), secret) {
				t.Errorf("Redact(%s) left %q", name, secret)
			}
		}
		d, err := meeting.Decode(got, meetingID)
		if err != nil || len(d.Participants.Data) != 1 || d.Conference.Department != "wangyue" {
			t.Errorf("Redact(%s) lost something: %v, %v", name, d, err)
		}
	}
}

func TestRedactRefusesWhatIsNoJSON(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"", "hunter2", `{"password":"hunter2"`, `{"password":"hunter2"} trailing`, strings.Repeat("[", 20_000)} {
		got, err := meeting.Redact([]byte(raw))
		if got != nil || err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Redact(%.20q) = %q, %v, want an error that does not quote it", raw, got, err)
		}
	}
}

// A secret shows in nothing that prints, logs or marshals it.
func TestSecret(t *testing.T) {
	t.Parallel()
	key := secret.Secret("hunter2")
	creds := meeting.Credentials{AppID: "a", AppKey: key}
	log, lines := debugLog()
	log.Info("signing in", slog.Any("creds", creds), slog.Any("secret", key))
	marshalled, err := json.Marshal(map[string]any{"s": key, "c": creds})
	if err != nil {
		t.Fatal(err)
	}
	texts := fmt.Sprint(key, creds, &creds) + fmt.Sprintf("%v %+v %#v %s %q", creds, creds, creds, creds, key) + string(marshalled) + lines.String()
	if strings.Contains(texts, "hunter2") || !strings.Contains(texts, "[redacted]") {
		t.Errorf("the secret shows, or nothing stands in its place: %s", texts)
	}
	if got := fmt.Sprint(secret.Secret("")); got != "" {
		t.Errorf("no secret prints as %q, want nothing", got)
	}
	var read struct{ A, B, C secret.Secret }
	if err := json.Unmarshal([]byte(`{"A":"x","B":1234,"C":null}`), &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"x", "1234", ""}, []string{read.A.Reveal(), read.B.Reveal(), read.C.Reveal()}); diff != "" {
		t.Errorf("secrets read (-want +got):\n%s", diff)
	}
}
