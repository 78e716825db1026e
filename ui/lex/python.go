package lex

import "strings"

// Python lexes Python 3, with f-strings whose expressions are code.
type Python struct{}

// What is known of the string that is open, in State.mode; 0 outside of strings. State.depth is the
// number of brackets open in an f-string's expression, its own brace included; 0 outside of one.
const (
	pyOpen   uint8 = 1 << iota
	pyDouble       // its quote is " and not '
	pyTriple
	pyFormat
)

// Line implements [Lexer].
func (Python) Line(spans []Span, line string, in State) ([]Span, State) {
	s := pyScanner{scanner{line: line, spans: spans}}
	st := in
	if st.mode&pyOpen == 0 {
		s.decorator()
	}
	for !s.done() {
		switch {
		case st.mode&pyOpen == 0:
			st.mode = s.token()
		case st.depth > 0:
			st.depth = s.expression(st.mode, st.depth)
		default:
			st.mode, st.depth = s.inString(st.mode)
		}
	}
	// Only triple quotes and a backslash at the end carry a string over to the next line.
	if st.mode&pyTriple == 0 && !(st.depth == 0 && continued(line)) {
		st = State{}
	}
	return s.spans, st
}

// continued tells whether line ends with a backslash that is not itself escaped.
func continued(line string) bool {
	n := len(line) - len(strings.TrimRight(line, `\`))
	return n%2 == 1
}

type pyScanner struct{ scanner }

// decorator takes the @name at the start of a line.
func (s *pyScanner) decorator() {
	s.spaces()
	if s.peek(0) != '@' || !wordStart(s.peek(1)) {
		return
	}
	start := s.at
	for s.at++; wordStart(s.peek(0)) || s.peek(0) == '.'; {
		if s.word() == "" {
			s.at++
		}
	}
	s.emit(start, Func)
}

// token takes one token of code and returns the string that it opens, 0 for none.
func (s *pyScanner) token() uint8 {
	switch c := s.line[s.at]; {
	case blank(c):
		s.spaces()
	case c == '\'' || c == '"':
		return s.quote(s.at, 0)
	case wordStart(c):
		return s.name()
	case digit(c) || c == '.' && digit(s.peek(1)):
		s.number()
		if s.peek(0)|0x20 == 'j' {
			s.take(1, Number)
		}
	case c == '#':
		s.take(len(s.line), Comment)
	case operator(c):
		s.take(1, Operator)
	default:
		s.at++
	}
	return 0
}

// name takes a word: a string's prefix, a keyword, a constant, what def and class name, what is
// called, or a name.
func (s *pyScanner) name() uint8 {
	start := s.at
	word := s.word()
	if c := s.peek(0); c == '\'' || c == '"' {
		if prefix, ok := pyPrefix(word); ok {
			return s.quote(start, prefix)
		}
	}
	if start > 0 && s.line[start-1] == '.' {
		if s.called() {
			s.emit(start, Func)
		}
		return 0
	}
	k, known := pyWords[word]
	switch {
	case s.softKeyword(start, word):
		s.emit(start, Keyword)
	case known:
		s.emit(start, k)
		s.defined(word)
	case s.called():
		s.emit(start, Func)
	}
	return 0
}

// defined takes the name behind def or class.
func (s *pyScanner) defined(word string) {
	k := Func
	if word == "class" {
		k = Type
	} else if word != "def" {
		return
	}
	s.spaces()
	start := s.at
	s.word()
	s.emit(start, k)
}

// softKeyword tells whether match, case or type is a keyword here: it begins the line, and what
// follows cannot follow a name.
func (s *pyScanner) softKeyword(start int, word string) bool {
	if word != "match" && word != "case" && word != "type" || strings.TrimLeft(s.line[:start], " \t") != "" {
		return false
	}
	rest := strings.TrimLeft(s.line[s.at:], " \t")
	if rest == "" || len(rest) == len(s.line)-s.at && word != "case" {
		return false
	}
	if word == "type" {
		return wordStart(rest[0]) && strings.Contains(rest, "=")
	}
	return strings.IndexByte("=.,:)", rest[0]) < 0 && strings.HasSuffix(strings.TrimRight(rest, " \t\r"), ":")
}

// pyPrefix tells what kind of string a prefix such as rb or f makes.
func pyPrefix(word string) (mode uint8, ok bool) {
	if len(word) > 2 {
		return 0, false
	}
	for i := range len(word) {
		switch word[i] | 0x20 {
		case 'f', 't':
			mode |= pyFormat
		case 'r', 'b', 'u':
		default:
			return 0, false
		}
	}
	return mode, true
}

// quote takes the quote that opens a string, whose prefix begins at start.
func (s *pyScanner) quote(start int, prefix uint8) uint8 {
	mode := prefix | pyOpen
	c := s.line[s.at]
	if c == '"' {
		mode |= pyDouble
	}
	if s.peek(1) == c && s.peek(2) == c {
		mode |= pyTriple
		s.at += 2
	}
	s.at++
	s.emit(start, String)
	return mode
}

// inString goes on in a string up to its end, an expression in an f-string, or the end of the
// line. It returns what is open then.
func (s *pyScanner) inString(mode uint8) (open uint8, depth uint16) {
	start, quote := s.at, byte('\'')
	if mode&pyDouble != 0 {
		quote = '"'
	}
	for !s.done() {
		switch c := s.line[s.at]; {
		case c == '\\':
			s.at = min(s.at+2, len(s.line))
		case c == quote && mode&pyTriple == 0:
			s.at++
			s.emit(start, String)
			return 0, 0
		case c == quote && s.peek(1) == quote && s.peek(2) == quote:
			s.at += 3
			s.emit(start, String)
			return 0, 0
		case c == '{' && mode&pyFormat != 0 && s.peek(1) == '{':
			s.at += 2
		case c == '{' && mode&pyFormat != 0:
			s.emit(start, String)
			s.take(1, Param)
			return mode, 1
		default:
			s.at++
		}
	}
	s.emit(start, String)
	return mode, 0
}

// expression takes tokens of code within an f-string's braces, up to the brace that closes them
// or the end of the line, and returns how many braces are open then. A quote that would end the
// f-string ends the expression too: so an unfinished one does not swallow the rest.
func (s *pyScanner) expression(mode uint8, depth uint16) uint16 {
	for !s.done() && depth > 0 {
		switch c := s.line[s.at]; {
		case c == '}' && depth == 1:
			s.take(1, Param)
			return 0
		case c == '}' || c == ')' || c == ']':
			s.at++
			depth = max(depth-1, 1)
		case c == '{' || c == '(' || c == '[':
			s.at++
			depth = min(depth+1, 60000)
		case depth == 1 && c == ':' || depth == 1 && c == '!' && s.peek(1) != '=':
			s.format(mode)
		case s.closes(mode) && !s.nested(c):
			return 0
		case c == '#':
			s.take(len(s.line), Comment)
		default:
			s.inner(s.token())
		}
	}
	return depth
}

// closes tells whether the quote that ends the string of mode is next.
func (s *pyScanner) closes(mode uint8) bool {
	switch {
	case mode&pyTriple != 0 && mode&pyDouble != 0:
		return s.has(`"""`)
	case mode&pyTriple != 0:
		return s.has("'''")
	case mode&pyDouble != 0:
		return s.has(`"`)
	}
	return s.has("'")
}

// nested tells whether the quote c opens a string within the expression although it could end the
// f-string: it does if the same quote and the closing brace follow.
func (s *pyScanner) nested(c byte) bool {
	rest := s.line[s.at+1:]
	end := strings.IndexByte(rest, c)
	return end >= 0 && strings.IndexByte(rest[end+1:], '}') >= 0 && strings.IndexByte(rest[end+1:], c) >= 0
}

// inner takes the rest of a string that opened within an expression; it ends with the line.
func (s *pyScanner) inner(mode uint8) {
	var depth uint16
	for mode&pyOpen != 0 && !s.done() {
		if depth > 0 {
			depth = s.expression(mode, depth)
			continue
		}
		mode, depth = s.inString(mode)
	}
}

// format takes the conversion and the format of an expression, such as !r:>10, up to the brace
// that closes it or the end of the string of mode. It may hold expressions itself.
func (s *pyScanner) format(mode uint8) {
	start := s.at
	for !s.done() && s.line[s.at] != '}' && !(mode != 0 && s.closes(mode)) {
		if s.line[s.at] != '{' {
			s.at++
			continue
		}
		s.emit(start, Operator)
		s.take(1, Param)
		s.expression(mode, 1)
		start = s.at
	}
	s.emit(start, Operator)
}

var pyWords = func() map[string]Kind {
	words := make(map[string]Kind, 128)
	for kind, list := range map[Kind]string{
		Keyword: `and as assert async await break class continue def del elif else except finally for from global
			if import in is lambda nonlocal not or pass raise return try while with yield`,
		Constant: "True False None Ellipsis NotImplemented __name__ __file__ self cls",
		Type: "int float str bool bytes bytearray complex list dict set frozenset tuple object type range Exception ValueError " +
			"KeyError TypeError",
	} {
		for _, w := range strings.Fields(list) {
			words[w] = kind
		}
	}
	return words
}()
