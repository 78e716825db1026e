package project

import (
	"context"
	"fmt"
	"slices"

	"hextui/hex"
	"hextui/hex/lint"
	"hextui/ui/complete"
	"hextui/ui/diff"
	"hextui/ui/editor"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/task"
)

// faults are what is wrong with the cells before a run, drafts included.
type faults struct {
	found   []lint.Finding
	reads   map[string][]string // what each cell takes from elsewhere, by its static id
	number  uint64              // of times that found was made anew
	of      uint64              // the version of the cells that found is of
	stale   bool                // something was typed since
	looking bool
}

// settleFaults looks at the sources beside the loop, once they are not as they were.
func (s *Screen) settleFaults() {
	l := s.env.Store.Cells(s.id)
	if s.faults.looking || l.Len() == 0 || !s.faults.stale && s.faults.of == l.Version {
		return
	}
	cells := l.All()
	var edited []editedText
	for i, c := range cells {
		if p := s.panes[c.StaticID]; p != nil && p.session.Modified() {
			mine := string(p.ed.Bytes())
			edited = append(edited, editedText{p, p.ed.Version(), p.session.Base().Source, mine})
			cells[i] = withSource(c, mine)
		}
	}
	var connections map[string]hex.ConnectionType
	if c := &s.env.Store.Connections; c.Known() {
		connections = make(map[string]hex.ConnectionType, c.Len())
		for _, one := range c.All() {
			connections[one.ID] = one.Type
		}
	}
	s.faults.looking, s.faults.stale, s.faults.of = true, false, l.Version
	type looked struct {
		found []lint.Finding
		reads map[string][]string
		known *complete.Known
		lines []int
	}
	know, of := s.knowing()
	look := func(context.Context) (looked, error) {
		reads := map[string][]string{}
		for i, names := range complete.Reads(lessons(cells, nil)) {
			reads[cells[i].StaticID] = names
		}
		lines := make([]int, len(edited))
		for i, e := range edited {
			lines[i] = e.lines()
		}
		return looked{lint.Cells(cells, connections), reads, know(), lines}, nil
	}
	task.Do(s.env.Tasks, "", look, func(l looked, err error) {
		s.faults.looking = false
		for i, n := range l.lines {
			edited[i].pane.edited = editedLines{edited[i].version, n}
		}
		if err == nil {
			s.completion.known, s.completion.of = l.known, of
		}
		if err == nil && !s.faults.stale {
			s.faults.found, s.faults.reads = l.found, l.reads
			s.faults.number++
		}
	})
}

// editedText is a draft, and what it is of.
type editedText struct {
	pane       *pane
	version    uint64
	base, mine string
}

// editedLines is in how many lines a version of an editor's text differs from what Hex has.
type editedLines struct {
	version uint64
	n       int
}

func (e editedText) lines() int {
	added, removed, changed := diff.Compare(e.base, e.mine).Count(func(int) bool { return true })
	return added + removed + changed
}

// withSource is a cell with another source.
func withSource(c hex.Cell, source string) hex.Cell {
	switch {
	case c.Contents.SQL != nil:
		sql := *c.Contents.SQL
		sql.Source, c.Contents.SQL = source, &sql
	case c.Contents.Code != nil:
		c.Contents.Code = &hex.CodeContents{Source: source}
	case c.Contents.Markdown != nil:
		c.Contents.Markdown = &hex.MarkdownContents{Source: source}
	}
	return c
}

// faulty tells whether something is likely to be wrong with a cell.
func (s *Screen) faulty(staticID string) bool {
	return slices.ContainsFunc(s.faults.found, func(f lint.Finding) bool {
		return f.Cell.StaticID == staticID && f.Certainty == lint.Likely
	})
}

// marked tells whether anything is marked in a cell before a run.
func (s *Screen) marked(staticID string) bool {
	return slices.ContainsFunc(s.faults.found, func(f lint.Finding) bool { return f.Cell.StaticID == staticID })
}

// mark brings the marks of a pane in step: what is wrong with it before a run, and the error of the last one. A name that is being typed
// is not yet one that is not there.
func (s *Screen) mark(p *pane) {
	typed := s.nameAtCaret(p)
	if current := !s.faults.stale && !s.faults.looking; p.faults != s.faults.number || current && p.typed != typed {
		p.faults, p.typed = s.faults.number, typed
		marks := slices.DeleteFunc(p.ed.Marks(), func(m editor.Mark) bool { return m.Level != editor.Error })
		for _, f := range s.faults.found {
			if f.Cell.StaticID != p.cell().StaticID || f.Name != "" && typed == (typedName{f.Line, f.Name}) {
				continue
			}
			m := editor.Mark{Line: max(f.Line, 1), Level: editor.Warning, Text: f.Message}
			if f.Certainty != lint.Likely {
				m.Level = editor.Note
			}
			marks = append(marks, m)
		}
		p.ed.SetMarks(marks...)
	}
	if out := s.env.Store.Output(p.cell().StaticID); out.Known() && !s.env.Store.Edited(s.id, p.cell().StaticID) {
		s.markError(p, out.Value.RunID, out.Value.Error)
	} else {
		s.markError(p, "", nil)
	}
}

// typedName is a name, and the line in which it is typed.
type typedName struct {
	line int
	name string
}

// nameAtCaret is the name at whose end the caret is and a letter was typed last.
func (s *Screen) nameAtCaret(p *pane) (t typedName) {
	if !s.editing() || s.pane() != p || s.commanding() || p.lettered != p.ed.Version() {
		return t
	}
	text, at := p.ed.Around(0)
	from := at
	for from > 0 && letter(text[from-1]) {
		from--
	}
	if from == at || letter(text[at]) {
		return t
	}
	line, _ := p.ed.Cursor()
	return typedName{line, text[from:at]}
}

// letter takes every byte beyond ASCII for a letter, as names in any script have.
func letter(c byte) bool {
	return c == '_' || c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// mostSaidHere is how many lines below the source tell of the mark on the cursor's line.
const mostSaidHere = 2

// drawMarkHere paints below the source what is marked on the cursor's line, whole and with what to do about it: behind the line it has
// seldom room. The error of the last run is there already where the result is. It returns what is left for the source.
func (s *Screen) drawMarkHere(a paint.Surface, p *pane) (rest paint.Surface) {
	m, ok := p.ed.MarkHere()
	if !ok || a.Height() < 3*mostSaidHere || m.Level == editor.Error && s.result.shown && !s.whole {
		return a
	}
	text := m.Text
	for _, f := range s.faults.found {
		if f.Cell.StaticID == p.cell().StaticID && f.Message == m.Text {
			text += " " + f.Do
			break
		}
	}
	glyph, st := m.Level.Sign(s.env.Theme)
	lines := paint.Wrap(text, a.Width()-4)
	lines = lines[:min(len(lines), mostSaidHere)]
	rest, below := a.SplitBottom(len(lines))
	below.Text(0, 0, glyph, st)
	for y, line := range lines {
		below.Text(2, y, line, st)
	}
	return rest
}

// faultLines are what is wrong with a cell before a run, to be read whole.
func (s *Screen) faultLines(staticID string) (lines []overlay.Line) {
	for _, f := range s.faults.found {
		if f.Cell.StaticID != staticID {
			continue
		}
		head := ""
		if f.Line > 0 {
			head = fmt.Sprintf("line %d  ", f.Line)
		}
		lines = append(lines, overlay.Line{Head: head, Text: f.Message + " " + f.Do})
	}
	return lines
}

// markError marks the line that the error of the last run speaks of, once a run: a mark that went when its line was changed stays
// away.
func (s *Screen) markError(p *pane, run string, e *hex.CellRunError) {
	told := ""
	if e != nil {
		told = run + " " + e.Message
	}
	if p.told == told {
		return
	}
	p.told = told
	marks := slices.DeleteFunc(p.ed.Marks(), func(m editor.Mark) bool { return m.Level == editor.Error })
	if e != nil && !p.session.Modified() {
		source, _ := p.cell().Source()
		if line, col := place(source, e); line > 0 {
			marks = append(marks, editor.Mark{Line: line, Col: col, Text: firstLine(e.Message)})
		}
	}
	p.ed.SetMarks(marks...)
}
