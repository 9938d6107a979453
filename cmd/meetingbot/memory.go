package main

import (
	"context"
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
)

// trimMemory gives memory back to the operating system after a flood of requests.
// The runtime would keep it for minutes. It returns when ctx ends.
func trimMemory(ctx context.Context) {
	enough := memoryInUse() + trimAbove
	wait := trimEvery
	for {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
		if memoryInUse() > enough {
			debug.FreeOSMemory()
		}
		if memoryInUse() > enough { // it is needed
			wait = min(2*wait, maxTrimWait)
		} else {
			wait = trimEvery
		}
	}
}

// memoryInUse is what the runtime has of the operating system, in bytes.
func memoryInUse() uint64 {
	samples := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
	}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}
