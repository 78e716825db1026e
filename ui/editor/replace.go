package editor

import "strings"

// ReplaceAll puts text in place of every match of query, as one undo step, and returns how many there were: in the lines of the
// selection where it goes over more than one, else everywhere. Letter case matters as in [Editor.Search]. The cursor stays with the
// text that it stood at. Line ends in text become those of the source.
func (e *Editor) ReplaceAll(query, text string) (n int, effect Effect) {
	find := literal(query)
	if find == nil {
		return 0, Effect{}
	}
	first, last := 0, len(e.text.lines)-1
	if from, to := e.Selected(); from.Line != to.Line {
		first, last = e.touchedLines()
	}
	text = withEnds(text, e.newlineAt(first))
	e.history.seal()
	effect = e.edit(single, func() {
		n = e.replaceWithin(Pos{Line: first}, Pos{Line: last + 1}, find, text)
	})
	return n, effect
}

// replaceWithin replaces the matches that begin between two places: from the end on, so that what is still to be looked at stays where
// it is.
func (e *Editor) replaceWithin(from, to Pos, find finder, text string) (n int) {
	for i := min(to.Line, len(e.text.lines)-1); i >= from.Line; i-- {
		n += e.replaceIn(i, from, to, find, text)
	}
	return n
}

// replaceIn replaces those in line i; in a long line at once, so that it is not copied for each of them.
func (e *Editor) replaceIn(i int, from, to Pos, find finder, text string) int {
	line := e.text.line(i)
	var hits [][2]int
	for start, end := range find(line) {
		if p := (Pos{i, start}); !p.before(from) && p.before(to) {
			hits = append(hits, [2]int{start, end})
		}
	}
	if len(line) > longLine && len(hits) > 1 {
		var b strings.Builder
		at := hits[0][0]
		for _, h := range hits {
			b.WriteString(line[at:h[0]])
			b.WriteString(text)
			at = h[1]
		}
		e.replace(Pos{i, hits[0][0]}, Pos{i, at}, b.String())
		return len(hits)
	}
	for k := len(hits) - 1; k >= 0; k-- {
		e.replace(Pos{i, hits[k][0]}, Pos{i, hits[k][1]}, text)
	}
	return len(hits)
}
