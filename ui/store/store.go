// Package store holds what is known of the workspace: every thing once, by its id, with the time it was
// read. Screens draw from it and keep no copies. Reading goes through tasks, so that late answers
// are dropped and the old picture stays until the new one is there. It knows nothing of drawing.
package store

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/ui/task"
)

// Store is the workspace as far as it is known. Use it from the update loop only; make it with [New].
type Store struct {
	api   *hex.Client
	road  ask.Hex
	tasks *task.Runner
	now   func() time.Time
	demo  bool

	Me          Entry[hex.Me]
	Projects    List[hex.Project]
	Away        List[hex.Project]
	Users       List[hex.User]
	Groups      List[hex.Group]
	Collections List[hex.Collection]
	Connections List[hex.DataConnection]
	Threads     List[hex.Thread]
	Guides      List[hex.Guide] // the drafts

	// RunsVersion changes with every newest run that is learnt of.
	RunsVersion uint64
	// CellsVersion changes with every draft that was read.
	CellsVersion uint64
	// OutputsVersion changes with every result of a cell that was not known.
	OutputsVersion uint64

	cells    map[string]*List[hex.Cell]
	runs     map[string]*List[hex.Run]
	members  map[string]*List[hex.User]
	shelf    map[string]*List[hex.Project]
	messages map[string]*List[Message]
	threads  map[string]*Entry[hex.Thread]
	results  map[string]*Entry[ask.Results]
	project  map[string]*Entry[hex.Project]
	lastRun  map[string]*Entry[*hex.Run]
	// lastScheduled holds the newest run by its schedule of each project, recent its newest runs of all kinds but drafts.
	lastScheduled map[string]*Entry[*hex.Run]
	recent        map[string][]hex.Run
	outputs       map[string]*Entry[hex.CellOutput]
	failures      map[string]*Entry[Cause]
	pictures      map[string]*Entry[hex.Image]
	// draftRuns holds the newest draft run of each project.
	draftRuns map[string]string
	// cellRuns holds of which cell a run of a draft is that is not of all of it.
	cellRuns map[string]string
	// ranTexts holds by run the sources of the cells, by static id, as they were when it was started or its results were read first.
	ranTexts map[string]map[string]string
	// cameAfter holds, by cell, the draft run after which a result of another run came than the one that was known.
	cameAfter map[string]string
	// inputs holds those of the runs that were started here.
	inputs map[string]map[string]any
}

// New returns an empty store that reads with api, and threads by a road of their own; the demo is read more often.
func New(api *hex.Client, road ask.Hex, tasks *task.Runner, now func() time.Time, demo bool) *Store {
	return &Store{
		api: api, road: road, tasks: tasks, now: now, demo: demo,
		cells: map[string]*List[hex.Cell]{}, runs: map[string]*List[hex.Run]{}, members: map[string]*List[hex.User]{},
		shelf: map[string]*List[hex.Project]{}, messages: map[string]*List[Message]{}, threads: map[string]*Entry[hex.Thread]{},
		results: map[string]*Entry[ask.Results]{}, project: map[string]*Entry[hex.Project]{},
		lastRun: map[string]*Entry[*hex.Run]{}, lastScheduled: map[string]*Entry[*hex.Run]{}, recent: map[string][]hex.Run{},
		outputs:  map[string]*Entry[hex.CellOutput]{},
		failures: map[string]*Entry[Cause]{}, pictures: map[string]*Entry[hex.Image]{},
		draftRuns: map[string]string{}, cellRuns: map[string]string{}, cameAfter: map[string]string{},
		ranTexts: map[string]map[string]string{},
		inputs:   map[string]map[string]any{},
	}
}

func slot[T any](m map[string]*T, key string) *T {
	if m[key] == nil {
		m[key] = new(T)
	}
	return m[key]
}

// glance is a slot's content, and makes none where there is none yet.
func glance[T any](m map[string]*T, key string) (content T) {
	if have := m[key]; have != nil {
		content = *have
	}
	return content
}

// Cells is the draft of a project.
func (s *Store) Cells(projectID string) *List[hex.Cell] { return slot(s.cells, projectID) }

// KnownCells is what is known of the draft of a project. It keeps nothing, for whoever goes over all projects there are.
func (s *Store) KnownCells(projectID string) List[hex.Cell] { return glance(s.cells, projectID) }

// Drafts are the drafts that were read, by project, in the order of the ids.
func (s *Store) Drafts() iter.Seq2[string, *List[hex.Cell]] {
	return func(yield func(string, *List[hex.Cell]) bool) {
		for _, id := range slices.Sorted(maps.Keys(s.cells)) {
			if !yield(id, s.cells[id]) {
				return
			}
		}
	}
}

// Runs is a project's newest runs.
func (s *Store) Runs(projectID string) *List[hex.Run] { return slot(s.runs, projectID) }

// Members is the users of a group.
func (s *Store) Members(groupID string) *List[hex.User] { return slot(s.members, groupID) }

// Shelf is the projects of a collection.
func (s *Store) Shelf(collectionID string) *List[hex.Project] { return slot(s.shelf, collectionID) }

// Thread is a thread with its status and latest answer.
func (s *Store) Thread(id string) *Entry[hex.Thread] { return slot(s.threads, id) }

// NoteThread takes what was newly learnt of a thread into every place where it is shown. What is asked here is listed also
// for those whom Hex shows no list.
func (s *Store) NoteThread(t hex.Thread) {
	s.Drop(Thing{Kind: Thread, ID: t.ID})
	s.setThread(t, nil)
	if old, ok := s.Threads.Get(t.ID); !ok {
		s.Threads.Prepend(t.ID, t)
	} else if t.Title != "" && t.Title != old.Title {
		s.Threads.Put(t.ID, t)
	}
}

// setThread takes a reading of a thread. The tables and charts that are known go with the answer that they are of.
func (s *Store) setThread(t hex.Thread, err error) {
	e := s.Thread(t.ID)
	if err == nil && e.Known() && !slices.Equal(e.Value.Response, t.Response) {
		s.Drop(Thing{Kind: Results, ID: t.ID})
		*s.Results(t.ID) = Entry[ask.Results]{}
	}
	e.set(t, err, s.now())
}

// Messages is what was said in a thread.
func (s *Store) Messages(threadID string) *List[Message] { return slot(s.messages, threadID) }

// Results are the tables and charts of a thread's latest answer.
func (s *Store) Results(threadID string) *Entry[ask.Results] { return slot(s.results, threadID) }

// NoteResults takes the tables and charts that came with an answer.
func (s *Store) NoteResults(threadID string, r ask.Results) {
	s.Drop(Thing{Kind: Results, ID: threadID})
	s.Results(threadID).set(r, nil, s.now())
}

// Project is a project with its sharing, read by itself.
func (s *Store) Project(id string) *Entry[hex.Project] { return slot(s.project, id) }

// FindProject returns what is known of a project from any reading.
func (s *Store) FindProject(id string) (hex.Project, bool) {
	if e := s.Project(id); e.Known() {
		return e.Value, true
	}
	if p, ok := s.Projects.Get(id); ok {
		return p, true
	}
	for _, l := range s.shelf {
		if p, ok := l.Get(id); ok {
			return p, true
		}
	}
	return hex.Project{}, false
}

// LastRun is a project's newest run; its value is nil for a project that has none.
func (s *Store) LastRun(projectID string) *Entry[*hex.Run] { return slot(s.lastRun, projectID) }

// LastScheduled is a project's newest run that its schedule started, nil where none did. It is known as soon as the newest runs
// have one among them.
func (s *Store) LastScheduled(projectID string) *Entry[*hex.Run] {
	return slot(s.lastScheduled, projectID)
}

// KnownLast is what is known of a project's newest run, and of the newest by its schedule. It keeps nothing, for whoever goes over
// all projects there are.
func (s *Store) KnownLast(projectID string) (last, scheduled Entry[*hex.Run]) {
	return glance(s.lastRun, projectID), glance(s.lastScheduled, projectID)
}

// Recent are the newest runs of a project's published version, newest first, as far as they are known.
func (s *Store) Recent(projectID string) []hex.Run { return s.recent[projectID] }

// KnownRuns are all runs of a project that are known from any reading, drafts too, the newest first.
func (s *Store) KnownRuns(projectID string) []hex.Run {
	recent, listed := s.recent[projectID], s.runs[projectID]
	if listed == nil || listed.Len() == 0 {
		return recent
	}
	all := slices.Clone(recent)
	for i := range listed.Len() {
		if r := listed.Ref(i); !slices.ContainsFunc(recent, func(o hex.Run) bool { return o.RunID == r.RunID }) {
			all = append(all, *r)
		}
	}
	slices.SortStableFunc(all, byBeginning)
	return all
}

// byBeginning compares two runs by when they began, the newer one first.
func byBeginning(a, b hex.Run) int {
	if a.StartTime == nil || b.StartTime == nil {
		return cmp.Compare(begun(a), begun(b))
	}
	return b.StartTime.Compare(*a.StartTime)
}

// begun is 0 for a run that has not begun, which is newer than any that has.
func begun(r hex.Run) int {
	if r.StartTime == nil {
		return 0
	}
	return 1
}

// Output is the result of a cell in the draft's session, by the cell's static id.
func (s *Store) Output(staticID string) *Entry[hex.CellOutput] { return slot(s.outputs, staticID) }

// Picture is the picture of a chart cell as the draft's session has it, by the cell's static id.
func (s *Store) Picture(staticID string) *Entry[hex.Image] { return slot(s.pictures, staticID) }

// AgeOutputs makes the results and pictures of cells count as not known, because a new run of the draft makes others; the old values
// stay to be looked at until then.
func (s *Store) AgeOutputs(staticIDs []string) {
	for _, id := range staticIDs {
		if e := s.outputs[id]; e != nil {
			s.Drop(Thing{Kind: Output, ID: id})
			*e = Entry[hex.CellOutput]{Value: e.Value}
		}
		if e := s.pictures[id]; e != nil {
			s.tasks.Cancel(Thing{Kind: Picture, ID: id}.key())
			*e = Entry[hex.Image]{Value: e.Value}
		}
	}
}

// NoteRun takes what was newly learnt of a run into every place where it is shown.
func (s *Store) NoteRun(r hex.Run) {
	if r.RunID == "" {
		return
	}
	if !r.Draft() {
		s.noteRecent(r)
	}
	runs := s.Runs(r.ProjectID)
	if old, ok := runs.Get(r.RunID); !ok || old.Status != r.Status {
		s.RunsVersion++
	}
	if old, ok := runs.Get(r.RunID); ok {
		runs.Put(r.RunID, merge(old, r))
	} else {
		runs.Prepend(r.RunID, r)
	}
}

// noteRecent takes what was learnt of a run into the newest of its project.
func (s *Store) noteRecent(r hex.Run) {
	last := s.LastRun(r.ProjectID)
	if last.Value == nil || !newer(*last.Value, r) {
		s.Drop(Thing{Kind: LastRun, ID: r.ProjectID})
		last.set(&r, nil, s.now())
		s.RunsVersion++
	}
	if r.Trigger == hex.TriggerScheduled {
		s.LastScheduled(r.ProjectID).set(&r, nil, s.now())
	}
	recent := slices.Clone(s.recent[r.ProjectID])
	if at := slices.IndexFunc(recent, func(o hex.Run) bool { return o.RunID == r.RunID }); at >= 0 {
		recent[at] = merge(recent[at], r)
	} else {
		recent = append([]hex.Run{r}, recent...)
	}
	s.recent[r.ProjectID] = recent
}

func newer(a, b hex.Run) bool {
	return a.RunID != b.RunID && a.StartTime != nil && (b.StartTime == nil || a.StartTime.After(*b.StartTime)) && b.Status.Finished()
}

func merge(old, r hex.Run) hex.Run {
	if r.StartTime == nil {
		r.StartTime = old.StartTime
	}
	if r.Trigger == "" {
		r.Trigger = old.Trigger
	}
	return r
}

// load reads a list whole, page by page.
func load[T any](s *Store, t Thing, l *List[T], id func(T) string, pages func(context.Context) iter.Seq2[hex.Page[T], error]) {
	l.begin()
	task.Each(s.tasks, t.key(), pages, func(p hex.Page[T], err error, last bool) {
		if last {
			l.end(err, s.now())
			if t.Kind == Cells {
				s.CellsVersion++
			}
			return
		}
		l.add(p.Items, p.Odd, id)
	})
}

// do reads one thing.
func do[T any](s *Store, t Thing, work func(context.Context) (T, error), done func(T, error)) {
	task.Do(s.tasks, t.key(), work, done)
}
