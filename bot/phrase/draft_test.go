package phrase_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot/phrase"
)

// written times of a test.
const minute = "2006-01-02 15:04 -0700"

func TestChoices(t *testing.T) {
	t.Parallel()
	now, zone := berlin(t)
	tests := []struct {
		typed string
		kind  phrase.DoubtKind
		words string
		want  []string
	}{
		{"3/4/2027 10am review", phrase.DoubtDayOrder, "3/4/2027", []string{"2027-03-04 10:00 +0100", "2027-04-03 10:00 +0200"}},
		{"review 1 Nov 10:00", phrase.DoubtYear, "1 Nov", []string{"2027-11-01 10:00 +0100"}},
		{"next Friday 9am", phrase.DoubtWeek, "next Friday", []string{"2026-11-27 09:00 +0100", "2026-11-20 09:00 +0100"}},
		{"Tuesday 3pm", phrase.DoubtWeek, "Tuesday", []string{"2026-11-17 15:00 +0100", "2026-11-24 15:00 +0100"}},
		{"Mon, Wed or Fri 3pm", phrase.DoubtSeveralDates, "Wed", []string{"2026-11-23 15:00 +0100", "2026-11-18 15:00 +0100", "2026-11-20 15:00 +0100"}},
		{"tomorrow 3 or 4pm", phrase.DoubtSeveralTimes, "4pm", []string{"2026-11-18 15:00 +0100", "2026-11-18 16:00 +0100"}},
		{"sync at 3", phrase.DoubtHalfDay, "3", []string{"2026-11-17 15:00 +0100", "2026-11-18 03:00 +0100"}},
		{"2027-03-28 02:30", phrase.DoubtSkipped, "02:30", []string{"2027-03-28 03:30 +0200"}},
		{"2027-10-31 02:30", phrase.DoubtRepeated, "02:30", []string{"2027-10-31 02:30 +0200", "2027-10-31 02:30 +0100"}},
		{"tomorrow 3pm PST", phrase.DoubtZone, "PST", []string{"2026-11-19 00:00 +0100"}},
		{"北京时间明天下午3点", phrase.DoubtZone, "北京时间", []string{"2026-11-18 08:00 +0100"}},
		{"tomorrow afternoon", phrase.DoubtVague, "tomorrow afternoon", nil},
		{"2月30日评审", phrase.DoubtImpossible, "2月30日", nil},
	}
	for _, test := range tests {
		d := phrase.Parse(test.typed, now, zone, "en-US")
		found := false
		for _, doubt := range d.Doubts {
			if doubt.Kind != test.kind {
				continue
			}
			found = true
			var got []string
			for _, choice := range doubt.Choices {
				got = append(got, choice.Format(minute))
			}
			if diff := cmp.Diff(test.want, got); diff != "" || (doubt.Words != test.words && len(d.Doubts) == 1) {
				t.Errorf("Parse(%q) doubts %q, choices -want +got:\n%s", test.typed, doubt.Words, diff)
			}
		}
		if !found {
			t.Errorf("Parse(%q) has the doubts %v, want one of kind %d", test.typed, d.Doubts, test.kind)
		}
	}
}

// What is filled in is what is certain, or likely and said.
func TestFilledIn(t *testing.T) {
	t.Parallel()
	now, zone := berlin(t)
	tests := []struct{ typed, day, clock string }{
		{"tomorrow 3pm", "2026-11-18", "15:00"},
		{"tomorrow", "2026-11-18", "-"},
		{"15:00", "2026-11-17", "15:00"},
		{"3/4 10am", "-", "10:00"},
		{"1 Nov 10am", "-", "10:00"},
		{"Monday or Friday 10am", "-", "10:00"},
		{"tomorrow 3pm or 4pm", "2026-11-18", "-"},
		{"tomorrow at 3", "2026-11-18", "15:00"},
		{"next Friday 10am", "2026-11-27", "10:00"},
		{"2025-12-01 10am", "2025-12-01", "10:00"},
		{"2027-03-28 02:30", "2027-03-28", "-"},
		{"2027-10-31 02:30", "2027-10-31", "02:30"},
		{"tomorrow afternoon", "2026-11-18", "-"},
		{"tomorrow 3pm PST", "2026-11-19", "00:00"},
		{"tomorrow 3pm CST", "2026-11-18", "-"},
		{"budget", "-", "-"},
	}
	for _, test := range tests {
		d := phrase.Parse(test.typed, now, zone, "en-US")
		day, clock := "-", "-"
		if at, ok := d.Day(); ok {
			day = at.Format(time.DateOnly)
		}
		if at, ok := d.Clock(); ok {
			clock = at.Format("15:04")
		}
		if day != test.day || clock != test.clock {
			t.Errorf("Parse(%q) fills in %s %s, want %s %s", test.typed, day, clock, test.day, test.clock)
		}
	}
}

// The language decides which number of 3/4 is the month, and only that.
func TestLanguageOfDates(t *testing.T) {
	t.Parallel()
	now, zone := berlin(t)
	if d := phrase.Parse("3/4 10:00", now, zone, "zh-CN"); len(d.Doubts) > 0 || d.Start.Month() != time.March {
		t.Errorf("in Chinese, 3/4 is %v with %v, want 4 March", d.Start, d.Doubts)
	}
	if d := phrase.Parse("3/4 10:00", now, zone, "en-GB"); !d.Doubtful(phrase.DoubtDayOrder) {
		t.Errorf("in English, 3/4 is %v without a doubt", d.Start)
	}
}

// A phrase is read in the person's zone, on the person's day.
func TestZoneOfPerson(t *testing.T) {
	t.Parallel()
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2026, 11, 17, 20, 0, 0, 0, time.UTC) // 04:00 on the 18th there
	d := phrase.Parse("明天9:00", late, shanghai, "zh-CN")
	if got := d.Start.Format(minute); got != "2026-11-19 09:00 +0800" {
		t.Errorf("tomorrow at nine is %s", got)
	}
}

// A text of any length is answered, and what is not read is not lost.
func TestLongText(t *testing.T) {
	t.Parallel()
	now, zone := berlin(t)
	long := "tomorrow 3pm"
	for len(long) < 3*phrase.Longest {
		long += " word"
	}
	d := phrase.Parse(long, now, zone, "en-US")
	if !d.HasDate || len(d.Subject) != len(long)-len("tomorrow 3pm ") {
		t.Errorf("a long text: date %v, %d of %d bytes in the subject", d.HasDate, len(d.Subject), len(long))
	}
}

func BenchmarkParse(b *testing.B) {
	now, zone := berlin(b)
	for b.Loop() {
		phrase.Parse("sync with <@U123|ann> tomorrow 3-4pm about the budget", now, zone, "en-US")
	}
}

// The worst that can be typed: numbers and nothing else.
func BenchmarkNumbers(b *testing.B) {
	now, zone := berlin(b)
	for b.Loop() {
		phrase.Parse(strings.Repeat("3点 at 3 ", phrase.Longest/10), now, zone, "en-US")
	}
}
