// Package run is the screens of runs: the runs of a project, and one run with what is known of it.
package run

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
)

// List is the runs of one project.
type List struct {
	screen.Base
	env   *screen.Env
	id    string
	title string
	table *screen.Table
	made  uint64
	first bool
}

// NewList returns the screen of a project's runs.
func NewList(env *screen.Env, t screen.Target) *List {
	s := &List{env: env, id: t.ID, title: t.Title, first: true}
	s.table = screen.NewTable(env, "runs "+t.ID, grid.Config{Columns: grid.Columns(s.fields())})
	return s
}

func (s *List) fields() []grid.Field[hex.Run] {
	return []grid.Field[hex.Run]{
		{
			Column: grid.Column{ID: "status", Title: "STATUS", MinWidth: 12},
			Cell: func(r hex.Run) grid.Cell {
				st := present.Run(r.Status, s.env.Theme)
				return grid.Cell{Text: st.String(), Style: st.Style}
			},
			Text: func(r hex.Run) string { return string(r.Status) },
		},
		{
			Column:  grid.Column{ID: "started", Title: "STARTED", MinWidth: 22, Descending: true},
			Cell:    func(r hex.Run) grid.Cell { return grid.Cell{Text: s.started(r)} },
			Text:    func(r hex.Run) string { return start(r).Format(time.DateOnly) },
			Compare: func(a, b hex.Run) int { return start(a).Compare(start(b)) },
		},
		{
			Column:  grid.Column{ID: "took", Title: "TOOK", MinWidth: 8, Right: true, Descending: true, Priority: 1},
			Cell:    func(r hex.Run) grid.Cell { return grid.Cell{Text: present.Elapsed(r.Elapsed(s.env.Now()))} },
			Text:    func(r hex.Run) string { return "" },
			Compare: func(a, b hex.Run) int { return int(a.Elapsed(time.Time{}) - b.Elapsed(time.Time{})) },
		},
		{
			Column: grid.Column{ID: "version", Title: "VERSION", MinWidth: 8, Priority: 2},
			Cell:   func(r hex.Run) grid.Cell { return grid.Cell{Text: version(r)} },
		},
		{
			Column: grid.Column{ID: "trigger", Title: "STARTED BY", MinWidth: 10, Priority: 3},
			Cell:   func(r hex.Run) grid.Cell { return grid.Cell{Text: trigger(r.Trigger), Style: s.env.Theme.Faint} },
		},
		{
			Column: grid.Column{ID: "run", Title: "RUN", MinWidth: 9, Weight: 1, Priority: 4},
			Cell:   func(r hex.Run) grid.Cell { return grid.Cell{Text: r.RunID, Style: s.env.Theme.Faint} },
		},
	}
}

func start(r hex.Run) time.Time {
	if r.StartTime == nil {
		return time.Time{}
	}
	return *r.StartTime
}

func (s *List) started(r hex.Run) string {
	if r.StartTime == nil {
		return "not yet"
	}
	return fmt.Sprintf("%-8s  ", present.Ago(*r.StartTime, s.env.Now())) + r.StartTime.Local().Format("Jan 02 15:04")
}

func version(r hex.Run) string {
	if r.Draft() {
		return "draft"
	}
	return "v" + string(r.Version)
}

func trigger(t hex.RunTrigger) string {
	switch t {
	case hex.TriggerAPI:
		return "the API"
	case hex.TriggerScheduled:
		return "its schedule"
	case hex.TriggerAppRefresh:
		return "an app viewer"
	}
	return string(t)
}

// Crumb is the project's title.
func (s *List) Crumb() string { return s.title + " › Runs" }

// Scopes are those of a list.
func (s *List) Scopes() []action.Scope { return s.table.Scopes(action.Browse) }

// Show reads the runs when they are not known or no longer fresh.
func (s *List) Show() {
	if l := s.env.Store.Runs(s.id); !l.Loading && screen.Stale(l.At, s.env.Now()) {
		s.env.Store.LoadRuns(s.id)
	}
}

// Reload reads the runs anew.
func (s *List) Reload() { s.env.Store.LoadRuns(s.id) }

// Fresh is the age of the list.
func (s *List) Fresh() screen.Freshness {
	l := s.env.Store.Runs(s.id)
	return screen.Freshness{At: l.At, Loading: l.Loading, Err: l.Err}
}

// Typing tells whether the filter has the keys.
func (s *List) Typing() bool { return s.table.Typing() }

// Key edits the filter.
func (s *List) Key(k tea.KeyPressMsg) { s.table.Key(k) }

// Paste inserts into the filter.
func (s *List) Paste(text string) { s.table.Paste(text) }

// Mouse moves in the list; a double click opens.
func (s *List) Mouse(m screen.Mouse) {
	if s.table.Mouse(m) {
		s.open()
	}
}

func (s *List) selected() (hex.Run, bool) {
	return s.env.Store.Runs(s.id).Get(s.table.Grid.Selected())
}

func (s *List) open() {
	if r, ok := s.selected(); ok {
		s.env.Host.Go(screen.Target{Place: screen.Run, ID: s.id, Sub: r.RunID, Title: s.title})
	}
}

// Offers are what can be done with the selected run.
func (s *List) Offers() []screen.Offer {
	r, ok := s.selected()
	none, over := "", "This run is over."
	if !ok {
		none, over = "No run is selected.", "No run is selected."
	} else if !r.Status.Finished() {
		over = ""
	}
	offers := []screen.Offer{
		{Action: action.Open, Reason: none, Do: s.open},
		{Action: action.RunForm, Do: func() {
			if p, known := s.env.Store.FindProject(s.id); known {
				runform.Ask(s.env, p, "")
			}
		}},
		{Action: action.Cancel, Reason: over, Do: func() { runform.Cancel(s.env, s.id, r.RunID, s.title) }},
	}
	offers = append(offers, s.table.Offers()...)
	if ok {
		offers = append(offers,
			screen.Offer{Action: action.OpenWeb, Do: func() { s.env.Host.Browse(r.URL) }},
			screen.Offer{Action: action.CopyID, Do: func() { s.env.Host.Copy(r.RunID, "the run's id") }})
	}
	return offers
}

// Do moves, filters and sorts.
func (s *List) Do(id action.ID) bool {
	if id == action.Back && s.table.Filtered() {
		s.table.SetFilter("")
		return true
	}
	return s.table.Do(id)
}

// Sync makes the rows anew when the runs have changed.
func (s *List) Sync() {
	l := s.env.Store.Runs(s.id)
	if s.first || s.made != l.Version {
		s.first, s.made = false, l.Version
		items := make([]hex.Run, l.Len())
		for i := range items {
			items[i] = l.Item(i)
		}
		s.table.Grid.SetSource(grid.List[hex.Run]{Items: items, Key: func(r hex.Run) string { return r.RunID }, Fields: s.fields()})
		s.table.Settle()
	}
	noMatch := grid.Message{Title: "No run matches.", Hint: "esc takes the filter away"}
	switch {
	case l.Err != nil && l.Len() == 0:
		s.table.Grid.SetMessages(grid.Message{Title: "The runs could not be read.", Hint: l.Err.Error() + " " + s.env.Keys.Key(action.Refresh, action.Global) + " tries again."}, noMatch)
	case !l.Known() || l.Loading && l.Len() == 0:
		s.table.Grid.SetMessages(grid.Message{Title: s.env.Spin() + " reading"}, noMatch)
	default:
		s.table.Grid.SetMessages(grid.Message{Title: "This project has no runs yet.", Hint: s.env.Keys.Key(action.RunForm) + " runs it"}, noMatch)
	}
}

// Draw paints the filter and the list.
func (s *List) Draw(a paint.Surface) *overlay.Cursor {
	top, body := a.SplitTop(2)
	top.Text(2, 0, "Runs", s.env.Theme.Title)
	cursor := s.table.DrawFilter(top.Sub(10, 0, top.Width()-12, 1), "runs")
	s.table.Grid.Draw(body, s.env.Theme, true)
	return cursor
}
