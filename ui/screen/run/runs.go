// Package run is the screens of runs: the runs of a project, and one run with what is known of it.
package run

import (
	"fmt"
	"time"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
	"hextui/ui/store"
)

// NewList returns the screen of a project's runs.
func NewList(env *screen.Env, t screen.Target) screen.Screen {
	return screen.NewList(env, screen.Listing[hex.Run]{
		Title: "Runs", Path: t.Title + " › Runs", Noun: "runs",
		Rows: screen.Stored(env.Store.Runs(t.ID)), Want: func() store.Want { return env.Store.Keep(store.Runs, t.ID, store.RunsWithin) },
		ID:     func(r hex.Run) string { return r.RunID },
		Fields: fields(env),
		Open: func(r hex.Run) {
			env.Host.Go(screen.Target{Place: screen.Run, ID: t.ID, Sub: r.RunID, Title: t.Title})
		},
		Link: func(r hex.Run) string { return r.URL },
		Offers: func(r hex.Run, ok bool, none string) []screen.Offer {
			over := none
			if ok && r.Status.Finished() {
				over = "This run is over."
			}
			return []screen.Offer{
				{Action: action.RunForm, Do: func() { again(env, t.ID) }},
				{Action: action.Cancel, Reason: over, Do: func() { runform.Cancel(env, t.ID, r.RunID, t.Title) }},
			}
		},
		Empty: func() grid.Message {
			return grid.Message{Title: "This project has no runs yet.", Hint: env.Keys.Way(action.RunForm, action.Browse) + " runs it"}
		},
	})
}

// again asks how to run a project.
func again(env *screen.Env, projectID string) {
	if p, ok := env.Store.FindProject(projectID); ok {
		runform.Ask(env, p, "")
	}
}

func fields(env *screen.Env) []grid.Field[hex.Run] {
	return []grid.Field[hex.Run]{
		{
			Column: grid.Column{ID: "status", Title: "STATUS", MinWidth: 12},
			Cell: func(r hex.Run) grid.Cell {
				return screen.StatusCell(present.Run(r.Status, env.Theme), env.Theme)
			},
			Text: func(r hex.Run) string { return string(r.Status) },
		},
		{
			Column:  grid.Column{ID: "started", Title: "STARTED, " + present.Zone(env.Now()), MinWidth: 22, Descending: true},
			Cell:    func(r hex.Run) grid.Cell { return grid.Cell{Text: started(env, r)} },
			Text:    func(r hex.Run) string { return start(r).Format(time.DateOnly) },
			Compare: func(a, b hex.Run) int { return start(a).Compare(start(b)) },
		},
		{
			Column:  grid.Column{ID: "took", Title: "TOOK", MinWidth: 8, Right: true, Descending: true, Priority: 1},
			Cell:    func(r hex.Run) grid.Cell { return grid.Cell{Text: present.Elapsed(r.Elapsed(env.Now()))} },
			Text:    func(r hex.Run) string { return "" },
			Compare: func(a, b hex.Run) int { return int(a.Elapsed(time.Time{}) - b.Elapsed(time.Time{})) },
		},
		{
			Column: grid.Column{ID: "version", Title: "VERSION", MinWidth: 8, Priority: 2},
			Cell:   func(r hex.Run) grid.Cell { return grid.Cell{Text: version(r)} },
		},
		{
			Column: grid.Column{ID: "trigger", Title: "STARTED BY", MinWidth: 10, Priority: 3},
			Cell: func(r hex.Run) grid.Cell {
				return grid.Cell{Text: screen.StartedBy(env, r, present.Trigger), Style: env.Theme.Faint}
			},
		},
		{
			Column: grid.Column{ID: "run", Title: "RUN", MinWidth: 9, Weight: 1, Priority: 4},
			Cell:   func(r hex.Run) grid.Cell { return grid.Cell{Text: r.RunID, Style: env.Theme.Faint} },
		},
	}
}

func start(r hex.Run) time.Time {
	if r.StartTime == nil {
		return time.Time{}
	}
	return *r.StartTime
}

func started(env *screen.Env, r hex.Run) string {
	if r.StartTime == nil {
		return "not yet"
	}
	return fmt.Sprintf("%-8s  ", present.Ago(*r.StartTime, env.Now())) + r.StartTime.Local().Format("Jan 02 15:04")
}

func version(r hex.Run) string {
	if r.Draft() {
		return "draft"
	}
	return "v" + string(r.Version)
}
