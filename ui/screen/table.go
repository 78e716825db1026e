package screen

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

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
}

// NewTable returns a table; key names its filter jobs among the tasks.
func NewTable(env *Env, key string, cfg grid.Config) *Table {
	return &Table{Grid: grid.New(cfg), env: env, key: "grid " + key, find: field.New("words, !not, column:word, ~fuzzy")}
}

// Offers are what every list can do.
func (t *Table) Offers() []Offer {
	return []Offer{
		{Action: action.Find, Do: func() { t.open = true }},
		{Action: action.Sort, Do: t.sortNext},
	}
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
	key := t.env.Keys.Key(action.Back, action.Global)
	if t.open {
		key = t.env.Keys.Key(action.Clear, action.Filter)
	}
	return grid.Message{Title: "No " + thing + " matches “" + t.Grid.Filter() + "”.", Hint: key + " takes the filter away"}
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
		if id, desc := g.Sort(); id != "" {
			g.SetSort(id, !desc)
			t.Settle()
		} else {
			t.env.Host.Notice(Info, "The rows are as Hex gives them; "+t.env.Keys.Key(action.Sort)+" sorts them by a column.")
		}
	default:
		return false
	}
	return true
}

// sortNext offers the columns to sort by.
func (t *Table) sortNext() {
	now, desc := t.Grid.Sort()
	choices := []overlay.Choice{{Title: "as Hex gives them", Do: func() { t.Grid.SetSort("", false); t.Settle() }}}
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
		choices = append(choices, overlay.Choice{Title: c.Title, Detail: detail, Do: func() {
			if c.ID == now {
				t.Grid.SetSort(c.ID, !desc)
			} else {
				t.Grid.SetSort(c.ID, c.Descending)
			}
			t.Settle()
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
		t.Settle()
		return hit.Target == grid.OnRow && m.Clicks == 2
	}
	return false
}

// DrawFilter paints "/ query   6 of 68" on one line, right aligned, and returns the cursor.
func (t *Table) DrawFilter(s paint.Surface, noun string) *overlay.Cursor {
	th := t.env.Theme
	if t.Grid.Total() == 1 {
		noun = strings.TrimSuffix(noun, "s")
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
	w := max(s.Width()-paint.Width(count)-4, 8)
	t.bar = s.Sub(0, 0, w+2, 1)
	s.Text(0, 0, "/", th.Accent)
	line := s.Sub(2, 0, w, 1)
	x := t.find.Draw(line, th)
	if !t.open {
		return nil
	}
	ox, oy := line.Origin()
	return &overlay.Cursor{X: ox + x, Y: oy}
}
