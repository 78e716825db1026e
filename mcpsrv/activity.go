package mcpsrv

import (
	"encoding/json"
	"time"

	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/wire"
)

// Activity is the start or the end of one tool call, or of the reading of a resource, for a person who watches what an
// agent does.
// A call is reported twice with the same ID: once with Done false, once with Done true; and in between once more, with
// Waiting, when it waits for somebody to agree.
type Activity struct {
	// ID is the call's own id; it is also the trace id of a failure that is ours.
	ID string
	// Tool is the tool's name, Class its risk. A reading of a resource is called resources/read.
	Tool  string
	Class policy.Class
	// Target is one line that names what the call is about, by title where it is known, else by id.
	// It is empty for a call about the whole workspace. It is clean: no control or hidden characters.
	Target string
	// DryRun is set for a call that only shows what it would do.
	DryRun bool
	Client wire.Peer
	// Session is a short name of the client's session, empty where it has none.
	Session string
	// Waiting is set while the call waits for somebody to agree, and at the end of one that ends with the question.
	Waiting bool
	// Args are the arguments without secrets and control characters, as the audit log has them.
	Args json.RawMessage
	// Decision says why the call went on or did not; empty until that is decided.
	Decision audit.Decision
	// Operations are the operations of the API with an effect that were sent.
	Operations []string
	// Undo is set at the end of a call that wrote a cell: [Server.Undo] takes it back. Its Source is exact and not clean:
	// it is for putting back, not for showing.
	Undo *audit.Undo
	// At is when the call started.
	At   time.Time
	Done bool
	// Took is how long the call lasted; zero until Done.
	Took time.Duration
	// Failure is why the call failed; nil for a call that runs or went well. It is clean, as Target is.
	Failure *answer.Failure
}
