package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// trimEvery is how often the memory in use is looked at, and maxTrimWait how
	// often at least where trimming does not help.
	trimEvery   = 10 * time.Second
	maxTrimWait = 5 * time.Minute
	// trimAbove is by how many bytes memory may grow before it is trimmed.
	trimAbove = 16 << 20
	// quietRate is how many bytes a second are allocated at most where nothing is going
	// on: some three hundred requests.
	quietRate = 1 << 20

	// paceEvery is how often the size of the heap is looked at.
	paceEvery = time.Second
	// maxGarbage is how many bytes of garbage a heap of ordinary size may hold before it
	// is collected. A smaller heap may hold one and a half times its live bytes, and a
	// small one, with fewer than smallHeap of them, may double, as is the runtime's default.
	maxGarbage = 12 << 20
	smallHeap  = 4 << 20
	// largeHeap is from how many live bytes on a heap may hold more: collecting it often
	// would cost a fifth of the CPU time. One that is twice as large may double again.
	largeHeap = 48 << 20
)

// paceGC lets a heap of a few MB collect less often, and keeps garbage from doubling the
// memory of a larger one, unless the operator has said when to collect it. It returns when ctx ends.
func paceGC(ctx context.Context) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	ticks := time.NewTicker(paceEvery)
	defer ticks.Stop()
	for percent := 100; ; {
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
		if wanted := gcPercent(liveHeap()); wanted != percent {
			percent = wanted
			debug.SetGCPercent(percent)
		}
	}
}

// gcPercent is by how many percent a heap of so many live bytes may grow until it is
// collected. It comes in steps: each change stops the world for a moment.
func gcPercent(live uint64) int {
	switch {
	case live < smallHeap:
		return 100
	case live < largeHeap:
		return int(min(150, maxGarbage*100/live)) / 5 * 5
	default:
		return int(min(100, (maxGarbage+2*(live-largeHeap))*100/live)) / 5 * 5
	}
}

// liveHeap is how much the last collection left, in bytes.
func liveHeap() uint64 {
	samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64()
}

// trimMemory gives memory back to the operating system once a flood of requests has
// passed. The runtime would keep it for minutes. It returns when ctx ends.
func trimMemory(ctx context.Context) {
	last := readMemory()
	enough := last.inUse + trimAbove
	wait := trimEvery
	for {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
		now := readMemory()
		trim := now.inUse > enough && now.isQuiet(last, wait)
		if trim {
			debug.FreeOSMemory()
		}
		last = now
		if trim && readMemory().inUse > enough { // it is needed
			wait = min(2*wait, maxTrimWait)
		} else {
			wait = trimEvery
		}
	}
}

// memoryUse is what the runtime has and had, in bytes.
type memoryUse struct {
	inUse     uint64 // of the operating system's
	allocated uint64 // since the start, with what has been freed
}

func readMemory() memoryUse {
	samples := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
		{Name: "/gc/heap/allocs:bytes"},
	}
	metrics.Read(samples)
	return memoryUse{inUse: samples[0].Value.Uint64() - samples[1].Value.Uint64(), allocated: samples[2].Value.Uint64()}
}

// isQuiet reports whether little was allocated in the time since an earlier look. Trimming
// stops all requests for some 20 ms, and then whoever allocates waits for memory.
func (m memoryUse) isQuiet(earlier memoryUse, since time.Duration) bool {
	return float64(m.allocated-earlier.allocated)/since.Seconds() < quietRate
}
