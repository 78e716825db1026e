package editor

// change is one replacement of text: at a place, what was taken out and what was put in.
type change struct {
	at                Pos
	removed, inserted string
}

// caret is the cursor and the other end of the selection.
type caret struct{ cursor, anchor Pos }

// stepKind says which edits may join into one step of the undo history.
type stepKind uint8

const (
	single   stepKind = iota // a step of its own
	typing                   // a run of typed characters
	erasing                  // a run of backspaces
	deleting                 // a run of deletes
)

// step is what one undo takes back: changes in the order they were made.
type step struct {
	kind          stepKind
	changes       []change
	before, after caret
}

// historyBytes bounds the text that the history keeps; the oldest steps are forgotten first.
const historyBytes = 64 << 20

// history keeps the steps that can be undone and those that can be done again.
type history struct {
	done, undone []step
	bytes        int
	growing      bool // the last step may take further changes of its kind
	joining      joining
}

// joining says whether steps join whatever their kind.
type joining uint8

const (
	apart    joining = iota
	joinNext         // the next step is the first of those that join
	joined           // the last step takes all that follow
)

// begin opens a step. It goes on with the last one when that is a run of the same kind that
// nothing has interrupted.
func (h *history) begin(kind stepKind, now caret) {
	if h.joining == joined && len(h.done) > 0 {
		return
	}
	if kind != single && h.growing && len(h.done) > 0 && h.done[len(h.done)-1].kind == kind {
		return
	}
	h.done = append(h.done, step{kind: kind, before: now})
}

// record adds a change to the open step. Nothing undone before can be done again after it.
func (h *history) record(c change) {
	last := &h.done[len(h.done)-1]
	last.changes = append(last.changes, c)
	h.bytes += c.size()
	h.undone = nil
}

// end closes the step; a step without changes is dropped.
func (h *history) end(now caret) {
	last := &h.done[len(h.done)-1]
	if len(last.changes) == 0 {
		h.done = h.done[:len(h.done)-1]
		return
	}
	last.after = now
	h.growing = last.kind != single
	if h.joining == joinNext {
		h.joining = joined
	}
	h.trim()
}

// seal ends a run: what is typed next is a step of its own.
func (h *history) seal() { h.growing = false }

// interrupt ends a run and the steps that join, which go on with a new step.
func (h *history) interrupt() {
	h.growing = false
	if h.joining == joined {
		h.joining = joinNext
	}
}

// trim forgets the oldest steps beyond the bound, never the last one.
func (h *history) trim() {
	n := 0
	for h.bytes > historyBytes && n < len(h.done)-1 {
		h.bytes -= h.done[n].size()
		n++
	}
	if n > 0 {
		h.done = append([]step(nil), h.done[n:]...)
	}
}

// undo gives back the last step, to be taken back.
func (h *history) undo() (s step, ok bool) {
	if len(h.done) == 0 {
		return s, false
	}
	h.interrupt()
	s = h.done[len(h.done)-1]
	h.done = h.done[:len(h.done)-1]
	h.bytes -= s.size()
	h.undone = append(h.undone, s)
	return s, true
}

// redo gives back the last step undone, to be done again.
func (h *history) redo() (s step, ok bool) {
	if len(h.undone) == 0 {
		return s, false
	}
	h.interrupt()
	s = h.undone[len(h.undone)-1]
	h.undone = h.undone[:len(h.undone)-1]
	h.bytes += s.size()
	h.done = append(h.done, s)
	return s, true
}

func (c change) size() int { return len(c.removed) + len(c.inserted) + 64 }

func (s step) size() (n int) {
	for _, c := range s.changes {
		n += c.size()
	}
	return n
}
