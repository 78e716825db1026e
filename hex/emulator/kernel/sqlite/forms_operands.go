package sqlite

import (
	"cmp"
	"strconv"
	"strings"

	"hextui/hex/emulator/sqltext"

	"hextui/hex/emulator/kernel/sqlite/calendar"
)

// operand goes over one operand and returns its last token.
func (p *phrase) operand(i int, o *operand) int {
	t := p.tokens[i]
	switch {
	case t.is("("):
		in := p.closed(i)
		if len(in.parts) == 1 && !in.query {
			of := in.parts[0]
			o.kind, o.sure, o.places, o.whole, o.mixed = of.kind, of.sure, of.places, of.whole, of.mixed
			o.long, o.perhapsLong, o.loose, o.bits, o.like = of.long, of.perhapsLong, of.loose, of.bits, of.like
		}
		if in.truth && !in.query {
			o.kind = aTruth
		}
		o.columns = in.parts // of a row
		if in.query {
			if o.columns = in.columns; in.items != nil {
				o.columns = in.items
			}
			if of := in.items; len(of) == 1 {
				switch o.like = of[0].known(); {
				case o.like == aLiteral:
					o.like = anything
				case o.like.time(), o.like == aSpan, o.like == aText, o.like == aTruth:
					o.kind = o.like
				}
			}
			if p.peek(i + 1).word("VALUES") {
				o.columns = p.rows(in.parts)
			}
			p.namesOf(p.listBefore(i), o.columns)
		}
		return in.end
	case t.word("E") && p.peek(i+1).kind == sqltext.String && p.peek(i+1).lead == "" && !p.plain:
		p.drop(i, i+1)
		text, ok := unescaped(p.peek(i + 1).text)
		if !ok {
			p.refuse(i, "a text with \\' or with characters by their numbers does not run here: write '' for a quote, and chr(10)"+
				elsewhere)
		}
		p.tokens[i+1].say = sqltext.Quote(text)
		o.kind = aLiteral
		return i + 1
	case t.word("ROW") && p.peek(i+1).is("(") && !p.plain:
		p.drop(i, i+1)
		return p.closed(i + 1).end
	case t.word("CASE"):
		return p.cases(i, o)
	case t.word("INTERVAL"):
		return p.interval(i, o)
	case t.word("DATE", "TIMESTAMP", "TIMESTAMPTZ", "DATETIME") && p.peek(i+1).kind == sqltext.String:
		p.drop(i, i+1)
		p.wrap(i+1, i+1, "as_type(", p.converting(strings.ToLower(t.text))+")")
		o.kind = castTo(strings.ToLower(t.text))
		return i + 1
	case t.word("ARRAY") && strings.HasPrefix(p.peek(i+1).text, "["), !p.plain && t.kind == sqltext.Quoted && listed(t.text):
		if before := p.peek(i - 1); before.is(")") || t.kind == sqltext.Quoted && before.kind == sqltext.Word && !p.clause(i-1) {
			p.refuse(i, "x"+t.text+" does not run here, as arrays do not: write array_agg(x) ->> 0 for the first of several, "+
				"split_part(x, ',', 1) for a part of a text, or left(x, 1)"+elsewhere)
		}
		p.refuse(i, "arrays do not run here: write in (a, b), a row of VALUES for each, or a JSON text"+elsewhere)
	case t.number():
		if beyond(t.text) && !p.plain {
			p.refuse(i, errDigits.Error())
		}
		if o.long, o.bits = isLongLiteral(t.text), 32; o.long {
			o.bits = 64
		}
		if o.kind, o.sure = aNumber, true; strings.ContainsAny(t.text, ".eE") && !strings.HasPrefix(t.text, "0x") {
			o.kind, o.places, o.bits = aFraction, p.literalPlaces(t.text), 0
		}
	case t.kind == sqltext.String || t.kind == sqltext.Variable || t.word("NULL"):
		o.kind = aLiteral
	case t.word("TRUE", "FALSE"):
		o.kind = aTruth
	case t.word("CURRENT_DATE"):
		o.kind = aDay
		return p.named(i, o)
	case t.word("CURRENT_TIMESTAMP", "LOCALTIMESTAMP"):
		if t.word("LOCALTIMESTAMP") && !p.peek(i+1).is("(") {
			p.tokens[i].say = "current_timestamp"
		}
		o.kind = aMoment
		return p.named(i, o)
	case t.kind == sqltext.Word || t.kind == sqltext.Quoted:
		return p.named(i, o)
	}
	return i
}

// unescaped is a text with backslashes as E'…' has it; false for what is not known.
func unescaped(quoted string) (string, bool) {
	text := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(quoted, "'"), "'"), "''", "'")
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			b.WriteByte(text[i])
			continue
		}
		i++
		if i == len(text) {
			return "", false
		}
		at := strings.IndexByte("nrtbf\\", text[i])
		if at < 0 {
			return "", false
		}
		b.WriteByte("\n\r\t\b\f\\"[at])
	}
	return b.String(), true
}

// cases goes over CASE … END: it is of the type that all its values have.
func (p *phrase) cases(i int, o *operand) int {
	in := p.level(i+1, "END")
	var values []operand
	mixed := false
	for k, v := range in.parts {
		if p.peek(v.lead).word("WHEN") && in.parts[0].lead == i && k > 0 { // CASE x WHEN 1
			p.alike(&in.parts[0], &in.parts[k])
		}
		if p.peek(v.lead).word("THEN", "ELSE") {
			values = append(values, v)
			mixed = mixed || v.whole || v.kind != aFraction && v.kind != aLiteral
		}
	}
	end := min(in.end, len(p.tokens)-1)
	texts := p.oneType(values)
	if o.kind = unified(values); texts {
		o.kind = aText
	}
	o.lengthOf(values)
	o.bits = widest(values)
	o.places = p.widestPlaces(values)
	p.fractional(i, end, o, mixed)
	if p.keepsNames {
		o.column = called("case")
	}
	return end
}

// called is what a database calls a column that is a call of a function, where the statement gives it no name.
func called(function string) string {
	switch function {
	case "", "cast", "generate_series": // which have other names
		return ""
	case "trim":
		function = "btrim"
	}
	return sqltext.QuoteName(function)
}

// fractional makes sure that a value of a type that has fractions has one: whole numbers would divide to whole ones.
func (p *phrase) fractional(first, last int, o *operand, mixed bool) {
	if o.kind == aFraction && mixed && !p.plain {
		p.wrap(first, last, "as_double(", ")")
	}
}

// named goes over a name, and over the call that it may be.
func (p *phrase) named(i int, o *operand) int {
	first := i
	for p.peek(i+1).is(".") && (p.peek(i+2).kind == sqltext.Word || p.peek(i+2).kind == sqltext.Quoted || p.peek(i+2).is("*")) {
		i += 2
	}
	if !p.peek(i + 1).is("(") {
		o.name = p.tokens[i].text
		p.recall(o)
		return i
	}
	name := strings.ToLower(sqltext.Unquoted(p.tokens[i].text))
	if i != first {
		name = ""
	}
	end := p.call(i, name, o)
	o.sure = numbers(name)
	if p.keepsNames && o.column == "" {
		o.column = called(name)
	}
	end = p.windowed(end)
	p.fractional(first, end, o, mixes(name))
	if (name == "median" || name == "percentile_cont") && p.duckdb && o.places > 0 { // of decimals it is one
		p.wrap(first, end, "as_cut(", ", "+strconv.Itoa(o.places-1)+")")
	}
	if name == "abs" && p.narrow && o.kind == aNumber && o.bits == 32 {
		p.wrap(first, end, "as_int4(", ")")
	}
	return end
}

// mixes tells whether a function may give a whole number though its type has fractions.
func mixes(name string) bool {
	switch name {
	case "coalesce", "ifnull", "nvl", "greatest", "least", "min", "max", "nullif", "sum", "iff", "if", "round", "floor", "ceil", "ceiling",
		"trunc", "sign", "lag", "lead", "first_value", "last_value", "mod", "abs":
		return true
	}
	return false
}

// windowed goes over what belongs to a call besides its arguments.
func (p *phrase) windowed(end int) int {
	for {
		switch next := p.peek(end + 1); {
		case next.word("FILTER") && p.peek(end+2).is("("):
			end = p.closed(end + 2).end
		case next.word("IGNORE", "RESPECT") && p.peek(end+2).word("NULLS"):
			if next.word("IGNORE") {
				p.refuse(end+1, "IGNORE NULLS does not run here: take the NULLs away in a CTE first"+elsewhere)
			}
			p.drop(end+1, end+3)
			end += 2
		case next.word("OVER") && p.peek(end+2).is("("):
			end = p.closed(end + 2).end
		case next.word("OVER"):
			end += 2
		default:
			return min(end, len(p.tokens)-1)
		}
	}
}

// numbers tells whether a function gives numbers for sure, whatever it is given.
func numbers(name string) bool {
	switch name {
	case "count", "row_number", "rank", "dense_rank", "ntile", "length", "julianday", "unixepoch", "datediff", "date_diff", "date_part",
		"extract",
		"abs", "round", "floor", "ceil", "power", "sqrt", "sum", "avg", "total":
		return true
	}
	return false
}

// arguments are the first and the last token of each argument of the call that opens at i, before any of it is changed.
func (p *phrase) arguments(i int) (args [][2]int, end int) {
	depth, first := 0, i+1
	for end = i; end < len(p.tokens); end++ {
		t := p.tokens[end]
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		}
		if depth == 0 || depth == 1 && t.is(",") {
			if end > first {
				args = append(args, [2]int{first, end - 1})
			}
			first = end + 1
		}
		if depth == 0 {
			return args, end
		}
	}
	return args, len(p.tokens) - 1
}

// cast makes a call of x::type, and returns what comes after it.
func (p *phrase) cast(left *operand, i int) int {
	kind, end := p.typeAt(i + 1)
	if kind == "" {
		p.refuse(i, "after :: the name of a type is missing")
	}
	p.drop(i, end)
	p.castable(kind, left)
	places := p.placesOf(kind, *left)
	switch castTo(kind) {
	case aText:
		p.written(left)
	case aNumber:
		p.evened(left)
	}
	p.wrap(left.first, left.last, "as_type(", p.converting(kind)+")")
	*left = operand{first: left.first, last: end - 1, kind: castTo(kind), name: left.name,
		column:   cmp.Or(left.name, left.column),
		reckoned: castTo(kind) == aFraction && left.places == floating, places: places,
		long: isLong(kind), bits: p.width(kind), document: kind == "json" || kind == "jsonb"}
	return end
}

// placesAt is one more than the number of places that is written, where a number of SQLite's has so many.
func placesAt(text string) int {
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n >= 0 && n <= 15 {
		return n + 1
	}
	return 0
}

// literalPlaces is how many places a number has as it is written, and one more: 1.50 has two.
func (p *phrase) literalPlaces(text string) int {
	digits, power, scientific := strings.Cut(strings.ToLower(text), "e")
	_, behind, _ := strings.Cut(digits, ".")
	if !scientific {
		return len(behind) + 1
	}
	if n, err := strconv.Atoi(power); err == nil && p.doubles {
		return placesAt(strconv.Itoa(max(0, len(behind)-n)))
	}
	return floating
}

// placesOf is how many places behind the point a value has that is cast to a type, and one more.
func (p *phrase) placesOf(kind string, of operand) int {
	name, sizes, sized := strings.Cut(strings.TrimSuffix(kind, ")"), "(")
	_, scale, scaled := strings.Cut(sizes, ",")
	switch decimal := isDecimal(name); {
	case castTo(name) != aFraction:
		return 0
	case !decimal:
		return floating
	case scaled:
		return placesAt(scale)
	case sized:
		return 1
	case p.duckdb:
		return 4
	case of.places == floating: // it is none any longer, and nobody knows how many it has
		return 0
	}
	return of.scale()
}

// converting is what as_type takes besides the value.
func (p *phrase) converting(to string) string {
	if p.duckdb && castTo(to) == aText {
		to, _, _ = strings.Cut(to, "(") // it takes no notice of the length
	}
	switch castTo(to) {
	case aFraction:
		if p.duckdb && isDecimal(to) { // which has three places where none are named
			to += "(18,3)"
		}
	case aNumber:
		to += p.bits(to)
	case aSpan:
		if p.duckdb {
			to += "/months" // as it calls them
		}
	case aDay, aMoment:
		if !p.zoned && !p.plain && (to == "date" || to == "timestamp" || to == "datetime" || to == "timestamp_ntz") {
			to += "/here"
		}
	}
	return ", " + sqltext.Quote(to) + p.cutting()
}

// bits are those that a whole number of a type may have, where they are less than 64.
func (p *phrase) bits(kind string) string {
	switch {
	case p.wide || p.plain:
	case kind == "int" || kind == "integer" || kind == "int4":
		return "/32"
	case kind == "smallint" || kind == "int2":
		return "/16"
	case kind == "tinyint" || kind == "byteint":
		return "/8"
	}
	return ""
}

// width is how many bits a whole number of a type has; 0 where that says nothing.
func (p *phrase) width(kind string) int {
	switch bits, _ := strconv.Atoi(strings.TrimPrefix(p.bits(kind), "/")); {
	case !p.narrow:
		return 0
	case bits > 0:
		return bits
	case isLong(kind):
		return 64
	}
	return 0
}

// cutting is the argument of as_type that says how fractions become whole numbers.
func (p *phrase) cutting() string {
	if p.truncates || p.plain {
		return ", 1"
	}
	return ""
}

// typeAt reads the name of a type, and returns it in lower case with what comes after it.
func (p *phrase) typeAt(i int) (string, int) {
	first := p.peek(i)
	if first.kind != sqltext.Word && first.kind != sqltext.Quoted {
		return "", i
	}
	name := strings.ToLower(sqltext.Unquoted(first.text))
	i++
	second := func(words ...string) {
		if p.peek(i).word(words...) {
			name += " " + strings.ToLower(p.peek(i).text)
			i++
		}
	}
	switch name {
	case "double":
		second("PRECISION")
	case "character":
		second("VARYING")
	}
	if p.peek(i).is("(") {
		args, end := p.arguments(i)
		var sizes []string
		for _, a := range args {
			sizes = append(sizes, p.tokens[a[0]].text)
		}
		name += "(" + strings.Join(sizes, ",") + ")"
		i = end + 1
	}
	if name == "timestamp" || name == "time" {
		if p.peek(i).word("WITH", "WITHOUT") && p.peek(i+1).word("TIME") && p.peek(i+2).word("ZONE") {
			if name == "timestamp" && p.peek(i).word("WITH") {
				name = "timestamptz"
			}
			i += 3
		}
	}
	if p.peek(i).kind == sqltext.Quoted && p.peek(i).text == "[]" {
		p.refuse(i, "arrays do not run here: write in (a, b) or a JSON text"+elsewhere)
	}
	return name, i
}

// zone drops AT TIME ZONE 'UTC', in which the moments are; another zone is refused.
func (p *phrase) zone(i int) int {
	zone := p.peek(i + 3)
	if !strings.EqualFold(zone.text, "'utc'") {
		p.refuse(i, "moments are in UTC here, and other time zones do not run: write x + interval '1 hour'"+elsewhere)
	}
	p.drop(i, i+4)
	return i + 4
}

// interval makes a text of INTERVAL 'n unit', INTERVAL 'n' UNIT and INTERVAL n UNIT, and returns its last token.
func (p *phrase) interval(i int, o *operand) int {
	amount := p.peek(i + 1)
	text := strings.Trim(amount.text, "'")
	sign := ""
	end := i + 1
	if amount.is("-") {
		sign, end = "-", i+2
		text = p.peek(end).text
	}
	unit := isUnit(p.peek(end + 1).text)
	switch {
	case amount.is("(") || amount.kind == sqltext.Variable: // BigQuery, DuckDB, MySQL
		if amount.is("(") {
			end = p.closed(i + 1).end
		}
		if !isUnit(p.peek(end + 1).text) {
			p.refuse(i, "an interval is written interval '3 days', interval 3 day or 3 * interval '1 day' here"+elsewhere)
		}
		o.kind = aSpan
		p.drop(i, i+1)
		p.wrap(i+1, end, "as_times(", ", "+sqltext.Quote("1 "+strings.ToLower(p.peek(end+1).text))+")")
		p.drop(end+1, end+2)
		return end + 1
	case amount.kind != sqltext.String && !p.peek(end).number():
		return i // a column of that name
	case unit:
		text += " " + strings.ToLower(p.peek(end+1).text)
		end++
	}
	o.kind = aSpan
	p.drop(i, end+1)
	switch length, err := calendar.ParseLength(sign + text); {
	case err == nil:
		if text, sign = length.String(), ""; p.duckdb {
			text = calendar.InMonths(text)
		}
	case !p.plain:
		p.refuse(i, err.Error())
	}
	p.tokens[i].say = sqltext.Quote(sign + text)
	return end
}
