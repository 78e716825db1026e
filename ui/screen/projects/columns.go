package projects

import (
	"strconv"
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/grid"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// columns are those of the list: the first ones are shown, the others can be, and all of them can be filtered by.
func (s *Screen) fields() []grid.Field[row] {
	return append([]grid.Field[row]{
		{
			Column: grid.Column{ID: "mark", MinWidth: 1, MaxWidth: 1, NoSort: true, NoFilter: true},
			Cell:   s.mark,
			Text:   func(row) string { return "" },
		},
		{
			Column: grid.Column{ID: "title", Title: "TITLE", MinWidth: 18, Weight: 4},
			Cell:   func(r row) grid.Cell { return grid.Cell{Text: r.Title, Style: s.env.Theme.Text} },
		},
		{
			Column: grid.Column{ID: "status", Title: "STATUS", MinWidth: 14, MaxWidth: 18, Priority: 2},
			Cell: func(r row) grid.Cell {
				return screen.StatusCell(present.Label(r.StatusName(), s.env.Theme), s.env.Theme)
			},
			Text: func(r row) string { return r.StatusName() },
		},
		{
			Column: grid.Column{ID: "owner", Title: "OWNER", MinWidth: 8, MaxWidth: 22, Priority: 4},
			Cell:   func(r row) grid.Cell { return grid.Cell{Text: s.owner(r.Owner.Email), Style: s.env.Theme.Faint} },
			Text:   func(r row) string { return r.Owner.Email },
		},
		{
			Column:  grid.Column{ID: "run", Title: "LAST RUN", MinWidth: 21, MaxWidth: 26, Priority: 1, Descending: true},
			Cell:    s.lastRun,
			Text:    runText,
			Compare: func(a, b row) int { return runTime(a).Compare(runTime(b)) },
		},
		s.time("edited", "EDITED", 3, false, func(r row) *time.Time { return &r.LastEditedAt }),
		{
			Column: grid.Column{ID: "views", Title: "VIEWS 7D", Priority: 7, Right: true, Descending: true, NoFilter: true},
			Cell: func(r row) grid.Cell {
				return grid.Cell{Text: present.Count(r.Analytics.AppViews.LastSevenDays), Style: s.env.Theme.Faint}
			},
			Text:    func(r row) string { return strconv.Itoa(r.Analytics.AppViews.LastSevenDays) },
			Compare: func(a, b row) int { return a.Analytics.AppViews.LastSevenDays - b.Analytics.AppViews.LastSevenDays },
		},
	}, s.further()...)
}

// further are the columns that are hidden until somebody shows them.
func (s *Screen) further() []grid.Field[row] {
	return []grid.Field[row]{
		s.text("type", "TYPE", func(r row) string { return strings.ToLower(string(r.Type)) }),
		s.text("collection", "COLLECTION", collections),
		s.text("category", "CATEGORY", func(r row) string { return strings.Join(names(r.Categories), " · ") }),
		s.text("shared", "SHARED WITH", func(r row) string { return strings.Join(present.Shared(r.Sharing, r.Owner.Email), " · ") }),
		s.text("public", "PUBLIC", public),
		s.text("schedule", "SCHEDULE", func(r row) string { return schedules(r, s.env.Now()) }),
		s.text("connection", "DATA CONNECTION", func(r row) string { return r.connections }),
		s.time("published", "PUBLISHED", 8, true, func(r row) *time.Time { return r.LastPublishedAt }),
		s.time("created", "CREATED", 8, true, func(r row) *time.Time { return &r.CreatedAt }),
		whether(s.time("archived", "ARCHIVED", 8, true, func(r row) *time.Time { return r.ArchivedAt })),
		whether(s.time("trashed", "TRASHED", 8, true, func(r row) *time.Time { return r.TrashedAt })),
	}
}

// text is a hidden column of plain text. Words without a column do not look into it: they would find what nobody sees.
func (s *Screen) text(id, title string, get func(row) string) grid.Field[row] {
	return grid.Field[row]{
		Column: grid.Column{ID: id, Title: title, MinWidth: 10, MaxWidth: 40, Priority: 5, Hidden: true, NoFilter: true},
		Cell:   func(r row) grid.Cell { return grid.Cell{Text: get(r), Style: s.env.Theme.Faint} },
		Text:   get,
	}
}

// never is the text of a time that there is none of.
const never = "never"

// time is a column of a time, shown as how long ago it was, and filtered by its date.
func (s *Screen) time(id, title string, priority int, hidden bool, get func(row) *time.Time) grid.Field[row] {
	at := func(r row) time.Time {
		if t := get(r); t != nil {
			return *t
		}
		return time.Time{}
	}
	return grid.Field[row]{
		Column: grid.Column{ID: id, Title: title, MinWidth: 8, Priority: priority, Descending: true, Hidden: hidden, NoFilter: true},
		Cell: func(r row) grid.Cell {
			if at(r).IsZero() {
				return grid.Cell{Text: "–", Style: s.env.Theme.Faint}
			}
			return grid.Cell{Text: present.Ago(at(r), s.env.Now()), Style: s.env.Theme.Faint}
		},
		Text: func(r row) string {
			if at(r).IsZero() {
				return never
			}
			return at(r).Format(time.DateOnly)
		},
		Compare: func(a, b row) int { return at(a).Compare(at(b)) },
	}
}

// moment is what the cells show besides their projects: ages, and the runs and the person as they are known by now.
func (s *Screen) moment() any {
	return struct {
		news   uint64
		second int64
	}{s.env.News, s.env.Now().Unix()}
}

// whether has a column of times found by yes and no, too.
func whether(f grid.Field[row]) grid.Field[row] {
	date := f.Text
	f.Text = func(r row) string {
		if text := date(r); text != never {
			return "yes, " + text
		}
		return "no"
	}
	return f
}

// mark is a star, else the sign of what is no ordinary project.
func (s *Screen) mark(r row) grid.Cell {
	t := s.env.Theme
	switch {
	case r.star:
		return grid.Cell{Text: t.Glyphs.Star, Style: t.Warn}
	case r.Type != hex.TypeProject:
		return grid.Cell{Text: t.Glyphs.Table, Style: t.Faint}
	}
	return grid.Cell{}
}

// collections are the names of those that a project is in.
func collections(r row) string {
	if r.Sharing == nil {
		return ""
	}
	var in []string
	for _, c := range r.Sharing.Collections {
		in = append(in, c.Collection.Name)
	}
	return strings.Join(in, " · ")
}

// public says whether a project can be seen by anybody with its link.
func public(r row) string {
	if sh := r.Sharing; sh != nil && sh.PublicWeb.Access != hex.AccessNone && sh.PublicWeb.Access != "" {
		return "yes, " + present.Brief(sh.PublicWeb.Access)
	}
	return "no"
}

// schedules are those of a project in words.
func schedules(r row, now time.Time) string {
	if len(r.Schedules) == 0 {
		return "none"
	}
	var all []string
	for _, sch := range r.Schedules {
		all = append(all, present.Schedule(sch, now))
	}
	return strings.Join(all, " · ")
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

// lastRun shows the newest run as it is known now.
func (s *Screen) lastRun(r row) grid.Cell {
	t := s.env.Theme
	draft := s.failedDraft(r.ID)
	if !r.Published() && draft != nil {
		return grid.Pieces(s.failing("draft", *draft)...)
	}
	if !r.Published() {
		return grid.Cell{Text: "– never published", Style: t.Faint}
	}
	e := s.env.Store.LastRun(r.ID)
	switch {
	case e.Value != nil && hides(e.Value, s.env.Store.LastScheduled(r.ID).Value):
		return s.twoRuns(*e.Value, "schedule", *s.env.Store.LastScheduled(r.ID).Value)
	case e.Value != nil && draft != nil:
		return s.twoRuns(*e.Value, "draft", *draft)
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
		return screen.StatusCell(run, t, grid.Piece{Text: gap + when, Style: t.Faint})
	case e.Known():
		return grid.Cell{Text: "– no run", Style: t.Faint}
	case e.Err != nil:
		return grid.Cell{Text: "? not readable", Style: t.Warn}
	}
	return grid.Cell{Text: "·", Style: t.Faint}
}

// twoRuns shows that what fails, a schedule or a draft, stands behind a newer run of somebody else or of the published version.
func (s *Screen) twoRuns(newest hex.Run, what string, fails hex.Run) grid.Cell {
	t := s.env.Theme
	last := present.Run(newest.Status, t)
	pieces := []grid.Piece{{Text: last.Glyph + " ", Style: last.Style}, {Text: s.shortAgo(newest) + "  ", Style: t.Faint}}
	return grid.Pieces(append(pieces, s.failing(what, fails)...)...)
}

// failing are the signs of what fails, and since when.
func (s *Screen) failing(what string, run hex.Run) []grid.Piece {
	t := s.env.Theme
	return []grid.Piece{
		{Text: t.Glyphs.Errored, Style: t.Errored}, {Text: " " + what + " ", Style: t.Text}, {Text: s.shortAgo(run), Style: t.Faint},
	}
}

func (s *Screen) shortAgo(r hex.Run) string {
	return strings.TrimSuffix(present.Ago(runTime(row{run: &r}), s.env.Now()), " ago")
}
