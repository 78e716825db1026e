// Package edit is the editing of one cell, from the first key to what Hex has in the end: the states that it can be in, what
// each thing that happens makes of them, and what is to be done next. It knows what was typed and what Hex has, and no screen,
// no editor, no dialog and no network: its methods return plain values ([Ask]) that a screen carries out.
package edit

import (
	"time"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
)

// State is where an edit is.
type State int

// The states. In Reading the cell is looked at, with a draft or without. Writing goes on beside typing: what is typed meanwhile
// belongs to the next save.
const (
	Reading State = iota
	Editing
	Reviewing
	Writing
	InConflict
)

// Draft is what was typed, on disk; a [drafts.Edit] is one.
type Draft interface {
	Put(mine []byte, at drafts.Place) error
	State() drafts.State
	Draft() drafts.Draft
	Saved(drafts.Base) error
	Discard() error
	Close() error
}

// question is what the person is being asked.
type question int

const (
	nothing question = iota
	review
	conflict
)

// undo is a write that could be taken back.
type undo struct{ previous, written string }

// Session is the editing of one cell. Its methods belong to one goroutine; only [Write.Send] runs beside it.
type Session struct {
	keys action.KeyMap
	name string
	// base is what Hex has; from the beginning of a draft on what that stands on. newer and gone say that Hex has something
	// else by now.
	base        hex.Snapshot
	newer, gone bool
	seen        time.Time // when what was seen last was read

	draft  Draft // nil while nothing is edited
	mine   []byte
	typing bool // the editor takes text
	warned bool // that what is typed is not kept on disk
	busy   bool // the draft is being taken up or thrown away
	quiet  bool // … and is not gone on with at once
	start  *string

	question question
	write    *underWay
	next     *Write // accepted while another one is under way
	undo     *undo
	closed   bool
}

// New returns the session of a cell that is read. The keys are for sentences.
func New(keys action.KeyMap) *Session { return &Session{keys: keys} }

// State is where the edit is.
func (s *Session) State() State {
	switch {
	case s.question == conflict:
		return InConflict
	case s.question == review:
		return Reviewing
	case s.write != nil:
		return Writing
	case s.typing:
		return Editing
	}
	return Reading
}

// Base is what Hex has of the cell as it was read last, or what the draft stands on where there is one.
func (s *Session) Base() hex.Snapshot { return s.base }

// Name is what the cell is called.
func (s *Session) Name() string { return s.name }

// Open tells whether there is a draft.
func (s *Session) Open() bool { return s.draft != nil }

// Typing tells whether the editor takes text.
func (s *Session) Typing() bool { return s.typing }

// Modified tells whether there is something that Hex does not have.
func (s *Session) Modified() bool { return s.draft != nil && string(s.mine) != s.base.Source }

// Saving tells whether a write is under way.
func (s *Session) Saving() bool { return s.write != nil }

// CanUndo tells whether a write can be taken back now.
func (s *Session) CanUndo() bool { return s.undo != nil && s.write == nil }

// LastWrite is what the last write replaced, and what it wrote; ok is false where there is none that can be taken back.
func (s *Session) LastWrite() (previous, written string, ok bool) {
	if s.undo == nil {
		return "", "", false
	}
	return s.undo.previous, s.undo.written, true
}

// Recall makes a write that another session of the cell did the one that [Session.Undo] takes back.
func (s *Session) Recall(previous, written string) {
	s.undo = &undo{previous: previous, written: written}
}

// Overtaken says in a few words that Hex has something else by now than what the draft stands on, or is empty.
func (s *Session) Overtaken() string {
	switch {
	case s.gone:
		return "deleted in Hex"
	case s.newer && s.draft != nil:
		return "changed in Hex"
	}
	return ""
}

// Unkept tells whether what was typed could not be written to disk.
func (s *Session) Unkept() bool { return s.draft != nil && s.draft.State().Err != nil }

// Status says in a few words how far a save is, or how safe what was typed is.
func (s *Session) Status() string {
	switch {
	case s.write != nil:
		return s.write.status()
	case s.Unkept():
		return "NOT KEPT ON DISK"
	case !s.Modified():
		return "as in Hex"
	case s.draft.State().Pending:
		return "edited"
	}
	return "edited, draft kept"
}

// Seen takes the cell as Hex has it. A draft keeps its base: what Hex has else is shown when it is saved.
func (s *Session) Seen(name string, c hex.Cell, at time.Time) {
	s.name = name
	if s.gone && at.Equal(s.seen) {
		return // it was read before the cell was missed
	}
	s.gone, s.seen = false, at
	source, _ := c.Source()
	switch {
	case s.base.Hash != "" && source == s.base.Source:
		s.base.Cell, s.newer = c, false
		if at.After(s.base.ReadAt) {
			s.base.ReadAt = at
		}
	case s.draft == nil:
		s.base, s.newer = hex.Snap(c, at), false
	default:
		s.newer = s.write == nil || source != s.write.Source
	}
}

// Missing takes that Hex has the cell no longer.
func (s *Session) Missing() { s.gone = true }

// CannotEdit says why the cell cannot be edited now, or nothing.
func (s *Session) CannotEdit() string {
	if s.write != nil {
		return "This cell is being saved."
	}
	return ""
}

// Edit opens the cell for editing: its draft, the one that was left behind, or a new one.
func (s *Session) Edit(left *drafts.Draft) []Ask {
	switch reason := s.CannotEdit(); {
	case s.busy, s.closed:
		return nil
	case s.draft != nil && (s.typing || reason == ""):
		s.typing = true
		return []Ask{Enter{}}
	case reason != "":
		return say(Warn, reason)
	case left != nil:
		s.busy = true
		return []Ask{TakeUp{left.ID}}
	}
	return []Ask{Begin{onDisk(s.base)}}
}

// TakeUp takes up a draft that was left behind, and leaves the person where they are; [Session.Resumed] takes it.
func (s *Session) TakeUp(left drafts.Draft) []Ask {
	if s.busy || s.closed || s.draft != nil || s.write != nil {
		return nil
	}
	s.busy, s.quiet = true, true
	return []Ask{TakeUp{left.ID}}
}

// Propose puts a text that somebody else wrote into the editor, as one step that can be undone; the cell is opened for that as by
// [Session.Edit].
func (s *Session) Propose(text string, left *drafts.Draft) []Ask {
	if s.question != nothing {
		return nil
	}
	asks := s.Edit(left)
	switch {
	case s.typing:
		return append([]Ask{SetText{Text: text}}, asks...)
	case len(asks) > 0 && s.CannotEdit() == "":
		s.start = &text
	}
	return asks
}

// Began takes the new draft, or why there is none.
func (s *Session) Began(d Draft, err error) []Ask {
	start := s.start
	s.start = nil
	if err != nil {
		return say(Error, "The cell was not opened: "+err.Error())
	}
	s.draft, s.mine, s.typing = d, []byte(s.base.Source), true
	if start != nil {
		return []Ask{SetText{Text: *start}, Enter{}}
	}
	return []Ask{Enter{}}
}

// Resumed takes the draft that was left behind, or why it cannot be had.
func (s *Session) Resumed(d Draft, err error) []Ask {
	start, quiet := s.start, s.quiet
	s.busy, s.quiet, s.start = false, false, nil
	if err != nil {
		return say(Warn, "The draft was not taken up: "+err.Error())
	}
	kept, now := d.Draft(), s.base.Source
	s.draft, s.mine = d, []byte(kept.Mine)
	s.base = hex.Snapshot{Cell: s.base.Cell, Source: kept.Base.Source, Hash: kept.Base.Hash, ReadAt: kept.Base.ReadAt}
	if s.closed {
		return []Ask{s.release()}
	}
	s.typing, s.newer = !quiet, now != kept.Base.Source
	if quiet {
		return []Ask{Load{Base: kept.Base.Source, Mine: kept.Mine, At: kept.Place}}
	}
	told := Say{OK, "The draft of " + s.name + " from " + kept.Edited.Local().Format("15:04 MST, 2 January") + " is back."}
	if s.newer {
		told = Say{Warn, "“" + s.name + "” was changed in Hex since this draft was begun. Saving will show both."}
	}
	asks := []Ask{Load{Base: kept.Base.Source, Mine: kept.Mine, At: kept.Place}, Enter{}, told}
	if start != nil {
		asks = append(asks, SetText{Text: *start})
	}
	return asks
}

// Typed takes the text after a key. The slice belongs to the session from then on.
func (s *Session) Typed(mine []byte, at drafts.Place) []Ask {
	if s.draft == nil {
		return nil
	}
	s.mine = mine
	err := s.draft.Put(mine, at)
	first := err != nil && !s.warned
	s.warned = err != nil
	if first {
		return say(Error, "What you type is NOT being kept on disk: "+err.Error())
	}
	return nil
}

// Escape goes one step out. A save that was not sent is called off; of one that was, it is said so, and its outcome is told
// when it is known. The editor is left; the draft stays. Nothing is returned where there is nothing to go out of.
func (s *Session) Escape() []Ask {
	if s.question != nothing {
		s.Back()
		return nil
	}
	if s.write == nil {
		return s.leave(Say{Info, "The draft of " + s.name + " stays (●): " + s.keys.Way(action.Edit, action.Project) + " goes on with it."})
	}
	_, before := s.write.progress.now()
	switch off := s.write.progress.stop(); {
	case off && !before:
		s.next = nil
		return say(Info, "Calling off the save of "+s.name+", which has not been sent yet.")
	case off:
		return s.leave(Say{Info, "The draft of " + s.name + " stays (●); its save is being called off."})
	}
	sent := Say{Info, "The write of " + s.name + " is on its way to Hex and cannot be called back; what becomes of it will be said."}
	asks := s.leave(sent)
	if asks == nil && !s.write.told {
		asks = []Ask{sent}
	}
	s.write.told = true
	return asks
}

// leave takes the person out of the editor with a sentence; a draft that holds nothing of its own ends without one.
func (s *Session) leave(told Say) []Ask {
	if !s.typing {
		return nil
	}
	s.typing = false
	if s.write == nil && !s.Modified() {
		return []Ask{Exit{}, s.release()}
	}
	return []Ask{Exit{}, told}
}

// Save shows what a save would change; run starts a run of the draft once it is written, or at once where there is nothing to
// write.
func (s *Session) Save(run bool) []Ask {
	switch {
	case s.question == conflict:
		return nil
	case s.Modified():
		s.question = review
		r := Review{Base: s.base, Mine: string(s.mine), Run: run}
		if s.write != nil {
			r.over = hex.SourceHash(s.write.Source)
		}
		return []Ask{r}
	case s.write != nil:
		return say(Info, s.CannotEdit())
	case run:
		return []Ask{RunDraft{}}
	}
	return say(Info, "There is nothing to save: "+s.name+" is as it is in Hex.")
}

// Back takes that a review or a conflict was closed without a choice; nothing is written.
func (s *Session) Back() { s.question = nothing }

// KeepEditing goes back from a review to the editor.
func (s *Session) KeepEditing() []Ask {
	s.question = nothing
	if !s.typing {
		return s.Edit(nil)
	}
	return []Ask{Enter{}}
}

// Undo shows what taking back the last write would change; now is the cell as Hex has it, known unless it has none.
func (s *Session) Undo(now hex.Snapshot, known bool) []Ask {
	switch {
	case s.undo == nil:
		return say(Warn, "Nothing was written here in this session.")
	case s.write != nil:
		return say(Warn, s.CannotEdit())
	case s.question != nothing:
		return nil
	case !known:
		return say(Warn, s.name+" is no longer in this project, so the write cannot be taken back.")
	case now.Source != s.undo.written:
		return say(Warn, s.name+" has been changed since that write; nothing was taken back.")
	}
	s.question = review
	return []Ask{Review{Base: now, Mine: s.undo.previous, Undo: true}}
}

// Discard asks whether the draft is to be thrown away.
func (s *Session) Discard() []Ask {
	switch {
	case s.draft == nil || s.busy:
		return nil
	case s.write != nil:
		return say(Warn, s.CannotEdit()+" "+s.keys.Way(action.LeaveEditor, action.Editor)+" calls the save off, if it was not sent.")
	}
	return []Ask{AskDiscard{}}
}

// DiscardNow throws the draft away, which the person was asked about.
func (s *Session) DiscardNow() []Ask {
	if s.draft == nil || s.busy || s.write != nil {
		return s.Discard()
	}
	s.typing, s.busy = false, true
	return []Ask{Discard{s.draft}}
}

// Discarded takes whether the draft went to the trash; where not, it is still there.
func (s *Session) Discarded(err error) []Ask {
	s.busy = false
	if err != nil {
		return say(Error, "The draft was not thrown away: "+err.Error())
	}
	s.forget()
	return say(OK, "The draft of "+s.name+" is thrown away; "+s.keys.Way(action.GoDrafts)+" lists it for some days.")
}

// Leave ends the session for good; what was typed stays on disk. A write that is under way is still watched.
func (s *Session) Leave() []Ask {
	s.closed, s.typing, s.question, s.next = true, false, nothing, nil
	if s.draft == nil || s.busy || s.write != nil {
		return nil
	}
	return []Ask{s.release()}
}

// release gives the draft out of the hand.
func (s *Session) release() Ask {
	r := Release{Draft: s.draft, Unsaved: s.Modified()}
	s.forget()
	return r
}

// forget goes back to what Hex has.
func (s *Session) forget() { s.draft, s.mine, s.warned, s.newer = nil, nil, false, false }

// Released takes whether a draft was put away.
func (s *Session) Released(r Release, err error) []Ask {
	switch {
	case err == nil:
		return nil
	case r.Unsaved:
		return say(Error, "What you typed is NOT kept on disk: "+err.Error())
	}
	return say(Warn, err.Error())
}

func say(l Level, text string) []Ask { return []Ask{Say{l, text}} }
