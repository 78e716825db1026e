package sharing

import (
	"strings"

	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/theme"
)

// Draw paints the two views' names, the one that is shown, and what there is to say of the selected row.
func (s *Screen) Draw(area paint.Surface) *overlay.Cursor {
	top, rest := area.SplitTop(2)
	cursor := s.drawTop(top)
	about, st := s.about()
	lines := paint.Wrap(about, area.Width()-4)
	lines = lines[:min(len(lines), max(area.Height()/4, 1))]
	if about == "" {
		lines = nil
	}
	body, foot := rest.SplitBottom(len(lines))
	if narrow := !s.matrix.Grid.Shows(viaColumn, body.Width()); narrow != s.narrow {
		s.narrow = narrow
		s.matrix.Grid.Refit()
	}
	s.table().Grid.Draw(body, s.env.Theme, true)
	for i, line := range lines {
		foot.Text(2, i, line, st)
	}
	return cursor
}

func (s *Screen) drawTop(top paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	names := [2]string{"Shared with", "People"}
	x := 2
	for i, name := range names {
		st := t.Faint
		if s.showing == (i == 1) {
			st = t.Accent
		}
		s.tabs[i] = top.Sub(x, 0, paint.Width(name), 1)
		x = top.Text(x, 0, name, st) + 3
	}
	if n := s.edits.len(); n > 0 && top.Width() > 72 {
		x = top.Text(x, 0, present.Plural(n, "change")+" not sent", t.Fresh) + 3
	}
	noun := "entries"
	if s.showing {
		noun = "people"
	}
	return s.table().DrawFilter(top.Sub(x, 0, top.Width()-x-2, 1), noun)
}

// about is what there is to say of the selected row, or of the people as a whole.
func (s *Screen) about() (string, theme.Style) {
	t := s.env.Theme
	if s.showing {
		text := s.state()
		if s.before != nil {
			text += ". " + strings.Join(s.before.of.Notes(), " ")
		}
		return text, t.Faint
	}
	r, ok := s.selected()
	switch {
	case !ok:
		return s.state(), t.Faint
	case s.edits.failed[r.name] != "":
		return "Not done: " + s.edits.failed[r.name], t.Error
	case r.fixed != "":
		return r.fixed, t.Faint
	}
	if to, edited := s.edits.to[r.name]; edited {
		text := s.subject(r) + " " + becomes(r.now, to) + "."
		return text + " Nothing is sent before it is reviewed.", t.Fresh
	}
	text := r.who
	if r.kind != web {
		text = s.subject(r)
	}
	return join(text+": "+orNone(r.now), s.state()), t.Faint
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + " · " + b
}
