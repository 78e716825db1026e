package sqlite

import (
	"strings"
)

// union is what the SELECTs of one level have in common that UNION and such join. A length of time is a text here, and the same one can
// be written in several ways: 1 day, 24:00:00.
type union struct {
	now      []operand   // the columns of the SELECT
	starred  bool        // it has * among them
	distinct bool        // SELECT DISTINCT
	heads    []operand   // the columns of the first SELECT, after the second began
	others   [][]operand // those of the others
	hidden   bool        // one has *
	sets     bool        // equal rows are looked for, too
}

// began begins a SELECT.
func (e *expression) began(i int) {
	e.now, e.starred, e.groups = nil, false, false
	e.distinct = e.tokens[i].word("SELECT") && e.peek(i+1).word("DISTINCT")
}

// itemised keeps the columns of the SELECT, and what they are called.
func (e *expression) itemised(part *operand) {
	if !e.selects {
		return
	}
	n := len(e.now)
	e.starred = e.starred || e.tokens[part.last].is("*") && part.kind == anything
	switch logical := e.peek(part.lead).word("IS", "AND", "OR", "NOT"); {
	case e.item == n:
		if e.now = append(e.now, *part); logical {
			e.now[n].kind, e.now[n].like = aTruth, anything
		}
	case e.item == n-1 && logical:
		e.now[n-1] = operand{first: e.now[n-1].first, last: part.last, kind: aTruth}
	case e.item == n-1 && part.name != "" && part.first == part.last:
		e.now[n-1].called = part.name
	}
	if e.depth == 1 && e.heads == nil {
		e.answer = e.now
	}
}

// unites begins the next SELECT of a UNION.
func (e *expression) unites(i int) {
	e.unitedAll(i)
	e.sets = e.sets || !e.peek(i+1).word("ALL")
	if e.heads == nil {
		e.heads = append([]operand{}, e.now...)
		e.hidden = e.starred
	}
	e.now = nil
}

// unitedAll ends a SELECT: its columns are of the types of those above them, and where equal rows are looked for, lengths of time are
// written in one way.
func (e *expression) unitedAll(i int) {
	if !e.query || e.plain {
		return
	}
	if e.distinct && !e.peek(i).word("") {
		e.inOneWay(i, e.now, e.starred)
		e.distinct = false
	}
	if e.items = e.now; e.starred {
		e.items = nil
	}
	if e.heads == nil || e.now == nil {
		return
	}
	e.hidden = e.hidden || e.starred
	if !e.hidden && len(e.now) == len(e.heads) {
		for k := range e.heads {
			e.under(&e.heads[k], &e.now[k])
		}
	}
	if e.others = append(e.others, e.now); e.sets {
		for _, columns := range append([][]operand{e.heads}, e.others...) {
			e.inOneWay(i, columns, e.hidden)
		}
	}
	if e.items = e.heads; e.hidden {
		e.items = nil
	}
}

// under has a column be of the type of the one above it.
func (e *expression) under(head, o *operand) {
	e.together(head, o)
	if e.duckdb && (e.word(head) && o.class() == "number" || e.word(o) && head.class() == "number") {
		e.wrong(o.first, "of a number and a text DuckDB makes texts, which do not run here"+cast)
	}
	if e.strict {
		e.becomes(o, head)
		e.becomes(head, o)
	}
	if head.class() == "" && o.class() != "" {
		head.kind, head.like, head.bits = o.kind, o.like, o.bits
	}
	head.perhapsLong = head.perhapsLong || o.long && !head.long
	if head.bits != o.bits && (o.bits > 0 || !e.first) {
		if head.bits = 0; head.called == "" || e.depth == 1 {
			return
		}
		if of, is := e.found[nameOf(head.called)]; is {
			of.bits = 0
			e.found[nameOf(head.called)] = of
		}
	}
}

// inOneWay has the lengths of time among columns be written in one way, where rows are compared as they are written.
func (e *expression) inOneWay(i int, columns []operand, hidden bool) {
	if hidden && e.lastingNames() {
		e.refuse(i, "lengths of time that are equal are not found behind * here: name the columns"+elsewhere)
	}
	for k := range columns {
		if o := &columns[k]; o.kind == aSpan && !o.comparable {
			e.wrap(o.first, o.last, "as_one_way(", ")")
			o.comparable = true
		}
	}
}

// lastingNames tells whether a name of the statement is that of lengths of time.
func (p *phrase) lastingNames() bool {
	for _, c := range p.known {
		if c.kind == aSpan {
			return true
		}
	}
	for _, c := range p.tables().kinds {
		if c.kind == aSpan {
			return true
		}
	}
	return false
}

// amongRows compares x with the rows of x IN (select …).
func (e *expression) amongRows(left *operand, list inner) {
	of := []operand{*left}
	if len(left.columns) > 1 {
		of = left.columns
	}
	if e.plain || len(list.items) != len(of) {
		if left.kind == aSpan {
			e.refuse(left.first, "x in (select …) of lengths of time asks for one column with its name here"+elsewhere)
		}
		return
	}
	for k := range of {
		l, r := &of[k], &list.items[k]
		e.unlike(l, r)
		if l.class() == "number" && r.class() == "text" || l.class() == "text" && r.class() == "number" {
			e.wrong(r.first, "a "+l.class()+" and a "+r.class()+" are not compared in this database"+cast)
		}
		if l.kind != aSpan || r.kind != aSpan {
			continue
		}
		for _, o := range []*operand{l, r} {
			if !o.comparable {
				e.wrap(o.first, o.last, "as_seconds(", ")")
			}
		}
	}
}

// distinctFrom is what comes after IS DISTINCT FROM and IS NOT DISTINCT FROM at i; 0 where it is neither.
func (p *phrase) distinctFrom(i int) int {
	if p.plain || !p.tokens[i].word("IS") {
		return 0
	}
	if i++; p.peek(i).word("NOT") {
		i++
	}
	if p.peek(i).word("DISTINCT") && p.peek(i+1).word("FROM") {
		return i + 2
	}
	return 0
}

// shared refuses to join by the names of lengths of time, which SQLite would compare as texts.
func (p *phrase) shared(i int) {
	if p.plain {
		return
	}
	if p.tokens[i].word("NATURAL") {
		if p.lastingNames() {
			p.refuse(i, "NATURAL JOIN does not compare lengths of time here: write on a.x = b.x"+elsewhere)
		}
		return
	}
	names, _ := p.arguments(i + 1)
	for _, n := range names {
		o := operand{name: p.tokens[n[0]].text}
		if p.recall(&o); o.kind == aSpan {
			p.refuse(n[0], "USING does not compare lengths of time here: write on a.x = b.x"+elsewhere)
		}
	}
}

// piece is a part of the statement in SQLite's words.
func (p *phrase) piece(first, last int) string {
	var b strings.Builder
	for _, t := range p.tokens[first : last+1] {
		b.WriteString(t.lead + t.open + t.say + t.close)
	}
	return b.String()
}

// lengthCall puts a call that takes lengths of time into the words that there are for it, and tells whether that is all that there is to
// say of it.
func (p *phrase) lengthCall(i int, name string, parts []operand, o *operand) bool {
	distinct := p.peek(i + 2).word("DISTINCT")
	switch name {
	case "count":
		if distinct {
			p.wrap(parts[0].first, parts[0].last, "as_seconds(", ")")
		}
		return false
	case "max_by", "min_by", "arg_max", "arg_min":
		if len(parts) > 1 && parts[1].kind == aSpan {
			p.wrap(parts[1].first, parts[1].last, "as_seconds(", ")")
		}
		return false
	case "array_agg":
		if distinct {
			p.refuse(i, "array_agg(distinct …) of lengths of time does not run here: write x::text"+elsewhere)
		}
		return false
	case "epoch":
		p.tokens[i].say, o.kind = "date_part", aFraction
		p.tokens[i+1].close += "'epoch', "
		return true
	case "to_char":
		o.kind = aText
		p.tokens[i].say = "as_span_to_char"
		return true
	case "min", "max":
		if len(parts) > 1 {
			return false
		}
	case "sum", "avg", "median", "stddev", "variance", "total":
		if p.duckdb || name != "sum" && name != "avg" {
			p.refuse(i, name+" of lengths of time does not run here: write "+name+"(extract(epoch from x)) for seconds"+elsewhere)
		}
	case "greatest", "least":
		if p.duckdb { // it takes a day for more than 25 hours there
			p.refuse(i, name+" of lengths of time does not run here: write "+name+"(extract(epoch from x)) for seconds"+elsewhere)
		}
	case "date_trunc", "nullif":
	default:
		return false
	}
	p.unmixed(i, name, parts)
	p.tokens[i].say = "as_span_" + name
	if o.kind = aSpan; p.duckdb && name == "date_trunc" {
		p.wrap(i, p.closing(i+1), "as_in_months(", ")")
	}
	return true
}

// bareOrder is what the name of percentile_cont and such begins with here, by what it orders.
func (p *phrase) bareOrder(i int, name string, order []operand, o *operand) string {
	if p.plain || len(order) == 0 || !p.bare && name != "mode" && !strings.HasPrefix(name, "percentile") {
		return "as_"
	}
	switch of := &order[0]; {
	case of.kind == aSpan && p.duckdb:
		p.refuse(i, name+" takes no lengths of time here: order by extract(epoch from x) for seconds"+elsewhere)
	case of.kind == aSpan:
		o.kind, o.places = aSpan, 0
		return "as_span_"
	case name == "percentile_cont" && of.class() != "" && of.class() != "number" && p.strict:
		p.refuse(of.first, "percentile_cont is of numbers: a "+of.class()+" has none between two of them")
	}
	if name == "percentile_cont" && p.duckdb && order[0].places > 0 {
		o.places = order[0].places
	}
	if name != "percentile_cont" {
		o.kind, o.long, o.bits = order[0].kind, order[0].long, order[0].bits
	}
	return "as_"
}
