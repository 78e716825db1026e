package hosted

import (
	"context"
	"errors"
	"time"
)

// Polling says how often a running thread is looked at.
type Polling struct {
	// Most is how often; 0 is 10.
	Most int
	// Every is how long to wait where the server does not say; 0 is 20 s. What the server says is kept between 1 s and 20 s.
	Every time.Duration
	// Seen is told of each look, nil for none.
	Seen func(Thread)
}

// Await looks at a thread until it is not running any more. The status of what it returns is Idle, Failed or Unknown, for
// which the text is all there is; a thread that is still running is a [*StillRunning]. A look whose answer broke off is done
// again at the next turn.
func (c *Client) Await(ctx context.Context, id string, p Polling) (Thread, error) {
	if p.Most <= 0 {
		p.Most = 10
	}
	const longest = 20 * time.Second
	if p.Every <= 0 {
		p.Every = longest
	}
	last := Thread{ID: id, Status: Running}
	for poll := 1; ; poll++ {
		t, err := c.GetThread(ctx, id)
		var cut *CutOff
		switch {
		case err == nil:
			last = t
			if p.Seen != nil {
				p.Seen(t)
			}
			if t.Status != Running {
				return t, nil
			}
		case !errors.As(err, &cut) || poll == p.Most || ctx.Err() != nil:
			return last, err
		}
		if poll == p.Most {
			return last, &StillRunning{last, poll}
		}
		wait := p.Every
		if last.Wait > 0 {
			wait = min(max(last.Wait, time.Second), longest)
		}
		if err := c.o.Sleep(ctx, wait); err != nil {
			return last, err
		}
	}
}
