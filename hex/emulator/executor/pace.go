package executor

import (
	"context"
	"hash/fnv"
	"time"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/store"
)

// startup is how long a run waits for its kernel, the same for the same run.
func (e *Executor) startup(run string) time.Duration {
	sum := fnv.New32a()
	sum.Write([]byte(run)) // a hash never fails to be written
	return e.paced(700*time.Millisecond + time.Duration(sum.Sum32()%1400)*time.Millisecond)
}

// pacing is how long the job's cells pretend to take; SQL that may come from the
// cache, and was answered before, takes no time worth mentioning.
func (e *Executor) pacing(j Job) func(kernel.Cell) time.Duration {
	return func(c kernel.Cell) time.Duration {
		e.answered.Lock()
		cached := j.Cached && e.queried[c.Source]
		e.answered.Unlock()
		if cached {
			return e.paced(80 * time.Millisecond)
		}
		return e.paced(kernel.Realistic(c))
	}
}

// Duration is how long a run of the cells takes at the pace of a real workspace.
func Duration(cells []store.Cell) (time.Duration, error) {
	all, err := Cells(cells)
	if err != nil {
		return 0, err
	}
	total := 200 * time.Millisecond
	for _, c := range all {
		if c.Kind == kernel.SQL || c.Kind == kernel.Code {
			total += kernel.Realistic(c)
		}
	}
	return total, nil
}

func (e *Executor) paced(d time.Duration) time.Duration { return time.Duration(float64(d) * e.o.Pace) }

// clock is the workspace's time for a kernel.
type clock struct{ now func() time.Time }

func (c clock) Now() time.Time { return c.now() }

func (c clock) Sleep(ctx context.Context, d time.Duration) error { return sleep(ctx, d) }

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
