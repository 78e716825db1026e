package mcpsrv

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/tools"
	"hextui/mcpsrv/wire"
	"hextui/mcpsrv/words"
)

// ConfirmMode says who has to agree before a call of class Access, Destroy or Secret is carried out.
type ConfirmMode string

// The modes.
const (
	// ConfirmAuto asks the person at the UI where there is one, else the person behind a client that can ask, and
	// for other clients wants the call repeated with a token. A token is no person's consent: the agent alone can bring it.
	ConfirmAuto ConfirmMode = "auto"
	// ConfirmPerson is the same without the token: where nobody can be asked, nothing is done.
	ConfirmPerson ConfirmMode = "elicit"
	// ConfirmNever carries such calls out at once, like others.
	ConfirmNever ConfirmMode = "never"
)

// ParseConfirmMode reads a mode; empty is ConfirmAuto.
func ParseConfirmMode(s string) (ConfirmMode, error) {
	switch m := ConfirmMode(strings.ToLower(s)); m {
	case "":
		return ConfirmAuto, nil
	case ConfirmAuto, ConfirmPerson, ConfirmNever:
		return m, nil
	}
	return "", fmt.Errorf("%s is no way to confirm: give auto, elicit or never", words.Quoted(s))
}

// Approver asks the person at the UI. It is called from the call's own goroutine, so from several at once, and holds up
// nobody else. When the context ends, the question is over: nobody is to be asked any more, and the call is not done.
type Approver interface {
	Approve(context.Context, ApprovalRequest) (Decision, error)
}

// Decision is what a person says.
type Decision string

// The decisions. Whatever is not Approved is a no.
const (
	Approved Decision = "approved"
	Declined Decision = "declined"
)

// ApprovalRequest is a question to a person. All its texts are clean.
type ApprovalRequest struct {
	// Call is the id of the call, as in [Activity].
	Call string
	// Tool is the tool's name, Title what it does in a few words, Class its risk.
	Tool, Title string
	Class       policy.Class
	// Target is what it is about, by title and id as Hex has them; IDs are all ids of the call's arguments.
	Target string
	ID     string
	IDs    []string
	// Plan says what would be sent and changed, in several lines.
	Plan   string
	Client wire.Peer
	// Until is when the question ends without an answer.
	Until time.Time
}

// confirmPolicy says what has to be confirmed, and how.
type confirmPolicy struct {
	mode     ConfirmMode
	taint    bool
	approver Approver
}

// takesToken tells whether a tool's calls may have to be confirmed, and so take the argument confirm_token.
func (p confirmPolicy) takesToken(c policy.Class) bool {
	return p.mode == ConfirmAuto && p.approver == nil && c.NeedsConsent() || p.taint && c == policy.Execute
}

// confirmToken is the argument in which a confirmed call brings its token.
const confirmToken = "confirm_token"

// confirming lets a call of a class that has to be confirmed on only when it was.
func (s *Server) confirming(next step) step {
	return func(ctx context.Context, c *call) (answer.Result, error) {
		tainted := s.confirm.taint && s.isTainted(ctx, c)
		switch {
		case c.DryRun:
			c.decide(audit.DryRun)
			return next(ctx, c)
		case !c.tool.Class.NeedsConsent() && !(tainted && c.tool.Class == policy.Execute):
			c.decide(audit.Allowed)
			return next(ctx, c)
		case s.confirm.mode == ConfirmNever && !tainted:
			c.confirm(audit.Unasked)
			return next(ctx, c)
		}
		q, err := s.question(ctx, c)
		if err != nil {
			c.decide(audit.Denied)
			return nil, err
		}
		if q.nothing { // the guard refuses whatever a call that nobody agreed to would still send
			c.decide(audit.Allowed)
			return next(ctx, c)
		}
		asked, err := s.settle(ctx, c, q)
		if asked != nil || err != nil {
			return asked, err
		}
		return next(ctx, c)
	}
}

// question is what somebody has to agree to.
type question struct {
	ApprovalRequest
	// nothing is set when the call would change nothing.
	nothing bool
	// version is the digest of the target's state and of what would be sent.
	version string
}

// question finds out what a call would do.
func (s *Server) question(ctx context.Context, c *call) (question, error) {
	q := question{ApprovalRequest: ApprovalRequest{
		Call: c.id, Tool: c.tool.Name, Title: c.tool.Title, Class: c.tool.Class, Target: c.Target,
		IDs: idsIn(c.args), Client: wire.Peer{Name: s.clean.Text(words.OneLine(c.wire.Client.Name)), Version: s.clean.Text(words.OneLine(c.wire.Client.Version))}, Until: s.now().Add(s.patience),
	}}
	if len(q.IDs) > 0 {
		_, q.ID, _ = strings.Cut(q.IDs[0], " ")
	}
	if c.Plan == nil {
		q.Target = s.clean.Text(words.OneLine(q.Target))
		return q, nil
	}
	c.planning.Store(true)
	plan, err := c.Plan(ctx)
	c.planning.Store(false)
	if err != nil {
		return q, err
	}
	if plan.Target != "" {
		q.Target = plan.Target
	}
	q.Target = s.clean.Text(words.OneLine(q.Target))
	q.Plan = s.clean.Text(planned(plan))
	q.version = tools.VersionOf([]any{plan.Version, plan.Requests})
	q.nothing = len(plan.Requests) == 0
	return q, nil
}

// maxPlan is the length in bytes at which the plan of a question is cut: somebody has to read it.
const maxPlan = 4 << 10

func planned(p tools.Plan) string {
	var b strings.Builder
	for _, r := range p.Requests {
		fmt.Fprintf(&b, "%s %s %s\n", r.Method, r.Path, r.Body)
	}
	for _, part := range []string{p.Diff, p.Note} {
		if part != "" {
			b.WriteString(strings.TrimSuffix(part, "\n") + "\n")
		}
	}
	text := strings.TrimSuffix(b.String(), "\n")
	if len(text) > maxPlan {
		text = strings.ToValidUTF8(text[:maxPlan], "") + "\n… (the plan is longer; dry_run shows all of it)"
	}
	return text
}

// idsIn are the ids among the arguments of a call, each with its argument's name, that of the target first.
func idsIn(raw json.RawMessage) []string {
	members, _ := schema.Object(raw)
	var ids []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		text, _ := schema.Text(members[name])
		if schema.UUID.MatchString(strings.TrimSpace(text)) {
			ids = append(ids, words.OneLine(name)+" "+strings.ToLower(strings.TrimSpace(text)))
		}
	}
	return ids
}

// sentence is the question in a few lines: the facts first, then what the target's own texts say.
func (q question) sentence() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", q.Title, q.Target)
	for _, id := range q.IDs {
		if !strings.Contains(q.Target, id[strings.IndexByte(id, ' ')+1:]) {
			fmt.Fprintf(&b, "\n%s", id)
		}
	}
	fmt.Fprintf(&b, "\nThis is of class %q. Accept to carry it out; decline, and nothing is changed.", q.Class)
	if q.Plan != "" {
		b.WriteString("\n\n" + q.Plan)
	}
	return b.String()
}

// settle finds out whether somebody agrees. A result is the question itself, for a client that brings the answer with
// another call.
func (s *Server) settle(ctx context.Context, c *call, q question) (answer.Result, error) {
	switch {
	case s.confirm.approver != nil:
		return nil, s.askPerson(ctx, c, q)
	case c.wire.Asking != wire.AsksNobody:
		return s.askThroughClient(ctx, c, q)
	case s.confirm.mode == ConfirmAuto || s.confirm.mode == ConfirmNever: // never, but tainted
		return nil, s.wantToken(ctx, c, q)
	}
	c.decide(audit.Denied)
	return nil, answer.Denied("This has to be confirmed by a person, and the client cannot ask one.")
}

// askPerson asks at the UI.
func (s *Server) askPerson(ctx context.Context, c *call, q question) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	defer c.wire.StepAside()()
	s.tellWaiting(c, q)
	decision, err := s.confirm.approver.Approve(ctx, q.ApprovalRequest)
	switch {
	case err == nil && ctx.Err() == nil && decision == Approved:
		return s.stillSo(ctx, c, q, audit.ByPerson)
	case ctx.Err() != nil || err != nil:
		return c.declined("Nobody at the terminal agreed in time.")
	}
	return c.declined("The person at the terminal declined.")
}

// stillSo confirms a call if what it is about is still as it was when somebody was asked.
func (s *Server) stillSo(ctx context.Context, c *call, q question, d audit.Decision) error {
	now, err := s.question(ctx, c)
	if err != nil {
		c.decide(audit.Denied)
		return err
	}
	if now.version != q.version {
		return s.unfit(c, errTokenStale)
	}
	c.confirm(d)
	return nil
}

// wantToken takes the token that came with the call, or gives one.
func (s *Server) wantToken(ctx context.Context, c *call, q question) error {
	if c.token != "" {
		if err := s.tokens.redeem(ctx, c.token, c.claims(q)); err != nil {
			return s.unfit(c, err)
		}
		c.confirm(audit.ByToken)
		return nil
	}
	token, err := s.tokens.issue(ctx, c.claims(q))
	if err != nil {
		c.decide(audit.Denied)
		return &answer.Failure{Kind: answer.KindInternal, Message: "The call has to be confirmed, and that cannot be done now: what the servers share does not answer. Nothing was done."}
	}
	c.decide(audit.Asked)
	return &answer.Failure{
		Kind: answer.KindUnconfirmed, Message: fmt.Sprintf("%s has to be confirmed: %s. Nothing was done yet.", q.Title, q.Target),
		Hint: fmt.Sprintf("Show the plan to the person you work for. Only if they agree, call %s again within %d minutes with the same arguments and %s.",
			c.tool.Name, int(tokenTTL.Minutes()), confirmToken),
		ConfirmToken: token, Plan: q.Plan,
	}
}

// claims are what a token for this call holds.
func (c *call) claims(q question) claims {
	return claims{Tool: c.tool.Name, Args: audit.Digest(canonical(c.args)), Version: q.version, Session: c.session.digest()}
}

// canonical are arguments in one form, so that the same ones in another order are the same.
func canonical(raw json.RawMessage) []byte {
	members, ok := schema.Object(raw)
	if !ok {
		return raw
	}
	ordered, err := json.Marshal(members) // sorts the names
	if err != nil {
		return raw
	}
	return ordered
}

// unfit is the failure of a confirmation that does not count.
func (s *Server) unfit(c *call, why error) error {
	c.decide(audit.Denied)
	for _, known := range []error{errTokenBroken, errTokenExpired, errTokenOther, errTokenStale, errTokenUsed} {
		if errors.Is(why, known) {
			return &answer.Failure{Kind: answer.KindDenied, Message: "The confirmation does not count: " + why.Error() + ". Nothing was done.",
				Hint: "Call " + c.tool.Name + " again without it, with the arguments that are meant, to be asked anew."}
		}
	}
	s.log.Error("confirmation could not be checked", "error", s.clean.Text(why.Error()))
	return &answer.Failure{Kind: answer.KindInternal, Message: "The confirmation could not be checked. Nothing was done."}
}

func (c *call) declined(why string) *answer.Failure {
	c.decide(audit.Declined)
	return &answer.Failure{Kind: answer.KindDeclined, Message: why + " Nothing was done.", Hint: "Do not ask again on your own account. Go on without it, or ask what is wanted instead."}
}

// isTainted tells whether a session was given text of the workspace before, which may hold instructions by anybody. A
// session without an id is taken to be.
func (s *Server) isTainted(ctx context.Context, c *call) bool {
	if c.session.id == "" {
		return true
	}
	mark, err := s.common.Get(ctx, "taint:"+c.session.digest())
	return err != nil || mark != nil
}

// tainting marks the session of a call that was answered.
func (s *Server) tainting(next step) step {
	return func(ctx context.Context, c *call) (answer.Result, error) {
		out, err := next(ctx, c)
		if s.confirm.taint && c.session.id != "" {
			if putErr := s.common.Put(ctx, "taint:"+c.session.digest(), []byte{'1'}, 24*time.Hour); putErr != nil && err == nil {
				return nil, &answer.Failure{Kind: answer.KindInternal, Message: "The answer is held back: that foreign text was shown could not be noted. " + c.tool.Advice.Check}
			}
		}
		return out, err
	}
}
