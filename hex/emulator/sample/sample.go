// Package sample makes the workspace that the emulator starts with: "Acme
// Analytics", the data team of a small online shop. It only makes records; it
// knows neither HTTP nor the database, and everything in it follows from a seed
// and a moment.
package sample

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/google/uuid"
	"hextui/hex/emulator/store"
)

// Options say which workspace to make.
type Options struct {
	// Now is the moment that all dates are relative to.
	Now time.Time
	// Seed makes ids, run histories and the generated projects.
	Seed int64
	// Python writes the CODE cells for Python, where a dataframe is one of pandas, and not for Starlark, where it is rows.
	Python bool
	// Hostile adds projects whose titles attack terminals.
	Hostile bool
	// Empty leaves out the sample's projects, and the threads and views of them.
	Empty bool
	// Size adds that many generated projects with a single cell each.
	Size int
	// Duration says how long a run of some cells takes, so that the history is
	// like the runs to come; nil means half a minute.
	Duration func([]store.Cell) (time.Duration, error)
}

// The facts that a workspace carries.
const (
	FactOrg  = "org"  // the organisation's id
	FactMade = "made" // when it was made, RFC 3339
	FactSeed = "seed" // from which seed, decimal
)

// maker makes one workspace.
type maker struct {
	o      Options
	now    time.Time
	space  uuid.UUID // the name space of ids
	dice   *rand.Rand
	out    store.Contents
	people map[string]string // user ids by the name before the @
	groups map[string]string // ids by name, as are the next two
	shelf  map[string]string
	conns  map[string]string
}

// Workspace makes the contents of a new workspace.
func Workspace(o Options) (store.Contents, error) {
	if o.Duration == nil {
		o.Duration = func([]store.Cell) (time.Duration, error) { return 30 * time.Second, nil }
	}
	m := &maker{
		o: o, now: o.Now.UTC().Truncate(time.Second),
		space:  uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://acme.example/"+strconv.FormatInt(o.Seed, 10))),
		dice:   rand.New(rand.NewPCG(uint64(o.Seed), 0x61636d65)),
		people: map[string]string{}, groups: map[string]string{}, shelf: map[string]string{}, conns: map[string]string{},
	}
	m.out.Facts = map[string]string{
		FactOrg: m.id("organisation"), FactMade: m.now.Format(time.RFC3339Nano), FactSeed: strconv.FormatInt(o.Seed, 10),
	}
	m.makePeople()
	m.makeConnections()
	for _, n := range m.notebooks() {
		if err := m.add(n); err != nil {
			return store.Contents{}, fmt.Errorf("sample project %q: %w", n.title, err)
		}
	}
	if !o.Empty {
		if err := m.makeThreads(); err != nil {
			return store.Contents{}, err
		}
	}
	m.makeContext()
	if !o.Empty {
		m.makeViews()
	}
	return m.out, nil
}

// id makes an id that is always the same for the same seed and name.
func (m *maker) id(name string) string { return uuid.NewSHA1(m.space, []byte(name)).String() }

// ago is a moment before now.
func (m *maker) ago(d time.Duration) time.Time { return m.now.Add(-d) }

// daysAgo is a date before now, as the warehouse writes dates.
func (m *maker) daysAgo(n int) string { return m.now.AddDate(0, 0, -n).Format(time.DateOnly) }

const day = 24 * time.Hour

// notebook describes a project of the sample workspace.
type notebook struct {
	title, description string
	owner, creator     string // names before the @; the creator is the owner unless given
	status             string
	categories         []string
	component          bool

	created, edited time.Duration // before now
	version         int           // of the last publication; 0 for never published
	published       time.Duration // before now; the time of the last edit unless given
	schedule        *store.Schedule
	views           int // in the last thirty days
	reviews         bool
	archived        time.Duration
	trashed         time.Duration
	unlisted        bool

	workspace string            // everybody's access
	public    string            // the web's access
	users     map[string]string // access by name before the @
	groups    map[string]string // access by group name
	shelves   []string          // collections, all with CAN_VIEW

	draft []cell
	live  []cell // the published cells, when they differ from the draft's
	// earlier are the cells of the version before the published one, where that is remembered.
	earlier []cell

	broken    bool    // the published version cannot run: all its runs failed, and those of earlier ones did not
	mishaps   float64 // the share of other runs that failed
	refreshes int     // how often the app was refreshed, and the API called
}

// cell describes a cell of a notebook.
type cell struct {
	kind, label, source, output string
	connection                  string // the name of a connection
	frame                       bool   // dataframe SQL
	inside                      string // the label of the enclosing cell
	spec                        *store.Spec
}

// add makes the records of a project.
func (m *maker) add(n notebook) error {
	p := store.Project{
		ID: m.id("project/" + n.title), Title: n.title, Description: n.description, Type: "PROJECT",
		Owner: m.people[n.owner], Creator: m.people[n.owner], Status: n.status, Categories: n.categories, ReviewsRequired: n.reviews,
		Created: m.ago(n.created), Edited: m.ago(n.edited), Version: n.version, Unlisted: n.unlisted,
		Views: store.Views{All: n.views * (3 + int(n.created/(90*day))), Seven: n.views / 4, Fourteen: n.views / 2, Thirty: n.views},
	}
	if p.Owner == "" {
		return fmt.Errorf("there is no user %q", n.owner)
	}
	if n.creator != "" {
		p.Creator = m.people[n.creator]
	}
	if n.component {
		p.Type = "COMPONENT"
	}
	if n.archived > 0 {
		p.Archived = m.ago(n.archived)
	}
	if n.trashed > 0 {
		p.Trashed = m.ago(n.trashed)
	}
	if n.schedule != nil {
		p.Schedules = []store.Schedule{*n.schedule}
	}
	cells, err := m.cells(p.ID, n.draft)
	if err != nil {
		return err
	}
	m.out.Cells = append(m.out.Cells, cells...)
	if n.version > 0 {
		if err := m.publish(&p, n, cells); err != nil {
			return err
		}
	}
	m.out.Projects = append(m.out.Projects, p)
	return m.share(p.ID, n)
}

// publish makes the published version and the history of its runs.
func (m *maker) publish(p *store.Project, n notebook, draft []store.Cell) error {
	p.Published = m.ago(n.published)
	if n.published == 0 {
		p.Published = p.Edited
	}
	live := draft
	if n.live != nil {
		var err error
		if live, err = m.cells(p.ID, n.live); err != nil {
			return err
		}
	}
	m.out.Versions = append(m.out.Versions, store.Version{Project: p.ID, Number: n.version, Created: p.Published, Cells: live})
	if n.earlier != nil {
		cells, err := m.cells(p.ID, n.earlier)
		if err != nil {
			return err
		}
		m.out.Versions = append(m.out.Versions,
			store.Version{Project: p.ID, Number: n.version - 1, Created: p.Published.Add(-versionAge), Cells: cells})
	}
	if n.views > 0 {
		p.Viewed = m.ago(time.Duration(1+m.dice.IntN(60*24*30/n.views+2)) * time.Minute)
	}
	took, err := m.o.Duration(live)
	if err != nil {
		return err
	}
	runs := m.history(*p, n, took)
	for _, r := range runs {
		if r.Status == "COMPLETED" && r.Trigger != "API" && r.Ended.After(p.ResultsUpdated) {
			p.ResultsUpdated = r.Ended
		}
	}
	m.out.Runs = append(m.out.Runs, runs...)
	return nil
}

// cells makes the cells of a draft or a snapshot; equal labels and places have
// equal static ids in both.
func (m *maker) cells(project string, described []cell) ([]store.Cell, error) {
	out := make([]store.Cell, len(described))
	static := map[string]string{}
	for i, c := range described {
		name := project + "/" + c.kind + "/" + c.label
		if static[c.label] != "" || c.label == "" {
			name += "/" + strconv.Itoa(i)
		}
		out[i] = store.Cell{
			ID: m.id("cell/" + name), StaticID: m.id("static/" + name), Project: project, Position: store.Place(i + 1),
			Type: c.kind, Label: c.label, Source: c.source, Output: c.output, Dataframe: c.frame, Parent: static[c.inside],
		}
		if m.o.Python && c.kind == "CODE" {
			out[i].Source = inPython(c.source, described[:i])
		}
		if c.connection != "" {
			if out[i].Connection = m.conns[c.connection]; out[i].Connection == "" {
				return nil, fmt.Errorf("there is no connection %q", c.connection)
			}
		}
		if c.label != "" {
			static[c.label] = out[i].StaticID
		}
		if c.spec != nil {
			var err error
			if out[i].Spec, err = json.Marshal(c.spec); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// share makes the grants of a project.
func (m *maker) share(project string, n notebook) error {
	grant := func(kind store.Kind, principal, level string) {
		m.out.Grants = append(m.out.Grants, store.Grant{Object: project, Kind: kind, Principal: principal, Level: level})
	}
	for _, everybody := range []struct {
		kind  store.Kind
		level string
	}{{store.ToWorkspace, n.workspace}, {store.ToPublic, n.public}} {
		if everybody.level != "" {
			grant(everybody.kind, "", everybody.level)
		}
	}
	for _, some := range []struct {
		kind   store.Kind
		ids    map[string]string
		levels map[string]string
	}{{store.ToUser, m.people, n.users}, {store.ToGroup, m.groups, n.groups}, {store.ToCollection, m.shelf, shelved(n.shelves)}} {
		for name, level := range some.levels {
			if some.ids[name] == "" {
				return fmt.Errorf("there is no %s %q", some.kind, name)
			}
			grant(some.kind, some.ids[name], level)
		}
	}
	return nil
}

func shelved(names []string) map[string]string {
	levels := map[string]string{}
	for _, name := range names {
		levels[name] = "CAN_VIEW"
	}
	return levels
}
