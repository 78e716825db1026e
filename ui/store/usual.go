package store

import (
	"slices"
	"time"

	"hextui/hex"
)

// Usual is how long a run of a project is likely to take: the median of the last ten of the same kind that completed, 0 when
// none is known.
func (s *Store) Usual(projectID string, r hex.Run) time.Duration {
	runs := s.Runs(projectID)
	var took []time.Duration
	for i := range runs.Len() {
		o := runs.Item(i)
		if o.Status == hex.RunCompleted && o.Draft() == r.Draft() && o.RunID != r.RunID && len(took) < 10 {
			took = append(took, o.Elapsed(time.Time{}))
		}
	}
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	return took[len(took)/2]
}
