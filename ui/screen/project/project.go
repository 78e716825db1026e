// Package project is the screen of one project: its cells, the source of the selected one with the editor in
// place, and what the draft's last run made of it.
package project

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/field"
	"hextui/ui/grid"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
	"hextui/ui/store"
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
	// landed is set once a first cell was selected.
	landed bool

	cells    *screen.Table
	panes    map[string]*pane // by the cell's static id
	focus    focus
	whole    bool   // the source or the result has the whole screen while it has the focus
	rows     []item // of the list of cells, filtered out or not
	kindRoom int    // the columns that the words for the kinds of these take
	doc      document
	pictures map[string]*picture // of chart cells, and of CODE cells that drew, by the cell's static id
	result   result
	faults   faults

	completion completion

	replacing *replacing // while one match after the other is asked about

	find    *field.Field // the search line of the source, open while finding is set
	finding bool

	left     map[string]drafts.Draft // drafts that were left behind, by static id
	leftRead bool                    // they were looked for since the screen was last shown
	deleted  []drafts.Draft          // cells of this project that were deleted here
	// reviewing is set when all drafts are to be reviewed once they are found.
	reviewing bool
	closed    bool  // the screen was left for good
	written   *pane // the cell that was written last
	// writtenAt is how many deeds there were then: a later one is taken back before it.
	writtenAt uint64
	writing   *pane  // the cell whose save began last
	batch     *batch // nil while not all drafts are reviewed or saved
	madeFor   uint64 // the version of the cells that the rows were made of, 0 to make them anew
	areas     struct{ cells, source, result paint.Surface }
	width     int // of the newest frame
}

// New returns the screen of the project with the id.
func New(env *screen.Env, t screen.Target) screen.Screen {
	s := &Screen{
		env: env, id: t.ID, title: t.Title, want: t.Sub, begin: t.Edit,
		panes: map[string]*pane{}, pictures: map[string]*picture{}, left: map[string]drafts.Draft{}, find: field.New("find"),
	}
	s.cells = screen.NewTable(env, "cells "+t.ID, grid.Config{NoHeader: true, Fixed: true, Columns: grid.Columns(s.fields())}).
		Fixed("Cells are not sorted: they run in the order in which they stand.")
	s.doc.unfolded = map[string]bool{}
	s.result.of = map[string]*kept{}
	s.result.kept = s.keep("") // until a cell is selected
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
	case s.replacing != nil:
		return []action.Scope{action.Replacing}
	case s.editing() && s.commanding():
		return []action.Scope{action.Vim, action.Editor}
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
	wants := []store.Want{s.cellsWanted(), st.Keep(store.Project, s.id, store.ListWithin), s.lastRunWanted()}
	run, ran := s.draftRun()
	if ran && run.Status == hex.RunErrored {
		wants = append(wants, store.Want{Thing: store.Thing{Kind: store.Failure, ID: run.RunID, Of: s.id}})
	}
	if p := s.pane(); p != nil && s.env.GivesOutput(p.cell().Type) && !s.draftRunning() {
		out := st.Keep(store.Output, p.cell().StaticID, store.ListWithin)
		if !ran {
			out = out.Maybe()
		}
		wants = append(wants, out)
	}
	if slices.ContainsFunc(s.rows, func(i item) bool { return i.DataConnectionID != "" }) {
		wants = append(wants, st.Keep(store.Connections, "", time.Hour)) // for their names
	}
	return slices.Concat(wants, s.wantsInSight(ran), s.wantsOfNeighbours())
}

// wantsInSight are the results and charts of the cells that the newest frame shows. Where the draft was not run from here, that there
// are any is a guess.
func (s *Screen) wantsInSight(ran bool) (wants []store.Want) {
	st := s.env.Store
	inSight := s.inSight()
	if i, ok := s.item(); ok && s.focus != onCells {
		inSight = append(inSight, i)
	}
	if s.draftRunning() {
		return nil
	}
	for _, i := range inSight {
		switch {
		case s.charted(i) && ran:
			wants = append(wants, s.pictureWanted(i))
			continue
		case s.charted(i):
			wants = append(wants, s.pictureWanted(i).Maybe())
			continue
		case s.drew(i):
			wants = append(wants, s.pictureWanted(i))
		}
		if ran && s.env.GivesOutput(i.Type) && i.StaticID != s.cells.Grid.Selected() {
			wants = append(wants, st.Keep(store.Output, i.StaticID, store.ListWithin))
		}
	}
	return wants
}

func (s *Screen) cellsWanted() store.Want {
	return s.env.Store.Keep(store.Cells, s.id, store.CellWithin)
}

// takeDrafts takes what this computer keeps of the project.
func (s *Screen) takeDrafts(f found, err error) {
	s.leftRead = true
	if err != nil {
		s.env.Host.Notice(screen.Warn, "The drafts on this computer could not be read. "+err.Error())
		return
	}
	own := func(d drafts.Draft) bool { return d.Key.Workspace == s.env.Workspace && d.Key.Project == s.id }
	s.deleted = slices.DeleteFunc(f.deleted, func(d drafts.Draft) bool { return !own(d) })
	known := len(s.left)
	clear(s.left)
	for _, d := range f.Drafts {
		if own(d) && !d.Live && s.panes[d.Key.Cell].closed() {
			if have, ok := s.left[d.Key.Cell]; !ok || d.Edited.After(have.Edited) {
				s.left[d.Key.Cell] = d
			}
		}
	}
	s.madeFor = 0
	if s.reviewing {
		s.reviewing = false
		s.saveAll()
		return
	}
	if n := len(s.left); n > known {
		s.env.Host.Notice(screen.Warn, present.Plural(n, "cell")+" here (●) with text that was not saved: "+
			s.env.Keys.Way(action.Edit, action.Project)+" takes it up again.")
	}
}

// Leave closes the edits; their drafts stay on disk.
func (s *Screen) Leave() {
	s.closed, s.reviewing = true, false
	if s.batch.writing() {
		s.batch.over = true
	} else {
		s.batch = nil
	}
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
	return s.finding || s.editing() && s.replacing == nil || s.cells.Typing() || s.result.grid.Typing()
}

// Key types a key.
func (s *Screen) Key(k tea.KeyPressMsg) {
	switch {
	case s.finding:
		if s.find.Key(k) {
			s.pane().ed.Search(s.find.Value())
		}
	case s.editing():
		s.typeKey(s.pane(), k)
	case s.result.grid.Typing():
		s.result.grid.Key(k)
	default:
		s.cells.Key(k)
	}
}

// Paste inserts a text, into the source byte for byte but for its line ends.
func (s *Screen) Paste(text string) {
	switch {
	case s.finding:
		if s.find.Paste(text) {
			s.pane().ed.Search(s.find.Value())
		}
	case s.replacing != nil:
	case s.editing():
		p := s.pane()
		s.closeList()
		s.pasteInto(p, text)
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
	if s.replacing != nil {
		return true
	}
	if cmd, ok := command(id); ok && p != nil && s.focus == onSource {
		if !s.listCommand(p, cmd) {
			s.command(p, cmd)
		}
		return true
	}
	switch id {
	case action.Focus, action.FocusBack:
		s.turn(id == action.Focus)
	case action.SearchNext, action.SearchPrev:
		switch {
		case p == nil || p.ed.Query() == "":
			find := s.env.Keys.Way(action.Search, action.Project)
			s.env.Host.Notice(screen.Info, "Nothing is searched for yet; "+find+" finds in the source.")
		case id == action.SearchNext:
			p.ed.Next()
		default:
			p.ed.Previous()
		}
	case action.Back:
		return s.back()
	case action.Open:
		s.open()
	case action.LineDown, action.LineUp:
		if s.focus != onCells {
			return s.move(map[action.ID]action.ID{action.LineDown: action.Down, action.LineUp: action.Up}[id])
		}
		return s.moveDocument(id)
	case action.NextSection:
		s.section(1)
	case action.PrevSection:
		s.section(-1)
	default:
		return s.move(id)
	}
	return true
}

// move sends motion to the part that has the focus.
func (s *Screen) move(id action.ID) bool {
	switch s.focus {
	case onResult:
		return s.moveInRecord(id) || s.result.do(id)
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
	return s.moveDocument(id) || s.cells.Do(id)
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

// Mouse focuses the part under it and moves there.
func (s *Screen) Mouse(m screen.Mouse) {
	s.closeList()
	if s.replacing != nil {
		if !m.Press {
			return
		}
		s.stopReplacing()
	}
	if m.Press && s.result.grid.Typing() && !s.areas.result.Contains(m.X, m.Y) {
		s.result.grid.Do(action.Accept)
	}
	switch {
	case s.doc.area.Contains(m.X, m.Y):
		s.mouseDocument(m)
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
