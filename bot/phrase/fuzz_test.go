package phrase_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"meetingbot/bot/phrase"
)

// FuzzParse holds what is true of every text: it ends, times are in the zone and
// in the calendar, and the subject has nothing that was not typed.
func FuzzParse(f *testing.F) {
	for _, row := range rows(f) {
		f.Add(row.typed, int64(1_794_907_200), uint8(0))
	}
	f.Add("tomorrow 02:30", int64(1_806_105_600), uint8(1))
	f.Add("a \ue000 mark \ue000 tomorrow", int64(0), uint8(3))
	f.Add("<@U1|a> <mailto:a@b.de|a@b.de> <#C1|x> <", int64(0), uint8(2))
	f.Fuzz(func(t *testing.T, text string, unix int64, zoneNumber uint8) {
		zone := zoneOf(t, zoneNumber)
		now := time.Unix(unix%4_000_000_000, 0)
		if now.Before(time.Unix(0, 0)) {
			now = time.Unix(0, 0).Add(-now.Sub(time.Unix(0, 0)))
		}
		d := phrase.Parse(text, now, zone, "en-US")
		checkTimes(t, d, now, zone)
		if lost := notTyped(d.Subject, text); lost != "" {
			t.Errorf("Parse(%q).Subject = %q, and %q was not typed", text, d.Subject, lost)
		}
		if !d.HasDate && !d.HasTime && d.Length == 0 && len(d.People)+len(d.Emails)+len(d.Doubts) == 0 && !strings.ContainsAny(text, "<>&") {
			if got, want := letters(d.Subject), letters(text); got != want && !strings.ContainsAny(text, ":：") {
				t.Errorf("Parse(%q) understood nothing, and its subject is %q", text, d.Subject)
			}
		}
		for _, doubt := range d.Doubts {
			if doubtNames()[doubt.Kind] == "" {
				t.Errorf("Parse(%q) has a doubt of kind %d", text, doubt.Kind)
			}
		}
	})
}

func zoneOf(t *testing.T, number uint8) *time.Location {
	t.Helper()
	names := []string{
		"Europe/Berlin", "America/New_York", "Asia/Shanghai", "Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Apia",
		"Pacific/Kiritimati", "Australia/Lord_Howe", "America/St_Johns", "UTC",
	}
	zone, err := time.LoadLocation(names[int(number)%len(names)])
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// checkTimes holds that all moments are in the zone, between the first and the
// last year that can be typed, and that lengths are those of a meeting.
func checkTimes(t *testing.T, d phrase.Draft, now time.Time, zone *time.Location) {
	t.Helper()
	if d.HasDate || d.HasTime {
		checkMoment(t, d.Start, now, zone)
	} else if !d.Start.IsZero() {
		t.Errorf("Start = %v without date and time", d.Start)
	}
	for _, doubt := range d.Doubts {
		for _, choice := range doubt.Choices {
			checkMoment(t, choice, now, zone)
		}
	}
	if d.Length < 0 || d.Length >= 24*time.Hour || d.Length%time.Minute != 0 {
		t.Errorf("Length = %v", d.Length)
	}
	if !d.HasDate && d.HasTime && !d.Start.After(now) {
		t.Errorf("Start = %v without a date is over at %v", d.Start, now)
	}
}

func checkMoment(t *testing.T, at, now time.Time, zone *time.Location) {
	t.Helper()
	if at.Location() != zone {
		t.Errorf("%v is not in %v", at, zone)
	}
	if at.Year() < 1899 || at.Year() > max(2100, now.Year()+30) {
		t.Errorf("%v is out of range", at)
	}
	if at.Second() != 0 && at.Year() > 1990 {
		t.Errorf("%v has seconds", at)
	}
}

// notTyped returns the first character of a subject that a text does not have
// in this order, "" for none.
func notTyped(subject, text string) string {
	text = strings.ToValidUTF8(text, "")
	rest := []rune(strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text))
	for _, r := range subject {
		if unicode.IsSpace(r) {
			continue
		}
		for len(rest) > 0 && rest[0] != r {
			rest = rest[1:]
		}
		if len(rest) == 0 {
			return string(r)
		}
		rest = rest[1:]
	}
	return ""
}

// letters returns the letters and digits of a text.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}
