package lex

import "strings"

// Markdown lexes CommonMark as people write it in text cells, with Hex's templates in it.
type Markdown struct{}

// What may be open at the end of a line of Markdown.
const (
	mdText uint8 = iota
	mdFence
	mdRemark // <!-- … -->
)

// mdScanner remembers which closing signs the rest of the line is known not to have, so that a
// line of nothing but opening ones is not searched again and again.
type mdScanner struct {
	scanner
	lacks [128]uint8 // a bit for each length of a run of that byte
}

// Line implements [Lexer].
func (Markdown) Line(spans []Span, line string, in State) ([]Span, State) {
	s := mdScanner{scanner: scanner{line: line, spans: spans}}
	st := in
	switch {
	case st.mode == mdFence:
		return s.fenced(st)
	case st.mode == mdText && !within(st.inner):
		if s.block(&st) {
			return s.spans, st
		}
	}
	for !s.done() {
		switch {
		case within(st.inner):
			st.inner = s.template(st.inner)
		case st.mode == mdRemark:
			st.mode = s.htmlRemark()
		default:
			s.inline(&st)
		}
	}
	return s.spans, st
}

// fenced takes a line in a fence: code, or the end of the fence.
func (s *mdScanner) fenced(st State) ([]Span, State) {
	rest := strings.TrimLeft(s.line, " ")
	if n := run(rest, byte(st.tag)); n >= int(st.depth) && strings.TrimSpace(rest[n:]) == "" {
		s.take(len(s.line), Operator)
		return s.spans, State{}
	}
	s.take(len(s.line), String)
	return s.spans, st
}

// block takes what makes a line more than a paragraph: a heading, a fence, a rule, the marks of
// lists and quotations. It returns whether it took the whole line.
func (s *mdScanner) block(st *State) bool {
	s.spaces()
	for s.peek(0) == '>' {
		s.take(1, Operator)
		s.spaces()
	}
	rest := s.line[s.at:]
	if rest == "" {
		return true
	}
	switch c := rest[0]; {
	case c == '#':
		n := run(rest, '#')
		if n <= 6 && (n == len(rest) || blank(rest[n])) {
			s.take(len(rest), Heading)
			return true
		}
	case c == '`' || c == '~':
		n := run(rest, c)
		if n >= 3 && (c == '~' || strings.IndexByte(rest[n:], '`') < 0) {
			*st = State{mode: mdFence, depth: uint16(min(n, 60000)), tag: uint32(c)}
			s.take(len(rest), Operator)
			return true
		}
	case ruled(rest):
		s.take(len(rest), Operator)
		return true
	case c == '-' || c == '*' || c == '+':
		if len(rest) > 1 && blank(rest[1]) {
			s.take(1, Operator)
		}
	case digit(c):
		n := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if n < 10 && n+1 < len(rest) && (rest[n] == '.' || rest[n] == ')') && blank(rest[n+1]) {
			s.take(n+1, Operator)
		}
	}
	return false
}

// ruled tells whether a line is a rule: three or more of - * _ or = and nothing else but blanks.
func ruled(rest string) bool {
	c, n := rest[0], 0
	if c != '-' && c != '*' && c != '_' && c != '=' {
		return false
	}
	for i := range len(rest) {
		if rest[i] == c {
			n++
		} else if !blank(rest[i]) {
			return false
		}
	}
	return n >= 3
}

// inline takes one token within a paragraph.
func (s *mdScanner) inline(st *State) {
	switch c := s.line[s.at]; {
	case c == '\\':
		s.at = min(s.at+2, len(s.line))
	case s.opens(st.inner):
		st.inner = s.open()
	case s.has("<!--"):
		st.mode = mdRemark
	case c == '`':
		s.paired(c, String)
	case c == '*':
		s.paired(c, Emphasis)
	case c == '_' && (s.at == 0 || !wordByte(s.line[s.at-1])):
		s.paired(c, Emphasis)
	case c == '[':
		s.link()
	case s.has("https://") || s.has("http://"):
		s.address()
	case c == '|':
		s.take(1, Operator)
	case wordStart(c):
		s.word()
	default:
		s.at++
	}
}

// paired takes what lies between two runs of c of the same length.
func (s *mdScanner) paired(c byte, k Kind) {
	rest := s.line[s.at:]
	n := run(rest, c)
	bit := uint8(1) << min(n-1, 7)
	if k == Emphasis && (n == len(rest) || blank(rest[n])) || s.lacks[c]&bit != 0 {
		s.at += n
		return
	}
	for at := n; ; {
		i := strings.IndexByte(rest[at:], c)
		if i < 0 {
			break
		}
		at += i
		m := run(rest[at:], c)
		if m == n && !(k == Emphasis && blank(rest[at-1])) {
			s.take(at+m, k)
			return
		}
		at += m
	}
	s.lacks[c] |= bit
	s.at += n
}

// link takes [text](address), or [text] alone as plain text.
func (s *mdScanner) link() {
	rest := s.line[s.at:]
	if s.lacks['['] == 0 {
		if i := strings.Index(rest, "]("); i >= 0 {
			if j := strings.IndexByte(rest[i:], ')'); j >= 0 {
				s.take(i+j+1, Link)
				return
			}
		}
		s.lacks['['] = 1
	}
	s.at++
}

// address takes an address that stands alone.
func (s *mdScanner) address() {
	start := s.at
	for !s.done() && !blank(s.line[s.at]) && strings.IndexByte("<>)\"'|", s.line[s.at]) < 0 {
		s.at++
	}
	s.emit(start, Link)
}

func (s *mdScanner) htmlRemark() uint8 {
	if i := strings.Index(s.line[s.at:], "-->"); i >= 0 {
		s.take(i+3, Comment)
		return mdText
	}
	s.take(len(s.line), Comment)
	return mdRemark
}

// run is how many times str begins with c.
func run(str string, c byte) int {
	n := 0
	for n < len(str) && str[n] == c {
		n++
	}
	return n
}
