package sqlite

import (
	"cmp"
	"strings"

	"hextui/hex/emulator/sqltext"
)

// call puts the call of a function into SQLite's words; i is its name, or the last part of it, and what follows opens the
// parenthesis. It returns where the call ends.
func (p *phrase) call(i int, name string, o *operand) int {
	args, end := p.arguments(i + 1)
	name = strings.TrimPrefix(name, "pg_catalog.")
	switch name {
	case "cast", "try_cast", "safe_cast":
		return p.castCall(i, end, name, o)
	case "extract":
		p.extract(i)
	case "substring", "substr", "position", "overlay":
		p.separate(i, end, name)
	case "trim":
		p.trim(i, end)
	case "make_interval":
		p.lengths(args)
	case "regexp_matches":
		if !p.duckdb && !p.plain {
			p.refuse(i, "regexp_matches does not run here: write x ~ 'pattern', or regexp_substr(x, 'pattern') for what matches"+elsewhere)
		}
	case "left", "right":
		p.tokens[i].say = sqltext.QuoteName(name)
	case "current_date", "current_timestamp", "current_time":
		p.drop(i+1, end+1)
		o.kind = p.made(name, nil)
		return end
	case "approx_count_distinct":
		p.tokens[i].say = "count"
		p.tokens[i+1].close += "distinct "
	case "dayofweek", "weekday":
		if !p.days {
			p.refuse(i, name+" does not run here, as databases count from different days: write date_part('isodow', x), 1 for Monday"+
				elsewhere)
		}
	case "strftime":
		if p.duckdb && len(args) == 2 {
			p.tokens[i].say = "format_date"
			break
		}
		if len(args) > 1 && strings.Contains(p.tokens[args[1][0]].text, "%") {
			p.refuse(i, "strftime takes the format first here: strftime('%Y-%m', x)")
		}
	case "unnest", "flatten", "explode":
		p.refuse(i, name+" does not run here: json_each('[1, 2, 3]') gives the values of a JSON text"+elsewhere)
	case "array_to_string":
		p.refuse(i, name+" does not run here, as arrays do not: write string_agg(x, ', ') for array_to_string(array_agg(x), ', ')"+
			elsewhere)
	case "array_length", "cardinality":
		p.refuse(i, name+" does not run here, as arrays do not: write count(*) for how many array_agg has, or "+
			"json_array_length(x)"+elsewhere)
	case "list":
		p.refuse(i, "list does not run here: write array_agg(x), which makes a JSON text"+elsewhere)
	case "justify_hours", "justify_days", "justify_interval":
		if p.duckdb {
			p.refuse(i, "this database has no "+name+": write date_trunc('day', x), or extract(epoch from x)")
		}
	case "today":
		if p.duckdb && len(args) == 0 {
			p.tokens[i].say = "current_date"
			p.drop(i+1, end+1)
			o.kind = aDay
			return end
		}
	case "string_to_array", "regexp_split_to_array", "regexp_split_to_table", "string_split", "str_split", "split", "list_value",
		"array_position":
		p.refuse(i, name+" does not run here, as arrays do not: write split_part(x, ',', 1) for a part of a text"+elsewhere)
	case "regexp_match", "regexp_extract_all":
		p.refuse(i, name+" does not run here: write regexp_substr(x, 'pattern') for what matches"+elsewhere)
	case "json_array_elements", "json_array_elements_text", "jsonb_array_elements", "jsonb_array_elements_text", "json_each_text",
		"jsonb_each_text", "jsonb_each":
		p.refuse(i, name+" does not run here: json_each(x) is a table with the columns key and value"+elsewhere)
	case "format":
		if !p.doubles && !p.plain {
			p.refuse(i, name+" does not run here: put texts together with ||"+elsewhere)
		}
	case "json_object_keys", "jsonb_object_keys":
		p.refuse(i, name+" does not run here: json_each(x) is a table with the columns key and value"+elsewhere)
	case "to_json", "to_jsonb", "row_to_json", "jsonb_set", "jsonb_pretty", "jsonb_insert", "jsonb_strip_nulls", "json_strip_nulls":
		p.refuse(i, name+" does not run here: json_object('a', x) makes JSON, and json_set(x, '$.a', 1) changes it"+elsewhere)
	case "grouping":
		p.refuse(i, "grouping does not run here: join the totals to the groups with UNION ALL"+elsewhere)
	case "range":
		p.refuse(i, "range does not run here: generate_series(1, 5) is a table, with its last value"+elsewhere)
	case "count":
		p.countedRows(i, end, args)
	case "generate_series":
		return p.series(i)
	case "array_agg":
		if p.evens && !p.duckdb && p.peek(i+2).word("DISTINCT") && p.inside(i+1, end, "ORDER") < 0 {
			p.tokens[i].say = "as_sorted_agg" // PostgreSQL sorts to find what is distinct
		}
	case "percentile_cont", "percentile_disc", "listagg", "string_agg", "group_concat", "mode":
		o.kind = p.made(name, nil)
		if p.doubled(name, nil) {
			o.places = floating
		}
		return p.ordered(i, end, name, args, o)
	default:
		p.units(name, args)
	}
	if other := p.otherName(name, len(args)); other != "" {
		p.tokens[i].say = other
	}
	in := p.closed(i + 1)
	p.takes(i, name, in.parts)
	if p.aggregated(i, name, in.parts, o) {
		return in.end
	}
	if len(in.parts) == 2 && name == "round" && in.parts[0].places == floating {
		if p.doubles {
			p.refuse(i, "round(x, places) takes no float in PostgreSQL: write round(x::numeric, 2)")
		} else if p.duckdb {
			p.tokens[i].say = "as_round"
		}
	}
	texts := p.unmixed(i, name, in.parts)
	if o.kind, o.places = p.made(name, in.parts), p.rounded(name, in.parts); texts {
		o.kind = aText
	}
	p.lengthened(name, in.parts, o)
	if p.doubled(name, in.parts) {
		o.places = floating
	}
	if name == "median" && p.duckdb && in.parts[0].places > 0 {
		o.places = in.parts[0].places
	}
	switch name {
	case "power":
		o.reckoned = true
	case "sum":
		if o.reckoned = true; len(in.parts) > 0 && in.parts[0].places > 0 {
			o.places = in.parts[0].places
		}
	case "round":
		if len(in.parts) == 1 && p.doubles {
			p.evened(&in.parts[0])
		}
	}
	o.whole = o.kind == aFraction && (name == "extract" || name == "date_part")
	if name == "concat" || name == "concat_ws" {
		for k := range in.parts {
			if part := &in.parts[k]; part.kind != aTruth || !p.clipped {
				p.written(part)
			} else if !p.plain { // PostgreSQL has a letter for it there
				p.refuse(part.first, name+" of what is true or false does not run here: write (x)::text"+elsewhere)
			}
		}
	}
	return in.end
}

// rounded is how many places behind the point a function leaves, and one more; 0 is not known.
func (p *phrase) rounded(name string, parts []operand) (places int) {
	switch name {
	case "date_part":
		if p.doubles {
			return floating
		}
	case "extract":
		if p.doubles && len(parts) > 0 {
			return extracted(p.tokens[parts[0].first].text)
		}
	case "floor", "ceil", "ceiling":
		places = 1
	case "round", "trunc":
		if len(parts) == 1 {
			places = 1
		}
		if len(parts) == 2 && parts[1].first == parts[1].last {
			places = placesAt(p.tokens[parts[1].first].text)
		}
	}
	if p.decimals || places == 0 {
		return places
	}
	return max(0, min(parts[0].places, places)) // only decimals are rounded to decimals, and get no more places
}

// extracted is how many places PostgreSQL gives a part of a moment, and one more.
func extracted(field string) int {
	switch strings.TrimSuffix(strings.ToLower(strings.Trim(field, "'")), "s") {
	case "second":
		return 7
	case "millisecond":
		return 4
	case "epoch":
		return 0 // a date's has none, a moment's has six
	}
	return 1
}

// otherName is the function that answers as the dialect does where SQLite's of that name does not.
func (p *phrase) otherName(name string, args int) string {
	switch {
	case p.plain:
		return ""
	case name == "json_build_object" || name == "jsonb_build_object":
		return "json_object"
	case name == "json_build_array" || name == "jsonb_build_array":
		return "json_array"
	case name == "json_agg" || name == "jsonb_agg":
		return "json_group_array"
	case name == "json_object_agg" || name == "jsonb_object_agg":
		return "json_group_object"
	case name == "split_part" && p.duckdb:
		return "as_split_part"
	case name == "to_hex" && p.duckdb:
		return "as_hex"
	case name == "time_bucket" && p.duckdb:
		return "date_bin"
	case name == "json_typeof" || name == "jsonb_typeof":
		return "as_json_typeof"
	case name == "jsonb_array_length":
		return "json_array_length"
	case name == "json_extract_string":
		return "as_json_text"
	case name == "json_extract_path_text" || name == "jsonb_extract_path_text":
		return "as_json_members"
	case name == "age" && p.duckdb:
		return "as_age"
	case name == "date" && args == 1:
		return "as_date"
	case name == "concat" && p.concat:
		return "concat_null"
	case name == "greatest" && p.least && args > 1:
		return "max"
	case name == "least" && p.least && args > 1:
		return "min"
	case name == "random" || name == "rand":
		return "as_random"
	case name == "log" && p.natural && args == 1:
		return "as_ln"
	case name == "upper" && p.upper != "":
		return p.upper
	case name == "initcap" && p.upper != "":
		return "as_initcap" + strings.TrimPrefix(p.upper, "as_upper")
	case ranged(name) != "":
		return ranged(name)
	case name == "substr" || name == "substring":
		switch {
		case p.clipped:
			return "as_substr"
		case p.duckdb:
			return "as_substr_back"
		}
		return "as_substr_one"
	case (name == "date_part" || name == "extract" || name == "datepart") && p.wholeSeconds:
		return "as_part"
	case name == "monthname" && p.duckdb, name == "dayname" && p.duckdb:
		return "as_" + name
	case name == "second" && p.wholeSeconds:
		return "as_second"
	case (name == "datediff" || name == "date_diff") && p.duckdb:
		return "as_datediff"
	case name == "date_diff" && p.reversed:
		return "as_date_diff"
	}
	return ""
}

// inside finds a word between two tokens, not in inner parentheses; -1 for none.
func (p *phrase) inside(open, end int, word string) int {
	depth := 0
	for i := open; i < end; i++ {
		switch t := p.tokens[i]; {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case depth == 1 && t.word(word):
			return i
		}
	}
	return -1
}

// castCall makes a call of CAST(x AS type).
func (p *phrase) castCall(i, end int, name string, o *operand) int {
	as := p.inside(i+1, end, "AS")
	kind, after := p.typeAt(as + 1)
	if as < 0 || kind == "" || after != end {
		return p.closed(i + 1).end // SQLite says what is wrong
	}
	in := p.closed(i + 1)
	o.kind, o.long, o.bits = castTo(kind), isLong(kind), p.width(kind)
	if p.plain && name == "cast" {
		return in.end
	}
	call := "as_type"
	if name != "cast" {
		call = "try_type"
	}
	if len(in.parts) > 0 {
		if name == "cast" {
			p.castable(kind, &in.parts[0])
		}
		o.places = p.placesOf(kind, in.parts[0])
		o.reckoned = o.kind == aFraction && in.parts[0].places == floating
		if o.kind == aNumber {
			p.evened(&in.parts[0])
		}
		if o.column = cmp.Or(in.parts[0].name, in.parts[0].column); o.kind == aText {
			p.written(&in.parts[0])
		}
	}
	p.tokens[i].say = call
	p.drop(as, end)
	p.tokens[as].say = p.converting(kind)
	return in.end
}

// extract makes EXTRACT(field FROM x) two arguments.
func (p *phrase) extract(i int) {
	field := p.peek(i + 2)
	if !p.peek(i + 3).word("FROM") {
		return
	}
	if p.sundays && field.word("WEEK") {
		p.refuse(i, "weeks that begin on Sunday have no number here: write extract(isoweek from x)")
	}
	p.tokens[i].say = "date_part"
	p.tokens[i+2].say = sqltext.Quote(strings.Trim(strings.ToLower(field.text), "'"))
	p.tokens[i+3].say = ","
	p.tokens[i+3].kind, p.tokens[i+3].text = sqltext.Symbol, ","
}

// separate puts commas for the words in substring(x FROM 2 FOR 3) and position('a' IN x).
func (p *phrase) separate(i, end int, name string) {
	words := []string{"FROM", "FOR"}
	switch name {
	case "position":
		words = []string{"IN"}
	case "overlay":
		words = []string{"PLACING", "FROM", "FOR"}
	}
	from := false
	for _, word := range words {
		at := p.inside(i+1, end, word)
		if at < 0 {
			continue
		}
		p.tokens[at].say, p.tokens[at].kind, p.tokens[at].text = ",", sqltext.Symbol, ","
		if word == "FOR" && !from && name != "overlay" {
			p.tokens[at].say = ", 1," // from the first character on
		}
		from = true
	}
}

// trim separates what is trimmed by commas: trim(both 'x' from y), trim(from y).
func (p *phrase) trim(i, end int) {
	from := p.inside(i+1, end, "FROM")
	if from < 0 {
		return
	}
	p.tokens[i].say = "as_trim"
	side := "'both', "
	if t := &p.tokens[i+2]; t.word("BOTH", "LEADING", "TRAILING") {
		side, t.say, t.kind, t.text = sqltext.Quote(strings.ToLower(t.text))+", ", "", sqltext.Symbol, ","
		if i+3 == from {
			side += "' '"
		}
	} else if i+2 == from {
		side += "' '"
	}
	p.tokens[i+1].close += side
	p.tokens[from].say, p.tokens[from].kind, p.tokens[from].text = ",", sqltext.Symbol, ","
}

// lengths puts make_interval(days => 3, hours => 2) into words that SQLite has.
func (p *phrase) lengths(args [][2]int) {
	for _, a := range args {
		if name, arrow := &p.tokens[a[0]], &p.tokens[min(a[0]+1, a[1])]; name.kind == sqltext.Word && arrow.is("=>") {
			name.say, name.kind = sqltext.Quote(strings.ToLower(name.text)), sqltext.String
			arrow.say, arrow.text = ",", ","
			continue
		}
		p.refuse(a[0], "make_interval is written make_interval(days => 3) here"+elsewhere)
	}
}

// isUnit tells whether a word is a unit of time.
func isUnit(word string) bool {
	switch strings.TrimSuffix(strings.ToLower(word), "s") {
	case "year", "quarter", "month", "week", "isoweek", "day", "hour", "minute", "second", "millisecond", "microsecond", "dow", "doy",
		"isodow", "isoyear", "dayofweek", "dayofyear", "epoch", "decade", "century", "mon", "min", "sec", "hr", "dd", "mm", "yy":
		return true
	}
	return false
}

// units puts quotes around a unit that is written as a word: date_trunc(month, x), DATE_TRUNC(x, MONTH).
func (p *phrase) units(name string, args [][2]int) {
	switch name {
	case "date_trunc", "dateadd", "datediff", "date_diff", "timestampadd", "timestampdiff", "date_part", "datepart", "timestamp_trunc",
		"datetime_trunc", "timestamp_diff", "datetime_diff", "last_day", "date_sub", "date_add":
	default:
		return
	}
	if len(args) == 0 || p.tokens[args[0][0]].kind == sqltext.String && isUnit(strings.Trim(p.tokens[args[0][0]].text, "'")) {
		return
	}
	for _, a := range [][2]int{args[0], args[len(args)-1]} {
		if t := &p.tokens[a[0]]; a[0] == a[1] && t.kind == sqltext.Word && isUnit(t.text) {
			unit := strings.ToLower(t.text)
			if unit == "week" && p.sundays {
				unit = "sundayweek"
			}
			t.say, t.kind = sqltext.Quote(unit), sqltext.String
			return
		}
	}
}

// ordered makes plain calls of what is called WITHIN GROUP (ORDER BY x).
func (p *phrase) ordered(i, end int, name string, args [][2]int, o *operand) int {
	distinct := p.peek(i+2).word("DISTINCT") && (len(args) > 1 || name == "listagg")
	given := p.closed(i + 1)
	all := given.end
	p.takes(i, name, given.parts)
	if name == "string_agg" && p.duckdb && !distinct && len(given.parts) > 0 {
		p.written(&given.parts[0])
	}
	switch {
	case distinct && (len(args) > 2 || name == "mode"):
		p.refuse(i, name+"(distinct …, …) does not run here: take the values from a subquery with select distinct"+elsewhere)
	case distinct: // SQLite knows it of one argument only
		last, mark := p.byItself(args[len(args)-1][0], end), ""
		if len(args) == 1 {
			mark = ", ''"
		}
		p.wrap(args[0][0]+1, last, "as_pair(", mark+")")
		p.tokens[i].say = "as_distinct_agg"
		if p.evens && !p.duckdb && p.inside(i+1, end, "ORDER") < 0 && !p.peek(end+1).word("WITHIN") {
			p.tokens[i].say = "as_sorted_distinct_agg" // PostgreSQL sorts to find what is distinct
		}
	case name == "listagg":
		p.tokens[i].say = "string_agg"
		if len(args) == 1 {
			p.tokens[end].open = ", ''"
		}
	}
	if !p.peek(end+1).word("WITHIN") || !p.peek(end+2).word("GROUP") || !p.peek(end+4).word("ORDER") {
		return all
	}
	p.bare = name != "listagg" && name != "string_agg"
	order := p.closed(end + 3)
	last := order.end
	spans := p.bareOrder(i, name, order.parts, o)
	switch name {
	case "listagg", "string_agg":
		p.drop(end, end+4) // the order goes into the parenthesis
		if len(args) == 1 && !distinct {
			p.tokens[end].say = ", ''"
		}
		return last
	case "mode":
		p.drop(i+1, end+3)
		p.drop(end+4, end+6)
		if spans != "as_" {
			p.tokens[i].say = spans + name
		}
	default:
		p.tokens[i].say = spans + name
		p.drop(end, end+6)
		p.tokens[end].say = ","
	}
	for at := end + 6; at < last; at++ {
		if t := &p.tokens[at]; t.word("DESC", "ASC") {
			if t.say = ""; t.word("DESC") && name != "mode" {
				t.say = ", 1"
			}
		}
	}
	return last
}

// byItself is the token that ends the argument that begins at i: the one before ORDER BY, or before the parenthesis.
func (p *phrase) byItself(i, end int) int {
	for depth := 0; i < end; i++ {
		switch t := p.tokens[i]; {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case depth == 0 && t.word("ORDER"):
			return i - 1
		}
	}
	return end - 1
}
