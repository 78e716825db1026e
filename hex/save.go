package hex

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// SourceHash is a short name for a source, byte for byte: "sha256:" and 16 hexadecimal digits.
func SourceHash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "sha256:" + hex.EncodeToString(sum[:8])
}

// Snapshot is a cell as somebody read it: the base that an edit stands on.
type Snapshot struct {
	Cell Cell
	// Source is the cell's source byte for byte, Hash its [SourceHash].
	Source string
	Hash   string
	ReadAt time.Time
}

// Snap makes the snapshot of a cell that was read at the given time.
func Snap(c Cell, at time.Time) Snapshot {
	source, _ := c.Source()
	return Snapshot{Cell: c, Source: source, Hash: SourceHash(source), ReadAt: at}
}

// Edit is what Save writes over a snapshot.
type Edit struct {
	Source string
	// OutputDataframe and DataConnectionID are changed when not nil, as in [CellUpdate].
	OutputDataframe, DataConnectionID *string
	// Over is the hash of a source in Hex that the caller has seen and means to replace, besides the base's: how a
	// person who chose "mine" in a conflict saves over exactly the version they saw.
	Over string
	// Step, if set, is told each step as it begins. It must be quick: the save waits for it.
	Step func(SaveState)
}

// SaveState is a step of a save, for a status line.
type SaveState string

// The steps of a save, in order.
const (
	// SaveReading: the cell is read, to see whether it still is what the edit stands on.
	SaveReading SaveState = "reading"
	// SaveWriting: the write is about to go out, or waits until it may. Ending the save's context now means that nothing is written.
	SaveWriting SaveState = "writing"
	// SaveSent: the write is on its way and cannot be called back. When Hex refuses it for going too fast, SaveWriting comes again.
	SaveSent SaveState = "sent"
	// SaveVerifying: the cell is read back.
	SaveVerifying SaveState = "verifying"
)

// Saved is what a save did.
type Saved struct {
	// Cell is the cell after the write, read back; Snapshot the new base for further edits.
	Cell     Cell
	Snapshot Snapshot
	// Changed is false when the cell held the wanted source already and nothing was written.
	Changed bool
	// Previous is the source that was replaced, for undo.
	Previous string
}

// Conflict is the error of a save that found the cell changed meanwhile: nothing was written.
type Conflict struct {
	// Base is what the edit stood on, Mine what should be written, Theirs the cell as it is in Hex now.
	Base   Snapshot
	Mine   string
	Theirs Snapshot
	// Gone is set when the cell is no longer in the project; Theirs is then empty.
	Gone bool
}

// Error says what happened and what can be done.
func (c *Conflict) Error() string {
	if c.Gone {
		return "The cell was deleted in Hex meanwhile; nothing was written. Put the text into another cell, or drop it."
	}
	return "The cell was changed in Hex meanwhile; nothing was written. Compare both versions and choose which to keep."
}

// Unverified is the error of a save whose write was sent but whose outcome could not be established.
type Unverified struct {
	// Mine is what was to be written. Cause is why it is not known whether it was.
	Mine  string
	Cause error
	// Accepted is set when Hex answered that it wrote, and only reading it back failed or found something else.
	Accepted bool
	// Now is the cell as it was read after the write, nil when it could not be read.
	Now *Snapshot
}

// Error says what is known and what can be done.
func (u *Unverified) Error() string {
	known := "The write was sent to Hex, but whether it was done is not known."
	if u.Accepted {
		known = "Hex accepted the write, but it could not be verified."
	}
	return known + " Read the cell before writing it again. The reason: " + sentence(u.Cause.Error())
}

// Unwrap returns the cause.
func (u *Unverified) Unwrap() error { return u.Cause }

// FindCell returns a cell of a project's draft by its static id, by walking ListCells. It mirrors no operation. A project
// without such a cell is [NotFound] with the Op "FindCell".
func (c *Client) FindCell(ctx context.Context, projectID, staticID string) (Cell, error) {
	if err := checkID(staticID); err != nil {
		return Cell{}, &Error{Kind: Invalid, Op: "FindCell", Message: "The request was not sent: " + err.Error() + ".", cause: err}
	}
	for cell, err := range Items(c.CellPages(ctx, CellQuery{ProjectID: projectID, Paging: Paging{Limit: 100}})) {
		if err != nil {
			return Cell{}, err
		}
		if cell.StaticID == staticID {
			return cell, nil
		}
	}
	return Cell{}, &Error{
		Kind: NotFound, Op: "FindCell", Message: fmt.Sprintf("The project has no cell with the static id %s.", staticID),
		Hint: "It was deleted, or it belongs to another project.",
	}
}

// ReadCell reads a cell by its id, and where that is not (or no longer) the cell's id, by its static id. Either may
// be empty. It mirrors no operation.
func (c *Client) ReadCell(ctx context.Context, projectID, cellID, staticID string) (Snapshot, error) {
	if cellID != "" {
		cell, err := c.GetCell(ctx, cellID)
		switch {
		case err == nil && (staticID == "" || cell.StaticID == staticID):
			return Snap(cell, time.Now()), nil
		case staticID == "", err != nil && !IsKind(err, NotFound, Forbidden, Invalid, Unprocessable):
			return Snapshot{}, err
		}
	}
	cell, err := c.FindCell(ctx, projectID, staticID)
	if err != nil {
		return Snapshot{}, err
	}
	return Snap(cell, time.Now()), nil
}
