package project

import (
	"fmt"
	"strconv"
	"strings"

	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/screen"
)

// askLine asks for a line, and perhaps a character in it, and goes there.
func (s *Screen) askLine() {
	p := s.pane()
	at, _ := p.ed.Cursor()
	line := &overlay.Entry{
		Name: "line", Label: "Line", Hint: strconv.Itoa(at), Note: fmt.Sprintf("1 to %d; 12:5 is character 5 of line 12.", p.ed.Lines()),
	}
	s.env.Host.Ask(overlay.NewForm("Go to a line of "+p.name(), "go", []*overlay.Entry{line}, func(*overlay.Form) string {
		to, col, ok := parsePlace(line.Value())
		if !ok {
			return "That is no line: a number is, such as 12, or 12:5."
		}
		p.ed.GoToColumn(to, col)
		return ""
	}))
}

// parsePlace reads a line, or a line and a character behind a colon, from 1 on.
func parsePlace(text string) (line, col int, ok bool) {
	first, second, both := strings.Cut(strings.TrimSpace(text), ":")
	line, err := strconv.Atoi(strings.TrimSpace(first))
	col = 1
	if err == nil && both {
		col, err = strconv.Atoi(strings.TrimSpace(second))
	}
	return line, col, err == nil && line > 0 && col > 0
}

func (s *Screen) drawFind(a paint.Surface, p *pane) *overlay.Cursor {
	t := s.env.Theme
	a.Text(0, 0, "find ", t.Accent)
	line := a.Sub(5, 0, a.Width()-20, 1)
	x := s.find.Draw(line, t)
	if current, total := p.ed.Matches(); p.ed.Query() != "" {
		a.Right(a.Width()-1, 0, fmt.Sprintf("%d of %d", current, total), t.Faint)
	}
	ox, oy := line.Origin()
	return &overlay.Cursor{X: ox + x, Y: oy}
}

func (s *Screen) doFind(id action.ID) bool {
	p := s.pane()
	switch id {
	case action.Accept:
		s.finding = false
		if _, total := p.ed.Matches(); total == 0 && p.ed.Query() != "" {
			s.env.Host.Notice(screen.Info, "“"+p.ed.Query()+"” is not in "+p.name()+".")
		}
	case action.Clear, action.Back:
		s.finding = false
		p.ed.CancelSearch()
	case action.Down, action.SearchNext:
		p.ed.Next()
	case action.Up, action.SearchPrev:
		p.ed.Previous()
	default:
		return false
	}
	return true
}

// search opens the search line of the source.
func (s *Screen) search() {
	s.closeList()
	s.focus = onSource
	s.finding = true
	if p := s.pane(); p != nil {
		p.plain = true
		s.find.Set(p.ed.Query())
	}
}
