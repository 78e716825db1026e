package sqltext

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Tables are the tables that the SQL reads, as they are written but unquoted, such as "mart.orders", each once, in the
// order of their first mention. Names that WITH defines are left out where they mean that, and so are names that come from
// Jinja. SQL that is broken gives what was found up to where it breaks.
func Tables(sql string) []string { return parse(sql).found }

// Reads are the tables that the SQL may read, as [Tables] finds them, but in lower case. Where that cannot tell, as Jinja
// makes the name of a table or the SQL is nested too deeply, they are all the words there are, also those of strings.
func Reads(sql string) map[string]bool {
	names := map[string]bool{}
	p := parse(sql)
	for _, name := range p.found {
		names[strings.ToLower(name)] = true
	}
	if p.unsure {
		between := func(r rune) bool { return r < utf8.RuneSelf && !isWord(byte(r)) }
		for word := range strings.FieldsFuncSeq(sql, between) {
			names[strings.ToLower(word)] = true
		}
	}
	return names
}

func parse(sql string) *parser {
	p := &parser{tokens: tokens(sql)}
	for p.at < len(p.tokens) {
		p.walk(nil, level{query: true})
		p.at++ // a parenthesis that nothing opened, or a semicolon
	}
	return p
}

// token is a token without the space and the comments. The text of a quoted name is the name.
type token struct {
	kind Kind
	text string
}

func tokens(sql string) []token {
	var all []token
	Any().Scan(sql, func(kind Kind, start, end int) {
		switch text := sql[start:end]; kind {
		case Space, Comment:
		case Quoted:
			all = append(all, token{kind, Unquoted(text)})
		case Word, Symbol, Variable, String, Value:
			all = append(all, token{kind, text})
		}
	})
	return all
}

func (t token) is(sign string) bool { return t.kind == Symbol && t.text == sign }

func (t token) isName() bool { return t.kind == Quoted || t.kind == Word && !isDigit(t.text[0]) }

// isText tells whether it is a whole text in single quotes.
func (t token) isText() bool {
	return t.kind == String && len(t.text) > 2 && t.text[0] == '\'' && t.text[len(t.text)-1] == '\''
}

func (t token) isAny(keywords ...string) bool {
	return t.kind == Word && slices.ContainsFunc(keywords, func(k string) bool { return strings.EqualFold(k, t.text) })
}

type parser struct {
	tokens []token
	at     int
	found  []string
	depth  int
	unsure bool // whether more may be read than was found
}

// deepest is how many levels of parentheses are followed; what nests deeper is
// no SQL that a person wrote.
const deepest = 500

// level is one level of parentheses.
type level struct {
	query bool // inside of SELECT, where FROM names tables
	from  bool // inside of FROM, where a comma leads to the next table
	table bool // the next name is that of a table
	place bool // inside of POSITION, where IN is followed by a text
}

func (p *parser) peek(ahead int) token {
	if at := p.at + ahead; at >= 0 && at < len(p.tokens) {
		return p.tokens[at]
	}
	return token{}
}

// walk goes on to the end of a level. names are those that WITH has defined.
func (p *parser) walk(names []string, f level) {
	if p.depth++; p.depth > deepest {
		p.at, p.unsure = len(p.tokens), true
	}
	defer func() { p.depth-- }()
	for ; p.at < len(p.tokens); p.at++ {
		t := p.peek(0)
		switch {
		case t.is(")") || t.is(";"):
			return
		case t.is("("):
			p.enter(names, f)
			f.table = false
		case t.is(","):
			f.table = f.from
		case f.table && t.isName() && !t.isAny("LATERAL", "ONLY", "SELECT", "VALUES"):
			p.name(names)
			f.table = false
		case f.table && t.isText() && !strings.Contains(t.text, "{{"): // which SQLite takes for a name
			p.tokens[p.at].text = strings.ReplaceAll(t.text[1:len(t.text)-1], "''", "'")
			p.name(names)
			f.table = false
		case f.table && (t.kind == Value || t.kind == String || t.kind == Variable): // the name comes from elsewhere
			p.unsure = p.unsure || t.kind != Variable
			f.table = false
		case t.isAny("WITH"):
			names = p.with(names)
			p.at--
		case t.isAny("SELECT"):
			f = level{query: true}
		case t.isAny("IN") && p.peek(1).isName() && !f.place: // a table without SELECT
			f.table = true
		case t.isAny("FROM") && f.query && !p.isDistinctFrom():
			f.from, f.table = true, true
		case t.isAny("JOIN") && f.from:
			f.table = true
		case t.isAny("WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "INTERSECT", "EXCEPT", "WINDOW", "QUALIFY", "VALUES"):
			f.from, f.table = false, false
		}
	}
}

// enter walks a level of parentheses, and stops at the one that closes it.
func (p *parser) enter(names []string, f level) {
	inner := level{place: p.peek(-1).isAny("POSITION")}
	p.at++
	if f.table && !p.peek(0).isAny("SELECT", "WITH", "VALUES") {
		inner = level{query: true, from: true, table: true} // a join in parentheses
	}
	p.walk(names, inner)
}

// name reads a table's name, and leaves the last part of it as the present token.
func (p *parser) name(names []string) {
	parts := []string{p.peek(0).text}
	for p.peek(1).is(".") && p.peek(2).isName() {
		p.at += 2
		parts = append(parts, p.peek(0).text)
	}
	if p.peek(1).is("(") {
		return // a function that gives a table
	}
	name := strings.Join(parts, ".")
	has := func(list []string) bool {
		return slices.ContainsFunc(list, func(other string) bool { return strings.EqualFold(other, name) })
	}
	if !has(names) && !has(p.found) {
		p.found = append(p.found, name)
	}
}

// with reads the definitions of WITH, from that word to what comes after them.
// A name counts from the next definition on, and in its own when RECURSIVE.
func (p *parser) with(names []string) []string {
	p.at++
	recursive := p.peek(0).isAny("RECURSIVE")
	if recursive {
		p.at++
	}
	for p.peek(0).isName() {
		name := p.peek(0).text
		p.at++
		if p.peek(0).is("(") { // its columns
			p.at++
			p.walk(nil, level{})
			p.at++
		}
		for p.peek(0).isAny("AS", "NOT", "MATERIALIZED") {
			p.at++
		}
		if !p.peek(0).is("(") {
			return names
		}
		seen := slices.Clone(names)
		if recursive {
			seen = append(seen, name)
		}
		p.at++
		p.walk(seen, level{})
		p.at++
		names = append(slices.Clone(names), name)
		if !p.peek(0).is(",") {
			return names
		}
		p.at++
	}
	return names
}

// isDistinctFrom tells whether the present FROM belongs to IS [NOT] DISTINCT FROM.
func (p *parser) isDistinctFrom() bool {
	return p.peek(-1).isAny("DISTINCT") && p.peek(-2).isAny("IS", "NOT")
}
