// Package sharing is the screen of who may see and edit a project: all that it is shared with as one matrix of levels, which is edited,
// read as sentences and then sent, and all people who reach it, with how.
package sharing

import (
	"cmp"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/access"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/grid"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// Screen is the sharing of one project. Changes stay here until they are sent.
type Screen struct {
	screen.Base
	env       *screen.Env
	id, title string

	matrix *screen.Table
	rows   []row
	made   made // what rows were made of
	edits  *edits

	people *screen.Table
	who    audit
	// before and after are who reaches the project now, and who would once the changes are sent; nil while that is being read.
	before, after *reached
	showing       bool // the people, in place of the matrix
	tabs          [2]paint.Surface
	narrow        bool // there is no room for how a row has its access
}

// edits is what is changed and not sent.
type edits struct {
	// to is the new level by the row's name, added the rows that the project does not have.
	to    map[string]hex.Access
	added []row
	// failed is why the last sending of a row failed.
	failed  map[string]string
	version int
}

// New returns the screen, with the changes that were kept when it was left.
func New(env *screen.Env, t screen.Target) screen.Screen {
	s := &Screen{env: env, id: t.ID, title: t.Title}
	kept, ok := env.Kept[s.keptAs()].Of.(*edits)
	if !ok {
		kept = &edits{to: map[string]hex.Access{}, failed: map[string]string{}}
	}
	s.edits = kept
	s.matrix = screen.NewTable(env, "sharing "+t.ID, grid.Config{Columns: grid.Columns(s.fields()), Cells: true})
	s.people = screen.NewTable(env, "people "+t.ID, grid.Config{Columns: grid.Columns(s.peopleFields())})
	s.matrix.Grid.SelectColumn(levelColumns[0].id)
	return s
}

func (s *Screen) keptAs() string { return "sharing " + s.id }

// table is the one that is shown.
func (s *Screen) table() *screen.Table {
	if s.showing {
		return s.people
	}
	return s.matrix
}

// Crumb is the screen's part of the path.
func (s *Screen) Crumb() string { return s.name() + " › Sharing" }

// name is the project's title as it is known now.
func (s *Screen) name() string {
	if p, ok := s.env.Store.FindProject(s.id); ok {
		return p.Title
	}
	return cmp.Or(s.title, present.ShortID(s.id))
}

// Scopes are the filter's while it is typed into, else those of the matrix.
func (s *Screen) Scopes() []action.Scope { return s.table().Scopes(action.Sharing) }

// Wants are the project with its sharing, and those whom it can be shared with: Hex tells the sharing by names and takes ids.
func (s *Screen) Wants() []store.Want {
	st := s.env.Store
	return []store.Want{
		st.Keep(store.Project, s.id, store.CellWithin), store.Once(store.Users, ""), store.Once(store.Groups, ""),
		store.Once(store.Collections, ""),
	}
}

// Fresh is the age of the project.
func (s *Screen) Fresh() screen.Freshness { return s.env.FreshOf(s.Wants()[0]) }

// Show has nothing to look at; Reload reads the people anew.
func (s *Screen) Show() {}

// Reload reads anew who is behind groups and collections.
func (s *Screen) Reload() {
	if !s.who.reading {
		s.who = audit{version: s.who.version + 1}
	}
}

// Settled begins to read who reaches the project once it is known what it is shared with, and who would with the changes.
func (s *Screen) Settled() bool {
	s.matrix.Settle()
	s.people.Settle()
	if s.who.of == nil && !s.who.reading && s.ready() {
		p, _ := s.sharing()
		s.read(firstRequests, *p.Sharing)
	}
	s.readChanged()
	return false
}

// Leave says what was not sent, which is there again the next time.
func (s *Screen) Leave() {
	s.env.Tasks.Cancel(s.readKey())
	if s.edits.len() > 0 {
		s.env.Host.Notice(screen.Warn, "Not sent: "+s.unsent()+". It is kept here until the program ends.")
	}
}

// unsent names what is not sent.
func (s *Screen) unsent() string {
	return fmt.Sprintf("%s of who may see “%s”", present.Plural(s.edits.len(), "change"), s.name())
}

// changed notes that the edits are others than before, and keeps them for when the screen is left.
func (s *Screen) changed() {
	s.edits.version++
	if s.edits.len() == 0 {
		delete(s.env.Kept, s.keptAs())
		return
	}
	s.env.Kept[s.keptAs()] = screen.Unsent{Says: s.unsent(), Of: s.edits}
}

// Typing, Key and Paste are the filter's.
func (s *Screen) Typing() bool { return s.table().Typing() }

// Key edits the filter.
func (s *Screen) Key(k tea.KeyPressMsg) { s.table().Key(k) }

// Paste inserts into the filter.
func (s *Screen) Paste(text string) { s.table().Paste(text) }

// Offers are what can be done with the selected row and with the sharing.
func (s *Screen) Offers() []screen.Offer {
	if s.showing {
		return append([]screen.Offer{
			{Action: action.Focus, Word: "sharing", Do: s.turn}, {Action: action.ReadPeople, Reason: s.allRead(), Do: s.readOn},
			s.reviewOffer(), deed.Offer(s.env),
		}, append(s.people.Offers(), s.links()...)...)
	}
	r, ok := s.selected()
	none := ""
	if !ok {
		none = "Nothing is selected."
	}
	cannot := cmp.Or(none, r.fixed)
	noEdit := none
	if _, edited := s.edits.to[r.name]; ok && !edited {
		noEdit = "This is as it is in Hex."
	}
	return append([]screen.Offer{
		{Action: action.SetLevel, Reason: cmp.Or(cannot, s.cannotSet(r)), Do: func() { s.set(r, s.level()) }},
		s.reviewOffer(),
		{Action: action.AddWho, Reason: s.cannotAdd(), Do: s.add},
		{Action: action.TakeAway, Reason: cannot, Do: func() { s.set(r, hex.AccessNone) }},
		{Action: action.DropEdit, Reason: noEdit, Do: func() { s.drop(r) }},
		{Action: action.Focus, Do: s.turn},
		{Action: action.ReadPeople, Reason: s.allRead(), Do: s.readOn},
		deed.Offer(s.env),
	}, append(s.matrix.Offers(), s.links()...)...)
}

func (s *Screen) links() []screen.Offer {
	url := s.env.API.ProjectURL(s.id)
	return []screen.Offer{
		{Action: action.OpenWeb, Do: func() { s.env.Host.Browse(url) }},
		{Action: action.CopyURL, Do: func() { s.env.Host.Copy(url, "the project's link") }},
		{Action: action.CopyID, Do: func() { s.env.Host.Copy(s.id, "the project's id") }},
	}
}

func (s *Screen) reviewOffer() screen.Offer {
	o := screen.Offer{Action: action.ReviewAll, Do: s.review, Word: "review " + present.Plural(s.edits.len(), "change")}
	if s.edits.len() == 0 {
		o.Reason = "Nothing is changed; " + s.env.Keys.Way(action.SetLevel, action.Sharing) + " gives the level under the cursor."
	}
	return o
}

func (s *Screen) turn() { s.showing = !s.showing }

// Do moves; sideways only among the levels.
func (s *Screen) Do(id action.ID) bool {
	if s.showing && id == action.Back && !s.people.Filtered() {
		s.showing = false
		return true
	}
	if !s.table().Do(id) {
		return false
	}
	if !s.showing {
		s.keepColumn()
	}
	return true
}

// keepColumn keeps the cursor on a level: the others hold nothing to choose.
func (s *Screen) keepColumn() {
	cols := s.matrix.Grid.Columns()
	switch at := s.matrix.Grid.Column(); {
	case at < firstLevel:
		s.matrix.Grid.SelectColumn(cols[firstLevel].ID)
	case at >= firstLevel+len(levelColumns):
		s.matrix.Grid.SelectColumn(cols[firstLevel+len(levelColumns)-1].ID)
	}
}

// Mouse moves; a click on a level gives it.
func (s *Screen) Mouse(m screen.Mouse) {
	if m.Press && s.tabs[0].Contains(m.X, m.Y) || m.Press && s.tabs[1].Contains(m.X, m.Y) {
		s.showing = s.tabs[1].Contains(m.X, m.Y)
		return
	}
	hit := s.matrix.Grid.At(m.X, m.Y)
	s.table().Mouse(m)
	if s.showing || !m.Press {
		return
	}
	on := hit.Target == grid.OnRow && hit.Column >= firstLevel && hit.Column < firstLevel+len(levelColumns)
	if r, ok := s.selected(); ok && on && r.name == hit.ID {
		if why := cmp.Or(r.fixed, s.cannotSet(r)); why != "" {
			s.env.Host.Notice(screen.Warn, why)
		} else {
			s.set(r, s.level())
		}
	}
	s.keepColumn()
}

// audit is who reaches the project, as far as it was read.
type audit struct {
	of      *access.Project // nil until something was read, and while it is read on
	reading bool
	err     error
	edits   int // the version of the changes that it was last read for
	version int
}
