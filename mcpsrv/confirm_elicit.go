package mcpsrv

import (
	"context"
	"encoding/json"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// canElicit tells whether the client of a call has said that it can ask its person. A client that has not is never
// asked: it would not answer.
func canElicit(ctx context.Context) bool {
	if info := server.RequestProtocolInfoFromContext(ctx); info != nil && info.Modern {
		return info.ClientCapabilities != nil && info.ClientCapabilities.Elicitation != nil
	}
	session := server.ClientSessionFromContext(ctx)
	if _, can := session.(server.SessionWithElicitation); !can {
		return false
	}
	if stream, ok := session.(interface{ canAsk() bool }); ok && !stream.canAsk() {
		return false
	}
	told, ok := session.(server.SessionWithClientInfo)
	return ok && told.GetClientCapabilities().Elicitation != nil
}

// confirmID names the question among those of a call, confirmField the box that has to be ticked.
const (
	confirmID    = "confirm"
	confirmField = "confirm"
)

// elicitation is a question as the protocol has it. A box must be ticked, so that a client that accepts whatever it is
// sent, without asking, has not accepted.
func elicitation(q question) mcp.ElicitationParams {
	return mcp.ElicitationParams{Message: q.sentence(), RequestedSchema: map[string]any{
		"type": "object",
		"properties": map[string]any{
			confirmField: map[string]any{"type": "boolean", "title": "Yes, carry it out", "description": "Nothing is changed unless this is true.", "default": false},
		},
		"required": []string{confirmField},
	}}
}

// askThroughClient asks the person behind the client. A client of the newer protocol brings the answer with another
// call of the same tool, and with it the seal that was made for this one.
func (s *Server) askThroughClient(ctx context.Context, c *call, q question) (result, error) {
	if !server.IsModernRequest(ctx) {
		return nil, s.elicit(ctx, c, q)
	}
	if c.state == "" && len(c.answers) == 0 {
		state, err := s.seals.seal(ctx, c.seal(q))
		if err != nil {
			return nil, s.unfit(c, err)
		}
		c.decide(DecisionAsked)
		return &asking{server.NewInputRequestBuilder(state).Elicit(confirmID, elicitation(q)).ToolResult()}, nil
	}
	if err := s.seals.redeem(ctx, c.state, c.seal(q)); err != nil { // also uses up the seal of a no
		return nil, s.unfit(c, err)
	}
	return nil, c.answered(server.ElicitationResponse(c.answers, confirmID))
}

// elicit asks and waits.
func (s *Server) elicit(ctx context.Context, c *call, q question) error {
	asked, cancel := context.WithTimeout(ctx, s.limits.patience)
	defer cancel()
	s.tellWaiting(c, q)
	answer, err := s.mcp.RequestElicitation(asked, mcp.ElicitationRequest{Params: elicitation(q)})
	if err != nil {
		s.log.Info("nobody agreed", "tool", c.tool.name, "call", c.id, "error", s.clean.text(err.Error()))
		return c.declined("Nobody agreed in time.")
	}
	if err := c.answered(answer); err != nil {
		return err
	}
	return s.stillSo(ctx, c, q, DecisionByElicitation)
}

// answered reads what the person said.
func (c *call) answered(a *mcp.ElicitationResult) error {
	switch {
	case a == nil:
		return c.declined("No answer came.")
	case a.Action != mcp.ElicitationResponseActionAccept:
		return c.declined("The person declined.")
	case !ticked(a.Content):
		return c.declined("The person did not tick the box that says so.")
	}
	c.confirm(DecisionByElicitation)
	return nil
}

func ticked(content any) bool {
	raw, err := json.Marshal(content)
	if err != nil {
		return false
	}
	var form map[string]any
	return json.Unmarshal(raw, &form) == nil && form[confirmField] == true
}

// asking is the result of a call that ends with a question.
type asking struct {
	question *mcp.CallToolResult
}

func (*asking) text() string { return "" }
