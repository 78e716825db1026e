package mcpsrv

import (
	"cmp"
	"encoding/json"
	"net/http"
	"reflect"

	"hextui/hex"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/share"
	"hextui/mcpsrv/tools"
	"hextui/mcpsrv/wire"
)

// safety is what stands between agents and the workspace.
type safety struct {
	// all are all tools there are, whatever the policy offers.
	all      []tools.Spec
	subjects []policy.Subject
	// client is the workspace without a guard before it, for what a person asks for.
	client  *hex.Client
	rules   *policy.Rules
	confirm confirmPolicy
	tokens  *tokens
	held    *held
	common  share.Common
	journal journal
	metrics *metrics
	quota   *quota
	table   policy.Table
}

// secure puts the guard before the workspace, and the stages around the tools.
func (s *Server) secure(o Options) {
	subjects := tools.Subjects()
	rules, err := o.Policy.Rules(subjects)
	if err != nil {
		panic("mcpsrv: " + err.Error())
	}
	s.safety = safety{
		all: tools.All(), subjects: subjects, client: s.entry.tokenless(o.Client), rules: rules, table: policy.Operations(),
		common: o.Shared, journal: journal{o.Audit, s.clean}, metrics: newMetrics(cmp.Or(o.Version, "dev")),
		confirm: confirmPolicy{mode: cmp.Or(o.Confirm, ConfirmAuto), taint: o.Taint, approver: o.Approver},
	}
	if s.common == nil {
		s.common = share.NewMemory(s.now)
	}
	s.quota = &quota{o.MaxRuns, s.common}
	s.tokens = newTokens(s.common, o.Secrets, s.now)
	s.held = &held{now: s.now, all: map[string]heldPlan{}}
	s.stages = []stage{
		s.failing, s.recovering, s.waiting, s.binding, s.reporting, s.recovering, s.refusing, s.entering, s.tainting, s.showing,
		s.confirming,
	}
}

// clientOf is the client of a call: its operations pass the guard first.
func (s *Server) clientOf(c *call) *hex.Client {
	return s.client.With(s.table.Guard(s.client, c.rules, guarded{c, s}))
}

// workOf is the workspace of a call.
func (s *Server) workOf(c *call) *tools.Workspace { return s.work.For(s.clientOf(c), &c.roads, c.wire) }

// confirmed is the argument that brings a confirmation; it is taken out before the tool reads its own.
type confirmed struct {
	Token string `json:"confirm_token" doc:"From the question."`
}

// promised is the schema of a tool's result, nil where it is not structured. What is in one a model sees when it comes: that each
// tool answers what it declares is held by tests.
func promised(t tools.Spec) json.RawMessage {
	if len(t.Output.Fields) == 0 {
		return nil
	}
	return json.RawMessage(`{"type":"object"}`)
}

// offer are the tools that the policy lets clients see.
func (s *Server) offer() []wire.Tool {
	var all []wire.Tool
	for _, t := range s.all {
		if s.rules.Offers(t.Name) {
			all = append(all, s.offered(t))
		}
	}
	return all
}

// offered is a tool as clients see it, with the argument that brings a confirmation if it may need one.
func (s *Server) offered(t tools.Spec) wire.Tool {
	h, ok := t.Class.Hints()
	if !ok {
		panic("tool " + t.Name + " has no class")
	}
	input := t.Input
	if s.confirm.takesToken(t.Class) {
		input = input.Without("dry_run").With(schema.Of(reflect.TypeFor[confirmed]())) // the question shows the plan
	}
	return wire.Tool{
		Name: t.Name, About: t.About, Input: input.InputSchema(), Output: promised(t),
		Hints: wire.Hints(h), Handle: traced(s.handler(t)),
	}
}

// narrow is what the headers of a request leave of the rules.
func (s *Server) narrow(h http.Header) (wire.Scope, error) {
	return s.rules.NarrowedBy(h, s.subjects)
}
