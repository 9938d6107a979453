package meetingtest_test

import (
	"net/http"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
)

const sampleQuery = "conferenceID=914083136"

func TestTokens(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		token func(w *fixture) string
		code  string
	}{
		{"good", func(w *fixture) string { return w.signIn("") }, ""},
		{"none", func(*fixture) string { return "" }, "MMC.111070111"},
		{"unknown", func(*fixture) string { return "stbX5ElstO5QwOwPB9KGQWUZ1DHoFrTsQjjC" }, "USG.000000004"},
		{"in its last second", func(w *fixture) string {
			k := w.signIn("")
			w.now = w.now.Add(12*time.Hour - time.Second)
			return k
		}, ""},
		{"at the end of its life", func(w *fixture) string {
			k := w.signIn("")
			w.now = w.now.Add(12 * time.Hour)
			return k
		}, "USG.000000004"},
		{"expired by hand", func(w *fixture) string {
			k := w.signIn("")
			w.ExpireTokens()
			return k
		}, "USG.000000004"},
		{"kicked by hand", func(w *fixture) string {
			k := w.signIn("")
			w.KickTokens()
			return k
		}, "USG.206020002"},
		{"new after a kick", func(w *fixture) string {
			w.signIn("")
			w.KickTokens()
			return w.signIn("")
		}, ""},
		{"kicked, then past its time", func(w *fixture) string {
			k := w.signIn("")
			w.KickTokens()
			w.now = w.now.Add(13 * time.Hour)
			return k
		}, "USG.000000004"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			got := w.getDetail(tt.token(w), sampleQuery)
			want := http.StatusUnauthorized
			if tt.code == "" {
				want = http.StatusOK
			}
			if got.status != want || got.code() != tt.code {
				t.Errorf("confDetail = %d %s, want %d %s", got.status, got.body, want, tt.code)
			}
		})
	}
}

func TestAUserHolds64Tokens(t *testing.T) {
	t.Parallel()
	w := setup(t)
	other := w.signIn("boss")
	held := make([]string, 65)
	for i := range 64 {
		held[i] = w.signIn("")
	}
	if got := w.getDetail(held[0], sampleQuery); got.status != http.StatusOK {
		t.Fatalf("first of 64 tokens = %d %s, want 200", got.status, got.body)
	}
	held[64] = w.signIn("")
	for i, want := range map[int]string{0: "USG.206020002", 1: "", 64: ""} {
		if got := w.getDetail(held[i], sampleQuery); got.code() != want {
			t.Errorf("token %d of 65 = %d %s, want code %q", i, got.status, got.body, want)
		}
	}
	if got := w.getDetail(other, sampleQuery); got.status != http.StatusOK {
		t.Errorf("another user's token = %d %s, want 200", got.status, got.body)
	}
}

func TestExpiredTokensDoNotCount(t *testing.T) {
	t.Parallel()
	w := setup(t, func(o *meetingtest.Options) { o.TokenLife = time.Hour })
	for range 63 {
		w.signIn("")
	}
	w.now = w.now.Add(59 * time.Minute)
	young := w.signIn("")
	w.now = w.now.Add(time.Minute)
	for range 63 {
		w.signIn("")
	}
	if got := w.getDetail(young, sampleQuery); got.status != http.StatusOK {
		t.Errorf("the oldest of 64 valid tokens = %d %s, want 200", got.status, got.body)
	}
}
