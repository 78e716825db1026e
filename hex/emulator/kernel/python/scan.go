package python

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word or a sign of a source.
type token struct {
	text string
	word bool
	// depth is how many brackets are open; a bracket itself is in those around it.
	depth int
	// begins tells that it is the first of its line, which is so far from the left.
	begins bool
	column int
	// local tells that it is a name that a function, a class, a lambda or a comprehension keeps for itself.
	local bool
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
	begins, line, depth := true, 0, 0
	i := 0
	add := func(text string, word bool) {
		switch text {
		case ")", "]", "}":
			depth = max(0, depth-1)
		}
		tokens = append(tokens, token{text: text, word: word, depth: depth, begins: begins && depth == 0, column: i - line})
		switch text {
		case "(", "[", "{":
			depth++
		}
		begins = false
	}
	put := func(names []string) { // names that stand in a string
		add("(", false)
		for _, name := range names {
			add(name, true)
			add(",", false)
		}
		add(")", false)
	}
	for i < len(source) {
		r, size := utf8.DecodeRuneInString(source[i:])
		switch {
		case r == '\n':
			i += size
			begins, line = true, i
		case r == '\\':
			i += size
			i += len(source[i:]) - len(strings.TrimPrefix(strings.TrimPrefix(source[i:], "\r"), "\n"))
		case r == '#':
			end := strings.IndexByte(source[i:], '\n')
			if end < 0 {
				return tokens
			}
			i += end
		case r == '"' || r == '\'':
			add(`""`, false)
			end := i + quoted(source[i:])
			if n := len(tokens); n > 3 && tokens[n-2].text == "(" && tokens[n-4].text == "." &&
				(tokens[n-3].text == "query" || tokens[n-3].text == "eval") { // pandas takes @name from the cell
				put(fieldsAfter(source[i:end], "@"))
			}
			i = end
		case r == '_' || unicode.IsLetter(r):
			word := source[i : i+wordLength(source[i:])]
			at := i + len(word)
			if at < len(source) && (source[at] == '"' || source[at] == '\'') && isPrefix(word) {
				add(`""`, false)
				if i = at + quoted(source[at:]); strings.ContainsAny(word, "fFtT") {
					i = at + formatted(source[at:])
					put(fields(source[at:i]))
				}
				continue
			}
			add(word, true)
			i = at
		case unicode.IsDigit(r):
			add("0", false)
			i += wordLength(source[i:])
		case unicode.IsSpace(r):
			i += size
		default:
			sign := source[i : i+signLength(source[i:], size)]
			add(sign, false)
			i += len(sign)
		}
	}
	return tokens
}

// fields are the words of an f-string's values, without those behind a dot.
func fields(text string) (words []string) {
	text = strings.ReplaceAll(text, "{{", "")
	for _, after := range strings.Split(text, "{")[1:] {
		value, _, _ := strings.Cut(after, "}")
		for i := 0; i < len(value); {
			r, size := utf8.DecodeRuneInString(value[i:])
			if n := wordLength(value[i:]); n > 0 {
				if (r == '_' || unicode.IsLetter(r)) && (i == 0 || value[i-1] != '.') {
					words = append(words, value[i:i+n])
				}
				size = n
			}
			i += size
		}
	}
	return words
}

// fieldsAfter are the words of a text that stand right behind a sign.
func fieldsAfter(text, sign string) (words []string) {
	for _, after := range strings.Split(text, sign)[1:] {
		if n := wordLength(after); n > 0 {
			words = append(words, after[:n])
		}
	}
	return words
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

// formatted is how long the f-string is that begins here: in its values there may be strings between the same quotation marks.
func formatted(s string) int {
	if strings.HasPrefix(s[1:], s[:1]+s[:1]) {
		return quoted(s)
	}
	depth := 0
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == '\n':
			return i
		case s[i] == '{' && depth == 0 && strings.HasPrefix(s[i:], "{{"):
			i++
		case s[i] == '{':
			depth++
		case s[i] == '}':
			depth = max(0, depth-1)
		case s[i] == s[0] && depth == 0:
			return i + 1
		case s[i] == s[0]:
			i += quoted(s[i:]) - 1
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
