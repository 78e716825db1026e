package projects

import (
	"slices"
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/screen"
)

// row is a project as the list shows it, with what is known of it beside the list when the row was made, for sorting and
// filtering.
type row struct {
	*hex.Project
	run, scheduled *hex.Run
	draft          *hex.Run // the newest one from here, where it failed
	star           bool
	connections    string
}

// rows are the projects of the view.
type rows struct{ *Screen }

// made is what rows are made of.
type made struct {
	projects, runs, cells uint64
	away, byRuns, byCells bool
	view, me              string
	star                  *string // the first star, which is another whenever the stars are
	stars                 int
}

// State leaves the newest runs and the cells out of account unless the rows are sorted or filtered by them.
func (r rows) State() any {
	st := r.env.Store
	now := made{projects: r.listed().Version, runs: r.made.runs, cells: r.made.cells, away: r.away(), view: r.view, me: st.Me.Value.Email,
		byRuns: r.byRuns(), byCells: r.byCells()}
	if now.byRuns {
		now.runs = st.RunsVersion
	}
	if now.byCells {
		now.cells = st.CellsVersion + st.Connections.Version
	}
	if stars := r.env.State.State().Stars; len(stars) > 0 {
		now.star, now.stars = &stars[0], len(stars)
	}
	r.made = now
	return now
}

// All counts the projects of every view, and returns those of the one that is shown.
func (r rows) All() []row {
	st, l := r.env.Store, r.listed()
	keep := r.cut()
	stars := r.env.State.State().Stars
	out := make([]row, 0, l.Len())
	r.unread = 0
	for _, v := range views {
		if v.away == r.away() {
			r.counts[v.name] = 0
		}
	}
	names := r.connectionNames()
	for i := range l.Len() {
		p := l.Ref(i)
		for _, v := range views {
			if v.away == r.away() && v.keep(r.Screen, p) {
				r.counts[v.name]++
			}
		}
		if !keep(p) {
			continue
		}
		last, scheduled := st.KnownLast(p.ID)
		one := row{Project: p, run: last.Value, scheduled: scheduled.Value, draft: r.failedDraft(p.ID), star: slices.Contains(stars, p.ID)}
		if names != nil {
			one.connections = r.connections(p.ID, names)
		}
		if r.byRuns() && r.runUnread(p) || r.byCells() && r.cellsUnread(p) {
			r.unread++
		}
		out = append(out, one)
	}
	return out
}

// byRuns tells whether the rows are sorted or filtered by their newest runs, so that those out of sight count too.
func (s *Screen) byRuns() bool {
	by, _ := s.Grid.Sort()
	return by == "run" || s.filters("run")
}

// byCells tells whether the rows are filtered by what their cells use.
func (s *Screen) byCells() bool {
	by, _ := s.Grid.Sort()
	return by == "connection" || s.filters("connection") || slices.Contains(s.Grid.Arranged(), "connection")
}

// beside says what the rows are sorted or filtered by that is not in the list, empty where it is.
func (s *Screen) beside() string {
	switch {
	case s.byRuns():
		return "last runs"
	case s.byCells():
		return "cells"
	}
	return ""
}

// runUnread tells whether a project has runs of which none was looked up yet.
func (s *Screen) runUnread(p *hex.Project) bool {
	last, _ := s.env.Store.KnownLast(p.ID)
	return p.Published() && !last.Known() && last.Err == nil
}

// cellsUnread tells whether nobody knows what the draft of a project holds.
func (s *Screen) cellsUnread(p *hex.Project) bool {
	cells := s.env.Store.KnownCells(p.ID)
	return !cells.Known()
}

// connectionNames are the names of the data connections by their ids, nil where nobody looks at them.
func (s *Screen) connectionNames() map[string]string {
	if !s.byCells() {
		return nil
	}
	names := map[string]string{}
	l := &s.env.Store.Connections
	for i := range l.Len() {
		names[l.Ref(i).ID] = l.Ref(i).Name
	}
	return names
}

// connections are the data connections that the cells of a project use, as far as they are known.
func (s *Screen) connections(projectID string, names map[string]string) string {
	var used []string
	cells := s.env.Store.KnownCells(projectID)
	for i := range cells.Len() {
		id := cells.Ref(i).DataConnectionID
		if name := names[id]; name != "" {
			id = name
		}
		if id != "" && !slices.Contains(used, id) {
			used = append(used, id)
		}
	}
	return strings.Join(used, " · ")
}

// Odd are those of the workspace: what cannot be understood belongs to no view.
func (r rows) Odd() []hex.Odd { return r.listed().Odd }

func (r rows) Fresh() screen.Freshness { return screen.Stored(r.listed()).Fresh() }

// hides tells whether the newest run, of another who started it, hides that the schedule's last run failed.
func hides(run, scheduled *hex.Run) bool {
	return run != nil && scheduled != nil && run.RunID != scheduled.RunID && failed(scheduled.Status) && !failed(run.Status)
}

func failed(s hex.RunStatus) bool { return s == hex.RunErrored || s == hex.RunNoKernel }

// failedDraft is the newest run of a project's draft that was started here, where it failed: of that Hex's list says nothing.
func (s *Screen) failedDraft(projectID string) *hex.Run {
	run, ok := s.env.Store.LastDraft(projectID)
	if !ok || !failed(run.Status) {
		return nil
	}
	found := run // or every project would cost the memory of a run
	return &found
}

func runText(r row) string {
	text := ""
	if r.run != nil {
		text = string(r.run.Status)
	}
	if hides(r.run, r.scheduled) {
		text += " schedule " + string(r.scheduled.Status)
	}
	if r.draft != nil {
		text = strings.TrimSpace(text + " draft " + string(r.draft.Status))
	}
	return text
}

func runTime(r row) time.Time {
	switch {
	case r.draft != nil && (r.run == nil || runTime(row{run: r.draft}).After(runTime(row{run: r.run}))):
		return runTime(row{run: r.draft})
	case r.run == nil:
		return time.Time{}
	case r.run.EndTime != nil:
		return *r.run.EndTime
	case r.run.StartTime != nil:
		return *r.run.StartTime
	}
	return time.Time{}
}
