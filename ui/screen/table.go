package screen

import (
	"cmp"
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hextui/hex/config/state"
	"hextui/hex/fold"
	"hextui/ui/action"
	"hextui/ui/field"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/task"
)

// Table is a grid with its filter line and its share of the keys, whatever its rows are.
type Table struct {
	Base
	Grid *grid.Grid
	env  *Env
	key  string
	find *field.Field
	open bool
	bar  paint.Surface
	// fixed says why the rows are not sorted, empty where they are.
	fixed string
	// remembered is the name under which it is remembered how the table is sorted and laid out, empty where it is not.
	remembered string
	usual      []string // the columns as they are until somebody arranges them
}

// NewTable returns a table; key names its filter jobs among the tasks.
func NewTable(env *Env, key string, cfg grid.Config) *Table {
	cfg.Letters = env.Letters
	return &Table{Grid: grid.New(cfg), env: env, key: "grid " + key, find: field.New("words, !not, column:word, ~fuzzy")}
}

// Fixed leaves the rows in their own order; why is said to who wants to sort them.
func (t *Table) Fixed(why string) *Table {
	t.fixed = why
	return t
}

// Offers are what every list can do.
func (t *Table) Offers() []Offer {
	offers := []Offer{
		{Action: action.Find, Do: t.openFilter},
		{Action: action.Sort, Reason: t.fixed, Do: t.sortNext},
	}
	if t.remembered != "" {
		offers = append(offers, Offer{Action: action.Columns, Do: t.arrange})
	}
	return offers
}

// openFilter goes to the filter line. A filter that is kept there is marked: most often another one is meant.
func (t *Table) openFilter() {
	t.open = true
	t.find.Mark()
}

// Remember has the table sorted and laid out as it was when it was last shown under that name, and from now on keeps how it is.
func (t *Table) Remember(name string) {
	t.remembered, t.usual = name, t.Grid.Arranged()
	l := t.env.State.List(name)
	switch l.Sort {
	case "":
	case unsorted:
		t.Grid.SetSort("", false)
	default:
		t.Grid.SetSort(l.Sort, l.Descending)
	}
	if len(l.Columns) > 0 {
		t.Grid.Arrange(l.Columns)
	}
}

// unsorted is how the order that Hex gives is remembered.
const unsorted = "-"

// noteSort remembers how the table is sorted.
func (t *Table) noteSort() {
	if t.remembered == "" {
		return
	}
	by, desc := t.Grid.Sort()
	if by == "" {
		by = unsorted
	}
	if l := t.env.State.List(t.remembered); l.Sort != by || l.Descending != desc {
		t.env.State.ChangeList(t.remembered, func(l *state.List) { l.Sort, l.Descending = by, desc })
	}
}

// arrange asks which columns are shown, and in which order.
func (t *Table) arrange() {
	shown := t.Grid.Arranged()
	var parts []overlay.Part
	part := func(c grid.Column, on bool) {
		parts = append(parts, overlay.Part{ID: c.ID, Title: cmp.Or(c.Title, c.ID), On: on})
	}
	for _, id := range shown {
		for _, c := range t.Grid.Columns() {
			if c.ID == id {
				part(c, true)
			}
		}
	}
	for _, c := range t.Grid.Columns() {
		if !slices.Contains(shown, c.ID) {
			part(c, false)
		}
	}
	t.env.Host.Ask(&overlay.Arrange{
		Title: "Columns", Parts: parts,
		OnUsual: func() { t.show(t.usual, nil) },
		OnDone: func(parts []overlay.Part) {
			var ids []string
			for _, p := range parts {
				if p.On {
					ids = append(ids, p.ID)
				}
			}
			t.show(ids, ids)
		},
	})
}

// show shows columns, and remembers those that a person chose.
func (t *Table) show(ids, chosen []string) {
	t.Grid.Arrange(ids)
	t.env.State.ChangeList(t.remembered, func(l *state.List) { l.Columns = chosen })
}

// Typing tells whether the filter line has the keys.
func (t *Table) Typing() bool { return t.open }

// Key edits the filter.
func (t *Table) Key(k tea.KeyPressMsg) {
	if t.open && t.find.Key(k) {
		t.filter()
	}
}

// Paste inserts into the filter.
func (t *Table) Paste(text string) {
	if t.open && t.find.Paste(text) {
		t.filter()
	}
}

func (t *Table) filter() { t.SetFilter(t.find.Value()) }

// SetFilter filters the rows.
func (t *Table) SetFilter(q string) {
	if t.find.Value() != q {
		t.find.Set(q)
	}
	t.Grid.SetFilter(q)
	t.Settle()
}

// Settle runs what the grid has to compute, beside the update loop.
func (t *Table) Settle() {
	job, ok := t.Grid.Job()
	if !ok {
		return
	}
	task.Do(t.env.Tasks, t.key, func(ctx context.Context) (*grid.Index, error) { return job.Run(ctx) }, func(ix *grid.Index, err error) {
		if err == nil {
			t.Grid.Apply(ix)
		}
	})
}

// Scopes are the filter's while it is typed into, else none of its own.
func (t *Table) Scopes(own ...action.Scope) []action.Scope {
	if t.open {
		return []action.Scope{action.Filter}
	}
	return append(own, action.List)
}

// Filtered tells whether the table shows only part of its rows.
func (t *Table) Filtered() bool { return t.Grid.Filter() != "" }

// NoMatch is what stands in place of rows where the filter leaves none of the things.
func (t *Table) NoMatch(thing string) grid.Message {
	key := t.env.Keys.Way(action.Back, action.Global)
	if t.open {
		key = t.env.Keys.Way(action.Clear, action.Filter)
	}
	hint := key + " takes the filter away"
	if name := t.Grid.NoColumn(); name != "" {
		hint = "The columns are " + strings.Join(t.columnNames(), ", ") + "; " + hint + "."
		return grid.Message{Title: "There is no column " + name + ".", Hint: hint}
	}
	if words := strings.Fields(t.Grid.Filter()); len(words) > 0 && !strings.ContainsAny(t.Grid.Filter(), `~:!"`) {
		hint += "; ~" + strings.Join(words, " ~") + " finds letters apart"
	}
	return grid.Message{Title: "No " + thing + " matches “" + t.Grid.Filter() + "”.", Hint: hint}
}

// columnNames are the names that a filter may look into.
func (t *Table) columnNames() []string {
	var names []string
	for _, c := range t.Grid.Columns() {
		if !c.NoSort || !c.NoFilter { // a mere mark
			names = append(names, c.ID)
		}
	}
	return names
}

// DrawHint says below the filter, while it is typed into, which columns it may look into, those first that begin as the word
// does that is typed; or that the column does not exist.
func (t *Table) DrawHint(s paint.Surface) {
	if !t.open {
		return
	}
	th := t.env.Theme
	if name := t.Grid.NoColumn(); name != "" {
		s.Right(s.Width(), 0, paint.Cut("there is no column "+name+": "+strings.Join(t.columnNames(), ": ")+":", s.Width()), th.Warn)
		return
	}
	words := strings.Fields(t.find.Value())
	last := ""
	if len(words) > 0 && !strings.HasSuffix(t.find.Value(), " ") {
		last = fold.Text(strings.TrimPrefix(words[len(words)-1], "!"))
	}
	var fit []string
	for _, name := range t.columnNames() {
		if strings.HasPrefix(name, last) {
			fit = append(fit, name+":")
		}
	}
	s.Right(s.Width(), 0, paint.Cut(strings.Join(fit, " "), s.Width()), th.Faint)
}

// Do moves, filters and sorts. Going back takes the filter away first.
func (t *Table) Do(id action.ID) bool {
	g := t.Grid
	switch id {
	case action.Up:
		g.Move(-1)
	case action.Down:
		g.Move(1)
	case action.PageUp:
		g.Page(-1)
	case action.PageDown:
		g.Page(1)
	case action.HalfUp:
		g.HalfPage(-1)
	case action.HalfDown:
		g.HalfPage(1)
	case action.Top:
		g.Home()
	case action.Bottom:
		g.End()
	case action.Left:
		g.MoveColumn(-1)
	case action.Right:
		g.MoveColumn(1)
	case action.Accept:
		t.open = false
	case action.Clear:
		t.open = false
		t.SetFilter("")
	case action.Back:
		if !t.Filtered() {
			return false
		}
		t.SetFilter("")
	case action.SortTurn:
		if t.fixed != "" {
			t.env.Host.Notice(Warn, t.fixed)
		} else if id, desc := g.Sort(); id != "" {
			t.sort(id, !desc)
		} else {
			t.env.Host.Notice(Info, "The rows are as Hex gives them; "+t.env.Keys.Way(action.Sort)+" sorts them by a column.")
		}
	default:
		return false
	}
	return true
}

// sort sorts by a column, and remembers it.
func (t *Table) sort(id string, desc bool) {
	t.Grid.SetSort(id, desc)
	t.noteSort()
	t.Settle()
}

// sortNext offers the columns to sort by.
func (t *Table) sortNext() {
	now, desc := t.Grid.Sort()
	choices := []overlay.Choice{{Title: "as Hex gives them", Do: func() { t.sort("", false) }}}
	for _, c := range t.Grid.Columns() {
		if c.NoSort {
			continue
		}
		detail := ""
		if c.ID == now {
			detail = "sorted by this, ascending: choose again to turn"
			if desc {
				detail = "sorted by this, descending: choose again to turn"
			}
		}
		choices = append(choices, overlay.Choice{Title: cmp.Or(c.Title, c.ID), Detail: detail, Do: func() {
			if c.ID == now {
				t.sort(c.ID, !desc)
			} else {
				t.sort(c.ID, c.Descending)
			}
		}})
	}
	t.env.Host.Ask(overlay.NewPicker("Sort by", "a column", choices))
}

// Mouse selects, sorts by a clicked header and scrolls; opened tells of a double click on a row.
func (t *Table) Mouse(m Mouse) (opened bool) {
	switch {
	case m.Wheel != 0:
		t.Grid.Scroll(m.Wheel)
	case m.Side != 0:
		t.Grid.ScrollSide(m.Side)
	case m.Drag:
		t.Grid.Drag(m.Y)
	case m.Press && t.bar.Contains(m.X, m.Y):
		t.open = true
	case m.Press:
		hit := t.Grid.Click(m.X, m.Y)
		if hit.Target == grid.OnHeader {
			t.noteSort()
		}
		t.Settle()
		return hit.Target == grid.OnRow && m.Clicks == 2
	}
	return false
}

// FilterRoom is how many columns the filter needs to be read whole, with the count beside it, up to most; where nothing is filtered,
// what the count needs.
func (t *Table) FilterRoom(most int, noun string) int {
	if !t.Filtered() {
		return min(paint.Width(present.Count(t.Grid.Total())+" "+noun)+2, most)
	}
	count := paint.Width(present.Count(t.Grid.Len()) + " of " + present.Count(t.Grid.Total()))
	return min(paint.Width(t.find.Value())+count+beforeCount+2, most)
}

// beforeCount is what a line with a filter takes beside its text and its count: the slash, and the air before the count.
const beforeCount = 4

// DrawFilter paints "/ query   6 of 68" on one line, right aligned, and returns the cursor.
func (t *Table) DrawFilter(s paint.Surface, noun string) *overlay.Cursor {
	th := t.env.Theme
	if t.Grid.Total() == 1 {
		noun = present.One(noun)
	}
	count := present.Count(t.Grid.Total()) + " " + noun
	if t.Filtered() {
		count = present.Count(t.Grid.Len()) + " of " + present.Count(t.Grid.Total())
	}
	if t.Grid.Total() == 0 && !t.Filtered() {
		count = ""
	}
	if t.Grid.Busy() {
		count = t.env.Spin() + " " + count
	}
	s.Right(s.Width(), 0, count, th.Faint)
	if !t.open && !t.Filtered() {
		t.bar = paint.Surface{}
		return nil
	}
	w := max(s.Width()-paint.Width(count)-beforeCount, 8)
	t.bar = s.Sub(0, 0, w+2, 1)
	s.Text(0, 0, "/", th.Accent)
	line := s.Sub(2, 0, w, 1)
	if !t.open { // without a cursor it is read from its start
		line.Text(0, 0, paint.Cut(t.find.Value(), w), th.Input)
		return nil
	}
	x := t.find.Draw(line, th)
	ox, oy := line.Origin()
	return &overlay.Cursor{X: ox + x, Y: oy}
}
