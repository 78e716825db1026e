// Package sqltext cuts SQL into tokens, and finds by them the names and the tables that a statement mentions. It parses no
// more than that takes, and knows no database: whether a table exists is not its business.
package sqltext

import (
	"strconv"
	"strings"
)

// Kind is what a token is.
type Kind int

// The kinds of token.
const (
	Space    Kind = iota
	Comment       // -- … and /* … */, and in templates {# … #} and {% … %}
	String        // '…', and $tag$…$tag$ where there are dollar quotes
	Quoted        // "…", `…` and […]: an identifier
	Word          // a keyword or an identifier, and what begins with a digit
	Symbol        // any other character
	Variable      // ?, ?1, :a, @a, #a, $a
	Value         // a place where a value goes: [Hole], and in templates {{ … }}
)

// Hole marks where a value goes. SQL cannot contain it otherwise.
const Hole = '\x00'

// Rules are where dialects differ in what a token is. The zero value is SQLite's rules, which are those of its own
// tokenizer, so that nothing can be a string here and a statement there.
type Rules struct {
	// Dollar takes $$ … $$ and $tag$ … $tag$ for strings.
	Dollar bool
	// Arrays takes […] for a name only where a table is named, after FROM, JOIN and a dot.
	Arrays bool
	// Template takes Jinja for values and comments.
	Template bool
	// Casts takes :: for one symbol, not for the beginning of a variable.
	Casts bool
}

// Any is for SQL of which the dialect is not known, and that may be a template.
func Any() Rules { return Rules{Dollar: true, Arrays: true, Template: true, Casts: true} }

// Scan cuts SQL into tokens. visit gets each token with its place, in order; together they are the whole text.
func (r Rules) Scan(sql string, visit func(kind Kind, start, end int)) {
	tabled := false // whether a table may be named next
	for i := 0; i < len(sql); {
		kind, end := r.token(sql, i, tabled)
		visit(kind, i, end)
		if kind != Space && kind != Comment {
			word := sql[i:end]
			tabled = word == "." || kind == Word && (strings.EqualFold(word, "FROM") || strings.EqualFold(word, "JOIN"))
		}
		i = end
	}
}

func (r Rules) token(s string, i int, tabled bool) (Kind, int) {
	c := s[i]
	rest := s[i:]
	switch {
	case c == Hole:
		return Value, i + 1
	case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
		return Space, i + 1
	case r.Template && strings.HasPrefix(rest, "{{"):
		return Value, endAfter(s, i+2, "}}")
	case r.Template && strings.HasPrefix(rest, "{%"):
		return Comment, endAfter(s, i+2, "%}")
	case r.Template && strings.HasPrefix(rest, "{#"):
		return Comment, endAfter(s, i+2, "#}")
	case strings.HasPrefix(rest, "--"):
		return Comment, endAfter(s, i+2, "\n")
	case strings.HasPrefix(rest, "/*") && len(rest) > 2:
		return Comment, endAfter(s, i+2, "*/")
	case c == '\'':
		return String, endOfQuote(s, i)
	case c == '"' || c == '`':
		return Quoted, endOfQuote(s, i)
	case c == '[' && (!r.Arrays || tabled):
		return Quoted, endAfter(s, i+1, "]")
	case r.Dollar && c == '$' && endOfDollar(s, i) > 0:
		return String, endOfDollar(s, i)
	case r.Casts && strings.HasPrefix(rest, "::"):
		return Symbol, i + 2
	case isWord(c) && c != '$':
		return Word, endOfWord(s, i)
	case c == '?':
		return Variable, endOfWord(s, i+1)
	case strings.IndexByte("$:@#", c) >= 0 && i+1 < len(s) && isWord(s[i+1]):
		return Variable, endOfWord(s, i+1)
	}
	return Symbol, i + 1
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func endOfWord(s string, i int) int {
	for i < len(s) && isWord(s[i]) {
		i++
	}
	return i
}

// endAfter is the index after the next mark, or the end of s.
func endAfter(s string, i int, mark string) int {
	if j := strings.Index(s[i:], mark); j >= 0 {
		return i + j + len(mark)
	}
	return len(s)
}

// endOfQuote is the index after the quote that closes the one at i; a doubled quote does not close.
func endOfQuote(s string, i int) int {
	quote := s[i]
	for i++; i < len(s); i++ {
		if s[i] != quote {
			continue
		}
		if i+1 < len(s) && s[i+1] == quote {
			i++
			continue
		}
		return i + 1
	}
	return len(s)
}

// endOfDollar is the index after the text in dollar quotes that begins at i; 0 when there is none.
func endOfDollar(s string, i int) int {
	end := i + 1
	for end < len(s) && isWord(s[end]) && s[end] != '$' {
		end++
	}
	if end >= len(s) || s[end] != '$' {
		return 0
	}
	return endAfter(s, end+1, s[i:end+1])
}

// Names are all plain and quoted identifiers that SQL mentions, in lower case.
func (r Rules) Names(sql string) map[string]bool {
	names := map[string]bool{}
	r.Scan(sql, func(kind Kind, start, end int) {
		if kind == Word || kind == Quoted {
			names[strings.ToLower(Unquoted(sql[start:end]))] = true
		}
	})
	return names
}

// Unquoted is the name that an identifier stands for, without its quotes.
func Unquoted(word string) string {
	closing := map[byte]string{'"': `"`, '`': "`", '[': "]"}[word[0]]
	if closing == "" {
		return word
	}
	name := strings.TrimSuffix(word[1:], closing)
	return strings.ReplaceAll(name, closing+closing, closing)
}

// Quote is a text as SQL writes it.
func Quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// QuoteName is a name as SQL writes it.
func QuoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// Float writes a number so that it is never taken for an integer: 2.0, 0.1, 1e+300.
func Float(f float64) string {
	s := strconv.FormatFloat(f, 'g', -1, 64)
	if abs := max(f, -f); abs >= 1e-4 && abs < 1e16 || f == 0 {
		s = strconv.FormatFloat(f, 'f', -1, 64)
	}
	if strings.ContainsAny(s, ".eIN") {
		return s
	}
	return s + ".0"
}
