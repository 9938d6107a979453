package sdktest_test

import (
	"testing"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/meeting/v1/model"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// requireNoErrors fails the test if one of the two clients got an error.
func requireNoErrors(t *testing.T, what string, theirs, ours error) {
	t.Helper()
	if theirs != nil || ours != nil {
		t.Fatalf("%s: SDK error %v, our error %v", what, theirs, ours)
	}
}

// comparePage compares what both clients parsed of a list with the given
// number of records.
func comparePage[T any](t *testing.T, what string, theirs any, ours *meeting.Page[T], records int) *comparison {
	t.Helper()
	if len(ours.Data) != records || int(ours.Count) < records {
		t.Errorf("%s: %d records, count %d, want %d", what, len(ours.Data), ours.Count, records)
	}
	c := newComparison()
	c.compare(t, what, theirs, ours)
	return c
}

// setupLists starts a server on which ana has booked a full meeting, a short
// one and two that have ended. She is not invited to a fifth.
func setupLists(t *testing.T) clients {
	t.Helper()
	r := setup(t, "ana")
	now := time.Now().Truncate(time.Minute)
	add := func(id, subject, by string, from, to time.Duration) {
		r.Add(meetingtest.Meeting{
			ID: id, Subject: subject, Booker: meetingtest.Booker{Name: by, Account: by}, Start: now.Add(from), End: now.Add(to),
			Participants: meetingtest.People(7), HasRecordFile: true,
		})
	}
	r.Add(fullMeeting("987654321"))
	add("911111111", "Short & sweet", "ana", 2*time.Hour, 3*time.Hour)
	add("922222222", "Over", "ana", -3*time.Hour, -2*time.Hour)
	add("933333333", "Over, too", "ana", -2*time.Hour, -time.Hour)
	add("944444444", "Another's", "zoe", -3*time.Hour, 2*time.Hour)
	return r
}

func TestListMeetings(t *testing.T) {
	t.Parallel()
	r := setupLists(t)
	sort := "DSC_StartTIME"
	theirs, err := r.sdk.SearchMeetings(&model.SearchMeetingsRequest{QueryAll: new(true), SortType: &sort})
	ours, ourErr := r.ours.Conferences.List(t.Context(), meeting.ListOptions{All: true, Sort: meeting.SortByLatest})
	requireNoErrors(t, "list", err, ourErr)
	if c := comparePage(t, "list", theirs, ours, 2); c.values < 100 {
		t.Errorf("%d values compared, want at least 100", c.values)
	}
	if ours.Data[0].Subject != "Short & sweet" {
		t.Errorf("first = %q, want the one that starts last", ours.Data[0].Subject)
	}
	theirs, err = r.sdk.SearchMeetings(&model.SearchMeetingsRequest{SearchKey: new("sweet"), Limit: new(int32(1)), Offset: new(int32(0))})
	ours, ourErr = r.ours.Conferences.List(t.Context(), meeting.ListOptions{PageOptions: meeting.PageOptions{SearchKey: "sweet", Limit: 1}})
	requireNoErrors(t, "search", err, ourErr)
	comparePage(t, "search", theirs, ours, 1)
}

func TestListAttendees(t *testing.T) {
	t.Parallel()
	const id = "987654321"
	r := setupLists(t)
	r.Join(id, meetingtest.Attendee{Name: "Zoe", Account: "zoe", ThirdAccount: "zoe@corp", UserID: "u9", Number: "+9"})
	theirs, err := r.sdk.ListOnlineConfAttendee(&model.ListOnlineConfAttendeeRequest{ConfId: id, Limit: new(int32(500))})
	ours, ourErr := r.ours.Conferences.ListAttendees(t.Context(), id, meeting.PageOptions{Limit: 500})
	requireNoErrors(t, "attendees", err, ourErr)
	comparePage(t, "attendees", theirs, ours, len(r.Attendees(id))).requireComplete(t, model.ListOnlineConfAttendeeResponse{}, 10)
	theirs, err = r.sdk.ListOnlineConfAttendee(&model.ListOnlineConfAttendeeRequest{ConfId: id, SearchKey: new("zoe@corp")})
	ours, ourErr = r.ours.Conferences.ListAttendees(t.Context(), id, meeting.PageOptions{SearchKey: "zoe@corp"})
	requireNoErrors(t, "one attendee", err, ourErr)
	comparePage(t, "one attendee", theirs, ours, 1)
}

func TestHistory(t *testing.T) {
	t.Parallel()
	r := setupLists(t)
	from, to := time.Now().AddDate(0, -1, 0), time.Now()
	theirs, err := r.sdk.SearchHisMeetings(&model.SearchHisMeetingsRequest{
		StartDate: from.UnixMilli(), EndDate: to.UnixMilli(), SortType: new("DSC_StartTIME"), SearchKey: new("over"),
	})
	ours, ourErr := r.ours.Conferences.ListHistory(t.Context(), meeting.HistoryOptions{
		From: from, To: to, Sort: meeting.SortByLatest, PageOptions: meeting.PageOptions{SearchKey: "over"},
	})
	requireNoErrors(t, "history", err, ourErr)
	comparePage(t, "history", theirs, ours, 2)
	uuid := ours.Data[1].UUID.String()

	detail, err := r.sdk.ShowHisMeetingDetail(&model.ShowHisMeetingDetailRequest{ConfUUID: uuid, Limit: new(int32(5)), Offset: new(int32(1))})
	ourDetail, ourErr := r.ours.Conferences.GetHistory(t.Context(), uuid, meeting.DetailOptions{PageOptions: meeting.PageOptions{Limit: 5, Offset: 1}})
	requireNoErrors(t, "past meeting", err, ourErr)
	if ourDetail.Conference.UUID.String() != uuid || len(ourDetail.Participants.Data) != 5 {
		t.Errorf("past meeting = %s with %d people, want %s with five", ourDetail.Conference.UUID, len(ourDetail.Participants.Data), uuid)
	}
	ourDetail.Conference.UUID = "" // the API does not return it here
	c := newComparison()
	c.compare(t, "past meeting", detail, ourDetail)
	if c.values < 30 {
		t.Errorf("%d values compared, want at least 30", c.values)
	}

	visits, err := r.sdk.SearchAttendanceRecordsOfHisMeeting(&model.SearchAttendanceRecordsOfHisMeetingRequest{ConfUUID: uuid})
	ourVisits, ourErr := r.ours.Conferences.ListAttendance(t.Context(), uuid, meeting.PageOptions{})
	requireNoErrors(t, "attendance", err, ourErr)
	comparePage(t, "attendance", visits, ourVisits, 6).requireComplete(t, model.SearchAttendanceRecordsOfHisMeetingResponse{}, 10)
}
