package sqlite

import (
	"strings"

	"hextui/hex/emulator/sqltext"
)

// clause tells whether a token is a keyword after which an expression begins.
func (p *phrase) clause(i int) bool {
	t := p.peek(i)
	if t.word("LEFT", "RIGHT") && p.peek(i+1).is("(") {
		return false
	}
	return t.word("SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "IN", "IS", "BETWEEN", "WHEN", "THEN", "ELSE", "AS", "ON", "GROUP",
		"ORDER",
		"BY", "HAVING", "LIMIT", "OFFSET", "UNION", "ALL", "EXCEPT", "INTERSECT", "DISTINCT", "JOIN", "INNER", "LEFT", "RIGHT", "FULL",
		"OUTER", "CROSS", "NATURAL", "USING", "VALUES", "WITH", "RECURSIVE", "ESCAPE", "ASC", "DESC", "NULLS", "COLLATE", "GLOB", "MATCH",
		"REGEXP", "RLIKE", "WINDOW", "PARTITION", "QUALIFY", "PIVOT", "UNPIVOT", "LATERAL", "FETCH", "TABLESAMPLE", "ASOF", "EXCLUDE",
		"EXPLAIN", "TABLE")
}

// keyword puts a keyword into SQLite's words and returns what comes after it; forms that would need a parser are refused, each
// with the form that works.
func (p *phrase) keyword(i int) int {
	t, next := p.tokens[i], p.peek(i+1)
	switch {
	case t.word("RLIKE"):
		p.tokens[i].say = "REGEXP"
	case t.word("FROM") && i == 0:
		p.refuse(i, "a statement begins with SELECT here: select * from …"+elsewhere)
	case t.word("FROM", "JOIN"):
		return p.source(i)
	case t.word("LIMIT") && next.word("ALL") && !p.plain:
		p.drop(i, i+2)
		return i + 2
	case t.word("IS") && (next.word("UNKNOWN") || next.word("NOT") && p.peek(i+2).word("UNKNOWN")) && !p.plain:
		at := i + 1
		if next.word("NOT") {
			at++
		}
		p.tokens[at].say = "NULL"
		return at + 1
	case t.word("TABLE") && i == 0 && !p.plain:
		p.refuse(i, "a statement begins with SELECT here: select * from …"+elsewhere)
	case t.word("FETCH") && next.word("FIRST", "NEXT"):
		return p.fetch(i)
	case t.word("QUALIFY"):
		p.refuse(i, "QUALIFY does not run here: put the query in a CTE with the window function as a column, and filter that "+
			"with WHERE"+elsewhere)
	case t.word("DISTINCT") && next.word("ON"):
		p.refuse(i, "DISTINCT ON does not run here: number the rows with row_number() over (partition by …) in a CTE, and take the first"+
			elsewhere)
	case t.word("BY") && next.word("ALL") && p.peek(i-1).word("GROUP", "ORDER"):
		p.refuse(i+1, strings.ToUpper(p.peek(i-1).text)+" BY ALL does not run here: name the columns, or write their numbers, such as "+
			"1, 2"+elsewhere)
	case t.word("BY") && (next.word("ROLLUP", "CUBE") && p.peek(i+2).is("(") || next.word("GROUPING") && p.peek(i+2).word("SETS")):
		p.refuse(i+1, strings.ToUpper(next.text)+" does not run here: join the totals to the groups with UNION ALL"+elsewhere)
	case t.word("PIVOT", "UNPIVOT") && !p.peek(i-1).is("."):
		p.refuse(i, strings.ToUpper(t.text)+" does not run here: write sum(case when … then … end) for each column"+elsewhere)
	case t.word("LATERAL"):
		p.refuse(i, "LATERAL does not run here: write a subquery in the select list, or join a CTE"+elsewhere)
	case t.word("EXCLUDE", "EXCEPT") && p.peek(i-1).is("*") && next.is("("):
		p.refuse(i, "* "+strings.ToUpper(t.text)+" does not run here: name the columns"+elsewhere)
	case t.word("COLLATE") && next.kind == sqltext.Quoted && !p.plain:
		if name := sqltext.Unquoted(next.text); !strings.EqualFold(name, "C") && !strings.EqualFold(name, "POSIX") {
			p.refuse(i, "COLLATE does not run here but for \"C\": write order by lower(x)"+elsewhere)
		}
		p.drop(i, i+2) // which is SQLite's own order
	case t.word("INTERSECT", "EXCEPT") && next.word("ALL"):
		p.refuse(i, strings.ToUpper(t.text)+" ALL does not run here: write exists (…) or not exists (…)"+elsewhere)
	case t.word("BY") && next.word("NAME") && p.peek(i-1).word("UNION", "ALL"):
		p.refuse(i, "UNION BY NAME does not run here: name the columns of both in the same order"+elsewhere)
	case t.word("TABLESAMPLE", "ASOF"):
		p.refuse(i, strings.ToUpper(t.text)+" does not run here"+elsewhere)
	}
	return i + 1
}

// source reads the name of a table behind FROM and JOIN; a schema "public" is the only one there is.
func (p *phrase) source(i int) int {
	at := i + 1
	for p.peek(at+1).is(".") && !p.plain {
		if t := p.peek(at); (t.kind == sqltext.Word || t.kind == sqltext.Quoted) && strings.EqualFold(sqltext.Unquoted(t.text), "public") {
			p.drop(i+1, at+2)
			break
		}
		at += 2
	}
	return i + 1
}

// fetch makes LIMIT of FETCH FIRST n ROWS ONLY.
func (p *phrase) fetch(i int) int {
	count := "1"
	end := i + 2
	if p.peek(end).number() {
		count = p.peek(end).text
		end++
	}
	if !p.peek(end).word("ROW", "ROWS") || !p.peek(end+1).word("ONLY") {
		return i + 1
	}
	p.drop(i, end+2)
	p.tokens[i].say = "LIMIT " + count
	return end + 2
}
