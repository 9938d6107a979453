package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// trimEvery is how often the memory in use is looked at.
	trimEvery = 10 * time.Second
	// trimAbove is by how many bytes it may have grown since it was last trimmed.
	trimAbove = 16 << 20
)

// trimMemory gives memory back to the operating system after a flood of requests.
// The runtime would keep it for minutes. It returns when ctx ends.
func trimMemory(ctx context.Context) {
	ticker := time.NewTicker(trimEvery)
	defer ticker.Stop()
	rest := memoryInUse()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		if used := memoryInUse(); used > rest+trimAbove {
			debug.FreeOSMemory()
			rest = memoryInUse()
		} else {
			rest = min(rest, used)
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
