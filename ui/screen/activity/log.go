package activity

import (
	"slices"
	"strings"

	"hextui/hex/agents"
	"hextui/ui/store"
)

// Call is one call of an agent.
type Call = agents.Call

// Undo is what a call's write of a cell replaced.
type Undo = agents.Undo

// Log is the newest calls, the newest last. Its zero value is empty.
type Log struct {
	calls []entry
	// version changes with every change of the log.
	version int
	// undone are the calls whose writes were taken back.
	undone map[string]bool
	// kinds are the lists that name what calls were given ids of, beside projects.
	kinds []store.Kind
}

// kept is how many calls are remembered.
const kept = 1000

// Note takes a call's start, that it waits, or its end.
func (l *Log) Note(c Call) {
	l.version++
	noted := entry{Call: c, given: argumentsOf(c.Asked)}
	l.noteKinds(noted.given)
	for i := len(l.calls) - 1; i >= 0; i-- {
		if l.calls[i].ID == c.ID {
			l.calls[i] = noted
			return
		}
	}
	l.calls = append(l.calls, noted)
	if n := len(l.calls) - kept; n > 0 {
		for _, old := range l.calls[:n] {
			delete(l.undone, old.ID)
		}
		l.calls = append([]entry(nil), l.calls[n:]...)
	}
}

// noteKinds notes which lists name what the arguments are ids of.
func (l *Log) noteKinds(given []argument) {
	for _, a := range given {
		for _, k := range []struct {
			word string
			kind store.Kind
		}{{"group", store.Groups}, {"user", store.Users}, {"collection", store.Collections}, {"connection", store.Connections}} {
			if strings.Contains(a.name, k.word) && !slices.Contains(l.kinds, k.kind) {
				l.kinds = append(l.kinds, k.kind)
			}
		}
	}
}

// noteUndone notes that a call's write was taken back.
func (l *Log) noteUndone(id string) {
	if l.undone == nil {
		l.undone = map[string]bool{}
	}
	l.undone[id] = true
	l.version++
}

// Len is the number of calls remembered.
func (l *Log) Len() int { return len(l.calls) }

// Running is the number of calls under way.
func (l *Log) Running() int {
	n := 0
	for _, c := range l.calls {
		if c.Running {
			n++
		}
	}
	return n
}

// Last is the newest call; ok is false when there was none.
func (l *Log) Last() (c Call, ok bool) {
	if len(l.calls) == 0 {
		return Call{}, false
	}
	return l.calls[len(l.calls)-1].Call, true
}
