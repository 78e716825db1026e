package overlay

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/field"
	"hextui/ui/paint"
)

// Item is one of many things to mark.
type Item struct {
	// ID is what it is known by, Title and Detail what is shown of it and matched. Name is the caller's own.
	ID, Name, Title, Detail string
	// Marked is set for what is marked when the dialog opens.
	Marked bool
}

// Several lets a person mark any number of many things, finding them by typing: the members of a group, who gets access.
type Several struct {
	base
	finder
	// Fold makes texts alike that are found by each other; nil is by small letters.
	Fold func(text string) string

	none bool // it is an answer that nothing is another than before

	title, verb string
	items       []Item
	texts       []string // of the items, folded
	now         []bool   // what is marked now, beside the items
	onDone      func(added, removed []Item) (complaint string)

	found     []int
	complaint string
}

// NewSeveral returns the dialog over the items, in their order. The verb says in the footer what being done does. OnDone gets
// what is marked and was not, and what was and is not any more, and says why that cannot be, or nothing; it is not called where
// nothing is another than before, but with [Several.OrNone].
func NewSeveral(title, hint, verb string, items []Item, onDone func(added, removed []Item) string) *Several {
	s := &Several{title: title, verb: verb, items: items, onDone: onDone, now: make([]bool, len(items))}
	s.query = field.New(hint)
	for i, it := range items {
		s.now[i], s.found = it.Marked, append(s.found, i)
	}
	s.begin(len(items))
	return s
}

// OrNone makes it an answer, too, that nothing is another than before.
func (s *Several) OrNone() *Several {
	s.none = true
	return s
}

// Scope is the scope of dialogs in which several things are marked.
func (s *Several) Scope() action.Scope { return action.Several }

// Typing is always true.
func (s *Several) Typing() bool { return true }

// Key edits the query. A blank before anything is typed marks, as it does in other lists of marks.
func (s *Several) Key(k tea.KeyPressMsg) {
	if k.Text == " " && s.query.Value() == "" {
		s.Do(action.Toggle)
		return
	}
	if s.query.Key(k) {
		s.find()
	}
}

// Paste inserts into the query. Of several e-mail addresses it marks those whom they are of.
func (s *Several) Paste(text string) {
	if strings.Count(text, "@") > 1 {
		s.markAll(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;<>\"'", r) }))
		return
	}
	if s.query.Paste(text) {
		s.find()
	}
}

// markAll marks the items with an address, and says of which addresses there is none.
func (s *Several) markAll(pasted []string) {
	byWord := map[string]int{}
	for i, text := range s.folded() {
		for word := range strings.FieldsSeq(text) {
			byWord[word] = i
		}
	}
	var unknown []string
	marked := 0
	for _, address := range pasted {
		if !strings.Contains(address, "@") {
			continue // a name beside its address
		}
		if i, ok := byWord[s.foldOf(address)]; ok {
			s.now[i] = true
			marked++
			continue
		}
		unknown = append(unknown, address)
	}
	s.complaint = fmt.Sprintf("%d of these are marked.", marked)
	if len(unknown) > 0 {
		s.complaint = fmt.Sprintf("%d are marked; not here: %s", marked, strings.Join(unknown, ", "))
	}
}

// foldOf is a text as it is found.
func (s *Several) foldOf(text string) string {
	if s.Fold == nil {
		return strings.ToLower(text)
	}
	return s.Fold(text)
}

// folded are the texts of the items as they are found.
func (s *Several) folded() []string {
	if s.texts == nil {
		for _, it := range s.items {
			s.texts = append(s.texts, s.foldOf(it.Title+" "+it.Detail))
		}
	}
	return s.texts
}

// Wheel moves the bar.
func (s *Several) Wheel(n int) { s.finder.Wheel(n) }

// Click marks what is under it, or takes the mark away.
func (s *Several) Click(x, y int) {
	if s.hit(x, y) {
		s.toggle()
	}
}

// Do moves, marks, is done or closes.
func (s *Several) Do(id action.ID) bool {
	switch id {
	case action.Toggle:
		s.toggle()
		s.Wheel(1)
	case action.ToggleAll:
		s.toggleAll()
	case action.Accept:
		s.accept()
	case action.Back:
		s.done = true
	default:
		return s.move(id)
	}
	return true
}

func (s *Several) toggle() {
	if s.at < len(s.found) {
		i := s.found[s.at]
		s.now[i] = !s.now[i]
		s.complaint = ""
	}
}

// toggleAll marks all that are found, or takes their marks away where all have one.
func (s *Several) toggleAll() {
	mark := slices.ContainsFunc(s.found, func(i int) bool { return !s.now[i] })
	for _, i := range s.found {
		s.now[i] = mark
	}
	s.complaint = ""
}

// Again makes a choice that was sent one that is made, with its marks.
func (s *Several) Again() Overlay {
	s.done, s.complaint = false, ""
	return s
}

func (s *Several) accept() {
	added, removed := s.changes()
	if len(added)+len(removed) == 0 && !s.none {
		s.complaint = "Nothing is another than before: mark something first, or leave."
		return
	}
	if s.complaint = s.onDone(added, removed); s.complaint == "" {
		s.done = true
	}
}

// changes are what is marked and was not, and what was and is not.
func (s *Several) changes() (added, removed []Item) {
	for i, it := range s.items {
		switch {
		case s.now[i] && !it.Marked:
			added = append(added, it)
		case !s.now[i] && it.Marked:
			removed = append(removed, it)
		}
	}
	return added, removed
}

// find takes the items in which every word stands that was typed, at its beginning or within.
func (s *Several) find() {
	s.found = s.found[:0]
	words := strings.Fields(s.foldOf(s.query.Value()))
	for i, text := range s.folded() {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			s.found = append(s.found, i)
		}
	}
	s.begin(len(s.found))
}

// summary says in a few words what would be changed.
func (s *Several) summary() string {
	added, removed := s.changes()
	var parts []string
	if n := len(added); n > 0 {
		parts = append(parts, fmt.Sprintf("+%d", n))
	}
	if n := len(removed); n > 0 {
		parts = append(parts, fmt.Sprintf("-%d", n))
	}
	marked := 0
	for _, on := range s.now {
		if on {
			marked++
		}
	}
	return strings.Join(append(parts, fmt.Sprintf("%d marked, %d of %d", marked, len(s.found), len(s.items))), " ")
}

// Draw paints the query, the items that match it with their marks, and what would be changed.
func (s *Several) Draw(on paint.Surface, l Look) *Cursor {
	w := min(max(on.Width()-8, 20), 76)
	in := box(on, w, min(len(s.items)+5, max(on.Height()-4, 7), 26), s.title, l)
	top, rest := in.SplitTop(2)
	keys := []action.ID{action.Toggle, action.ToggleAll, action.Back}
	accept := l.Keys.Key(action.Accept, action.Several)
	rows := hintRows(rest.Width(), spotWidth(accept, s.verb)+3, l, action.Several, keys...)
	body, foot := rest.SplitBottom(1 + rows)
	s.drawRows(body, l, func(on paint.Surface, i int) { s.drawItem(on, s.found[i], l) })
	foot.Text(0, 0, paint.Cut(s.complaint, foot.Width()), l.Theme.Error)
	x := spot(foot, 0, 1, l, action.Accept, accept, s.verb)
	hints(foot, x, 1, l, action.Several, keys...)
	return s.drawQuery(top, s.summary(), l)
}

// drawItem paints an item: a filled mark for what is marked, and beside it + or - where that is another than before.
func (s *Several) drawItem(on paint.Surface, i int, l Look) {
	t, it := l.Theme, s.items[i]
	mark, st := t.Glyphs.Circle, t.Faint
	if s.now[i] {
		mark, st = t.Glyphs.Dot, t.Accent
	}
	on.Text(2, 0, mark, st)
	switch {
	case s.now[i] && !it.Marked:
		on.Text(4, 0, "+", t.OK)
	case !s.now[i] && it.Marked:
		on.Text(4, 0, "-", t.Warn)
	}
	x := on.Text(6, 0, paint.Cut(it.Title, on.Width()-6), t.Text)
	if room := on.Width() - x - 2; it.Detail != "" && room > 6 {
		on.Text(x+2, 0, paint.Cut(it.Detail, room), t.Faint)
	}
}
