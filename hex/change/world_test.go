package change_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/emulator"
)

// world is the embedded workspace with somebody who makes changes, whose requests are noted, and somebody else.
type world struct {
	t      *testing.T
	ctx    context.Context
	work   *emulator.Running
	client *hex.Client
	other  *hex.Client
	net    *network
	made   atomic.Int64
}

// warehouses are those of all workspaces of these tests.
var warehouses = emulator.Warehouses{Near: time.Hour}

func newWorld(t *testing.T) *world {
	t.Helper()
	work, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Cold: true, Warehouses: &warehouses})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, ctx: t.Context(), work: work, net: &network{}}
	w.client, w.other = w.connect(hex.Options{Transport: w.net, Observe: w.net.observe}), w.connect(hex.Options{})
	t.Cleanup(func() {
		w.client.Close()
		w.other.Close()
		if err := work.Close(); err != nil {
			t.Error(err)
		}
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	})
	return w
}

// within runs a test in the same workspace, and ends what it holds there.
func (w *world) within(t *testing.T, name string, test func(*testing.T)) {
	t.Run(name, func(t *testing.T) {
		outer := w.t
		w.t = t
		defer func() { w.t = outer }()
		w.net.tell("", "")
		test(t)
	})
}

func (w *world) connect(o hex.Options) *hex.Client {
	w.t.Helper()
	o.BaseURL, o.Token, o.Limits, o.RetryFor = w.work.URL(), w.work.Token(), hex.NoLimits, -1
	c, err := hex.New(o)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// network notes the requests that reach the workspace, and may change what is read from it.
type network struct {
	mu        sync.Mutex
	sent      []change.Request
	ops       []string
	old, says string
	// deny is the beginning of what may not be read.
	deny string
}

func (n *network) observe(e hex.Event) {
	if e.Kind == hex.EventSent {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.ops = append(n.ops, e.Op)
	}
}

func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	n.mu.Lock()
	q := change.Request{Op: n.ops[len(n.sent)], Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, "/api/v1")}
	n.mu.Unlock()
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		q.Body = body
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	n.mu.Lock()
	n.sent = append(n.sent, q)
	old, says, denied := n.old, n.says, n.deny != "" && r.Method == http.MethodGet && strings.HasPrefix(q.Path, n.deny)
	n.mu.Unlock()
	if denied {
		return &http.Response{StatusCode: http.StatusForbidden, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || old == "" || r.Method != http.MethodGet {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		return nil, err
	}
	body = bytes.ReplaceAll(body, []byte(old), []byte(says))
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, nil
}

// taken are the requests since it was last asked.
func (n *network) taken() []change.Request {
	n.mu.Lock()
	defer n.mu.Unlock()
	sent := n.sent
	n.sent, n.ops = nil, nil
	return sent
}

// tell has every read say one thing in place of another: a change in Hex that its API does not have.
func (n *network) tell(old, says string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.old, n.says = old, says
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (w *world) fresh(what string) string { return fmt.Sprintf("%s %d", what, w.made.Add(1)) }

// published is a sample project that has been published.
const published = "Weekly revenue"

func (w *world) published() hex.Project {
	for p, err := range hex.Items(w.other.ProjectPages(w.ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100}})) {
		if err != nil {
			w.t.Fatal(err)
		}
		if p.Title == published {
			return p
		}
	}
	w.t.Fatalf("there is no project %q", published)
	return hex.Project{}
}

func (w *world) project() hex.Project {
	return must(w.other.CreateProject(w.ctx, w.fresh("Draft"), ""))
}

func (w *world) cell(project string, source string) hex.Cell {
	return must(w.other.CreateCell(w.ctx, hex.NewCell{
		ProjectID: project, Type: hex.CellSQL, Label: w.fresh("cell"), Source: source, DataframeSQL: true,
		OutputDataframe: fmt.Sprintf("out_%d", w.made.Add(1)),
	}))
}

// people are users of the workspace that are nobody's own token.
func (w *world) people() []hex.User {
	me := must(w.other.Me(w.ctx))
	var all []hex.User
	for u, err := range hex.Items(w.other.UserPages(w.ctx, hex.UserQuery{Paging: hex.Paging{Limit: 500}})) {
		if err != nil {
			w.t.Fatal(err)
		}
		if u.ID != me.ID && u.Role == hex.RoleEditor {
			all = append(all, u)
		}
	}
	if len(all) < 3 {
		w.t.Fatal("the workspace has too few editors")
	}
	return all
}

func (w *world) group(members ...hex.User) hex.Group {
	ids := []string{}
	for _, u := range members {
		ids = append(ids, u.ID)
	}
	return must(w.other.CreateGroup(w.ctx, w.fresh("Group"), ids))
}

func (w *world) members(group string) string {
	var all []string
	for u, err := range hex.Items(w.other.UserPages(w.ctx, hex.UserQuery{GroupID: group, Paging: hex.Paging{Limit: 500}})) {
		if err != nil {
			return err.Error()
		}
		all = append(all, u.Email)
	}
	return strings.Join(all, " ")
}

func (w *world) connection() hex.DataConnection {
	return must(w.other.CreateDataConnection(w.ctx, hex.NewDataConnection{
		Name: w.fresh("Connection"), Type: hex.ConnectionPostgres, Details: hex.ConnectionDetails{Postgres: &hex.PostgresDetails{
			Hostname: "db.acme.example", Port: 5432, Database: "shop", Username: "hex", Password: "hunter2"}},
	}))
}

// warehouse is the sample workspace's own connection, whose schema is known.
func (w *world) warehouse() string {
	for c, err := range hex.Items(w.other.CellPages(w.ctx, hex.CellQuery{ProjectID: w.published().ID})) {
		if err != nil {
			w.t.Fatal(err)
		}
		if c.DataConnectionID != "" {
			return c.DataConnectionID
		}
	}
	w.t.Fatal("nothing asks a connection")
	return ""
}

// semantic is a semantic project: the workspace tells its id beside the API.
func (w *world) semantic() string {
	request := must(http.NewRequestWithContext(w.ctx, http.MethodGet, strings.Replace(w.work.URL(), "/api/v1", "/_emulator/unlisted", 1),
		nil))
	request.Header.Set("Authorization", "Bearer "+w.work.Token())
	answer := must(http.DefaultClient.Do(request))
	defer answer.Body.Close()
	var all struct{ SemanticProjects []struct{ ID string } }
	if err := json.NewDecoder(answer.Body).Decode(&all); err != nil || len(all.SemanticProjects) == 0 {
		w.t.Fatalf("there is no semantic project: %v", err)
	}
	return all.SemanticProjects[0].ID
}

// access is who may do what with a project, as one text.
func (w *world) access(project string) string {
	p := must(w.other.GetProject(w.ctx, project))
	var all []string
	for _, g := range p.Sharing.Users {
		if g.Access != hex.AccessNone {
			all = append(all, g.User.Email+" "+string(g.Access))
		}
	}
	for _, g := range p.Sharing.Groups {
		if g.Access != hex.AccessNone {
			all = append(all, g.Group.Name+" "+string(g.Access))
		}
	}
	for _, g := range p.Sharing.Collections {
		if g.Access != hex.AccessNone {
			all = append(all, g.Collection.Name+" "+string(g.Access))
		}
	}
	return strings.Join(append(all, "workspace "+string(p.Sharing.Workspace.Access), "web "+string(p.Sharing.PublicWeb.Access)), ", ")
}

func (w *world) source(project, staticID string) string {
	c, err := w.other.FindCell(w.ctx, project, staticID)
	if err != nil {
		return string(hex.KindOf(err))
	}
	source, _ := c.Source()
	return source
}

// thread is one whose question has been answered.
func (w *world) thread() string {
	made := must(w.other.CreateThread(w.ctx, hex.NewThread{Prompt: hex.Prompt{Text: "How many orders were there?"}}))
	for must(w.other.GetThread(w.ctx, made.ThreadID)).Status == hex.ThreadRunning {
		if err := w.work.Settled(w.ctx); err != nil {
			w.t.Fatal(err)
		}
	}
	return made.ThreadID
}

// run is a run that goes on until the test ends.
func (w *world) run() hex.RunHandle {
	release := must(w.work.HoldRuns(emulator.HeldRunning))
	w.t.Cleanup(release)
	return must(w.other.RunProject(w.ctx, w.published().ID, hex.RunRequest{}))
}

// do prepares a change and carries it out at once.
func (w *world) do(what change.Change) (*change.Prepared, change.Result, error) {
	p, err := what.Prepare(w.ctx, w.client)
	if err != nil {
		return nil, change.Result{}, err
	}
	r, err := p.Send(w.ctx)
	return p, r, err
}
