package change

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/plural"
)

// CellRef names a cell. ID is its present id, one that it had before, or its static id; ProjectID and StaticID may be empty, and
// help to find a cell whose id has changed.
type CellRef struct{ ProjectID, ID, StaticID string }

// read reads the cell: one request where ID is the present one.
func (r CellRef) read(ctx context.Context, c *hex.Client) (hex.Snapshot, error) {
	snap, err := c.ReadCell(ctx, r.ProjectID, r.ID, r.StaticID)
	if err == nil || r.ProjectID == "" || r.StaticID != "" || !hex.IsKind(err, hex.NotFound) {
		return snap, err
	}
	found, lost := c.FindCell(ctx, r.ProjectID, r.ID)
	if lost != nil {
		return snap, err
	}
	return hex.Snap(found, time.Now()), nil
}

func refOf(c hex.Cell) CellRef { return CellRef{c.ProjectID, c.ID, c.StaticID} }

func cellTarget(c hex.Cell) Target {
	return Target{Kind: string(c.Type) + " cell", Title: c.Label, ID: c.ID, In: c.ProjectID}
}

func cellState(c hex.Cell) state {
	var s state
	s.add("label", c.Label)
	s.add("type", string(c.Type))
	s.add("data connection", c.DataConnectionID)
	s.add("result", c.OutputDataframe())
	if source, ok := c.Source(); ok {
		s.add("source", sourceFact(source))
	}
	return s
}

func sourceFact(source string) string {
	return fmt.Sprintf("%s, %s", plural.Of(lineCount(source), "line"), hex.SourceHash(source))
}

func lineCount(source string) int {
	if source == "" {
		return 0
	}
	return strings.Count(strings.TrimSuffix(source, "\n"), "\n") + 1
}

// versionState is a cell in the version that its id stands for, for what names it by its id.
func versionState(c hex.Cell) state { return append(state{{"id", c.ID}}, cellState(c)...) }

func cellLook(c hex.Cell) func(context.Context, *hex.Client) (state, error) {
	return func(ctx context.Context, client *hex.Client) (state, error) {
		now, err := client.ReadCell(ctx, c.ProjectID, c.ID, c.StaticID)
		return versionState(now.Cell), err
	}
}

// SaveCell writes a cell's source, its data connection or the name of its result; what is nil stays. Its entity is a
// [hex.Saved].
type SaveCell struct {
	Cell CellRef
	// Base is the cell as the caller read it; without one Prepare reads it.
	Base *hex.Snapshot
	// Source is the whole new source.
	Source                            *string
	OutputDataframe, DataConnectionID *string
	// ExpectedHash is that of the source that the change was made on; empty is whatever is there.
	ExpectedHash string
	// Over and Step are those of [hex.Edit].
	Over string
	Step func(hex.SaveState)
	// Fits, if set, says what is wrong with writing this over the cell that was read.
	Fits func(hex.Snapshot) error
}

// Prepare reads the cell, unless there is a base. A cell that is not as expected is a [*hex.Conflict]. Commit stands on
// [hex.Client.Save], with its errors; a conflict comes as [*Changed].
func (w SaveCell) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	base, err := w.base(ctx, c)
	if err != nil {
		return nil, err
	}
	if w.Fits != nil {
		if err := w.Fits(base); err != nil {
			return nil, err
		}
	}
	edit := hex.Edit{Source: base.Source, OutputDataframe: w.OutputDataframe, DataConnectionID: w.DataConnectionID, Over: w.Over,
		Step: w.Step}
	if w.Source != nil {
		edit.Source = *w.Source
	}
	already := w.Source != nil && edit.Source == base.Source // as after a write whose answer was lost
	if w.ExpectedHash != "" && w.ExpectedHash != base.Hash && !already {
		return nil, &hex.Conflict{Base: hex.Snapshot{Hash: w.ExpectedHash}, Mine: edit.Source, Theirs: base}
	}
	update, err := edit.Update(base.Cell.Type)
	if err != nil {
		return nil, err
	}
	before := cellState(base.Cell)
	after := before.with("source", sourceFact(edit.Source))
	if edit.OutputDataframe != nil {
		after = after.with("result", *edit.OutputDataframe)
	}
	if edit.DataConnectionID != nil {
		after = after.with("data connection", *edit.DataConnectionID)
	}
	n := plan{
		op: "UpdateCell", does: "Change a cell", risk: Overwrite, target: cellTarget(base.Cell), was: base, before: before, after: after,
		undoable: true, undo: earlier(edit.Source == base.Source),
		write: func(ctx context.Context, planner *hex.Client) error {
			_, err := planner.UpdateCell(ctx, base.Cell.ID, update)
			return err
		},
		send: func(ctx context.Context, c *hex.Client) (Result, error) { return save(ctx, c, base, edit) },
	}
	if edit.Source != base.Source {
		n.diff = unified(base.Source, edit.Source)
	}
	if len(fields(before, after)) == 0 {
		n.already = hex.Saved{Cell: base.Cell, Snapshot: base, Previous: base.Source}
	}
	return n.prepared(ctx, c)
}

// earlier says what undoes a save, which may leave the source as it is.
func earlier(sameSource bool) string {
	if sameSource {
		return "What was there before can be written again."
	}
	return "The earlier source can be written again."
}

func (w SaveCell) base(ctx context.Context, c *hex.Client) (hex.Snapshot, error) {
	if w.Base != nil {
		return *w.Base, nil
	}
	return w.Cell.read(ctx, c)
}

// save writes an edit, and says a conflict as what it is.
func save(ctx context.Context, c *hex.Client, base hex.Snapshot, edit hex.Edit) (Result, error) {
	saved, err := c.Save(ctx, base, edit)
	var conflict *hex.Conflict
	switch {
	case err == nil:
	case errors.As(err, &conflict):
		return Result{}, conflicted(base, conflict)
	default:
		return Result{}, err
	}
	r := Result{Entity: saved, Done: fmt.Sprintf("The %s was written.", cellTarget(saved.Cell))}
	back := SaveCell{Cell: refOf(saved.Cell), Source: &saved.Previous, ExpectedHash: saved.Snapshot.Hash}
	if name := base.Cell.OutputDataframe(); edit.OutputDataframe != nil && name != "" {
		back.OutputDataframe = &name
	}
	if edit.DataConnectionID != nil {
		back.DataConnectionID = &base.Cell.DataConnectionID
	}
	if saved.Changed {
		r.Undo = back
	} else {
		r.Done, r.NoUndo = "Nothing was changed: it is so already.", "There is nothing to undo."
	}
	return r, nil
}

// conflicted is a conflict as what it is to a change.
func conflicted(base hex.Snapshot, c *hex.Conflict) *Changed {
	changed := &Changed{Target: cellTarget(base.Cell), Gone: c.Gone, Cause: c}
	if !c.Gone {
		changed.Differences = fields(cellState(base.Cell), cellState(c.Theirs.Cell))
	}
	return changed
}

// CreateCell adds a cell to a project's draft. Its entity is a [hex.Cell].
type CreateCell struct {
	Cell hex.NewCell
	// Place, where it is set, stands in place of that in Cell: its cells are found whatever was written to them meanwhile.
	Place Place
}

// Prepare reads the project, and the cell at the place.
func (w CreateCell) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	known, err := projectLook(w.Cell.ProjectID, titleState).read(ctx, c, w.Cell.ProjectID)
	if err != nil {
		return nil, err
	}
	var lost string
	if w.Cell, lost, err = w.Place.put(ctx, c, w.Cell); err != nil {
		return nil, err
	}
	p, warnings := known.project, known.warnings
	if lost != "" {
		warnings = append(warnings, lost)
	}
	return plan{
		op: "CreateCell", does: "Add a cell", risk: Write, target: projectTarget(p), was: p, before: known.before, look: known.look,
		warnings: warnings, diff: unified("", w.Cell.Source), undoable: true, undo: "The cell can be deleted again.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			made, err := c.CreateCell(ctx, w.Cell)
			if err != nil {
				return Result{}, err
			}
			source, _ := made.Source()
			return Result{
				Entity: made, Done: fmt.Sprintf("Added the %s.", cellTarget(made)),
				Undo: DeleteCell{Cell: refOf(made), ExpectedHash: hex.SourceHash(source)},
			}, nil
		},
	}.prepared(ctx, c)
}

// DeleteCell takes a cell out of a project's draft. Its entity is the [hex.Cell] that was deleted.
type DeleteCell struct {
	Cell CellRef
	// ExpectedHash is that of the source that is to be deleted; empty is whatever is there.
	ExpectedHash string
	// Fits, if set, says what is wrong with deleting the cell that was read.
	Fits func(hex.Snapshot) error
}

// Prepare reads the cell and what stands around it. A cell that is not as expected is a [*hex.Conflict].
func (w DeleteCell) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	base, err := w.Cell.read(ctx, c)
	if err != nil {
		return nil, err
	}
	if w.Fits != nil {
		if err := w.Fits(base); err != nil {
			return nil, err
		}
	}
	if w.ExpectedHash != "" && w.ExpectedHash != base.Hash {
		return nil, &hex.Conflict{Base: hex.Snapshot{Hash: w.ExpectedHash}, Theirs: base}
	}
	around, err := hex.Collect(c.CellPages(ctx, hex.CellQuery{ProjectID: base.Cell.ProjectID, Paging: hex.Paging{Limit: 100}}))
	if err != nil {
		return nil, err
	}
	n := plan{
		op: "DeleteCell", does: "Delete a cell", risk: Destroy, target: cellTarget(base.Cell), was: base,
		before: versionState(base.Cell), after: state{},
		diff: unified(base.Source, ""), look: cellLook(base.Cell),
	}
	again, ok := newCell(base)
	place, _ := Above(around, base.Cell.StaticID)
	n.undoable, n.undo = ok, "A new cell with the same source can be made "+place.says(around)+". It gets other ids."
	if !ok {
		n.undo = fmt.Sprintf("A cell of type %s cannot be made through Hex's API.", base.Cell.Type)
	}
	if readers := readersOf(base.Cell, around); len(readers) > 0 {
		n.affected = []Affected{{"cell", len(readers), readers}}
		n.warnings = append(n.warnings, fmt.Sprintf("Its result %s seems to be used by %s: %s.",
			base.Cell.OutputDataframe(), plural.Of(len(readers), "cell"), list(readers, 5)))
	}
	n.send = func(ctx context.Context, c *hex.Client) (Result, error) {
		if err := c.DeleteReadCell(ctx, base.Cell); err != nil {
			return Result{}, err
		}
		r := Result{Entity: base.Cell, Done: fmt.Sprintf("Deleted the %s.", cellTarget(base.Cell))}
		if ok {
			r.Undo = CreateCell{Cell: again, Place: place}
		}
		return r, nil
	}
	return n.prepared(ctx, c)
}

// newCell makes a cell anew, at the end; ok is false for a type that cannot be made.
func newCell(base hex.Snapshot) (n hex.NewCell, ok bool) {
	old := base.Cell
	n = hex.NewCell{
		ProjectID: old.ProjectID, Type: old.Type, Label: old.Label, Source: base.Source, DataConnectionID: old.DataConnectionID,
		OutputDataframe: old.OutputDataframe(), DataframeSQL: old.Type == hex.CellSQL && old.DataConnectionID == "",
	}
	_, ok = old.Source()
	return n, ok
}

// Readers are the numbers of those cells of a draft whose source has the name of a cell's result as a word.
func Readers(c hex.Cell, all []hex.Cell) []int {
	name := c.OutputDataframe()
	if name == "" {
		return nil
	}
	word := regexp.MustCompile(`(?:^|[^\pL\pN_])` + regexp.QuoteMeta(name) + `(?:$|[^\pL\pN_])`)
	var readers []int
	for i, other := range all {
		if source, _ := other.Source(); other.StaticID != c.StaticID && word.MatchString(source) {
			readers = append(readers, i)
		}
	}
	return readers
}

// readersOf are the readers by label and id.
func readersOf(c hex.Cell, all []hex.Cell) []string {
	var readers []string
	for _, i := range Readers(c, all) {
		readers = append(readers, strings.TrimSpace(all[i].Label+" "+all[i].ID))
	}
	return readers
}
