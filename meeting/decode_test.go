package meeting_test

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"

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
}
