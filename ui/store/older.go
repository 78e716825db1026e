package store

import (
	"maps"

	"hextui/hex"
)

// Older tells whether the result that is known of a cell is of a run before the newest one of the draft that was to make it anew, and
// returns that run: it ended without completing before the cell had another result. Of runs of other cells it is not known which cells
// they stand on; they say nothing.
func (s *Store) Older(projectID, staticID string) (run hex.Run, older bool) {
	out, newest := s.Output(staticID), s.draftRuns[projectID]
	if !out.Known() || out.Value.RunID == "" || newest == "" || newest == out.Value.RunID {
		return hex.Run{}, false
	}
	var last *hex.Run // the newest that tells: it was to make the result anew, made it, or was over before another one did
	for i := range s.Runs(projectID).Len() {
		r := s.Runs(projectID).Ref(i)
		cell := s.CellRun(r.RunID)
		tells := cell == "" || cell == staticID || r.RunID == out.Value.RunID || r.RunID == s.cameAfter[staticID]
		if r.Draft() && tells && (last == nil || byBeginning(*r, *last) < 0) {
			last = r
		}
	}
	switch {
	case last == nil, last.RunID == out.Value.RunID, last.RunID == s.cameAfter[staticID]:
	case last.Status.Finished() && last.Status != hex.RunCompleted:
		return *last, true
	}
	return hex.Run{}, false
}

// Edited tells whether the result that is known of a cell is of another text than Hex has of it now, as far as that is known.
func (s *Store) Edited(projectID, staticID string) bool {
	out := s.Output(staticID)
	ran, known := s.ranTexts[out.Value.RunID][staticID]
	if !out.Known() || !known {
		return false
	}
	now, ok := s.cell(projectID, staticID)
	if !ok {
		return false
	}
	source, _ := now.Source()
	return source != ran
}

// cell is a cell of a draft as Hex had it last.
func (s *Store) cell(projectID, staticID string) (hex.Cell, bool) {
	if l := s.cells[projectID]; l != nil {
		return l.Get(staticID)
	}
	return hex.Cell{}, false
}

// keepText keeps the source that a run has of a cell, the first that is told.
func (s *Store) keepText(runID string, c hex.Cell) {
	source, ok := c.Source()
	if !ok || runID == "" {
		return
	}
	if s.ranTexts[runID] == nil {
		if len(s.ranTexts) >= mostRanTexts {
			s.dropTexts()
		}
		s.ranTexts[runID] = map[string]string{}
	}
	if _, kept := s.ranTexts[runID][c.StaticID]; !kept {
		s.ranTexts[runID][c.StaticID] = source
	}
}

// mostRanTexts is of how many runs the texts are kept, beside those of results that are known: a terminal may stand open for weeks.
const mostRanTexts = 200

// dropTexts forgets the texts of runs of which no result is known.
func (s *Store) dropTexts() {
	known := map[string]bool{}
	for _, e := range s.outputs {
		known[e.Value.RunID] = true
	}
	maps.DeleteFunc(s.ranTexts, func(runID string, _ map[string]string) bool { return !known[runID] })
}

// takeOutput keeps what was read of a cell's result. The same result stays the same value, so that whoever reads it stays where they are
// in it.
func (s *Store) takeOutput(staticID string, o hex.CellOutput) {
	e := s.Output(staticID)
	switch known := e.Value.RunID; {
	case known == "":
		s.OutputsVersion++
	case known == o.RunID:
		o = e.Value
	default: // of a run after those from here, or of one of them
		s.OutputsVersion++
		s.cameAfter[staticID] = s.draftRuns[o.ProjectID]
	}
	e.set(o, nil, s.now())
	if c, ok := s.cell(o.ProjectID, staticID); ok {
		s.keepText(o.RunID, c)
	}
}
