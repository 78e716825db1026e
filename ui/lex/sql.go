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
}

// Dialect returns the lexer for a kind of data connection as Hex names it, such as "snowflake" or
// "bigquery"; for any other it is that of standard SQL.
func Dialect(connection string) SQL {
	s, _ := lower(dialects, connection)
	return s
}

var dialects = map[string]SQL{
	"postgres": {NestedComments: true}, "postgresql": {NestedComments: true}, "redshift": {NestedComments: true},
	"duckdb": {NestedComments: true}, "alloydb": {NestedComments: true}, "cloudsql_postgres": {NestedComments: true},
	"sqlserver": {NestedComments: true}, "mssql": {NestedComments: true}, "databricks": {NestedComments: true, Backslash: true},
	"bigquery": {Backslash: true, HashComments: true}, "mysql": {Backslash: true, HashComments: true},
	"mariadb":   {Backslash: true, HashComments: true},
	"snowflake": {Backslash: true},
}

// What may be open at the end of a line of SQL. Within any of them a template may be open too,
// which State.inner says.
const (
	sqlCode    uint8 = iota
	sqlString        // '…'
	sqlEscaped       // E'…', where a backslash escapes
	sqlQuoted        // "…", a name
	sqlTicked        // `…`, a name
	sqlDollar        // $tag$…$tag$
	sqlComment       // /*…*/
)

// Line implements [Lexer].
func (l SQL) Line(spans []Span, line string, in State) ([]Span, State) {
	s := scanner{line: line, spans: spans}
	st := in
	for !s.done() {
		switch {
		case st.inner != 0:
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
	case c == '{' && opensTemplate(s.peek(1)):
		st.inner = s.open()
	case wordStart(c):
		l.name(s, st)
	case digit(c) || c == '.' && digit(s.peek(1)):
		s.number()
	case s.has("--") || l.HashComments && c == '#':
		s.take(len(s.line), Comment)
	case s.has("/*"):
		st.mode, st.depth = sqlComment, 1
		s.take(2, Comment)
	case c == '\'':
		st.mode = sqlString
		s.take(1, String)
	case c == '"':
		st.mode = sqlQuoted
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
	if s.peek(0) == '\'' && len(word) == 1 {
		switch word[0] | 0x20 {
		case 'e':
			st.mode = sqlEscaped
		case 'b', 'n', 'x', 'r':
			st.mode = sqlString
		}
		if st.mode != sqlCode {
			s.at++
			s.emit(start, String)
			return
		}
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
	start, kind := s.at, Text
	var quote byte
	switch st.mode {
	case sqlString, sqlEscaped:
		quote, kind = '\'', String
	case sqlDollar:
		quote, kind = '$', String
	case sqlQuoted:
		quote = '"'
	case sqlTicked:
		quote = '`'
	}
	escapes := st.mode == sqlEscaped || st.mode == sqlString && l.Backslash
	for !s.done() {
		switch c := s.line[s.at]; {
		case c == '\\' && escapes:
			s.at = min(s.at+2, len(s.line))
		case c == '{' && opensTemplate(s.peek(1)):
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
		case s.peek(1) == quote:
			s.at += 2
		default:
			s.at++
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
