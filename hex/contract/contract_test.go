package contract

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
)

// proof gathers what the contract test has seen, over all its conditions.
type proof struct {
	doc     *openDocument
	allowed *departures
	passed  map[string]map[int]bool
}

// condition is a state of affairs in which every call is made once.
type condition struct {
	name string
	o    emulator.Options
	// token is used in place of the first of the sample tokens.
	token string
	// instead gives all ids; nil takes real ones.
	instead func(string) string
	// garbage says that what the calls are given makes requests that no client should send.
	garbage bool
	// prepare is done before each call.
	prepare func(*emulator.Server)
	// check says whether the outcome of a call is right; nil takes any that keeps to the contract.
	check func(op string, err error) error
}

func conditions() []condition {
	noScopes := emulator.Token{Value: "hxtw_without_scopes", Email: "maya@acme.example", Workspace: true}
	tokens := append(emulator.SampleTokens(time.Now()), noScopes)
	editor, workspace, expired := tokens[1].Value, tokens[2].Value, tokens[3].Value
	failing := func(kinds ...hex.Kind) func(string, error) error {
		return func(_ string, err error) error {
			if hex.IsKind(err, kinds...) {
				return nil
			}
			return fmt.Errorf("it should be one of %v", kinds)
		}
	}
	done := func(_ string, err error) error { return err }
	status := func(n int) []emulator.Fault { return []emulator.Fault{{Kind: emulator.Status, Status: n}} }
	all := []condition{
		{name: "ids that are none", instead: always(notAnID), garbage: true},
		{name: "a refused token", token: expired, instead: always(strangersID), check: failing(hex.Unauthorized)},
		{name: "no scopes", o: emulator.Options{Tokens: tokens}, token: noScopes.Value, instead: always(strangersID)},
		{name: "too fast", o: emulator.Options{Limits: &emulator.Limits{PerMinute: 1}}, instead: always(strangersID), prepare: spend,
			check: failing(hex.RateLimited)},
		{name: "an editor", token: editor},
		{name: "a workspace token", token: workspace, instead: always(strangersID)},
		{name: "a smaller plan", o: emulator.Options{NotEnterprise: true}, instead: always(strangersID)},
	}
	for _, older := range []bool{false, true} {
		by := func(name string) string {
			return map[bool]string{false: name, true: name + ", by the older document"}[older]
		}
		all = append(all,
			condition{name: by("all is well"), o: emulator.Options{Older: older}, check: done},
			condition{name: by("unknown ids"), o: emulator.Options{Older: older}, instead: always(strangersID), check: notThere},
			condition{name: by("a fault of the server's"), o: emulator.Options{Older: older, Faults: status(500)},
				instead: always(strangersID), check: failing(hex.Server)},
			condition{name: by("no server"), o: emulator.Options{Older: older, Faults: status(503)}, instead: always(strangersID),
				check: failing(hex.Unavailable)},
		)
	}
	return all
}

// notThere demands that a call about something unknown is refused, where it is about anything.
func notThere(op string, err error) error {
	if err == nil && takesID(op) {
		return errors.New("it was done to something that is not there")
	}
	return nil
}

// takesID tells whether an operation's path names something.
func takesID(op string) bool {
	for _, known := range emulator.Operations() {
		if known.Name == op {
			return slices.Contains([]rune(known.Path), '{')
		}
	}
	return false
}

// spend uses the first of the tokens up.
func spend(s *emulator.Server) {
	request, err := http.NewRequest("GET", "http://127.0.0.1/api/v1/users/me", nil)
	if err != nil {
		panic(err)
	}
	request.Header.Set("Authorization", "Bearer "+s.Token())
	s.Handler().ServeHTTP(discard{}, request)
}

type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}

// TestContract makes every call under every condition, and holds each request and each answer against the document.
func TestContract(t *testing.T) {
	p := &proof{doc: document(t), allowed: &departures{seen: map[int]bool{}}, passed: map[string]map[int]bool{}}
	for _, c := range conditions() {
		t.Run(c.name, func(t *testing.T) { p.under(t, c) })
	}
	t.Run("what is wrong in itself", p.wrong)
	if !t.Failed() {
		p.allowed.stale(t)
		p.complete(t)
	}
}

// warehouses are those of all workspaces of these tests.
var warehouses = emulator.Warehouses{Near: time.Hour}

func workspaceOf(t testing.TB, o emulator.Options) *emulator.Server {
	t.Helper()
	o.Cold, o.Warehouses = true, &warehouses
	s, err := emulator.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (p *proof) under(t *testing.T, c condition) {
	workspace := workspaceOf(t, c.o)
	emulated := emulatedOperations()
	for _, call := range calls() {
		t.Run(call.op+" "+call.with, func(t *testing.T) {
			if c.prepare != nil {
				c.prepare(workspace)
			}
			i := &inspector{complain: t.Errorf, doc: p.doc, handler: workspace.Handler(), allowed: p.allowed, older: c.o.Older,
				garbage: c.garbage, emulated: emulated, passed: p.passed}
			token := workspace.Token()
			admin := clientOf(t, i, token)
			client := admin
			if c.token != "" {
				client = clientOf(t, i, c.token)
			}
			s := &scene{t: t, workspace: workspace, admin: admin, instead: c.instead}
			if !emulated[call.op] {
				s.instead = always(strangersID)
			}
			err := call.do(t.Context(), client, s)
			if !emulated[call.op] || c.check == nil {
				return
			}
			if wrong := c.check(call.op, err); wrong != nil {
				t.Errorf("%v; it is %v", wrong, err)
			}
		})
	}
}

// clientOf is a client that tries once and whose budget is its own.
func clientOf(t testing.TB, network http.RoundTripper, token string) *hex.Client {
	t.Helper()
	c, err := hex.New(hex.Options{BaseURL: "127.0.0.1", Token: token, Limits: hex.NoLimits, RetryFor: -1, Transport: network})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func emulatedOperations() map[string]bool {
	all := map[string]bool{}
	for _, op := range emulator.Operations() {
		all[op.Name] = true
	}
	return all
}

// wrong makes calls whose requests no operation takes, where ids alone cannot be wrong.
func (p *proof) wrong(t *testing.T) {
	workspace := workspaceOf(t, emulator.Options{})
	emulated := emulatedOperations()
	for op, do := range wrongCalls() {
		t.Run(op, func(t *testing.T) {
			i := &inspector{complain: t.Errorf, doc: p.doc, handler: workspace.Handler(), allowed: p.allowed, garbage: true,
				emulated: emulated, passed: p.passed}
			if err := do(t.Context(), clientOf(t, i, workspace.Token())); emulated[op] && !hex.IsKind(err, hex.Invalid, hex.NotFound) {
				t.Errorf("it should be refused; it is %v", err)
			}
		})
	}
}

func wrongCalls() map[string]func(context.Context, *hex.Client) error {
	many := hex.Paging{Limit: 1000}
	return map[string]func(context.Context, *hex.Client) error{
		"ListProjects": func(ctx context.Context, c *hex.Client) error {
			return only(c.ListProjects(ctx, hex.ProjectQuery{Paging: many}))
		},
		"ListGroups": func(ctx context.Context, c *hex.Client) error {
			return only(c.ListGroups(ctx, hex.GroupQuery{SortBy: "name"}))
		},
		"ListUsers": func(ctx context.Context, c *hex.Client) error {
			return only(c.ListUsers(ctx, hex.UserQuery{Paging: many}))
		},
		"ListCollections": func(ctx context.Context, c *hex.Client) error {
			return only(c.ListCollections(ctx, hex.CollectionQuery{Paging: many}))
		},
		"ListDataConnections": func(ctx context.Context, c *hex.Client) error {
			return only(c.ListDataConnections(ctx, hex.ConnectionQuery{SortDirection: "asc"}))
		},
		"ListThreads": func(ctx context.Context, c *hex.Client) error {
			return only(c.ListThreads(ctx, hex.ThreadQuery{Paging: many}))
		},
		"ListTopics": func(ctx context.Context, c *hex.Client) error { return only(c.ListTopics(ctx, many)) },
		"ListDraftGuides": func(ctx context.Context, c *hex.Client) error {
			return only(c.ListDraftGuides(ctx, hex.GuideQuery{Paging: many}))
		},
		"ListCells": func(ctx context.Context, c *hex.Client) error {
			return only(c.ListCells(ctx, hex.CellQuery{ProjectID: strangersID, Paging: many}))
		},
		"CreateDataConnection": func(ctx context.Context, c *hex.Client) error {
			return only(c.CreateDataConnection(ctx, hex.NewDataConnection{Name: "Proof", Type: "papyrus"}))
		},
		"CreateCollection": func(ctx context.Context, c *hex.Client) error {
			return only(c.CreateCollection(ctx, hex.NewCollection{Name: "Proof",
				Sharing: &hex.CollectionSharing{Users: []hex.CollectionGrant{{ID: notAnID, Access: "OWNER"}}}}))
		},
		"CreateGroup": func(ctx context.Context, c *hex.Client) error {
			return only(c.CreateGroup(ctx, "Proof", []string{notAnID}))
		},
		"CreateThread": func(ctx context.Context, c *hex.Client) error {
			return only(c.CreateThread(ctx, hex.NewThread{Prompt: hex.Prompt{Text: "Why?"}, ProjectID: notAnID}))
		},
		"GetProjectRuns": func(ctx context.Context, c *hex.Client) error {
			return only(c.GetProjectRuns(ctx, strangersID, hex.RunQuery{Limit: 1000}))
		},
	}
}

// complete demands that every published operation was held against the document: its request, and where there is a
// workspace to answer it, its success and its refusals.
func (p *proof) complete(t *testing.T) {
	t.Helper()
	emulated := emulatedOperations()
	for name, op := range p.doc.operations() {
		passed := p.passed[name]
		if len(passed) == 0 {
			t.Errorf("no call makes the request of %s", name)
			continue
		}
		if !emulated[name] {
			continue
		}
		for _, status := range []int{success(op.Responses.Map()), 401, 429, 500, 503} {
			if !passed[status] {
				t.Errorf("%s was never answered %d, only %v", name, status, slices.Sorted(maps.Keys(passed)))
			}
		}
		if takesID(name) && !passed[404] && !passed[403] {
			t.Errorf("%s refuses nothing that is unknown, only %v", name, slices.Sorted(maps.Keys(passed)))
		}
	}
}

// success is the status of success that a document lists.
func success[T any](responses map[string]T) int {
	for status := range responses {
		if status[0] == '2' {
			n := 0
			fmt.Sscan(status, &n)
			return n
		}
	}
	return 0
}
