package mcpsrv

import (
	"context"
	"encoding/json"
	"time"

	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/wire"
)

// Order is a call of a tool by the person who started the program, from a command of theirs.
type Order struct {
	Tool      string
	Arguments json.RawMessage
	By        wire.Caller
}

// Do carries an order out through the stages that an agent's call goes through: the same policy, guard, question and audit log. The
// result is whole and not cleaned: see [Server.Cleaner]. The error is a [*answer.Failure], which is clean.
func (s *Server) Do(ctx context.Context, o Order) (answer.Result, error) {
	for _, t := range s.all {
		switch {
		case t.Name != o.Tool:
		case !s.rules.Offers(t.Name):
			return nil, answer.Denied("What was started read-only, or without this tool, does not do this.")
		default:
			c := s.begin(t, o.Arguments, wire.CallBy(o.By))
			out, err := s.way()(ctx, c)
			s.ended(c, 0, err)
			return out, err
		}
	}
	return nil, &answer.Failure{Kind: answer.KindInternal, Message: "There is no tool " + o.Tool + "."}
}

// Cleaner takes what must not leave out of the texts of a result: see [Options].Secrets.
func (s *Server) Cleaner() answer.Cleaner { return s.clean }

// Unended is the order like this one, in the same session, of which the audit log has that something was sent and not what came of
// it: it was killed, or goes on in another process. Since is how far to look back.
func (s *Server) Unended(o Order, since time.Time) (sent audit.Record, there bool, err error) {
	if s.journal.log == nil {
		return sent, false, nil
	}
	_, digest := s.journal.arguments(&call{args: o.Arguments})
	session := sessionRef{o.By.Session}.digest()
	return s.journal.log.Unended(since, func(r audit.Record) bool {
		return r.Tool == o.Tool && r.ArgsDigest == digest && r.Session == session
	})
}
