package meeting_test

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"meetingbot/internal/lenientjson"
	"meetingbot/meeting"
)

// An array that is read at once is the same as one that is read element by element.
func FuzzList(f *testing.F) {
	for _, text := range []string{
		`[]`, `[null]`, `[{}]`, `[{},null,{"name":"Ana"}]`, `[{"name":"Ana","role":1},{"name":null}]`, `["a",1,true,null,"",{},[]]`, `[1,2.5,"3","x"]`, `{}`, `null`, `"x"`,
		`[{"name":"Ana"},7,"x",[{"name":"Ben"}]]`, `[{"name":{"a":1},"isAutoInvite":"1"}]`, `[{"confConfigInfo":7,"isAutoRecord":null},{"confConfigInfo":{"enableWaitingRoom":1}}]`,
	} {
		f.Add([]byte(text))
	}
	for _, name := range []string{"invited15", "everything"} {
		raw, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(append(append([]byte("["), raw...), ']'))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			return
		}
		compareLists[meeting.Participant](t, data)
		compareLists[meeting.SubConference](t, data)
		compareLists[meeting.Conference](t, data)
		compareLists[meeting.Text](t, data)
		compareLists[meeting.Int](t, data)
	})
}

func compareLists[T any](t *testing.T, data []byte) {
	t.Helper()
	var got meeting.List[T]
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if want := meeting.UnmarshalElements[T](data); !reflect.DeepEqual(got, want) {
		t.Errorf("%s is read as %+v, element by element as %+v", data, got, want)
	}
	compareAtOnce[struct{ List meeting.List[T] }](t, []byte(`{"list":`+string(data)+`}`))
}

// compareAtOnce decodes an object as encoding/json does and in one pass, where that is
// certain. It reports whether it is.
func compareAtOnce[T any](t *testing.T, object []byte) bool {
	t.Helper()
	var got, want T
	if !lenientjson.AtOnce(object, &got) {
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s is left as %+v", object, got)
		}
		return false
	}
	if err := json.Unmarshal(object, &want); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s is read at once as %+v, else as %+v, %v", object, got, want, err)
	}
	return true
}

// An object that is read at once is the same as one that encoding/json reads.
func FuzzAtOnce(f *testing.F) {
	for _, name := range []string{"ordinary", "recurring", "everything", "invited15"} {
		raw, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for _, text := range []string{
		`{"conferenceData":{"SUBJECT":"x","conference_ID":"1","conferenceid":2,"cycleParams":null,"confConfigInfo":null}}`,
		`{"conferenceData":{"subject":"x","subject":"y"}}`, `{"conferenceData":7,"data":{"data":{}}}`, `{"data":{"data":[{"name":"\ud800"},null]}}`, `{} x`, `{"a":1,}`,
		"{\"conferenceData\":{\"subject\":\"\xff\"}}", `{"conferenceData":{"subject":1e400,"size":"7","isAutoMute":"true","picDisplay":{}}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, object []byte) {
		compareAtOnce[meeting.Detail](t, object)
		compareAtOnce[meeting.Page[meeting.Conference]](t, object)
		compareAtOnce[meeting.Page[meeting.Attendee]](t, object)
	})
}

// The API's own samples are read at once.
func TestSamplesAreReadAtOnce(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ordinary", "recurring", "everything", "invited15"} {
		raw, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if !compareAtOnce[meeting.Detail](t, raw) {
			t.Errorf("%s.json is not read at once", name)
		}
	}
}
