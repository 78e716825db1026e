package mcpsrv

import (
	"sync"
	"time"

	"hextui/hex/change"
)

// held keeps what was prepared for a question until the answer comes with another call, so that it is carried out as it was shown
// and its target is not read anew for a plan. What is not here, after a restart or at another server, is prepared again, and has to
// be of the same version.
type held struct {
	now func() time.Time
	mu  sync.Mutex
	all map[string]heldPlan
}

type heldPlan struct {
	prepared *change.Prepared
	until    time.Time
}

// maxHeld is how many plans are kept; the one that ends first goes for a further one.
const maxHeld = 100

// keep keeps a plan under a name that nobody else knows.
func (h *held) keep(name string, p *change.Prepared, until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now, first := h.now(), name
	h.all[name] = heldPlan{p, until}
	for other, plan := range h.all {
		if !now.Before(plan.until) {
			delete(h.all, other)
		} else if plan.until.Before(h.all[first].until) {
			first = other
		}
	}
	if len(h.all) > maxHeld {
		delete(h.all, first)
	}
}

// take takes a plan out; nil for one that is not, or no longer, kept.
func (h *held) take(name string) *change.Prepared {
	h.mu.Lock()
	defer h.mu.Unlock()
	plan, ok := h.all[name]
	delete(h.all, name)
	if !ok || !h.now().Before(plan.until) {
		return nil
	}
	return plan.prepared
}
