package overlay

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/field"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Choice is something to pick.
type Choice struct {
	// Title is what is matched and shown, Detail a word beside it, Key the key that does the same. Name, which is not shown, is
	// matched too and counts as much; Detail is, and counts less.
	Title, Detail, Key, Name string
	// Minor comes behind all others that fit alike, and is not found by its detail.
	Minor bool
	// Reason, when not empty, is why it cannot be picked now.
	Reason string
	// Press is a key that picks it as long as nothing is typed.
	Press string
	// About is said below the choices while it is marked.
	About string
	Do    func()
}

// aboutLines is the room for what is said about the marked choice.
const aboutLines = 3

// Picker lets a person find one of many things by typing: the command palette, and any other choice.
type Picker struct {
	base
	finder
	Title   string
	Choices []Choice
	// OnReason is told why a choice that cannot be picked cannot be.
	OnReason func(reason string)
	// Literal, if set, gives the choices that a query means as it stands, such as a link, which come first.
	Literal func(query string) []Choice
	// Match, where it is set, finds the numbers of the choices that a query means, the best first.
	Match func(query string) []int

	names []names
	extra []Choice // what the query means as it stands
	found []match  // those of Choices, or where they are below 0, of extra
}

// NewPicker returns a picker over the choices, in their order until something is typed.
func NewPicker(title, hint string, choices []Choice) *Picker {
	p := &Picker{Title: title, Choices: choices, finder: finder{query: field.New(hint)}}
	p.find()
	return p
}

// Offer gives the picker other choices; what is typed stays, and what is marked where it is still there.
func (p *Picker) Offer(choices []Choice) {
	marked := ""
	if p.at < len(p.found) {
		marked = p.choice(p.found[p.at]).Title
	}
	p.Choices, p.names = choices, nil
	top := p.top
	p.find()
	for i, m := range p.found {
		if p.choice(m).Title == marked {
			p.at, p.top = i, top
			return
		}
	}
}

func (p *Picker) nothingIsLost() {}

// Scope is the picker scope.
func (p *Picker) Scope() action.Scope { return action.Picker }

// Typing is always true.
func (p *Picker) Typing() bool { return true }

// Key edits the query.
func (p *Picker) Key(k tea.KeyPressMsg) {
	if p.query.Value() == "" {
		at := slices.IndexFunc(p.Choices, func(c Choice) bool { return c.Press != "" && c.Press == k.String() })
		if at >= 0 {
			p.take(p.Choices[at])
			return
		}
	}
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

// Wheel moves the bar.
func (p *Picker) Wheel(n int) { p.finder.Wheel(n) }

// Click picks the choice under it.
func (p *Picker) Click(x, y int) {
	if p.hit(x, y) {
		p.pick()
	}
}

// Do moves, picks or closes.
func (p *Picker) Do(id action.ID) bool {
	switch id {
	case action.Accept:
		p.pick()
	case action.Back:
		p.done = true
	default:
		return p.move(id)
	}
	return true
}

func (p *Picker) pick() {
	if p.at >= len(p.found) {
		return
	}
	p.take(p.choice(p.found[p.at]))
}

// take picks a choice, or says why it cannot be picked.
func (p *Picker) take(c Choice) {
	if c.Reason != "" {
		if p.OnReason != nil {
			p.OnReason(c.Reason)
		}
		return
	}
	p.done = true
	c.Do()
}

// choice is what a match found.
func (p *Picker) choice(m match) Choice {
	if m.index < 0 {
		return p.extra[-1-m.index]
	}
	return p.Choices[m.index]
}

// find takes what the query shows, from the first on.
func (p *Picker) find() {
	p.search(p.query.Value())
	p.begin(len(p.found))
}

func (p *Picker) search(q string) {
	if q != "" && p.Match != nil {
		p.found, p.extra = p.found[:0], nil
		for _, i := range p.Match(q) {
			p.found = append(p.found, match{index: i})
		}
		return
	}
	if p.names == nil {
		p.names = namesOf(p.Choices)
	}
	p.found = rank(q, p.names)
	if p.extra = nil; p.Literal != nil {
		p.extra = p.Literal(q)
	}
	for i := range p.extra {
		p.found = slices.Insert(p.found, i, match{index: -1 - i, class: isAll})
	}
}

// Draw paints the query, the choices that match it, and the keys.
func (p *Picker) Draw(s paint.Surface, l Look) *Cursor {
	w := min(max(s.Width()-8, 20), 76)
	about := 0
	if slices.ContainsFunc(p.Choices, func(c Choice) bool { return c.About != "" }) && s.Height() > 14 {
		about = aboutLines + 1
	}
	in := box(s, w, min(len(p.Choices)+4+about, max(s.Height()-4, 6), 24), p.Title, l)
	top, rest := in.SplitTop(2)
	keys := 2 // with an empty line before them, where the choices have room enough
	if rest.Height()-about < short/2 {
		keys = 1
	}
	rest, foot := rest.SplitBottom(keys)
	rest, more := rest.SplitBottom(about)
	p.drawAbout(more, l.Theme)
	p.drawRows(rest, l, func(on paint.Surface, i int) { p.drawChoice(on, p.found[i], l) })
	hints(foot, 0, foot.Height()-1, l, action.Picker, action.Accept, action.Back)
	return p.drawQuery(top, fmt.Sprintf("%d of %d", len(p.found), len(p.Choices)), l)
}

// drawAbout says more about the marked choice.
func (p *Picker) drawAbout(s paint.Surface, t *theme.Theme) {
	if p.at >= len(p.found) || s.Height() == 0 {
		return
	}
	for i, line := range paint.Wrap(p.choice(p.found[p.at]).About, s.Width()-2) {
		if i == aboutLines {
			break
		}
		s.Text(2, i+1, line, t.Faint)
	}
}

func (p *Picker) drawChoice(s paint.Surface, m match, l Look) {
	t := l.Theme
	c := p.choice(m)
	title, detail := t.Text, c.Detail
	if c.Reason != "" {
		title, detail = t.Faint, c.Reason
	}
	keyWidth := 8
	room := s.Width() - keyWidth
	x := s.Text(2, 0, paint.Cut(c.Title, room-2), title)
	for _, span := range m.marks(p.query.Value(), c.Title) {
		from := paint.Width(c.Title[:span[0]])
		s.Restyle(2+from, 0, min(paint.Width(c.Title[span[0]:span[1]]), max(room-2-from, 0)), func(st paint.Style) paint.Style {
			st.Attrs |= paint.Bold
			st.Underline = paint.UnderlineSingle
			return st
		})
	}
	if detail != "" && room-x-2 > 6 {
		s.Text(x+2, 0, paint.Cut(detail, room-x-2), t.Faint)
	}
	s.Right(s.Width(), 0, c.Key, t.Key)
}
