package lex

import "strings"

// A template is what Hex fills into a source before it runs: {{ expression }}, {% statement %} and
// {# comment #}. State.inner says which is open and, in its high bits, which quote within it, and whether the text is raw: between
// {% raw %} and {% endraw %} nothing is filled in.
const (
	inExpression uint8 = iota + 1
	inStatement
	inRemark

	templateKind uint8 = 3
	quoteSingle  uint8 = 4
	quoteDouble  uint8 = 8
	inRaw        uint8 = 16
)

// within tells whether a template is open.
func within(inner uint8) bool { return inner&^inRaw != 0 }

// opens tells whether the next bytes open a template; in raw text only its end does.
func (s *scanner) opens(inner uint8) bool {
	if s.peek(0) != '{' {
		return false
	}
	if inner&inRaw != 0 {
		return s.peek(1) == '%' && s.statement() == "endraw"
	}
	return opensTemplate(s.peek(1))
}

// statement is the first word of the statement whose {% is next.
func (s *scanner) statement() string {
	rest := strings.TrimLeft(strings.TrimLeft(s.line[s.at+2:], "-+"), " \t")
	n := 0
	for n < len(rest) && wordByte(rest[n]) {
		n++
	}
	return rest[:n]
}

// opensTemplate tells whether c makes a template of the { before it.
func opensTemplate(c byte) bool { return c == '{' || c == '%' || c == '#' }

// open takes the two bytes that open a template and returns what is open now.
func (s *scanner) open() uint8 {
	switch s.peek(1) {
	case '{':
		s.take(2, Param)
		return inExpression
	case '%':
		word := s.statement()
		s.take(2, Keyword)
		if word == "raw" {
			return inStatement | inRaw
		}
		return inStatement
	}
	s.take(2, Comment)
	return inRemark
}

// template goes on in a template up to its end or the end of the line, and returns what is open
// then, but for raw text 0 for none.
func (s *scanner) template(inner uint8) uint8 {
	if inner == inRemark {
		return s.remark()
	}
	closing, kind := "}}", Param
	if inner&templateKind == inStatement {
		closing, kind = "%}", Keyword
	}
	for !s.done() {
		start := s.at
		switch c := s.line[s.at]; {
		case inner&(quoteSingle|quoteDouble) != 0:
			inner = s.templateString(inner)
		case s.has(closing):
			s.take(2, kind)
			return inner & inRaw
		case c == '\'' || c == '"':
			inner |= quoteBit(c)
			s.take(1, String)
		case blank(c):
			s.spaces()
		case digit(c):
			s.number()
		case wordStart(c):
			word := Param
			if _, known := templateWords[s.word()]; known {
				word = Keyword
			}
			s.emit(start, word)
		case operator(c):
			s.take(1, Operator)
		default:
			s.at++
		}
	}
	return inner
}

func quoteBit(c byte) uint8 {
	if c == '\'' {
		return quoteSingle
	}
	return quoteDouble
}

func (s *scanner) remark() uint8 {
	start := s.at
	for !s.done() {
		if s.has("#}") {
			s.at += 2
			s.emit(start, Comment)
			return 0
		}
		s.at++
	}
	s.emit(start, Comment)
	return inRemark
}

// templateString goes on in a string within a template.
func (s *scanner) templateString(inner uint8) uint8 {
	start, quote := s.at, byte('"')
	if inner&quoteSingle != 0 {
		quote = '\''
	}
	for !s.done() {
		c := s.line[s.at]
		s.at++
		if c == '\\' && !s.done() {
			s.at++
		} else if c == quote {
			inner &= templateKind | inRaw
			break
		}
	}
	s.emit(start, String)
	return inner
}

var templateWords = map[string]struct{}{
	"if": {}, "elif": {}, "else": {}, "endif": {}, "for": {}, "in": {}, "endfor": {}, "set": {}, "endset": {},
	"macro": {}, "endmacro": {}, "call": {}, "endcall": {}, "filter": {}, "endfilter": {}, "include": {}, "import": {}, "from": {},
	"raw": {}, "endraw": {}, "block": {}, "endblock": {}, "extends": {}, "with": {}, "endwith": {}, "do": {},
	"and": {}, "or": {}, "not": {}, "is": {}, "as": {},
}
