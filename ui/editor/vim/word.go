package vim

import (
	"unicode"
	"unicode/utf8"

	"hextui/ui/editor"
)

// walker goes over a text as vim's word motions do: character by character, with a place behind the last character of each line.
type walker struct {
	ed  *editor.Editor
	p   editor.Pos
	big bool // words are what blanks part
}

// inc goes a character on: 0 within a line, 2 to the end of a line, 1 to the next line, -1 where there is nothing more.
func (w *walker) inc() int {
	if n := len(w.ed.Line(w.p.Line)); w.p.Col < n {
		if w.p = w.ed.After(w.p); w.p.Col < n {
			return 0
		}
		return 2
	}
	if w.p.Line+1 < w.ed.Lines() {
		w.p = editor.Pos{Line: w.p.Line + 1}
		return 1
	}
	return -1
}

// dec goes a character back: 0 within a line, 1 to the end of the line before, -1 where there is nothing before.
func (w *walker) dec() int {
	switch {
	case w.p.Col > 0:
		w.p = w.ed.Before(w.p)
		return 0
	case w.p.Line > 0:
		w.p = editor.Pos{Line: w.p.Line - 1, Col: len(w.ed.Line(w.p.Line - 1))}
		return 1
	}
	return -1
}

// cls is the class of the character here: 0 for blanks and ends of lines, 1 for signs, 2 for words, 3 and more for scripts of which each
// is a word of its own.
func (w *walker) cls() int { return class(w.ed.Line(w.p.Line), w.p.Col, w.big) }

func class(line string, at int, big bool) int {
	if at >= len(line) {
		return 0
	}
	switch r, _ := utf8.DecodeRuneInString(line[at:]); {
	case r == ' ' || r == '\t' || r == 0 || r == 0xa0 || r == 0x3000:
		return 0
	case big:
		return 1
	case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		return 2 + script(r)
	case r < 0x100:
		return 1
	case unicode.IsSymbol(r):
		return 9
	}
	return 1
}

// script tells the scripts apart that are written without blanks.
func script(r rune) int {
	switch {
	case unicode.Is(unicode.Hiragana, r):
		return 1
	case unicode.Is(unicode.Katakana, r):
		return 2
	case unicode.Is(unicode.Han, r):
		return 3
	case unicode.Is(unicode.Hangul, r):
		return 4
	}
	return 0
}

func (w *walker) empty() bool { return w.p.Col == 0 && w.ed.Line(w.p.Line) == "" }

// skip passes what is of a class; it tells whether the text ended before.
func (w *walker) skip(class int, step func() int) (ended bool) {
	for w.cls() == class {
		if step() == -1 {
			return true
		}
	}
	return false
}

// forward goes to the start of the n-th word from here; with stop, not beyond the end of the line of the last one. It is false where
// there is none.
func (w *walker) forward(n int, stop bool) bool {
	for n--; n >= 0; n-- {
		was, last := w.cls(), w.p.Line == w.ed.Lines()-1
		i := w.inc()
		switch {
		case i == -1 || i >= 1 && last:
			return false
		case i >= 1 && stop && n == 0:
			return true
		}
		if was != 0 {
			for w.cls() == was {
				if i = w.inc(); i == -1 || i >= 1 && stop && n == 0 {
					return true
				}
			}
		}
		for w.cls() == 0 && !w.empty() {
			if i = w.inc(); i == -1 || i >= 1 && last && w.p.Line == w.ed.Lines()-1 && i != 1 {
				return true
			}
		}
	}
	return true
}

// end goes to the end of the n-th word; with stop, the word here counts wherever in it this is, with empty, an empty line is a word.
func (w *walker) end(n int, stop, empty bool) bool {
	for n--; n >= 0; n-- {
		was := w.cls()
		if w.inc() == -1 {
			return false
		}
		done := false
		if c := w.cls(); c == was && was != 0 {
			if w.skip(was, w.inc) {
				return false
			}
		} else if !stop || was == 0 {
			for w.cls() == 0 {
				if empty && w.empty() {
					done = true
					break
				}
				if w.inc() == -1 {
					return false
				}
			}
			if !done && w.skip(w.cls(), w.inc) {
				return false
			}
		}
		if !done {
			w.dec()
		}
		stop = false
	}
	return true
}

// back goes to the start of the n-th word before.
func (w *walker) back(n int) bool {
	for n--; n >= 0; n-- {
		if w.dec() == -1 {
			return false
		}
		done := false
		for w.cls() == 0 {
			if w.empty() {
				done = true
				break
			}
			if w.dec() == -1 {
				return true
			}
		}
		if done {
			continue
		}
		if w.skip(w.cls(), w.dec) {
			return true
		}
		w.inc()
	}
	return true
}

// backEnd goes to the end of the n-th word before.
func (w *walker) backEnd(n int) bool {
	for n--; n >= 0; n-- {
		was := w.cls()
		if w.dec() == -1 {
			return false
		}
		if was != 0 {
			if w.skip(was, w.dec) {
				return true
			}
		}
		for w.cls() == 0 && !w.empty() {
			if w.dec() == -1 {
				return true
			}
		}
	}
	return true
}
