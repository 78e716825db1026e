package projects

import (
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/config/state"
	"hextui/ui/overlay"
	"hextui/ui/screen"
)

// view is a cut through the projects.
type view struct {
	name string
	keep func(s *Screen, p *hex.Project) bool
	away bool // it cuts from those that were archived, or are in the trash
}

var views = [...]view{
	{name: "All", keep: func(*Screen, *hex.Project) bool { return true }},
	{name: "Mine", keep: func(s *Screen, p *hex.Project) bool {
		me := s.env.Store.Me.Value.Email
		return me != "" && strings.EqualFold(p.Owner.Email, me)
	}},
	{name: "Scheduled", keep: func(_ *Screen, p *hex.Project) bool { return len(p.Schedules) > 0 }},
	{name: "Never published", keep: func(_ *Screen, p *hex.Project) bool { return !p.Published() && p.Type != hex.TypeComponent }},
	{name: "Components", keep: func(_ *Screen, p *hex.Project) bool { return p.Type == hex.TypeComponent }},
	{name: "Starred", keep: func(s *Screen, p *hex.Project) bool { return slices.Contains(s.env.State.State().Stars, p.ID) }},
	{name: "Archived", keep: func(_ *Screen, p *hex.Project) bool { return p.ArchivedAt != nil && p.TrashedAt == nil }, away: true},
	{name: "Trash", keep: func(_ *Screen, p *hex.Project) bool { return p.TrashedAt != nil }, away: true},
}

// built is the number of the view of a name, -1 for one that the person saved.
func built(name string) int {
	return slices.IndexFunc(views[:], func(v view) bool { return v.name == name })
}

// names are the names of all views, the person's own last.
func (s *Screen) names() []string {
	var names []string
	for _, v := range views {
		names = append(names, v.name)
	}
	for _, v := range s.env.State.List(listName).Views {
		names = append(names, v.Name)
	}
	return names
}

// cut is what the view that is shown keeps.
func (s *Screen) cut() func(*hex.Project) bool {
	if i := built(s.view); i >= 0 {
		return func(p *hex.Project) bool { return views[i].keep(s, p) }
	}
	return func(*hex.Project) bool { return true }
}

// away tells whether what is shown is cut from the archived and trashed projects: by the view, or by a filter that names them.
func (s *Screen) away() bool {
	if i := built(s.view); i >= 0 && views[i].away {
		return true
	}
	return s.List != nil && (s.filters("archived") || s.filters("trashed"))
}

// filters tells whether the filter looks into a column.
func (s *Screen) filters(column string) bool {
	return strings.Contains(strings.ToLower(s.Grid.Filter()), column+":")
}

// turn shows the next view, or one before.
func (s *Screen) turn(by int) {
	names := s.names()
	at := max(slices.Index(names, s.view), 0)
	s.show(names[(at+by+len(names))%len(names)])
}

// show shows a view, and remembers it. One that the person saved brings its filter and order; the others have the usual order.
func (s *Screen) show(name string) {
	own := s.own()
	was := slices.IndexFunc(own, func(v state.View) bool { return v.Name == s.view })
	is := slices.IndexFunc(own, func(v state.View) bool { return v.Name == name })
	switch {
	case is >= 0:
		s.SetFilter(own[is].Filter)
		s.Grid.SetSort(own[is].Sort, own[is].Descending)
		s.Settle()
	case built(name) < 0:
		return
	case was >= 0:
		s.SetFilter("")
		s.Remember(listName)
		s.Settle()
	}
	s.view = name
	if s.env.State.List(listName).View != name {
		s.env.State.ChangeList(listName, func(l *state.List) { l.View = name })
	}
}

// own are the views that the person saved.
func (s *Screen) own() []state.View { return s.env.State.List(listName).Views }

// saveView asks for a name for what is shown now.
func (s *Screen) saveView() {
	filter := s.Grid.Filter()
	by, desc := s.Grid.Sort()
	name := (&overlay.Entry{Name: "name", Label: "name", Hint: "revenue of maya",
		Note: "The filter “" + filter + "” and the order are kept under this name, beside the other views."}).Preset(filter)
	s.env.Host.Ask(overlay.NewForm("Save as a view", "save", []*overlay.Entry{name}, func(f *overlay.Form) string {
		called := strings.TrimSpace(f.Field("name").Value())
		switch {
		case called == "":
			return "Give it a name."
		case built(called) >= 0:
			return "There is a view of that name already, which stays."
		}
		v := state.View{Name: called, Filter: filter, Sort: by, Descending: desc}
		s.env.State.ChangeList(listName, func(l *state.List) {
			views := slices.DeleteFunc(slices.Clone(l.Views), func(o state.View) bool { return o.Name == called })
			l.Views = append(views, v)
		})
		f.Close()
		s.show(called)
		return ""
	}))
}

// notOwn is why the view cannot be forgotten, empty where it can.
func (s *Screen) notOwn() string {
	if built(s.view) >= 0 {
		return "The view “" + s.view + "” is not one that you saved, and stays."
	}
	return ""
}

// dropView forgets a view that the person saved.
func (s *Screen) dropView() {
	name := s.view
	s.show(views[0].name)
	s.env.State.ChangeList(listName, func(l *state.List) {
		l.Views = slices.DeleteFunc(slices.Clone(l.Views), func(v state.View) bool { return v.Name == name })
	})
	s.env.Host.Notice(screen.OK, "The view “"+name+"” is forgotten; the projects stay.")
}
