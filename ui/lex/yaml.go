package lex

import "strings"

// YAML lexes YAML as project files have it, with Hex's templates in it.
type YAML struct{}

// What may be open at the end of a line of YAML.
const (
	yamlPlain  uint8 = iota
	yamlSingle       // '…'
	yamlDouble       // "…"
	yamlBlock        // a block of text; State.depth is the indent that ends it
)

// Line implements [Lexer].
func (YAML) Line(spans []Span, line string, in State) ([]Span, State) {
	s := yamlScanner{scanner{line: line, spans: spans}}
	st := in
	indent := run(line, ' ')
	if st.mode == yamlBlock {
		if strings.TrimSpace(line) == "" || indent > int(st.depth) {
			s.take(len(line), String)
			return s.spans, st
		}
		st = State{}
	}
	if st.mode == yamlPlain && st.inner == 0 && (line == "---" || line == "..." || strings.HasPrefix(line, "--- ")) {
		s.take(3, Operator)
	}
	for !s.done() {
		switch {
		case st.inner != 0:
			st.inner = s.template(st.inner)
		case st.mode != yamlPlain:
			st.mode = s.quoted(s.at, st.mode)
		default:
			s.token(&st, indent)
		}
	}
	return s.spans, st
}

type yamlScanner struct{ scanner }

// token takes one token outside of quotes and blocks of text.
func (s *yamlScanner) token(st *State, indent int) {
	c := s.line[s.at]
	spaced := s.at == 0 || blank(s.line[s.at-1])
	switch {
	case blank(c):
		s.spaces()
	case c == '#' && spaced:
		s.take(len(s.line), Comment)
	case c == '{' && opensTemplate(s.peek(1)):
		st.inner = s.open()
	case c == '\'' || c == '"':
		mode := yamlDouble
		if c == '\'' {
			mode = yamlSingle
		}
		s.at++
		st.mode = s.quoted(s.at-1, mode)
	case (c == '|' || c == '>') && spaced && s.endsWith(s.at+1, "+-0123456789"):
		s.take(len(s.line), Operator)
		*st = State{mode: yamlBlock, depth: uint16(min(indent, 60000))}
	case (c == '&' || c == '*' || c == '!') && spaced:
		s.take(len(s.line[s.at:])-len(strings.TrimLeft(s.line[s.at:],
			"&*!.-_/:0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")), Type)
	case strings.IndexByte("[]{},", c) >= 0 || (c == '-' || c == '?' || c == ':') && s.loose(1):
		s.take(1, Operator)
	default:
		s.plain()
	}
}

// loose tells whether what stands n bytes further on is a blank or the end of the line.
func (s *yamlScanner) loose(n int) bool { return s.at+n >= len(s.line) || blank(s.line[s.at+n]) }

// endsWith tells whether from byte at on there are only bytes of set, blanks and a comment.
func (s *yamlScanner) endsWith(at int, set string) bool {
	rest := strings.TrimLeft(s.line[at:], set)
	trimmed := strings.TrimLeft(rest, " \t\r")
	return trimmed == "" || trimmed[0] == '#' && len(trimmed) < len(rest)
}

// plain takes a scalar without quotes: a key if a colon follows, else a value.
func (s *yamlScanner) plain() {
	start := s.at
	for !s.done() {
		c := s.line[s.at]
		if c == ':' && s.loose(1) {
			s.emit(start, Key)
			return
		}
		if strings.IndexByte("[]{},", c) >= 0 || c == '#' && s.at > start && blank(s.line[s.at-1]) {
			break
		}
		s.at++
	}
	end := s.at
	word := strings.TrimRight(s.line[start:end], " \t\r")
	s.at = start + len(word)
	if k, ok := lower(yamlWords, word); ok {
		s.emit(start, k)
	} else if numeric(word) {
		s.emit(start, Number)
	}
	s.at = end
}

// quoted goes on in a string that begins at start, up to its end or the end of the line.
func (s *yamlScanner) quoted(start int, mode uint8) uint8 {
	for !s.done() {
		c := s.line[s.at]
		s.at++
		switch {
		case c == '\\' && mode == yamlDouble && !s.done():
			s.at++
		case c == '\'' && mode == yamlSingle && s.peek(0) == '\'':
			s.at++
		case c == '\'' && mode == yamlSingle, c == '"' && mode == yamlDouble:
			k := String
			if s.peek(0) == ':' && s.loose(1) {
				k = Key
			}
			s.emit(start, k)
			return yamlPlain
		}
	}
	s.emit(start, String)
	return mode
}

// numeric tells whether word is a number or a date.
func numeric(word string) bool {
	rest := strings.TrimLeft(word, "+-")
	return rest != "" && digit(rest[0]) && strings.Trim(rest, "0123456789.-+:_TZeE") == ""
}

var yamlWords = map[string]Kind{
	"true": Constant, "false": Constant, "null": Constant, "~": Constant, "yes": Constant, "no": Constant, "on": Constant, "off": Constant,
}
