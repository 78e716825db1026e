package project

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/lint"
	"hextui/ui/action"
	"hextui/ui/complete"
	"hextui/ui/editor"
	"hextui/ui/paint"
	"hextui/ui/store"
	"hextui/ui/task"
)

// completion is the list at the caret of how the word that is typed may go on. It opens by itself; what is in it is found beside the
// loop, so that no key waits for it.
type completion struct {
	due     bool // a letter was typed for which no list was looked for yet
	looking bool
	turn    int // grows whenever the list is closed: what is found for an earlier turn comes too late

	in      *pane  // where the list is open, nil while it is closed
	version uint64 // … of its text
	word    string
	list    []complete.Candidate
	at      int // the marked one
	top     int // the first one in sight

	known    *complete.Known // what the cells tell, nil before it was learned
	of       learned
	learning bool

	// lacking is the version of the text at whose caret nothing was known to be offered, 0 for none, and unknown are its tables for which
	// no neighbours were picked yet: other projects, whose cells may tell. Picked is how many were, of late for the tables pickedFor.
	lacking    uint64
	unknown    []string
	neighbours []string
	picked     int
	pickedFor  []string

	// asked says that the tables that the project asks for were looked up, and tables are those that Hex named then.
	asked  bool
	tables []string
}

// learned is what known was made of.
type learned struct {
	cells   uint64 // their version
	results uint64 // … and that of the results
	tables  int    // how many Hex named
	drafts  uint64 // of other projects
}

// take is the key that takes the marked candidate: that which indents, where there is no list.
const take = action.EditPrefix + action.ID(editor.Indent)

// linesAround is how many lines before and behind the caret are looked at.
const linesAround = 200

// mostShown is how many rows the list has at most, widestShown how wide it is.
const (
	mostShown   = 8
	widestShown = 64
)

// completing tells whether the list is open for what is edited now.
func (s *Screen) completing() bool {
	return s.completion.in != nil && s.editing() && s.completion.in == s.pane()
}

// closeList closes the list and tells whether it was open.
func (s *Screen) closeList() bool {
	was := s.completing()
	s.completion.in, s.completion.due = nil, false
	s.completion.turn++
	return was
}

// letterTyped narrows an open list at once and has another one looked for.
func (s *Screen) letterTyped(p *pane, text string) {
	c := &s.completion
	c.due, p.lettered = true, p.ed.Version()
	if c.in != p {
		c.in = nil
		return
	}
	c.word += text
	if c.show(p, complete.Narrow(c.list, c.word), c.word); text == "." {
		c.in = nil
	}
}

// show opens the list with candidates; without any it closes it. The marked one stays marked where it can.
func (c *completion) show(p *pane, list []complete.Candidate, word string) {
	marked := ""
	if c.in == p && c.at < len(c.list) && c.at > 0 {
		marked = c.list[c.at].Text
	}
	c.in, c.version, c.list, c.word, c.at, c.top = p, p.ed.Version(), list, word, 0, 0
	for i := range list {
		if list[i].Text == marked {
			c.at = i
		}
	}
	if len(list) == 0 {
		c.in = nil
	}
}

// listCommand has the open list take a key of the editor, and tells whether it did; what moves elsewhere or edits closes it.
func (s *Screen) listCommand(p *pane, cmd editor.Command) bool {
	c := &s.completion
	if !s.completing() {
		s.closeList()
		return false
	}
	switch cmd {
	case editor.Indent:
		taken, word := c.list[c.at], c.word
		s.closeList()
		s.takeWord(p, len(word), taken.Text)
		return true
	case editor.MoveDown:
		c.at = (c.at + 1) % len(c.list)
		return true
	case editor.MoveUp:
		c.at = (c.at + len(c.list) - 1) % len(c.list)
		return true
	}
	s.closeList()
	c.due = cmd == editor.DeleteLeft // the word is shorter now, and may go on in more ways
	return false
}

// settleCompletion looks for how the word at the caret may go on, once a letter was typed.
func (s *Screen) settleCompletion() {
	c := &s.completion
	if !s.editing() || c.in != nil && !s.completing() {
		c.in, c.due = nil, c.due && s.editing()
	}
	s.findNeighbours()
	if c.lacking != 0 && s.editing() && c.lacking == s.pane().ed.Version() && c.of != s.toLearn() {
		c.due = true
	}
	if !c.due || c.looking {
		return
	}
	c.due, c.looking = false, true
	p, turn := s.pane(), c.turn
	s.lookUpTables(p)
	version := p.ed.Version()
	know, of := s.knowing()
	asked := complete.Context{Language: p.ed.Language(), Cell: p.number - 1, Quoted: p.ed.Quoted()}
	asked.Text, asked.At = p.ed.Around(linesAround)
	type found struct {
		known *complete.Known
		list  []complete.Candidate
		word  string
	}
	look := func(context.Context) (f found, err error) {
		f.known = know()
		f.list, f.word = f.known.Offer(asked)
		return f, nil
	}
	task.Do(s.env.Tasks, "", look, func(f found, err error) {
		c.looking = false
		if err != nil {
			return // nothing is offered; what is typed is not touched
		}
		c.known, c.of = f.known, of
		if c.turn == turn && p.ed.Version() == version && s.pane() == p && s.editing() {
			if c.lacking, c.unknown = 0, nil; len(f.list) == 0 && asked.Asks() {
				c.lacking, c.unknown = version, asked.Tables()
			}
			c.show(p, f.list, f.word)
		}
	})
}

// settleKnown has what the cells tell learned anew once more was read, where columns stand beside the cell.
func (s *Screen) settleKnown() {
	c := &s.completion
	if s.width < asideFrom || c.known == nil || c.learning || c.looking || s.faults.looking || c.of == s.toLearn() {
		return
	}
	c.learning = true
	know, of := s.knowing()
	learn := func(context.Context) (*complete.Known, error) { return know(), nil }
	task.Do(s.env.Tasks, "", learn, func(known *complete.Known, err error) {
		if c.learning = false; err == nil {
			c.known, c.of = known, of
		}
	})
}

// neighboursAtOnce is how many other projects are read for what nothing is known of, mostNeighbours how many of them for the same
// tables.
const (
	neighboursAtOnce = 6
	mostNeighbours   = 18
)

// findNeighbours picks projects whose cells are read for what nothing is known of. Hex does not tell which of them ask a table: those
// come first in whose title or description it is named, and then those that were edited last.
func (s *Screen) findNeighbours() {
	c, st := &s.completion, s.env.Store
	if len(c.unknown) == 0 || !st.Projects.Known() || slices.ContainsFunc(c.neighbours, s.awaited) {
		return
	}
	if !slices.Equal(c.pickedFor, c.unknown) {
		c.picked, c.pickedFor = 0, c.unknown
	}
	others := slices.DeleteFunc(st.Projects.All(), func(p hex.Project) bool {
		read := st.KnownCells(p.ID)
		return p.ID == s.id || p.ArchivedAt != nil || read.Known() || slices.Contains(c.neighbours, p.ID)
	})
	slices.SortStableFunc(others, func(a, b hex.Project) int {
		return cmp.Or(cmp.Compare(mentioned(b, c.unknown), mentioned(a, c.unknown)), b.LastEditedAt.Compare(a.LastEditedAt))
	})
	c.unknown = nil
	others = others[:min(len(others), neighboursAtOnce, mostNeighbours-c.picked)]
	c.picked += len(others)
	for _, p := range others {
		c.neighbours = append(c.neighbours, p.ID)
	}
}

// awaited tells whether the cells of a neighbour are still to come: before they are there, nobody knows whether more are needed.
func (s *Screen) awaited(id string) bool {
	read := s.env.Store.KnownCells(id)
	return !read.Known() && read.Err == nil
}

// mentioned is how many of the tables a project speaks of, in their plural or not.
func mentioned(p hex.Project, tables []string) (n int) {
	said := strings.ToLower(p.Title + "\n" + p.Description)
	for _, table := range tables {
		if strings.Contains(said, strings.TrimSuffix(strings.ToLower(table), "s")) {
			n++
		}
	}
	return n
}

// wantsOfNeighbours are their cells, each read once, as far as the budget of requests has room for guesses.
func (s *Screen) wantsOfNeighbours() (wants []store.Want) {
	c := &s.completion
	switch {
	case !s.editing():
		return nil
	case len(c.unknown) > 0 && !s.env.Store.Projects.Known():
		return []store.Want{store.Once(store.Projects, "").Maybe()}
	}
	for _, id := range c.neighbours {
		if read := s.env.Store.KnownCells(id); !read.Known() {
			wants = append(wants, store.Once(store.Cells, id).Maybe())
		}
	}
	return wants
}

// knowing is how to have what the cells tell, beside the loop, and what that is made of: it is learned anew where something was read
// since it was learned last.
func (s *Screen) knowing() (know func() *complete.Known, of learned) {
	known, of := s.completion.known, s.toLearn()
	if known != nil && s.completion.of == of {
		return func() *complete.Known { return known }, of
	}
	cells, results, tables, elsewhere := s.env.Store.Cells(s.id).All(), s.resultsRead(), s.completion.tables, s.elsewhere()
	return func() *complete.Known {
		return complete.Learn(lessons(cells, results), lessons(elsewhere, nil), tables...)
	}, of
}

// mostElsewhere is of how many cells of other projects it is learned which tables and columns there are.
const mostElsewhere = 1000

// elsewhere are SQL cells of other projects that were read and ask the same data connections as those here.
func (s *Screen) elsewhere() (cells []hex.Cell) {
	own := map[string]bool{}
	for _, i := range s.rows {
		own[i.DataConnectionID] = true
	}
	delete(own, "")
	for id, l := range s.env.Store.Drafts() {
		for i := range l.Len() {
			if c := l.Ref(i); id != s.id && c.Type == hex.CellSQL && own[c.DataConnectionID] && len(cells) < mostElsewhere {
				cells = append(cells, *c)
			}
		}
	}
	return cells
}

// lookUpTables asks Hex once for the tables that the project asks for, where somebody types SQL: its published version may ask for more
// than the draft does. Where that cannot be told, the cells have to do.
func (s *Screen) lookUpTables(p *pane) {
	project, known := s.project()
	if s.completion.asked || !known || !project.Published() || p.cell().Type != hex.CellSQL {
		return
	}
	s.completion.asked = true
	look := func(ctx context.Context) ([]string, error) { return s.tables(ctx, ""), nil }
	task.Do(s.env.Tasks, "", look, func(tables []string, err error) {
		if err == nil {
			s.completion.tables = tables
		}
	})
}

// toLearn is what there is to learn from now.
func (s *Screen) toLearn() learned {
	st := s.env.Store
	return learned{st.Cells(s.id).Version, st.OutputsVersion, len(s.completion.tables), st.CellsVersion}
}

// resultsRead are the results that were read, by cell.
func (s *Screen) resultsRead() map[string]*hex.ResultTable {
	results := map[string]*hex.ResultTable{}
	for _, i := range s.rows {
		if i.Type != hex.CellSQL {
			continue
		}
		if t := s.env.Store.Output(i.StaticID).Value.Table; t != nil {
			results[i.StaticID] = t
		}
	}
	return results
}

// lessons are cells as completion learns from them.
func lessons(cells []hex.Cell, results map[string]*hex.ResultTable) []complete.Cell {
	out := make([]complete.Cell, len(cells))
	for i, c := range cells {
		source, _ := c.Source()
		out[i] = complete.Cell{Language: language(c), Source: source, Frame: c.OutputDataframe()}
		if t := results[c.StaticID]; t != nil {
			teach(&out[i], t)
		}
		if c.Type == hex.CellCode {
			out[i].Names, out[i].Defined = lint.Names(source)
		}
	}
	return out
}

// teach adds what the result of a cell tells.
func teach(c *complete.Cell, t *hex.ResultTable) {
	for _, column := range t.Columns {
		c.Columns, c.Types = append(c.Columns, column.Name), append(c.Types, column.Type)
	}
	c.AllRows = t.TotalKind == hex.TotalExact && t.TotalRows == len(t.Rows)
	c.Catalog = complete.ReadCatalog(c.Columns, len(t.Rows), func(row, column int) string {
		if v := t.Rows[row][column]; v != nil {
			return *v
		}
		return ""
	})
}

// drawCompletion paints the list below the line of the caret, which is at x, y, or above it where there is more room.
func (s *Screen) drawCompletion(a paint.Surface, x, y int) {
	c, t := &s.completion, s.env.Theme
	if !s.completing() {
		return
	}
	rows := min(len(c.list), mostShown)
	top := y + 1
	if below, above := a.Height()-y-1, y; below < rows && above > below {
		rows = min(rows, above)
		top = y - rows
	} else {
		rows = min(rows, below)
	}
	if rows <= 0 {
		return
	}
	c.top = max(min(c.top, c.at), c.at-rows+1)
	key := s.env.Keys.Key(take, action.Editor)
	widest := widths{key: paint.Width(key)}
	for _, one := range c.list {
		widest.fit(one)
	}
	width := min(widest.all(), widestShown, a.Width())
	x = max(min(x-paint.Width(c.word)-1, a.Width()-width), 0)
	for i := range rows {
		one := c.list[c.top+i]
		line := a.Sub(x, top+i, width, 1)
		st, faint := t.Overlay, t.Faint
		if faint.Bg = t.Overlay.Bg; c.top+i == c.at {
			st, faint = t.Selected(t.Text), t.Selected(t.Faint)
		}
		line.Fill(st)
		end := line.Text(1, 0, paint.Cut(one.Text, width-2), st)
		right := width - 1
		if c.top+i == c.at && right-widest.key > end {
			line.Right(right, 0, key, faint)
		}
		right -= widest.key + gap
		if said := note(one); said != "" && right > end+gap {
			line.Right(right, 0, paint.Cut(said, right-end-gap), faint)
		}
		if right -= widest.note + gap; one.Type != "" && right-paint.Width(one.Type) > end {
			line.Right(right, 0, one.Type, faint)
		}
	}
}

// gap is what is left between the parts of a row.
const gap = 2

// widths are those of the widest parts of the list's rows: the word, its type, where it is from, and the key that takes it.
type widths struct{ text, kind, note, key int }

func (w *widths) fit(c complete.Candidate) {
	w.text = max(w.text, paint.Width(c.Text))
	w.kind = max(w.kind, paint.Width(c.Type))
	w.note = max(w.note, paint.Width(note(c)))
}

func (w *widths) all() (width int) {
	for _, part := range []int{w.text, w.kind, w.note, w.key} {
		if part > 0 {
			width += part + gap
		}
	}
	return width
}

// note is what a row says beside the word.
func note(c complete.Candidate) string {
	if c.Of != "" {
		return "of " + c.Of[strings.LastIndexByte(c.Of, '.')+1:]
	}
	return c.Kind.String()
}
