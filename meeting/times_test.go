package meeting_test

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones must exist wherever the tests run

	"meetingbot/meeting"
)

func TestTimes(t *testing.T) {
	t.Parallel()
	want := time.Date(2019, 12, 18, 7, 28, 0, 0, time.UTC)
	for text, want := range map[meeting.Text]time.Time{
		"2019-12-18 07:28":          want,
		"2019-12-18 07:28:43":       want.Add(43 * time.Second),
		"2019-12-18T07:28:43Z":      want.Add(43 * time.Second),
		"2019-12-18T07:28Z":         want,
		"2019-12-18T07:28":          want,
		"2019-12-18T07:28:43":       want.Add(43 * time.Second),
		"2019-12-18T15:28:00+08:00": want,
		"2019-12-18 7:28":           want,
		"2019-12-18T15:28+0800":     want,
		"2019-12-18T15:28:00+08":    want,
		"2019-12-18 07:28:00 +0000": want,
		"2019-12-18 07:28:00.000Z":  want,
		"2019-12-17 24:00":          time.Date(2019, 12, 18, 0, 0, 0, 0, time.UTC),
		"2019-12-31T24:00:00Z":      time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
		"2019-12-17 24:01":          {},
		"9999-12-31 23:59":          {},
		"":                          {},
		"2019-12-18":                {},
		"2019-13-18 07:28":          {},
		"2019-02-29 07:28":          {},
		"1576654080000":             {},
		"tomorrow":                  {},
	} {
		c := meeting.Conference{StartTime: text, EndTime: text, TimeZone: "56"}
		o := meeting.SubConference{StartTime: text, EndTime: text}
		for name, read := range map[string]func() (time.Time, bool){
			"Conference.Start": c.Start, "Conference.End": c.End, "Occurrence.Start": o.Start, "Occurrence.End": o.End,
		} {
			got, ok := read()
			if !got.Equal(want) || ok == want.IsZero() || got.Location() != time.UTC {
				t.Errorf("%s() of %q = %v, %v, want %v in UTC", name, text, got, ok, want)
			}
		}
	}
}

// The sample's confUUID is a version 1 UUID: its own clock says when the
// meeting began, and that is the booked start read as UTC.
func TestSampleStartIsUTC(t *testing.T) {
	t.Parallel()
	c := decode(t, sample(t, "ordinary.json")).Conference
	start, ok := c.Start()
	if want := time.Date(2019, 12, 18, 7, 28, 0, 0, time.UTC); !ok || !start.Equal(want) {
		t.Errorf("Start() = %v, %v, want %v", start, ok, want)
	}
	// 050c7898-2168-11ea: the three parts of a count of 100 ns since 1582.
	const since1582 = 0x1ea_2168_050c7898
	uuid := time.Date(1582, 10, 15, 0, 0, 0, 0, time.UTC).Unix() + since1582/10_000_000
	if began := time.Unix(uuid, 0).UTC().Truncate(time.Minute); !began.Equal(start) {
		t.Errorf("the UUID was made at %v, the start is %v", began, start)
	}
}

func TestZones(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/timezones.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := 0
	for lines := bufio.NewScanner(f); lines.Scan(); rows++ {
		id, rest, _ := strings.Cut(lines.Text(), "\t")
		want := rest[strings.LastIndex(rest, "\t")+1:]
		c := meeting.Conference{TimeZone: meeting.Text(id)}
		if zone, ok := c.Zone(); !ok || zone.String() != want {
			t.Errorf("Zone() of %q = %v, %v, want %s", id, zone, ok, want)
		}
	}
	if rows != 77 {
		t.Errorf("the table has %d rows, want 77", rows)
	}
	for _, id := range []meeting.Text{"", "0", "78", "-1", "x", "5 6", "256", "99999999999999999999"} {
		c := meeting.Conference{TimeZone: id}
		if zone, ok := c.Zone(); ok || zone != nil {
			t.Errorf("Zone() of %q = %v, %v, want none", id, zone, ok)
		}
	}
}
