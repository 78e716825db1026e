package store

import (
	"context"
	"iter"

	"hextui/hex"
	"hextui/ui/task"
)

// Cause is what is known of why a run of a draft failed.
type Cause struct {
	// Cell is the cell that raised the error; nil when no cell whose output Hex gives did.
	Cell  *hex.Cell
	Error hex.CellRunError
	// Unread counts the cells whose output could not be read: Hex gives that of SQL cells only.
	Unread int
}

// Failure is why a run failed, as far as it has been looked for.
func (s *Store) Failure(runID string) *Entry[Cause] { return slot(s.failures, runID) }

// DraftRun is the newest run of a project's draft that was started here, or empty.
func (s *Store) DraftRun(projectID string) string { return s.draftRuns[projectID] }

// LastDraft is the newest run of a project's draft that was started here, as far as it is known. Hex lists no runs of drafts: what it says
// of the last run is of the published version.
func (s *Store) LastDraft(projectID string) (run hex.Run, ok bool) {
	id, list := s.draftRuns[projectID], s.runs[projectID]
	if id == "" || list == nil {
		return hex.Run{}, false
	}
	return list.Get(id)
}

// CellRun is the cell that a run of a draft was started for, by its static id; empty for a run of the whole draft.
func (s *Store) CellRun(runID string) string { return s.cellRuns[runID] }

// SetDraftRun notes a run of a project's draft that has just been started, of a cell by its static id or of the whole, which makes the
// results of the one before old.
func (s *Store) SetDraftRun(projectID, runID, cell string) {
	if cell != "" {
		s.cellRuns[runID] = cell
	}
	s.draftRuns[projectID] = runID
	for i := range s.Cells(projectID).Len() {
		s.keepText(runID, *s.Cells(projectID).Ref(i))
	}
	s.AgeOutputs(s.Cells(projectID).IDs())
}

// findFailure looks for the cell that made a draft's run fail: it reads the outputs of the cells in their order until
// one is an error. The outputs it comes by are kept.
func (s *Store) findFailure(projectID, runID string) {
	e := s.Failure(runID)
	e.begin()
	type output struct {
		cell hex.Cell
		out  hex.CellOutput
		err  error
	}
	var found Cause
	task.Each(s.tasks, Thing{Kind: Failure, ID: runID}.key(), func(ctx context.Context) iter.Seq2[output, error] {
		return func(yield func(output, error) bool) {
			for page, err := range s.api.CellPages(ctx, hex.CellQuery{Paging: hex.Paging{Limit: 100}, ProjectID: projectID}) {
				if err != nil {
					yield(output{}, err)
					return
				}
				for _, c := range page.Items {
					if c.Type != hex.CellSQL && c.Type != hex.CellCode {
						continue
					}
					o, err := s.api.GetCellOutput(ctx, c.StaticID)
					if !yield(output{c, o, err}, nil) || o.Error != nil {
						return
					}
				}
			}
		}
	}, func(o output, err error, last bool) {
		switch {
		case last:
			e.set(found, err, s.now())
		case o.err != nil:
			found.Unread++
		default:
			s.takeOutput(o.cell.StaticID, o.out)
			if o.out.Error != nil {
				found.Cell, found.Error = &o.cell, *o.out.Error
			}
		}
	})
}
