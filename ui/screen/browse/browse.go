// Package browse is the screen of every plain list of the workspace: groups and their members, collections and
// their projects, data connections, users, threads and what was said in them, and the drafts on this computer.
package browse

import (
	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// Spec says what a list shows and what can be done with it.
type Spec[T any] struct {
	Title string
	Noun  string
	List  *store.List[T]
	Load  func()
	// Local lists what is on this computer: it costs nothing, so it is read anew whenever it is shown.
	Local  bool
	Key    func(T) string
	Fields []grid.Field[T]
	// Offers are the actions on the selected item, which is nil when none is.
	Offers func(item *T) []screen.Offer
	// Open goes into the item; nil where there is nothing to go into.
	Open func(T)
	// About stands over the list: what it is of, and what the API cannot do.
	About func() []Fact
	// Empty says what an empty list means.
	Empty grid.Message
}

// Fact is a line over a list: a name and what there is to say.
type Fact struct{ Name, Text string }

// Screen is a plain list.
type Screen[T any] struct {
	screen.Base
	env   *screen.Env
	spec  Spec[T]
	table *screen.Table
	made  uint64
	first bool
}

// New returns the screen of a list.
func New[T any](env *screen.Env, spec Spec[T]) *Screen[T] {
	s := &Screen[T]{env: env, spec: spec, first: true}
	s.table = screen.NewTable(env, spec.Title, grid.Config{Columns: grid.Columns(spec.Fields)})
	return s
}

// Crumb is the list's title.
func (s *Screen[T]) Crumb() string { return s.spec.Title }

// Scopes are those of a list.
func (s *Screen[T]) Scopes() []action.Scope { return s.table.Scopes(action.Browse) }

// Show reads the list when it is not known or no longer fresh.
func (s *Screen[T]) Show() {
	if l := s.spec.List; !l.Loading && (s.spec.Local || screen.Stale(l.At, s.env.Now())) {
		s.spec.Load()
	}
}

// Reload reads the list anew.
func (s *Screen[T]) Reload() { s.spec.Load() }

// Fresh is the age of the list.
func (s *Screen[T]) Fresh() screen.Freshness {
	return screen.Freshness{At: s.spec.List.At, Loading: s.spec.List.Loading, Err: s.spec.List.Err}
}

// Typing, Key, Paste and Mouse are the table's.
func (s *Screen[T]) Typing() bool { return s.table.Typing() }

// Key edits the filter.
func (s *Screen[T]) Key(k tea.KeyPressMsg) { s.table.Key(k) }

// Paste inserts into the filter.
func (s *Screen[T]) Paste(text string) { s.table.Paste(text) }

// Mouse moves in the list; a double click opens.
func (s *Screen[T]) Mouse(m screen.Mouse) {
	if s.table.Mouse(m) {
		s.open()
	}
}

func (s *Screen[T]) selected() *T {
	if v, ok := s.spec.List.Get(s.table.Grid.Selected()); ok {
		return &v
	}
	return nil
}

func (s *Screen[T]) open() {
	if v := s.selected(); v != nil && s.spec.Open != nil {
		s.spec.Open(*v)
	}
}

// Offers are the list's own, after opening.
func (s *Screen[T]) Offers() []screen.Offer {
	v := s.selected()
	var offers []screen.Offer
	if s.spec.Open != nil {
		reason := ""
		if v == nil {
			reason = "Nothing is selected."
		}
		offers = append(offers, screen.Offer{Action: action.Open, Reason: reason, Do: s.open})
	}
	if s.spec.Offers != nil {
		offers = append(offers, s.spec.Offers(v)...)
	}
	offers = append(offers, s.table.Offers()...)
	if v != nil {
		offers = append(offers, screen.Offer{Action: action.CopyID, Do: func() { s.env.Host.Copy(s.spec.Key(*v), "the id") }})
	}
	return offers
}

// Do moves, filters and sorts.
func (s *Screen[T]) Do(id action.ID) bool {
	if id == action.Back && s.table.Filtered() {
		s.table.SetFilter("")
		return true
	}
	return s.table.Do(id)
}

// Sync makes the rows anew when the list has changed.
func (s *Screen[T]) Sync() {
	l := s.spec.List
	if s.first || s.made != l.Version {
		s.first, s.made = false, l.Version
		items := make([]T, l.Len())
		for i := range items {
			items[i] = l.Item(i)
		}
		s.table.Grid.SetSource(grid.List[T]{Items: items, Key: s.spec.Key, Fields: s.spec.Fields})
		s.table.Settle()
	}
	noMatch := grid.Message{Title: "Nothing here matches “" + s.table.Grid.Filter() + "”.", Hint: "esc takes the filter away"}
	switch {
	case l.Err != nil && l.Len() == 0:
		s.table.Grid.SetMessages(grid.Message{Title: s.spec.Title + " could not be read.", Hint: l.Err.Error() + " " + s.env.Keys.Key(action.Refresh, action.Global) + " tries again."}, noMatch)
	case !l.Known() || l.Loading && l.Len() == 0:
		s.table.Grid.SetMessages(grid.Message{Title: s.env.Spin() + " reading"}, noMatch)
	default:
		s.table.Grid.SetMessages(s.spec.Empty, noMatch)
	}
}

// Draw paints the facts, the filter and the list.
func (s *Screen[T]) Draw(a paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	y := 0
	if s.spec.About != nil {
		for _, f := range s.spec.About() {
			a.Text(2, y, f.Name, t.Faint)
			for _, line := range paint.Wrap(f.Text, a.Width()-16) {
				a.Text(14, y, line, t.Text)
				y++
			}
		}
		if y > 0 {
			y++
		}
	}
	_, rest := a.SplitTop(y)
	top, body := rest.SplitTop(2)
	top.Text(2, 0, s.spec.Title, t.Title)
	x := paint.Width(s.spec.Title) + 5
	cursor := s.table.DrawFilter(top.Sub(x, 0, top.Width()-x-2, 1), s.spec.Noun)
	s.table.Grid.Draw(body, t, true)
	return cursor
}
