// Package pytext takes Python apart: into names, keywords, signs and texts, and nothing more. It knows nobody here.
package pytext

import (
	"slices"
	"strings"
	"unicode"
)

// Token is a word, a text or a sign of Python. A text is one token, its quotation marks, with those of the values in an f-string behind it,
// in parentheses of their own. A statement ends with the token "\n".
type Token struct {
	Text string
	// At is where it begins, in bytes.
	At   int
	Kind Kind
	// Depth is how many brackets are open; a bracket itself is in those around it.
	Depth int
}

// Kind is what a token is.
type Kind uint8

// The kinds of tokens. A number is a text, too.
const (
	Sign Kind = iota
	Name
	Keyword
	Text
)

// scanner takes Python apart.
type scanner struct {
	source string
	at     int
	tokens []Token
	open   []byte // the brackets that would close what is open
	// broken says that brackets or texts do not close, or that there is what Python does not know: nothing is sure then.
	broken bool
}

// Scan gives the tokens of a source; whole is false where it is no whole Python, and the tokens are a guess.
func Scan(source string) (tokens []Token, whole bool) {
	s := scanner{source: source, tokens: make([]Token, 0, len(source)/4+8)}
	for s.at < len(source) {
		s.next()
	}
	s.emit(Sign, len(source), "\n")
	return s.tokens, !s.broken && len(s.open) == 0
}

func (s *scanner) emit(kind Kind, at int, text string) {
	s.tokens = append(s.tokens, Token{text, at, kind, len(s.open)})
}

// next takes one token, or what stands between two.
func (s *scanner) next() {
	switch c := s.source[s.at]; {
	case c == '\n':
		if len(s.open) == 0 {
			s.emit(Sign, s.at, "\n")
		}
		s.at++
	case c == '\\':
		if s.at++; s.at < len(s.source) && strings.IndexByte("\r\n", s.source[s.at]) < 0 {
			s.broken = true
		}
		s.at += len(s.source[s.at:]) - len(strings.TrimPrefix(strings.TrimPrefix(s.source[s.at:], "\r"), "\n"))
	case c == '#':
		if n := strings.IndexByte(s.source[s.at:], '\n'); n >= 0 {
			s.at += n
		} else {
			s.at = len(s.source)
		}
	case c == '\'' || c == '"':
		s.quoted(s.at)
	case wordByte(c):
		s.word()
	case strings.IndexByte("([{", c) >= 0:
		s.push(string(c))
	case strings.IndexByte(")]}", c) >= 0:
		s.pop(c)
	case c > ' ':
		s.sign()
	default:
		s.at++
	}
}

// deepest is how many brackets may be open; Python takes 200.
const deepest = 200

func (s *scanner) push(bracket string) {
	if len(s.open) >= deepest {
		s.broken, s.at = true, len(s.source)
		return
	}
	s.emit(Sign, s.at, bracket)
	s.open = append(s.open, map[string]byte{"(": ')', "[": ']', "{": '}'}[bracket])
	s.at++
}

func (s *scanner) pop(bracket byte) {
	n := len(s.open)
	if n == 0 || s.open[n-1] != bracket {
		s.broken = true
	} else {
		s.open = s.open[:n-1]
	}
	s.emit(Sign, s.at, string(bracket))
	s.at++
}

func wordByte(c byte) bool {
	return c == '_' || c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// word takes a name, a keyword, a number, or a text with what stands before its quote.
func (s *scanner) word() {
	from := s.at
	for s.at < len(s.source) && wordByte(s.source[s.at]) {
		s.at++
	}
	text := s.source[from:s.at]
	switch {
	case s.at < len(s.source) && strings.IndexByte(`'"`, s.source[s.at]) >= 0 && len(text) <= 2 && strings.Trim(text, "rRbBfFuUtT") == "":
		s.quoted(from)
	case text[0] >= '0' && text[0] <= '9':
		s.emit(Text, from, text)
	case slices.Contains(keywords, text):
		s.emit(Keyword, from, text)
	case strings.ContainsFunc(text, func(r rune) bool { return r > 0x7f && !unicode.In(r, unicode.L, unicode.M, unicode.Nl, unicode.Nd) }):
		s.broken = s.broken || text != "\ufeff"
	default:
		s.emit(Name, from, text)
	}
}

// signs are those of Python that have more than one letter, the longest first.
var signs = []string{"**=", "//=", "<<=", ">>=", "...", "==", "!=", "<=", ">=", ":=", "->", "**", "//", "<<", ">>", "+=", "-=", "*=", "/=",
	"%=", "&=", "|=", "^=", "@="}

func (s *scanner) sign() {
	rest := s.source[s.at:]
	text := rest[:1]
	if i := slices.IndexFunc(signs, func(sign string) bool { return strings.HasPrefix(rest, sign) }); i >= 0 {
		text = signs[i]
	}
	s.broken = s.broken || text == "$" || text == "?" || text == "`"
	s.emit(Sign, s.at, text)
	s.at += len(text)
}

// quoted takes the text whose quote is next, and which begins at a place; of an f-string the values in it too.
func (s *scanner) quoted(from int) {
	prefix := strings.ToLower(s.source[from:s.at])
	formatted := strings.ContainsAny(prefix, "ft")
	ends := s.source[s.at : s.at+1]
	if triple := strings.Repeat(ends, 3); strings.HasPrefix(s.source[s.at:], triple) {
		ends = triple
	}
	s.emit(Text, from, ends)
	s.at += len(ends)
	for s.at < len(s.source) {
		switch rest := s.source[s.at:]; {
		case strings.HasPrefix(rest, ends):
			s.at += len(ends)
			return
		case formatted && strings.HasPrefix(rest, `\N{`) && !strings.Contains(prefix, "r"): // a letter by its name
			s.at += 3
		case rest[0] == '\\' && !(formatted && strings.HasPrefix(rest, `\{`)):
			s.at = min(s.at+2, len(s.source))
		case rest[0] == '\n' && len(ends) == 1:
			s.broken = true
			return
		case formatted && strings.HasPrefix(rest, "{{"):
			s.at += 2
		case formatted && rest[0] == '{':
			s.value(ends)
		default:
			s.at++
		}
	}
	s.broken = true
}

// value takes a value in an f-string, from its brace to that which closes it. Behind a : or ! stands how it is written, and there may be
// values in that too.
func (s *scanner) value(ends string) {
	if s.push("("); s.at == len(s.source) {
		return
	}
	s.open[len(s.open)-1] = '}'
	inside, form := len(s.open), false
	for s.at < len(s.source) && len(s.open) >= inside {
		switch rest := s.source[s.at:]; {
		case len(s.open) == inside && rest[0] == '}':
			s.pop('}')
			s.tokens[len(s.tokens)-1].Text = ")"
		case len(s.open) == inside && strings.HasPrefix(rest, ends):
			s.broken, s.open = true, s.open[:inside-1] // the text ends before the value does
		case form && rest[0] == '{':
			s.value(ends)
		case form:
			s.at++
		case len(s.open) == inside && (rest[0] == ':' || rest[0] == '!' && !strings.HasPrefix(rest, "!=")):
			form = true
			s.at++
		default:
			s.next()
		}
	}
}

var keywords = strings.Fields(`False None True and as assert async await break class continue def del elif else except finally for from
	global if import in is lambda nonlocal not or pass raise return try while with yield`)

// IsKeyword tells whether a word is one of Python's own.
func IsKeyword(word string) bool { return slices.Contains(keywords, word) }
