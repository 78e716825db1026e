package activity

import (
	"context"
	"time"

	"hextui/hex"
)

// Call is one call of an agent. Its texts may be hostile.
type Call struct {
	ID     string
	Client string
	// Session is a short name of the client's session, empty where it has none.
	Session string
	Tool    string
	// Class is the risk of the tool: read, execute, write, overwrite, access, destroy or secret.
	Class  string
	Target string
	At     time.Time
	// Took is how long it took; Running is set while it has not ended.
	Took    time.Duration
	Running bool
	// Waiting is set while somebody is asked whether the call may go on, and at the end of one that ended with that.
	Waiting bool
	Failed  bool
	// Outcome is how it ended: a word, or the failure in a sentence. Hint is what the agent was told to do about it.
	Outcome, Hint string
	// Notes are what else is known of a failure: its kind, the status and trace id of Hex's answer, single complaints.
	Notes []string
	// Decision says why it was carried out or was not, in words.
	Decision string
	// Digest is the SHA-256 of the arguments, as the audit log has it.
	Digest string
	// Operations are the operations of the API with an effect that were sent.
	Operations []string
	// Undo is set at the end of a call that wrote a cell.
	Undo *Undo
}

// Undo is what a call's write of a cell replaced.
type Undo struct {
	ProjectID, CellID, StaticID string
	// Label is what the cell is called; it may be empty.
	Label string
	// Source is the cell's source before the write, NewHash the [hex.SourceHash] after it: empty for a cell that was deleted.
	Source, NewHash string
	// PutBack writes source, which is Source or a part of that change, if the cell still is what the call made of it;
	// else the error is a [*hex.Conflict].
	PutBack func(ctx context.Context, source string) (hex.Saved, error)
}

// Log is the newest calls, the newest last. Its zero value is empty.
type Log struct {
	calls []Call
	// version changes with every change of the log.
	version int
	// undone are the calls whose writes were taken back.
	undone map[string]bool
}

// kept is how many calls are remembered.
const kept = 1000

// Note takes a call's start, that it waits, or its end.
func (l *Log) Note(c Call) {
	l.version++
	for i := len(l.calls) - 1; i >= 0; i-- {
		if l.calls[i].ID == c.ID {
			l.calls[i] = c
			return
		}
	}
	l.calls = append(l.calls, c)
	if n := len(l.calls) - kept; n > 0 {
		for _, old := range l.calls[:n] {
			delete(l.undone, old.ID)
		}
		l.calls = append([]Call(nil), l.calls[n:]...)
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
	return l.calls[len(l.calls)-1], true
}

// newestFirst are the calls as they are listed.
func (l *Log) newestFirst() []Call {
	out := make([]Call, len(l.calls))
	for i, c := range l.calls {
		out[len(out)-1-i] = c
	}
	return out
}
