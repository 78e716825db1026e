package shell

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"hextui/hex"
	"hextui/mcpsrv/answer"
)

// talk is what is said on standard error.
type talk struct {
	w               io.Writer
	terminal, quiet bool
	now             func() time.Time
	// events, if set, are told of what is waited for, whose changes are data.
	events *events
	// waits is set where what is told of is a wait, which has no end that could be counted to.
	waits bool

	mu sync.Mutex
	// pending is set while a line is shown that the next one replaces.
	pending bool
}

// note says something in a line.
func (t *talk) note(text string) {
	if t.quiet {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wipe()
	fmt.Fprintln(t.w, "hextui: "+t.plain(text))
}

// plain is a text that does not act on a terminal.
func (t *talk) plain(text string) string { return answer.NewCleaner(nil).Text(text) }

// progress shows how far a call has come, where somebody looks on: the next replaces it.
func (t *talk) progress(done, total int, message string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.events != nil {
		t.wipe()
		t.events.told(message)
	}
	if t.quiet || !t.terminal {
		return
	}
	t.wipe()
	if total > 0 && !t.waits {
		message = fmt.Sprintf("%d/%d %s", done, total, message)
	}
	fmt.Fprint(t.w, oneLine(t.plain(message)))
	t.pending = true
}

// request says what was asked of Hex, and how it went.
func (t *talk) request(e hex.Event) {
	if e.Kind == hex.EventSent {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wipe()
	switch {
	case e.Wait > 0:
		fmt.Fprintf(t.w, "hextui: waits %s %s\n", e.Wait.Round(time.Millisecond), e.Why)
	default:
		line := fmt.Sprintf("hextui: %s %s %d %s", e.Method, e.Path, e.Status, e.Took.Round(time.Millisecond))
		if e.TraceID != "" {
			line += " trace " + e.TraceID
		}
		var he *hex.Error
		if errors.As(e.Err, &he) {
			line += " " + oneLine(he.Message)
		}
		fmt.Fprintln(t.w, t.plain(line))
	}
}

// clear takes the line away that the next one would replace.
func (t *talk) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wipe()
}

// wipe does so; the caller holds the lock.
func (t *talk) wipe() {
	if t.pending {
		fmt.Fprint(t.w, "\r\x1b[K")
		t.pending = false
	}
}

// end ends the talk.
func (t *talk) end() { t.clear() }
