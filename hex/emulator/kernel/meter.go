package kernel

import (
	"context"
	"fmt"
	"runtime"
	"runtime/metrics"

	"go.starlark.net/starlark"
)

// Limits of a CODE cell.
const (
	// MaxSteps is how many steps of the interpreter a cell may take: some seconds of work.
	MaxSteps = 50_000_000
	// MaxHeapGrowth is how much the memory of the whole program may grow while a cell runs.
	MaxHeapGrowth = 512 << 20
	// maxTextBytes and maxItems bound one value.
	maxTextBytes = 16 << 20
	maxItems     = 4_000_000
	// maxIntBits bounds an integer, maxCalls how deep calls may nest, maxNesting how deep lists and dicts may.
	maxIntBits = 1 << 16
	maxCalls   = 1000
	maxNesting = 200
)

// meter watches what a CODE cell uses. It looks at the heap every so many steps or bytes, since a look is not free.
type meter struct {
	thread *starlark.Thread
	base   uint64 // heap at the start
	spent  int    // bytes of large values since the last look
}

const (
	stepsPerLook = 500_000
	bytesPerLook = 16 << 20
)

// meterKey is where a thread keeps its meter, for the guards.
const meterKey = "meter"

func newMeter(thread *starlark.Thread) *meter {
	m := &meter{thread: thread, base: heapBytes()}
	thread.SetLocal(meterKey, m)
	thread.SetMaxExecutionSteps(stepsPerLook)
	thread.OnMaxSteps = func(*starlark.Thread) {
		if thread.ExecutionSteps() >= MaxSteps {
			thread.Cancel(fmt.Sprintf("it took more than %d steps", MaxSteps))
			return
		}
		thread.SetMaxExecutionSteps(thread.ExecutionSteps() + stepsPerLook)
		if err := m.look(); err != nil {
			thread.Cancel(err.Error())
		}
	}
	return m
}

// watch cancels the thread when ctx ends, until the returned function is called.
func (m *meter) watch(ctx context.Context) (release func()) {
	stop := context.AfterFunc(ctx, func() { m.thread.Cancel(context.Cause(ctx).Error()) })
	return func() { stop() }
}

// charge counts a new value of so many bytes.
func (m *meter) charge(bytes int) error {
	if m.spent += bytes; m.spent < bytesPerLook {
		return nil
	}
	m.spent = 0
	if err := m.look(); err != nil {
		return fmt.Errorf("the cell was stopped: %w", err)
	}
	return nil
}

func (m *meter) look() error {
	if heapBytes() < m.base+MaxHeapGrowth {
		return nil
	}
	runtime.GC() // most of it may be garbage
	if heapBytes() < m.base+MaxHeapGrowth {
		return nil
	}
	return fmt.Errorf("it took more than %d MB of memory", MaxHeapGrowth>>20)
}

func heapBytes() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// weigh is roughly how long the text of v is; it fails as soon as that is over limit, or v nests too deeply or in itself.
func weigh(v starlark.Value, limit int) (int, error) {
	w := weigher{limit: limit}
	err := w.add(v, 0)
	return w.sum, err
}

type weigher struct{ sum, limit int }

func (w *weigher) add(v starlark.Value, depth int) error {
	if depth > maxNesting {
		return fmt.Errorf("the value nests deeper than %d", maxNesting)
	}
	w.sum += 8
	switch v := v.(type) {
	case starlark.String:
		w.sum += len(v)
	case starlark.Bytes:
		w.sum += 4 * len(v)
	case starlark.Int:
		if _, small := v.Int64(); !small {
			w.sum += v.BigInt().BitLen() / 3
		}
	case *starlark.Dict:
		for key, value := range starlark.Entries(v) {
			if err := w.add(key, depth+1); err != nil {
				return err
			}
			if err := w.add(value, depth+1); err != nil {
				return err
			}
		}
	case *starlark.List, starlark.Tuple, *starlark.Set:
		for item := range starlark.Elements(v.(starlark.Iterable)) {
			if err := w.add(item, depth+1); err != nil {
				return err
			}
		}
	}
	if w.sum > w.limit {
		return fmt.Errorf("the text would be longer than %d bytes", w.limit)
	}
	return nil
}
