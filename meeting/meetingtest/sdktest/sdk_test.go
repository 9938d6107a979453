package sdktest_test

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	sdk "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/meeting/v1"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/meeting/v1/model"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

const (
	appID  = "fdb8e4699586458bbd10c834872dcc62"
	appKey = "0123456789abcdef0123456789abcdef"
)

// clients are the two clients of one simulated API.
type clients struct {
	*meetingtest.Server
	sdk  *sdk.MeetingClient
	ours *meeting.Client
	url  string
}

// setup signs both clients in as the same user.
func setup(t *testing.T, user string, change ...func(*meetingtest.Options)) clients {
	t.Helper()
	o := meetingtest.Options{AppID: appID, AppKey: appKey, Accounts: map[string]string{user: "correct horse"}}
	for _, c := range change {
		c(&o)
	}
	api := meetingtest.New(o)
	srv := httptest.NewServer(api)
	t.Cleanup(srv.Close)
	sdkHTTP, err := sdk.MeetingClientBuilder().
		WithEndpoints([]string{srv.URL}).
		WithCredential(sdk.NewMeetingCredentialsBuilder().WithUserName(user).WithUserPassword("correct horse").Build()).
		SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	ours, err := meeting.New(srv.URL, meeting.Credentials{AppID: appID, AppKey: appKey, UserID: user})
	if err != nil {
		t.Fatal(err)
	}
	return clients{Server: api, sdk: sdk.NewMeetingClient(sdkHTTP), ours: ours, url: srv.URL}
}

// compareDetail reads one page of a meeting with both clients and compares
// what they parsed.
func (r clients) compareDetail(t *testing.T, c *comparison, id string, offset, limit int) *meeting.Detail {
	t.Helper()
	request := &model.ShowMeetingDetailRequest{ConferenceID: id}
	if limit > 0 {
		request.Offset, request.Limit = new(int32(offset)), new(int32(limit))
	}
	theirs, err := r.sdk.ShowMeetingDetail(request)
	if err != nil {
		t.Fatalf("the SDK's ShowMeetingDetail(%s, %d, %d): %v", id, offset, limit, err)
	}
	ours, err := r.ours.Conferences.Get(t.Context(), id, meeting.DetailOptions{PageOptions: meeting.PageOptions{Offset: offset, Limit: limit}})
	if err != nil {
		t.Fatalf("our Get(%s, %d, %d): %v", id, offset, limit, err)
	}
	c.compare(t, id, theirs, ours)
	return ours
}

func TestSamples(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"914083136", "969304019"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			c := newComparison()
			r := setup(t, "user01")
			ours := r.compareDetail(t, c, id, 0, 0)
			if ours.Conference.Subject != "user01's meeting" || len(ours.Participants.Data) != 1 {
				t.Errorf("sample = %q with %d people, want user01's meeting with one", ours.Conference.Subject, len(ours.Participants.Data))
			}
			if c.values < 30 {
				t.Errorf("%d values compared, want at least 30", c.values)
			}
		})
	}
}

func TestPagesOf57People(t *testing.T) {
	t.Parallel()
	const id = "987654321"
	r := setup(t, "ana")
	r.Add(fullMeeting(id))
	c := newComparison()
	people := 0
	for offset := 0; ; offset += 20 {
		page := r.compareDetail(t, c, id, offset, 20).Participants
		people += len(page.Data)
		if len(page.Data) == 0 || people >= int(page.Count) {
			break
		}
	}
	if people != 57 {
		t.Errorf("%d people over all pages, want 57", people)
	}
	c.requireComplete(t, model.ShowMeetingDetailResponse{}, 100)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	r := setup(t, "ana")
	_, err := r.sdk.ShowMeetingDetail(&model.ShowMeetingDetailRequest{ConferenceID: "900000000"})
	theirs, ok := errors.AsType[*sdkerr.ServiceResponseError](err)
	if !ok {
		t.Fatalf("the SDK's error = %v, want a refusal", err)
	}
	_, err = r.ours.Conferences.Get(t.Context(), "900000000", meeting.DetailOptions{})
	ours, ok := errors.AsType[*meeting.Error](err)
	if !ok {
		t.Fatalf("our error = %v, want a refusal", err)
	}
	if theirs.ErrorCode != ours.Code || theirs.StatusCode != ours.Status || ours.Kind != meeting.NotFound {
		t.Errorf("the SDK has %d %s, our client has %d %s (%s)", theirs.StatusCode, theirs.ErrorCode, ours.Status, ours.Code, ours.Kind)
	}
	if theirs.RequestId == "" || ours.RequestID == "" {
		t.Errorf("request ids %q and %q, want both", theirs.RequestId, ours.RequestID)
	}
}

// fullMeeting is a running series with every field set.
func fullMeeting(id string) meetingtest.Meeting {
	start := time.Now().Truncate(time.Minute).Add(-time.Hour)
	people := meetingtest.People(57)
	people[0] = meetingtest.Participant{
		Number: "+991116003815", Name: "Ana", Host: true, Account: "ana", Email: "ana@example.com", SMS: "+447700900123",
		Department: "Engineering", SubscriberID: "s", Address: "Room 3", Phone2: "+2", Phone3: "+3", UserUUID: "u",
		AppID: appID, AutoInvite: new(1), NoNameOverlay: new(true),
	}
	return meetingtest.Meeting{
		ID: id, Subject: "季度会议 & <all> of it", Kind: meetingtest.Recurring, ZoneID: "27", DialIn: "+991117",
		Booker: meetingtest.Booker{Name: "Ana", Account: "ana", UUID: "u1", Department: "Harbour & Sons"},
		Rule: &meetingtest.Rule{
			StartDate: "2026-11-23", EndDate: "2026-12-31", Cycle: "Week", Interval: 2, Points: []int{0, 1}, RemindDays: new(3),
		},
		Occurrences: []meetingtest.Occurrence{{
			ID: "o1", Start: start, End: start.Add(48 * time.Hour), AutoRecord: true, RecordAuth: new(1), Description: "moved",
			Config: meetingtest.OccurrenceConfig{
				Restriction: new(3), AudienceRestriction: new(2), GuestMayStart: new(true), WaitingRoom: new(true),
				AudienceCount: &meetingtest.AudienceCount{Mode: 1, Base: 10, Multiple: 1.5},
			},
		}},
		Room:     &meetingtest.Room{Number: "906118274", ID: "r1"},
		AutoMute: true, AutoRecord: true, RecordType: 3, RecordAux: true, HasRecordFile: true, RecordAuth: new(2),
		LiveURL: "https://live.example.com", LiveAddress: "rtmp://a", AuxAddress: "rtmp://b",
		Config: meetingtest.Config{
			SendNotify: new(true), SendSMS: new(true), SendCalendar: new(true), AutoMute: new(true), TerminalMute: new(true),
			GuestFree: new(true), GuestMayStart: new(true), WaitingRoom: new(true), HostCamera: new(true), GuestCamera: new(true),
			Restriction: new(2), RoomIDType: new(1), Prolong: new(15), GuestPassword: "1234",
		},
		Webinar: true, Mode: "RTC", Concurrent: 300, Interpreted: true, MultiStream: 1,
		Picture: json.RawMessage(`{"manualSet":1,"imageType":"Two","switchTime":30,
			"subscriberInPics":[{"index":1,"id":["+991116003815"],"share":1}],
			"picLayoutInfo":{"x":2,"y":1,"subPicLayoutInfoList":[{"id":1,"left":1,"top":2,"xSize":3,"ySize":4}]}}`),
		Participants: people,
		Extra: map[string]any{
			// In the list of running meetings only, or in other lists only;
			// a client should parse them everywhere.
			"onlineAttendeeAmount": 41,
			"scheduleVmr":          true,
			"partAttendeeInfo": []map[string]any{{
				"name": "Ana", "phone": "+99111****815", "phone2": "+2", "phone3": "+3", "type": "ideahub", "role": 1, "isMute": 1,
			}},
			"somethingNew": map[string]any{"a": []int{1}},
		},
	}
}
