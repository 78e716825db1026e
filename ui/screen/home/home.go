// Package home is the screen of what needs the person: what runs, what failed since yesterday, what schedules start next, what
// they starred, opened and left unsaved, and what agents do. It shows what is known, and asks for little.
package home

import (
	"context"
	"slices"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/deed/onproject"
	"hextui/ui/overlay"
	"hextui/ui/overview"
	"hextui/ui/paint"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
	"hextui/ui/store"
	"hextui/ui/task"
)

// Agents is what agents do, as the home screen says it.
type Agents struct {
	// Served tells whether any can.
	Served         bool
	Calls, Running int
	// Waiting are the calls that wait for the person's answer; Last is the newest call's tool.
	Waiting int
	Last    string
}

// Screen is the home screen: blocks of lines, which one cursor walks through.
type Screen struct {
	screen.Base
	env    *screen.Env
	agents func() Agents
	all    overview.Overview
	drafts []drafts.Draft
	// look are the projects whose runs it asks for itself: chosen once, so that it never costs more than a request for each.
	look []string

	blocks []block
	at     string // the key of the line under the cursor
	wide   bool   // the blocks stand in two columns
	top    [2]int // the first line in sight of each column
	drawn  []place
}

// place is where a line was drawn.
type place struct {
	key string
	at  paint.Surface
	col int
}

// New returns the screen.
func New(env *screen.Env, agents func() Agents) *Screen { return &Screen{env: env, agents: agents} }

// Crumb names the screen.
func (s *Screen) Crumb() string { return "Home" }

// Scopes are its own and those of lists.
func (s *Screen) Scopes() []action.Scope { return []action.Scope{action.Home, action.List} }

// Show looks at the drafts on this computer, and anew for what to ask for.
func (s *Screen) Show() { s.Reload() }

// Reload does the same when everything is wanted anew.
func (s *Screen) Reload() {
	s.look = nil
	if s.env.Drafts == nil {
		return
	}
	task.Do(s.env.Tasks, "home drafts", func(context.Context) (drafts.Listing, error) { return s.env.Drafts.List() },
		func(l drafts.Listing, err error) {
			if err == nil {
				s.drafts = slices.DeleteFunc(l.Drafts, func(d drafts.Draft) bool { return d.Key.Workspace != s.env.Workspace })
			}
		})
}

// mostAsked is how many projects' runs are asked for to fill the screen: no more than that many requests beside the list.
const mostAsked = 5

// Wants are the projects, and the runs of a few: those first that a schedule ran since they were looked at, or that are starred.
func (s *Screen) Wants() []store.Want {
	st := s.env.Store
	wants := []store.Want{st.Keep(store.Projects, "", store.ListWithin)}
	for _, id := range s.look {
		wants = append(wants, store.Once(store.LastRun, id).Maybe())
	}
	return wants
}

// choose picks the projects whose runs are asked for.
func (s *Screen) choose() {
	if s.look != nil || !s.env.Store.Projects.Known() {
		return
	}
	s.look = []string{}
	take := func(ids []string, of func(string) bool) {
		for _, id := range ids {
			if len(s.look) < mostAsked && of(id) && !slices.Contains(s.look, id) {
				s.look = append(s.look, id)
			}
		}
	}
	unknown := func(id string) bool {
		p, listed := s.env.Store.Projects.Get(id)
		return listed && p.Published() && !s.env.Store.LastRun(id).Known()
	}
	take(s.env.State.State().Stars, unknown)
	take(s.all.Look, func(string) bool { return true })
}

// Fresh is the age of the list of projects, which all else hangs on.
func (s *Screen) Fresh() screen.Freshness {
	return s.env.FreshOf(s.env.Store.Keep(store.Projects, "", store.ListWithin))
}

// Sync makes the blocks of what is known.
func (s *Screen) Sync() {
	s.all.Sync(s.env.Store, s.env.Now())
	s.choose()
	s.blocks = s.make()
	if _, ok := s.line(); !ok {
		s.at = ""
		if all := s.walk(); len(all) > 0 {
			s.at = all[0].key
		}
	}
}

// columns are the blocks as they stand beside each other; all are in the first where there is one.
func (s *Screen) columns() (columns [2][]block) {
	for _, b := range s.blocks {
		at := 0
		if s.wide && b.right {
			at = 1
		}
		columns[at] = append(columns[at], b)
	}
	return columns
}

// walk are the lines in the order that the cursor takes.
func (s *Screen) walk() (all []line) {
	for _, column := range s.columns() {
		for _, b := range column {
			all = append(all, b.lines...)
		}
	}
	return all
}

// line is the line under the cursor.
func (s *Screen) line() (line, bool) {
	for _, l := range s.walk() {
		if l.key == s.at {
			return l, true
		}
	}
	return line{}, false
}

// Offers are what can be done with the line under the cursor.
func (s *Screen) Offers() []screen.Offer {
	l, ok := s.line()
	none, noProject, over := "", "", ""
	if !ok {
		none = "Nothing is selected."
	}
	if l.project == nil {
		noProject = "This line is of no project."
	}
	if l.run == nil || l.run.Status.Finished() {
		over = "This line is of no run that goes on."
	}
	link := func() string { return s.env.API.ProjectURL(l.project.ID) }
	var p hex.Project
	if l.project != nil {
		p = *l.project
	}
	return append([]screen.Offer{
		{Action: action.Open, Reason: none, Do: func() { l.open() }},
		{Action: action.RunForm, Reason: noProject, Do: func() { runform.Ask(s.env, *l.project, "") }},
		{Action: action.Cancel, Reason: over, Do: func() { runform.Cancel(s.env, l.project.ID, l.run.RunID, l.project.Title) }},
		{Action: action.Runs, Reason: noProject, Do: func() {
			s.env.Host.Go(screen.Target{Place: screen.Runs, ID: l.project.ID, Title: l.project.Title})
		}},
		{Action: action.OpenWeb, Reason: noProject, Do: func() { s.env.Host.Browse(link()) }},
		{Action: action.CopyID, Reason: noProject, Do: func() { s.env.Host.Copy(l.project.ID, "the project's id") }},
		{Action: action.CopyURL, Reason: noProject, Do: func() { s.env.Host.Copy(link(), "the project's link") }},
	}, onproject.Offers(s.env, p, noProject)...)
}

// Do moves the cursor.
func (s *Screen) Do(id action.ID) bool {
	switch id {
	case action.Up:
		s.move(-1)
	case action.Down:
		s.move(1)
	case action.PageUp, action.HalfUp:
		s.move(-5)
	case action.PageDown, action.HalfDown:
		s.move(5)
	case action.Top:
		s.move(-1 << 20)
	case action.Bottom:
		s.move(1 << 20)
	case action.Left, action.Right:
		s.across()
	default:
		return false
	}
	return true
}

func (s *Screen) move(by int) {
	all := s.walk()
	if len(all) == 0 {
		return
	}
	at := slices.IndexFunc(all, func(l line) bool { return l.key == s.at })
	s.at = all[max(min(at+by, len(all)-1), 0)].key
}

// across moves the cursor to the line beside it in the other column.
func (s *Screen) across() {
	at := slices.IndexFunc(s.drawn, func(p place) bool { return p.key == s.at })
	if at < 0 {
		return
	}
	_, y := s.drawn[at].at.Origin()
	best, far := -1, 0
	for i, p := range s.drawn {
		_, py := p.at.Origin()
		d := max(py-y, y-py)
		if p.col != s.drawn[at].col && (best < 0 || d < far) {
			best, far = i, d
		}
	}
	if best >= 0 {
		s.at = s.drawn[best].key
	}
}

// Mouse selects, and opens with a double click.
func (s *Screen) Mouse(m screen.Mouse) {
	if m.Wheel != 0 {
		s.move(m.Wheel)
	}
	for _, p := range s.drawn {
		if m.Press && p.at.Contains(m.X, m.Y) {
			s.at = p.key
			if l, ok := s.line(); ok && m.Clicks == 2 {
				l.open()
			}
			return
		}
	}
}

// twoFrom is the width from which the blocks stand in two columns.
const twoFrom = 100

// Draw paints the blocks, in two columns where there is room.
func (s *Screen) Draw(a paint.Surface) *overlay.Cursor {
	s.drawn = s.drawn[:0]
	if !s.env.Store.Projects.Known() {
		s.drawUnread(a)
		return nil
	}
	s.wide = a.Width() >= twoFrom
	columns := s.columns()
	if !s.wide {
		s.drawColumn(a, 0, columns[0])
		return nil
	}
	l, r := a.SplitRight(a.Width() / 2)
	s.drawColumn(l, 0, columns[0])
	s.drawColumn(r, 1, columns[1])
	return nil
}

func (s *Screen) drawUnread(a paint.Surface) {
	t := s.env.Theme
	says, st := s.env.Spin()+" reading the projects", t.Faint
	if err := s.env.Store.Projects.Err; err != nil {
		says, st = "The projects could not be read. "+err.Error()+" "+s.env.TryAgain(err)+".", t.Error
	}
	for i, l := range paint.Wrap(says, a.Width()-4) {
		a.Text(2, 1+i, l, st)
	}
}

// drawColumn paints blocks below each other, scrolled so that the cursor is in sight.
func (s *Screen) drawColumn(a paint.Surface, col int, blocks []block) {
	y, cursor := 0, -1
	for _, b := range blocks {
		for i, l := range b.lines {
			if l.key == s.at {
				cursor = y + 1 + i
			}
		}
		y += len(b.lines) + 2
		if len(b.lines) == 0 {
			y++
		}
	}
	top := max(min(s.top[col], y-a.Height()), 0)
	if cursor >= 0 {
		top = max(min(top, cursor-1), cursor-a.Height()+1)
	}
	s.top[col] = top
	y = -top
	for _, b := range blocks {
		y = s.drawBlock(a, col, y, b)
	}
}

func (s *Screen) drawBlock(a paint.Surface, col, y int, b block) int {
	t := s.env.Theme
	x := a.Text(2, y, b.title, t.Accent)
	if b.count != "" {
		x = a.Text(x+1, y, b.count, t.Title)
	}
	a.Text(x+2, y, paint.Cut(b.note, a.Width()-x-4), t.Faint)
	y++
	if len(b.lines) == 0 {
		a.Text(2, y, b.empty, t.Faint)
		return y + 2
	}
	name := b.nameWidth(a.Width())
	for _, l := range b.lines {
		if y >= 0 && y < a.Height() {
			row := a.Sub(0, y, a.Width(), 1)
			s.drawn = append(s.drawn, place{l.key, row, col})
			s.drawLine(row, l, name)
		}
		y++
	}
	return y + 1
}

// The least and the most columns of what the lines of a block are about.
const leastName, mostName = 16, 34

// nameWidth is how many columns what the lines are about has: as many as it takes, as long as what is said of it stands whole or has
// more than half of the line.
func (b block) nameWidth(w int) int {
	name, rest := 0, 0
	for _, l := range b.lines {
		name = max(name, paint.Width(l.name))
		rest = max(rest, paint.Width(l.says)+paint.Width(l.end)+2)
	}
	const margins = 4 + 2 + 2
	room := w - margins
	return max(min(name, mostName, room-min(rest, room*3/5)), leastName)
}

// drawLine paints a mark, what it is about, and what there is to say of it.
func (s *Screen) drawLine(row paint.Surface, l line, name int) {
	t := s.env.Theme
	w := row.Width()
	row.Text(2, 0, l.mark, l.style)
	row.Text(4, 0, paint.Cut(l.name, name), t.Text)
	x := 4 + name + 2
	room := w - x - 2
	if l.end != "" && room > paint.Width(l.end)+8 {
		row.Right(w-2, 0, l.end, t.Faint)
		room -= paint.Width(l.end) + 2
	}
	row.Text(x, 0, paint.Cut(l.says, max(room, 0)), t.Faint)
	if l.key == s.at {
		row.Text(0, 0, t.Glyphs.Bar, t.Bar)
		row.Restyle(1, 0, w-1, t.Selected)
	}
}
