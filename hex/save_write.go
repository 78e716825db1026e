package hex

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	// settle is how long Hex is given to show a write that it may still be working on.
	settle = 2 * time.Second
	// saveRequests is how many requests a save mostly takes: the cell read, written and read back.
	saveRequests = 3
	// resolveFor is how long finding out what became of a write goes on after its caller has given up: what is said of
	// it must be true.
	resolveFor = 15 * time.Second
)

// Save writes the source of an SQL, CODE or MARKDOWN cell without overwriting anybody's work unseen. It mirrors no
// operation: it reads the cell again; if that still holds the base (or what e.Over names), it writes, reads back
// and verifies. It never writes twice. Saves of the same cell through one client follow each other.
//
// Errors: [*Conflict] when the cell changed meanwhile or is gone (nothing was written); [*Unverified] when it is not known
// whether the write was done; [*Error] for anything else, and then nothing was written.
func (c *Client) Save(ctx context.Context, base Snapshot, e Edit) (Saved, error) {
	if e.Step == nil {
		e.Step = func(SaveState) {}
	}
	done, err := c.saving.take(ctx, base.Cell.ProjectID+"/"+cmp.Or(base.Cell.StaticID, base.Cell.ID))
	if err != nil {
		return Saved{}, &Error{Kind: Canceled, Op: "Save", Message: "This was given up while another save of the cell was under way.",
			cause: err}
	}
	defer done()
	defer c.limit.keep(saveRequests)()
	s := save{client: c.ahead(), base: base, edit: e}
	return s.run(ctx)
}

// save is one save under way.
type save struct {
	client *Client
	base   Snapshot
	edit   Edit
	// before is the cell as it was read just before the write.
	before Snapshot
}

func (s *save) run(ctx context.Context) (Saved, error) {
	s.edit.Step(SaveReading)
	var err error
	if s.before, err = s.read(ctx, s.base.Cell.ID); err != nil {
		return Saved{}, s.unreadable(err)
	}
	if s.holds(s.before.Cell) == nil {
		return Saved{Cell: s.before.Cell, Snapshot: s.before, Previous: s.before.Source}, nil
	}
	if s.before.Hash != s.base.Hash && s.before.Hash != s.edit.Over && s.before.Source != s.edit.Source || s.moved() {
		return Saved{}, s.conflict(s.before)
	}
	update, err := s.edit.Update(s.before.Cell.Type)
	if err != nil {
		return Saved{}, err
	}
	s.edit.Step(SaveWriting)
	written, err := s.client.updateCell(ctx, s.before.Cell.ID, update, &s.before.Cell, s.left)
	switch failed := (*Error)(nil); {
	case err == nil:
		s.edit.Step(SaveVerifying)
		return s.verify(ctx, written)
	case errors.As(err, &failed) && failed.MayHaveHappened:
		s.edit.Step(SaveVerifying)
		return s.resolve(ctx, failed)
	case IsKind(err, NotFound, Forbidden):
		return s.overtaken(ctx, err)
	default:
		return Saved{}, err
	}
}

// left tells the steps of the write itself: on its way, or held back for another try.
func (s *save) left(out bool) {
	if out {
		s.edit.Step(SaveSent)
	} else {
		s.edit.Step(SaveWriting)
	}
}

// read reads the cell by an id that it may have, else by its static id.
func (s *save) read(ctx context.Context, id string) (Snapshot, error) {
	return s.client.ReadCell(ctx, s.base.Cell.ProjectID, id, s.base.Cell.StaticID)
}

func (s *save) conflict(theirs Snapshot) *Conflict {
	return &Conflict{Base: s.base, Mine: s.edit.Source, Theirs: theirs}
}

// unreadable tells a cell that is gone from one that cannot be read.
func (s *save) unreadable(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Kind == NotFound && e.Op == "FindCell" {
		return &Conflict{Base: s.base, Mine: s.edit.Source, Gone: true}
	}
	return err
}

// moved tells whether somebody else changed the very member beside the source that the edit changes.
func (s *save) moved() bool {
	base, before := s.base.Cell, s.before.Cell
	differs := func(mine *string, read, now string) bool { return mine != nil && now != read && now != *mine }
	return base.Type != "" && (differs(s.edit.OutputDataframe, base.OutputDataframe(), before.OutputDataframe()) ||
		differs(s.edit.DataConnectionID, base.DataConnectionID, before.DataConnectionID))
}

// Update is what is sent to write the edit over a cell of a type.
func (e Edit) Update(of CellType) (CellUpdate, error) {
	u := CellUpdate{OutputDataframe: e.OutputDataframe, DataConnectionID: e.DataConnectionID}
	switch of {
	case CellSQL:
		u.SQL = &e.Source
	case CellCode:
		u.Code = &e.Source
	case CellMarkdown:
		u.Markdown = &e.Source
	default:
		return u, &Error{Kind: Invalid, Op: "Save", Message: fmt.Sprintf("A cell of type %s has no source that Hex's API can write.", of),
			Hint: "Change it in the browser."}
	}
	return u, nil
}

// holds says what of the edit a cell does not hold; nil is all of it.
func (s *save) holds(c Cell) error {
	source, _ := c.Source()
	switch {
	case source != s.edit.Source:
		return errors.New("the source in Hex is not the one that was sent")
	case s.edit.OutputDataframe != nil && c.OutputDataframe() != *s.edit.OutputDataframe:
		return fmt.Errorf("the source was saved, but its result is named %q", c.OutputDataframe())
	case s.edit.DataConnectionID != nil && c.DataConnectionID != *s.edit.DataConnectionID:
		return errors.New("the source was saved, but the cell has not the data connection that was sent")
	}
	return nil
}

func (s *save) saved(now Snapshot) Saved {
	return Saved{Cell: now.Cell, Snapshot: now, Changed: true, Previous: s.before.Source}
}

// verify reads back what Hex says to have written.
func (s *save) verify(ctx context.Context, written Cell) (Saved, error) {
	now, err := s.lookAfter(ctx, func(ctx context.Context) (Snapshot, error) { return s.read(ctx, written.ID) })
	if err != nil {
		return Saved{}, &Unverified{Mine: s.edit.Source, Cause: err, Accepted: true}
	}
	if differs := s.holds(now.Cell); differs != nil {
		return Saved{}, &Unverified{Mine: s.edit.Source, Cause: differs, Accepted: true, Now: &now}
	}
	return s.saved(now), nil
}

// resolve finds out by reading what became of a write that got no clear answer. It reads the cell from the project's
// list, which is the draft as it is now, whatever the old id may still answer.
func (s *save) resolve(ctx context.Context, failed *Error) (Saved, error) {
	now, err := s.lookAfter(ctx, func(ctx context.Context) (Snapshot, error) { return s.read(ctx, "") })
	switch {
	case err != nil:
		return Saved{}, &Unverified{Mine: s.edit.Source, Cause: failed}
	case s.holds(now.Cell) == nil:
		return s.saved(now), nil
	case now.Source == s.before.Source && now.Cell.ID == s.before.Cell.ID && !underWay(failed):
		e := *failed
		e.MayHaveHappened = false
		e.Hint = "Hex was asked again and still holds the earlier source: it was not written. Save again."
		return Saved{}, &e
	}
	return Saved{}, &Unverified{Mine: s.edit.Source, Cause: failed, Now: &now}
}

// underWay tells whether a request may reach Hex yet: this side stopped waiting for it, and nobody ended it.
func underWay(e *Error) bool { return e.Kind == Timeout || e.Kind == Canceled }

// lookAfter reads the cell after a write. What does not hold the edit is read once more a moment later: the write
// may still be under way, or not yet be seen everywhere.
func (s *save) lookAfter(ctx context.Context, read func(context.Context) (Snapshot, error)) (Snapshot, error) {
	ctx, cancel := outlast(ctx, resolveFor)
	defer cancel()
	now, err := read(ctx)
	if err == nil && s.holds(now.Cell) == nil {
		return now, nil
	}
	timer := time.NewTimer(settle)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return now, err
	}
	if again, errAgain := read(ctx); errAgain == nil {
		return again, nil
	}
	return now, err
}

// outlast is ctx with some time more after its end.
func outlast(ctx context.Context, more time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(more, cancel) })
	return longer, func() { stop(); cancel() }
}

// overtaken explains a write that found no cell under the id it had a moment ago: somebody wrote in between.
func (s *save) overtaken(ctx context.Context, refused error) (Saved, error) {
	now, err := s.read(ctx, s.before.Cell.ID)
	switch {
	case err != nil:
		return Saved{}, s.unreadable(err)
	case s.holds(now.Cell) == nil: // the very same, such as an earlier save whose write came late
		return Saved{Cell: now.Cell, Snapshot: now, Previous: s.before.Source}, nil
	case now.Source != s.before.Source:
		return Saved{}, s.conflict(now)
	case now.Cell.ID != s.before.Cell.ID:
		return Saved{}, &Error{Kind: NotFound, Op: "Save", Message: "The cell got a new id while it was saved; nothing was written.",
			Hint: "Save again.", cause: refused}
	}
	return Saved{}, refused // the cell is as it was: this token may read it, but not write it
}
