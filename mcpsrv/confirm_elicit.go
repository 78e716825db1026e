package mcpsrv

import (
	"context"

	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/wire"
)

// confirmField is the box that has to be ticked.
const confirmField = "confirm"

// elicitation is a question as the protocol has it. A box must be ticked, so that a client that accepts whatever it is
// sent, without asking, has not accepted.
func elicitation(q question) wire.Question {
	return wire.Question{Message: q.sentence(), Form: map[string]any{
		"type": "object",
		"properties": map[string]any{
			confirmField: map[string]any{"type": "boolean", "title": "Yes, carry it out",
				"description": "Nothing is changed unless this is true.", "default": false},
		},
		"required": []string{confirmField},
	}}
}

// askThroughClient asks the person behind the client. A client of the newer protocol brings the answer with another
// call of the same tool, and with it the token that was made for this one.
func (s *Server) askThroughClient(ctx context.Context, c *call, q question) (answer.Result, error) {
	if c.wire.Asking == wire.AsksAtOnce {
		return nil, s.elicit(ctx, c, q)
	}
	if c.wire.State == "" && !c.wire.Replied {
		state, err := s.issue(ctx, c)
		if err != nil {
			return nil, s.unfit(c, err)
		}
		c.decide(audit.Asked)
		ask := elicitation(q)
		ask.State = state
		return &asking{ask}, nil
	}
	if err := s.tokens.redeem(ctx, c.wire.State, c.claims()); err != nil { // also uses up the token of a no
		return nil, s.unfit(c, err)
	}
	if err := c.answered(c.wire.Reply); err != nil {
		return nil, err
	}
	return nil, s.agreed(ctx, c, audit.ByElicitation)
}

// elicit asks and waits.
func (s *Server) elicit(ctx context.Context, c *call, q question) error {
	asked, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	s.tellWaiting(c, q)
	c.fresh = false
	answer, err := c.wire.Ask(asked, elicitation(q))
	if err != nil {
		s.log.Info("nobody agreed", "tool", c.tool.Name, "call", c.id, "error", s.clean.Text(err.Error()))
		return c.declined("Nobody agreed in time.")
	}
	if err := c.answered(answer); err != nil {
		return err
	}
	return s.agreed(ctx, c, audit.ByElicitation)
}

// answered reads what the person said; it is nil for a yes, which counts once the target was looked at again.
func (c *call) answered(r *wire.Reply) error {
	switch {
	case r == nil:
		return c.declined("No answer came.")
	case !r.Accepted:
		return c.declined("The person declined.")
	case r.Form[confirmField] != true:
		return c.declined("The person did not tick the box that says so.")
	}
	return nil
}

// asking is the result of a call that ends with a question.
type asking struct {
	question wire.Question
}

func (*asking) Text() string { return "" }
