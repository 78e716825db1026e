// Package project is the screen of one project: its cells, the source of the selected one with the editor in
// place, and what the draft's last run made of it.
package project

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/editor"
	"hextui/ui/field"
	"hextui/ui/grid"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
	"hextui/ui/store"
	"hextui/ui/task"
)

// focus is the part of the screen that has the keys.
type focus int

const (
	onCells focus = iota
	onSource
	onResult
)

// Screen is one project.
type Screen struct {
	screen.Base
	env   *screen.Env
	id    string
	title string
	want  string // the cell to go to once the cells are known
	begin bool   // … and to edit

	cells  *screen.Table
	panes  map[string]*pane // by the cell's static id
	focus  focus
	result result

	find    *field.Field // the search line of the source, open while finding is set
	finding bool

	left     map[string]drafts.Draft // drafts that were left behind, by static id
	leftRead bool                    // they were looked for since the screen was last shown
	written  *pane                   // the cell that was written last
	writing  *pane                   // the cell whose save began last
	madeFor  uint64                  // the version of the cells that the rows were made of, 0 to make them anew
	areas    struct{ cells, source, result paint.Surface }
	narrow   bool
}

// New returns the screen of the project with the id.
func New(env *screen.Env, t screen.Target) screen.Screen {
	s := &Screen{
		env: env, id: t.ID, title: t.Title, want: t.Sub, begin: t.Edit,
		panes: map[string]*pane{}, left: map[string]drafts.Draft{}, find: field.New("find"),
	}
	s.cells = screen.NewTable(env, "cells "+t.ID, grid.Config{NoHeader: true, Columns: grid.Columns(s.fields())})
	s.result.grid = screen.NewTable(env, "result "+t.ID, grid.Config{Wide: true, Frozen: 0, Cells: true})
	return s
}

// Crumb is the project's title, and the cell's while it is edited.
func (s *Screen) Crumb() string {
	name := s.title
	if p, ok := s.project(); ok {
		name = p.Title
	}
	if p := s.pane(); p != nil && (p.session.Typing() || s.focus != onCells) {
		name += " › " + p.name()
	}
	return name
}

// Visit goes to what another screen asked for: a cell of this project.
func (s *Screen) Visit(t screen.Target) {
	if t.Sub != "" {
		s.want, s.begin = t.Sub, t.Edit
	}
}

func (s *Screen) project() (hex.Project, bool) { return s.env.Store.FindProject(s.id) }

// Scopes follow the focus.
func (s *Screen) Scopes() []action.Scope {
	switch {
	case s.finding:
		return []action.Scope{action.Filter}
	case s.editing():
		return []action.Scope{action.Editor}
	case s.focus == onResult:
		return s.result.grid.Scopes(action.Result, action.Project)
	}
	return s.cells.Scopes(action.Project)
}

func (s *Screen) editing() bool {
	p := s.pane()
	return s.focus == onSource && p != nil && p.session.Typing()
}

// Show looks for drafts left behind.
func (s *Screen) Show() { s.findDrafts() }

// Wants are the cells, the project, and what the draft's last run made of the selected cell: where the draft was run from here
// that is known to be there, else it is a guess.
func (s *Screen) Wants() []store.Want {
	st := s.env.Store
	wants := []store.Want{s.cellsWanted(), st.Keep(store.Project, s.id, store.ListWithin)}
	run, ran := s.draftRun()
	if ran && run.Status == hex.RunErrored {
		wants = append(wants, store.Want{Thing: store.Thing{Kind: store.Failure, ID: run.RunID, Of: s.id}})
	}
	if p := s.pane(); p != nil && p.cell().Type == hex.CellSQL && !s.draftRunning() {
		out := st.Keep(store.Output, p.cell().StaticID, store.ListWithin)
		if !ran {
			out = out.Maybe()
		}
		wants = append(wants, out)
	}
	return wants
}

func (s *Screen) cellsWanted() store.Want {
	return s.env.Store.Keep(store.Cells, s.id, store.CellWithin)
}

// findDrafts looks for drafts of this project's cells that were left behind.
func (s *Screen) findDrafts() {
	s.leftRead = false
	read := func(context.Context) (drafts.Listing, error) { return s.env.Drafts.List() }
	task.Do(s.env.Tasks, "drafts "+s.id, read, func(l drafts.Listing, err error) {
		s.leftRead = true
		if err != nil {
			s.env.Host.Notice(screen.Warn, "The drafts on this computer could not be read. "+err.Error())
			return
		}
		known := len(s.left)
		clear(s.left)
		for _, d := range l.Drafts {
			if d.Key.Workspace == s.env.Workspace && d.Key.Project == s.id && !d.Live && s.panes[d.Key.Cell].closed() {
				if have, ok := s.left[d.Key.Cell]; !ok || d.Edited.After(have.Edited) {
					s.left[d.Key.Cell] = d
				}
			}
		}
		s.madeFor = 0
		if n := len(s.left); n > known {
			s.env.Host.Notice(screen.Warn, present.Plural(n, "cell")+" here (●) with text that was not saved: "+
				s.env.Keys.Key(action.Edit)+" takes it up again.")
		}
	})
}

// Leave closes the edits; their drafts stay on disk.
func (s *Screen) Leave() {
	for _, p := range s.panes {
		s.carry(p, p.session.Leave())
	}
}

// Fresh is the age of the cells, or the state of the edit.
func (s *Screen) Fresh() screen.Freshness {
	f := s.env.FreshOf(s.cellsWanted())
	if f.Err == nil {
		f.Err = s.env.Store.Project(s.id).Err
	}
	f.Note = s.note()
	return f
}

// note is how far a save is, of whatever cell, or that what is typed is not safe.
func (s *Screen) note() string {
	here := s.pane()
	if here != nil && (here.session.Saving() || here.session.Unkept()) {
		return here.session.Status()
	}
	if p := s.writing; p != nil && p.session.Saving() {
		return p.name() + ": " + p.session.Status()
	}
	return ""
}

// pane is the open cell, or nil when no cell is selected.
func (s *Screen) pane() *pane { return s.panes[s.cells.Grid.Selected()] }

// Typing tells whether keys are text.
func (s *Screen) Typing() bool {
	return s.finding || s.editing() || s.cells.Typing() || s.result.grid.Typing()
}

// Key types a key.
func (s *Screen) Key(k tea.KeyPressMsg) {
	switch {
	case s.finding:
		if s.find.Key(k) {
			s.pane().ed.Search(s.find.Value())
		}
	case s.editing():
		if k.Text != "" {
			p := s.pane()
			s.typed(p, p.ed.Insert(k.Text))
		}
	case s.result.grid.Typing():
		s.result.grid.Key(k)
	default:
		s.cells.Key(k)
	}
}

// Paste inserts a text, into the source byte for byte.
func (s *Screen) Paste(text string) {
	switch {
	case s.finding:
		if s.find.Paste(text) {
			s.pane().ed.Search(s.find.Value())
		}
	case s.editing():
		p := s.pane()
		s.typed(p, p.ed.Insert(text))
	case s.result.grid.Typing():
		s.result.grid.Paste(text)
	default:
		s.cells.Paste(text)
	}
}

// Do moves and edits.
func (s *Screen) Do(id action.ID) bool {
	p := s.pane()
	if s.finding {
		return s.doFind(id)
	}
	if cmd, ok := command(id); ok && p != nil && s.focus == onSource {
		s.typed(p, p.ed.Do(cmd))
		return true
	}
	switch id {
	case action.Focus, action.FocusBack:
		s.turn(id == action.Focus)
	case action.SearchNext, action.SearchPrev:
		switch {
		case p == nil || p.ed.Query() == "":
			s.env.Host.Notice(screen.Info, "Nothing is searched for yet; "+s.env.Keys.Key(action.Search)+" finds in the source.")
		case id == action.SearchNext:
			p.ed.Next()
		default:
			p.ed.Previous()
		}
	case action.Back:
		return s.back()
	case action.Open:
		s.focus = onSource
	default:
		return s.move(id)
	}
	return true
}

// move sends motion to the part that has the focus.
func (s *Screen) move(id action.ID) bool {
	switch s.focus {
	case onResult:
		return s.result.do(id)
	case onSource:
		if p := s.pane(); p != nil {
			switch n, ok := lines(id, p); {
			case ok:
				p.scroll(n)
				return true
			case id == action.Left:
				p.ed.ScrollColumns(-8)
				return true
			case id == action.Right:
				p.ed.ScrollColumns(8)
				return true
			}
		}
		return s.cells.Do(id)
	}
	return s.cells.Do(id)
}

// lines is how far a motion scrolls a source that is only read.
func lines(id action.ID, p *pane) (int, bool) {
	_, page := p.ed.Window()
	switch id {
	case action.Up:
		return -1, true
	case action.Down:
		return 1, true
	case action.PageUp, action.HalfUp:
		return -max(page-2, 1), true
	case action.PageDown, action.HalfDown:
		return max(page-2, 1), true
	case action.Top:
		return -p.ed.Lines(), true
	case action.Bottom:
		return p.ed.Lines(), true
	}
	return 0, false
}

func (s *Screen) turn(forward bool) {
	panes := []focus{onCells, onSource}
	if s.result.shown {
		panes = append(panes, onResult)
	}
	at := 0
	for i, f := range panes {
		if f == s.focus {
			at = i
		}
	}
	step := 1
	if !forward {
		step = len(panes) - 1
	}
	s.focus = panes[(at+step)%len(panes)]
}

// back goes one step out: out of the search, the editor, the pane, the filter.
func (s *Screen) back() bool {
	p := s.pane()
	switch {
	case p != nil && p.session.Saving() && s.escape(p):
	case s.editing():
		s.escape(p)
	case s.focus != onCells:
		if p != nil && p.ed.Query() != "" {
			p.ed.EndSearch()
			return true
		}
		s.focus = onCells
	case s.cells.Filtered():
		s.cells.SetFilter("")
	default:
		return false
	}
	return true
}

func (s *Screen) doFind(id action.ID) bool {
	p := s.pane()
	switch id {
	case action.Accept:
		s.finding = false
		if _, total := p.ed.Matches(); total == 0 && p.ed.Query() != "" {
			s.env.Host.Notice(screen.Info, "“"+p.ed.Query()+"” is not in "+p.name()+".")
		}
	case action.Clear, action.Back:
		s.finding = false
		p.ed.CancelSearch()
	case action.Down, action.SearchNext:
		p.ed.Next()
	case action.Up, action.SearchPrev:
		p.ed.Previous()
	default:
		return false
	}
	return true
}

// Mouse focuses the part under it and moves there.
func (s *Screen) Mouse(m screen.Mouse) {
	switch {
	case s.areas.cells.Contains(m.X, m.Y):
		if m.Press && s.focus == onSource {
			s.focus = onCells
		}
		if s.cells.Mouse(m) {
			s.focus = onSource
		}
	case s.areas.result.Contains(m.X, m.Y):
		if m.Press {
			s.focus = onResult
		}
		s.result.grid.Mouse(m)
	case s.areas.source.Contains(m.X, m.Y):
		s.mouseSource(m)
	}
}

func (s *Screen) mouseSource(m screen.Mouse) {
	p := s.pane()
	if p == nil {
		return
	}
	ox, oy := s.areas.source.Origin()
	x, y := m.X-ox, m.Y-oy
	switch {
	case m.Wheel != 0:
		p.scroll(m.Wheel)
	case m.Side != 0:
		p.ed.ScrollColumns(m.Side)
	case m.Drag:
		p.ed.Drag(x, y)
	case m.Clicks == 2:
		p.ed.DoubleClick(x, y)
	case m.Clicks == 3:
		p.ed.TripleClick(x, y)
	case m.Press:
		s.focus = onSource
		p.ed.Click(x, y)
	}
}

// run opens the form of what to run; an edit that is not saved is spoken of first.
func (s *Screen) run(which runform.Which) {
	if p, ok := s.project(); ok {
		runform.Ask(s.env, p, which)
	}
}

// command is the editor's command that an action names.
func command(id action.ID) (editor.Command, bool) {
	if len(id) > len(action.EditPrefix) && id[:len(action.EditPrefix)] == action.EditPrefix {
		return editor.Command(id[len(action.EditPrefix):]), true
	}
	return "", false
}
