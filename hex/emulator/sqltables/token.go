package sqltables

import (
	"slices"
	"strings"
)

// token is a word, a quoted name or a sign. Strings, numbers and what comes from
// Jinja are tokens without a text.
type token struct {
	text   string
	word   bool // a keyword or a plain name
	quoted bool // a name in quotes
}

func (t token) is(sign string) bool { return !t.word && !t.quoted && t.text == sign }

func (t token) isName() bool { return t.word || t.quoted }

func (t token) isAny(keywords ...string) bool {
	return t.word && slices.ContainsFunc(keywords, func(k string) bool { return strings.EqualFold(k, t.text) })
}

// skipped are what opens and closes a stretch that is no SQL. Of these, only the
// value of an output tag leaves a token.
var skipped = []struct{ open, close string }{{"--", "\n"}, {"/*", "*/"}, {"{#", "#}"}, {"{%", "%}"}, {"{{", "}}"}}

func tokens(sql string) []token {
	var all []token
next:
	for at := 0; at < len(sql); {
		rest := sql[at:]
		for _, s := range skipped {
			if strings.HasPrefix(rest, s.open) {
				at += len(s.open) + upTo(rest[len(s.open):], s.close)
				if s.open == "{{" {
					all = append(all, token{})
				}
				continue next
			}
		}
		switch c := rest[0]; {
		case c == '\'':
			at += quote(rest, '\'')
			all = append(all, token{})
		case c == '"' || c == '`':
			end := quote(rest, c)
			text := strings.TrimSuffix(rest[1:end], string(c))
			all = append(all, token{text: strings.ReplaceAll(text, string([]byte{c, c}), string(c)), quoted: true})
			at += end
		case c == '$' && dollar(rest) > 0:
			at += dollar(rest)
			all = append(all, token{})
		case c == '[' && len(all) > 0 && (all[len(all)-1].isAny("FROM", "JOIN") || all[len(all)-1].is(".")):
			end := 1 + upTo(rest[1:], "]")
			all = append(all, token{text: strings.TrimSuffix(rest[1:end], "]"), quoted: true})
			at += end
		case isWord(c) && !isDigit(c):
			end := 1
			for end < len(rest) && isWord(rest[end]) {
				end++
			}
			all = append(all, token{text: rest[:end], word: true})
			at += end
		case isDigit(c):
			for at < len(sql) && (isWord(sql[at]) || sql[at] == '.') {
				at++
			}
			all = append(all, token{})
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			at++
		default:
			all = append(all, token{text: rest[:1]})
			at++
		}
	}
	return all
}

// upTo is the length of s up to and with the mark, all of it when there is none.
func upTo(s, mark string) int {
	if at := strings.Index(s, mark); at >= 0 {
		return at + len(mark)
	}
	return len(s)
}

// quote is the length of a quoted piece at the start of s; a doubled quote does
// not end it.
func quote(s string, q byte) int {
	for at := 1; at < len(s); at++ {
		if s[at] != q {
			continue
		}
		if at+1 < len(s) && s[at+1] == q {
			at++
			continue
		}
		return at + 1
	}
	return len(s)
}

// dollar is the length of a text in dollar quotes ($$…$$, $tag$…$tag$) at the
// start of s; 0 when there is none.
func dollar(s string) int {
	end := 1
	for end < len(s) && isWord(s[end]) && s[end] != '$' {
		end++
	}
	if end >= len(s) || s[end] != '$' {
		return 0
	}
	mark := s[:end+1]
	return len(mark) + upTo(s[len(mark):], mark)
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
