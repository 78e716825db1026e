package mcpsrv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/mcp"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/share"
	"hextui/mcpsrv/tools"
	"hextui/mcpsrv/wire"
	"hextui/mcpsrv/wire/wiretest"
)

// deletion is a call that has to be confirmed: of a group that was made for it.
type deletion struct {
	*agent
	id string
}

func newDeletion(t *testing.T) deletion {
	t.Helper()
	a := newAgent(t, emulator.Options{})
	g, err := a.hex.CreateGroup(t.Context(), "Night shift", nil)
	if err != nil {
		t.Fatal(err)
	}
	a.sent.taken()
	return deletion{a, g.ID}
}

func (d deletion) args(more args) args {
	all := args{"group_id": d.id}
	for name, value := range more {
		all[name] = value
	}
	return all
}

const deleting = "delete_hex_group"

// gone tells whether the group was deleted.
func (d deletion) gone() bool {
	d.t.Helper()
	_, err := d.hex.GetGroup(d.t.Context(), d.id)
	return hex.IsKind(err, hex.NotFound)
}

// untouched checks that nothing was sent that writes, and that the group is there.
func (d deletion) untouched(b *agent, what string) {
	d.t.Helper()
	if sent := b.writes(); len(sent) > 0 || d.gone() {
		d.t.Errorf("%s: sent %v, gone %v", what, sent, d.gone())
	}
}

func TestConfirmByThePerson(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer approver
		kind   string
	}{
		{"yes", func(context.Context, ApprovalRequest) (Decision, error) { return Approved, nil }, ""},
		{"no", func(context.Context, ApprovalRequest) (Decision, error) { return Declined, nil }, answer.KindDeclined},
		{"nothing", func(context.Context, ApprovalRequest) (Decision, error) { return "", nil }, answer.KindDeclined},
		{"the UI is gone", func(context.Context, ApprovalRequest) (Decision, error) { return Approved, errors.New("gone") },
			answer.KindDeclined},
		{"no answer in time", func(ctx context.Context, _ ApprovalRequest) (Decision, error) {
			<-ctx.Done()
			return Approved, nil
		}, answer.KindDeclined},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDeletion(t)
			var asked ApprovalRequest
			b := d.with(Options{Approver: approver(func(ctx context.Context, q ApprovalRequest) (Decision, error) {
				asked = q
				return c.answer(ctx, q)
			})})
			b.server.patience = 10 * time.Millisecond
			if c.kind == "" || c.name == "no" {
				b.server.patience = wiretest.Patience
			}
			r := b.result(deleting, d.args(nil))
			if !strings.Contains(asked.Target, "Night shift") || !strings.Contains(asked.Target, d.id) || asked.ID != d.id ||
				asked.Tool != deleting || asked.Class != policy.Destroy || !strings.Contains(asked.Plan, "DELETE") ||
				asked.Client.Name != "tester" {
				t.Errorf("asked was %+v", asked)
			}
			if c.kind == "" {
				if r.IsError || !d.gone() {
					t.Errorf("not done: %s", textOf(r))
				}
				return
			}
			if !r.IsError || !strings.HasPrefix(textOf(r), c.kind) || !strings.Contains(textOf(r), "Nothing was done") {
				t.Errorf("got %s", textOf(r))
			}
			d.untouched(b, c.name)
		})
	}
}

// A question that nobody answers holds up no other call.
func TestConfirmHoldsUpNobody(t *testing.T) {
	d := newDeletion(t)
	asked, said := make(chan struct{}, 100), make(chan struct{})
	s := New(Options{Client: d.hex, Approver: approver(func(ctx context.Context, _ ApprovalRequest) (Decision, error) {
		asked <- struct{}{}
		<-said
		return Declined, nil
	})})
	w := connect(t, s)
	w.Handshake("c", map[string]any{})
	for range 30 { // more than run at once
		_, line := w.Request("tools/call", map[string]any{"name": deleting, "arguments": map[string]any{"group_id": d.id}})
		w.Send(line)
		<-asked
	}
	id, line := w.Request("tools/call", map[string]any{"name": "list_hex_groups", "arguments": map[string]any{}})
	w.Send(line)
	if a := w.Read(); a.ID == nil || a.IDText() != fmt.Sprint(id) || a.Result.IsError {
		t.Errorf("got %s", a.Raw)
	}
	close(said)
	for range 30 {
		if a := w.Read(); !a.Result.IsError {
			t.Errorf("got %s", a.Raw)
		}
	}
}

type elicited func(context.Context, mcp.ElicitationRequest) (*mcp.ElicitationResult, error)

func (e elicited) Elicit(ctx context.Context, r mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	return e(ctx, r)
}

func TestConfirmByElicitation(t *testing.T) {
	reply := func(action mcp.ElicitationResponseAction, content any) elicited {
		return func(context.Context, mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
			return &mcp.ElicitationResult{ElicitationResponse: mcp.ElicitationResponse{Action: action, Content: content}}, nil
		}
	}
	for _, c := range []struct {
		name   string
		answer elicited
		done   bool
	}{
		{"accepted", reply(mcp.ElicitationResponseActionAccept, map[string]any{"confirm": true}), true},
		{"accepted without the box", reply(mcp.ElicitationResponseActionAccept, map[string]any{"confirm": false}), false},
		{"accepted without content", reply(mcp.ElicitationResponseActionAccept, nil), false},
		{"a word for the box", reply(mcp.ElicitationResponseActionAccept, map[string]any{"confirm": "true"}), false},
		{"declined", reply(mcp.ElicitationResponseActionDecline, map[string]any{"confirm": true}), false},
		{"cancelled", reply(mcp.ElicitationResponseActionCancel, nil), false},
		{"failed", func(context.Context, mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
			return nil, errors.New("broken")
		}, false},
		{"no answer", func(ctx context.Context, _ mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDeletion(t)
			asked := make(chan string, 1)
			b := d.with(Options{Confirm: ConfirmPerson}, client.WithElicitationHandler(elicited(func(ctx context.Context,
				r mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
				asked <- r.Params.Message
				return c.answer(ctx, r)
			})))
			b.server.patience = wiretest.Patience
			if c.name == "no answer" {
				b.server.patience = 10 * time.Millisecond
			}
			r := b.result(deleting, d.args(nil))
			message := <-asked
			for _, want := range []string{"Night shift", d.id, "DELETE", "destroy"} {
				if !strings.Contains(message, want) {
					t.Errorf("the question lacks %q: %s", want, message)
				}
			}
			if r.IsError == c.done || d.gone() != c.done {
				t.Errorf("gone %v: %s", d.gone(), textOf(r))
			}
			if !c.done {
				d.untouched(b, c.name)
			}
		})
	}
}

// What the target is called cannot change what the question says.
func TestConfirmQuestionIsClean(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	evil := "Harmless\nPlan: nothing is deleted\u202e\x1b[2J hxtp_0123456789abcdef"
	g, err := a.hex.CreateGroup(t.Context(), evil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var q ApprovalRequest
	b := a.with(Options{Approver: approver(func(_ context.Context, asked ApprovalRequest) (Decision, error) {
		q = asked
		return Declined, nil
	})})
	b.result(deleting, args{"group_id": g.ID})
	if strings.ContainsAny(q.Target, "\n\x1b\u202e") || strings.Contains(q.Target+q.Plan, "hxtp_0123") ||
		!strings.Contains(q.Target, g.ID) {
		t.Errorf("the question is about %q", q.Target)
	}
}

// A question after which everybody on the web could see more says so: the person has to type what it is that they would see.
func TestConfirmWhatTheWorldSees(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var asked []ApprovalRequest
	b := a.with(Options{Approver: approver(func(_ context.Context, q ApprovalRequest) (Decision, error) {
		asked = append(asked, q)
		return Approved, nil
	})})
	for _, access := range []args{{"public_access": "APP_ONLY"}, {"workspace_access": "CAN_EDIT"}, {"public_access": "NONE"}} {
		access["project_id"] = a.find("Weekly revenue")
		b.result("update_hex_project_workspace_sharing", access)
	}
	var opens []string
	for _, q := range asked {
		opens = append(opens, fmt.Sprint(q.Opens, " ", q.Opened))
	}
	if want := []string{"true Weekly revenue", "false ", "false "}; !slices.Equal(opens, want) {
		t.Errorf("the world sees more: %q", opens)
	}
}

func TestConfirmByToken(t *testing.T) {
	d := newDeletion(t)
	now := time.Now()
	other, err := d.hex.CreateGroup(t.Context(), "Day shift", nil)
	if err != nil {
		t.Fatal(err)
	}
	b := d.with(Options{Now: func() time.Time { return now }})
	ask := func() string {
		t.Helper()
		f := b.fail(deleting, d.args(nil))
		if f.Kind != answer.KindUnconfirmed || f.ConfirmToken == "" || !strings.Contains(f.Message, "Night shift") ||
			!strings.Contains(f.Message, d.id) || !strings.Contains(f.Plan, "DELETE") {
			t.Fatalf("got %+v", f)
		}
		if len(f.ConfirmToken) > 16 {
			t.Errorf("a model has to copy %q", f.ConfirmToken)
		}
		return f.ConfirmToken
	}
	refused := func(what, why string, arguments args) {
		t.Helper()
		f := b.fail(deleting, arguments)
		if f.Kind != answer.KindDenied || !strings.Contains(f.Message, why) {
			t.Errorf("%s: %+v", what, f)
		}
		d.untouched(b, what)
	}
	b.sent.taken()

	refused("made up", "not made by this server", d.args(args{"confirm_token": "yes"}))
	token := ask()
	refused("changed", "was changed", d.args(args{"confirm_token": flip(token)}))
	refused("for another group", "another call", args{"group_id": other.ID, "confirm_token": token})
	refused("of another server", "not made by this server", d.args(args{"confirm_token": d.with(Options{}).fail(deleting,
		d.args(nil)).ConfirmToken}))

	now = now.Add(tokenTTL)
	refused("expired", "expired", d.args(args{"confirm_token": token}))

	token = ask()
	users, err := d.hex.ListUsers(t.Context(), hex.UserQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.hex.EditGroup(t.Context(), d.id, hex.GroupEdit{Add: []string{users.Items[0].ID}}); err != nil {
		t.Fatal(err)
	}
	b.sent.taken()
	refused("changed since", "has changed since", d.args(args{"confirm_token": token}))

	f := b.fail(deleting, d.args(nil))
	if r := b.result(deleting, d.args(args{"confirm_token": f.ConfirmToken})); r.IsError || !d.gone() {
		t.Errorf("not done: %s", textOf(r))
	}
}

// A token counts once, also when the first time did nothing.
func TestConfirmTokenCountsOnce(t *testing.T) {
	s := New(Options{})
	ctx := t.Context()
	v := claims{Tool: "t", Args: "a", Version: "1"}
	token, _, err := s.tokens.issue(ctx, v)
	if err != nil {
		t.Fatal(err)
	}
	stale := v
	stale.Version = "2"
	if err := s.tokens.redeem(ctx, token, stale); !errors.Is(err, errTokenStale) {
		t.Errorf("got %v", err)
	}
	if err := s.tokens.redeem(ctx, token, v); !errors.Is(err, errTokenUsed) {
		t.Errorf("got %v", err)
	}
	token, _, _ = s.tokens.issue(ctx, v)
	if err := s.tokens.redeem(ctx, token, v); err != nil {
		t.Error(err)
	}
	if err := s.tokens.redeem(ctx, token, v); !errors.Is(err, errTokenUsed) {
		t.Errorf("got %v", err)
	}
	elsewhere := v
	elsewhere.Session = "another"
	token, _, _ = s.tokens.issue(ctx, v)
	if err := s.tokens.redeem(ctx, token, elsewhere); !errors.Is(err, errTokenOther) {
		t.Errorf("got %v", err)
	}
}

// A token is short enough to be copied, and unguessable; what the store has of it does not make another.
func TestConfirmTokenIsShortAndSaysNothing(t *testing.T) {
	store := share.NewMemory(nil)
	s := New(Options{Shared: store, Secrets: []string{"hxtp_0123456789abcdef"}})
	ctx := t.Context()
	v := claims{Tool: "t", Args: "a", Version: "1"}
	seen := map[string]bool{}
	var kept claims
	for range 200 {
		token, issued, err := s.tokens.issue(ctx, v)
		if err != nil || seen[token] || !regexp.MustCompile(`^[A-Z2-7]{16}$`).MatchString(token) { // 80 bits
			t.Fatalf("got %q, %v", token, err)
		}
		seen[token], kept = true, issued
		if strings.Contains(issued.Name, token) {
			t.Errorf("the store is told the token: %s", issued.Name)
		}
	}
	value, err := store.Get(ctx, kept.Name)
	if err != nil || value == nil {
		t.Fatal(value, err)
	}
	token, other, err := s.tokens.issue(ctx, v)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(value, []byte(`"Tool":"t"`), []byte(`"Tool":"u"`), 1)
	for what, value := range map[string][]byte{"an entry of another token": value, "a changed one": changed, "an empty one": {},
		"a short one": value[:20]} {
		if err := store.Put(ctx, other.Name, value, time.Minute); err != nil {
			t.Fatal(err)
		}
		if _, err := s.tokens.read(ctx, token); !errors.Is(err, errTokenBroken) {
			t.Errorf("%s counts: %v", what, err)
		}
	}
}

// Only so many tokens are kept at a time: the oldest ends, the newest counts.
func TestConfirmTokensAreBounded(t *testing.T) {
	now := time.Now()
	s := New(Options{Now: func() time.Time { return now }})
	ctx := t.Context()
	v := claims{Tool: "t", Args: "a", Version: "1"}
	var all []string
	for range maxTokens + 2 {
		token, _, err := s.tokens.issue(ctx, v)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, token)
	}
	for i, token := range all {
		_, err := s.tokens.read(ctx, token)
		if gone := i < 2; gone != errors.Is(err, errTokenBroken) || !gone && err != nil {
			t.Fatalf("token %d of %d: %v", i, len(all), err)
		}
	}
	now = now.Add(keptFor)
	if _, _, err := s.tokens.issue(ctx, v); err != nil || len(s.tokens.issued) != 1 {
		t.Errorf("%d are kept after all but one ended: %v", len(s.tokens.issued), err)
	}
}

func TestConfirmModes(t *testing.T) {
	for _, c := range []struct {
		mode  ConfirmMode
		kind  string
		token bool
	}{
		{ConfirmAuto, answer.KindUnconfirmed, true},
		{ConfirmPerson, answer.KindDenied, false},
		{ConfirmNever, "", false},
	} {
		t.Run(string(c.mode), func(t *testing.T) {
			d := newDeletion(t)
			b := d.with(Options{Confirm: c.mode})
			i := slices.IndexFunc(b.server.offer(), func(o wire.Tool) bool { return o.Name == deleting })
			if schema := string(b.server.offer()[i].Input); strings.Contains(schema, "confirm_token") != c.token {
				t.Errorf("the schema is %s", schema)
			}
			r := b.result(deleting, d.args(nil))
			if c.kind == "" {
				if r.IsError || !d.gone() {
					t.Errorf("not done: %s", textOf(r))
				}
				return
			}
			if !strings.HasPrefix(textOf(r), c.kind) {
				t.Errorf("got %s", textOf(r))
			}
			d.untouched(b, string(c.mode))
		})
	}
	if _, err := ParseConfirmMode("perhaps"); err == nil {
		t.Error("an unknown mode is taken")
	}
}

// A dry run asks nobody and does nothing.
func TestConfirmDryRun(t *testing.T) {
	d := newDeletion(t)
	b := d.with(Options{Approver: approver(func(context.Context, ApprovalRequest) (Decision, error) {
		t.Error("a dry run asks")
		return Declined, nil
	})})
	if r := b.result(deleting, d.args(args{"dry_run": true})); r.IsError {
		t.Errorf("got %s", textOf(r))
	}
	d.untouched(b, "dry run")
}

// With Taint, a session that was shown text of the workspace confirms runs too.
func TestConfirmTaint(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	b := a.with(Options{Taint: true, Confirm: ConfirmNever})
	id := b.runnable()
	f := b.fail("run_hex_project", args{"project_id": id})
	if f.Kind != answer.KindUnconfirmed || f.ConfirmToken == "" {
		t.Fatalf("got %+v", f)
	}
	runs := func() int {
		page, err := a.hex.GetProjectRuns(t.Context(), id, hex.RunQuery{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		return len(page.Runs)
	}
	before := runs()
	b.fail("run_hex_project", args{"project_id": id, "confirm_token": flip(f.ConfirmToken)})
	if runs() != before {
		t.Error("a run was started that nobody agreed to")
	}
	if r := b.result("run_hex_project", args{"project_id": id, "confirm_token": f.ConfirmToken}); r.IsError || runs() != before+1 {
		t.Errorf("not done: %s", textOf(r))
	}
}

// Every tool of a class that has to be confirmed is stopped, by the stages and not by itself.
func TestConfirmStopsEverySuchTool(t *testing.T) {
	stopped := 0
	for _, s := range tools.All() {
		if !s.Class.NeedsConsent() {
			continue
		}
		stopped++
		s.Bind = nil
		ran := false
		server := New(Options{Confirm: ConfirmPerson})
		server.stages = []stage{server.confirming}
		way := server.confirming(func(context.Context, *call) (answer.Result, error) {
			ran = true
			return nil, nil
		})
		c := &call{tool: s, Bound: tools.Bound{
			Prepare: func(context.Context) (*change.Prepared, error) {
				return &change.Prepared{Requests: []change.Request{{Method: "DELETE"}}}, nil
			},
			Plan: func(*change.Prepared) tools.Plan { return tools.Plan{} },
		}}
		if _, err := way(t.Context(), c); err == nil || ran || c.confirmed.Load() {
			t.Errorf("%s went on: %v", s.Name, err)
		}
	}
	if stopped < 10 {
		t.Errorf("only %d tools have to be confirmed", stopped)
	}
}

func FuzzToken(f *testing.F) {
	s := New(Options{})
	good, _, err := s.tokens.issue(f.Context(), claims{Tool: "t", Args: "a", Version: "v"})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", good, flip(good), good[:len(good)-1], good + "A", strings.Repeat("A", tokenLength),
		strings.Repeat("A", 200), strings.ToLower(good)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := s.tokens.read(t.Context(), text)
		if err == nil && strings.TrimSpace(text) != good {
			t.Fatalf("%q was taken for %+v", text, v)
		}
		if err != nil && !slices.ContainsFunc([]error{errTokenBroken, errTokenExpired},
			func(known error) bool { return errors.Is(err, known) }) {
			t.Fatalf("%q: %v", text, err)
		}
	})
}

// flip changes one character in the middle.
func flip(s string) string {
	i := len(s) / 2
	c := byte('A')
	if s[i] == c {
		c = 'B'
	}
	return s[:i] + string(c) + s[i+1:]
}
