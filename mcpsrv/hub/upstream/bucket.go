package upstream

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// local is a bucket of this process.
type local struct{ limiter *rate.Limiter }

// NewBucket lets perSecond through, and up to burst at once.
func NewBucket(perSecond float64, burst int) Bucket {
	return local{rate.NewLimiter(rate.Limit(perSecond), burst)}
}

func (l local) Take(_ context.Context, most time.Duration) (time.Duration, bool) {
	r := l.limiter.Reserve()
	wait := r.Delay()
	if wait > most {
		r.Cancel()
		return wait, false
	}
	return wait, true
}
