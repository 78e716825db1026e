package editor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hextui/ui/lex"
)

// move carries out the move of that name ("left", "word-right"); extend keeps the other end of
// the selection where it is. It returns false for a name that is no move.
func (e *Editor) move(name string, extend bool) bool {
	if name == "up" || name == "down" || name == "page-up" || name == "page-down" {
		e.vertical(name, extend)
		return true
	}
	to, ok := e.target(name)
	if !ok {
		return false
	}
	if !extend && e.selected() && (name == "left" || name == "right") {
		from, end := e.Selected()
		if to = end; name == "left" {
			to = from
		}
	}
	e.arrive(to, extend)
	e.goal = -1
	return true
}

// target is where a move that is not a vertical one goes from the cursor.
func (e *Editor) target(name string) (to Pos, ok bool) {
	p := e.cursor
	switch name {
	case "left":
		return e.left(p), true
	case "right":
		return e.right(p), true
	case "word-left":
		return e.wordLeft(p), true
	case "word-right":
		return e.wordRight(p), true
	case "line-start":
		return e.home(p), true
	case "line-end":
		return Pos{p.Line, len(e.text.line(p.Line))}, true
	case "block-up":
		return e.block(p, -1), true
	case "block-down":
		return e.block(p, 1), true
	case "document-start":
		return Pos{}, true
	case "document-end":
		return e.text.end(), true
	case "bracket":
		return e.bracketTarget(p), true
	}
	return p, false
}

// arrive moves the cursor to p as a person's move does: the typing run ends, the view follows.
func (e *Editor) arrive(p Pos, extend bool) {
	e.cursor = p
	if !extend {
		e.anchor, e.reach = p, Between
	}
	e.history.seal()
	e.view.follow = withMargin
}

// vertical moves by lines or pages and keeps aiming at the column it started from. Beyond the
// first and the last line it goes to the start and the end of the text.
func (e *Editor) vertical(name string, extend bool) {
	if e.wrap {
		n := 1
		if strings.HasPrefix(name, "page-") {
			n = e.page()
		}
		if strings.HasSuffix(name, "up") {
			n = -n
		}
		e.acrossRows(n, extend)
		return
	}
	if e.goal < 0 {
		e.goal = e.column(e.cursor.Line, e.cursor.Col)
	}
	last := len(e.text.lines) - 1
	n := 1
	if strings.HasPrefix(name, "page-") {
		n = e.page()
	}
	if strings.HasSuffix(name, "up") {
		n = -n
	}
	if strings.HasPrefix(name, "page-") {
		e.view.top = min(max(e.view.top+n, 0), last)
	}
	line := min(max(e.cursor.Line+n, 0), last)
	switch {
	case e.cursor.Line == 0 && n < 0:
		e.arrive(Pos{}, extend)
	case e.cursor.Line == last && n > 0:
		e.arrive(e.text.end(), extend)
	default:
		e.arrive(Pos{line, e.nearest(line, e.goal)}, extend)
	}
}

func (e *Editor) left(p Pos) Pos {
	switch {
	case p.Col > 0:
		return Pos{p.Line, e.prev(p.Line, p.Col)}
	case p.Line > 0:
		return Pos{p.Line - 1, len(e.text.line(p.Line - 1))}
	}
	return p
}

func (e *Editor) right(p Pos) Pos {
	switch {
	case p.Col < len(e.text.line(p.Line)):
		return Pos{p.Line, e.next(p.Line, p.Col)}
	case p.Line+1 < len(e.text.lines):
		return Pos{Line: p.Line + 1}
	}
	return p
}

// wordLeft goes to the start of the word before p; at the start of a line, to the line before.
func (e *Editor) wordLeft(p Pos) Pos {
	if p.Col == 0 {
		return e.left(p)
	}
	line := e.text.line(p.Line)
	at := skipBack(line, p.Col, spaceRune)
	if at > 0 {
		r, _ := utf8.DecodeLastRuneInString(line[:at])
		at = skipBack(line, at, class(r))
	}
	return Pos{p.Line, at}
}

// wordRight goes to the end of the word behind p; at the end of a line, to the line after.
func (e *Editor) wordRight(p Pos) Pos {
	line := e.text.line(p.Line)
	if p.Col == len(line) {
		return e.right(p)
	}
	at := skip(line, p.Col, spaceRune)
	if at < len(line) {
		r, _ := utf8.DecodeRuneInString(line[at:])
		at = skip(line, at, class(r))
	}
	return Pos{p.Line, at}
}

// home goes to the first character that is no blank, or from there to the start of the line.
func (e *Editor) home(p Pos) Pos {
	if n := indentOf(e.text.line(p.Line)); n != p.Col {
		return Pos{p.Line, n}
	}
	return Pos{Line: p.Line}
}

// block goes to the next empty line in a direction, or to the end of the text there.
func (e *Editor) block(p Pos, dir int) Pos {
	blank := func(i int) bool { return strings.TrimSpace(e.text.line(i)) == "" }
	i := p.Line
	for ; i > 0 && i < len(e.text.lines)-1 && blank(i); i += dir {
	}
	for ; i >= 0 && i < len(e.text.lines); i += dir {
		if blank(i) && i != p.Line {
			return Pos{Line: i}
		}
	}
	if dir < 0 {
		return Pos{}
	}
	return e.text.end()
}

// indentOf is the length of the blanks that line begins with.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// runeClass tells words from signs from blanks.
type runeClass uint8

const (
	spaceRune runeClass = iota
	wordRune
	signRune
)

func class(r rune) runeClass {
	switch {
	case r == ' ' || r == '\t' || unicode.IsSpace(r):
		return spaceRune
	case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == 0x200d:
		return wordRune
	}
	return signRune
}

// skip moves over the characters of a class from byte at on; skipBack moves back over those
// before it.
func skip(line string, at int, c runeClass) int {
	for at < len(line) {
		r, n := utf8.DecodeRuneInString(line[at:])
		if class(r) != c {
			break
		}
		at += n
	}
	return at
}

func skipBack(line string, at int, c runeClass) int {
	for at > 0 {
		r, n := utf8.DecodeLastRuneInString(line[:at])
		if class(r) != c {
			break
		}
		at -= n
	}
	return at
}

// wordAt returns the bounds of the characters of one class around byte at.
func wordAt(line string, at int) (from, to int) {
	if line == "" {
		return 0, 0
	}
	if at >= len(line) {
		_, n := utf8.DecodeLastRuneInString(line)
		at = len(line) - n
	}
	r, _ := utf8.DecodeRuneInString(line[at:])
	return skipBack(line, at, class(r)), skip(line, at, class(r))
}

// bracketTarget is the partner of the bracket at the cursor or before it, or else the cursor.
func (e *Editor) bracketTarget(p Pos) Pos {
	if _, to, ok := e.brackets(p, e.text.size+1); ok {
		return to
	}
	return p
}

const brackets = "([{)]}"

// brackets finds the bracket at p or right before it and its partner, looking at no more than
// budget bytes. Brackets in strings and comments are no partners of others.
func (e *Editor) brackets(p Pos, budget int) (at, partner Pos, ok bool) {
	line := e.text.line(p.Line)
	for _, at := range []int{p.Col, p.Col - 1} {
		if at < 0 || at >= len(line) {
			continue
		}
		if k := strings.IndexByte(brackets, line[at]); k >= 0 {
			partner, ok = e.partner(Pos{p.Line, at}, k, budget)
			return Pos{p.Line, at}, partner, ok
		}
	}
	return p, p, false
}

// partner counts brackets of one sort from p on until they are even.
func (e *Editor) partner(p Pos, k, budget int) (Pos, bool) {
	dir, other := 1, brackets[(k+3)%6]
	if k >= 3 {
		dir = -1
	}
	quotes := inQuotes(e.lineSpans(p.Line), p.Col)
	depth := 0
	for i := p.Line; i >= 0 && i < len(e.text.lines) && budget > 0; i += dir {
		line := e.text.line(i)
		spans := e.lineSpans(i)
		at := p.Col
		if i != p.Line {
			if at = 0; dir < 0 {
				at = len(line) - 1
			}
		}
		budget--
		for ; at >= 0 && at < len(line) && budget > 0; at += dir {
			budget--
			if c := line[at]; c != brackets[k] && c != other || inQuotes(spans, at) != quotes {
				continue
			} else if c == brackets[k] {
				depth++
			} else if depth--; depth == 0 {
				return Pos{i, at}, true
			}
		}
	}
	return p, false
}

// inQuotes tells whether byte at lies in a string or a comment.
func inQuotes(spans []lex.Span, at int) bool {
	k := kindAt(spans, at)
	return k == lex.String || k == lex.Comment
}
