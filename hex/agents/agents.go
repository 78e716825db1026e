// Package agents says what agents do, in the words that both faces have: the server that lets it, and the UI that shows
// it to a person and asks them. It knows neither.
package agents

import (
	"context"
	"time"

	"hextui/hex"
)

// Call is one call of an agent. It is told of as it starts, when it waits for somebody, and at its end, always with the
// same ID. Its texts may be hostile.
type Call struct {
	ID string
	// Client is how the agent's program names itself.
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
	// Asked are the arguments without secrets, as JSON; they may be cut.
	Asked string
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

// Question asks a person whether a call may be carried out. All its texts may be hostile.
type Question struct {
	// ID tells questions apart; it is the call's.
	ID string
	// Title is what would be done in a few words, Tool the name of the tool, Class its risk.
	Title, Tool, Class string
	// Target is what it would be done to, by title and id as Hex has them; IDs are the ids that the call names.
	Target string
	IDs    []string
	// Plan is what would be sent and changed, in several lines.
	Plan string
	// Opens is whether everybody on the web could see more of something afterwards, without a login, and Opened the title of that.
	Opens  bool
	Opened string
	// Client is how the agent's program names itself, which nobody vouches for.
	Client string
	// Until is when the question ends without an answer.
	Until time.Time
}
