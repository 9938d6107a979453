package phrase_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"meetingbot/bot/phrase"
)

// berlin is where the phrases of the table are typed.
func berlin(tb testing.TB) (now time.Time, zone *time.Location) {
	tb.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		tb.Fatal(err)
	}
	return time.Date(2026, 11, 17, 10, 20, 0, 0, zone), zone
}

// row is a line of the table. A field that is not there is "-", but for a
// subject, which may be empty.
type row struct {
	typed                                   string
	subject, start, length, invited, doubts string
}

func rows(tb testing.TB) (all []row) {
	tb.Helper()
	file, err := os.Open("testdata/phrases.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		f := strings.Split(lines.Text(), "\t")
		if len(f) != 6 {
			tb.Fatalf("%q has %d fields, want 6", lines.Text(), len(f))
		}
		all = append(all, row{f[0], f[1], f[2], f[3], f[4], f[5]})
	}
	return all
}

// written is what a draft says, as the table writes it.
func written(typed string, d phrase.Draft) row {
	got := row{typed, d.Subject, "-", "-", "-", "-"}
	switch {
	case d.HasDate && d.HasTime:
		got.start = d.Start.Format("2006-01-02 15:04")
	case d.HasDate:
		got.start = d.Start.Format("D 2006-01-02")
	case d.HasTime:
		got.start = d.Start.Format("T 2006-01-02 15:04")
	}
	if d.Length != 0 {
		got.length = strings.TrimSuffix(d.Length.String(), "0s")
		if strings.HasSuffix(got.length, "h0m") {
			got.length = strings.TrimSuffix(got.length, "0m")
		}
	}
	if invited := append(slices.Clone(d.People), d.Emails...); len(invited) > 0 {
		got.invited = strings.Join(invited, ",")
	}
	var doubts []string
	for _, doubt := range d.Doubts {
		doubts = append(doubts, doubtNames()[doubt.Kind])
	}
	if len(doubts) > 0 {
		got.doubts = strings.Join(doubts, ",")
	}
	return got
}

func doubtNames() map[phrase.DoubtKind]string {
	return map[phrase.DoubtKind]string{
		phrase.DoubtPast: "past", phrase.DoubtYear: "year", phrase.DoubtWeek: "week", phrase.DoubtDayOrder: "order",
		phrase.DoubtSeveralDates: "dates", phrase.DoubtSeveralTimes: "times", phrase.DoubtHalfDay: "halfday",
		phrase.DoubtSkipped: "skipped", phrase.DoubtRepeated: "repeated", phrase.DoubtVague: "vague",
		phrase.DoubtImpossible: "impossible", phrase.DoubtZone: "zone", phrase.DoubtRepeats: "repeats", phrase.DoubtLength: "length",
	}
}

func TestPhrases(t *testing.T) {
	t.Parallel()
	now, zone := berlin(t)
	for _, want := range rows(t) {
		if got := written(want.typed, phrase.Parse(want.typed, now, zone, "en-US")); got != want {
			t.Errorf("Parse(%q)\n got %q\nwant %q", want.typed, got, want)
		}
	}
}
