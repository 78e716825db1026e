package starlark

import (
	"context"
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync"
	"time"

	"go.starlark.net/starlark"
)

// Limits of a cell.
const (
	// MaxSteps is how many steps of the interpreter a cell may take: some seconds of work.
	MaxSteps = 50_000_000
	// MaxHeapGrowth is how much the memory of the whole program may grow while a cell runs.
	MaxHeapGrowth = 512 << 20
	// maxCalls is how deep calls may nest.
	maxCalls = 1000
)

// A look at the depth of calls is cheap, one at the heap is not.
const (
	stepsPerLook = 5000
	heapPerLook  = 5 * time.Millisecond
)

// watch cancels the thread when ctx ends and when it takes too many steps, nests too deep or needs too much memory, until
// the returned function is called.
func watch(ctx context.Context, thread *starlark.Thread) (release func()) {
	thread.SetMaxExecutionSteps(stepsPerLook)
	thread.OnMaxSteps = func(*starlark.Thread) {
		thread.SetMaxExecutionSteps(thread.ExecutionSteps() + stepsPerLook)
		switch {
		case thread.ExecutionSteps() >= MaxSteps:
			thread.Cancel(fmt.Sprintf("it took more than %d steps", MaxSteps))
		case thread.CallStackDepth() > maxCalls:
			thread.Cancel(fmt.Sprintf("its calls nest deeper than %d", maxCalls))
		}
	}
	ctx, stop := context.WithCancel(ctx)
	var work sync.WaitGroup
	work.Go(func() {
		most := heapBytes() + MaxHeapGrowth
		next := most
		again := time.NewTicker(heapPerLook)
		defer again.Stop()
		for {
			select {
			case <-ctx.Done():
				thread.Cancel(context.Cause(ctx).Error())
				return
			case <-again.C:
			}
			if heapBytes() < next {
				continue
			}
			runtime.GC() // most of it may be garbage
			live := heapBytes()
			if live >= most {
				thread.Cancel(fmt.Sprintf("it took more than %d MB of memory", MaxHeapGrowth>>20))
				return
			}
			next = max(most, live+MaxHeapGrowth/8) // not at every look
		}
	})
	return func() {
		stop()
		work.Wait()
	}
}

func heapBytes() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
