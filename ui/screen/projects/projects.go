// Package projects is the screen that lists the workspace's projects and components.
package projects

import (
	"cmp"
	"slices"

	"hextui/hex"
	"hextui/hex/config/state"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/deed/onfiles"
	"hextui/ui/deed/onproject"
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
	previewFrom  = 120
	previewAsked = 110
)

// Screen is the list of projects.
type Screen struct {
	*screen.List[row]
	env     *screen.Env
	view    string // the name of the cut that is shown
	preview bool   // a narrow screen shows the preview instead of the list

	made     made           // what the rows were made of
	unread   int            // how many projects of the view lack what the rows are sorted or filtered by
	previews bool           // the preview was drawn
	counts   map[string]int // how many projects each cut has
	tabs     screen.Tabs
	about    described // the description of the selected project as it is drawn
}

// New returns the screen; the target may name a view.
func New(env *screen.Env, t screen.Target) screen.Screen {
	s := &Screen{env: env, view: views[0].name, counts: map[string]int{}}
	s.List = screen.NewList(env, screen.Listing[row]{
		Title: "Projects", Noun: "projects", Name: listName, Scope: action.Projects, Sort: "edited", Descending: true,
		Rows: rows{s}, Want: func() store.Want { return env.Store.Keep(s.kind(), "", store.ListWithin) },
		ID: func(r row) string { return r.ID }, Fields: s.fields(),
		Open:   func(r row) { env.Host.Go(screen.Target{Place: screen.Project, ID: r.ID, Title: r.Title}) },
		Link:   func(r row) string { return env.API.ProjectURL(r.ID) },
		Offers: s.offers, Empty: s.empty, Beside: s.moment,
	})
	if view := cmp.Or(t.Sub, env.State.List(listName).View); view != "" {
		s.show(view)
	}
	return s
}

// Visit shows another view.
func (s *Screen) Visit(t screen.Target) {
	if t.Sub != "" {
		s.show(t.Sub)
	}
}

// listName is what the list is remembered by.
const listName = "projects"

// kind is which list of the store is shown.
func (s *Screen) kind() store.Kind {
	if s.away() {
		return store.Away
	}
	return store.Projects
}

// listed are the projects that the view cuts from.
func (s *Screen) listed() *store.List[hex.Project] {
	if s.away() {
		return &s.env.Store.Away
	}
	return &s.env.Store.Projects
}

// Mouse moves in the list and picks a view; a double click opens.
func (s *Screen) Mouse(m screen.Mouse) {
	if name, ok := s.tabs.Hit(m); ok {
		s.show(name)
		return
	}
	s.List.Mouse(m)
}

// offers are what can be done with the selected project, and with the list beside what all lists can do.
func (s *Screen) offers(r row, ok bool, none string) []screen.Offer {
	var p hex.Project
	published := none
	if ok {
		if p = *r.Project; !p.Published() {
			published = "“" + p.Title + "” was never published; only its draft can be run."
		}
	}
	offers := append(make([]screen.Offer, 0, 32), []screen.Offer{
		{Action: action.RunForm, Reason: none, Do: func() { runform.Ask(s.env, p, "") }},
		{Action: action.Runs, Reason: none, Do: func() {
			s.env.Host.Go(screen.Target{Place: screen.Runs, ID: p.ID, Title: p.Title})
		}},
		{Action: action.NextView, Do: func() { s.turn(1) }},
		{Action: action.Star, Reason: none, Word: starWord(r.star), Do: func() { s.star(p) }},
		{Action: action.Preview, Reason: none, Do: func() { s.preview = !s.preview }},
		{Action: action.RunPublished, Reason: published, Do: func() { runform.Ask(s.env, p, runform.Published) }},
		{Action: action.RunDraft, Reason: cmp.Or(none, *s.env.NoDraftRuns), Do: func() { runform.StartDraft(s.env, p) }},
		{Action: action.SaveView, Do: s.saveView},
		{Action: action.DropView, Reason: s.notOwn(), Do: s.dropView},
		{Action: action.NewProject, Do: func() { onproject.Create(s.env) }},
	}...)
	files := onfiles.On{Env: s.env, Project: p, Drafts: func(int) {
		s.env.Host.Go(screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title})
	}}
	deeds := append(onproject.Offers(s.env, p, none), files.Offers(none)...)
	return append(append(offers, deeds...), onproject.Menu(s.env, p, none, deeds), deed.Offer(s.env))
}

func starWord(starred bool) string {
	if starred {
		return "take the star"
	}
	return "star"
}

// star stars a project, or takes its star away.
func (s *Screen) star(p hex.Project) {
	s.env.State.Change(func(st *state.State) { st.Star(p.ID) })
	if slices.Contains(s.env.State.State().Stars, p.ID) {
		s.env.Host.Notice(screen.OK, "“"+p.Title+"” has a star.")
		return
	}
	s.env.Host.Notice(screen.OK, "“"+p.Title+"” has no star any more.")
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

// empty says what an empty list means.
func (s *Screen) empty() grid.Message {
	if s.view != views[0].name {
		next := s.env.Keys.Way(action.NextView, action.Projects)
		return grid.Message{Title: "No project here: " + s.view + ".", Hint: next + " shows the next view"}
	}
	hint := "Projects are made in Hex; " + s.env.Keys.Way(action.Refresh, action.Global) + " looks again."
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
		left, right := rest.SplitRight(min(max(rest.Width()*3/10, 36), 60))
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

// drawTop paints the names of the views, as many as there is room for, and the filter.
func (s *Screen) drawTop(top paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	var tabs []screen.Tab
	for _, name := range s.names() {
		count, known := s.counts[name]
		tabs = append(tabs, screen.Tab{Name: name, Count: count, Counted: known && s.env.Store.Projects.Known()})
	}
	// What is typed into the filter needs the room of a narrow screen more than the other views' names do.
	room := s.FilterRoom(50)
	if s.Typing() {
		room = 50
	}
	x := s.tabs.Draw(top, t, tabs, s.view, room)
	below := top.Sub(2, 1, top.Width()-4, 1)
	if what := s.beside(); s.unread > 0 && what != "" {
		below.Right(below.Width(), 0, what+" not read yet: "+present.Count(s.unread), t.Warn)
	} else {
		s.DrawHint(below)
	}
	return s.DrawFilter(top.Sub(x, 0, top.Width()-x-2, 1))
}

// unreadAtOnce is how many readings of what is out of sight are wanted at a time.
const unreadAtOnce = 40

// Wants are the list, what the preview shows of the selected project, and the newest runs of the rows in sight; where the
// rows are sorted or filtered by what is not in the list, once that of those out of sight too. What is beside the list is a
// guess: Hex has no way to ask for it of many projects at once.
func (s *Screen) Wants() []store.Want {
	st := s.env.Store
	wants := s.List.Wants()
	selected, ok := s.Selected()
	if ok && selected.Published() {
		wants = append(wants, st.Keep(store.LastRun, selected.ID, store.CellWithin).Maybe())
	}
	if ok && s.previews {
		wants = append(wants, st.Keep(store.Cells, selected.ID, store.ListWithin).Maybe())
		if last := st.LastRun(selected.ID); last.Known() && len(selected.Schedules) > 0 {
			wants = append(wants, st.Keep(store.LastScheduled, selected.ID, store.ListWithin).Maybe())
		}
		if selected.Sharing == nil { // it came from elsewhere than the list
			wants = append(wants, st.Keep(store.Project, selected.ID, store.ListWithin).Maybe())
		}
	}
	inSight := s.Grid.Visible("run")
	wants = slices.Grow(wants, len(inSight))
	for _, id := range inSight {
		if p, listed := s.listed().Get(id); listed && p.Published() && (!ok || id != selected.ID) {
			wants = append(wants, st.Keep(store.LastRun, id, store.ListWithin).Maybe())
		}
	}
	return append(wants, s.wantUnread()...)
}

// wantUnread wants what the view's rows would be sorted or filtered by, and that nobody looked up yet.
func (s *Screen) wantUnread() (wants []store.Want) {
	if s.byCells() {
		wants = append(wants, store.Once(store.Connections, "").Maybe())
	}
	if s.unread == 0 {
		return wants
	}
	l := s.listed()
	keep := s.cut()
	for i := 0; i < l.Len() && len(wants) < unreadAtOnce; i++ {
		p := l.Ref(i)
		if !keep(p) {
			continue
		}
		if s.byRuns() && s.runUnread(p) {
			wants = append(wants, store.Once(store.LastRun, p.ID).Maybe())
		}
		if s.byCells() && s.cellsUnread(p) {
			wants = append(wants, store.Once(store.Cells, p.ID).Maybe())
		}
	}
	return wants
}

// Settled has the description of the selected project rendered, once the frame showed that it is wanted.
func (s *Screen) Settled() bool {
	s.render()
	return s.List.Settled()
}
