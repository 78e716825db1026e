package mcpsrv

import (
	"context"
	"fmt"
	"time"
)

// purse counts the runs that sessions start, which cost money.
type purse struct {
	// most is how many one session may start; 0 is any number.
	most   int
	shared Shared
}

// purseTTL is how long a session's count is kept after its last run.
const purseTTL = 24 * time.Hour

// spend takes one run out of the session's purse. A run that then cannot be started is not given back: somebody may
// have paid for the attempt.
func (p *purse) spend(ctx context.Context) error {
	if p.most <= 0 {
		return nil
	}
	c := callOf(ctx)
	if c == nil {
		return nil
	}
	n, err := p.shared.Count(ctx, "runs:"+c.session.digest(), purseTTL)
	if err != nil {
		return denied("The runs of this session cannot be counted, so none is started.")
	}
	if n > p.most {
		return denied(fmt.Sprintf("This session has started %d runs or threads, which is all it may.", p.most))
	}
	return nil
}
