package sdktest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/sdkerr"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/meeting/v1/model"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// setupRunning starts a server on which ana's meeting 1 runs.
func setupRunning(t *testing.T) clients {
	t.Helper()
	r := setup(t, "ana")
	now := time.Now().Truncate(time.Minute)
	r.Add(meetingtest.Meeting{
		ID: "1", Subject: "S", Booker: meetingtest.Booker{Name: "ana", Account: "ana"}, Start: now.Add(-time.Hour), End: now.Add(time.Hour),
		Passwords: []meetingtest.Password{{Role: "chair", Text: "112233"}},
	})
	return r
}

// The SDK steers a meeting on the simulated API as our client does.
func TestControl(t *testing.T) {
	t.Parallel()
	r := setupRunning(t)
	answer, err := r.sdk.CreateConfToken(&model.CreateConfTokenRequest{ConferenceID: "1", XPassword: "112233", XLoginType: 1})
	if err != nil || answer.Data == nil || answer.Data.Token == nil || *answer.Data.ConfTokenExpireTime != 1800 || *answer.Data.Role != 1 {
		t.Fatalf("CreateConfToken() = %v, %v, want a token for the host", answer, err)
	}
	token := *answer.Data.Token
	if _, err := r.sdk.LockMeeting(&model.LockMeetingRequest{
		ConferenceID: "1", XConferenceAuthorization: token, Body: &model.RestLockReqBody{IsLock: 1},
	}); err != nil || !r.Locked("1") {
		t.Errorf("LockMeeting() = %v, locked %v", err, r.Locked("1"))
	}
	if _, err := r.sdk.MuteMeeting(&model.MuteMeetingRequest{
		ConferenceID: "1", XConferenceAuthorization: token, Body: &model.RestMuteReqBody{IsMute: 1},
	}); err != nil || !r.Muted("1") {
		t.Errorf("MuteMeeting() = %v, muted %v", err, r.Muted("1"))
	}
	before := r.Meetings()[0].End
	if _, err := r.sdk.ProlongMeeting(&model.ProlongMeetingRequest{
		ConferenceID: "1", XConferenceAuthorization: token, Body: &model.RestProlongDurReqBody{Duration: new(int32(20))},
	}); err != nil || r.Meetings()[0].End.Sub(before) != 20*time.Minute {
		t.Errorf("ProlongMeeting() = %v, end %v, was %v", err, r.Meetings()[0].End, before)
	}
	if _, err := r.sdk.InviteParticipant(&model.InviteParticipantRequest{
		ConferenceID: "1", XConferenceAuthorization: token,
		Body: &model.RestInviteReqBody{Attendees: []model.Attendee{{Name: "Zoe", Phone: "+447700900123", Type: "mobile"}}},
	}); err != nil || len(r.Attendees("1")) != 1 {
		t.Errorf("InviteParticipant() = %v, in the meeting: %v", err, r.Attendees("1"))
	}
	if _, err := r.sdk.StopMeeting(&model.StopMeetingRequest{ConferenceID: "1", XConferenceAuthorization: token}); err != nil {
		t.Errorf("StopMeeting() = %v", err)
	}
	if n := len(r.Attendees("1")); n != 0 {
		t.Errorf("%d in the meeting that was ended", n)
	}
}

// Both clients read the same refusal of a wrong host password.
func TestControlRefusal(t *testing.T) {
	t.Parallel()
	r := setupRunning(t)
	_, err := r.sdk.CreateConfToken(&model.CreateConfTokenRequest{ConferenceID: "1", XPassword: "000000", XLoginType: 1})
	theirs, ok := errors.AsType[*sdkerr.ServiceResponseError](err)
	if !ok {
		t.Fatalf("the SDK's error = %v, want a refusal", err)
	}
	account := r.account(t, "")
	m, err := account.Get(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	r.Edit("1", func(m *meetingtest.Meeting) { m.Passwords = []meetingtest.Password{{Role: "chair", Text: "998877"}} })
	_, err = account.As("").Control(t.Context(), m)
	ours, ok := errors.AsType[*meeting.Error](err)
	if !ok || ours.Code != theirs.ErrorCode || ours.Status != theirs.StatusCode || ours.Kind != meeting.ControlRefused {
		t.Errorf("the SDK has %d %s, our client has %v", theirs.StatusCode, theirs.ErrorCode, err)
	}
}

// account is an account of ours on the same API; "" is the default administrator.
func (r clients) account(t *testing.T, user string) *meeting.Account {
	t.Helper()
	a, err := meeting.NewAccount(meeting.AccountOptions{
		URL: r.url, Credentials: meeting.Credentials{AppID: appID, AppKey: appKey, UserID: user},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The SDK finds the same members with a fuzzy search; ours picks the one that is meant.
func TestMembers(t *testing.T) {
	t.Parallel()
	r := setup(t, "boss", func(o *meetingtest.Options) { o.Admins = []string{"boss"} })
	for _, u := range meetingtest.DemoUsers() {
		r.AddUser(u)
	}
	theirs, err := r.sdk.SearchUsers(&model.SearchUsersRequest{SearchKey: new("ana@example.com"), Limit: new(int32(2))})
	if err != nil || len(*theirs.Data) != 2 || *theirs.Count != 3 {
		t.Fatalf("SearchUsers() = %v, %v, want two of three", theirs, err)
	}
	rest, err := r.sdk.SearchUsers(&model.SearchUsersRequest{SearchKey: new("ana@example.com"), Limit: new(int32(2)), Offset: new(int32(2))})
	if err != nil || len(*rest.Data) != 1 {
		t.Fatalf("SearchUsers() from 2 on = %v, %v, want the third", rest, err)
	}
	ours, err := r.account(t, "boss").FindMember(t.Context(), "ana@example.com")
	if err != nil {
		t.Fatal(err)
	}
	ana := (*rest.Data)[0]
	for name, pair := range map[string][2]string{
		"id": {*ana.Id, ours.UUID.String()}, "account": {*ana.UserAccount, ours.Account.String()},
		"third-party id": {*ana.ThirdAccount, ours.ThirdID.String()}, "address": {*ana.Email, ours.Email.String()},
		"phone": {*ana.Phone, ours.Phone.String()}, "room": {*ana.VmrId, ours.PersonalID.String()},
	} {
		if pair[0] != pair[1] || pair[0] == "" {
			t.Errorf("%s: the SDK has %q, our client has %q", name, pair[0], pair[1])
		}
	}
}

func TestRooms(t *testing.T) {
	t.Parallel()
	r := setup(t, "ana")
	for _, room := range meetingtest.DemoRooms() {
		r.AddRoom(room)
	}
	r.AddUser(meetingtest.User{Account: "ana.morel@harbour", ThirdAccount: "ana", Name: "Ana Morel"})
	theirs, err := r.sdk.SearchMemberVmr(&model.SearchMemberVmrRequest{Limit: new(int32(50))})
	ours, ourErr := r.account(t, "ana").As("").Rooms(t.Context())
	requireNoErrors(t, "rooms", err, ourErr)
	if len(*theirs.Data) != 2 || len(ours) != 2 {
		t.Fatalf("the SDK has %d rooms, our client has %d, want two", len(*theirs.Data), len(ours))
	}
	for i, room := range *theirs.Data {
		for name, pair := range map[string][2]string{
			"id": {*room.Id, ours[i].ID.String()}, "number": {*room.VmrId, ours[i].Number.String()},
			"name": {*room.VmrName, ours[i].Name.String()}, "host password": {*room.ChairPwd, ours[i].HostPassword.Reveal()},
			"guest password": {*room.GustPwd, ours[i].GuestPassword.Reveal()}, "link": {*room.GustJoinUrl, ours[i].GuestJoin.Reveal()},
		} {
			if pair[0] != pair[1] || pair[0] == "" {
				t.Errorf("%s of room %d: the SDK has %q, our client has %q", name, i, pair[0], pair[1])
			}
		}
		if (*room.VmrMode == 0) != (ours[i].Mode == meeting.RoomPersonal) {
			t.Errorf("mode of room %d: the SDK has %d, our client has %d", i, *room.VmrMode, ours[i].Mode)
		}
	}
}

func TestNonce(t *testing.T) {
	t.Parallel()
	r := setup(t, "ana")
	theirs, err := r.sdk.CreatePortalRefNonce(&model.CreatePortalRefNonceRequest{})
	ours, ourErr := r.account(t, "").As("ana").Nonce(t.Context())
	requireNoErrors(t, "nonce", err, ourErr)
	for _, nonce := range []string{*theirs.Nonce, ours.Reveal()} {
		if who, ok := r.UseNonce(nonce); !ok || who != "ana" {
			t.Errorf("a nonce signs in %q, %v, want ana", who, ok)
		}
	}
}
