package mcpsrv

import (
	"sync"

	"hextui/hex"
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
}

// cellPlace is where a cell is, whatever its id.
type cellPlace struct {
	projectID, staticID, label string
}

// maxNames bounds each map; when one is full it starts anew.
const maxNames = 20_000

func newNames() *names {
	return &names{projects: map[string]string{}, cells: map[string]cellPlace{}, others: map[string]string{}}
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
	if len(n.cells) >= maxNames {
		clear(n.cells)
	}
	place := cellPlace{projectID: c.ProjectID, staticID: c.StaticID, label: c.Label}
	n.cells[c.ID] = place
	n.cells[c.StaticID] = place
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
