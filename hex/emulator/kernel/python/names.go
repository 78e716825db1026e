package python

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hextui/hex/emulator/kernel/engine"
)

// token is a word or a sign of a source.
type token struct {
	text string
	word bool
	// begins tells that it is the first of its line.
	begins bool
}

// Names are the names of a source, by its words: nothing is run, and nothing parsed that may be wrong.
func (*Kernel) Names(source string) (names engine.Names) {
	tokens := scan(source)
	at := func(i int) token {
		if i < 0 || i >= len(tokens) {
			return token{}
		}
		return tokens[i]
	}
	var (
		importing, naming, looping bool // what the words are: of an import, of global or del, between for and in
		targets, depth             int  // where the targets of an assignment begin, and how many brackets are open
		compound                   bool // whether the line begins with a word such as if
	)
	for i, t := range tokens {
		if t.begins && depth == 0 {
			importing = t.text == "import" || t.text == "from"
			naming = t.text == "global" || t.text == "nonlocal" || t.text == "del"
			targets, compound, looping = i, isKeyword(t.text), false
		}
		switch t.text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth = max(0, depth-1)
		case "for":
			looping = true
		case "in":
			looping = false
		}
		if depth == 0 && (t.text == ";" || t.text == ":" && compound) {
			targets = i + 1
		}
		if depth == 0 && assigns(t.text) {
			names.Made = append(names.Made, heads(tokens[targets:i])...)
			targets = i + 1
		}
		if !t.word || at(i-1).text == "." || isKeyword(t.text) {
			continue
		}
		names.Mentioned = append(names.Mentioned, t.text)
		switch before, after := at(i-1).text, at(i+1).text; {
		case importing:
			names.Modules, names.Made = append(names.Modules, t.text), append(names.Made, t.text)
		case looping, naming, before == "def", before == "class", before == "as":
			names.Made = append(names.Made, t.text)
		case after == ".", after == "[", after == ":=", before == "in":
			names.Made = append(names.Made, t.text)
		}
	}
	return names
}

// heads are the names before an assignment: "a, b.c, d[0]" has a, b and d.
func heads(tokens []token) (names []string) {
	for i, t := range tokens {
		if t.word && !isKeyword(t.text) && (i == 0 || tokens[i-1].text != ".") {
			names = append(names, t.text)
		}
	}
	return names
}

func assigns(sign string) bool {
	switch sign {
	case "=", "+=", "-=", "*=", "/=", "//=", "%=", "**=", "&=", "|=", "^=", ">>=", "<<=", "@=":
		return true
	}
	return false
}

// words are the names that a source mentions, each once.
func words(source string) []string {
	var all []string
	for _, t := range scan(source) {
		if t.word && !isKeyword(t.text) {
			all = append(all, t.text)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// scan cuts a source into words and signs. Comments and strings are left out, but for those of f-strings, whose words count.
func scan(source string) (tokens []token) {
	begins := true
	add := func(text string, word bool) {
		tokens = append(tokens, token{text, word, begins})
		begins = false
	}
	for i := 0; i < len(source); {
		r, size := utf8.DecodeRuneInString(source[i:])
		switch {
		case r == '\n':
			begins = true
			i += size
		case r == '#':
			end := strings.IndexByte(source[i:], '\n')
			if end < 0 {
				return tokens
			}
			i += end
		case r == '"' || r == '\'':
			i += quoted(source[i:])
			add(`""`, false)
		case r == '_' || unicode.IsLetter(r):
			word := source[i : i+wordLength(source[i:])]
			i += len(word)
			if i < len(source) && (source[i] == '"' || source[i] == '\'') && isPrefix(word) {
				end := i + quoted(source[i:])
				if strings.ContainsAny(word, "fFtT") {
					for _, inner := range fields(source[i:end]) {
						add(inner, true)
						add(",", false)
					}
				}
				add(`""`, false)
				i = end
				continue
			}
			add(word, true)
		case unicode.IsDigit(r):
			i += wordLength(source[i:])
			add("0", false)
		case unicode.IsSpace(r) || r == '\\':
			i += size
		default:
			sign := source[i : i+signLength(source[i:], size)]
			add(sign, false)
			i += len(sign)
		}
	}
	return tokens
}

// fields are the words of an f-string's text.
func fields(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func wordLength(s string) int {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return i
		}
	}
	return len(s)
}

// signLength is how many bytes a sign has: those that end in = and := are one.
func signLength(s string, size int) int {
	for _, sign := range []string{
		"**=", "//=", ">>=", "<<=", "==", "!=", "<=", ">=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
	} {
		if strings.HasPrefix(s, sign) {
			return len(sign)
		}
	}
	return size
}

// quoted is how long the string is that begins here.
func quoted(s string) int {
	quote := s[:1]
	if strings.HasPrefix(s[1:], quote+quote) {
		quote = s[:3]
	}
	for i := len(quote); i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.HasPrefix(s[i:], quote):
			return i + len(quote)
		case s[i] == '\n' && len(quote) == 1:
			return i
		}
	}
	return len(s)
}

// isPrefix tells whether a word before a quotation mark belongs to the string.
func isPrefix(word string) bool {
	return len(word) <= 2 && strings.Trim(word, "rRbBuUfFtT") == ""
}

func isKeyword(word string) bool {
	switch word {
	case "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
		"except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
		"return", "try", "while", "with", "yield":
		return true
	}
	return false
}
