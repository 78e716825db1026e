package sqlite

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"hextui/hex/emulator/sqltext"
)

// column is what is known of a name that the statement gives to a column, in a CTE or a subquery.
type column struct {
	kind   kind // where it is a number, a truth, a date or a length of time
	places int
	whole  bool
	mixed  bool // see [operand]
	long   bool
	either bool // it may be long
	loose  bool
	bits   int // see [operand]
	stored bool
	at     int // the token at which its value begins; several are more than one column of the name
}

// several is where the values of columns of one name begin.
const several = -1

// schema is what is known of the columns of the tables that a statement names, by their names in lower case.
type schema struct {
	kinds map[string]column
	keys  map[string][]key
	of    map[string]map[string]column // those of each table
}

// key is the one column that tells the rows of a table apart.
type key struct{ table, column string }

// named is what is known of the tables that the tokens of a statement name. Of others it must not depend: which dataframes there are
// is a matter of what ran before.
func named(tokens []token, tables []table) schema {
	words := map[string]bool{}
	for _, t := range tokens {
		if t.text != "" {
			words[nameOf(t.text)] = true
		}
	}
	s := schema{map[string]column{}, map[string][]key{}, map[string]map[string]column{}}
	hidden := withNames(tokens)
	for _, t := range tables {
		if !words[t.name] || hidden[t.name] {
			continue
		}
		if s.of[t.name] == nil {
			s.of[t.name] = map[string]column{}
		}
		maps.Copy(s.of[t.name], t.columns) // one of the same name may be the dataframe of a cell
		for name, holds := range t.columns {
			if other, twice := s.kinds[name]; twice && other != holds {
				holds = column{}
			}
			s.kinds[name] = holds
			if len(t.keys) == 1 {
				s.keys[name] = append(s.keys[name], key{t.name, t.keys[0]})
			}
		}
	}
	return s
}

// withNames are the names that WITH gives to queries: a table of that name is not seen.
func withNames(tokens []token) map[string]bool {
	p := &phrase{tokens: tokens}
	names := map[string]bool{}
	for i, t := range tokens {
		after := i + 1
		if t.kind != sqltext.Word && t.kind != sqltext.Quoted || !p.peek(i-1).word("WITH", "RECURSIVE") && !p.peek(i-1).is(",") {
			continue
		}
		if p.peek(after).is("(") {
			after = p.closing(after) + 1
		}
		if next := p.peek(after + 1); p.peek(after).word("AS") && (next.is("(") || next.word("MATERIALIZED", "NOT")) {
			names[nameOf(t.text)] = true
		}
	}
	return names
}

// mostTimes is how often a statement is gone through until its names are known: each time one level of subqueries further out.
const mostTimes = 20

// settled has a statement gone through until the names that it gives to columns are known where they are used, which may be before
// they are given.
func (d dialect) settled(sql string, args []any, all func() []table, functions func() map[string]bool) *phrase {
	tokens := d.cut(sql)
	tables := sync.OnceValue(func() schema { return named(tokens, all()) })
	known := map[string]column{}
	for n := range mostTimes {
		p := &phrase{dialect: d, tokens: slices.Clone(tokens), args: args, known: known, found: map[string]column{}, tables: tables,
			lasting: map[int]bool{}, lastingBy: map[string]bool{}, ordering: map[int]int{}}
		if p.first = n == 0; p.first {
			p.found = known // a CTE takes from those before it
		}
		for i := 0; i < len(p.tokens); i++ {
			i = p.level(i, "").end
		}
		if len(p.found) == 0 || n > 0 && maps.Equal(known, p.found) {
			if p.late != nil {
				panic(p.late)
			}
			if !d.plain {
				(&phrase{dialect: d, tokens: tokens, known: known, tables: tables, functions: functions}).grouped()
			}
			return p
		}
		known = p.found
	}
	(&phrase{tokens: tokens}).refuse(0, "subqueries stand too deeply in each other here: put them into CTEs, each after those that it "+
		"takes from"+elsewhere)
	return nil
}

// names keeps what a column is called.
func (p *phrase) names(text string, o operand) {
	made := column{places: o.places, whole: o.whole, mixed: o.mixed, long: o.long, either: o.perhapsLong, loose: o.loose, bits: o.bits,
		at: o.first}
	switch {
	case o.kind != aLiteral:
		made.kind = o.kind
	case p.strict && p.word(&o): // and what becomes of it elsewhere
		made.kind = aText
	}
	name := nameOf(text)
	if other, twice := p.found[name]; twice {
		made = made.or(other)
	}
	p.found[name] = made
}

// or is what is known of a name that is that of two columns.
func (c column) or(other column) column {
	at := c.at
	if at != other.at {
		at = several
	}
	switch c.at, other.at = at, at; {
	case c == other:
	case c.kind == aFraction && other.kind == aFraction:
		c = column{kind: aFraction, whole: c.whole || other.whole}
	case c.kind == aNumber && other.kind == aNumber:
		c = column{kind: aNumber, long: c.long && other.long, mixed: c.mixed || other.mixed, loose: true,
			either: c.either || other.either || c.long != other.long}
	default:
		c = column{mixed: c.whole || c.mixed || other.whole || other.mixed, either: c.long || c.either || other.long || other.either}
	}
	c.at = at
	return c
}

// recall has an operand be what the column of that name is.
func (p *phrase) recall(o *operand) {
	name := nameOf(o.name)
	c, made := p.known[name]
	if made && p.besides(o.first, c.at) { // sum(x) as x: it is what FROM has
		c, made = column{}, false
	}
	o.made = made
	if p.plain {
		return
	}
	of, is := p.tables().kinds[name]
	if is && made && c.at != several && o.first > 0 {
		switch stored, sure := p.origin(o.first, name); {
		case sure && stored:
			c, made, o.made = column{}, false, false
		case sure:
			is = false
		}
	}
	if is {
		o.mixed, o.perhapsLong = c.whole || c.mixed, c.long || c.either
		switch {
		case !made:
			o.stored = of.stored
			o.kind, o.long, o.bits, o.sure, o.places = of.kind, of.long, of.bits, of.bits > 0, of.places
		case c.kind == of.kind:
			o.kind = of.kind
			o.loose = of.kind == aNumber && c.loose
			if c.bits == of.bits {
				o.bits = c.bits
			}
		}
		return
	}
	o.places, o.whole, o.mixed, o.long, o.perhapsLong = c.places, c.whole, c.mixed, c.long, c.either
	o.loose, o.bits = c.loose, c.bits
	if c.kind != anything {
		o.kind = c.kind
	}
}

// besides tells whether two tokens stand in one list of columns, in which no name is what the list makes of it.
func (p *phrase) besides(i, k int) bool {
	if i <= 0 || k <= 0 {
		return false
	}
	return !slices.ContainsFunc(p.tokens[min(i, k):max(i, k)], func(t token) bool {
		return t.word("SELECT", "FROM", "WITH", "WHERE", "HAVING", "BY", "ON", "UNION", "EXCEPT", "INTERSECT", "VALUES")
	})
}

// origin tells whether the name at a token of a SELECT is that of a column of a table, or else of what the statement itself makes; it is
// sure where FROM has only one of the two, or where the name says of which it is.
func (p *phrase) origin(i int, column string) (stored, sure bool) {
	first := i - 1
	for depth := 0; first >= 0 && (depth > 0 || !p.tokens[first].word("SELECT")); first-- {
		switch t := p.tokens[first]; {
		case t.is(")"):
			depth++
		case t.is("(") && depth > 0:
			depth--
		}
	}
	from := first + 1
	for from < len(p.tokens) && !p.tokens[from].is(")") && !(p.tokens[from].word("FROM") && !p.tokens[from-1].word("DISTINCT")) {
		if p.tokens[from].is("(") {
			from = p.closing(from)
		}
		from++
	}
	if first < 0 || from >= len(p.tokens) || !p.tokens[from].word("FROM") {
		return false, false
	}
	tables, queries := p.origins(from+1, column)
	of := ""
	if p.peek(i + 1).is(".") {
		of = nameOf(p.tokens[i].text)
	}
	switch {
	case of != "" && tables[of] != queries[of]:
		return tables[of], true
	case of != "" || i > from && len(queries) == 0: // what ORDER BY names may be of the SELECT
		return false, false
	}
	return len(queries) == 0, len(tables) == 0 || len(queries) == 0
}

// origins are what FROM has, by their names: tables that may have a column of the name, and queries that stand there or in WITH.
func (p *phrase) origins(i int, column string) (tables, queries map[string]bool) {
	tables, queries = map[string]bool{}, map[string]bool{}
	with := withNames(p.tokens)
	for begins := true; i < len(p.tokens); i++ {
		t := p.tokens[i]
		if t.is(")") || t.word("WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "UNION", "EXCEPT", "INTERSECT") {
			break
		}
		if !begins || t.word("LATERAL") {
			begins = begins || t.is(",") || t.word("JOIN")
			if t.is("(") {
				i = p.closing(i)
			}
			continue
		}
		begins = false
		into, name := tables, ""
		switch {
		case t.is("("):
			into, i = queries, p.closing(i)
		default:
			for p.peek(i + 1).is(".") {
				i += 2
			}
			name = nameOf(p.peek(i).text)
			if columns, known := p.tables().of[name]; with[name] {
				into = queries
			} else if _, has := columns[column]; known && !has {
				into = map[string]bool{}
			}
		}
		if p.peek(i + 1).word("AS") {
			i++
		}
		if next := p.peek(i + 1); next.kind == sqltext.Quoted || next.kind == sqltext.Word && (p.peek(i).word("AS") || !p.clause(i+1)) {
			name = nameOf(next.text)
			i++
		}
		into[name] = true
	}
	return tables, queries
}

// isSpan tells whether a column of the answer is a length of time, and where ORDER BY has its number, or -1. Behind * only its name
// can tell.
func (p *phrase) isSpan(column int, name string) (is bool, ordered int) {
	if !p.starry || p.plain {
		return p.lasting[column], -1
	}
	o := operand{name: name}
	p.recall(&o)
	is = o.kind == aSpan || p.lastingBy[nameOf(name)]
	if at, numbered := p.ordering[column]; numbered {
		return is, at
	}
	return is, -1
}

// gives is what a column of the answer holds, as far as the statement tells. Behind * only its name can.
func (p *phrase) gives(column int, name string) kind {
	if !p.starry || p.plain {
		if column < len(p.answer) {
			return p.answer[column].kind
		}
		return anything
	}
	o := operand{name: name}
	p.recall(&o)
	return o.kind
}

// nameOf is a name as it is compared; the end of the statement has none.
func nameOf(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToLower(sqltext.Unquoted(text))
}

// column keeps a column of a SELECT, or the name of the one before.
func (e *expression) column(o operand) {
	before := o.first - 1
	if e.peek(before).word("AS") {
		before--
	}
	if n := len(e.columns); n > 0 && o.name != "" && o.first == o.last && e.columns[n-1].last == before {
		if of := e.columns[n-1]; of.name == "" || of.column != "" || nameOf(of.name) != nameOf(o.name) { // else it keeps its name
			e.names(o.name, of)
		}
		return
	}
	switch {
	case !e.combined:
		e.columns = append(e.columns, o)
	case o.long: // and so is then the column in whose place it comes
		for i := range e.columns {
			e.columns[i].perhapsLong = e.columns[i].perhapsLong || !e.columns[i].long
		}
		for name, c := range e.found {
			c.either = c.either || !c.long && c.kind != aFraction
			e.found[name] = c
		}
	}
}

// rows are the columns of the rows of VALUES, as far as all rows have the same.
func (p *phrase) rows(rows []operand) (columns []operand) {
	for i := range rows[:min(1, len(rows))] {
		for k := range rows[i].columns {
			var of []operand
			for _, row := range rows {
				if k < len(row.columns) {
					of = append(of, row.columns[k])
				}
			}
			if p.oneType(of) {
				p.wrong(of[0].first, "a number and a text are of no one type in this database"+cast)
			}
			o := operand{kind: unified(of)}
			if o.kind == aLiteral && p.strict && slices.ContainsFunc(of, func(v operand) bool { return p.word(&v) }) {
				o.kind = aText
			}
			o.lengthOf(of)
			o.bits = widest(of)
			o.places = of[0].places
			for _, v := range of {
				o.whole = o.whole || v.kind == aNumber
				switch {
				case v.places == floating:
					o.places = floating
				case v.places != of[0].places && o.places != floating:
					o.places = 0
				}
			}
			if p.duckdb {
				o.places = p.widestPlaces(of)
			}
			columns = append(columns, o)
		}
	}
	return columns
}

// namesOf gives the columns of a query the names in a list of them.
func (p *phrase) namesOf(names []string, columns []operand) {
	for i, name := range names {
		if len(names) == len(columns) {
			p.names(name, columns[i])
		} else {
			p.names(name, operand{})
		}
	}
}

// listBefore are the names in WITH t(a, b) AS, before the parenthesis at i.
func (p *phrase) listBefore(i int) (names []string) {
	for i--; p.peek(i).word("NOT", "MATERIALIZED"); i-- {
	}
	if !p.peek(i).word("AS") || !p.peek(i-1).is(")") {
		return nil
	}
	for i -= 2; i >= 0 && !p.peek(i).is("("); i-- {
		if t := p.peek(i); t.kind == sqltext.Word || t.kind == sqltext.Quoted {
			names = append(names, t.text)
		}
	}
	slices.Reverse(names)
	return names
}
