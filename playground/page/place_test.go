package page_test

import (
	"net/url"
	"strings"
	"testing"

	"meetingbot/playground/page"
)

// TestPlace goes to an address and back.
func TestPlace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		at   page.Place
		want string
	}{
		{"nowhere", page.Place{}, "./"},
		{"somebody", page.Place{Person: "U1", Channel: "C1"}, "./?as=U1&channel=C1"},
		{"everything", page.Place{Person: "U1", Channel: "C1", Thread: "1.2", Inspect: "a&b"}, "./?as=U1&channel=C1&inspect=a%26b&thread=1.2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := tt.at.Address()
			if got != tt.want {
				t.Errorf("Address() = %q, want %q", got, tt.want)
			}
			q, err := url.ParseQuery(strings.TrimPrefix(strings.TrimPrefix(got, "./"), "?"))
			if err != nil {
				t.Fatal(err)
			}
			if back := page.PlaceOf(q); back != tt.at {
				t.Errorf("PlaceOf(%v) = %+v, want %+v", q, back, tt.at)
			}
		})
	}
}

// TestFieldName keeps any two elements apart.
func TestFieldName(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, pair := range [][2]string{{"a", "b"}, {"a/b", "c"}, {"a", "b/c"}, {"a%2Fb", "c"}, {"a b", "c"}, {"", "a/b"}} {
		name := page.FieldName(pair[0], pair[1])
		if seen[name] || strings.Count(name, "/") != 1 {
			t.Errorf("FieldName(%q) = %q, want a name of its own", pair, name)
		}
		seen[name] = true
	}
}
