package projects

import (
	"fmt"
	"strings"

	"hextui/hex"
	"hextui/ui/paint"
	"hextui/ui/present"
)

// drawPreview says what is known of the selected project.
func (s *Screen) drawPreview(a paint.Surface) {
	t := s.env.Theme
	r, ok := s.Selected()
	if !ok {
		return
	}
	p := r.Project
	if full, known := s.env.Store.FindProject(p.ID); known {
		p = full
	}
	y := 0
	line := func(text string, st paint.Style) {
		for _, l := range paint.Wrap(text, a.Width()) {
			a.Text(0, y, l, st)
			y++
		}
	}
	line(p.Title, t.Title)
	if p.Description != "" {
		line(p.Description, t.Text)
	}
	y++
	fact := func(name, value string, st paint.Style) {
		if value == "" {
			return
		}
		a.Text(0, y, name, t.Faint)
		for _, l := range paint.Wrap(value, a.Width()-11) {
			a.Text(11, y, l, st)
			y++
		}
	}
	facts := func(name string, values []string) {
		line := ""
		for i, v := range values {
			switch {
			case line == "":
				line = v
			case paint.Width(line)+3+paint.Width(v) > a.Width()-11:
				fact(name, line, t.Text)
				name, line = "", v
			default:
				line += " · " + v
			}
			if i == len(values)-1 {
				fact(name, line, t.Text)
			}
		}
	}
	label := present.Label(p.StatusName(), t)
	fact("status", label.String(), label.Style)
	fact("owner", p.Owner.Email, t.Text)
	fact("edited", present.Exact(p.LastEditedAt), t.Text)
	if p.Published() {
		fact("published", present.Exact(*p.LastPublishedAt), t.Text)
	} else {
		fact("published", "never: only its draft can be run", t.Warn)
	}
	for _, sch := range p.Schedules {
		fact("runs at", present.Schedule(sch), t.Text)
	}
	facts("in", names(p.Categories))
	facts("shared", shared(p.Sharing, p.Owner.Email))
	fact("runs", s.history(p), t.Faint)
	facts("cells", s.contents(p.ID))
	fact("id", p.ID, t.Faint)
}

func names(labels []hex.Label) []string {
	var out []string
	for _, l := range labels {
		out = append(out, l.Name)
	}
	return out
}

// shared puts a project's sharing into words, the widest first. The owner, whom Hex lists among the users, is said elsewhere.
func shared(sh *hex.Sharing, owner string) []string {
	if sh == nil {
		return nil
	}
	var out []string
	if a := sh.PublicWeb.Access; a != hex.AccessNone && a != "" {
		out = append(out, "PUBLIC WEB "+word(a))
	}
	if a := sh.Workspace.Access; a != hex.AccessNone && a != "" {
		out = append(out, "workspace "+word(a))
	}
	for _, g := range sh.Groups {
		out = append(out, "group "+g.Group.Name+" "+word(g.Access))
	}
	for _, c := range sh.Collections {
		out = append(out, "collection "+c.Collection.Name+" "+word(c.Access))
	}
	others := 0
	for _, u := range sh.Users {
		if u.User.Email != owner {
			others++
		}
	}
	if others > 0 {
		out = append(out, present.Plural(others, "person"))
	}
	if len(out) == 0 {
		return []string{"nobody beside the owner"}
	}
	return out
}

func word(a hex.Access) string {
	switch a {
	case hex.AccessAppOnly:
		return "view app"
	case hex.AccessView:
		return "explore"
	case hex.AccessEdit:
		return "edit"
	case hex.AccessFull:
		return "full"
	}
	return strings.ToLower(string(a))
}

// history draws the last ten published runs' durations and counts how they ended.
func (s *Screen) history(p hex.Project) string {
	runs := s.env.Store.Runs(p.ID)
	if !runs.Known() {
		return ""
	}
	last := present.Last(runs.Len(), runs.Item, false, s.env.Now())
	if len(last.Took) == 0 {
		return "none yet"
	}
	return last.Say(s.env.Theme)
}

// contents counts a draft's cells by kind.
func (s *Screen) contents(projectID string) []string {
	cells := s.env.Store.Cells(projectID)
	if !cells.Known() {
		return nil
	}
	var kinds []string
	count := map[string]int{}
	for i := range cells.Len() {
		_, w := present.Cell(cells.Item(i).Type, s.env.Theme)
		if count[w] == 0 {
			kinds = append(kinds, w)
		}
		count[w]++
	}
	for i, k := range kinds {
		kinds[i] = fmt.Sprintf("%d %s", count[k], k)
	}
	return kinds
}
