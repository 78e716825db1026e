package kernel

import "strings"

// sqlKind classifies a token of SQL as far as this package must know.
type sqlKind int

const (
	sqlSpace    sqlKind = iota
	sqlComment          // -- … and /* … */
	sqlString           // '…'
	sqlQuoted           // "…", `…` and […]: an identifier
	sqlWord             // keyword, identifier or number
	sqlSymbol           // any other character
	sqlVariable         // ?, ?1, :a, @a, #a, $a
	sqlHole             // a place where a value goes
)

// hole marks, in text given to scanSQL, where a value goes. SQL cannot contain it otherwise.
const hole = '\x00'

// scanSQL cuts SQL into tokens by the same rules as SQLite's own tokenizer, so that nothing can be a string here and a
// statement there. visit gets each token with its offset.
func scanSQL(sql string, visit func(kind sqlKind, start, end int)) {
	for i := 0; i < len(sql); {
		kind, end := sqlToken(sql, i)
		visit(kind, i, end)
		i = end
	}
}

func sqlToken(s string, i int) (sqlKind, int) {
	c := s[i]
	rest := s[i:]
	switch {
	case c == hole:
		return sqlHole, i + 1
	case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
		return sqlSpace, i + 1
	case strings.HasPrefix(rest, "--"):
		return sqlComment, endAfter(s, i+2, "\n")
	case strings.HasPrefix(rest, "/*") && len(rest) > 2:
		return sqlComment, endAfter(s, i+2, "*/")
	case c == '\'':
		return sqlString, endOfQuote(s, i)
	case c == '"' || c == '`':
		return sqlQuoted, endOfQuote(s, i)
	case c == '[':
		return sqlQuoted, endAfter(s, i+1, "]")
	case isSQLWord(c) && c != '$':
		return sqlWord, endOfWord(s, i)
	case c == '?':
		return sqlVariable, endOfWord(s, i+1)
	case strings.IndexByte("$:@#", c) >= 0 && i+1 < len(s) && isSQLWord(s[i+1]):
		return sqlVariable, endOfWord(s, i+1)
	}
	return sqlSymbol, i + 1
}

func isSQLWord(c byte) bool {
	return c == '_' || c == '$' || isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

func endOfWord(s string, i int) int {
	for i < len(s) && isSQLWord(s[i]) {
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

// sqlNames is every name that SQL mentions as a plain or quoted identifier, in lower case.
func sqlNames(sql string) map[string]bool {
	names := map[string]bool{}
	scanSQL(sql, func(kind sqlKind, start, end int) {
		switch word := sql[start:end]; kind {
		case sqlWord:
			names[strings.ToLower(word)] = true
		case sqlQuoted:
			if len(word) > 2 {
				quote := word[:1]
				names[strings.ToLower(strings.ReplaceAll(word[1:len(word)-1], quote+quote, quote))] = true
			}
		}
	})
	return names
}

func quoteSQL(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
