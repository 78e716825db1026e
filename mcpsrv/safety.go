package mcpsrv

import (
	"cmp"
	"context"
	"reflect"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"

	"hextui/hex"
)

// safety is what stands between agents and the workspace.
type safety struct {
	// all are all tools there are, whatever the policy offers.
	all []spec
	// client is the workspace without a guard before it, for what a person asks for.
	client  *hex.Client
	rules   *rules
	confirm confirmPolicy
	seals   *seals
	common  Shared
	audit   *Audit
	metrics *metrics
}

// secure puts the guard before the workspace, and the stages around the tools.
func (s *Server) secure(o Options) {
	all := tools()
	rules, err := o.Policy.rules(all)
	if err != nil {
		panic("mcpsrv: " + err.Error())
	}
	s.safety = safety{
		all: all, client: o.Client, rules: rules, common: o.Shared, audit: o.Audit, metrics: newMetrics(),
		confirm: confirmPolicy{mode: cmp.Or(o.Confirm, ConfirmAuto), taint: o.Taint, approver: o.Approver},
	}
	if s.common == nil {
		s.common = NewMemory(s.now)
	}
	if s.audit != nil {
		s.audit.cleanWith(s.clean)
	}
	s.seals = newSeals(s.common, o.Secrets, s.now)
	before := &guard{client: o.Client, table: table(), rules: rules, audit: s.audit, purse: &purse{o.MaxRuns, s.common}, policy: s.confirm}
	s.hex = o.Client.With(before.hook)
	s.stages = []stage{s.failing, s.recovering, s.binding, s.reporting, s.recovering, s.refusing, s.tainting, s.confirming}
}

// offered puts a tool where clients see it, unless the policy leaves it out.
func (s *Server) offered(m *server.MCPServer, t spec) {
	if s.rules.offers(t.name) {
		m.AddTool(s.declared(t), s.handler(t))
	}
}

// confirmed is the argument that brings a confirmation; it is taken out before the tool reads its own.
type confirmed struct {
	Token string `json:"confirm_token" doc:"From the answer that asked for it."`
}

// declared is a tool as clients see it, with the argument that brings a confirmation if it may need one.
func (s *Server) declared(t spec) mcp.Tool {
	d := t.declare()
	if !s.confirm.takesToken(t.class) {
		return d
	}
	d.RawInputSchema = t.input.with(shapeOf(reflect.TypeFor[confirmed]())).inputSchema()
	return d
}

// narrowing lets a request see and call only the tools that its own rules offer.
func (s *Server) narrowing(ctx context.Context, all []mcp.Tool) []mcp.Tool {
	r, ok := ctx.Value(rulesKey{}).(*rules)
	if !ok {
		return all
	}
	kept := make([]mcp.Tool, 0, len(all))
	for _, t := range all {
		if r.offers(t.Name) {
			kept = append(kept, t)
		}
	}
	return kept
}
