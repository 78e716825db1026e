package change

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/plural"
)

// ReplaceInCells replaces text in the cells of a project's draft. Its entity is a []CellOutcome.
type ReplaceInCells struct {
	ProjectID string
	Find      *regexp.Regexp
	// With stands in place of each match; unless Literal, $1 in it is the first group.
	With    string
	Literal bool
	// Takes chooses the cells; nil takes all.
	Takes func(hex.Cell) bool
	// Progress, if set, is told of each cell that is done.
	Progress func(done, total int)
}

// Prepare reads the cells of the project.
func (w ReplaceInCells) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	return cells{
		does: "Replace text in cells", project: w.ProjectID, progress: w.Progress,
		edit: func(cell hex.Cell, source string) (string, int) {
			if w.Takes != nil && !w.Takes(cell) {
				return source, 0
			}
			places := len(w.Find.FindAllStringIndex(source, -1))
			if w.Literal {
				return w.Find.ReplaceAllLiteralString(source, w.With), places
			}
			return w.Find.ReplaceAllString(source, w.With), places
		},
	}.prepare(ctx, c)
}

// WriteCells writes the sources of many cells of a project's draft. Its entity is a []CellOutcome.
type WriteCells struct {
	ProjectID string
	Cells     []CellSource
	Progress  func(done, total int)
}

// CellSource is a new source of a cell, by its static id. ExpectedHash is that of the source that it replaces; empty is any.
type CellSource struct{ StaticID, Source, ExpectedHash string }

// Prepare reads the cells of the project. A cell that is not as expected is a [*hex.Conflict].
func (w WriteCells) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	var conflict error
	p, err := cells{
		does: "Write cells", project: w.ProjectID, progress: w.Progress,
		edit: func(cell hex.Cell, source string) (string, int) {
			at := slices.IndexFunc(w.Cells, func(s CellSource) bool { return s.StaticID == cell.StaticID })
			if at < 0 {
				return source, 0
			}
			mine := w.Cells[at]
			if mine.ExpectedHash != "" && mine.ExpectedHash != hex.SourceHash(source) && mine.Source != source {
				conflict = &hex.Conflict{Base: hex.Snapshot{Hash: mine.ExpectedHash}, Mine: mine.Source, Theirs: hex.Snap(cell, time.Now())}
			}
			return mine.Source, 1
		},
	}.prepare(ctx, c)
	if conflict != nil {
		return nil, conflict
	}
	return p, err
}

// Outcome is what became of a cell.
type Outcome string

// The outcomes.
const (
	Written  Outcome = "written"
	Conflict Outcome = "conflict"
	Failed   Outcome = "failed"
	NotTried Outcome = "not_tried"
)

// CellOutcome is what became of one cell of many.
type CellOutcome struct {
	// Cell is as it was before, or once written as it is now; Hash is that of its source then.
	Cell    hex.Cell
	Places  int
	Outcome Outcome
	Hash    string
	Err     error
}

// PartialCells is the error of a change of many cells that was carried out in part.
type PartialCells struct {
	Written, Left int
	// Cause is why the first of those left was not written.
	Cause error
}

// Error says how much was not done.
func (p *PartialCells) Error() string {
	return fmt.Sprintf("%s written, %d not. %s", plural.Of(p.Written, "cell"), p.Left, p.Cause)
}

// Unwrap returns the cause.
func (p *PartialCells) Unwrap() error { return p.Cause }

// cells is a change of many cells.
type cells struct {
	does, project string
	edit          func(cell hex.Cell, source string) (changed string, places int)
	progress      func(done, total int)
}

// cellEdit is what happens to one of them.
type cellEdit struct {
	base   hex.Snapshot
	source string
	places int
}

// read finds what would change, in notebook order.
func (w cells) read(ctx context.Context, c *hex.Client) ([]cellEdit, error) {
	var found []cellEdit
	for cell, err := range hex.Items(c.CellPages(ctx, hex.CellQuery{ProjectID: w.project, Paging: hex.Paging{Limit: 100}})) {
		if err != nil {
			return nil, err
		}
		source, ok := cell.Source()
		if !ok {
			continue
		}
		if changed, places := w.edit(cell, source); changed != source {
			found = append(found, cellEdit{hex.Snap(cell, time.Now()), changed, places})
		}
	}
	return found, nil
}

func editState(all []cellEdit) state {
	var s state
	for _, e := range all {
		s.add("cell "+e.base.Cell.StaticID, fmt.Sprintf("%s: %s", e.base.Cell.ID, sourceFact(e.base.Source)))
	}
	return s
}

func (w cells) prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	found, err := w.read(ctx, c)
	if err != nil {
		return nil, err
	}
	var all strings.Builder
	n := plan{
		op: "UpdateCell", does: w.does, risk: Overwrite, before: editState(found), undoable: true,
		undo: "The earlier sources can be written again.",
	}
	after := n.before
	places, labels := 0, []string{}
	for _, e := range found {
		places += e.places
		labels = append(labels, strings.TrimSpace(e.base.Cell.Label+" "+e.base.Cell.ID))
		after = after.with("cell "+e.base.Cell.StaticID, sourceFact(e.source))
		fmt.Fprintf(&all, "cell %s %s\n%s", oneLine(e.base.Cell.Label), e.base.Cell.ID, unified(e.base.Source, e.source))
	}
	n.after, n.diff = after, all.String()
	n.target = Target{Kind: fmt.Sprintf("%s in %s", plural.Of(places, "place"), plural.Of(len(found), "cell")), In: w.project}
	n.affected = []Affected{{"cell", len(found), labels}}
	if len(found) == 0 {
		n.already = []CellOutcome{}
		n.affected = nil
	}
	if len(found) > 1 { // one alone is looked at by the save itself
		n.look = func(ctx context.Context, c *hex.Client) (state, error) {
			now, err := w.read(ctx, c)
			return editState(now), err
		}
	}
	n.write = func(ctx context.Context, planner *hex.Client) error {
		for _, e := range found {
			update, err := hex.Edit{Source: e.source}.Update(e.base.Cell.Type)
			if err == nil {
				_, err = planner.UpdateCell(ctx, e.base.Cell.ID, update)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	n.send = func(ctx context.Context, c *hex.Client) (Result, error) { return w.write(ctx, c, found) }
	return n.prepared(ctx, c)
}

// write saves one cell after the other. What is wrong with one alone is a conflict; another failure ends it.
func (w cells) write(ctx context.Context, c *hex.Client, found []cellEdit) (Result, error) {
	outcomes := make([]CellOutcome, len(found))
	back := WriteCells{ProjectID: w.project}
	var first error
	stopped := false
	for i, e := range found {
		out := CellOutcome{Cell: e.base.Cell, Places: e.places, Outcome: NotTried, Hash: e.base.Hash}
		if !stopped {
			saved, err := c.Save(ctx, e.base, hex.Edit{Source: e.source})
			var conflict *hex.Conflict
			switch {
			case err == nil:
				out.Cell, out.Hash, out.Outcome = saved.Cell, saved.Snapshot.Hash, Written
				back.Cells = append(back.Cells, CellSource{saved.Cell.StaticID, saved.Previous, saved.Snapshot.Hash})
			case errors.As(err, &conflict):
				out.Outcome, out.Err = Conflict, err
			default:
				out.Outcome, out.Err, stopped = Failed, err, true
			}
			if first == nil {
				first = err
			}
		}
		outcomes[i] = out
		if w.progress != nil {
			w.progress(i+1, len(found))
		}
	}
	written := len(back.Cells)
	r := Result{Entity: outcomes, Done: plural.Of(written, "cell") + " written."}
	if written > 0 {
		r.Undo = back
	}
	switch {
	case first == nil:
		return r, nil
	case len(found) == 1:
		return r, oneCell(found[0], first)
	}
	return r, &PartialCells{Written: written, Left: len(found) - written, Cause: first}
}

// oneCell is the failure of a change that turned out to be of one cell alone.
func oneCell(e cellEdit, err error) error {
	var conflict *hex.Conflict
	if !errors.As(err, &conflict) {
		return err
	}
	return conflicted(e.base, conflict)
}
