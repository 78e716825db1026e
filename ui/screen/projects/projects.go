// Package projects is the screen that lists the workspace's projects and components.
package projects

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
)

// The widths from which the preview stands beside the list by itself, and when it was asked for.
const (
	previewFrom  = 150
	previewAsked = 110
)

// Screen is the list of projects.
type Screen struct {
	screen.Base
	env     *screen.Env
	table   *screen.Table
	view    int
	preview bool // a narrow screen shows the preview instead of the list

	made       uint64 // the versions of the store that the rows were made of
	madeRuns   uint64
	madeView   int
	madeMe     string
	wanted     []string // projects whose newest run is on screen and not known
	asked      map[string]bool
	minute     time.Time // since when looked counts
	looked     int
	previewed  string
	countViews []int
	tabs       [len(views)]paint.Surface // where the views' names stand, empty for those without room
}

// New returns the screen.
func New(env *screen.Env) *Screen {
	s := &Screen{env: env, asked: map[string]bool{}, madeView: -1}
	s.table = screen.NewTable(env, "projects", grid.Config{Columns: grid.Columns(s.fields())})
	s.table.Grid.SetSort("edited", true)
	return s
}

// Crumb is the place's name.
func (s *Screen) Crumb() string { return "Projects" }

// Scopes are those of the list.
func (s *Screen) Scopes() []action.Scope { return s.table.Scopes(action.Projects) }

// Show reads the projects when they are not known or no longer fresh.
func (s *Screen) Show() {
	l := &s.env.Store.Projects
	if !l.Loading && screen.Stale(l.At, s.env.Now()) {
		s.env.Store.LoadProjects()
	}
}

// Reload reads everything anew.
func (s *Screen) Reload() {
	s.env.Store.LoadProjects()
	s.env.Store.ForgetLastRuns()
	clear(s.asked)
	s.previewed = ""
}

// Fresh is the age of the list.
func (s *Screen) Fresh() screen.Freshness {
	l := &s.env.Store.Projects
	return screen.Freshness{At: l.At, Loading: l.Loading, Err: l.Err}
}

// Typing, Key and Paste are the filter's.
func (s *Screen) Typing() bool          { return s.table.Typing() }
func (s *Screen) Key(k tea.KeyPressMsg) { s.table.Key(k) }

// Paste inserts into the filter.
func (s *Screen) Paste(text string) { s.table.Paste(text) }

// Mouse moves in the list and picks a view; a double click opens.
func (s *Screen) Mouse(m screen.Mouse) {
	for i, tab := range s.tabs {
		if m.Press && tab.Contains(m.X, m.Y) {
			s.view = i
			return
		}
	}
	if s.table.Mouse(m) {
		s.open()
	}
}

// Offers are what can be done with the selected project.
func (s *Screen) Offers() []screen.Offer {
	p, ok := s.selected()
	none := ""
	if !ok {
		none = "No project is selected."
	}
	published := none
	if ok && !p.Published() {
		published = "“" + p.Title + "” was never published; only its draft can be run."
	}
	offers := []screen.Offer{
		{Action: action.Open, Reason: none, Do: s.open},
		{Action: action.RunForm, Reason: none, Do: func() { s.run(p, "") }},
		{Action: action.Runs, Reason: none, Do: func() {
			s.env.Host.Go(screen.Target{Place: screen.Runs, ID: p.ID, Title: p.Title})
		}},
		{Action: action.NextView, Do: func() { s.turn(1) }},
	}
	offers = append(offers, s.table.Offers()...)
	offers = append(offers, []screen.Offer{
		{Action: action.Preview, Reason: none, Do: func() { s.preview = !s.preview }},
		{Action: action.RunPublished, Reason: published, Do: func() { s.run(p, runform.Published) }},
		{Action: action.RunDraft, Reason: s.noDraft(none), Do: func() { runform.StartDraft(s.env, p) }},
		{Action: action.OpenWeb, Reason: none, Do: func() { s.env.Host.Browse(s.env.API.ProjectURL(p.ID)) }},
		{Action: action.CopyID, Reason: none, Do: func() { s.env.Host.Copy(p.ID, "the project's id") }},
		{Action: action.CopyURL, Reason: none, Do: func() { s.env.Host.Copy(s.env.API.ProjectURL(p.ID), "the project's link") }},
	}...)
	if s.table.Typing() {
		return nil
	}
	return offers
}

func (s *Screen) noDraft(none string) string {
	if none != "" {
		return none
	}
	return *s.env.NoDraftRuns
}

func (s *Screen) run(p hex.Project, which runform.Which) { runform.Ask(s.env, p, which) }

// Do moves, filters, sorts and changes the view.
func (s *Screen) Do(id action.ID) bool {
	switch id {
	case action.PrevView:
		s.turn(-1)
	case action.Back:
		switch {
		case s.preview:
			s.preview = false
		case s.table.Filtered():
			s.table.SetFilter("")
		default:
			return false
		}
	default:
		return s.table.Do(id)
	}
	return true
}

func (s *Screen) turn(by int) {
	s.view = (s.view + by + len(views)) % len(views)
}

func (s *Screen) open() {
	if p, ok := s.selected(); ok {
		s.env.Host.Go(screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title})
	}
}

func (s *Screen) selected() (hex.Project, bool) {
	return s.env.Store.Projects.Get(s.table.Grid.Selected())
}

// view is a cut through the projects.
type view struct {
	name string
	keep func(p hex.Project, me string) bool
}

var views = [...]view{
	{"All", func(hex.Project, string) bool { return true }},
	{"Mine", func(p hex.Project, me string) bool { return me != "" && strings.EqualFold(p.Owner.Email, me) }},
	{"Scheduled", func(p hex.Project, _ string) bool { return len(p.Schedules) > 0 }},
	{"Never published", func(p hex.Project, _ string) bool { return !p.Published() && p.Type != hex.TypeComponent }},
	{"Components", func(p hex.Project, _ string) bool { return p.Type == hex.TypeComponent }},
}

// Sync makes the rows anew when the store has changed.
func (s *Screen) Sync() {
	st := s.env.Store
	me := st.Me.Value.Email
	sort, _ := s.table.Grid.Sort()
	runsMatter := (sort == "run" || strings.Contains(s.table.Grid.Filter(), "run:")) && s.madeRuns != st.RunsVersion
	if s.made == st.Projects.Version && s.madeView == s.view && s.madeMe == me && !runsMatter {
		s.messages()
		return
	}
	s.made, s.madeView, s.madeMe, s.madeRuns = st.Projects.Version, s.view, me, st.RunsVersion
	l := &st.Projects
	rows := make([]row, 0, l.Len())
	s.countViews = make([]int, len(views))
	for i := range l.Len() {
		p := l.Item(i)
		for v := range views {
			if views[v].keep(p, me) {
				s.countViews[v]++
			}
		}
		if views[s.view].keep(p, me) {
			rows = append(rows, row{Project: p, run: st.LastRun(p.ID).Value})
		}
	}
	s.table.Grid.SetSource(grid.List[row]{Items: rows, Key: func(r row) string { return r.ID }, Fields: s.fields()})
	s.table.Settle()
	s.messages()
}

// messages says what an empty list means.
func (s *Screen) messages() {
	l := &s.env.Store.Projects
	noMatch := grid.Message{Title: "No project matches “" + s.table.Grid.Filter() + "”.", Hint: "esc takes the filter away"}
	switch {
	case l.Err != nil && l.Len() == 0:
		s.table.Grid.SetMessages(grid.Message{Title: "The projects could not be read.", Hint: l.Err.Error() + " " + s.env.Keys.Key(action.Refresh, action.Global) + " tries again."}, noMatch)
	case !l.Known() || l.Loading && l.Len() == 0:
		s.table.Grid.SetMessages(grid.Message{Title: s.env.Spin() + " reading the projects", Hint: ""}, noMatch)
	case s.view != 0:
		s.table.Grid.SetMessages(grid.Message{Title: "No project here: " + views[s.view].name + ".", Hint: s.env.Keys.Key(action.NextView) + " shows the next view"}, noMatch)
	default:
		s.table.Grid.SetMessages(grid.Message{Title: "This workspace has no project that the token may see.", Hint: "Projects are made in Hex; " + s.env.Keys.Key(action.Refresh) + " looks again."}, noMatch)
	}
}

// Draw paints the views, the filter, the list, and the preview where there is room.
func (s *Screen) Draw(area paint.Surface) *overlay.Cursor {
	top, rest := area.SplitTop(2)
	cursor := s.drawTop(top)
	s.wanted = s.wanted[:0]
	switch {
	case area.Width() >= previewFrom, s.preview && area.Width() >= previewAsked:
		left, right := rest.SplitRight(min(rest.Width()/3, 51))
		s.table.Grid.Draw(left.Sub(0, 0, left.Width()-1, left.Height()), s.env.Theme, true)
		right.Column(0, 0, right.Height(), s.env.Theme.Glyphs.Column, s.env.Theme.Rule)
		s.drawPreview(right.Sub(2, 0, right.Width()-3, right.Height()))
	case s.preview:
		s.drawPreview(rest.Inset(2, 0))
	default:
		s.table.Grid.Draw(rest, s.env.Theme, true)
	}
	return cursor
}

func (s *Screen) drawTop(top paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	x := 2
	s.tabs = [len(views)]paint.Surface{}
	for i, v := range views {
		st, n := t.Faint, ""
		if i < len(s.countViews) && s.env.Store.Projects.Known() {
			n = " " + itoa(s.countViews[i])
		}
		if i == s.view {
			st = t.Accent
		}
		// What is typed into the filter needs the room of a narrow screen more than the other views' names do.
		room := 30
		if s.table.Typing() {
			room = 50
		}
		if x+paint.Width(v.name+n)+room > top.Width() && i != s.view {
			continue
		}
		s.tabs[i] = top.Sub(x, 0, paint.Width(v.name+n), 1)
		x = top.Text(x, 0, v.name, st)
		x = top.Text(x, 0, n, t.Faint) + 3
	}
	return s.table.DrawFilter(top.Sub(x, 0, top.Width()-x-2, 1), "projects")
}

// lookups is how many newest runs are read a minute in a workspace with a request budget: Hex has no way to ask for
// many at once, and what a person does must not wait behind them.
const lookups = 10

// Settled asks for what the drawing showed to be missing: the newest runs of the rows in sight, the selected one first,
// and what the preview would say.
func (s *Screen) Settled() {
	wanted := s.wanted
	if id := s.table.Grid.Selected(); slices.Contains(wanted, id) {
		wanted = append([]string{id}, wanted...)
	}
	var ask []string
	news := false
	for _, id := range wanted {
		if e := s.env.Store.LastRun(id); e.Known() || e.Err != nil || slices.Contains(ask, id) {
			continue
		}
		if !s.asked[id] && s.roomForLookup() {
			s.asked[id], news = true, true
		}
		if s.asked[id] {
			ask = append(ask, id)
		}
	}
	if news {
		s.env.Store.LoadLastRuns(ask, 25)
	}
	s.loadPreview()
}

// roomForLookup tells whether one more newest run may be read now, and counts it.
func (s *Screen) roomForLookup() bool {
	if s.env.API.Budget().Limit == 0 {
		return true
	}
	now := s.env.Now()
	if now.Sub(s.minute) > time.Minute {
		s.minute, s.looked = now, 0
	}
	s.looked++
	return s.looked <= lookups
}

// want notes that a newest run is on screen and not known.
func (s *Screen) want(id string) { s.wanted = append(s.wanted, id) }

func (s *Screen) now() time.Time {
	if at := s.env.Store.Projects.At; !at.IsZero() {
		return at
	}
	return s.env.Now()
}
