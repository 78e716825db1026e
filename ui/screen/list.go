package screen

import (
	"cmp"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/store"
)

// Listing says what a list shows and what can be done with it. Everything else is the same in all lists, and [List] has it.
type Listing[T any] struct {
	// Title stands over the list; Path in the header, where it is not the title.
	Title, Path string
	// Noun is what is listed, several of it: "projects".
	Noun string
	// Name is what the list is remembered by, Sort the column that it is sorted by until somebody sorts it otherwise; both may be
	// empty.
	Name, Sort string
	Descending bool
	// Scope is where the keys of the list's own actions are looked for; empty is that of plain lists.
	Scope action.Scope
	Rows  Rows[T]
	// ID is what an item is known by.
	ID     func(T) string
	Fields []grid.Field[T]
	// Want is what the rows are of the workspace, nil where they are not. Load reads those on this computer, nil where there are
	// none: they cost nothing, so they are read anew whenever they are shown.
	Want func() store.Want
	Load func()
	// Also are other things that the rows are made of; it may be nil.
	Also func() []store.Want
	// Beside is what the cells show besides their items, see [grid.Config]; it may be nil.
	Beside func() any
	// Newest makes who looks at the first row go on looking at the first when others come before it, until they go to a row themselves:
	// what they do next is meant for that one.
	Newest bool
	// Open goes into an item; nil where there is nothing to go into. OpenWord is the footer's word for it, where it is
	// another than the key table's.
	Open     func(T)
	OpenWord string
	// Link leads to an item in Hex; nil where there is no such link.
	Link func(T) string
	// Offers are the other actions on the selected item. Where none is, ok is false and they give the reason none.
	Offers func(item T, ok bool, none string) []Offer
	// About stands over the list: what it is of, and what the API cannot do.
	About func() []Fact
	// Empty says what an empty list means.
	Empty func() grid.Message
	// Unread says why there are no rows where more is known than the error; ok is false where it is not. It may be nil.
	Unread func(err error) (says grid.Message, ok bool)
}

// Fact is a line over a list: a name and what there is to say.
type Fact struct{ Name, Text string }

// Rows are where a list has its rows from.
type Rows[T any] interface {
	// State is another whenever the rows are; it is compared with ==.
	State() any
	// All are the rows in the order that they have until somebody sorts them.
	All() []T
	// Odd are what is in the list too but cannot be understood.
	Odd() []hex.Odd
	// Fresh says how old they are: At is zero until they were read whole.
	Fresh() Freshness
}

// Stored are the rows of a list of the store.
func Stored[T any](l *store.List[T]) Rows[T] { return stored[T]{l} }

type stored[T any] struct{ list *store.List[T] }

func (s stored[T]) State() any { return s.list.Version }

func (s stored[T]) All() []T { return s.list.All() }

func (s stored[T]) Odd() []hex.Odd { return s.list.Odd }

func (s stored[T]) Fresh() Freshness {
	return Freshness{At: s.list.At, Loading: s.list.Loading, Err: s.list.Err}
}

// List is a screen that lists things, or the part of one that does: a [Table] that knows what its rows are. A screen that
// is more than its list embeds it and replaces what it does otherwise.
type List[T any] struct {
	*Table
	what   Listing[T]
	synced bool
	chosen bool   // somebody went to a row
	wanted string // the item to be selected once it is there
	made   any    // the state that the rows were made of, once synced
}

// NewList returns the list of what a listing says.
func NewList[T any](env *Env, what Listing[T]) *List[T] {
	if what.Scope == "" {
		what.Scope = action.Browse
	}
	if what.Path == "" {
		what.Path = what.Title
	}
	l := &List[T]{Table: NewTable(env, what.Path, grid.Config{Columns: grid.Columns(what.Fields), Beside: what.Beside}), what: what}
	l.Grid.SetSort(what.Sort, what.Descending)
	l.Remember(cmp.Or(what.Name, string(what.Scope)+" "+what.Noun))
	return l
}

// thing is the noun of one item.
func (w Listing[T]) thing() string { return present.One(w.Noun) }

// Crumb is the list's part of the path.
func (l *List[T]) Crumb() string { return l.what.Path }

// Scopes are the filter's while it is typed into, else those of the list.
func (l *List[T]) Scopes() []action.Scope { return l.Table.Scopes(l.what.Scope) }

// Wants are the rows, where they are the workspace's.
func (l *List[T]) Wants() []store.Want {
	if l.what.Want == nil {
		return nil
	}
	wants := []store.Want{l.what.Want()}
	if l.what.Also != nil {
		wants = append(wants, l.what.Also()...)
	}
	return wants
}

// Show reads what is on this computer.
func (l *List[T]) Show() { l.Reload() }

// Reload reads what is on this computer anew.
func (l *List[T]) Reload() {
	if l.what.Load != nil { // also while it is being read: what was read may not have been all yet
		l.what.Load()
	}
}

// Settled arranges the rows where the frame showed that they are not yet.
func (l *List[T]) Settled() bool {
	l.Settle()
	return false
}

// Fresh is the age of the rows.
func (l *List[T]) Fresh() Freshness {
	f := l.what.Rows.Fresh()
	if l.what.Want != nil {
		f.Within = l.what.Want().Within
	}
	return f
}

// Sync makes the rows anew when what they are made of has changed.
func (l *List[T]) Sync() {
	if now := l.what.Rows.State(); !l.synced || now != l.made {
		by, _ := l.Grid.Sort()
		first := l.what.Newest && !l.chosen && by == "" && l.Grid.Position() <= 0
		l.synced, l.made = true, now
		l.Grid.SetSource(grid.List[T]{Items: l.what.Rows.All(), Key: l.what.ID, Fields: l.what.Fields})
		if first {
			l.Grid.Home()
		}
	}
	if l.wanted != "" && l.Grid.Total() > 0 {
		if l.Grid.Select(l.wanted) || !l.Fresh().At.IsZero() {
			l.wanted = ""
		}
	}
	if l.Grid.Len() == 0 {
		l.Grid.SetMessages(l.noRows(), l.NoMatch(l.what.thing()))
	}
}

// Select selects the item of an id, as soon as it is there.
func (l *List[T]) Select(id string) { l.wanted = id }

// noRows says why there are no rows.
func (l *List[T]) noRows() grid.Message {
	switch f := l.Fresh(); {
	case !f.At.IsZero():
		return l.what.Empty()
	case f.Err != nil:
		if l.what.Unread != nil {
			if says, ok := l.what.Unread(f.Err); ok {
				return says
			}
		}
		return grid.Message{Title: "The " + l.what.Noun + " could not be read.", Hint: f.Err.Error() + " " + l.env.TryAgain(f.Err) + "."}
	}
	return grid.Message{Title: l.env.Spin() + " reading the " + l.what.Noun}
}

// Selected is the item under the cursor; ok is false when there is none.
func (l *List[T]) Selected() (item T, ok bool) {
	row, ok := l.Grid.Row()
	if rows, is := l.Grid.Source().(grid.List[T]); ok && is {
		return rows.Items[row], true
	}
	return item, false
}

// None is why nothing can be done with the selected item, empty when one is selected.
func (l *List[T]) None() string {
	if _, ok := l.Selected(); ok {
		return ""
	}
	return "No " + l.what.thing() + " is selected."
}

// Open goes into the selected item.
func (l *List[T]) Open() {
	if v, ok := l.Selected(); ok && l.what.Open != nil {
		l.what.Open(v)
	}
}

// Mouse moves in the list; a double click opens.
func (l *List[T]) Mouse(m Mouse) {
	l.chosen = true
	if l.Table.Mouse(m) {
		l.Open()
	}
}

// Offers are what can be done with the selected item and with the list, opening first.
func (l *List[T]) Offers() []Offer {
	v, ok := l.Selected()
	none := l.None()
	offers := make([]Offer, 0, 40) // about as many as the longest lists have: it is made for every frame
	if l.what.Open != nil {
		offers = append(offers, Offer{Action: action.Open, Reason: none, Word: l.what.OpenWord, Do: l.Open})
	}
	if l.what.Offers != nil {
		offers = append(offers, l.what.Offers(v, ok, none)...)
	}
	offers = append(offers, l.Table.Offers()...)
	of := "the " + l.what.thing() + "'s "
	offers = append(offers, Offer{Action: action.CopyID, Reason: none, Do: func() { l.env.Host.Copy(l.what.ID(v), of+"id") }})
	if l.what.Link != nil {
		offers = append(offers,
			Offer{Action: action.OpenWeb, Reason: none, Do: func() { l.env.Host.Browse(l.what.Link(v)) }},
			Offer{Action: action.CopyURL, Reason: none, Do: func() { l.env.Host.Copy(l.what.Link(v), of+"link") }})
	}
	return offers
}

// Do moves, filters and sorts.
func (l *List[T]) Do(id action.ID) bool {
	done := l.Table.Do(id)
	l.chosen = l.chosen || done && id.Moves()
	return done
}

// FilterRoom is how many columns [List.DrawFilter] needs, up to most.
func (l *List[T]) FilterRoom(most int) int { return l.Table.FilterRoom(most, l.what.Noun) }

// DrawFilter paints the filter and how many rows there are, on one line, and returns the cursor.
func (l *List[T]) DrawFilter(s paint.Surface) *overlay.Cursor {
	return l.Table.DrawFilter(s, l.what.Noun)
}

// Draw paints what there is to say of the list, the filter and the rows.
func (l *List[T]) Draw(a paint.Surface) *overlay.Cursor {
	t := l.env.Theme
	_, rest := a.SplitTop(l.drawAbout(a))
	top, body := rest.SplitTop(2)
	x := top.Text(2, 0, l.what.Title, t.Title) + 3
	cursor := l.DrawFilter(top.Sub(x, 0, top.Width()-x-2, 1))
	l.DrawHint(top.Sub(2, 1, top.Width()-4, 1))
	l.Grid.Draw(body, t, true)
	return cursor
}

// drawAbout paints the facts over the list, and what of it cannot be understood, and returns how many lines they take.
func (l *List[T]) drawAbout(a paint.Surface) int {
	var facts []Fact
	if l.what.About != nil {
		facts = l.what.About()
	}
	y := 0
	for i, f := range facts {
		lines := paint.Wrap(f.Text, a.Width()-16)
		if i > 0 && y+len(lines) > a.Height()/2 {
			break // the rows need the room
		}
		a.Text(2, y, f.Name, l.env.Theme.Faint)
		for _, line := range lines {
			a.Text(14, y, line, l.env.Theme.Text)
			y++
		}
	}
	y += DrawOdd(a.Sub(2, y, a.Width()-4, a.Height()-y), l.env.Theme, l.what.Rows.Odd())
	if y > 0 {
		y++
	}
	return y
}
