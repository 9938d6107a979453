package view_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
	"meetingbot/playground/blockkit"
)

// block returns the block of a message with the given id, as JSON.
func block(t *testing.T, m view.Message, id string) string {
	t.Helper()
	for _, b := range m.Blocks {
		if b.ID() == id {
			var raw bytes.Buffer
			e := json.NewEncoder(&raw)
			e.SetEscapeHTML(false)
			if err := e.Encode(b); err != nil {
				t.Fatal(err)
			}
			return raw.String()
		}
	}
	return ""
}

// words returns the text of the section with the given id, "" without one.
func words(t *testing.T, m view.Message, id string) string {
	t.Helper()
	for _, b := range m.Blocks {
		if s, ok := b.(*slack.SectionBlock); ok && s.BlockID == id {
			return s.Text.Text
		}
	}
	return ""
}

// statusOf returns what a card says of a meeting's state, without the sign.
func statusOf(t *testing.T, loc text.Localizer, f view.Facts) string {
	t.Helper()
	m := view.Card(loc, f)
	status := strings.Split(m.Text, "\n")[1]
	shown, _, _ := strings.Cut(words(t, m, view.BlockStatus), "\n")
	emoji, said, _ := strings.Cut(shown, " ")
	if emoji == "" || strings.ContainsAny(emoji, "abcdefghijklmnopqrstuvwxyz") || said != status {
		t.Errorf("status in blocks %q, want a sign and %q", shown, status)
	}
	return status
}

func TestStatus(t *testing.T) {
	t.Parallel()
	const start, end = "2026-11-23 10:00", "2026-11-23 11:00"
	at := func(hour, minute, second int) time.Time {
		return time.Date(2026, 11, 23, hour, minute, second, 0, time.UTC)
	}
	tests := []struct {
		name       string
		state      meeting.State
		start, end meeting.Text
		now        time.Time
		want       string
	}{
		{"long before", meeting.StateScheduled, start, end, at(7, 45, 0), "Scheduled · starts in 2 hours 15 minutes"},
		{"seconds do not matter", meeting.StateScheduled, start, end, at(9, 48, 59), "Scheduled · starts in 12 minutes"},
		{"the last minute", meeting.StateScheduled, start, end, at(9, 59, 59), "Scheduled · starts in 1 minute"},
		{"now", meeting.StateScheduled, start, end, at(10, 0, 59), "Scheduled · starts now"},
		{"late", meeting.StateScheduled, start, end, at(10, 5, 0), "Not started yet · was due 5 minutes ago"},
		{"never begun", meeting.StateScheduled, start, end, at(11, 0, 0), "Booked time is over"},
		{"starting", meeting.StateCreating, start, end, at(9, 59, 0), "About to start"},
		{"begun early", meeting.StateRunning, start, end, at(9, 30, 0), "In progress"},
		{"running", meeting.StateRunning, start, end, at(10, 59, 59), "In progress"},
		{"running late", meeting.StateRunning, start, end, at(11, 0, 0), "Booked time is over · still in progress"},
		{"running without an end", meeting.StateRunning, start, "", at(23, 0, 0), "In progress"},
		{"ended", meeting.StateEnded, start, end, at(10, 30, 0), "Ended"},
		{"state not said, before", "", start, end, at(9, 0, 0), "Scheduled · starts in 1 hour"},
		{"state not said, during", "", start, end, at(10, 30, 0), "Should be in progress"},
		{"state not said, after", "", start, end, at(11, 30, 0), "Booked time is over"},
		{"nothing said", "", "", "", at(11, 30, 0), "Status not known"},
		{"scheduled without times", meeting.StateScheduled, "", "", at(11, 30, 0), "Scheduled"},
		{"only an end, before it", meeting.StateScheduled, "", end, at(10, 30, 0), "Scheduled"},
		{"only an end, after it", meeting.StateScheduled, "", end, at(11, 30, 0), "Booked time is over"},
		{"an end before the start is not believed", meeting.StateScheduled, end, start, at(10, 30, 0), "Scheduled · starts in 30 minutes"},
		{"unknown state", "Paused *now*", start, end, at(10, 30, 0), "Paused ∗now∗"},
	}
	loc := localizers(t)["en"]
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := facts(t, snapshot(t, ordinary, conference(func(c *meeting.Conference) {
				c.State, c.StartTime, c.EndTime = tt.state, tt.start, tt.end
			})))
			f.Now = tt.now
			if got := statusOf(t, loc, f); got != tt.want {
				t.Errorf("status at %v = %q, want %q", tt.now, got, tt.want)
			}
		})
	}
}

// A card is the same for a whole minute: cached replies rely on it.
func TestCardIsTheSameForAMinute(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	f := facts(t, snapshot(t, ordinary, fullMeeting))
	f.Now = time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	want := marshal(t, view.Card(loc, f))
	f.Now = f.Now.Add(time.Minute - time.Nanosecond)
	if got := marshal(t, view.Card(loc, f)); !bytes.Equal(got, want) {
		t.Errorf("the card changed within a minute:\n%s\n%s", got, want)
	}
	f.Now = f.Now.Add(time.Nanosecond)
	if got := marshal(t, view.Card(loc, f)); bytes.Equal(got, want) {
		t.Error("the card did not change with the minute")
	}
}

func TestPageIsClamped(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	tests := []struct {
		people, page int
		want         string
		previous     bool
		next         bool
	}{
		{57, 1, "1–10 of 57", false, true},
		{57, 6, "51–57 of 57", true, false},
		{57, 7, "51–57 of 57", true, false},
		{57, 0, "1–10 of 57", false, true},
		{57, -3, "1–10 of 57", false, true},
		{10, 2, "*Invited* · 10\"", false, false},
		{0, 5, "Nobody is on the invitation list.", false, false},
		{1, 1, "*Invited* · 1\"", false, false},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%d_%d", tt.people, tt.page), func(t *testing.T) {
			t.Parallel()
			f := facts(t, snapshot(t, ordinary, fullMeeting, people(tt.people)))
			f.Page = tt.page
			m := view.Card(loc, f)
			if got := block(t, m, view.BlockInvited); !strings.Contains(got, tt.want) {
				t.Errorf("page %d of %d people is titled %s, want %s", tt.page, tt.people, got, tt.want)
			}
			pager := block(t, m, view.BlockPager)
			if strings.Contains(pager, view.ActionPrevious) != tt.previous || strings.Contains(pager, view.ActionNext) != tt.next {
				t.Errorf("page %d of %d people has the buttons %s, want previous %v, next %v", tt.page, tt.people, pager, tt.previous, tt.next)
			}
		})
	}
}

// Every invitee is on exactly one page, although hosts come first.
func TestEveryInviteeIsOnOnePage(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	f := facts(t, snapshot(t, ordinary, people(57)))
	seen := map[string]int{}
	for f.Page = 1; f.Page <= view.Pages(57); f.Page++ {
		for line := range strings.SplitSeq(words(t, view.Card(loc, f), view.BlockPeople), "\n") {
			if _, name, ok := strings.Cut(line, ". *Person "); ok {
				name, _, _ = strings.Cut(name, "*")
				seen[name]++
			}
		}
	}
	if len(seen) != 57 {
		t.Errorf("%d people on all pages, want 57: %v", len(seen), seen)
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("person %s is listed %d times", name, n)
		}
	}
}

// mutator makes texts and numbers that a broken or hostile API may send. The same
// seed makes the same ones.
type mutator struct{ *rand.Rand }

func (m mutator) text() string {
	if m.IntN(2) == 0 {
		likely := []string{
			"", "914083136", "2026-11-23 10:42", "2026-13-45 99:99", "0001-01-01 00:00", "9999-12-31 23:59", "Created", "Schedule",
			"CYCLE", "Week", "56", "<!channel> *b*", "ana@example.com", "https://a.example.com/#/j/1?a=1&b=2", "javascript:alert(1)",
		}
		return likely[m.IntN(len(likely))]
	}
	parts := []string{"会", "😀", `"`, "&", "<", "\\", "\n", "\xff", "_*", "ש", "\u202e", "e\u0301", "👩‍👩‍👧", "https://h.example/&"}
	return strings.Repeat(parts[m.IntN(len(parts))], m.IntN(1<<m.IntN(12)))
}

// mutate replaces most of the values in a JSON value.
func (m mutator) mutate(v any) any {
	if m.IntN(5) == 0 {
		return v
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			v[key] = m.mutate(v[key])
		}
	case []any:
		for i := range v {
			v[i] = m.mutate(v[i])
		}
	case string:
		return m.text()
	case float64:
		return []any{0, 1, 2, 3, 7, -1, 99, 1 << 40, math.MinInt64, math.MaxInt64}[m.IntN(10)]
	case bool:
		return m.IntN(2) == 0
	}
	return v
}

// Slack accepts the message whatever the API sends.
func TestCardFitsForAnyAnswer(t *testing.T) {
	t.Parallel()
	sample, err := json.Marshal(snapshot(t, recurring, series, people(13)))
	if err != nil {
		t.Fatal(err)
	}
	locs := localizers(t)
	for seed := range uint64(60) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			m := mutator{rand.New(rand.NewPCG(seed, 1))}
			var raw map[string]any
			if err := json.Unmarshal(sample, &raw); err != nil {
				t.Fatal(err)
			}
			for _, key := range []string{"Conference", "Participants"} {
				raw[key] = m.mutate(raw[key])
			}
			mutated, err := json.Marshal(raw)
			if err != nil {
				t.Fatal(err)
			}
			var s meeting.Snapshot
			if err := json.Unmarshal(mutated, &s); err != nil {
				t.Fatal(err)
			}
			f := facts(t, &s)
			f.ID, f.Page = "914083136", m.IntN(5)-1
			for _, loc := range locs {
				card := view.Card(loc, f)
				checkSizes(t, card)
				for _, p := range blockkit.CheckMessage(marshal(t, card)) {
					t.Errorf("Slack would refuse the message: %s", p)
				}
			}
		})
	}
}

// Whoever has an address of the reader's domain is no external, whatever the API says of
// those who were invited by their address.
func TestColleaguesAreNoExternals(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	external := loc.Say(text.KindExternal)
	for domain, want := range map[string]bool{"": true, "example.com": false, "EXAMPLE.com": false, "ample.com": true, "partner.example": true} {
		f := view.Facts{PageRef: view.PageRef{ID: "1", Page: 1}, Meeting: snapshot(t, ordinary, people(4)), Now: now(), Domain: domain}
		m := view.Card(loc, f)
		raw, err := json.Marshal(m.Blocks)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(raw), external); got != want {
			t.Errorf("a reader at %q: somebody at example.com is external: %v, want %v", domain, got, want)
		}
	}
}
