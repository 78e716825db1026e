// Package projects is the screen that lists the workspace's projects and components.
package projects

import (
	"cmp"
	"strings"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
	"hextui/ui/store"
)

// The widths from which the preview stands beside the list by itself, and when it was asked for.
const (
	previewFrom  = 150
	previewAsked = 110
)

// Screen is the list of projects.
type Screen struct {
	*screen.List[row]
	env     *screen.Env
	view    int
	preview bool // a narrow screen shows the preview instead of the list

	madeRuns   uint64 // the newest runs that the rows were made with
	unread     int    // how many projects of the view have a newest run that nobody looked up yet
	previews   bool   // the preview was drawn
	countViews [len(views)]int
	tabs       [len(views)]paint.Surface // where the views' names stand, empty for those without room
}

// New returns the screen.
func New(env *screen.Env, _ screen.Target) screen.Screen {
	s := &Screen{env: env}
	s.List = screen.NewList(env, screen.Listing[row]{
		Title: "Projects", Noun: "projects", Scope: action.Projects,
		Rows: rows{s}, Want: func() store.Want { return env.Store.Keep(store.Projects, "", store.ListWithin) },
		ID: func(r row) string { return r.ID }, Fields: s.fields(),
		Open:   func(r row) { env.Host.Go(screen.Target{Place: screen.Project, ID: r.ID, Title: r.Title}) },
		Link:   func(r row) string { return env.API.ProjectURL(r.ID) },
		Offers: s.offers, Empty: s.empty,
	})
	s.Grid.SetSort("edited", true)
	return s
}

// Mouse moves in the list and picks a view; a double click opens.
func (s *Screen) Mouse(m screen.Mouse) {
	for i, tab := range s.tabs {
		if m.Press && tab.Contains(m.X, m.Y) {
			s.view = i
			return
		}
	}
	s.List.Mouse(m)
}

// offers are what can be done with the selected project, and with the list beside what all lists can do.
func (s *Screen) offers(r row, ok bool, none string) []screen.Offer {
	p, published := r.Project, none
	if ok && !p.Published() {
		published = "“" + p.Title + "” was never published; only its draft can be run."
	}
	return []screen.Offer{
		{Action: action.RunForm, Reason: none, Do: func() { runform.Ask(s.env, p, "") }},
		{Action: action.Runs, Reason: none, Do: func() {
			s.env.Host.Go(screen.Target{Place: screen.Runs, ID: p.ID, Title: p.Title})
		}},
		{Action: action.NextView, Do: func() { s.turn(1) }},
		{Action: action.Preview, Reason: none, Do: func() { s.preview = !s.preview }},
		{Action: action.RunPublished, Reason: published, Do: func() { runform.Ask(s.env, p, runform.Published) }},
		{Action: action.RunDraft, Reason: cmp.Or(none, *s.env.NoDraftRuns), Do: func() { runform.StartDraft(s.env, p) }},
	}
}

// Do moves, filters, sorts and changes the view.
func (s *Screen) Do(id action.ID) bool {
	switch id {
	case action.PrevView:
		s.turn(-1)
	case action.Back:
		if !s.preview {
			return s.List.Do(id)
		}
		s.preview = false
	default:
		return s.List.Do(id)
	}
	return true
}

func (s *Screen) turn(by int) {
	s.view = (s.view + by + len(views)) % len(views)
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

// rows are the projects of the view.
type rows struct{ *Screen }

// made is what rows are made of.
type made struct {
	projects, runs uint64
	view           int
	me             string
}

// State leaves the newest runs out of account unless the rows are sorted or filtered by them.
func (r rows) State() any {
	st := r.env.Store
	if r.byRuns() {
		r.madeRuns = st.RunsVersion
	}
	return made{st.Projects.Version, r.madeRuns, r.view, st.Me.Value.Email}
}

// All counts the projects of every view, and returns those of the one that is shown.
func (r rows) All() []row {
	st := r.env.Store
	l, me := &st.Projects, st.Me.Value.Email
	out := make([]row, 0, l.Len())
	clear(r.countViews[:])
	r.unread = 0
	for i := range l.Len() {
		p := l.Item(i)
		for v := range views {
			if views[v].keep(p, me) {
				r.countViews[v]++
			}
		}
		if views[r.view].keep(p, me) {
			out = append(out, row{Project: p, run: st.LastRun(p.ID).Value})
			if r.runUnread(p) {
				r.unread++
			}
		}
	}
	return out
}

// byRuns tells whether the rows are sorted or filtered by their newest runs, so that those out of sight count too.
func (s *Screen) byRuns() bool {
	by, _ := s.Grid.Sort()
	return by == "run" || strings.Contains(s.Grid.Filter(), "run:")
}

// runUnread tells whether a project has runs of which none was looked up yet.
func (s *Screen) runUnread(p hex.Project) bool {
	last := s.env.Store.LastRun(p.ID)
	return p.Published() && !last.Known() && last.Err == nil
}

// Odd are those of the workspace: what cannot be understood belongs to no view.
func (r rows) Odd() []hex.Odd { return r.env.Store.Projects.Odd }

func (r rows) Fresh() screen.Freshness { return screen.Stored(&r.env.Store.Projects).Fresh() }

// empty says what an empty list means.
func (s *Screen) empty() grid.Message {
	if s.view != 0 {
		return grid.Message{Title: "No project here: " + views[s.view].name + ".", Hint: s.env.Keys.Key(action.NextView) +
			" shows the next view"}
	}
	hint := "Projects are made in Hex; " + s.env.Keys.Key(action.Refresh, action.Global) + " looks again."
	return grid.Message{Title: "This workspace has no project that the token may see.", Hint: hint}
}

// Draw paints the views, the filter, the list, and the preview where there is room.
func (s *Screen) Draw(area paint.Surface) *overlay.Cursor {
	top, rest := area.SplitTop(2)
	cursor := s.drawTop(top)
	_, rest = rest.SplitTop(screen.DrawOdd(rest.Inset(2, 0), s.env.Theme, rows{s}.Odd()))
	s.previews = s.preview || area.Width() >= previewFrom
	switch {
	case area.Width() >= previewFrom, s.preview && area.Width() >= previewAsked:
		left, right := rest.SplitRight(min(rest.Width()/3, 51))
		s.Grid.Draw(left.Sub(0, 0, left.Width()-1, left.Height()), s.env.Theme, true)
		right.Column(0, 0, right.Height(), s.env.Theme.Glyphs.Column, s.env.Theme.Rule)
		s.drawPreview(right.Sub(2, 0, right.Width()-3, right.Height()))
	case s.preview:
		s.drawPreview(rest.Inset(2, 0))
	default:
		s.Grid.Draw(rest, s.env.Theme, true)
	}
	return cursor
}

func (s *Screen) drawTop(top paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	x := 2
	s.tabs = [len(views)]paint.Surface{}
	for i, v := range views {
		st, n := t.Faint, ""
		if s.env.Store.Projects.Known() {
			n = " " + present.Count(s.countViews[i])
		}
		if i == s.view {
			st = t.Accent
		}
		// What is typed into the filter needs the room of a narrow screen more than the other views' names do.
		room := 30
		if s.Typing() {
			room = 50
		}
		if x+paint.Width(v.name+n)+room > top.Width() && i != s.view {
			continue
		}
		s.tabs[i] = top.Sub(x, 0, paint.Width(v.name+n), 1)
		x = top.Text(x, 0, v.name, st)
		x = top.Text(x, 0, n, t.Faint) + 3
	}
	if s.unread > 0 && s.byRuns() {
		top.Right(top.Width()-2, 1, "last runs not read yet: "+present.Count(s.unread), t.Warn)
	}
	return s.DrawFilter(top.Sub(x, 0, top.Width()-x-2, 1))
}

// unreadAtOnce is how many newest runs out of sight are wanted at a time.
const unreadAtOnce = 40

// Wants are the list, what the preview shows of the selected project, and the newest runs of the rows in sight; where the
// rows are sorted or filtered by their runs, once those out of sight too. What is beside the list is a guess: Hex has no
// way to ask for the newest runs of many projects at once.
func (s *Screen) Wants() []store.Want {
	st := s.env.Store
	wants := s.List.Wants()
	selected, ok := s.Selected()
	if ok && selected.Published() {
		wants = append(wants, st.Keep(store.LastRun, selected.ID, store.CellWithin).Maybe())
	}
	if ok && s.previews {
		wants = append(wants, st.Keep(store.Project, selected.ID, store.ListWithin).Maybe(),
			st.Keep(store.Cells, selected.ID, store.ListWithin).Maybe())
		if selected.Published() {
			wants = append(wants, st.Keep(store.Runs, selected.ID, store.CellWithin).Maybe())
		}
	}
	for _, id := range s.Grid.Visible("run") {
		if p, listed := st.Projects.Get(id); listed && p.Published() && id != selected.ID {
			wants = append(wants, st.Keep(store.LastRun, id, store.ListWithin).Maybe())
		}
	}
	if s.unread > 0 && s.byRuns() {
		wants = append(wants, s.wantUnread()...)
	}
	return wants
}

// wantUnread wants the newest runs that the view's rows would be sorted or filtered by, and that nobody looked up yet.
func (s *Screen) wantUnread() (wants []store.Want) {
	l, me := &s.env.Store.Projects, s.env.Store.Me.Value.Email
	for i := 0; i < l.Len() && len(wants) < unreadAtOnce; i++ {
		if p := l.Item(i); views[s.view].keep(p, me) && s.runUnread(p) {
			wants = append(wants, store.Once(store.LastRun, p.ID).Maybe())
		}
	}
	return wants
}
