package meeting_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"meetingbot/meeting"
)

// However a name is printed, the number in it is not.
func TestNamePrintsWithoutNumber(t *testing.T) {
	t.Parallel()
	p := meeting.Participant{Name: "Li Lei 13800138000", Department: "研发部 lei.li@example.com"}
	encoded, err := json.Marshal(map[string]any{"name": p.Name, "department": p.Department})
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", slog.Any("name", p.Name), slog.Any("department", p.Department))
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", slog.Any("name", p.Name), slog.Any("department", p.Department))
	printed := fmt.Sprintf("%v %s %q %#v %+v", p.Name, p.Name, p.Name, p.Name, struct{ N, D meeting.Name }{p.Name, p.Department})
	for _, got := range []string{p.Name.String(), string(encoded), log.String(), printed} {
		if strings.Contains(got, "13800138000") || strings.Contains(got, "example") || !strings.Contains(got, "Li Lei") {
			t.Errorf("printed %s", got)
		}
	}
}

func TestNameTakesAnyScalar(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]meeting.Name{`{"name":"Ana"}`: "Ana", `{"name":204}`: "204", `{"name":true}`: "true", `{"name":null}`: "", `{"name":["Ana"]}`: ""} {
		var p meeting.Participant
		if err := json.Unmarshal([]byte(raw), &p); err != nil || p.Name != want {
			t.Errorf("the name of %s is %q, %v, want %q", raw, string(p.Name), err, string(want))
		}
	}
}

// Numbers too short to be seen as phone numbers are known by their owners.
func TestDisplayName(t *testing.T) {
	t.Parallel()
	for _, p := range []meeting.Participant{
		{Name: "Li 85211", ID: "85211"},
		{Name: "Li (85211)", SMS: "85211"},
		{Name: "Li 85211", Phone2: "85211"},
		{Name: "Li 85211", Phone3: "85211"},
		{Name: "Li LEE@corp", Email: "lee@CORP"},
	} {
		if got := p.DisplayName(); got != "Li" {
			t.Errorf("DisplayName() = %q of an invitee called %q, want Li", got, string(p.Name))
		}
	}
	v := meeting.Visit{Name: "Li 85211", Number: "85211"}
	if got := v.DisplayName(); got != "Li" {
		t.Errorf("DisplayName() = %q of a visitor, want Li", got)
	}
}

func TestRedactPersonal(t *testing.T) {
	t.Parallel()
	raw := `{"scheduserName":"Zhang San <zhang.san@example.com>","subject":"Call 13800138000","password":"1","accessNumber":"+85230771111","participants":{"data":[
		{"participantID":"+991116003815","name":"Li Lei 13800138000","email":"lee77@example.org","sms":"13800138001","phone2":13800138002,"phone3":null,
		"accountId":"li.lei@example.org","deptName":"研发部","isSendSms":true,"role":1}]},"call_number":"13800138003","userEmail":"x@example.org"}`
	got, err := meeting.RedactPersonal([]byte(raw))
	if err != nil || !json.Valid(got) {
		t.Fatal(string(got), err)
	}
	for _, lack := range []string{"example", "+991116003815", "Li Lei 138", "13800138001", "13800138002", "13800138003", `"1"`} {
		if strings.Contains(string(got), lack) {
			t.Errorf("RedactPersonal() left %s:\n%s", lack, got)
		}
	}
	for _, want := range []string{`"Zhang San"`, `"Li Lei"`, `"Call 13800138000"`, `"+85230771111"`, `"研发部"`, `"li.lei"`, `"isSendSms": true`, `"role": 1`, `"phone3": null`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("RedactPersonal() lacks %s:\n%s", want, got)
		}
	}
}
