package lenientjson_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"meetingbot/internal/lenientjson"
)

// object is what the tests decode.
type object struct {
	Name   string            `json:"name"`
	Count  int               `json:"count"`
	Raw    json.RawMessage   `json:"raw"`
	List   []string          `json:"list"`
	Inner  *object           `json:"inner"`
	Others map[string]object `json:"others"`
}

// What can be read of an object is read, and nothing else is an object.
func TestUnmarshal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]*object{
		`{}`:                                     {},
		" \r\n\t{\"name\":\"a\"}\n":              {Name: "a"},
		`{"name":7,"count":2}`:                   {Count: 2},
		`{"name":"a","count":"2"}`:               {Name: "a"},
		`{"name":"a","name":"b"}`:                {Name: "b"},
		`{"NAME":"a","na_me":"b"}`:               {Name: "a"},
		`{"list":7,"inner":{"list":["x"]}}`:      {Inner: &object{List: []string{"x"}}},
		`{"raw":[1, 2],"others":{"x":null}}`:     {Raw: []byte("[1, 2]"), Others: map[string]object{"x": {}}},
		"{\"name\":\"\xff\",\"inner\":null}":     {Name: "\ufffd"},
		`{"name":"\ud800","count":1,"new":[{}]}`: {Name: "\ufffd", Count: 1},
		``:                                       nil, `7`: nil, `null`: nil, `[{}]`: nil, `"{}"`: nil, `{`: nil, `{"name":"a"} {}`: nil, `{"name":"a",}`: nil, "\u00a0{}": nil,
	} {
		var got object
		err := lenientjson.Unmarshal([]byte(text), &got)
		switch {
		case want == nil && !errors.Is(err, lenientjson.ErrNoObject):
			t.Errorf("Unmarshal(%q) = %v, want %v", text, err, lenientjson.ErrNoObject)
		case want != nil && (err != nil || !reflect.DeepEqual(&got, want)):
			t.Errorf("Unmarshal(%q) = %+v, %v, want %+v", text, got, err, want)
		}
	}
}

// What is not read at once is left as it was.
func TestAtOnceLeavesTheRest(t *testing.T) {
	t.Parallel()
	got := object{Name: "before"}
	if lenientjson.AtOnce([]byte(`{"name":"a","count":"2"}`), &got) || !reflect.DeepEqual(got, object{Name: "before"}) {
		t.Errorf("after an object of another type: %+v", got)
	}
	if !lenientjson.AtOnce([]byte(`{"count":2}`), &got) || !reflect.DeepEqual(got, object{Name: "before", Count: 2}) {
		t.Errorf("after an object: %+v", got)
	}
}

// FuzzUnmarshal compares with encoding/json.
func FuzzUnmarshal(f *testing.F) {
	for _, text := range []string{
		`{"name":"a","count":1,"raw":{"x":[1]},"list":["a",null],"inner":{"inner":{}},"others":{"a":{"name":"b"}}}`, `{"name":"a","Name":"b"}`,
		`{"count":1e3,"inner":[]}`, `{"raw":null,"list":{}}`, `{"name":"\u00e4\ud83d\ude00"}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, want object
		if lenientjson.Unmarshal(data, &got) != nil {
			return
		}
		err := json.Unmarshal(data, &want)
		if _, ok := errors.AsType[*json.UnmarshalTypeError](err); err != nil && !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is read as %+v, by encoding/json as %+v, %v", data, got, want, err)
		}
	})
}
