package screen

import (
	"time"

	"hextui/hex/change"
)

// Did is a deed of the person at the screen: a change of the workspace that was carried out, or that failed.
type Did struct {
	// At is when it was sent, Took how long that went on.
	At   time.Time
	Took time.Duration
	// Does is what it does in a few words, Risk how dangerous that is, Target what it was done to.
	Does   string
	Risk   change.Risk
	Target change.Target
	// Operations are the requests that were sent, by Hex's name.
	Operations []string
	// Said is what came of it, in a sentence; Failed is set where it was not done, Failures are the entries of it that were not.
	Said     string
	Failed   bool
	Failures []change.Failure
	// Fields are what is different now, Name puts one into words where that is not done as everywhere.
	Fields []change.Field
	Name   func(change.Field) change.Field
	// Undo puts it back; nil where nothing does, and then NoUndo says why. Undone is set once it was put back.
	Undo   change.Change
	NoUndo string
	Undone bool
}

// CannotUndo is why the deed cannot be taken back, empty where that can be tried.
func (d *Did) CannotUndo() string {
	switch {
	case d.Undone:
		return "This was taken back already."
	case d.Undo == nil && d.Failed:
		return "Nothing was done, so there is nothing to take back."
	case d.Undo == nil && d.NoUndo != "":
		return d.NoUndo
	case d.Undo == nil:
		return "This cannot be taken back."
	}
	return ""
}

// keptDeeds is how many deeds are remembered.
const keptDeeds = 500

// Deeds is what the person did in this session, the newest last. Its zero value is empty.
type Deeds struct {
	all []*Did
	// Version changes with every change of it.
	Version uint64
}

// Add notes a deed.
func (d *Deeds) Add(one *Did) {
	d.all = append(d.all, one)
	if n := len(d.all) - keptDeeds; n > 0 {
		d.all = append([]*Did(nil), d.all[n:]...)
	}
	d.Version++
}

// NoteUndone notes that a deed was put back.
func (d *Deeds) NoteUndone(one *Did) {
	one.Undone = true
	d.Version++
}

// All are the deeds, the oldest first. They must not be changed.
func (d *Deeds) All() []*Did { return d.all }

// Newest is the newest deed; nil when there was none.
func (d *Deeds) Newest() *Did {
	if len(d.all) == 0 {
		return nil
	}
	return d.all[len(d.all)-1]
}
