package lex

// SQL lexes the SQL of the usual warehouses with the {{ parameters }} and {% statements %} that
// Hex fills in. The zero value suits most of them.
type SQL struct {
	// NestedComments says that a block comment may hold others, as in PostgreSQL.
	NestedComments bool
	// Backslash says that a backslash escapes a quote in a string, as in BigQuery, Snowflake,
	// MySQL and Databricks. In E'…' it always does.
	Backslash bool
	// HashComments says that # begins a comment, as in BigQuery and MySQL.
	HashComments bool
	// SlashComments says that // begins a comment, as in Snowflake.
	SlashComments bool
	// DoubleStrings says that "…" is a string and no name, as in BigQuery, MySQL and Databricks.
	DoubleStrings bool
	// TripleQuotes says that '''…''' and """…""" are strings, as in BigQuery.
	TripleQuotes bool
	// Brackets says that […] is a name, as in SQL Server.
	Brackets bool
}

// Dialect returns the lexer for a kind of data connection as Hex names it, such as "snowflake" or
// "bigquery"; for any other it is that of standard SQL.
func Dialect(connection string) SQL {
	s, _ := lower(dialects, connection)
	return s
}

// SQLOf is SQL as a kind of data connection speaks it, see [Dialect].
func SQLOf(connection string) Language {
	l := ByName("sql")
	l.Lexer = Dialect(connection)
	return l
}

var dialects = map[string]SQL{
	"postgres": {NestedComments: true}, "postgresql": {NestedComments: true}, "redshift": {NestedComments: true},
	"duckdb": {NestedComments: true}, "alloydb": {NestedComments: true}, "cloudsql_postgres": {NestedComments: true},
	"sqlserver": {NestedComments: true, Brackets: true}, "mssql": {NestedComments: true, Brackets: true},
	"databricks": {NestedComments: true, Backslash: true, DoubleStrings: true},
	"bigquery":   {Backslash: true, HashComments: true, DoubleStrings: true, TripleQuotes: true},
	"mysql":      {Backslash: true, HashComments: true, DoubleStrings: true},
	"mariadb":    {Backslash: true, HashComments: true, DoubleStrings: true},
	"clickhouse": {Backslash: true, HashComments: true},
	"snowflake":  {Backslash: true, SlashComments: true},
}

// What may be open at the end of a line of SQL. Within any of them a template may be open too,
// which State.inner says.
const (
	sqlCode       uint8 = iota
	sqlString           // '…'
	sqlEscaped          // E'…', where a backslash escapes
	sqlQuoted           // "…", a name
	sqlTicked           // `…`, a name
	sqlDollar           // $tag$…$tag$
	sqlComment          // /*…*/
	sqlText             // "…", a string
	sqlTriple           // '''…'''
	sqlTripleText       // """…"""
	sqlBracket          // […], a name
)

// Line implements [Lexer].
func (l SQL) Line(spans []Span, line string, in State) ([]Span, State) {
	s := scanner{line: line, spans: spans}
	st := in
	for !s.done() {
		switch {
		case within(st.inner):
			st.inner = s.template(st.inner)
		case st.mode == sqlCode:
			l.code(&s, &st)
		case st.mode == sqlComment:
			l.comment(&s, &st)
		default:
			l.quoted(&s, &st)
		}
	}
	return s.spans, st
}

// code takes one token outside of strings and comments.
func (l SQL) code(s *scanner, st *State) {
	switch c := s.line[s.at]; {
	case blank(c):
		s.spaces()
	case s.opens(st.inner):
		st.inner = s.open()
	case wordStart(c):
		l.name(s, st)
	case digit(c) || c == '.' && digit(s.peek(1)):
		s.number()
	case s.has("--") || l.HashComments && c == '#' || l.SlashComments && s.has("//"):
		s.take(len(s.line), Comment)
	case s.has("/*"):
		st.mode, st.depth = sqlComment, 1
		s.take(2, Comment)
	case c == '\'' || c == '"':
		start := s.at
		if st.mode = l.quote(s); st.mode != sqlQuoted {
			s.emit(start, String)
		}
	case l.Brackets && c == '[':
		st.mode = sqlBracket
		s.at++
	case c == '`':
		st.mode = sqlTicked
		s.at++
	case c == '$':
		l.dollar(s, st)
	case c == ':' && s.peek(1) == ':':
		s.take(2, Operator)
	case c == ':' && wordStart(s.peek(1)):
		start := s.at
		s.at++
		s.word()
		s.emit(start, Param)
	case operator(c):
		s.take(1, Operator)
	default:
		s.at++
	}
}

// name takes a word: the prefix of a string, a keyword, a type, a constant, a function or a name.
func (l SQL) name(s *scanner, st *State) {
	start := s.at
	afterDot := start > 0 && s.line[start-1] == '.'
	word := s.word()
	if c := s.peek(0); (c == '\'' || c == '"' && l.DoubleStrings) && l.prefix(word) {
		if st.mode = l.quote(s); st.mode == sqlString && word[0]|0x20 == 'e' {
			st.mode = sqlEscaped
		}
		s.emit(start, String)
		return
	}
	if afterDot {
		if s.called() {
			s.emit(start, Func)
		}
		return
	}
	k, known := lower(sqlWords, word)
	if s.called() && (!known || alsoFunction(k, word)) {
		k = Func
	}
	s.emit(start, k)
}

// prefix tells whether a word before a quote says what kind of string it is: E, B, N, X, R, and RB where there are raw bytes.
func (l SQL) prefix(word string) bool {
	for i := range len(word) {
		switch word[i] | 0x20 {
		case 'b', 'r':
		case 'e', 'n', 'x':
			if len(word) > 1 {
				return false
			}
		default:
			return false
		}
	}
	return len(word) == 1 || len(word) == 2 && l.TripleQuotes
}

// quote takes the quotes that open a string or a quoted name, and returns which.
func (l SQL) quote(s *scanner) uint8 {
	switch {
	case l.TripleQuotes && s.has("'''"):
		s.at += 3
		return sqlTriple
	case l.TripleQuotes && s.has(`"""`):
		s.at += 3
		return sqlTripleText
	}
	s.at++
	switch {
	case s.line[s.at-1] == '\'':
		return sqlString
	case l.DoubleStrings:
		return sqlText
	}
	return sqlQuoted
}

// alsoFunction tells whether a known word is a function where a parenthesis follows: date(…),
// left(…), but neither in (…) nor decimal(…).
func alsoFunction(k Kind, word string) bool {
	_, sized := lower(sqlSized, word)
	_, double := lower(sqlDouble, word)
	return k == Type && !sized || double
}

// called tells whether an opening parenthesis follows, perhaps behind blanks.
func (s *scanner) called() bool {
	for i := s.at; i < len(s.line); i++ {
		if !blank(s.line[i]) {
			return s.line[i] == '('
		}
	}
	return false
}

// dollar takes $1, the opening of a dollar quote, or a lone $.
func (l SQL) dollar(s *scanner, st *State) {
	if digit(s.peek(1)) {
		start := s.at
		s.at++
		s.digits()
		s.emit(start, Param)
		return
	}
	if n := dollarTag(s.line[s.at:]); n > 0 {
		st.mode, st.tag = sqlDollar, hash(s.line[s.at:s.at+n])
		s.take(n, String)
		return
	}
	s.at++
}

// dollarTag is the length of the $tag$ that str begins with, 0 if it does not.
func dollarTag(str string) int {
	for i := 1; i < len(str); i++ {
		switch c := str[i]; {
		case c == '$':
			return i + 1
		case !wordByte(c) || i == 1 && digit(c):
			return 0
		}
	}
	return 0
}

// quoted goes on in a string or a quoted name up to its end, a template or the end of the line.
func (l SQL) quoted(s *scanner, st *State) {
	start, kind := s.at, String
	var quote byte
	triple := st.mode == sqlTriple || st.mode == sqlTripleText
	switch st.mode {
	case sqlString, sqlEscaped, sqlTriple:
		quote = '\''
	case sqlText, sqlTripleText:
		quote = '"'
	case sqlDollar:
		quote = '$'
	case sqlQuoted:
		quote, kind = '"', Text
	case sqlTicked:
		quote, kind = '`', Text
	case sqlBracket:
		quote, kind = ']', Text
	}
	escapes := st.mode == sqlEscaped || l.Backslash && kind == String && quote != '$'
	for !s.done() {
		switch c := s.line[s.at]; {
		case c == '\\' && escapes:
			s.at = min(s.at+2, len(s.line))
		case s.opens(st.inner):
			s.emit(start, kind)
			st.inner = s.open()
			return
		case c != quote:
			s.at++
		case quote == '$':
			n := dollarTag(s.line[s.at:])
			if n > 0 && hash(s.line[s.at:s.at+n]) == st.tag {
				s.at += n
				s.emit(start, kind)
				st.mode, st.tag = sqlCode, 0
				return
			}
			s.at++
		case triple && (s.peek(1) != quote || s.peek(2) != quote):
			s.at++
		case !triple && s.peek(1) == quote:
			s.at += 2
		default:
			s.at++
			if triple {
				s.at += 2
			}
			s.emit(start, kind)
			st.mode = sqlCode
			return
		}
	}
	s.emit(start, kind)
}

// comment goes on in a block comment.
func (l SQL) comment(s *scanner, st *State) {
	start := s.at
	for !s.done() && st.depth > 0 {
		switch {
		case s.has("*/"):
			s.at += 2
			st.depth--
		case l.NestedComments && s.has("/*"):
			s.at += 2
			st.depth = min(st.depth+1, 60000)
		default:
			s.at++
		}
	}
	if st.depth == 0 {
		st.mode = sqlCode
	}
	s.emit(start, Comment)
}

func operator(c byte) bool {
	switch c {
	case '+', '-', '*', '/', '%', '<', '>', '=', '!', '|', '&', '^', '~', '@', '#', ':', '?':
		return true
	}
	return false
}
