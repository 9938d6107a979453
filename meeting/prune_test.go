package meeting_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"meetingbot/meeting"
)

func TestPrune(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in, want string
		longest  int
	}{
		{`{"data":[1,2,3],"count":3}`, `{"data":[1,2,3],"count":3}`, 3},
		{`{"data":[1,2,3,4],"count":4}`, `{"data":[1,2,3],"count":4}`, 4},
		{`[[1,2,3,4],[1],[ ],{"a":[5,6,7,8,9]}]`, `[[1,2,3],[1],[ ]]`, 5},
		{`["a]","b,\"","c\\",[1,2,{"d":"]"}]] `, `["a]","b,\"","c\\"] `, 4},
		{`{"a":1,"b":2,"c":3,"d":4,"e":5}`, `{"a":1,"b":2,"c":3,"d":4,"e":5}`, 0},
		{`{"data":[1,2,3,"un`, `{"data":[1,2,3`, 0},
		{`]],,}`, `]],,}`, 0},
		{"<html>[1,2,3,4]</html>", "<html>[1,2,3]</html>", 4},
	} {
		for part := 1; part <= len(tt.in); part++ {
			got, longest, err := meeting.Prune([]byte(tt.in), 3, part)
			if err != nil || string(got) != tt.want || longest != tt.longest {
				t.Fatalf("Prune(%s) in parts of %d = %s, %d, %v, want %s, %d", tt.in, part, got, longest, err, tt.want, tt.longest)
			}
		}
	}
	if _, _, err := meeting.Prune(bytes.Repeat([]byte("["), 1000), 3, 100); err == nil {
		t.Error("1000 levels are kept")
	}
}

// What is kept of JSON is JSON with shorter arrays, however it arrives.
func FuzzPrune(f *testing.F) {
	f.Add([]byte(`{"data":[{"name":"a,]\"","x":[1,2,3]},2,3,4],"count":4}`), uint8(7))
	f.Fuzz(func(t *testing.T, text []byte, part uint8) {
		const most = 2
		got, _, err := meeting.Prune(text, most, int(part)+1)
		whole, _, _ := meeting.Prune(text, most, len(text)+1)
		if err == nil && !bytes.Equal(got, whole) {
			t.Errorf("in parts of %d: %q, at once %q", part+1, got, whole)
		}
		var before, after any
		if err != nil || json.Unmarshal(text, &before) != nil {
			return
		}
		if err := json.Unmarshal(got, &after); err != nil || !reflect.DeepEqual(after, shorten(before, most)) {
			t.Errorf("Prune(%q) = %q, %v", text, got, err)
		}
	})
}

// shorten leaves out what is beyond the first elements of every array.
func shorten(v any, most int) any {
	switch v := v.(type) {
	case []any:
		v = v[:min(most, len(v))]
		for i := range v {
			v[i] = shorten(v[i], most)
		}
		return v
	case map[string]any:
		for k := range v {
			v[k] = shorten(v[k], most)
		}
		return v
	default:
		return v
	}
}

// An answer with far more entries than asked for is read with little memory. What
// is beyond the first is counted.
func TestHugeAnswers(t *testing.T) { //nolint:paralleltest // measures the memory of the process
	const sent, entry = 100_000, `{"name":"Somebody","accountId":"account-%d","role":0,"deptName":"%s"}`
	department := strings.Repeat("d", 200)
	list := func(w io.Writer, count string) {
		fmt.Fprintf(w, `{"conferenceData":{"conferenceID":"914083136","subject":"Big"},"data":{%s"data":[`, count)
		for i := range sent {
			if i > 0 {
				io.WriteString(w, ",")
			}
			fmt.Fprintf(w, entry, i, department)
		}
		io.WriteString(w, `]}}`)
	}
	for name, count := range map[string]string{"counted": `"count":100000,`, "not counted": "", "counted wrongly": `"count":500,`} {
		s := &stub{detail: func(_ int, w http.ResponseWriter, _ *http.Request) { list(w, count) }}
		c, err := meeting.New(base, testCredentials(), meeting.WithHTTPClient(&http.Client{Transport: streaming{s}}))
		if err != nil {
			t.Fatal(err)
		}
		a := accountOf(t, c, meeting.CacheOptions{})
		if err := c.SignIn(t.Context()); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		m, err := a.Get(t.Context(), meetingID)
		runtime.ReadMemStats(&after)
		if err != nil || len(m.Participants) != 10_000 || m.Count != sent {
			t.Fatalf("%s: Get() = %v, want 10,000 of %d", name, err, sent)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 90 { // most of it by the simulated API
			t.Errorf("%s: %d MB were allocated", name, used)
		}
		if _, details := s.counts(); details != 1 {
			t.Errorf("%s: %d calls, want 1", name, details)
		}
	}
}

// streaming carries requests to a handler whose answer is never whole in memory.
type streaming struct{ http.Handler }

func (s streaming) RoundTrip(r *http.Request) (*http.Response, error) {
	body, w := io.Pipe()
	served := r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	go func() {
		s.ServeHTTP(pipeWriter{w}, served)
		w.Close()
	}()
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, Request: r}, nil
}

type pipeWriter struct{ io.Writer }

func (pipeWriter) Header() http.Header { return http.Header{} }
func (pipeWriter) WriteHeader(int)     {}
