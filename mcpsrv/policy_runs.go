package mcpsrv

import (
	"context"
	"fmt"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/share"
	"time"
)

// quota counts the runs that sessions start, which cost money.
type quota struct {
	// most is how many one session may start; 0 is any number.
	most   int
	shared share.Common
}

// quotaTTL is how long a session's count is kept after its last run.
const quotaTTL = 24 * time.Hour

// spend takes one run out of the session's quota. A run that then cannot be started is not given back: somebody may
// have paid for the attempt.
func (p *quota) spend(ctx context.Context, session sessionRef) error {
	if p.most <= 0 {
		return nil
	}
	n, err := p.shared.Count(ctx, "runs:"+session.digest(), quotaTTL)
	if err != nil {
		return answer.Denied("The runs of this session cannot be counted, so none is started.")
	}
	if n > p.most {
		return answer.Denied(fmt.Sprintf("This session has started %d runs or threads, which is all it may.", p.most))
	}
	return nil
}
