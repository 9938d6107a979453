package meetingtest_test

import (
	"net/http"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
)

const sampleQuery = "conferenceID=914083136"

func TestTokenRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		token func(f *fixture) string
		code  string
	}{
		{"valid", func(f *fixture) string { return f.signIn("") }, ""},
		{"none", func(*fixture) string { return "" }, "MMC.111070111"},
		{"unknown", func(*fixture) string { return "stbX5ElstO5QwOwPB9KGQWUZ1DHoFrTsQjjC" }, "USG.000000004"},
		{"a second before it expires", func(f *fixture) string {
			k := f.signIn("")
			f.now = f.now.Add(12*time.Hour - time.Second)
			return k
		}, ""},
		{"when it expires", func(f *fixture) string {
			k := f.signIn("")
			f.now = f.now.Add(12 * time.Hour)
			return k
		}, "USG.000000004"},
		{"expired by ExpireTokens", func(f *fixture) string {
			k := f.signIn("")
			f.ExpireTokens()
			return k
		}, "USG.000000004"},
		{"kicked by KickTokens", func(f *fixture) string {
			k := f.signIn("")
			f.KickTokens()
			return k
		}, "USG.206020002"},
		{"new after KickTokens", func(f *fixture) string {
			f.signIn("")
			f.KickTokens()
			return f.signIn("")
		}, ""},
		{"kicked, then expired", func(f *fixture) string {
			k := f.signIn("")
			f.KickTokens()
			f.now = f.now.Add(13 * time.Hour)
			return k
		}, "USG.000000004"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			got := f.getDetail(tt.token(f), sampleQuery)
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
	f := setup(t)
	other := f.signIn("boss")
	held := make([]string, 65)
	for i := range 64 {
		held[i] = f.signIn("")
	}
	if got := f.getDetail(held[0], sampleQuery); got.status != http.StatusOK {
		t.Fatalf("first of 64 tokens = %d %s, want 200", got.status, got.body)
	}
	held[64] = f.signIn("")
	for i, want := range map[int]string{0: "USG.206020002", 1: "", 64: ""} {
		if got := f.getDetail(held[i], sampleQuery); got.code() != want {
			t.Errorf("token %d of 65 = %d %s, want code %q", i, got.status, got.body, want)
		}
	}
	if got := f.getDetail(other, sampleQuery); got.status != http.StatusOK {
		t.Errorf("another user's token = %d %s, want 200", got.status, got.body)
	}
}

func TestExpiredTokensDoNotCount(t *testing.T) {
	t.Parallel()
	f := setup(t, func(o *meetingtest.Options) { o.TokenLife = time.Hour })
	for range 63 {
		f.signIn("")
	}
	f.now = f.now.Add(59 * time.Minute)
	oldest := f.signIn("")
	f.now = f.now.Add(time.Minute)
	for range 63 {
		f.signIn("")
	}
	if got := f.getDetail(oldest, sampleQuery); got.status != http.StatusOK {
		t.Errorf("oldest of 64 valid tokens = %d %s, want 200", got.status, got.body)
	}
}
