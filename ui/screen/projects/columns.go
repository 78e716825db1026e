package projects

import (
	"strconv"
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/grid"
	"hextui/ui/paint"
	"hextui/ui/present"
)

// row is a project as the list shows it.
type row struct {
	hex.Project
	run *hex.Run // the newest run as it was known when the row was made, for sorting and filtering
}

func (s *Screen) fields() []grid.Field[row] {
	return []grid.Field[row]{
		{
			Column: grid.Column{ID: "title", Title: "TITLE", MinWidth: 24, Weight: 4},
			Cell:   func(r row) grid.Cell { return grid.Cell{Text: r.Title, Style: s.env.Theme.Text} },
		},
		{
			Column: grid.Column{ID: "status", Title: "STATUS", MinWidth: 16, MaxWidth: 18, Priority: 2},
			Cell: func(r row) grid.Cell {
				l := present.Label(r.StatusName(), s.env.Theme)
				return grid.Cell{Text: l.String(), Style: l.Style}
			},
			Text: func(r row) string { return r.StatusName() },
		},
		{
			Column: grid.Column{ID: "type", Title: "TYPE", MaxWidth: 10, Priority: 6},
			Cell:   func(r row) grid.Cell { return grid.Cell{Text: kind(r.Type), Style: s.env.Theme.Faint} },
		},
		{
			Column: grid.Column{ID: "owner", Title: "OWNER", MinWidth: 8, MaxWidth: 22, Priority: 4},
			Cell:   func(r row) grid.Cell { return grid.Cell{Text: s.owner(r.Owner.Email), Style: s.env.Theme.Faint} },
			Text:   func(r row) string { return r.Owner.Email },
		},
		{
			Column:  grid.Column{ID: "run", Title: "LAST RUN", MinWidth: 21, MaxWidth: 24, Priority: 1, Descending: true},
			Cell:    s.lastRun,
			Text:    runText,
			Compare: func(a, b row) int { return runTime(a).Compare(runTime(b)) },
		},
		{
			Column: grid.Column{ID: "edited", Title: "EDITED", MinWidth: 8, Priority: 3, Descending: true},
			Cell: func(r row) grid.Cell {
				return grid.Cell{Text: present.Ago(r.LastEditedAt, s.env.Now()), Style: s.env.Theme.Faint}
			},
			Text:    func(r row) string { return r.LastEditedAt.Format(time.DateOnly) },
			Compare: func(a, b row) int { return a.LastEditedAt.Compare(b.LastEditedAt) },
		},
		{
			Column: grid.Column{ID: "views", Title: "VIEWS 7D", Priority: 7, Right: true, Descending: true, NoFilter: true},
			Cell: func(r row) grid.Cell {
				return grid.Cell{Text: present.Count(r.Analytics.AppViews.LastSevenDays), Style: s.env.Theme.Faint}
			},
			Text:    func(r row) string { return strconv.Itoa(r.Analytics.AppViews.LastSevenDays) },
			Compare: func(a, b row) int { return a.Analytics.AppViews.LastSevenDays - b.Analytics.AppViews.LastSevenDays },
		},
	}
}

// owner is an e-mail without its domain where that is one's own, or not known yet: colleagues are known by name.
func (s *Screen) owner(email string) string {
	me := s.env.Store.Me
	_, own, _ := strings.Cut(me.Value.Email, "@")
	if name, domain, _ := strings.Cut(email, "@"); !me.Known() || strings.EqualFold(domain, own) {
		return name
	}
	return email
}

// kind is the word for what is no ordinary project.
func kind(t hex.ProjectType) string {
	switch t {
	case hex.TypeProject:
		return ""
	case hex.TypeComponent:
		return "component"
	}
	return string(t)
}

// lastRun shows the newest run as it is known now.
func (s *Screen) lastRun(r row) grid.Cell {
	t := s.env.Theme
	if !r.Published() {
		return grid.Cell{Text: "– never published", Style: t.Faint}
	}
	e := s.env.Store.LastRun(r.ID)
	switch {
	case e.Value != nil:
		run := present.Run(e.Value.Status, t)
		when := ""
		if at := runTime(row{run: e.Value}); !at.IsZero() {
			when = present.Ago(at, s.env.Now())
		}
		if !e.Value.Status.Finished() {
			when = present.Elapsed(e.Value.Elapsed(s.env.Now()))
		}
		gap := strings.Repeat(" ", max(13-paint.Width(run.String()), 2))
		return grid.Pieces(grid.Piece{Text: run.String(), Style: run.Style}, grid.Piece{Text: gap + when, Style: t.Faint})
	case e.Known():
		return grid.Cell{Text: "– no run", Style: t.Faint}
	case e.Err != nil:
		return grid.Cell{Text: "? not readable", Style: t.Warn}
	}
	return grid.Cell{Text: "·", Style: t.Faint}
}

func runText(r row) string {
	if r.run == nil {
		return ""
	}
	return string(r.run.Status)
}

func runTime(r row) time.Time {
	switch {
	case r.run == nil:
		return time.Time{}
	case r.run.EndTime != nil:
		return *r.run.EndTime
	case r.run.StartTime != nil:
		return *r.run.StartTime
	}
	return time.Time{}
}
