package kernel

import (
	"context"
	"hash/fnv"
	"time"
)

// Clock is time as the kernel sees it; tests bring their own.
type Clock interface {
	Now() time.Time
	// Sleep returns nil after d, or the cause of ctx's end as soon as ctx is done.
	Sleep(ctx context.Context, d time.Duration) error
}

type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Realistic is a Pace for showing: 0.4 to 4 seconds, longer for longer sources, always the same for the same cell.
func Realistic(c Cell) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(c.Kind.String() + "\x00" + c.Source))
	const least, most = 400 * time.Millisecond, 4 * time.Second
	lot := time.Duration(h.Sum32()%1500) * time.Millisecond
	return min(least+lot+time.Duration(len(c.Source))*2*time.Millisecond, most)
}
