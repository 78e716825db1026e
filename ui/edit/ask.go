package edit

import (
	"hextui/hex"
	"hextui/hex/drafts"
)

// Ask is what a session wants done next, as a plain value. Whoever carries it out tells the session what came of it by the
// method that is named with the ask, if one is.
type Ask interface{ ask() }

// Level is how serious a sentence is.
type Level int

// The levels of sentences.
const (
	Info Level = iota
	OK
	Warn
	Error
)

// Say tells the person a sentence.
type Say struct {
	Level Level
	Text  string
}

// Begin wants a new draft on disk; [Session.Began] takes it.
type Begin struct{ Base drafts.Base }

// TakeUp wants a draft that was left behind; [Session.Resumed] takes it.
type TakeUp struct{ ID string }

// Enter puts the person into the editor, Exit takes them out of it.
type (
	Enter struct{}
	Exit  struct{}
)

// Load gives the editor a draft that was taken up: its base as the text to undo back to, and what was typed.
type Load struct {
	Base, Mine string
	At         drafts.Place
}

// SetText puts another text into the editor, as one step that can be undone; [Session.Typed] is told of it. With AsInHex it
// is what Hex has.
type SetText struct {
	Text    string
	AsInHex bool
}

// Settle says that the editor's text is what Hex has.
type Settle struct{}

// Review shows what a save would change. The answer is [Session.Accept] with the text to write, [Session.Back] or
// [Session.KeepEditing].
type Review struct {
	// Base is what the change stands on, Mine what it would make of it.
	Base hex.Snapshot
	Mine string
	// Undo is set when this takes back the last write, Run when the draft is to be run afterwards.
	Undo, Run bool
	// over is the hash of what a write that was under way would make of the cell: that the person has seen.
	over string
}

// Conflict shows the cell as somebody else has changed it meanwhile beside what was to be written. The answer is
// [Session.Merged], [Session.TakeTheirs], [Session.EditMerge] or [Session.Back].
type Conflict struct {
	hex.Conflict
	// Run is set when the draft is to be run once this is settled and written.
	Run bool
}

// Gone says that the cell is no longer in the project, and offers the text that was to be written.
type Gone struct{ Mine string }

// Have says what Hex has of the cell now. Written is set when it was written from here.
type Have struct {
	Cell    hex.Cell
	Written bool
}

// Rebase puts a newer base under a draft on disk; [Session.Rebased] is told.
type Rebase struct {
	Draft Draft
	Base  drafts.Base
}

// AskDiscard asks whether the draft is to be thrown away; [Session.DiscardNow] is a yes.
type AskDiscard struct{}

// Discard throws a draft away; [Session.Discarded] is told.
type Discard struct{ Draft Draft }

// Release ends a draft, which stays on disk if it holds something; [Session.Released] is told.
type Release struct {
	Draft Draft
	// Unsaved is set when it holds what Hex does not have.
	Unsaved bool
}

// RunDraft starts a run of the project's draft.
type RunDraft struct{}

func (Say) ask()        {}
func (Begin) ask()      {}
func (TakeUp) ask()     {}
func (Enter) ask()      {}
func (Exit) ask()       {}
func (Load) ask()       {}
func (SetText) ask()    {}
func (Settle) ask()     {}
func (Review) ask()     {}
func (Write) ask()      {}
func (Conflict) ask()   {}
func (Gone) ask()       {}
func (Have) ask()       {}
func (Rebase) ask()     {}
func (AskDiscard) ask() {}
func (Discard) ask()    {}
func (Release) ask()    {}
func (RunDraft) ask()   {}
