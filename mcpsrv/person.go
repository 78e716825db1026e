package mcpsrv

import (
	"context"
	"strings"

	"hextui/hex"
	"hextui/hex/agents"
	"hextui/mcpsrv/wire"
)

// Person is who sits at the UI beside the server.
type Person interface {
	// Connected tells of each client that comes (1) and goes (-1); it must not block.
	Connected(change int)
	// Called tells of a call; it must not block.
	Called(agents.Call)
	// Approve asks whether a call may be carried out. It is false when ctx ends before there is an answer.
	Approve(context.Context, agents.Question) bool
}

// Watched has a person see what agents do, and asks them where somebody has to agree.
func (o *Options) Watched(by Person) {
	o.person = by
	o.Approver = approving{by}
}

// mostAsked is how many bytes of its arguments are told of a call: a source may be megabytes, and a thousand calls are kept.
const mostAsked = 8 << 10

// tell tells the person of a call.
func (s *Server) tell(by Person) func(Activity) {
	return func(a Activity) {
		c := agents.Call{
			ID: a.ID, Client: clientName(a.Client), Session: a.Session, Tool: a.Tool, Class: string(a.Class), Target: a.Target, At: a.At,
			Took: a.Took, Running: !a.Done, Waiting: a.Waiting, Decision: strings.ReplaceAll(string(a.Decision), "_", " "),
			Asked: strings.ToValidUTF8(string(a.Args[:min(len(a.Args), mostAsked)]), ""), Operations: a.Operations,
		}
		if f := a.Failure; f != nil {
			c.Failed, c.Outcome, c.Hint, c.Notes = true, f.Message, f.Hint, append([]string{"kind " + f.Kind}, f.Issues...)
			if f.TraceID != "" {
				c.Notes = append(c.Notes, "trace id "+f.TraceID)
			}
		}
		if u := a.Undo; u != nil {
			c.Undo = &agents.Undo{
				ProjectID: u.ProjectID, CellID: u.CellID, StaticID: u.StaticID, Label: u.Label, Source: u.Source, NewHash: u.NewHash,
				PutBack: func(ctx context.Context, source string) (hex.Saved, error) {
					back := *u
					back.Source = source
					return s.Undo(ctx, back)
				},
			}
		}
		by.Called(c)
	}
}

// approving asks a person.
type approving struct{ Person }

func (p approving) Approve(ctx context.Context, q ApprovalRequest) (Decision, error) {
	yes := p.Person.Approve(ctx, agents.Question{
		ID: q.Call, Title: q.Title, Tool: q.Tool, Class: string(q.Class), Target: q.Target, IDs: q.IDs, Plan: q.Plan,
		Opens: q.Opens, Opened: q.Opened, Client: clientName(q.Client), Until: q.Until,
	})
	if !yes {
		return Declined, ctx.Err()
	}
	return Approved, nil
}

// clientName is how an agent's program names itself.
func clientName(p wire.Peer) string { return strings.TrimSpace(p.Name + " " + p.Version) }
