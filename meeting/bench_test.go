package meeting_test

import (
	"os"
	"strconv"
	"testing"

	"meetingbot/meeting"
)

func warmCache(b *testing.B) *meeting.Account {
	b.Helper()
	c := newCache(b, newSource(57), meeting.CacheOptions{TTL: 1 << 62})
	for i := range 1000 {
		if _, err := c.Get(b.Context(), strconv.Itoa(914083000+i)); err != nil {
			b.Fatal(err)
		}
	}
	return c
}

func BenchmarkCachePeek(b *testing.B) {
	c := warmCache(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := c.Peek(meetingID); !ok {
			b.Fatal("a miss")
		}
	}
}

func BenchmarkCacheGet(b *testing.B) {
	c := warmCache(b)
	ctx := b.Context()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Get(ctx, meetingID); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCacheGetParallel(b *testing.B) {
	c := warmCache(b)
	ctx := b.Context()
	b.ReportAllocs()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if _, err := c.Get(ctx, meetingID); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"ordinary", "invited15"} {
		raw, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := meeting.Decode(raw, meetingID); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseID(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := meeting.ParseID("https://c.meeting.huaweicloud.com/#/j/914083136/abcdef"); !ok {
			b.Fatal("no id")
		}
	}
}
