package view_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// recordingFacts are a recording of n parts whose page lets somebody in.
func recordingFacts(t *testing.T, n int, audience meeting.RecordingAudience) view.RecordingFacts {
	t.Helper()
	s := snapshot(t, ordinary, fullMeeting, func(s *meeting.Snapshot) { s.Ended, s.Conference.State = true, meeting.StateEnded })
	f := view.RecordingFacts{Facts: facts(t, s)}
	for i := range n {
		f.Parts = append(f.Parts, meeting.Recording{
			URL: secret.Secret(fmt.Sprintf("https://meeting.example.com/#/record/p4rt%d?a=1&b=2", i+1)), Playable: true, Audience: audience, Length: 77 * time.Minute,
		})
	}
	return f
}

func TestRecording(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]view.RecordingFacts{
		"one":      recordingFacts(t, 1, meeting.AudienceEnterprise),
		"parts":    recordingFacts(t, 3, meeting.AudienceAnyone),
		"attended": recordingFacts(t, 2, meeting.AudienceAttendees),
		"many":     recordingFacts(t, 30, meeting.AudienceEnterprise),
	} {
		for lang, loc := range localizers(t) {
			m, ok := view.Recording(loc, f)
			if !ok {
				t.Fatalf("Recording of %s shows nothing", name)
			}
			check(t, "recording_"+name+"_"+lang, m)
		}
	}
}

// However long links are, the message is one that Slack takes.
func TestRecordingWithLongLinks(t *testing.T) {
	t.Parallel()
	f := recordingFacts(t, 10, meeting.AudienceAnyone)
	for i := range f.Parts {
		f.Parts[i].URL += secret.Secret("&" + strings.Repeat("x", 1000))
		f.Parts[i].Length = 0
	}
	m, ok := view.Recording(localizers(t)["en"], f)
	if !ok || !strings.Contains(m.Text, "Only the first 5 of 10 parts") {
		t.Errorf("says %q, want the first five", m.Text)
	}
	checkSizes(t, m)
}

// A link that is not safe for a button is shown nowhere.
func TestRecordingWithoutAUsableLink(t *testing.T) {
	t.Parallel()
	f := recordingFacts(t, 3, meeting.AudienceAnyone)
	f.Parts[0].URL, f.Parts[1].URL = "javascript:p4rt", "http://meeting.example.com/p4rt"
	m, ok := view.Recording(localizers(t)["en"], f)
	raw := string(marshal(t, m))
	if !ok || strings.Contains(raw, "javascript") || strings.Contains(raw, "http://") || !strings.Contains(raw, "/p4rt3?") {
		t.Errorf("shows %s, want the third part alone", raw)
	}
	f.Parts = f.Parts[:2]
	if m, ok := view.Recording(localizers(t)["en"], f); ok {
		t.Errorf("shows %s, want nothing", marshal(t, m))
	}
}
