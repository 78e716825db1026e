package sqlite

import (
	"strconv"
	"strings"
	"sync"

	"hextui/hex/emulator/sqltext"
)

// grouped refuses a column beside what is counted or summed that the rows are not grouped by: SQLite would take the value of any row.
// Of a SELECT whose columns it does not know it says nothing.
func (p *phrase) grouped() {
	for i := range p.tokens {
		if before := p.peek(i - 1); p.tokens[i].word("SELECT") && (i == 0 || before.word("UNION", "ALL", "EXCEPT", "INTERSECT") ||
			before.is(")", ";") || before.is("(") && (i == 1 || p.peek(i-2).word("FROM", "JOIN", "AS", "MATERIALIZED"))) {
			p.groupedAt(i)
		}
	}
}

// stretch is a range of tokens, the last one left out.
type stretch struct{ from, to int }

// clauses are the parts between the commas of a SELECT: its items, the terms of GROUP BY, and what HAVING and ORDER BY ask.
type clauses struct {
	items, terms, others []stretch
	all                  bool // that is, GROUP BY ALL
}

// clausesAt reads the clauses of the SELECT at i.
func (p *phrase) clausesAt(i int) (c clauses) {
	united := p.peek(i-1).word("UNION", "ALL", "EXCEPT", "INTERSECT")
	if p.peek(i+1).word("DISTINCT", "ALL") {
		i++
	}
	into, part := &c.items, i+1
	end := func(at int) {
		if at > part && into != nil {
			c.all = c.all || into == &c.terms && p.tokens[part].word("ALL")
			*into = append(*into, stretch{part, at})
		}
		part = at + 1
	}
	at := i + 1
	for ; at < len(p.tokens); at++ {
		switch t := p.tokens[at]; {
		case t.is("("):
			at = p.closing(at)
		case t.is(")", ";", ""), t.word("UNION", "EXCEPT", "INTERSECT") && !p.peek(at-1).is("*"):
			end(at)
			return c
		case t.is(","):
			end(at)
		case t.word("FROM", "WHERE", "LIMIT", "WINDOW", "QUALIFY", "OFFSET", "FETCH"):
			end(at)
			into = nil
		case t.word("HAVING"):
			end(at)
			into = &c.others
		case t.word("GROUP", "ORDER") && p.peek(at+1).word("BY"):
			end(at)
			switch into = &c.terms; {
			case t.word("ORDER") && united:
				into = nil // its columns are those of the first SELECT
			case t.word("ORDER"):
				into = &c.others
			}
			at++
			part = at + 1
		}
	}
	end(at)
	return c
}

// groupedAt does so for one SELECT.
func (p *phrase) groupedAt(i int) {
	c := p.clausesAt(i)
	aggregated := len(c.terms) > 0
	aliases := map[string]bool{}
	values, bare := make([]stretch, len(c.items)), make([][]int, len(c.items))
	for k, item := range c.items {
		if values[k] = (stretch{item.from, p.alias(item, aliases)}); values[k] == item && p.keepsNames {
			aliases[p.castName(item)] = true
		}
		some := false
		bare[k], some = p.bareNames(values[k])
		aggregated = aggregated || some
	}
	if !aggregated || c.all {
		return
	}
	by := groups{map[string]map[string]bool{}, map[string]bool{}}
	for _, term := range c.terms {
		if t := p.tokens[term.from]; term.to == term.from+1 && t.number() {
			if n, err := strconv.Atoi(t.text); err == nil && n >= 1 && n <= len(bare) {
				bare[n-1], term = nil, values[n-1]
			}
		}
		p.groupedBy(term, by)
	}
	for k, item := range c.items {
		if name := nameOf(p.tokens[item.to-1].text); aliases[name] && by.columns[name][""] {
			continue // the item is one of them
		}
		p.ungrouped(values[k], bare[k], by, aliases)
	}
	for _, other := range c.others {
		if other.to > other.from+1 && p.tokens[other.to-1].word("ASC", "DESC") {
			other.to--
		}
		names, _ := p.bareNames(other)
		p.ungrouped(other, names, by, aliases)
	}
}

// groups are the columns that rows are grouped by, with the tables that they are said to be of, "" for none, and those that are a part
// of what rows are grouped by.
type groups struct {
	columns map[string]map[string]bool
	within  map[string]bool
}

// has tells whether rows are grouped by a column, or by what may be the same as what it is a part of.
func (g groups) has(of, name string, part bool) bool {
	tables := g.columns[name]
	return tables[""] || tables[of] || of == "" && len(tables) > 0 || part && g.within[name]
}

// groupedBy keeps the columns of a term of GROUP BY.
func (p *phrase) groupedBy(term stretch, by groups) {
	if p.tokens[term.from].is("(") && p.closing(term.from) == term.to-1 {
		parts, _ := p.arguments(term.from)
		for _, part := range parts {
			p.groupedBy(stretch{part[0], part[1] + 1}, by)
		}
		return
	}
	for at := term.from; at < term.to; at++ {
		of, name, alone := p.columnAt(at, term)
		switch {
		case name == "":
		case !alone:
			by.within[name] = true
		case by.columns[name] == nil:
			by.columns[name] = map[string]bool{of: true}
		default:
			by.columns[name][of] = true
		}
	}
}

// columnAt is the column that a token names, with the table that it is said to be of; alone tells that nothing else stands there.
func (p *phrase) columnAt(at int, in stretch) (of, name string, alone bool) {
	if t := p.tokens[at]; t.text == "" || p.peek(at+1).is(".") && at+1 < in.to {
		return "", "", false
	}
	first := at
	for ; first-1 > in.from && p.tokens[first-1].is("."); first -= 2 {
	}
	if first < at {
		of = nameOf(p.tokens[at-2].text)
	}
	return of, nameOf(p.tokens[at].text), first == in.from && at == in.to-1
}

// ungrouped refuses the columns of an item, or of a term, by which rows are not grouped.
func (p *phrase) ungrouped(item stretch, names []int, by groups, aliases map[string]bool) {
	for _, at := range names {
		of, name, alone := p.columnAt(at, item)
		_, is := p.tables().kinds[name]
		if _, made := p.known[name]; !is && !made || by.has(of, name, !alone) || of == "" && aliases[name] ||
			p.doubles && p.determined(of, name, by) {
			continue
		}
		p.existing(at, item)
		text := p.tokens[at].text
		if of != "" {
			text = p.tokens[at-2].text + "." + text
		}
		p.refuse(at, text+" is neither grouped by nor summed up, and has a value in each row: write it into GROUP BY, or max("+text+
			") for one of them")
	}
}

// existing refuses a call, around the column at a token, of a function that there is not: an aggregate of another database, perhaps.
func (p *phrase) existing(at int, item stretch) {
	for i := item.from; i+1 < at; i++ {
		t := p.tokens[i]
		if t.kind != sqltext.Word || !p.peek(i+1).is("(") || p.clause(i) || p.closing(i+1) < at {
			continue
		}
		args, _ := p.arguments(i + 1)
		switch name := strings.ToLower(t.text); {
		case name == "cast", name == "try_cast", name == "safe_cast", name == "extract", name == "case", name == "exists",
			name == "position":
		case p.otherName(name, len(args)) == "" && !p.functions()[name]:
			p.refuse(i, "no such function: "+name+perhaps)
		}
	}
}

// groupAll writes the numbers of the columns that are neither counted nor summed in the place of ALL at i, if it knows them.
func (p *phrase) groupAll(i int) bool {
	begin, depth := i, 0
	for ; begin >= 0; begin-- {
		switch t := p.tokens[begin]; {
		case t.is(")"):
			depth++
		case t.is("("):
			depth--
		}
		if depth < 0 || depth == 0 && p.tokens[begin].word("SELECT") {
			break
		}
	}
	if !p.fractions || begin < 0 || !p.tokens[begin].word("SELECT") {
		return false
	}
	var numbers []string
	number, part := 1, begin+1
	for at := begin + 1; ; at++ {
		t := p.peek(at)
		if t.is("(") {
			at = p.closing(at)
			continue
		}
		if over := t.word("OVER") || t.is("*") && (at == part || p.peek(at-1).is(".")); over || at >= i {
			return false
		}
		if !t.is(",") && !t.word("FROM") {
			continue
		}
		if _, summed := p.bareNames(stretch{part, at}); !summed {
			numbers = append(numbers, strconv.Itoa(number))
		} else if bare, _ := p.bareNames(stretch{part, p.alias(stretch{part, at}, map[string]bool{})}); len(bare) > 0 {
			return false
		}
		if number, part = number+1, at+1; t.word("FROM") {
			break
		}
	}
	if len(numbers) == 0 {
		p.drop(i-2, i+1)
		return true
	}
	p.tokens[i].say = strings.Join(numbers, ", ")
	return true
}

// determined tells whether a column is of a table by whose key the rows are grouped.
func (p *phrase) determined(of, name string, by groups) bool {
	for _, k := range p.tables().keys[name] {
		if by.has(of, k.column, false) {
			return true
		}
	}
	return false
}

// alias keeps what an item of SELECT is called, and returns where it ends without that.
func (p *phrase) alias(item stretch, aliases map[string]bool) int {
	last := item.to - 1
	t := p.tokens[last]
	if last <= item.from || t.kind != sqltext.Word && t.kind != sqltext.Quoted || t.number() {
		return item.to
	}
	switch before := p.peek(last - 1); {
	case before.word("AS"):
		aliases[nameOf(t.text)] = true
		return last - 1
	case p.ends(before, last-1) && !t.word("END"):
		aliases[nameOf(t.text)] = true
		return last
	}
	return item.to
}

// castName is the name that an item has because it is a column that is cast, or "".
func (p *phrase) castName(item stretch) string {
	from := item.from
	if p.tokens[from].word("CAST") && p.peek(from+1).is("(") {
		from += 2
	}
	for at := from; at+1 < item.to; at++ {
		if next := p.tokens[at+1]; next.is("::") || next.word("AS") {
			_, name, _ := p.columnAt(at, stretch{from, at + 1})
			return name
		}
	}
	return ""
}

// ends tells whether an operand may end with a token.
func (p *phrase) ends(t token, at int) bool {
	switch t.kind {
	case sqltext.String, sqltext.Quoted, sqltext.Variable, sqltext.Value:
		return true
	case sqltext.Word:
		return t.word("END") || !p.clause(at) && !t.word("CASE", "LIKE", "ILIKE", "SIMILAR", "INTERVAL", "OVER", "FILTER")
	}
	return t.is(")")
}

// closing is the parenthesis that closes the one at i, or the last token.
func (p *phrase) closing(i int) int {
	depth := 0
	for ; i < len(p.tokens); i++ {
		switch t := p.tokens[i]; {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	return len(p.tokens) - 1
}

// bareNames are the columns of an item that no aggregate takes; some tells whether there is one.
func (p *phrase) bareNames(item stretch) (names []int, some bool) {
	for i := item.from; i < item.to; i++ {
		t, next := p.tokens[i], p.peek(i+1)
		switch {
		case t.is("(") && next.word("SELECT", "WITH", "VALUES"):
			i = p.closing(i)
		case t.kind != sqltext.Word && t.kind != sqltext.Quoted || t.number():
		case next.is("."):
			i++
		case next.is("("):
			end := p.closing(i + 1)
			name, sums := nameOf(t.text), p.sums(i)
			for over := false; ; {
				switch after := p.peek(end + 1); {
				case after.word("FILTER") && p.peek(end+2).is("("):
					end = p.closing(end + 2)
					continue
				case after.word("WITHIN") && p.peek(end+2).word("GROUP"):
					end = p.closing(end + 3)
					continue
				case after.word("OVER") && p.peek(end+2).is("("):
					over, end = true, p.closing(end+2)
					continue
				case after.word("OVER"):
					over, end = true, end+2
					continue
				}
				if over || sums {
					some = some || sums && !over
					i = end
				}
				break
			}
			if name == "extract" && i < end {
				i += 2 // the part that is taken
			}
		case next.kind == sqltext.String && t.word("DATE", "TIMESTAMP", "TIMESTAMPTZ", "DATETIME", "TIME"),
			p.peek(i-1).is("::") || p.peek(i-1).word("AS") || i > item.from && p.ends(p.peek(i-1), i-1):
		case !p.clause(i):
			names = append(names, i)
		}
	}
	return names, some
}

// sums tells whether the call at i is that of an aggregate.
func (p *phrase) sums(i int) bool {
	switch name := nameOf(p.tokens[i].text); name {
	case "min", "max":
		args, _ := p.arguments(i + 1)
		return len(args) == 1
	case "count", "sum", "avg", "total", "string_agg", "group_concat", "listagg", "json_agg", "jsonb_agg", "json_group_array",
		"json_group_object", "json_object_agg", "jsonb_object_agg", "approx_count_distinct":
		return true
	default:
		return aggregateNames()[name]
	}
}

var aggregateNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for name := range aggregates() {
		names[name] = true
	}
	return names
})

// single has a query in parentheses that is a value give one row, or the statement fail: SQLite would take the first.
func (e *expression) single(i int) {
	end := e.closing(i)
	if e.plain || !e.peek(i+1).word("SELECT") || !e.valued(i, end) {
		return
	}
	first := i + 2
	if e.peek(first).word("DISTINCT", "ALL") {
		first++
	}
	from, limited, united := -1, false, false
	for at := first; at < end; at++ {
		switch t := e.tokens[at]; {
		case t.is("("):
			at = e.closing(at)
		case t.is(",") && from < 0, t.is("*") && at == first:
			return // a row, or who knows what
		case t.word("FROM") && from < 0:
			from = at
		case t.word("GROUP", "UNION", "EXCEPT", "INTERSECT"):
			united = true
		case t.word("LIMIT", "FETCH"):
			limited = limited || e.peek(at+1).text == "1" || t.word("FETCH") && !e.peek(at+2).number()
		}
	}
	if from < 0 {
		from = end
	}
	_, summed := e.bareNames(stretch{first, from})
	if limited || !united && (summed || from == end) {
		return
	}
	e.tokens[i].say = `(with "(one)"("(value)") as (`
	e.tokens[end].say = `) select as_single("(value)") from "(one)")`
}

// valued tells whether what stands in parentheses is a value, not a table.
func (e *expression) valued(i, end int) bool {
	before := e.peek(i - 1)
	switch {
	case e.peek(end+1).word("UNION", "EXCEPT", "INTERSECT"):
		return false
	case before.is("="), before.is("<", ">", "<=", ">=", "<>", "!=", "==", "+", "-", "*", "/", "||", "%"),
		before.word("SELECT", "WHEN", "THEN", "ELSE", "AND", "OR", "NOT", "WHERE", "HAVING", "BETWEEN", "CASE"):
		return true
	case e.query:
		return before.is(",") && (e.selects || e.order != nil)
	}
	opens := e.peek(e.opens - 1)
	return (before.is(",") || before.is("(")) && opens.kind == sqltext.Word && !e.clause(e.opens-1)
}

// aggregated has what is summed be numbers, of which SQLite would take the beginning of a text, and lengths of time be calculated as
// such; it tells whether it is a call of those.
func (p *phrase) aggregated(i int, name string, parts []operand, o *operand) bool {
	if p.plain || len(parts) == 0 {
		return false
	}
	if parts[0].kind == aSpan || len(parts) > 1 && parts[1].kind == aSpan {
		return p.lengthCall(i, name, parts, o)
	}
	switch name {
	case "sum", "avg", "total":
		if of := &parts[0]; !of.kind.number() && of.kind != aTruth && !of.sure {
			p.guard(of, "as_number(")
		}
	}
	return false
}

// unmixed refuses a text beside numbers or dates, where the database takes values of one type only. texts tells that it takes all of
// them for texts.
func (p *phrase) unmixed(i int, name string, parts []operand) (texts bool) {
	switch name {
	case "coalesce", "ifnull", "nvl":
		return p.oneType(parts)
	case "iff", "if":
		return p.oneType(parts[min(1, len(parts)):])
	case "greatest", "least", "nullif":
		if p.oneType(parts) {
			p.wrong(i, name+" of numbers and texts does not run here"+cast)
		}
	}
	return false
}

// countedRows has the distinct values of several columns be counted: SQLite counts those of one.
func (p *phrase) countedRows(i, end int, args [][2]int) {
	if p.plain || !p.peek(i+2).word("DISTINCT") || len(args) == 0 {
		return
	}
	first := args[0][0] + 1
	if len(args) > 1 { // rows in which none is NULL
		if p.strict || p.sundays {
			p.refuse(i, "count(distinct a, b) does not run in this database: write count(distinct (a, b))")
		}
		p.wrap(first, end-1, "as_row_of_all(", ")")
		return
	}
	if p.tokens[first].word("ROW") {
		p.drop(first, first+1)
		first++
	}
	if within, last := p.arguments(first); p.tokens[first].is("(") && last == end-1 && len(within) > 1 {
		p.tokens[first].say = "as_row("
	}
}
