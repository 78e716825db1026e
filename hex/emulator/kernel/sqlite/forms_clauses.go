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
	case t.word("NATURAL"), t.word("USING") && next.is("("):
		p.shared(i)
	case t.word("LIMIT") && next.word("ALL", "NULL") && !p.plain:
		p.drop(i, i+2)
		p.tokens[i+1].text = "" // no limit, for what comes after it
		return i + 2
	case t.word("OFFSET") && !p.plain:
		return p.offset(i)
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
	case t.word("BY") && next.word("ALL") && p.peek(i-1).word("GROUP") && p.groupAll(i+1):
		return i + 2
	case t.word("BY") && next.word("ALL") && p.peek(i-1).word("GROUP", "ORDER"):
		p.refuse(i+1, strings.ToUpper(p.peek(i-1).text)+" BY ALL does not run here: name the columns, or write their numbers, such as "+
			"1, 2"+elsewhere)
	case t.word("BY") && (next.word("ROLLUP", "CUBE") && p.peek(i+2).is("(") || next.word("GROUPING") && p.peek(i+2).word("SETS")):
		p.refuse(i+1, strings.ToUpper(next.text)+" does not run here: join the totals to the groups with UNION ALL"+elsewhere)
	case t.word("BY") && next.is("(") && p.peek(i-1).word("GROUP") && !p.plain:
		if parts, end := p.arguments(i + 1); len(parts) > 1 { // SQLite has no rows there
			p.tokens[i+1].say, p.tokens[end].say = "", ""
		}
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

// offset puts LIMIT before OFFSET, where SQLite has it, and makes one where there is none.
func (p *phrase) offset(i int) int {
	if t := p.peek(i - 2); t.word("LIMIT") && p.tokens[i-1].text != "" {
		if p.peek(i+2).word("ROW", "ROWS") {
			p.drop(i+2, i+3)
		}
		return i + 1
	}
	skipped, end := p.peek(i+1), i+2
	if !skipped.number() && skipped.kind != sqltext.Variable {
		return i + 1
	}
	if p.peek(end).word("ROW", "ROWS") {
		end++
	}
	count := "-1"
	switch t, most := p.peek(end), p.peek(end+1); {
	case t.word("LIMIT") && (most.number() || most.kind == sqltext.Variable):
		count, end = most.text, end+2
	case t.word("LIMIT") && most.word("ALL", "NULL"):
		end += 2
	case t.word("FETCH") && most.word("FIRST", "NEXT"):
		if count, end = "1", end+2; p.peek(end).number() {
			count, end = p.peek(end).text, end+1
		}
		for p.peek(end).word("ROW", "ROWS", "ONLY") {
			end++
		}
	}
	p.drop(i, end)
	p.tokens[i].say = "LIMIT " + count + " OFFSET " + skipped.text
	return end
}

// united makes a SELECT of a query in parentheses that UNION and such join, of which SQLite knows none.
func (e *expression) united(i int) {
	if next := e.peek(i + 1); e.plain || !next.word("SELECT", "WITH", "VALUES") && !next.is("(") {
		return
	}
	begins := i == 0 || e.lead == i-1 && (e.lead == e.opens || e.peek(i-1).is(")", ";"))
	switch after := e.peek(e.closing(i) + 1); {
	case e.peek(i-1).word("UNION", "EXCEPT", "INTERSECT"), e.peek(i-1).word("ALL") && e.peek(i-2).word("UNION"),
		begins && after.word("UNION", "EXCEPT", "INTERSECT"), i == 0 && (after.word("ORDER", "LIMIT") || after.is("", ";")):
		e.tokens[i].say = "select * from ("
		e.query, e.combined = true, true
	}
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
