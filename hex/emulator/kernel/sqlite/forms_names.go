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
}

// schema is what is known of the columns of the tables that a statement names, by their names in lower case.
type schema struct {
	kinds map[string]column
	keys  map[string][]key
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
	s := schema{map[string]column{}, map[string][]key{}}
	hidden := withNames(tokens)
	for _, t := range tables {
		if !words[t.name] || hidden[t.name] {
			continue
		}
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
			lasting: map[int]bool{}, lastingBy: map[string]bool{}, ordering: map[int]int{}, kinds: map[int]kind{}}
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
	made := column{places: o.places, whole: o.whole, mixed: o.mixed, long: o.long, either: o.perhapsLong, loose: o.loose, bits: o.bits}
	switch {
	case o.kind != aLiteral:
		made.kind = o.kind
	case p.strict && p.word(&o): // and what becomes of it elsewhere
		made.kind = aText
	}
	name := nameOf(text)
	other, twice := p.found[name]
	switch {
	case !twice || other == made:
	case made.kind == aFraction && other.kind == aFraction:
		made = column{kind: aFraction, whole: made.whole || other.whole}
	case made.kind == aNumber && other.kind == aNumber:
		made = column{kind: aNumber, long: made.long && other.long, mixed: made.mixed || other.mixed, loose: true,
			either: made.either || other.either || made.long != other.long}
	default:
		made = column{mixed: made.whole || made.mixed || other.whole || other.mixed,
			either: made.long || made.either || other.long || other.either}
	}
	p.found[name] = made
}

// recall has an operand be what the column of that name is.
func (p *phrase) recall(o *operand) {
	name := nameOf(o.name)
	c, made := p.known[name]
	o.made = made
	if p.plain {
		return
	}
	if of, is := p.tables().kinds[name]; is {
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

// answers keeps what a column of the answer holds: what comes first of it tells, its name may follow.
func (p *phrase) answers(column int, of kind) {
	if _, known := p.kinds[column]; !known {
		p.kinds[column] = of
	}
}

// gives is what a column of the answer holds, as far as the statement tells. Behind * only its name can.
func (p *phrase) gives(column int, name string) kind {
	if !p.starry || p.plain {
		return p.kinds[column]
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
