package runs

import (
	"fmt"
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/grid"
	"hextui/ui/overview"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/theme"
)

// fields are the columns of runs.
func (s *Screen) fields() []grid.Field[line] {
	return []grid.Field[line]{
		{
			Column: grid.Column{ID: "project", Title: "PROJECT", MinWidth: 18, MaxWidth: 44, Weight: 2},
			Cell:   s.project,
			Text:   func(l line) string { return l.project().Title },
		},
		{
			Column: grid.Column{ID: "status", Title: "STATUS", MinWidth: 10, MaxWidth: 20},
			Cell:   s.status,
			Text:   statusText,
		},
		{
			Column: grid.Column{ID: "by", Title: "STARTED BY", MinWidth: 12, MaxWidth: 26, Priority: 3},
			Cell:   func(l line) grid.Cell { return grid.Cell{Text: s.by(l), Style: s.env.Theme.Faint} },
			Text:   s.byText,
		},
		{
			Column:  grid.Column{ID: "began", Title: "BEGAN", MinWidth: 9, Priority: 1, Descending: true, NoFilter: true},
			Cell:    func(l line) grid.Cell { return grid.Cell{Text: s.began(l), Style: s.env.Theme.Faint} },
			Text:    func(l line) string { return began(l).Format(time.DateOnly) },
			Compare: func(a, b line) int { return began(a).Compare(began(b)) },
		},
		{
			Column:  grid.Column{ID: "took", Title: "TOOK", MinWidth: 6, Right: true, Priority: 2, Descending: true, NoFilter: true},
			Cell:    s.took,
			Text:    func(line) string { return "" },
			Compare: func(a, b line) int { return int(a.Elapsed(time.Time{}) - b.Elapsed(time.Time{})) },
		},
		{
			Column: grid.Column{ID: "owner", Title: "OWNER", MinWidth: 8, MaxWidth: 22, Priority: 6, Hidden: true, NoFilter: true},
			Cell:   func(l line) grid.Cell { return grid.Cell{Text: l.project().Owner.Email, Style: s.env.Theme.Faint} },
		},
		{
			Column: grid.Column{ID: "why", Title: "WHY", MinWidth: 30, Weight: 4, Priority: 5, NoSort: true, NoFilter: true},
			Cell:   s.why,
			Text:   func(line) string { return "" },
		},
	}
}

func (s *Screen) project(l line) grid.Cell {
	t := s.env.Theme
	if l.due != nil {
		return grid.Pieces(grid.Piece{Text: t.Glyphs.Circle + " ", Style: t.Faint}, grid.Piece{Text: l.project().Title, Style: t.Text})
	}
	st := present.Run(l.Status, t)
	return grid.Pieces(grid.Piece{Text: st.Glyph + " ", Style: st.Style}, grid.Piece{Text: l.project().Title, Style: t.Text})
}

func (s *Screen) status(l line) grid.Cell {
	t := s.env.Theme
	if l.due != nil {
		return grid.Cell{Text: "due", Style: t.Faint}
	}
	text := present.Run(l.Status, t).Word
	if often := HowOften(l.Run); often != "" {
		text += "  " + often
	}
	return grid.Cell{Text: text}
}

// HowOften says which failure in a row a run is, empty for one that did not fail.
func HowOften(r overview.Run) string {
	switch {
	case r.InARow == 0:
		return ""
	case r.InARow == 1 && r.More:
		return ""
	case r.InARow == 1:
		return "first"
	case r.More:
		return fmt.Sprintf("%d× or more", r.InARow)
	}
	return fmt.Sprintf("%d× in a row", r.InARow)
}

func statusText(l line) string {
	if l.due != nil {
		return "due"
	}
	return string(l.Status)
}

// by says what started a run, and when by a schedule, by which. Hex does not tell who.
func (s *Screen) by(l line) string {
	if l.due != nil {
		return present.Schedule(l.due.Rule, s.env.Now())
	}
	return screen.StartedBy(s.env, l.Run.Run, present.Trigger)
}

func (s *Screen) byText(l line) string {
	text := s.by(l)
	if l.due == nil && !l.Draft() && !strings.Contains(text, present.Trigger(l.Trigger)) { // it is found by either
		text += ", " + present.Trigger(l.Trigger)
	}
	return text
}

// began is when the run began, or will.
func began(l line) time.Time {
	switch {
	case l.due != nil:
		return l.due.At
	case l.StartTime == nil:
		return time.Time{}
	}
	return *l.StartTime
}

func (s *Screen) began(l line) string {
	switch {
	case l.due != nil:
		return "in " + present.Span(l.due.At.Sub(s.env.Now()))
	case l.StartTime == nil:
		return "not yet"
	}
	return present.Ago(*l.StartTime, s.env.Now())
}

func (s *Screen) took(l line) grid.Cell {
	if l.due != nil {
		return grid.Cell{Text: ""}
	}
	st := s.env.Theme.Faint
	if !l.Status.Finished() {
		st = theme.Style{}
	}
	return grid.Cell{Text: present.Elapsed(l.Elapsed(s.env.Now())), Style: st}
}

// why says what is known of how a run went, never more.
func (s *Screen) why(l line) grid.Cell {
	t, now := s.env.Theme, s.env.Now()
	switch {
	case l.due != nil:
		return grid.Cell{}
	case !l.Status.Finished():
		if usual := s.env.Store.Usual(l.ProjectID, l.Run.Run); usual > 0 {
			return grid.Cell{Text: "of about " + present.Elapsed(usual), Style: t.Faint}
		}
		return grid.Cell{}
	case l.Status == hex.RunNoKernel:
		return grid.Cell{Text: "no kernel was free: nothing ran", Style: t.Text}
	case l.Status != hex.RunErrored:
		return grid.Cell{}
	}
	for _, id := range []string{l.RunID, s.env.Store.DraftRun(l.ProjectID)} {
		if f := s.env.Store.Failure(id); id != "" && f.Known() && f.Value.Cell != nil {
			text := present.CellName(*f.Value.Cell, 0) + ": " + f.Value.Error.Message
			if id != l.RunID {
				text = "draft fails too: " + text
			}
			return grid.Cell{Text: text, Style: t.Text}
		}
	}
	ago := func(r *hex.Run) string { return present.Ago(began(line{Run: overview.Run{Run: *r}}), now) }
	text := "not known: the API does not say why"
	switch {
	case l.Since != nil:
		text = "succeeded since, " + ago(l.Since) + "; the API does not say why"
	case l.OK != nil:
		text = "last success " + ago(l.OK) + "; the API does not say why"
	}
	return grid.Cell{Text: text, Style: t.Faint}
}
