package screen

import (
	"cmp"
	"time"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/store"
)

// Made are rows that are made of what the store knows.
type Made[T any] struct {
	// Of is another whenever the rows would be; it is compared with ==.
	Of func() any
	// Make makes them.
	Make func() []T
	// Read is how old what they are made of is.
	Read func() Freshness
	// Not, where it is set, is what is among them too but cannot be understood.
	Not func() []hex.Odd
}

// State is what the rows are made of.
func (m Made[T]) State() any { return m.Of() }

// All makes the rows.
func (m Made[T]) All() []T { return m.Make() }

// Odd is what cannot be understood.
func (m Made[T]) Odd() []hex.Odd {
	if m.Not == nil {
		return nil
	}
	return m.Not()
}

// Fresh is how old they are.
func (m Made[T]) Fresh() Freshness { return m.Read() }

// Row is a line of the page of a thing: something that it has, or another thing that it is joined to.
type Row struct {
	// Part says what the row is to the thing ("member", "project", "setting"), Name what it is called, ID its id where it has one.
	Part, Name, ID string
	// Value and More are what there is to say of it, At a time that stands in the place of More.
	Value, More string
	At          time.Time
	// Go is where it leads, the zero Target to nowhere: then the row is shown in full.
	Go Target
}

// key is what a row is known by.
func (r Row) key() string { return r.Part + " " + cmp.Or(r.ID, r.Name) }

// Paging says what the page of a thing shows. Everything else is the same on all pages, and [Page] has it.
type Paging struct {
	// Title is what the thing is called now, Noun what its rows are, ID and Kind the thing's own.
	Title    func() string
	Noun     string
	ID, Kind string
	Scope    action.Scope
	// Value and More are the titles of the columns.
	Value, More string
	Rows        Made[Row]
	// Wants are the things that the page is made of, the thing itself first.
	Wants func() []store.Want
	// About stands over the rows, shortest first: what is not told by rows.
	About  func() []Fact
	Offers func(row Row, ok bool, none string) []Offer
	// There tells whether the thing is in the list of its kind, as far as that was read. Empty says what no rows mean.
	There func() bool
	Empty func() grid.Message
}

// Page is the page of one thing of the workspace: what is known of it, and what it is joined to, as rows that one walks.
type Page struct {
	*List[Row]
	env    *Env
	paging Paging
}

// NewPage returns the page of what a paging says.
func NewPage(env *Env, what Paging) *Page {
	p := &Page{env: env, paging: what}
	more := TextField("more", what.More, 2, 2, func(r Row) string {
		if !r.At.IsZero() {
			return r.At.Format(time.DateOnly)
		}
		return r.More
	})
	more.Cell = func(r Row) grid.Cell {
		if !r.At.IsZero() {
			return grid.Cell{Text: present.Ago(r.At, env.Now()), Style: env.Theme.Faint}
		}
		return grid.Cell{Text: r.More, Style: env.Theme.Faint}
	}
	more.Compare = func(a, b Row) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.More, b.More)) }
	part := TextField("what", "WHAT", 0, 1, func(r Row) string { return r.Part })
	part.Cell = func(r Row) grid.Cell { return grid.Cell{Text: r.Part, Style: env.Theme.Faint} }
	p.List = NewList(env, Listing[Row]{
		Title: what.Title(), Noun: what.Noun, Scope: what.Scope, Rows: what.Rows, ID: Row.key,
		Fields: []grid.Field[Row]{part, TextField("name", "NAME", 2, 0, func(r Row) string { return r.Name }),
			TextField("value", what.Value, 3, 0, func(r Row) string { return r.Value }), more},
		Newest: true, // who is at the first row stays there when others come before it
		Open:   p.open, About: what.About, Offers: what.Offers,
		Empty: func() grid.Message {
			if !what.There() {
				return p.gone()
			}
			return what.Empty()
		},
		Unread: func(err error) (grid.Message, bool) { return p.gone(), hex.IsKind(err, hex.NotFound) },
	})
	return p
}

// Crumb is what the thing is called now.
func (p *Page) Crumb() string { return p.paging.Title() }

// Wants are what the page is made of.
func (p *Page) Wants() []store.Want { return p.paging.Wants() }

// Fresh is the age of the thing itself.
func (p *Page) Fresh() Freshness {
	f := p.List.Fresh()
	f.Within = p.paging.Wants()[0].Within
	return f
}

// Sync brings the rows and the title in step.
func (p *Page) Sync() {
	p.what.Title = p.paging.Title()
	p.List.Sync()
}

// Offers are those of the list and of the thing; the id that is copied is the row's, where it has one.
func (p *Page) Offers() []Offer {
	row, _ := p.Selected()
	id, of := p.paging.ID, "the "+p.paging.Kind+"'s id"
	if row.ID != "" {
		id, of = row.ID, "the id of "+row.Name
	}
	offers := p.List.Offers()
	for i, o := range offers {
		if o.Action == action.CopyID {
			offers[i] = Offer{Action: action.CopyID, Do: func() { p.env.Host.Copy(id, of) }}
		}
	}
	return offers
}

// gone is what stands in place of the rows of what is not there any more.
func (p *Page) gone() grid.Message {
	return grid.Message{Title: "This " + p.paging.Kind + " is not among those that this token sees: it was deleted, or is hidden.",
		Hint: p.env.Keys.Way(action.Back, action.Global) + " goes back"}
}

// open goes where a row leads, or shows it in full.
func (p *Page) open(r Row) {
	if r.Go.Place != "" {
		p.env.Host.Go(r.Go)
		return
	}
	var lines []overlay.Line
	for _, text := range []string{r.Value, r.More} {
		if text != "" {
			lines = append(lines, overlay.Plain(text)...)
		}
	}
	p.env.Host.Ask(&overlay.Text{Title: r.Name, Lines: lines, OnCopy: func() { p.env.Host.Copy(r.Value, r.Name) }})
}

// Listed tells whether a list of the store has an item, or may have it: it was not read yet.
func Listed[T any](l *store.List[T], id string) bool {
	_, ok := l.Get(id)
	return ok || l.At.IsZero()
}

// Age is how old things are that a page or a list is made of: the first says for all, and one that could not be read does.
func (e *Env) Age(wants ...store.Want) Freshness {
	f := e.FreshOf(wants[0])
	for _, w := range wants[1:] {
		if st := e.Store.Status(w.Thing); !w.Guess && !st.Known() && st.Err == nil {
			f.Loading = true
		}
	}
	return f
}
