package main

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// accepted is the CPU time that the program may take for a request, as a multiple of
// what the bare floor takes for the same bytes. "make bench" fails when one is worse
// by more than a tenth and the noise of the run. Whoever makes a request cheaper, or
// dearer with good reason, puts the new ratio here.
//
// Measured on 2026-11-28 with Go 1.26 on two busy cores, the program on one of them:
// for each kind the high end of the medians of several runs.
var accepted = map[string]float64{
	upcomingLookup: 1.30,
	runningLookup:  1.32,
	firstLookup:    1.90,
	wrongSignature: 1.32,
}

// What is asked. Meetings are in the program's cache, and the lookups come again within
// a second, but for those that are called new.
const (
	upcomingLookup = "a lookup of a meeting to come"
	runningLookup  = "a lookup of a running meeting"
	firstLookup    = "a new lookup of a meeting to come"
	wrongSignature = "a request with a wrong signature"
)

const (
	tolerated = 0.10 // how much worse than accepted is no regression
	mostNoise = 0.10 // by how much noise may raise the limit, so that it hides no regression
)

// sample is what one server did in one round.
type sample struct {
	cpu  float64 // time per request, in microseconds
	rate float64 // requests per second
}

// round is what the servers did in one round: two processes of the floor, whose
// difference shows how much two equal programs differ, and the program.
type round struct{ floor, twin, program sample }

// cpuRatio is the program's CPU time per request, of the floor's.
func (r round) cpuRatio() float64 { return 2 * r.program.cpu / (r.floor.cpu + r.twin.cpu) }

// rateRatio is the program's throughput, of the floor's.
func (r round) rateRatio() float64 { return 2 * r.program.rate / (r.floor.rate + r.twin.rate) }

// floorRatio is the CPU time per request of one floor, of the other's.
func (r round) floorRatio() float64 { return r.floor.cpu / r.twin.cpu }

// comparison is all rounds of one kind of request.
type comparison []round

// sorted are a figure of all rounds, the smallest first.
func (c comparison) sorted(of func(round) float64) []float64 {
	figures := make([]float64, 0, len(c))
	for _, r := range c {
		figures = append(figures, of(r))
	}
	slices.Sort(figures)
	return figures
}

// median is the median of a figure of the rounds.
func (c comparison) median(of func(round) float64) float64 {
	figures := c.sorted(of)
	n := len(figures)
	return (figures[(n-1)/2] + figures[n/2]) / 2
}

// noise is by how much the run itself may have changed a ratio: how far the two
// floors are apart, and two standard errors of a median. A standard error is 1.86
// times the median deviation by the root of the number of rounds.
func (c comparison) noise() float64 {
	apart := c.median(round.floorRatio)
	deviation := c.median(func(r round) float64 { return math.Abs(r.floorRatio() - apart) })
	return math.Abs(apart-1) + 2*1.86*deviation/math.Sqrt(float64(len(c)))
}

// limit is the largest ratio of CPU time that is no regression.
func (c comparison) limit(accepted float64) float64 {
	return accepted * (1 + tolerated + min(c.noise(), mostNoise))
}

// regressed reports whether the program takes more CPU time than it may.
func (c comparison) regressed(accepted float64) bool {
	return c.median(round.cpuRatio) > c.limit(accepted)
}

// String is a line of the report.
func (c comparison) String() string {
	return fmt.Sprintf("CPU %.1f µs, floor %.1f µs: %.2f of the floor's; throughput %.2f of the floor's; noise %.1f%%; %d rounds",
		c.median(func(r round) float64 { return r.program.cpu }), c.median(func(r round) float64 { return r.floor.cpu }),
		c.median(round.cpuRatio), c.median(round.rateRatio), 100*c.noise(), len(c))
}

// explain says why a comparison fails, and what to do.
func (c comparison) explain(what string, accepted float64) string {
	ratios := c.sorted(round.cpuRatio)
	n := len(ratios)
	return fmt.Sprintf(`%s takes %.2f times the CPU time of the bare floor.
Accepted is %.2f; with a tenth, and the noise of this run (%.1f%%), the limit is %.2f.
Half of the %d rounds are between %.2f and %.2f.
To see what takes the time:
  go test ./cmd/meetingbot -run '^$' -bench CachedLookup -cpuprofile cpu.out && go tool pprof -top cpu.out
If it is worth its time, accept the new ratio in speed_verdict_test.go.`,
		what, c.median(round.cpuRatio), accepted, 100*c.noise(), c.limit(accepted), n, ratios[n/4], ratios[3*n/4])
}

// roundsOf are rounds in which the program takes these multiples of what two floors
// do, one of which takes more than the other.
func roundsOf(floorRatio float64, ratios ...float64) comparison {
	var c comparison
	for _, ratio := range ratios {
		floor, twin := 20*floorRatio, 20.0
		c = append(c, round{floor: sample{cpu: floor}, twin: sample{cpu: twin}, program: sample{cpu: ratio * (floor + twin) / 2}})
	}
	return c
}

func TestRegressionIsMoreThanATenthAndTheNoise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		rounds comparison
		want   bool
	}{
		{"as accepted", roundsOf(1, 1.25, 1.25, 1.25, 1.25, 1.25), false},
		{"better", roundsOf(1, 0.9, 0.9, 0.9, 0.9, 0.9), false},
		{"a tenth worse", roundsOf(1, 1.37, 1.37, 1.37, 1.37, 1.37), false},
		{"more than a tenth worse", roundsOf(1, 1.39, 1.39, 1.39, 1.39, 1.39), true},
		{"two disturbed rounds of five", roundsOf(1, 1.25, 9, 1.25, 9, 1.25), false},
		{"three bad rounds of five", roundsOf(1, 1.25, 1.6, 1.6, 1.25, 1.6), true},
		{"within floors 5 percent apart", roundsOf(1.05, 1.42, 1.42, 1.42, 1.42, 1.42), false},
		{"beyond floors 5 percent apart", roundsOf(1.05, 1.45, 1.45, 1.45, 1.45, 1.45), true},
		{"within rounds that differ", append(roundsOf(1.03, 1.4, 1.4, 1.4), roundsOf(1/1.03, 1.4, 1.4, 1.4)...), false},
		{"too much for any noise", roundsOf(3, 1.6, 1.6, 1.6, 1.6, 1.6), true},
	} {
		if got := c.rounds.regressed(1.25); got != c.want {
			t.Errorf("%s: regressed = %v, want %v\n%s", c.name, got, c.want, c.rounds.explain("a lookup", 1.25))
		}
	}
}
