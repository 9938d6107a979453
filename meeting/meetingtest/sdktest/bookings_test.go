package sdktest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	sdk "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/meeting/v1"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/meeting/v1/model"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// sentChange is a request that changes something.
type sentChange struct {
	route string // method, path and parameters
	body  []byte
}

// recorder is a simulated API that keeps what changes meetings.
type recorder struct {
	*meetingtest.Server
	mu   sync.Mutex
	sent []sentChange
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodGet && strings.HasPrefix(req.URL.Path, "/v1/mmc/") {
		body, _ := io.ReadAll(req.Body)
		req.Body = io.NopCloser(bytes.NewReader(body))
		r.mu.Lock()
		r.sent = append(r.sent, sentChange{req.Method + " " + req.URL.Path + "?" + req.URL.Query().Encode(), body})
		r.mu.Unlock()
	}
	r.Server.ServeHTTP(w, req)
}

// last returns the last change.
func (r *recorder) last(t *testing.T) sentChange {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.sent) == 0 {
		t.Fatal("nothing was sent")
	}
	return r.sent[len(r.sent)-1]
}

// setupBookings signs both clients in as ana.
func setupBookings(t *testing.T) (*recorder, *sdk.MeetingClient, *meeting.Actor) {
	t.Helper()
	api := &recorder{Server: meetingtest.New(meetingtest.Options{
		AppID: appID, AppKey: appKey, Accounts: map[string]string{"ana": "correct horse"},
	})}
	srv := httptest.NewServer(api)
	t.Cleanup(srv.Close)
	sdkHTTP, err := sdk.MeetingClientBuilder().
		WithEndpoints([]string{srv.URL}).
		WithCredential(sdk.NewMeetingCredentialsBuilder().WithUserName("ana").WithUserPassword("correct horse").Build()).
		SafeBuild()
	if err != nil {
		t.Fatal(err)
	}
	account, err := meeting.NewAccount(meeting.AccountOptions{URL: srv.URL, Credentials: meeting.Credentials{AppID: appID, AppKey: appKey}})
	if err != nil {
		t.Fatal(err)
	}
	return api, sdk.NewMeetingClient(sdkHTTP), account.As("ana")
}

// sameRequests compares the last two changes, the SDK's and ours: the same route, and a
// body that has the vendor's type and, apart from ids, the SDK's values.
func (r *recorder) sameRequests(t *testing.T, theirs, ours sentChange, body any, ids *strings.Replacer) {
	t.Helper()
	if a, b := ids.Replace(theirs.route), ids.Replace(ours.route); a != b {
		t.Errorf("the SDK sends %s, our client %s", a, b)
	}
	if len(theirs.body) == 0 && len(ours.body) == 0 {
		return
	}
	read := func(who string, text []byte) any {
		v := reflect.New(reflect.TypeOf(body))
		d := json.NewDecoder(strings.NewReader(ids.Replace(string(text))))
		d.DisallowUnknownFields()
		if err := d.Decode(v.Interface()); err != nil {
			t.Errorf("the body of %s is none of the vendor's: %v", who, err)
		}
		return v.Elem().Interface()
	}
	if a, b := read("the SDK", theirs.body), read("our client", ours.body); !reflect.DeepEqual(a, b) {
		t.Errorf("the SDK sends %s\nour client %s", theirs.body, ours.body)
	}
}

// sdkBooking is a booking as the SDK has it, and ourBooking the same one of ours.
func sdkBooking(start time.Time) *model.RestScheduleConfDto {
	return &model.RestScheduleConfDto{
		Subject: new("Weekly sync"), StartTime: new(start.Format("2006-01-02 15:04")), Length: new(int32(45)), MediaTypes: "HDVideo",
		TimeZoneID: new("56"), Language: new("en-US"), RecordType: new(int32(2)), IsAutoRecord: new(int32(1)), ConcurrentParticipants: new(int32(40)),
		ConfConfigInfo: &model.RestConfConfigDto{
			IsSendNotify: new(false), IsSendSms: new(false), CallInRestriction: new(int32(2)), EnableWaitingRoom: new(true),
			GuestPwd: new("123456"), IsAutoMute: new(true), AllowGuestStartConf: new(true), ProlongLength: new(int32(15)),
		},
		Attendees: &[]model.RestAttendeeDto{
			{
				Name: new("Bob"), Role: new(int32(1)), AccountId: new("bob"), AppId: new(appID), Phone: new("+991116002"), Type: new("normal"),
				DeptName: new("R&D"), Email: new("bob@example.com"), Sms: new("+447700900002"),
			},
			{Name: new("Zoë"), Role: new(int32(0)), Type: new("outside"), Email: new("zoe@partner.example")},
		},
	}
}

func ourBooking(start time.Time) meeting.Booking {
	return meeting.Booking{
		Subject: "Weekly sync", Start: start, Length: 45 * time.Minute, MediaTypes: meeting.MediaVideo, ZoneID: "56",
		Language: meeting.LanguageEnglish, Record: true, Concurrent: 40, Entry: meeting.EntryEnterprise, WaitingRoom: new(true),
		GuestPassword: "123456", AutoMute: new(true), GuestMayStart: new(true), Prolong: new(15),
		Invitees: []meeting.Invitee{
			{
				Name: "Bob", Host: true, UserID: "bob", Phone: "+991116002", Department: "R&D", Email: "bob@example.com", SMS: "+447700900002",
			},
			{Name: "Zoë", Email: "zoe@partner.example"},
		},
	}
}

func TestBookings(t *testing.T) {
	t.Parallel()
	api, theirs, ours := setupBookings(t)
	start := time.Now().UTC().Truncate(time.Minute).Add(24 * time.Hour)
	booked, err := theirs.CreateMeeting(&model.CreateMeetingRequest{Body: sdkBooking(start)})
	sentTheirs := api.last(t)
	mine, ourErr := ours.Book(t.Context(), ourBooking(start))
	sentOurs := api.last(t)
	requireNoErrors(t, "book", err, ourErr)
	their := (*booked.Body)[0]
	ids := strings.NewReplacer(*their.ConferenceID, "ID", mine.ID.String(), "ID")
	api.sameRequests(t, sentTheirs, sentOurs, model.RestScheduleConfDto{}, ids)

	// What is changed of one is changed of the other.
	change := sdkBooking(start)
	change.Subject, change.Length = new("Sync"), new(int32(60))
	change.ConfConfigInfo.IsSendNotify, change.ConfConfigInfo.IsSendSms = new(false), new(false)
	_, err = theirs.UpdateMeeting(&model.UpdateMeetingRequest{ConferenceID: *their.ConferenceID, Body: change})
	sentTheirs = api.last(t)
	b := ourBooking(start)
	b.Subject, b.Length = "Sync", time.Hour
	_, ourErr = ours.Change(t.Context(), mine.ID.String(), b)
	sentOurs = api.last(t)
	requireNoErrors(t, "change", err, ourErr)
	// Ours also keeps what the meeting has, which the SDK leaves to its caller.
	sentOurs.body = without(t, sentOurs.body, "recordAuxStream", "vmrFlag")
	api.sameRequests(t, sentTheirs, sentOurs, model.RestScheduleConfDto{}, ids)

	_, err = theirs.CancelMeeting(&model.CancelMeetingRequest{ConferenceID: *their.ConferenceID, Type: new(int32(1))})
	sentTheirs = api.last(t)
	ourErr = ours.Cancel(t.Context(), mine.ID.String(), meeting.Cancellation{Running: true})
	requireNoErrors(t, "cancel", err, ourErr)
	api.sameRequests(t, sentTheirs, api.last(t), struct{}{}, ids)
}

// without removes keys of a body whose values are 0.
func without(t *testing.T, body []byte, keys ...string) []byte {
	t.Helper()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		if string(fields[key]) != "0" {
			t.Errorf("%s is %s, want 0", key, fields[key])
		}
		delete(fields, key)
	}
	out, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSeries(t *testing.T) {
	t.Parallel()
	api, theirs, ours := setupBookings(t)
	start := time.Now().UTC().Truncate(time.Minute).Add(24 * time.Hour)
	zone := time.FixedZone("Beijing", 8*60*60)
	first, last := start.In(zone).Format(time.DateOnly), start.In(zone).AddDate(0, 0, 20).Format(time.DateOnly)
	request := sdkBooking(start)
	request.CycleParams = &model.CycleParams{
		StartDate: first, EndDate: last, Cycle: "Day", Interval: new(int32(2)), PreRemindDays: 0,
	}
	booked, err := theirs.CreateRecurringMeeting(&model.CreateRecurringMeetingRequest{Body: request})
	sentTheirs := api.last(t)
	b := ourBooking(start)
	b.Series = &meeting.Series{Cycle: meeting.Daily, Interval: 2, EndDate: last}
	mine, ourErr := ours.Book(t.Context(), b)
	requireNoErrors(t, "book series", err, ourErr)
	their := (*booked.Body)[0]
	pairs := []string{*their.ConferenceID, "ID", mine.ID.String(), "ID"}
	for i, o := range *their.SubConfs {
		pairs = append(pairs, o.CycleSubConfID, "DATE", mine.Series()[i].ID, "DATE")
	}
	ids := strings.NewReplacer(pairs...)
	api.sameRequests(t, sentTheirs, api.last(t), model.RestScheduleConfDto{}, ids)

	second := mine.Series()[1]
	_, err = theirs.UpdateRecurringSubMeeting(&model.UpdateRecurringSubMeetingRequest{
		ConferenceID: *their.ConferenceID, Body: &model.RestScheduleCycleConfDto{
			CycleSubConfID: (*their.SubConfs)[1].CycleSubConfID, MediaTypes: "HDVideo",
			StartTime: second.Start.Add(time.Hour).Format("2006-01-02 15:04"), Length: 30, IsAutoRecord: new(int32(0)),
			ConfConfigInfo: &model.CycleSubConfConfigDto{
				CallInRestriction: new(int32(3)), EnableWaitingRoom: new(true), AllowGuestStartConf: new(true),
			},
		},
	})
	sentTheirs = api.last(t)
	ourErr = ours.ChangeOccurrence(t.Context(), mine.ID.String(), meeting.OccurrenceChange{
		OccurrenceID: second.ID, Start: second.Start.Add(time.Hour), Length: 30 * time.Minute, Entry: meeting.EntryInvited,
	})
	requireNoErrors(t, "change occurrence", err, ourErr)
	api.sameRequests(t, sentTheirs, api.last(t), model.RestScheduleCycleConfDto{}, ids)

	_, err = theirs.CancelRecurringSubMeeting(&model.CancelRecurringSubMeetingRequest{
		ConferenceID: *their.ConferenceID, Body: &model.RestCancelSingleRecordCycleConfListReqBody{
			CycleSubConfIDs: []string{(*their.SubConfs)[1].CycleSubConfID},
		},
	})
	sentTheirs = api.last(t)
	ourErr = ours.Cancel(t.Context(), mine.ID.String(), meeting.Cancellation{OccurrenceID: second.ID})
	requireNoErrors(t, "cancel occurrence", err, ourErr)
	api.sameRequests(t, sentTheirs, api.last(t), model.RestCancelSingleRecordCycleConfListReqBody{}, ids)

	_, err = theirs.CancelRecurringMeeting(&model.CancelRecurringMeetingRequest{ConferenceID: *their.ConferenceID})
	sentTheirs = api.last(t)
	ourErr = ours.Cancel(t.Context(), mine.ID.String(), meeting.Cancellation{Series: true})
	requireNoErrors(t, "cancel series", err, ourErr)
	api.sameRequests(t, sentTheirs, api.last(t), struct{}{}, ids)
}
