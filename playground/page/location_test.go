package page_test

import (
	"net/url"
	"strings"
	"testing"

	"meetingbot/playground/page"
)

// TestLocation_URL formats locations and parses them back.
func TestLocation_URL(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		loc  page.Location
		want string
	}{
		{"empty", page.Location{}, "./"},
		{"person and channel", page.Location{Person: "U1", Channel: "C1"}, "./?as=U1&channel=C1"},
		{"everything", page.Location{Person: "U1", Channel: "C1", Thread: "1.2", Inspect: "a&b"}, "./?as=U1&channel=C1&inspect=a%26b&thread=1.2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := tt.loc.URL()
			if got != tt.want {
				t.Errorf("URL() = %q, want %q", got, tt.want)
			}
			q, err := url.ParseQuery(strings.TrimPrefix(strings.TrimPrefix(got, "./"), "?"))
			if err != nil {
				t.Fatal(err)
			}
			if back := page.ParseLocation(q); back != tt.loc {
				t.Errorf("ParseLocation(%v) = %+v, want %+v", q, back, tt.loc)
			}
		})
	}
}

// TestFieldName gives different elements different names.
func TestFieldName(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, pair := range [][2]string{{"a", "b"}, {"a/b", "c"}, {"a", "b/c"}, {"a%2Fb", "c"}, {"a b", "c"}, {"", "a/b"}} {
		name := page.FieldName(pair[0], pair[1])
		if seen[name] || strings.Count(name, "/") != 1 {
			t.Errorf("FieldName(%q) = %q, want a unique name with one slash", pair, name)
		}
		seen[name] = true
	}
}
