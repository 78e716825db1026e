package mcpsrv

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/tools"
	"hextui/mcpsrv/wire"
)

// call is one call of a tool on its way through the stages.
type call struct {
	tools.Bound
	// id is also the trace id of a fault.
	id      string
	tool    tools.Spec
	args    json.RawMessage
	wire    wire.Call
	rules   *policy.Rules
	session sessionRef
	started time.Time
	// refused is why the arguments are not taken, until the stage that says so.
	refused *answer.Failure

	// roads are the ways to Hex beside the API; turnedAway is why the hosted server took the sign-in not, if it did not.
	roads      tools.Roads
	turnedAway error
	// changes is how many times somebody had signed in or out before the call's last try.
	changes int
	// wasAsked tells that the person was asked to sign in before this call, opened is what they said.
	wasAsked bool
	opened   *wire.Reply

	// token is the confirmation that came among the arguments.
	token string
	// prepared is what the call would change, once that is known; nil for one that changes nothing. Fresh is set where it was read a
	// moment ago, and nobody took time to decide.
	prepared *change.Prepared
	fresh    bool
	// recalled is what of the answer is one of before.
	recalled recalled
	// confirmed is set once somebody agreed; planning while it is only found out what the call would do.
	confirmed, planning atomic.Bool

	// cleaned are the arguments without secrets and control characters, once they were asked for.
	cleaned  json.RawMessage
	cleaning sync.Once

	mu       sync.Mutex
	decision audit.Decision
	ops      []string
	undo     *audit.Undo
}

// sessionRef is the session of a call, as far as it has one.
type sessionRef struct{ id string }

// digest names the session without giving it away: who has the id of a session on HTTP can speak in it.
func (s sessionRef) digest() string {
	if s.id == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(s.id))
	return fmt.Sprintf("%x", sum[:6])
}

func (c *call) decide(d audit.Decision) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.decision = d
}

func (c *call) decided() audit.Decision {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.decision
}

func (c *call) confirm(d audit.Decision) {
	c.decide(d)
	c.confirmed.Store(true)
}

// did notes an operation with an effect.
func (c *call) did(name string, err error) {
	var e *hex.Error
	switch {
	case errors.As(err, &e) && e.MayHaveHappened:
		name += " (no clear answer)"
	case err != nil:
		name += " (failed)"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ops = append(c.ops, name)
}

func (c *call) canUndo(u audit.Undo) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.undo = &u
}

func (c *call) operations() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.ops)
}

// clean are the arguments as they may be kept and shown. They may be megabytes, and are wanted several times.
func (c *call) clean(by answer.Cleaner) json.RawMessage {
	c.cleaning.Do(func() { c.cleaned = by.JSON(change.WithoutSecrets(c.args)) })
	return c.cleaned
}

// about names what the call is about: as Hex has it once that was read, by title and whole id.
func (c *call) about() string {
	if c.prepared != nil {
		return c.prepared.Target.String()
	}
	return c.Target
}

// step carries a call out, or a part of that.
type step func(context.Context, *call) (answer.Result, error)

// stage is a step around all later ones. The first of a server's stages is the outermost.
type stage func(next step) step

// way is a call's way through all stages to its end.
func (s *Server) way() step {
	way := step(carryOut)
	for _, stage := range slices.Backward(s.stages) {
		way = stage(way)
	}
	return way
}

// carryOut is the end of the way.
func carryOut(ctx context.Context, c *call) (answer.Result, error) {
	switch {
	case c.Prepare == nil:
		return c.Run(ctx)
	case c.DryRun:
		return c.Show(c.prepared), nil
	}
	return c.Finish(ctx, c.prepared)
}

// begin is a call that starts now.
func (s *Server) begin(t tools.Spec, args json.RawMessage, w wire.Call) *call {
	c := &call{id: uuid.NewString(), tool: t, args: args, wire: w, rules: s.rules, session: sessionRef{w.Session}, started: s.now(),
		roads: tools.Roads{API: s.entry.noToken == ""}}
	if narrowed, ok := w.Scope.(*policy.Rules); ok {
		c.rules = narrowed
	}
	return c
}

// handler carries calls of a tool out.
func (s *Server) handler(t tools.Spec) func(context.Context, wire.Call) wire.Answer {
	way := s.way()
	return func(ctx context.Context, w wire.Call) wire.Answer {
		c := s.begin(t, w.Arguments, w)
		out, err := way(ctx, c)
		var shown wire.Answer
		if ask, ok := out.(*asking); ok && err == nil {
			shown.Question = &ask.question
		} else {
			shown = s.answer(c, out, err)
		}
		if err == nil && shown.Failed {
			err = &answer.Failure{Kind: answer.KindInternal}
		}
		s.ended(c, max(len(shown.Structured), len(shown.Text)), err)
		return shown
	}
}

// binding reads the arguments, so that the stages behind it know what the call is about. The token is not for the tool.
func (s *Server) binding(next step) step {
	return func(ctx context.Context, c *call) (answer.Result, error) {
		if s.confirm.takesToken(c.tool.Class) {
			c.args, c.token = withoutToken(c.args)
		}
		c.Bound, c.refused = c.tool.Bind(s.workOf(c), c.args)
		return next(ctx, c)
	}
}

// withoutToken takes the argument confirm_token out of a call's arguments.
func withoutToken(raw json.RawMessage) (json.RawMessage, string) {
	members, ok := schema.Object(raw)
	if !ok || members[confirmToken] == nil {
		return raw, ""
	}
	token, _ := schema.Text(members[confirmToken])
	delete(members, confirmToken)
	rest, err := json.Marshal(members)
	if err != nil {
		return raw, ""
	}
	return rest, token
}

// refusing ends a call whose arguments were not taken.
func (s *Server) refusing(next step) step {
	return func(ctx context.Context, c *call) (answer.Result, error) {
		if c.refused != nil {
			c.decide(audit.Denied)
			return nil, c.refused
		}
		return next(ctx, c)
	}
}

// failing makes every error the one form, clean, and logs it. It is the outermost stage.
func (s *Server) failing(next step) step {
	return func(ctx context.Context, c *call) (answer.Result, error) {
		out, err := next(ctx, c)
		if err == nil {
			return out, nil
		}
		f := s.clean.Failure(answer.From(err, c.tool.Advice))
		s.log.Info("call failed", "tool", c.tool.Name, "call", c.id, "kind", f.Kind, "status", f.Status, "message", f.Message, "trace_id",
			f.TraceID)
		return nil, f
	}
}

// recovering answers a panic neutrally: what it was is for the log only.
func (s *Server) recovering(next step) step {
	return func(ctx context.Context, c *call) (out answer.Result, err error) {
		defer func() {
			if p := recover(); p != nil {
				s.log.Error("panic in a tool", "tool", c.tool.Name, "trace_id", c.id,
					"panic", s.clean.Text(fmt.Sprint(p)), "stack", s.clean.Text(string(debug.Stack())))
				out, err = nil, &answer.Failure{Kind: answer.KindInternal, TraceID: c.id,
					Message: "A fault inside the server ended the call.",
					Hint:    strings.TrimSpace("Its log has the details under the trace id. " + c.tool.Advice.Check)}
			}
		}()
		return next(ctx, c)
	}
}

// reporting tells the person who watches, and counts.
func (s *Server) reporting(next step) step {
	return func(ctx context.Context, c *call) (answer.Result, error) {
		s.metrics.started()
		s.activity(s.activityOf(c))
		out, err := next(ctx, c)
		a := s.activityOf(c)
		a.Done, a.Took = true, s.now().Sub(c.started)
		if err != nil {
			a.Failure = s.clean.Failure(answer.From(err, c.tool.Advice))
			a.Failure.Link = "" // it is for the agent's person alone
		}
		_, a.Waiting = out.(*asking)
		s.metrics.ended(c, a)
		s.activity(a)
		return out, err
	}
}

// activityOf is a call as it is shown to a person.
func (s *Server) activityOf(c *call) Activity {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Activity{
		ID: c.id, Tool: c.tool.Name, Class: c.tool.Class, Target: s.clean.Text(c.Target), DryRun: c.DryRun, Client: c.wire.Client,
		At:      c.started,
		Session: c.session.digest(), Decision: c.decision, Operations: slices.Clone(c.ops), Undo: c.undo,
		Args: c.clean(s.clean),
	}
}

// tellWaiting tells the person who watches that a call waits for somebody to agree.
func (s *Server) tellWaiting(c *call, q question) {
	a := s.activityOf(c)
	a.Waiting, a.Target = true, q.Target
	s.activity(a)
}

// ended writes down how a call ended. What it changed was written down before it was sent, by the guard; so a log that
// fails here fails after the fact, and is only told of.
func (s *Server) ended(c *call, bytes int, err error) {
	var f *answer.Failure
	if !errors.As(err, &f) && err != nil {
		f = &answer.Failure{Kind: answer.KindInternal}
	}
	if err := s.journal.ended(c, s.now().Sub(c.started), bytes, f); err != nil {
		s.log.Error("the audit log cannot be written", "error", s.clean.Text(err.Error()))
	}
}
