package python

import (
	"slices"
	"strings"

	"hextui/hex/pytext"
)

// token is a word or a sign of a source. All texts are one sign, "", and all numbers another, 0.
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

// scan cuts a source into words and signs, those of the values in f-strings among them.
func scan(source string) (tokens []token) {
	begins := true
	all, _ := pytext.Scan(source)
	for _, t := range all {
		if t.Text == "\n" && t.Kind == pytext.Sign {
			begins = true
			continue
		}
		one := token{text: t.Text, word: t.Kind == pytext.Name || t.Kind == pytext.Keyword, depth: t.Depth, begins: begins,
			column: t.At - 1 - strings.LastIndexByte(source[:t.At], '\n')}
		begins = false
		if t.Kind != pytext.Text {
			tokens = append(tokens, one)
			continue
		}
		if one.text = `""`; source[t.At] >= '0' && source[t.At] <= '9' {
			one.text = "0"
		}
		tokens = append(tokens, one)
		if n := len(tokens); n > 3 && tokens[n-2].text == "(" && tokens[n-4].text == "." &&
			(tokens[n-3].text == "query" || tokens[n-3].text == "eval") { // pandas takes @name from the cell
			tokens = append(tokens, asked(source, t, one.depth)...)
		}
	}
	return tokens
}

// asked are the names behind @ in a text, in parentheses behind it.
func asked(source string, t pytext.Token, depth int) (tokens []token) {
	from := t.At + strings.Index(source[t.At:], t.Text) + len(t.Text)
	text, _, _ := strings.Cut(source[from:], t.Text)
	put := func(text string, word bool, depth int) {
		tokens = append(tokens, token{text: text, word: word, depth: depth})
	}
	put("(", false, depth)
	for _, after := range strings.Split(text, "@")[1:] {
		if words, _ := pytext.Scan(after); len(words) > 0 && words[0].Kind == pytext.Name && words[0].At == 0 {
			put(words[0].Text, true, depth+1)
			put(",", false, depth+1)
		}
	}
	put(")", false, depth)
	return tokens
}

// words are the names that a source mentions, each once.
func words(source string) []string {
	var all []string
	for _, t := range scan(source) {
		if t.word && !pytext.IsKeyword(t.text) {
			all = append(all, t.text)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
