package meeting_test

import (
	"strings"
	"testing"

	"meetingbot/meeting"
)

func TestAttendanceMatchInvitees(t *testing.T) {
	t.Parallel()
	ana := meeting.Participant{Name: "Ana", ID: "+1", Account: "ana"}
	mailed := meeting.Participant{Name: "Bo", Email: "bo@example.com", Account: "bo"}
	tests := []struct {
		name     string
		invitees []meeting.Participant
		visits   []meeting.Visit
		more     int // visits that were not read
		want     string
	}{
		{"by number", []meeting.Participant{ana}, []meeting.Visit{{Name: "A.", Number: "+1"}}, 0, "came Ana"},
		{"by phone", []meeting.Participant{{Name: "Ana", ID: "+1", SMS: "+44"}}, []meeting.Visit{{Name: "phone", Number: "+44"}}, 0, "came Ana"},
		{"nobody", []meeting.Participant{ana, mailed}, nil, 0, "absent Ana, absent Bo"},
		{"another came", []meeting.Participant{ana}, []meeting.Visit{{Name: "Zoe", Number: "+2"}}, 0, "absent Ana"},
		{"the name with another number", []meeting.Participant{ana}, []meeting.Visit{{Name: "ana", Number: "+2"}}, 0, "unsure Ana"},
		{"the name without a number", []meeting.Participant{ana}, []meeting.Visit{{Name: " ａｎａ "}}, 0, "came Ana"},
		{"the name of somebody without a number", []meeting.Participant{mailed}, []meeting.Visit{{Name: "Bo", Number: "+2"}, {Name: "Bo", Number: "+2"}}, 0, "came Bo"},
		{"two visitors of the name", []meeting.Participant{mailed}, []meeting.Visit{{Name: "Bo", Number: "+2"}, {Name: "Bo", Number: "+3"}}, 0, "unsure Bo"},
		{"one of them numbered", []meeting.Participant{ana}, []meeting.Visit{{Name: "Ana"}, {Name: "Ana", Number: "+3"}}, 0, "unsure Ana"},
		{"two invitees of the name", []meeting.Participant{mailed, {Name: "bo", Email: "bo2@example.com"}}, []meeting.Visit{{Name: "Bo"}}, 0, "unsure Bo, unsure bo"},
		{"a namesake came", []meeting.Participant{ana, {Name: "Ana", ID: "+5"}}, []meeting.Visit{{Name: "Ana", Number: "+5"}}, 0, "came Ana, absent Ana"},
		{"no name", []meeting.Participant{{ID: "+1"}, {}}, []meeting.Visit{{}, {Number: "+2"}}, 0, "absent , absent "},
		{"a name that is a number", []meeting.Participant{{Name: "13800138000", ID: "+1"}}, []meeting.Visit{{Name: "13800138000"}}, 0, "absent "},
		{"not all visits", []meeting.Participant{ana, mailed}, []meeting.Visit{{Number: "+1"}}, 1, "came Ana, unsure Bo"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := meeting.Attendance{Visits: tt.visits, Count: len(tt.visits) + tt.more}
			turnout := a.MatchInvitees(tt.invitees)
			var got []string
			for _, group := range []struct {
				word string
				all  []meeting.Participant
			}{{"came", turnout.Came}, {"absent", turnout.Absent}, {"unsure", turnout.Unsure}} {
				for i := range group.all {
					got = append(got, group.word+" "+group.all[i].DisplayName())
				}
			}
			if all := strings.Join(got, ", "); all != tt.want {
				t.Errorf("MatchInvitees() = %q, want %q", all, tt.want)
			}
		})
	}
}
