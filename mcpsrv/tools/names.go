package tools

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/words"
)

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
}

// cellPlace is where a cell is, whatever its id.
type cellPlace struct {
	projectID, staticID, label string
}

// maxNames bounds each map; when one is full it starts anew.
const maxNames = 20_000

func newNames() *names {
	return &names{projects: map[string]string{}, cells: map[string]cellPlace{}, others: map[string]string{}, drafts: map[string]string{}}
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

// catalogue keeps every project of the workspace for a short while, so that a second search costs nothing, and an
// interrupted first one goes on where it stopped.
type catalogue struct {
	now func() time.Time
	// age is how long what was read is good for, patience how long one call reads on.
	age, patience time.Duration
	// busy holds one token: who has it may touch what follows.
	busy chan struct{}

	projects []hex.Project
	after    string
	begun    time.Time
	complete bool
}

func newCatalogue(now func() time.Time) *catalogue {
	// clients often give up after a minute
	return &catalogue{now: now, age: time.Minute, patience: 45 * time.Second, busy: make(chan struct{}, 1)}
}

// listing is what the catalogue holds at one time.
type listing struct {
	projects []hex.Project
	// complete is false when there was no time to read all; another call reads on.
	complete bool
	// asOf is about when the newest of it was read.
	asOf time.Time
}

// all returns every project that a plain list would give, reading what it does not have. Told is told how many there
// are so far. What was returned must not be changed.
func (c *catalogue) all(ctx context.Context, client *hex.Client, told func(count int)) (listing, error) {
	select {
	case c.busy <- struct{}{}:
		defer func() { <-c.busy }()
	case <-ctx.Done():
		return listing{}, ctx.Err()
	}
	if c.now().Sub(c.begun) >= c.age {
		c.projects, c.after, c.complete, c.begun = nil, "", false, c.now()
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.patience, errOutOfTime)
	defer cancel()
	for !c.complete {
		if err := c.page(ctx, client); err != nil {
			if context.Cause(ctx) != errOutOfTime || len(c.projects) == 0 {
				return listing{}, err
			}
			c.begun = c.now() // what was read must last until the next call
			break
		}
		told(len(c.projects))
	}
	return listing{projects: c.projects, complete: c.complete, asOf: c.begun}, nil
}

var errOutOfTime = errors.New("no time to read more")

// page reads one page more.
func (c *catalogue) page(ctx context.Context, client *hex.Client) error {
	page, err := client.ListProjects(ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100, After: c.after}})
	if err != nil {
		return fmt.Errorf("list the projects: %w", err)
	}
	if page.After != "" && page.After == c.after {
		return &hex.Error{Kind: hex.Decode, Op: "ListProjects",
			Message: "The list of projects did not move on: Hex answered the cursor that it was given."}
	}
	c.projects = append(c.projects, page.Items...)
	c.after = page.After
	c.complete = page.After == ""
	return nil
}
