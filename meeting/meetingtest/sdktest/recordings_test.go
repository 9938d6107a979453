package sdktest_test

import (
	"testing"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/meeting/v1/model"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// setupRecordings starts a server on which ana has booked a meeting that was recorded
// in two parts.
func setupRecordings(t *testing.T) (r clients, uuid string) {
	t.Helper()
	r = setup(t, "ana")
	now := time.Now().Truncate(time.Minute)
	r.Add(meetingtest.Meeting{
		ID: "922222222", Subject: "Over", Booker: meetingtest.Booker{Name: "ana", Account: "ana"}, Start: now.Add(-3 * time.Hour), End: now.Add(-2 * time.Hour),
		AutoRecord: true, RecordType: 2, RecordAuth: new(1), RecordParts: 2,
	})
	held, err := r.ours.Conferences.ListHistory(t.Context(), meeting.HistoryOptions{From: now.AddDate(0, -1, 0), To: now})
	if err != nil || len(held.Data) != 1 {
		t.Fatalf("history = %+v, %v", held, err)
	}
	return r, held.Data[0].UUID.String()
}

func TestRecordingOfAMeeting(t *testing.T) {
	t.Parallel()
	r, uuid := setupRecordings(t)
	theirs, err := r.sdk.ShowRecordingDetail(&model.ShowRecordingDetailRequest{ConfUUID: uuid})
	ours, ourErr := r.ours.Conferences.RecordFiles(t.Context(), uuid)
	requireNoErrors(t, "recording", err, ourErr)
	if len(ours) != 1 || len(ours[0].Pages) != 2 || !bool(ours[0].Available) {
		t.Fatalf("our client has %+v, want one recording of two parts", ours)
	}
	c := newComparison()
	c.compare(t, "recording", theirs, ours[0])
	c.requireComplete(t, model.ShowRecordingDetailResponse{}, 12)
}

// The list of all recordings has the same of each.
func TestListRecordings(t *testing.T) {
	t.Parallel()
	r, uuid := setupRecordings(t)
	from, to := time.Now().AddDate(0, -1, 0), time.Now()
	theirs, err := r.sdk.SearchRecordings(&model.SearchRecordingsRequest{StartDate: from.UnixMilli(), EndDate: to.UnixMilli(), SortType: new("DSC_StartTIME")})
	ours, ourErr := r.ours.Conferences.RecordFiles(t.Context(), uuid)
	requireNoErrors(t, "recordings", err, ourErr)
	if theirs.Data == nil || len(*theirs.Data) != 1 || *theirs.Count != 1 {
		t.Fatalf("the SDK has %s, want one", theirs)
	}
	c := newComparison()
	c.compare(t, "recordings", (*theirs.Data)[0], ours[0])
	c.requireComplete(t, model.RecordResultDo{}, 12)
}

// The list of running meetings.
func TestListOnline(t *testing.T) {
	t.Parallel()
	r := setupLists(t)
	theirs, err := r.sdk.SearchOnlineMeetings(&model.SearchOnlineMeetingsRequest{QueryAll: new(true)})
	ours, ourErr := r.ours.Conferences.ListOnline(t.Context(), meeting.OnlineOptions{All: true})
	requireNoErrors(t, "running", err, ourErr)
	if theirs.Data == nil || len(*theirs.Data) != 1 || len(ours.Data) != 1 {
		t.Fatalf("the SDK has %s, our client has %+v, want one", theirs, ours)
	}
	a, b := (*theirs.Data)[0], ours.Data[0]
	if *a.ConferenceID != b.ID.String() || *a.OnlineAttendeeAmount != int32(*b.Online) || *b.Online == 0 || *a.ConfUUID != b.UUID.String() || *a.ConferenceState != b.State.String() {
		t.Errorf("the SDK has %s, our client has %+v", a, b)
	}
}
