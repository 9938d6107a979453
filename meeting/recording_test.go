package meeting_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/internal/secret"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// A recording cannot be played for some minutes, and has as many parts as it has.
func TestAPIRecordings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		began := time.Now().Add(-time.Hour)
		h.api.Add(meetingtest.Meeting{
			ID: "900000001", Subject: "Recorded", Start: began, End: time.Now().Add(time.Hour), AutoRecord: true, RecordType: 2, RecordAuth: new(1), RecordParts: 2,
		})
		h.api.End("900000001")
		held, err := h.cache.LongestHeld(t.Context(), "900000001", began, began)
		if err != nil || !bool(held.Conference.HasRecord) {
			t.Fatalf("LongestHeld() = %+v, %v, want it with a recording", held, err)
		}
		for after, want := range []meeting.Recording{
			{Audience: meeting.AudienceEnterprise, Length: time.Hour, Megabytes: 181},
			{Audience: meeting.AudienceEnterprise, Length: time.Hour, Megabytes: 181, Playable: true},
		} {
			pass(time.Duration(after) * meetingtest.DecodeTime)
			got, err := h.cache.Recordings(t.Context(), held.Conference.UUID.String())
			if err != nil || len(got) != 2 {
				t.Fatalf("Recordings() = %v, %v, want two parts", got, err)
			}
			for _, r := range got {
				if !strings.HasPrefix(r.URL.Reveal(), "https://") {
					t.Errorf("the URL of a part is %q", r.URL.Reveal())
				}
				r.URL = ""
				if diff := cmp.Diff(want, r); diff != "" {
					t.Errorf("a part (-want +got):\n%s", diff)
				}
			}
		}
		for range 3 {
			if _, err := h.cache.Recordings(t.Context(), held.Conference.UUID.String()); err != nil {
				t.Fatal(err)
			}
		}
		if calls := h.api.Calls(meetingtest.EndpointRecordFiles); calls != 2 {
			t.Errorf("%d calls, want one answer to be shared", calls)
		}
	})
}

// Answers of all sorts are read; where something is not said, nobody is told too much.
func TestRecordingsAreReadLeniently(t *testing.T) {
	t.Parallel()
	const link = "https://rec.example/p4rt"
	part := meeting.Recording{URL: link, Playable: true, Audience: meeting.AudienceAttendees}
	for name, tt := range map[string]struct {
		answer string
		want   []meeting.Recording
		kind   meeting.Kind
	}{
		"strings":            {`{"url":["` + link + `"],"rcdTime":"90","rcdSize":"7","isDecodeFinish":"true","available":"1","recordAuthType":"2"}`, []meeting.Recording{{URL: link, Playable: true, Audience: meeting.AudienceAttendees, Length: 90 * time.Second, Megabytes: 7}}, ""},
		"anyone":             {`{"url":["` + link + `"],"isDecodeFinish":true,"available":true,"recordAuthType":0}`, []meeting.Recording{{URL: link, Playable: true, Audience: meeting.AudienceAnyone}}, ""},
		"enterprise":         {`{"url":["` + link + `"],"isDecodeFinish":true,"available":true,"recordAuthType":1}`, []meeting.Recording{{URL: link, Playable: true, Audience: meeting.AudienceEnterprise}}, ""},
		"audience unknown":   {`{"url":["` + link + `"],"isDecodeFinish":true,"available":true,"recordAuthType":7}`, []meeting.Recording{part}, ""},
		"audience null":      {`{"url":["` + link + `"],"isDecodeFinish":true,"available":true,"recordAuthType":null}`, []meeting.Recording{part}, ""},
		"audience not said":  {`{"url":["` + link + `"],"isDecodeFinish":true,"available":true}`, []meeting.Recording{part}, ""},
		"not decoded":        {`{"url":["` + link + `"],"isDecodeFinish":false,"available":true}`, []meeting.Recording{{URL: link, Audience: meeting.AudienceAttendees}}, ""},
		"not available":      {`{"url":["` + link + `"],"isDecodeFinish":true,"available":null}`, []meeting.Recording{{URL: link, Audience: meeting.AudienceAttendees}}, ""},
		"no page yet":        {`{"url":null,"rcdTime":60,"isDecodeFinish":true,"available":true}`, []meeting.Recording{{Audience: meeting.AudienceAttendees, Length: time.Minute}}, ""},
		"pages of nothing":   {`{"url":[null,"","` + link + `"],"isDecodeFinish":true,"available":true}`, []meeting.Recording{part}, ""},
		"odd numbers":        {`{"url":["` + link + `"],"rcdTime":-5,"rcdSize":"much","isDecodeFinish":true,"available":true}`, []meeting.Recording{part}, ""},
		"a page of them":     {`{"count":2,"data":[{"url":["` + link + `"],"isDecodeFinish":true,"available":true},null,{"url":["` + link + `"],"isDecodeFinish":true,"available":true}]}`, []meeting.Recording{part, part}, ""},
		"nothing":            {`{}`, nil, ""},
		"nothing but a name": {`{"confUUID":"u","confID":"1","subject":"x","url":[],"recordAuthType":0}`, nil, ""},
		"a refusal with 200": {`{"error_code":"MMC.111070005","error_msg":"CONF_DATA_NOT_FOUND"}`, nil, meeting.NotFound},
		"no object":          {`[]`, nil, meeting.Garbled},
	} {
		api := &stub{list: func(_ int, w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/base/v1/mmc/management/conferences/record/files" || r.URL.Query().Get("confUUID") != "u1" {
				t.Errorf("%s: asked for %s", name, r.URL)
			}
			fmt.Fprint(w, tt.answer)
		}}
		got, err := accountOf(t, newClient(t, api), meeting.CacheOptions{}).Recordings(t.Context(), "u1")
		if meeting.KindOf(err) != tt.kind {
			t.Errorf("%s: %v, want %q", name, err, tt.kind)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if _, err := newClient(t, &stub{}).Conferences.RecordFiles(t.Context(), "no uuid"); meeting.KindOf(err) != meeting.Invalid {
		t.Errorf("RecordFiles() of no UUID = %v", err)
	}
}

// Links of recordings are never printed by chance.
func TestRecordingLinksAreSecret(t *testing.T) {
	t.Parallel()
	r := meeting.Recording{URL: "https://rec.example/p4rt"}
	f := meeting.RecordFile{Pages: meeting.List[secret.Secret]{"https://rec.example/p4rt"}}
	for _, text := range []string{fmt.Sprintf("%v %+v %#v", r, r, r), fmt.Sprintf("%v %+v %#v", f, f, f)} {
		if strings.Contains(text, "p4rt") {
			t.Errorf("printed: %s", text)
		}
	}
}
