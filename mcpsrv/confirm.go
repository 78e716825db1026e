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

	"hextui/hex/change"
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
	// ConfirmWrites asks the [Approver] about everything that changes something, also what only adds or replaces. It is for a person
	// who gives the calls themselves, and no flag.
	ConfirmWrites ConfirmMode = "writes"
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
	Plan string
	// Opens is whether everybody on the web could see more of something afterwards, without a login, and Opened the title of that.
	Opens  bool
	Opened string
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
		if c.Prepare == nil {
			c.decide(audit.Allowed)
			return next(ctx, c)
		}
		grave, tainted := c.tool.Class.NeedsConsent(), s.confirm.taint && s.isTainted(ctx, c)
		needed := grave && s.confirm.mode != ConfirmNever || tainted && (grave || c.tool.Class == policy.Execute) ||
			s.confirm.mode == ConfirmWrites && c.tool.Class != policy.Execute
		if err := s.prepare(ctx, c, needed && !c.DryRun); err != nil {
			return nil, err
		}
		switch {
		case c.DryRun:
			c.decide(audit.DryRun)
		case c.prepared == nil || c.prepared.Nothing(): // the guard refuses whatever a call that nobody agreed to would still send
			c.decide(audit.Allowed)
		case needed:
			asked, err := s.settle(ctx, c)
			if asked != nil || err != nil {
				return asked, err
			}
		case grave:
			c.confirm(audit.Unasked)
		default:
			c.decide(audit.Allowed)
		}
		return next(ctx, c)
	}
}

// prepare finds out what a call would change: by looking, or for one that brings an answer from what was kept for it.
func (s *Server) prepare(ctx context.Context, c *call, asks bool) (err error) {
	if asks {
		c.prepared = s.kept(ctx, c)
	}
	if c.prepared == nil {
		c.planning.Store(true)
		c.prepared, err = c.Prepare(ctx)
		c.planning.Store(false)
		c.fresh = true
	}
	switch {
	case err != nil && asks:
		c.decide(audit.Denied)
	case err != nil && c.DryRun:
		c.decide(audit.DryRun)
	case err != nil:
		c.decide(audit.Allowed)
	}
	return err
}

// kept is what was prepared for the question that a call answers, if this server still has it, to be carried out by the client of
// this call.
func (s *Server) kept(ctx context.Context, c *call) *change.Prepared {
	token := c.token
	if token == "" {
		token = c.wire.State
	}
	v, err := s.tokens.read(ctx, token)
	if err != nil || !v.of(c.claims()) {
		return nil
	}
	p := s.held.take(v.Name)
	if p == nil {
		return nil
	}
	return p.Through(s.clientOf(c))
}

// question is what somebody has to agree to.
type question struct {
	ApprovalRequest
}

// question says what a call would do.
func (s *Server) question(c *call) question {
	q := question{ApprovalRequest{
		Call: c.id, Tool: c.tool.Name, Title: c.tool.Title, Class: c.tool.Class, Target: s.clean.Text(words.OneLine(c.about())),
		IDs: idsIn(c.args), Plan: s.clean.Text(planned(c.Plan(c.prepared))), Until: s.now().Add(s.patience),
		Client: wire.Peer{
			Name: s.clean.Text(words.OneLine(c.wire.Client.Name)), Version: s.clean.Text(words.OneLine(c.wire.Client.Version)),
		},
	}}
	if p := c.prepared; p != nil && p.Opens() {
		q.Opens, q.Opened = true, s.clean.Text(words.OneLine(p.Target.Title))
	}
	if len(q.IDs) > 0 {
		_, q.ID, _ = strings.Cut(q.IDs[0], " ")
	}
	return q
}

// maxPlan is the length in bytes at which the plan of a question is cut: somebody has to read it.
const maxPlan = 4 << 10

func planned(p tools.Plan) string {
	text := p.Lines()
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
func (s *Server) settle(ctx context.Context, c *call) (answer.Result, error) {
	q := s.question(c)
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
	asked, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	defer c.wire.StepAside()()
	s.tellWaiting(c, q)
	c.fresh = false
	decision, err := s.confirm.approver.Approve(asked, q.ApprovalRequest)
	switch {
	case err == nil && asked.Err() == nil && decision == Approved:
		return s.agreed(ctx, c, audit.ByPerson)
	case asked.Err() != nil || err != nil:
		return c.declined("Nobody at the terminal agreed in time.")
	}
	return c.declined("The person at the terminal declined.")
}

// agreed confirms a call that somebody agreed to, after a last look whether what it is about is still as it was when they were
// asked. Nothing is sent before.
func (s *Server) agreed(ctx context.Context, c *call, d audit.Decision) error {
	if !c.fresh {
		err := c.prepared.Check(ctx)
		var changed *change.Changed
		switch {
		case errors.As(err, &changed):
			return s.unfit(c, fmt.Errorf("%w: %s", errTokenStale, changed.What()))
		case err != nil:
			c.decide(audit.Denied)
			return err
		}
	}
	c.confirm(d)
	return nil
}

// wantToken takes the token that came with the call, or gives one.
func (s *Server) wantToken(ctx context.Context, c *call, q question) error {
	if c.token != "" {
		if err := s.tokens.redeem(ctx, c.token, c.claims()); err != nil {
			return s.unfit(c, err)
		}
		return s.agreed(ctx, c, audit.ByToken)
	}
	token, err := s.issue(ctx, c)
	if err != nil {
		c.decide(audit.Denied)
		return &answer.Failure{Kind: answer.KindInternal, Message: "The call has to be confirmed, and that cannot be done now: what the " +
			"servers share does not answer. Nothing was done.", Hint: "Call again in a while."}
	}
	c.decide(audit.Asked)
	return &answer.Failure{
		Kind: answer.KindUnconfirmed, Message: fmt.Sprintf("%s has to be confirmed: %s. Nothing was done yet.", q.Title, q.Target),
		Hint: fmt.Sprintf("Show the plan to the person you work for. Only if they agree, call %s again within %d minutes with the same "+
			"arguments and %s.",
			c.tool.Name, int(tokenTTL.Minutes()), confirmToken),
		ConfirmToken: token, Plan: q.Plan,
	}
}

// issue makes a token for a call, and keeps what was prepared until it comes back.
func (s *Server) issue(ctx context.Context, c *call) (string, error) {
	token, v, err := s.tokens.issue(ctx, c.claims())
	if err == nil {
		s.held.keep(v.Name, c.prepared, time.UnixMilli(v.Until))
	}
	return token, err
}

// claims are what a token for this call holds.
func (c *call) claims() claims {
	v := claims{Tool: c.tool.Name, Args: audit.Digest(canonical(c.args)), Session: c.session.digest()}
	if c.prepared != nil {
		v.Version = c.prepared.Version
	}
	return v
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
			return &answer.Failure{Kind: answer.KindDenied, Message: "The confirmation does not count: " + why.Error() +
				". Nothing was done.",
				Hint: "Call " + c.tool.Name + " again without it, with the arguments that are meant, to be asked anew."}
		}
	}
	s.log.Error("confirmation could not be checked", "error", s.clean.Text(why.Error()))
	return &answer.Failure{Kind: answer.KindInternal, Message: "The confirmation could not be checked. Nothing was done.",
		Hint: "Call again in a while, with the same confirmation."}
}

func (c *call) declined(why string) *answer.Failure {
	c.decide(audit.Declined)
	return &answer.Failure{Kind: answer.KindDeclined, Message: why + " Nothing was done.",
		Hint: "Do not ask again on your own account. Go on without it, or ask what is wanted instead."}
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
				return nil, &answer.Failure{Kind: answer.KindInternal,
					Message: "The answer is held back: that foreign text was shown could not be noted. " + c.tool.Advice.Check}
			}
		}
		return out, err
	}
}
