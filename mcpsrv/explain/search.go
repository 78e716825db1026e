package explain

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/lint"
)

// How much a reason weighs: each more than all lighter ones together.
const (
	weighsNothing = 1 << iota // only that nobody could look
	weighsPossible
	weighsLikely
	weighsFailed
	weighsChanged
)

// mostSuspects is how many suspects are named.
const mostSuspects = 10

// search looks for why a run failed.
type search struct {
	Question
	out *Explanation

	cells    []hex.Cell
	suspects []Suspect
	// failed is the place among the cells of the first that failed in the draft's session, -1 for none.
	failed int
	// feeds is the place of the cell that gives what the failed one reads, if that one has no source to mend; else -1.
	feeds int
	// mended is the first cell whose source in the draft is not what ran, empty for none.
	mended string
	// ranWell is the newest run of the draft that was started here, if it completed.
	ranWell string
}

// look compares versions, looks at sources and outputs, and says what follows.
func (s *search) look(ctx context.Context) error {
	var err error
	if s.cells, err = s.Cells(ctx, s.Project.ID); err != nil {
		return err
	}
	s.out.CellsLooked = len(s.cells)
	s.versions(ctx)
	for _, f := range lint.Cells(s.cells, s.Connections(ctx)) {
		s.out.Causes = append(s.out.Causes, causeOf(f))
	}
	for _, c := range s.out.Causes {
		s.suspect(c.StaticID, map[string]int{"likely": weighsLikely, "possible": weighsPossible}[c.Certainty], c.Kind+lineWords(c.Line))
	}
	if err := s.outputs(ctx); err != nil {
		return err
	}
	s.draftRun(ctx)
	slices.SortStableFunc(s.suspects, func(a, b Suspect) int { return cmp.Compare(b.weight, a.weight) })
	s.out.Suspects = append(s.out.Suspects, s.suspects[:min(len(s.suspects), mostSuspects)]...)
	s.out.Basis = s.basis()
	s.next()
	return nil
}

// suspect adds a reason to suspect a cell.
func (s *search) suspect(staticID string, weight int, reason string) {
	if staticID == "" || weight == 0 {
		return
	}
	at := slices.IndexFunc(s.suspects, func(x Suspect) bool { return x.StaticID == staticID })
	if at < 0 {
		at = len(s.suspects)
		s.suspects = append(s.suspects, Suspect{StaticID: staticID})
		if i := slices.IndexFunc(s.cells, func(c hex.Cell) bool { return c.StaticID == staticID }); i >= 0 {
			c := s.cells[i]
			s.suspects[at].CellID, s.suspects[at].Label, s.suspects[at].Type = c.ID, c.Label, string(c.Type)
		}
	}
	s.suspects[at].weight |= weight
	s.suspects[at].Reasons = append(s.suspects[at].Reasons, reason)
}

func (s *search) unseen(text string) {
	s.out.Unseen = strings.TrimSpace(s.out.Unseen + " " + text)
}

// draftRun looks how the newest run of the draft that was started here ended. Where Hex does not tell, nothing is known of it.
func (s *search) draftRun(ctx context.Context) {
	if s.DraftRun == "" || s.DraftRun == s.out.Runs.Explained.RunID {
		return
	}
	if h, err := s.Hex.GetRunStatus(ctx, s.Project.ID, s.DraftRun); err == nil && h.Status == hex.RunCompleted {
		s.ranWell = s.DraftRun
	}
}
