package overlay

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"hextui/ui/action"
	"hextui/ui/field"
	"hextui/ui/paint"
)

// Choice is something to pick.
type Choice struct {
	// Title is what is matched and shown, Detail a word beside it, Key the key that does the same. Name is matched too.
	Title, Detail, Key, Name string
	// Reason, when not empty, is why it cannot be picked now.
	Reason string
	Do     func()
}

// Picker lets a person find one of many things by typing: the command palette, and any other choice.
type Picker struct {
	base
	Title   string
	Choices []Choice
	// OnReason is told why a choice that cannot be picked cannot be.
	OnReason func(reason string)

	query *field.Field
	found []fuzzy.Match
	at    int
	top   int
	rows  paint.Surface
}

// NewPicker returns a picker over the choices, in their order until something is typed.
func NewPicker(title, hint string, choices []Choice) *Picker {
	p := &Picker{Title: title, Choices: choices, query: field.New(hint)}
	p.find()
	return p
}

// Scope is the picker scope.
func (p *Picker) Scope() action.Scope { return action.Picker }

// Typing is always true.
func (p *Picker) Typing() bool { return true }

// Key edits the query.
func (p *Picker) Key(k tea.KeyPressMsg) {
	if p.query.Key(k) {
		p.find()
	}
}

// Paste inserts into the query.
func (p *Picker) Paste(text string) {
	if p.query.Paste(text) {
		p.find()
	}
}

// Wheel moves the choice.
func (p *Picker) Wheel(n int) { p.at = max(min(p.at+n, len(p.found)-1), 0) }

// Click picks the choice under it.
func (p *Picker) Click(x, y int) {
	if p.rows.Contains(x, y) {
		_, top := p.rows.Origin()
		if i := p.top + y - top; i < len(p.found) {
			p.at = i
			p.pick()
		}
	}
}

// Do moves, picks or closes.
func (p *Picker) Do(id action.ID) bool {
	switch id {
	case action.Up:
		p.Wheel(-1)
	case action.Down:
		p.Wheel(1)
	case action.PageUp:
		p.Wheel(-max(p.rows.Height()-1, 1))
	case action.PageDown:
		p.Wheel(max(p.rows.Height()-1, 1))
	case action.Accept:
		p.pick()
	case action.Back:
		p.done = true
	default:
		return false
	}
	return true
}

func (p *Picker) pick() {
	if p.at >= len(p.found) {
		return
	}
	c := p.Choices[p.found[p.at].Index]
	if c.Reason != "" {
		if p.OnReason != nil {
			p.OnReason(c.Reason)
		}
		return
	}
	p.done = true
	c.Do()
}

type titles []Choice

func (t titles) String(i int) string {
	if t[i].Name == "" {
		return t[i].Title
	}
	return t[i].Title + " " + t[i].Name
}
func (t titles) Len() int { return len(t) }

func (p *Picker) find() {
	p.at, p.top = 0, 0
	if q := p.query.Value(); q != "" {
		p.found = fuzzy.FindFrom(q, titles(p.Choices))
		return
	}
	p.found = p.found[:0]
	for i, c := range p.Choices {
		p.found = append(p.found, fuzzy.Match{Str: c.Title, Index: i})
	}
}

// Draw paints the query and the choices that match it.
func (p *Picker) Draw(s paint.Surface, l Look) *Cursor {
	t := l.Theme
	w := min(max(s.Width()-8, 20), 76)
	h := min(len(p.Choices)+3, max(s.Height()-4, 5), 22)
	in := box(s, w, h, p.Title, l)
	top, rest := in.SplitTop(2)
	top.Text(0, 0, "› ", t.Accent)
	line := top.Sub(2, 0, top.Width()-2, 1)
	line.Fill(t.Overlay)
	cx := p.query.Draw(line, t)
	top.Right(top.Width(), 0, fmt.Sprintf("%d of %d", len(p.found), len(p.Choices)), t.Faint)
	p.rows = rest
	if p.at < p.top {
		p.top = p.at
	}
	p.top = max(p.top, p.at-rest.Height()+1)
	for y := range min(rest.Height(), len(p.found)-p.top) {
		p.drawChoice(rest.Sub(0, y, rest.Width(), 1), p.found[p.top+y], p.top+y == p.at, l)
	}
	if len(p.found) == 0 {
		rest.Text(0, 0, "nothing matches; take a letter back", t.Faint)
	}
	x, y := line.Origin()
	return &Cursor{X: x + cx, Y: y}
}

func (p *Picker) drawChoice(s paint.Surface, m fuzzy.Match, selected bool, l Look) {
	t := l.Theme
	c := p.Choices[m.Index]
	title, detail := t.Text, c.Detail
	if c.Reason != "" {
		title, detail = t.Faint, c.Reason
	}
	keyWidth := 8
	room := s.Width() - keyWidth
	x := s.Text(2, 0, paint.Cut(c.Title, room-2), title)
	for _, i := range m.MatchedIndexes {
		if i < len(c.Title) && c.Title[i] < 0x80 {
			s.Restyle(2+paint.Width(c.Title[:i]), 0, 1, func(st paint.Style) paint.Style {
				st.Attrs |= paint.Bold
				st.Underline = paint.UnderlineSingle
				return st
			})
		}
	}
	if detail != "" && room-x-2 > 6 {
		s.Text(x+2, 0, paint.Cut(detail, room-x-2), t.Faint)
	}
	s.Right(s.Width(), 0, c.Key, t.Key)
	if selected {
		s.Text(0, 0, t.Glyphs.Bar, t.Bar)
		s.Restyle(1, 0, s.Width()-1, t.Selected)
	}
}
