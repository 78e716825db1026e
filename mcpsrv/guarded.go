package mcpsrv

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/share"
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
		return answer.Denied(fmt.Sprintf("This session has started as many runs and threads as it may, which is %d.", p.most))
	}
	return nil
}

// guarded is a call as the guard before its client sees it.
type guarded struct {
	*call
	server *Server
}

// Forbids keeps a call from what it may not do, whatever its tool does.
func (g guarded) Forbids(class policy.Class) string {
	switch {
	case g.DryRun || g.planning.Load():
		return "the call is a dry run"
	case g.tool.Class == policy.Read:
		return "the tool says that it only reads"
	case !g.confirmed.Load() && class.NeedsConsent():
		return "nobody has agreed to it"
	}
	return ""
}

// Spend takes a run out of the session's quota.
func (g guarded) Spend(ctx context.Context) error { return g.server.quota.spend(ctx, g.session) }

// Intend puts what is about to be sent in the audit log.
func (g guarded) Intend(o policy.Sent) error { return g.server.journal.intend(g.call, o) }

// Note takes note of what was sent, and of what a person may take back. What may have been done may be taken back too: a cell
// is put back only if it still is what the write made of it.
func (g guarded) Note(o policy.Sent, err error) {
	g.did(o.Name, err)
	if err == nil && g.wire.Stays() {
		if err := g.server.journal.answered(g.call, o); err != nil {
			g.server.log.Error("the audit log cannot be written", "error", g.server.clean.Text(err.Error()))
		}
	}
	var e *hex.Error
	sent := err == nil || errors.As(err, &e) && e.MayHaveHappened
	if o.NewHash != "" && sent {
		g.canUndo(*undoOf(o))
	}
}
