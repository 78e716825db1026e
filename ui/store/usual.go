package store

import (
	"slices"
	"time"

	"hextui/hex"
)

// Usual is how long a run of a project is likely to take: the median of the last ten of the same kind that completed, of a cell those
// of the same cell; 0 when none is known.
func (s *Store) Usual(projectID string, r hex.Run) time.Duration {
	var took []time.Duration
	for _, o := range s.KnownRuns(projectID) {
		same := o.Draft() == r.Draft() && s.CellRun(o.RunID) == s.CellRun(r.RunID)
		if same && o.Status == hex.RunCompleted && o.RunID != r.RunID && len(took) < 10 {
			took = append(took, o.Elapsed(time.Time{}))
		}
	}
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	return took[len(took)/2]
}
