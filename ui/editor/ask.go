package editor

// Asker goes over the matches of a text one after the other, each to be replaced or not: from the cursor on and once around, or in the
// lines of the selection where it goes over more than one. The one that is asked about is selected.
type Asker struct {
	e           *Editor
	find        finder
	text        string
	here        Range
	at, end     Pos  // where the next match is looked for, and before which
	around      bool // what is before the cursor comes when the end is reached
	first, last Pos  // of what comes then
}

// AskReplace begins to go over the matches of query, which text shall replace; nil where there are none. Letter case matters as in
// [Editor.Search]. Nothing else may change the text until it is over.
func (e *Editor) AskReplace(query, text string) *Asker {
	find := literal(query)
	if find == nil {
		return nil
	}
	from, to := e.Selected()
	a := &Asker{e: e, find: find, at: from, end: e.text.end(), around: true, last: from}
	a.end.Col++ // a match may end with the text
	if from.Line != to.Line {
		first, last := e.touchedLines()
		a.at, a.around = Pos{Line: first}, false
		a.end = Pos{Line: last + 1}
	}
	a.text = withEnds(text, e.newlineAt(a.at.Line))
	e.start(query, find)
	if !a.seek() {
		return nil
	}
	return a
}

// seek goes to the next match and selects it.
func (a *Asker) seek() bool {
	for i := a.at.Line; i < len(a.e.text.lines) && i <= a.end.Line; i++ {
		for start, end := range a.find(a.e.text.line(i)) {
			from := Pos{i, start}
			if from.before(a.at) || !from.before(a.end) {
				continue
			}
			a.here = Range{from, Pos{i, end}}
			a.e.Select(a.here.From, a.here.To)
			return true
		}
	}
	if !a.around {
		return false
	}
	a.at, a.end, a.around = a.first, a.last, false
	return a.seek()
}

// Answer replaces the match that is asked about, as an undo step of its own, or leaves it, and goes to the next one; more is false where
// there is none.
func (a *Asker) Answer(yes bool) (effect Effect, more bool) {
	a.at = a.here.To
	if yes {
		effect = a.e.Put(a.here.From, a.here.To, a.text)
		a.follow(a.here.To, a.e.cursor)
		a.at = a.e.cursor
	}
	return effect, a.seek()
}

// follow keeps the ends with their text, when what ended at a place ends at another one.
func (a *Asker) follow(was, is Pos) {
	for _, p := range []*Pos{&a.end, &a.last} {
		if !p.before(was) {
			*p = moved(*p, was, was, is)
		}
	}
}

// Rest replaces the match that is asked about and all that come after it, as one undo step, and tells how many these were.
func (a *Asker) Rest() (n int, effect Effect) {
	a.at = a.here.From
	a.e.history.seal()
	effect = a.e.edit(single, func() {
		n = a.e.replaceWithin(a.at, a.end, a.find, a.text)
		if a.around {
			n += a.e.replaceWithin(a.first, a.last, a.find, a.text)
		}
	})
	return n, effect
}
