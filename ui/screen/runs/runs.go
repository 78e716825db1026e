// Package runs is the screen of the runs of the whole workspace: what runs now, what failed since yesterday, what schedules start
// next, and what ran today.
package runs

import (
	"cmp"
	"fmt"
	"slices"

	"hextui/hex"
	"hextui/hex/config/state"
	"hextui/ui/action"
	"hextui/ui/deed/onproject"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/overview"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
	"hextui/ui/store"
)

// The views.
const (
	running = "Running"
	failed  = "Failed since yesterday"
	next    = "Next"
	today   = "Today"
)

var views = [...]string{running, failed, next, today}

// listName is what the list is remembered by.
const listName = "runs of the workspace"

// Screen is the list of runs.
type Screen struct {
	*screen.List[line]
	env  *screen.Env
	view string
	all  overview.Overview
	seen uint64 // counts the overviews, for the rows
	tabs screen.Tabs
}

// New returns the screen; the target may name a view.
func New(env *screen.Env, t screen.Target) screen.Screen {
	s := &Screen{env: env, view: running}
	s.List = screen.NewList(env, screen.Listing[line]{
		Title: "Runs", Noun: "runs", Name: listName, Scope: action.AllRuns, Rows: rows{s},
		Want: func() store.Want { return env.Store.Keep(store.Projects, "", store.ListWithin) },
		ID:   func(l line) string { return l.id() }, Fields: s.fields(), Open: s.open,
		Link: s.link, Offers: s.offers, Empty: s.empty,
	})
	s.pick(cmp.Or(t.Sub, env.State.List(listName).View, running))
	return s
}

// Visit shows another view.
func (s *Screen) Visit(t screen.Target) { s.pick(t.Sub) }

// pick shows a view, and remembers it.
func (s *Screen) pick(view string) {
	if !slices.Contains(views[:], view) {
		return
	}
	if s.view != view {
		s.view = view
		s.Grid.Refit()
	}
	if s.env.State.List(listName).View != view {
		s.env.State.ChangeList(listName, func(l *state.List) { l.View = view })
	}
}

func (s *Screen) turn(by int) {
	s.pick(views[(slices.Index(views[:], s.view)+by+len(views))%len(views)])
}

// line is a run, or one that a schedule will start.
type line struct {
	overview.Run
	due  *overview.Due
	rule int // which of the project's schedules
}

func (l line) id() string {
	if l.due != nil {
		return fmt.Sprintf("%s due %d", l.due.Project.ID, l.rule)
	}
	return l.RunID
}

func (l line) project() *hex.Project {
	if l.due != nil {
		return l.due.Project
	}
	return l.Project
}

// rows are the lines of the view.
type rows struct{ *Screen }

// State is another with every view and everything that is learnt.
func (r rows) State() any { return [2]any{r.view, r.seen} }

// All are the lines of the view that is shown.
func (r rows) All() []line {
	runs := map[string][]overview.Run{running: r.all.Running, failed: r.all.Failed, today: r.all.Today}[r.view]
	lines := make([]line, 0, max(len(runs), len(r.all.Next)))
	for _, one := range runs {
		lines = append(lines, line{Run: one})
	}
	if r.view == next {
		count := map[string]int{}
		for i := range r.all.Next {
			due := &r.all.Next[i]
			lines = append(lines, line{due: due, rule: count[due.Project.ID]})
			count[due.Project.ID]++
		}
	}
	return lines
}

// Odd are told of where projects are listed.
func (rows) Odd() []hex.Odd { return nil }

func (r rows) Fresh() screen.Freshness { return screen.Stored(&r.env.Store.Projects).Fresh() }

// Sync looks at what is known before the rows are made.
func (s *Screen) Sync() {
	if s.all.Sync(s.env.Store, s.env.Now()) {
		s.seen++
	}
	s.List.Sync()
}

// open goes to the run, or to the project that will run.
func (s *Screen) open(l line) {
	p := l.project()
	if l.due != nil {
		s.env.Host.Go(screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title})
		return
	}
	s.env.Host.Go(screen.Target{Place: screen.Run, ID: p.ID, Sub: l.RunID, Title: p.Title})
}

func (s *Screen) link(l line) string {
	if l.due == nil && l.URL != "" {
		return l.URL
	}
	return s.env.API.ProjectURL(l.project().ID)
}

// offers are what can be done with the selected run.
func (s *Screen) offers(l line, ok bool, none string) []screen.Offer {
	var p hex.Project
	over, draft := none, cmp.Or(none, *s.env.NoDraftRuns)
	if ok {
		p = *l.project()
		switch {
		case l.due != nil:
			over = "This run has not begun; Hex has no API to change a schedule: " + s.env.Keys.Way(action.OpenWeb) +
				" opens the project there."
		case l.Status.Finished():
			over = "This run is over: " + present.Run(l.Status, s.env.Theme).Word + "."
		}
	}
	return append([]screen.Offer{
		{Action: action.RunForm, Reason: none, Do: func() { runform.Ask(s.env, p, "") }},
		{Action: action.Cancel, Reason: over, Do: func() { runform.Cancel(s.env, p.ID, l.RunID, p.Title) }},
		{Action: action.RunDraft, Reason: draft, Do: func() { runform.StartDraft(s.env, p) }},
		{Action: action.WatchEnd, Reason: over, Do: func() {
			s.env.Host.Follow(p.ID, l.RunID, p.Title)
			s.env.Host.NotifyEnd(l.RunID)
		}},
		{Action: action.Runs, Reason: none, Do: func() {
			s.env.Host.Go(screen.Target{Place: screen.Runs, ID: p.ID, Title: p.Title})
		}},
		{Action: action.NextView, Do: func() { s.turn(1) }},
	}, onproject.Offers(s.env, p, none)...)
}

// Do moves, filters, sorts and changes the view.
func (s *Screen) Do(id action.ID) bool {
	if id == action.PrevView {
		s.turn(-1)
		return true
	}
	return s.List.Do(id)
}

// Mouse moves in the list and picks a view.
func (s *Screen) Mouse(m screen.Mouse) {
	if name, ok := s.tabs.Hit(m); ok {
		s.pick(name)
		return
	}
	s.List.Mouse(m)
}

// empty says what an empty list means, as far as it is known.
func (s *Screen) empty() grid.Message {
	says := map[string]string{
		running: "Nothing runs now.", failed: "Nothing failed since yesterday.", next: "No schedule will start a run.",
		today: "Nothing ran today.",
	}[s.view]
	if s.all.Unread > 0 && s.view != next {
		says = says[:len(says)-1] + ", as far as was looked."
	}
	return grid.Message{Title: says, Hint: s.env.Keys.Way(action.NextView, action.AllRuns) + " shows the next view"}
}

// Draw paints the views, what was not looked at, and the runs.
func (s *Screen) Draw(area paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	top, rest := area.SplitTop(2)
	count := map[string]int{running: len(s.all.Running), failed: len(s.all.Failed), next: len(s.all.Next), today: len(s.all.Today)}
	var tabs []screen.Tab
	for _, name := range views {
		tabs = append(tabs, screen.Tab{Name: name, Count: count[name], Counted: s.env.Store.Projects.Known(),
			More: s.all.Unread > 0 && name != next})
	}
	x := s.tabs.Draw(top, t, tabs, s.view, s.FilterRoom(50))
	below := top.Sub(2, 1, top.Width()-4, 1)
	switch {
	case s.Typing():
		s.DrawHint(below)
	case s.all.Unread > 0 && s.view != next:
		looked := s.all.Published - s.all.Unread
		says := fmt.Sprintf("runs of %s of %s published projects are known", present.Count(looked), present.Count(s.all.Published))
		if s.env.API.Budget().Limit > 0 {
			says += "; ten more a minute while this is open"
		}
		below.Text(0, 0, paint.Cut(says, below.Width()), t.Faint)
	}
	cursor := s.DrawFilter(top.Sub(x, 0, top.Width()-x-2, 1))
	s.Grid.Draw(rest, t, true)
	return cursor
}

// unreadAtOnce is how many projects are wanted at a time whose runs nobody looked at.
const unreadAtOnce = 40

// Wants are the projects, the runs that go on, and a few of those projects that should be looked at, the most urgent first. All
// but the list are guesses: they wait while the budget is short.
func (s *Screen) Wants() []store.Want {
	st := s.env.Store
	wants := s.List.Wants()
	for _, r := range s.all.Running {
		if _, watched := s.env.Host.Watched(r.RunID); !watched && !r.Draft() {
			wants = append(wants, st.Keep(store.LastRun, r.Project.ID, store.CellWithin).Maybe())
		}
	}
	for _, id := range s.all.Look[:min(len(s.all.Look), unreadAtOnce)] {
		wants = append(wants, st.Keep(store.LastRun, id, store.ListWithin).Maybe())
	}
	return wants
}
