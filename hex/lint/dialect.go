package lint

import (
	"strings"

	"hextui/hex"
)

// dialect says how a database writes texts, names and comments, as far as it decides where they end. The zero value is standard SQL.
type dialect struct {
	backslash bool // \' ends no text
	doubled   bool // "…" is a text and no name
	triple    bool // '''…''' and """…""" are texts
	hash      bool // # begins a comment
	slashes   bool // // begins a comment
	brackets  bool // […] is a name
	nested    bool // comments may hold others
	dollars   bool // $tag$…$tag$ is a text
	escapes   bool // in E'…', \' ends no text
}

// dialectOf is the dialect of a kind of data connection; of one that is not known, standard SQL.
func dialectOf(t hex.ConnectionType) dialect {
	switch strings.ToLower(string(t)) {
	case "postgres", "postgresql", "redshift", "alloydb", "cloudsql_postgres", "duckdb":
		return dialect{nested: true, dollars: true, escapes: true}
	case "snowflake":
		return dialect{backslash: true, slashes: true, dollars: true}
	case "bigquery":
		return dialect{backslash: true, hash: true, doubled: true, triple: true}
	case "databricks":
		return dialect{backslash: true, doubled: true, nested: true}
	case "mysql", "mariadb":
		return dialect{backslash: true, hash: true, doubled: true}
	case "clickhouse":
		return dialect{backslash: true, hash: true}
	case "sqlserver", "mssql":
		return dialect{brackets: true, nested: true}
	}
	return dialect{}
}

// piece is the text, name or comment of SQL that begins at a place, with the templates in it before it; ok is false where none begins
// there. A name gives no spans, only where it ends.
func (d dialect) piece(source string, at int) (spans []span, to int, ok bool) {
	rest := source[at:]
	one := func(s span) ([]span, int, bool) { return []span{s}, s.to, true }
	text := func(begins int, ends string, backslash bool) ([]span, int, bool) {
		inside, s := quotedText(source, at, begins, ends, backslash)
		return append(inside, s), s.to, true
	}
	switch c := rest[0]; {
	case strings.HasPrefix(rest, "--") || d.hash && c == '#' || d.slashes && strings.HasPrefix(rest, "//"):
		return one(until(comment, source, at, 1, "\n"))
	case strings.HasPrefix(rest, "/*"):
		return one(d.block(source, at))
	case d.triple && (strings.HasPrefix(rest, "'''") || strings.HasPrefix(rest, `"""`)):
		return text(3, rest[:3], d.backslash)
	case c == '\'' || d.doubled && c == '"':
		return text(1, rest[:1], d.backslash || d.escapes && escapedText(source, at))
	case c == '"' || c == '`': // a name: an apostrophe in it begins no text
		return nil, until(comment, source, at, 1, rest[:1]).to, true
	case d.brackets && c == '[':
		return nil, until(comment, source, at, 1, "]").to, true
	case d.dollars && c == '$':
		if tag := dollarTag(source, at); tag != "" {
			return text(len(tag), tag, false)
		}
	}
	return nil, at, false
}

// block is a comment from /* to */, or to the end of the outermost where they may hold others.
func (d dialect) block(source string, at int) span {
	s := until(comment, source, at, 2, "*/")
	for depth := 1; d.nested && !s.open; {
		depth += strings.Count(source[at+2:s.to], "/*") - 1
		if depth <= 0 {
			break
		}
		at = s.to - 2
		next := until(comment, source, s.to, 0, "*/")
		s.to, s.open = next.to, next.open
	}
	return s
}

// escapedText tells whether the quote at a place follows the E of E'…'.
func escapedText(source string, at int) bool {
	return at > 0 && source[at-1]|0x20 == 'e' && (at == 1 || !wordByte(source[at-2]))
}

// dollarTag is the $tag$ that begins at a place; empty where none does.
func dollarTag(source string, at int) string {
	if at > 0 && wordByte(source[at-1]) {
		return ""
	}
	end := at + 1
	for end < len(source) && wordByte(source[end]) {
		end++
	}
	if end == len(source) || source[end] != '$' || source[at+1] >= '0' && source[at+1] <= '9' {
		return ""
	}
	return source[at : end+1]
}

func wordByte(c byte) bool {
	return c == '_' || c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
