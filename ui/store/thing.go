package store

import "time"

// Kind says what sort of thing a [Thing] is.
type Kind string

// The kinds of things that can be read.
const (
	Me       Kind = "me"
	Projects Kind = "projects"
	// Away are the projects that were archived, or are in the trash.
	Away    Kind = "archived projects"
	Project Kind = "project"
	Cells   Kind = "cells"
	Runs    Kind = "runs"
	LastRun Kind = "last run"
	// LastScheduled is the newest run that a project's schedule started.
	LastScheduled Kind = "last scheduled run"
	Output        Kind = "output"
	// Picture is that of a chart cell of a draft.
	Picture     Kind = "picture"
	Failure     Kind = "failure"
	Users       Kind = "users"
	Groups      Kind = "groups"
	Members     Kind = "members"
	Collections Kind = "collections"
	Shelf       Kind = "shelf"
	Connections Kind = "connections"
	Threads     Kind = "threads"
	Guides      Kind = "guides"
	Thread      Kind = "thread"
	Messages    Kind = "messages"
	Results     Kind = "results"
)

// Thing names something that can be read: a list of the workspace, or what belongs to one project, group, cell … .
type Thing struct {
	Kind Kind
	// ID is of what: the project of cells, runs and a newest run, the static id of an output's or a picture's cell, the group, the
	// collection, the thread, the run that failed. Lists of the workspace have none.
	ID string
	// Of is the project of a run that failed, or the id of a picture's cell.
	Of string
}

func (t Thing) key() string { return string(t.Kind) + " " + t.ID }

// Want is a thing that a screen shows, and how fresh it is to be.
type Want struct {
	Thing
	// Within is how old the thing may become before it is read again; 0 is read once.
	Within time.Duration
	// Guess marks what is nice to have: it is read only while the budget has room, few at a time, and once the screen has
	// shown it for a moment.
	Guess bool
}

// How often things are read again while they are shown. The demo, which costs nothing, is asked twice as often.
const (
	RunsWithin = 5 * time.Second
	CellWithin = 15 * time.Second
	ListWithin = time.Minute
)

// pageEvery is the share of the budget that reading one list again and again may take: a page in so much time. A
// workspace of ten thousand projects is read less often than one of sixty.
const pageEvery = 5 * time.Second

// Keep is the want of a thing that is to be read about every d.
func (s *Store) Keep(kind Kind, id string, d time.Duration) Want {
	w := Want{Thing: Thing{Kind: kind, ID: id}, Within: max(d, time.Duration(s.Status(Thing{Kind: kind, ID: id}).pages)*pageEvery)}
	if s.demo {
		w.Within /= 2
	}
	return w
}

// Once is the want of a thing that does not change.
func Once(kind Kind, id string) Want { return Want{Thing: Thing{Kind: kind, ID: id}} }

// Maybe makes a want a guess.
func (w Want) Maybe() Want {
	w.Guess = true
	return w
}

// Status is how fresh a thing is.
type Status struct {
	// At is when it was last read whole; zero when it never was.
	At time.Time
	// Err is why the newest reading failed, nil when it did not. Tried is when that reading ended, Failures how many in a
	// row have failed.
	Err      error
	Tried    time.Time
	Failures int
	// Loading is set while it is being read.
	Loading bool

	pages int // of the newest reading
}

// Known tells whether the thing has been read.
func (s Status) Known() bool { return !s.At.IsZero() }

func (s *Status) begin() { s.Loading, s.pages = true, 0 }

func (s *Status) end(err error, at time.Time) {
	s.Loading, s.Err, s.Tried = false, err, at
	if err != nil {
		s.Failures++
		return
	}
	s.At, s.Failures = at, 0
}

// dropped ends a reading whose answer is not wanted any more.
func (s *Status) dropped() { s.Loading = false }

// Status is how fresh a thing is.
func (s *Store) Status(t Thing) *Status {
	switch t.Kind {
	case Me:
		return &s.Me.Status
	case Projects:
		return &s.Projects.Status
	case Project:
		return &s.Project(t.ID).Status
	case Cells:
		return &s.Cells(t.ID).Status
	case Runs:
		return &s.Runs(t.ID).Status
	case LastRun:
		return &s.LastRun(t.ID).Status
	case LastScheduled:
		return &s.LastScheduled(t.ID).Status
	case Away:
		return &s.Away.Status
	case Output:
		return &s.Output(t.ID).Status
	case Picture:
		return &s.Picture(t.ID).Status
	case Failure:
		return &s.Failure(t.ID).Status
	case Users:
		return &s.Users.Status
	case Groups:
		return &s.Groups.Status
	case Members:
		return &s.Members(t.ID).Status
	case Collections:
		return &s.Collections.Status
	case Shelf:
		return &s.Shelf(t.ID).Status
	case Connections:
		return &s.Connections.Status
	case Threads:
		return &s.Threads.Status
	case Guides:
		return &s.Guides.Status
	case Thread:
		return &s.Thread(t.ID).Status
	case Messages:
		return &s.Messages(t.ID).Status
	case Results:
		return &s.Results(t.ID).Status
	}
	return &Status{}
}

// Read starts reading a thing. One reading of a thing is under way at a time: while there is one, this does nothing.
func (s *Store) Read(t Thing) {
	if s.Status(t).Loading {
		return
	}
	switch t.Kind {
	case Me:
		s.loadMe()
	case Projects:
		s.loadProjects()
	case Project:
		s.loadProject(t.ID)
	case Cells:
		s.loadCells(t.ID)
	case Runs:
		s.loadRuns(t.ID)
	case LastRun:
		s.loadLastRun(t.ID)
	case LastScheduled:
		s.loadLastScheduled(t.ID)
	case Away:
		s.loadAway()
	case Output:
		s.loadOutput(t.ID)
	case Picture:
		s.loadPicture(t)
	case Failure:
		s.findFailure(t.Of, t.ID)
	case Users:
		s.loadUsers()
	case Groups:
		s.loadGroups()
	case Members:
		s.loadMembers(t.ID)
	case Collections:
		s.loadCollections()
	case Shelf:
		s.loadShelf(t.ID)
	case Connections:
		s.loadConnections()
	case Threads:
		s.loadThreads()
	case Guides:
		s.loadGuides()
	case Thread:
		s.loadThread(t.ID)
	case Messages:
		s.loadMessages(t.ID)
	case Results:
		s.loadResults(t.ID)
	}
}

// Long tells whether a reading that is under way has come further than one request.
func (s *Store) Long(t Thing) bool {
	st := s.Status(t)
	return st.Loading && st.pages > 1
}

// Drop gives up a reading that is under way, because its answer would be older than what has happened since.
func (s *Store) Drop(t Thing) {
	if st := s.Status(t); st.Loading {
		s.tasks.Cancel(t.key())
		st.dropped()
	}
}
