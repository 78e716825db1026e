// Package tools are the tools over a Hex workspace, one file a resource, and the kinds of resources that are read like them.
//
// A tool is one declaration of type tool[In, Out]: its schemas come from the structs, its failures from one form. A tool that does
// more than read turns its arguments into a [change.Change] and what came of that into its answer: the plan that a dry run shows
// and somebody agrees to, and what is sent, are those of the one [change.Prepared] (tool.go). Lists are cut at rows and texts at
// lines (pages.go), and both say how to go on.
//
// What a tool does, it does with the client that the [Workspace] of its call has; whether it may, and who agreed, is not known here.
package tools

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/resolve"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// Workspace is what the tools work on: a client, and what is remembered from one call to the next. [Workspace.For] makes that
// of a single call.
type Workspace struct {
	hex    *hex.Client
	names  *names
	lists  *resolve.Lists
	audits *audits
	now    func() time.Time
	// pause waits between two looks at something.
	pause func(context.Context, time.Duration) error
	// most is the length in bytes that an answer may have.
	most int
	// only are the ids that calls may see, of each kind that is limited.
	only map[schema.Noun][]string
	// offers tells whether a tool is offered, so that no other is named as what to call.
	offers func(tool string) bool

	// hub opens the agents that help with code; nil where there are none.
	hub Hub

	// roads are the ways of the call beside its client; what they are may become known only when the call is under way.
	roads *Roads
	// caller is who waits for the call; progress tells it how far the call has come. Total 0 is unknown.
	caller   Caller
	progress func(done, total int, message string)
	// dryRun is set where a dry run was asked for.
	dryRun bool
}

// Options make a [Workspace].
type Options struct {
	// AnswerBytes is how long an answer may be.
	AnswerBytes int
	// Only are the ids that calls may see, of each kind that is limited: where they are few, they are read one by one instead of being
	// looked for in the list of all.
	Only map[schema.Noun][]string
	// Offers tells whether a tool is offered; nil for all.
	Offers func(tool string) bool
	// Now is the clock, Pause waits between two looks at something; nil is that of the computer, and to wait.
	Now   func() time.Time
	Pause func(context.Context, time.Duration) error
	// Hub opens the agents that help with code, when they are first called; nil is without.
	Hub Hub
}

// New makes a workspace. It has a client only for a call.
func New(o Options) *Workspace {
	w := &Workspace{names: newNames(), now: o.Now, pause: o.Pause, most: o.AnswerBytes, only: o.Only, offers: o.Offers, hub: o.Hub,
		progress: func(int, int, string) {}}
	if w.now == nil {
		w.now = time.Now
	}
	if w.offers == nil {
		w.offers = func(string) bool { return true }
	}
	if w.pause == nil {
		w.pause = pause
	}
	w.lists, w.audits = resolve.NewLists(w.now), &audits{now: w.now}
	return w
}

// Caller is who waits for a call.
type Caller interface {
	// Progress tells how far the call has come. Total 0 is unknown.
	Progress(done, total int, message string)
	// TaskEnds is until when a call may go on that became a task, so that nobody waits for its answer; false for any other.
	TaskEnds() (time.Time, bool)
	// StepAside gives the call's place among those that run at once to others, until back is called.
	StepAside() (back func())
}

// For is the workspace of one call: with the client that the call may use, its other ways, and who waits for it.
func (w *Workspace) For(client *hex.Client, roads *Roads, caller Caller) *Workspace {
	one := *w
	one.hex, one.roads, one.caller, one.progress = client, roads, caller, caller.Progress
	return &one
}

// trying is the workspace of a call that is asked to be a dry run, or not.
func (w *Workspace) trying(dryRun bool) *Workspace {
	one := *w
	one.dryRun = dryRun
	return &one
}

// All are all tools there are.
func All() []Spec { return slices.Clone(declared()) }

// declared are their declarations, which are read from the structs of arguments and results once.
var declared = sync.OnceValue(func() []Spec {
	return slices.Concat(
		projectTools(), projectWriteTools(), foundTools(), resolveTools(),
		runTools(), startTools(), waitTools(), explainTools(), draftTools(),
		cellTools(), cellWriteTools(), outlineTools(), replaceTools(), outputTools(),
		threadTools(), askTools(),
		userTools(), groupTools(),
		collectionTools(), connectionTools(), endorsementTools(), semanticTools(), sharingTools(), accessTools(),
		embedTools(), guideTools(), suggestionTools(), topicTools(), computeTools(),
		hubTools(),
	)
})

// Subjects are all tools there are, as a policy rules them.
func Subjects() []policy.Subject {
	return each(All(), func(t Spec) policy.Subject {
		return policy.Subject{Name: t.Name, Toolset: t.Toolset, Class: t.Class, Usual: slices.Contains(usual(), t.Name)}
	})
}

// pause waits, or ends with the context.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// NoClient is a client for a server that only says what it offers: it sends nothing.
func NoClient() *hex.Client {
	c, err := hex.New(hex.Options{BaseURL: "http://127.0.0.1", Limits: hex.NoLimits, RetryFor: -1, Transport: nowhere{}})
	if err != nil {
		panic(err) // the options are good
	}
	return c
}

// nowhere is a network that reaches nobody.
type nowhere struct{}

// RoundTrip fails.
func (nowhere) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("this client sends nothing")
}

// walk reads every page of a list, as far as they are new, into one.
func walk[T any](ctx context.Context, size int, page func(context.Context, hex.Paging) (hex.Page[T], error)) (hex.Page[T], error) {
	var all hex.Page[T]
	var before []T
	for after := ""; ; {
		p, err := page(ctx, hex.Paging{Limit: size, After: after})
		if err != nil || hex.Repeats(before, p.Items) {
			return all, err
		}
		all.Items, all.Odd = append(all.Items, p.Items...), append(all.Odd, p.Odd...)
		if p.After == "" || p.After == after {
			return all, nil
		}
		after, before = p.After, p.Items
	}
}

// each maps a list; it is never nil.
func each[T, U any](items []T, f func(T) U) []U {
	out := make([]U, len(items))
	for i, item := range items {
		out[i] = f(item)
	}
	return out
}

// usual are the tools of the set [policy.Usual]: the names that agents' configurations have had since hex-mcp, and what it takes to
// find, understand, mend, run and ask. What they cost a model before it does anything is held by a test.
func usual() []string {
	return []string{
		"list_hex_projects", "search_hex_projects", "get_hex_project", "resolve_hex",
		"get_hex_run_status", "get_hex_project_runs", "run_hex_project", "run_hex_draft", "cancel_hex_run", "explain_hex_run",
		"list_hex_cells", "get_hex_cell", "update_hex_cell", "create_hex_cell", "delete_hex_cell", "search_hex_cells",
		"get_hex_cell_output", "wait_hex_run", "ask_hex",
		"update_hex_project_user_sharing", "update_hex_project_group_sharing", "update_hex_project_collection_sharing",
		"update_hex_project_workspace_sharing",
		"list_hex_collections", "get_hex_collection", "create_hex_collection", "update_hex_collection",
		"list_hex_groups", "get_hex_group", "create_hex_group", "update_hex_group", "delete_hex_group",
		"list_hex_data_connections", "get_hex_data_connection", "create_hex_data_connection", "update_hex_data_connection",
	}
}

// names remembers what things are called as they pass by, so that a call can be shown by title, and where a cell was,
// so that it is found again after a write gave it a new id.
type names struct {
	mu       sync.Mutex
	projects map[string]string
	cells    map[string]cellPlace
	// others are groups, collections, connections and users.
	others map[string]string
	// drafts are the newest runs of projects' drafts that were started here, by project.
	drafts map[string]string
	// threads are those that are had by the API alone.
	threads map[string]bool
}

// cellPlace is where a cell is, whatever its id.
type cellPlace struct {
	projectID, staticID, label string
}

// maxNames bounds each map; when one is full it starts anew.
const maxNames = 20_000

func newNames() *names {
	return &names{projects: map[string]string{}, cells: map[string]cellPlace{}, others: map[string]string{}, drafts: map[string]string{},
		threads: map[string]bool{}}
}

func (n *names) project(p hex.Project) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.projects) >= maxNames {
		clear(n.projects)
	}
	n.projects[p.ID] = p.Title
}

func (n *names) cell(c hex.Cell) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.put(c.ID, cellPlace{projectID: c.ProjectID, staticID: c.StaticID, label: c.Label})
}

// place remembers where a cell is of which nothing else is known.
func (n *names) place(id string, p cellPlace) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, known := n.cells[id]; !known {
		n.put(id, p)
	}
}

// put files a place under both ids of its cell; the caller holds the lock.
func (n *names) put(id string, p cellPlace) {
	if len(n.cells) >= maxNames {
		clear(n.cells)
	}
	n.cells[id], n.cells[p.staticID] = p, p
}

// other remembers what a group, a collection, a connection or a user is called.
func (n *names) other(id, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.others) >= maxNames {
		clear(n.others)
	}
	n.others[id] = name
}

// ofOther is a group, a collection, a connection or a user for a person.
func (n *names) ofOther(id string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return words.Titled(n.others[id], id)
}

// known are those of the ids whose names have passed by.
func (n *names) known(ids []string) []change.Who {
	n.mu.Lock()
	defer n.mu.Unlock()
	return each(ids, func(id string) change.Who { return change.Who{ID: id, Name: n.others[id]} })
}

// draftRan remembers a run of a project's draft that was started.
func (n *names) draftRan(projectID, runID string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.drafts) >= maxNames {
		clear(n.drafts)
	}
	n.drafts[projectID] = runID
}

// ofAPI remembers a thread that is had by the API alone.
func (n *names) ofAPI(threadID string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.threads) >= maxNames {
		clear(n.threads)
	}
	n.threads[threadID] = true
}

func (n *names) isOfAPI(threadID string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.threads[threadID]
}

// draftRun is the newest run of a project's draft that was started here, or empty.
func (n *names) draftRun(projectID string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.drafts[projectID]
}

// ref is what is known of a cell that is named by an id, present or past, or by its static id.
func (n *names) ref(id string) change.CellRef {
	place, _ := n.cellPlace(id)
	return change.CellRef{ProjectID: place.projectID, ID: id, StaticID: place.staticID}
}

// cellPlace is where a cell of this id, present or past, or of this static id was seen.
func (n *names) cellPlace(id string) (cellPlace, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	p, ok := n.cells[id]
	return p, ok
}

// ofProject is a project for a person: its title and the beginning of its id, or the whole id.
func (n *names) ofProject(id string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return words.Titled(n.projects[id], id)
}

// ofCell is a cell for a person, with its project.
func (n *names) ofCell(id string) string {
	place, ok := n.cellPlace(id)
	if !ok {
		return "cell " + id
	}
	return words.Titled(place.label, id) + " in " + n.ofProject(place.projectID)
}
