package sqlite

import (
	"strconv"
	"strings"

	"hextui/hex/emulator/sqltext"
)

// inner is what stands in parentheses, or in CASE.
type inner struct {
	end     int       // where it closes
	parts   []operand // what stands between its commas and keywords
	columns []operand // of a query, as far as they have names
	items   []operand // of a query, as far as they are known
	truth   bool      // it compares something
	query   bool      // it is a query, or a list of rows
}

// expression goes through what stands at one level, and finds which operands its operators have: products before sums, sums
// before what is joined by ||, and comparisons last.
type expression struct {
	*phrase
	inner
	value    *operand // the last operand, when an operator may come
	sign     int      // a sign before the next operand; -1 for none
	product  *operand // what is multiplied or divided by the next operand
	times    int
	sum      *operand // what the next product is added to, or subtracted from
	plus     int
	joined   int // where the operands of || begin; -1 for none
	sums     bool
	textual  bool       // one of them is a text, or may be
	compared *operand   // what the next operand is compared with
	by       int        // by which operator
	matched  bool       // by a pattern
	between  bool       // one more comes after AND
	lead     int        // the comma, keyword or parenthesis before
	opens    int        // the parenthesis that the level is in
	selects  bool       // the columns of a SELECT are named
	combined bool       // one more SELECT after UNION and such
	order    *orderTerm // ORDER BY
	item     int        // how many columns of the SELECT come before
	lengths  lengths    // which of them are lengths of time
	groups   bool       // GROUP BY or PARTITION BY
	union
}

// lengths are the columns of a SELECT that are lengths of time, by their place, as they are written, and by their name.
type lengths struct {
	at    map[int]string
	names map[string]bool
}

// orderTerm is a term of ORDER BY.
type orderTerm struct{ down, nulls bool }

// level goes through one level of parentheses, or through what stands in CASE when until is END.
func (p *phrase) level(i int, until string) inner {
	if p.depth++; p.depth > deepest {
		p.refuse(i, "the statement is nested too deeply: more than 400 parentheses in each other")
	}
	defer func() { p.depth-- }()
	e := &expression{phrase: p, lead: i - 1, opens: i - 1}
	bare := p.bare
	p.bare = false
	e.rest()
	for i < len(p.tokens) {
		if t := p.tokens[i]; t.is(")") || until != "" && t.word(until) {
			break
		}
		i = e.next(i)
		if bare {
			e.order = nil // SQLite has no NULLS there
		}
	}
	e.finish(i)
	e.sorted(i)
	e.unitedAll(i)
	e.end = i
	return e.inner
}

// closed goes through the parenthesis that opens at i.
func (p *phrase) closed(i int) inner {
	in := p.level(i+1, "")
	for in.end < len(p.tokens) && !p.tokens[in.end].is(")") {
		in = p.level(in.end+1, "")
	}
	in.end = min(in.end, len(p.tokens)-1)
	return in
}

// rest forgets what was before.
func (e *expression) rest() {
	e.value, e.product, e.sum, e.compared = nil, nil, nil, nil
	e.sign, e.joined, e.sums, e.textual, e.matched, e.between = -1, -1, false, false, false, false
}

// next goes on by at least one token.
func (e *expression) next(i int) int {
	t, after, has := e.tokens[i], e.peek(i+1), e.value != nil
	switch {
	case has && t.is("*", "/", "%", "+", "-", "//", "**", "^"):
		e.operator(i)
	case t.is("||"):
		if e.fold(); e.value != nil {
			if e.value.document && !e.plain {
				e.refuse(i, "|| does not join JSON here: write json_patch(a, b)"+elsewhere)
			}
			e.textual = e.textual || e.joined < 0 && e.value.class() == "" || e.value.class() == "text" && e.joined < 0
			e.phrase.written(e.value)
			e.joined = e.value.first
		}
		e.value = nil
	case has && t.word("AT") && after.word("TIME") && e.peek(i+2).word("ZONE"):
		return e.zone(i)
	case t.word("NOT") && after.word("BETWEEN", "IN", "LIKE", "ILIKE", "SIMILAR", "REGEXP", "RLIKE", "GLOB", "MATCH"):
	case has && t.word("BETWEEN") && e.tokens[i-1].word("ROWS", "RANGE", "GROUPS") && e.peek(e.opens-1).word("OVER", "AS"):
		e.rest() // a frame compares nothing
		e.lead = i
	case has && t.word("BETWEEN"):
		if after.word("SYMMETRIC", "ASYMMETRIC") {
			e.refuse(i+1, "BETWEEN "+strings.ToUpper(after.text)+" does not run here: write x between least(a, b) and greatest(a, b)"+
				elsewhere)
		}
		e.compare(i)
		e.between = true
	case e.between && t.word("AND"):
		if e.fold(); e.value != nil {
			e.alike(e.compared, e.value)
		}
		e.between, e.value = false, nil
	case has && t.word("IN") && after.is("("):
		return e.among(i)
	case has && e.anyOf(i):
		return i + 6
	case has && e.distinctFrom(i) > 0:
		e.compare(i)
		return e.distinctFrom(i)
	case e.compares(i, has):
		e.compare(i)
	case !has && t.is("-", "+"):
		e.sign = i
	case t.kind == sqltext.Symbol && !t.is("("):
		if t.is("<<") && e.strict && !(has && e.value.first == e.value.last && len(e.tokens[e.value.first].text) == 1 &&
			after.number() && len(after.text) == 1) {
			e.refuse(i, "<< does not run here, as databases count bits differently: write x * power(2, n)"+elsewhere)
		}
		e.finish(i)
		e.starred = e.starred || e.selects && t.is("*")
		if e.selects && t.is(",") {
			e.item++
		}
		if e.lead = i; !t.is("*") {
			e.sorted(i)
		} else if e.selects && e.depth == 1 {
			e.starry = true
		}
		if e.order != nil && t.is(",") {
			e.order = &orderTerm{}
		}
	case e.clause(i):
		e.finish(i)
		return e.keyword(i)
	default:
		return e.operandAt(i)
	}
	return i + 1
}

// keyword goes over a keyword.
func (e *expression) keyword(i int) int {
	t := e.tokens[i]
	switch {
	case t.word("SELECT", "VALUES", "WITH"):
		e.query, e.selects = true, t.word("SELECT")
		e.item, e.lengths = 0, lengths{map[int]string{}, map[string]bool{}}
		e.began(i)
	case t.word("IS", "AND", "OR", "NOT"):
		e.truth = true
	case t.word("BY") && e.peek(i-1).word("ORDER"):
		e.order, e.groups = &orderTerm{}, false
	case t.word("BY") && e.peek(i-1).word("GROUP", "PARTITION"):
		e.groups = true
	case e.order != nil && t.word("DESC"):
		e.order.down = true
	case e.order != nil && t.word("NULLS"):
		e.order.nulls = true
	case t.word("LIMIT", "OFFSET", "FETCH", "UNION", "EXCEPT", "INTERSECT", "WINDOW"):
		e.sorted(i)
		e.order = nil
	}
	if t.word("FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "WINDOW") {
		e.selects = false
		e.groups = e.groups && t.word("FROM", "WHERE")
		if t.word("UNION", "EXCEPT", "INTERSECT") && !e.peek(i-1).is("*") {
			e.combined = true
			e.unites(i)
		}
	}
	e.lead = i
	return e.phrase.keyword(i)
}

// sorted ends a term of ORDER BY: where its NULLs come, databases differ.
func (e *expression) sorted(i int) {
	if e.order == nil || e.order.nulls || e.lead == i-1 && e.tokens[i-1].word("BY") {
		return
	}
	switch {
	case e.nulls == nullsLarge && e.order.down:
		e.tokens[i-1].close += " NULLS FIRST"
	case e.nulls != "":
		e.tokens[i-1].close += " NULLS LAST"
	}
	e.order.nulls = true
}

// operandAt goes over an operand, with its casts and the members of JSON that are taken of it.
func (e *expression) operandAt(i int) int {
	if e.value != nil {
		e.finish(i)
	}
	if e.order != nil && e.tokens[i].word("ROWS", "RANGE", "GROUPS") {
		if e.peek(i+1).word("INTERVAL") || e.peek(i+1).word("BETWEEN") && e.peek(i+2).word("INTERVAL") {
			e.refuse(i, "RANGE with an interval does not run here: write order by extract(epoch from x) range between 604800 preceding "+
				"and current row"+elsewhere)
		}
		e.sorted(i)
		e.order = nil
	}
	if e.tokens[i].is("(") {
		e.single(i)
		e.united(i)
	}
	o, i := e.leaf(i)
	if e.combined && !e.selects && strings.HasPrefix(e.tokens[o.first].say, "select * from (") {
		e.now, e.starred = o.columns, len(o.columns) == 0
	}
	if e.tokens[o.first].is("(") && e.peek(o.first-1).word("FROM", "JOIN") || e.peek(o.first-1).is(",") {
		i = e.renamed(&o)
	}
	for !e.plain && e.peek(i).is("->", "->>", "#>", "#>>") && i+1 < len(e.tokens) {
		var key operand
		op := i
		if key, i = e.leaf(op + 1); e.peek(op + 1).is("-") { // the last but so many
			key, i = e.leaf(op + 2)
			key.first = op + 1
		}
		o = e.member(o, op, key)
	}
	for e.strict && e.peek(i).is("^") && i+1 < len(e.tokens) && !e.peek(i+1).is("-", "+") {
		if e.sign >= 0 { // it is taken of the number with its sign
			o, e.sign = e.signed(e.sign, o), -1
		}
		op := i
		var power operand
		power, i = e.leaf(op + 1)
		o = e.call2("as_power", o, op, power, aFraction)
		o.places = floating
	}
	e.take(o)
	return i
}

// leaf is an operand with its casts, and what comes after it.
func (p *phrase) leaf(i int) (operand, int) {
	o := operand{first: i}
	o.last = p.operand(i, &o)
	i = o.last + 1
	for p.peek(i).is("::") {
		i = p.cast(&o, i)
	}
	return o, i
}

// take has an operand be what the operators before it are for.
func (e *expression) take(o operand) {
	if e.sign >= 0 {
		o = e.signed(e.sign, o)
		e.sign = -1
	}
	if e.product != nil {
		o = e.multiplied(*e.product, e.times, o)
		e.product = nil
	}
	e.value = &o
}

// operator keeps what stands left of an operator that calculates.
func (e *expression) operator(i int) {
	switch t := e.tokens[i]; {
	case t.is("//", "**", "^"):
		e.refuse(i, t.text+" does not run here: write div(a, b) for a division to a whole number, power(a, b) for a power"+elsewhere)
	case t.is("*", "/", "%"):
		e.product, e.times = e.value, i
	default:
		e.foldSum()
		e.sum, e.plus = e.value, i
	}
	e.value = nil
}

func (e *expression) foldSum() {
	if e.sum != nil && e.value != nil {
		o := e.added(*e.sum, e.plus, *e.value)
		e.value, e.sum = &o, nil
	}
}

// fold makes one operand of all that comes before a comparison.
func (e *expression) fold() {
	if e.foldSum(); e.value != nil {
		e.decimal(e.value)
	}
	if e.joined >= 0 && e.value != nil {
		if e.sums {
			e.refuse(e.value.last, "|| and a calculation stand beside each other, and databases differ in which comes first: put "+
				"parentheses around the calculation")
		}
		if e.textual = e.textual || e.value.class() == "" || e.value.class() == "text"; !e.textual && e.strict && !e.duckdb {
			e.wrong(e.value.first, "|| joins texts in this database, and neither of these is one: write x::text")
		}
		e.phrase.written(e.value)
		e.value = &operand{first: e.joined, last: e.value.last, kind: aText}
	}
}

// compare keeps what stands left of a comparison.
func (e *expression) compare(i int) {
	e.fold()
	switch {
	case e.compared == nil:
		e.compared = e.value
	case e.strict && e.tokens[i].word("IS"): // which comes after all others
		e.compared = &operand{first: e.compared.first, last: e.value.last, kind: aTruth}
	case e.strict && !e.matched:
		e.follows(i)
	}
	e.by = i
	e.matched = e.tokens[i].kind == sqltext.Word && !e.tokens[i].word("BETWEEN", "IS") || strings.Contains(e.tokens[i].text, "~")
	e.value, e.joined, e.sums, e.textual, e.truth = nil, -1, false, false, true
}

// rowsAlike has rows be compared as DuckDB does, to which NULL is a value in them.
func (e *expression) rowsAlike() {
	if !e.duckdb || len(e.compared.columns) < 2 || e.compared.columns[0].first == e.compared.first {
		return
	}
	switch t := &e.tokens[e.by]; {
	case t.is("=", "=="):
		t.say = "IS"
	case t.is("<>", "!="):
		t.say = "IS NOT"
	case t.kind == sqltext.Symbol:
		e.refuse(e.by, "rows are compared by = and <> here: write a < c or a = c and b < d"+elsewhere)
	}
}

// follows refuses a comparison behind another: databases differ in which comes first.
func (e *expression) follows(i int) {
	e.refuse(i, "one comparison follows another, and databases differ in which comes first: put parentheses around one")
}

// among is x IN (…).
func (e *expression) among(i int) int {
	if e.fold(); e.compared != nil && e.strict && !e.between {
		e.follows(i)
	}
	left := e.value
	list, loose, flags := e.closed(i+1), false, false
	if list.query {
		e.amongRows(left, list)
	}
	for k := range list.parts {
		if !list.query {
			flags = flags || left.kind == anything && e.truly(&list.parts[k])
			loose = loose || left.kind == anything && e.numeral(&list.parts[k])
			e.alike(left, &list.parts[k])
		}
	}
	if loose && !left.comparable && !e.plain {
		e.wrap(left.first, left.last, "as_numeral(", ")")
	}
	if flags && !loose && !left.comparable && !e.plain {
		e.wrap(left.first, left.last, "as_flag(", ")")
	}
	e.rest()
	e.value, e.truth = &operand{first: left.first, last: list.end, kind: aTruth}, true
	return list.end + 1
}

// spansByName is why ORDER BY 2 is refused.
const spansByName = "lengths of time are ordered by their names here: order by d" + elsewhere

// inOrder has lengths of time be ordered as such: they are texts here.
func (e *expression) inOrder(part *operand) {
	single := part.first == part.last
	switch {
	case e.plain:
	case e.selects && part.kind == aSpan:
		if e.lengths.at[e.item] = e.piece(part.first, part.last); e.depth == 1 {
			e.lasting[e.item] = true
		}
		if part.name != "" {
			e.lastsBy(part.name)
		}
	case e.selects && e.lengths.at[e.item] != "" && single && part.name != "": // what it is called
		e.lastsBy(part.name)
	case e.order != nil && single && e.word(part) && e.strict && !e.selects:
		e.refuse(part.first, "ORDER BY takes the names of columns, their numbers, or calculations, and no text in this database")
	case e.order == nil && !e.groups:
	case part.kind == aSpan || single && part.name != "" && e.lengths.names[nameOf(part.name)]:
		if e.heads != nil {
			e.refuse(part.first, "lengths of time of a UNION are not ordered here: put it into a CTE, and order that"+elsewhere)
		}
		if !part.comparable {
			e.wrap(part.first, part.last, "as_seconds(", ")")
		}
	case single && e.tokens[part.first].number():
		switch n, err := strconv.Atoi(e.tokens[part.first].text); {
		case err == nil && e.lengths.at[n-1] != "" && (e.heads != nil || e.starred):
			e.refuse(part.first, spansByName)
		case err == nil && e.lengths.at[n-1] != "":
			e.tokens[part.first].say = "as_seconds(" + e.lengths.at[n-1] + ")"
		case err == nil && e.depth == 1 && e.starry && !e.groups:
			e.ordering[n-1] = e.tokens[part.first].at
		}
	}
}

// lastsBy keeps what a length of time is called.
func (e *expression) lastsBy(name string) {
	if e.lengths.names[nameOf(name)] = true; e.depth == 1 {
		e.lastingBy[nameOf(name)] = true
	}
}

// finish comes to the end of an expression.
func (e *expression) finish(i int) {
	if e.fold(); e.value != nil {
		part := *e.value
		if e.compared != nil {
			for _, o := range []*operand{e.compared, e.value} {
				if class := o.class(); e.matched && e.strict && class != "" && class != "text" && class != "date" {
					e.wrong(e.by, "a "+class+" is no text in this database: write x::text "+strings.ToLower(e.tokens[e.by].text)+" '1%'")
				}
			}
			if e.matched && e.strict && (e.compared.kind.time() || e.value.kind.time()) {
				e.refuse(e.by, "a date is no text in this database: write x::text "+strings.ToLower(e.tokens[e.by].text)+" '2026-01%', or "+
					"compare it with dates")
			}
			if e.rowsAlike(); e.duckdb && e.tokens[e.by].is("~", "!~") { // all of the text
				e.wrap(e.value.first, e.value.last, "'^(?:' || ", " || ')$'")
			}
			if !e.matched && !e.loosely(e.compared, e.by, e.value) {
				e.alike(e.compared, e.value)
			}
			part = operand{first: e.compared.first, last: e.value.last, kind: aTruth}
		}
		part.lead = e.lead
		e.truthful(&part, i)
		e.inOrder(&part)
		e.itemised(&part)
		if before, t := e.peek(part.lead), e.peek(i); part.column != "" && e.selects && e.keepsNames && part.first == e.lead+1 &&
			part.last == i-1 && (before.is(",") || before.word("SELECT", "DISTINCT", "ALL")) && (t.is(",", ")", ";", "") || e.clause(i) &&
			!t.word("AS", "IS", "AND", "OR", "NOT", "IN", "BETWEEN", "ESCAPE", "COLLATE")) {
			e.tokens[part.last].close += " AS " + part.column
			if e.depth > 1 {
				e.names(part.column, part)
			}
		}
		if e.selects && e.depth > 1 { // what the outermost SELECT calls its own, nothing takes up
			of := part
			if e.peek(part.lead).word("IS", "AND", "OR", "NOT") {
				of.kind = aTruth
			}
			e.column(of)
		}
		e.part(part, i)
	}
	e.rest()
}
