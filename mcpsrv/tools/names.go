package tools

import (
	"sync"

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
