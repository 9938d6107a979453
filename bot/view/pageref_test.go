package view_test

import (
	"testing"

	"pgregory.net/rapid"

	"meetingbot/bot/view"
)

func TestParsePageRef(t *testing.T) {
	t.Parallel()
	tests := []struct {
		value string
		want  view.PageRef
		ok    bool
	}{
		{"914083136:1", view.PageRef{ID: "914083136", Page: 1}, true},
		{"914083136:9999", view.PageRef{ID: "914083136", Page: 9999}, true},
		{"914083136:10000", view.PageRef{}, false},
		{"914083136:0", view.PageRef{}, false},
		{"914083136:-1", view.PageRef{}, false},
		{"914083136:+1", view.PageRef{}, false},
		{"914083136:01", view.PageRef{}, false},
		{"914083136:", view.PageRef{}, false},
		{"914083136", view.PageRef{}, false},
		{":1", view.PageRef{}, false},
		{"", view.PageRef{}, false},
		{"914 083 136:1", view.PageRef{}, false},
		{"９14083136:1", view.PageRef{}, false},
		{"914083136:1:rooms", view.PageRef{ID: "914083136", Page: 1, Group: view.GroupRooms}, true},
		{"914083136:1:people:@1795430520", view.PageRef{ID: "914083136", Page: 1, Group: view.GroupPeople, Start: 1795430520}, true},
		{"914083136:1:@1795430520", view.PageRef{ID: "914083136", Page: 1, Start: 1795430520}, true},
		{"914083136:1:2", view.PageRef{}, false},
		{"914083136:1:", view.PageRef{}, false},
		{"914083136:1:all", view.PageRef{}, false},
		{"914083136:1:@0", view.PageRef{}, false},
		{"914083136:1:@99999999999999999999", view.PageRef{}, false},
		{"914083136:1:@1795430520:rooms", view.PageRef{}, false},
		{"914083136:2:people:@1795430520:~3k.g1x4", view.PageRef{ID: "914083136", Page: 2, Group: view.GroupPeople, Start: 1795430520, Reading: "3k.g1x4"}, true},
		{"914083136:2:~", view.PageRef{}, false},
		{"914083136:2:~3K", view.PageRef{}, false},
		{"914083136:2:~a|b", view.PageRef{}, false},
		{"914083136:2:~12345678901234567890123456789012345678901", view.PageRef{}, false},
		{"914083136:2:~a:rooms", view.PageRef{}, false},
		{"123456789012345678901234567890123:1", view.PageRef{}, false},
		{"914083136:99999999999999999999", view.PageRef{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.value, func(t *testing.T) {
			t.Parallel()
			got, ok := view.ParsePageRef(tt.value)
			if got != tt.want || ok != tt.ok {
				t.Errorf("ParsePageRef(%q) = %v, %v, want %v, %v", tt.value, got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestParsePageRefReversesString(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ref := view.PageRef{
			ID:   rapid.StringMatching(`[0-9]{1,32}`).Draw(t, "id"),
			Page: rapid.IntRange(1, 9999).Draw(t, "page"),

			Group: rapid.SampledFrom([]view.Group{view.GroupAll, view.GroupPeople, view.GroupRooms}).Draw(t, "group"),
			Start: rapid.Int64().Draw(t, "start"),

			Reading: rapid.StringMatching(`[0-9a-z.]{0,40}`).Draw(t, "reading"),
		}
		if got, ok := view.ParsePageRef(ref.String()); !ok || got != ref {
			t.Fatalf("ParsePageRef(%q) = %v, %v, want %v", ref.String(), got, ok, ref)
		}
	})
}

func FuzzParsePageRef(f *testing.F) {
	for _, seed := range []string{"914083136:2", "914083136", ":", "914083136:-0", "914083136:0x1", "914083136:2:rooms:@1795430520", "914083136:2:~3k.g1x4"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		ref, ok := view.ParsePageRef(value)
		if ok && ref.String() != value {
			t.Errorf("ParsePageRef(%q) = %v, which is written %q", value, ref, ref.String())
		}
		if !ok && ref != (view.PageRef{}) {
			t.Errorf("ParsePageRef(%q) = %v and not ok", value, ref)
		}
	})
}
