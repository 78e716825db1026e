package edit

import (
	"context"
	"errors"
	"sync"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
)

// Write saves the cell; [Session.Wrote] takes the outcome. At most one write of a session is under way.
type Write struct {
	Base   hex.Snapshot
	Source string
	// Over is the hash of another source that may be replaced: what the write before this one made of the cell.
	Over string
	// Run is set when the draft is to be run afterwards, Undo when it takes the last write back, Part when only some of that.
	Run, Undo, Part bool

	draft    Draft
	progress *progress
}

// Outcome is what became of a write.
type Outcome struct {
	Saved hex.Saved
	// Err is why the cell was not saved, as [hex.Client.Save] says it.
	Err error
	// Draft is why the draft on disk was not put away after the cell was saved.
	Draft error
	// Leaves is whether the editor is left once the cell is saved.
	Leaves bool
}

// Save is [hex.Client.Save].
type Save func(context.Context, hex.Snapshot, hex.Edit) (hex.Saved, error)

// Send carries the write out, then puts its draft away. It blocks, and may run beside the session.
func (w Write) Send(ctx context.Context, save Save) Outcome {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w.progress.begin(cancel)
	saved, err := save(ctx, w.Base, hex.Edit{Source: w.Source, Over: w.Over, Step: w.progress.enter})
	o := Outcome{Saved: saved, Err: err}
	if err == nil && w.draft != nil {
		o.Draft = w.draft.Saved(onDisk(saved.Snapshot))
	}
	return o
}

// onDisk is a snapshot as a draft has it.
func onDisk(b hex.Snapshot) drafts.Base {
	return drafts.Base{Source: b.Source, Hash: b.Hash, ReadAt: b.ReadAt}
}

// progress is how far a write is. It is the only part that the write's goroutine and the session share.
type progress struct {
	mu      sync.Mutex
	step    hex.SaveState
	stopped bool
	cancel  context.CancelFunc
}

func (p *progress) begin(cancel context.CancelFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cancel = cancel
	if p.stopped {
		cancel()
	}
}

func (p *progress) enter(step hex.SaveState) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.step = step
}

// now is the step and whether the write was called off.
func (p *progress) now() (hex.SaveState, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.step, p.stopped
}

// stop calls the write off, unless it has been sent.
func (p *progress) stop() (calledOff bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.step == hex.SaveSent || p.step == hex.SaveVerifying {
		return false
	}
	p.stopped = true
	if p.cancel != nil {
		p.cancel()
	}
	return true
}

// underWay is the write that is being carried out.
type underWay struct {
	Write
	told bool // that it cannot be called back
}

// status says in a word how far the write is.
func (w *underWay) status() string {
	switch step, stopped := w.progress.now(); {
	case step == hex.SaveVerifying:
		return "verifying"
	case step == hex.SaveSent:
		return "writing, sent"
	case stopped:
		return "calling off the save"
	case step == hex.SaveWriting:
		return "writing"
	}
	return "looking at the cell in Hex"
}

// begin starts a write, or has it wait for the one that is under way.
func (s *Session) begin(w Write) []Ask {
	if s.write != nil {
		s.next = &w
		return nil
	}
	w.draft, w.progress = s.draft, &progress{step: hex.SaveReading}
	s.write = &underWay{Write: w}
	return []Ask{w}
}

// Accept takes the text that a person chose to write, out of a review.
func (s *Session) Accept(r Review, text string) []Ask {
	s.question = nothing
	if text == r.Base.Source {
		return say(Info, "Every change was left out, so nothing was written.")
	}
	w := Write{Base: r.Base, Source: text, Over: r.over, Run: r.Run, Undo: r.Undo, Part: r.Undo && text != r.Mine}
	var asks []Ask
	if r.Undo {
		switch {
		case s.draft == nil:
			s.base = r.Base
		case !s.Modified():
			asks = append(asks, SetText{Text: text})
		}
	}
	return append(asks, s.begin(w)...)
}

// Wrote takes the outcome of the write.
func (s *Session) Wrote(o Outcome) []Ask {
	w, next := s.write, s.next
	if w == nil {
		return nil
	}
	s.write, s.next = nil, nil
	asks := s.wrote(w, o)
	_, stopped := w.progress.now() // what was accepted after a save was called off is another save
	switch {
	case next != nil && (o.Err == nil || stopped && s.question == nothing):
		next.Run = next.Run || w.Run
		asks = append(asks, s.begin(*next)...)
	case o.Err == nil && w.Run && !s.closed:
		asks = append(asks, RunDraft{})
	}
	if s.write == nil && s.draft != nil && (s.closed || o.Err == nil && !s.typing && !s.Modified()) {
		asks = append(asks, s.release())
	}
	return asks
}

func (s *Session) wrote(w *underWay, o Outcome) []Ask {
	var conflict *hex.Conflict
	var unverified *hex.Unverified
	var failed *hex.Error
	_, stopped := w.progress.now()
	switch {
	case o.Err == nil:
		return s.saved(w, o, stopped)
	case errors.As(o.Err, &conflict):
		return s.conflict(conflict, w.Run, stopped)
	case errors.As(o.Err, &unverified):
		asks := say(Error, s.name+": "+o.Err.Error())
		if unverified.Now != nil {
			asks = append(asks, Have{Cell: unverified.Now.Cell})
		}
		return asks
	case stopped && errors.As(o.Err, &failed) && failed.Kind == hex.Canceled:
		return s.calledOff()
	}
	if w.Undo {
		return say(Error, "The last write to "+s.name+" was not taken back. "+o.Err.Error())
	}
	return say(Error, s.name+" was not saved. "+o.Err.Error())
}

// calledOff says that esc was in time.
func (s *Session) calledOff() []Ask {
	text := "The save of " + s.name + " was called off before it was sent: nothing was written"
	if s.draft != nil {
		text += ", and the draft stays"
	}
	return say(Info, text+".")
}

// did says what the write made of a cell.
func (w *underWay) did(name string) string {
	switch {
	case w.Part:
		return "The last write to " + name + " is taken back in part"
	case w.Undo:
		return "The last write to " + name + " is taken back: the draft is as it was before"
	}
	return name + " saved to the draft"
}

func (s *Session) saved(w *underWay, o Outcome, stopped bool) []Ask {
	s.base, s.newer, s.gone = o.Saved.Snapshot, false, false
	asks := []Ask{Have{Cell: o.Saved.Cell, Written: o.Saved.Changed}}
	if s.draft != nil && !s.Modified() {
		asks = append(asks, Settle{})
	}
	text := s.name + " is in Hex already as you have it; nothing was written."
	if o.Saved.Changed {
		s.undo = &undo{previous: o.Saved.Previous, written: o.Saved.Snapshot.Source}
		text = w.did(s.name)
		if !s.closed {
			key := s.keys.Way(action.UndoWrite, action.Project)
			if s.typing && (!o.Leaves || s.Modified()) { // where it is text
				key = s.keys.Way(action.LeaveEditor, action.Editor) + ", then " + key
			}
			again := " takes it back)"
			if w.Undo {
				again = " writes it again)"
			}
			text += " (" + key + again
		}
		if text += "."; stopped {
			text += " The write had left before it could be called off."
		}
	}
	asks = append(asks, Say{OK, text})
	if o.Draft != nil {
		asks = append(asks, Say{Warn, s.name + " was saved, but its draft on disk was not put away: " + o.Draft.Error()})
	}
	return asks
}
