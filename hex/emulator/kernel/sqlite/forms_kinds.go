package sqlite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hextui/hex/emulator/sqltext"

	"hextui/hex/emulator/kernel/sqlite/calendar"
)

// kind is what an operand is for sure.
type kind int

// The kinds.
const (
	anything  kind = iota
	aLiteral       // a text, a parameter or NULL, which become what they are compared with
	aText          //
	aNumber        //
	aFraction      // a number of a type that has fractions
	aTruth         //
	aDay           // a date
	aMoment        // a time of a date
	aSpan          // an interval
)

// operand is what stands between operators.
type operand struct {
	first, last int
	kind        kind
	like        kind // what it is for sure, where kind does not tell
	sure        bool // it is a number, whatever it is made of
	guarded     bool
	comparable  bool      // it is written as moments are that are compared
	name        string    // of a column
	column      string    // the name that a column has after it was cast
	columns     []operand // of a query
	lead        int       // the comma, keyword or parenthesis before
	places      int       // how many places behind the point it has, and one more; 0 is not known, floating is as many as it needs
	whole       bool      // it is of a type that has fractions, but SQLite's value may be a whole number
	made        bool      // it is a column to which the statement gives the name
	long        bool      // it is a whole number of 64 bits
	perhapsLong bool      // it has the name of several columns, of which one is
	loose       bool      // it is a number that may have fractions, though nothing says so
	document    bool      // it was cast to JSON
	reckoned    bool      // it was calculated from numbers with fractions
	calculated  bool      // it was calculated, and may be beyond its type
	stored      bool      // it is a column that holds numbers, or truths that are written as such
	called      string    // what the SELECT calls it
	mixed       bool      // it has the name of several columns, of which one is whole
	bits        int       // those of a whole number, 16, 32 or 64; 0 is not known
}

// floating are the places of what is not decimal.
const floating = -1

// scale is the places of a number, whole ones included.
func (o operand) scale() int {
	if o.places == 0 && o.kind == aNumber && !o.loose {
		return 1
	}
	return o.places
}

func (k kind) number() bool { return k == aNumber || k == aFraction }
func (k kind) time() bool   { return k == aDay || k == aMoment }

// unified is the kind of a value that is one of several.
func unified(of []operand) kind {
	count := map[kind]int{}
	for _, o := range of {
		count[o.kind]++
	}
	times, texts := count[aDay]+count[aMoment], count[aText]+count[aLiteral]
	switch all := len(of); {
	case all == 0:
		return anything
	case count[aFraction] > 0 && times+count[aText]+count[aSpan] == 0:
		return aFraction
	case all == count[aLiteral]:
		return aLiteral
	case all == count[aTruth]+count[aLiteral]:
		return aTruth
	case all == texts:
		return aText
	case all == count[aNumber]+count[aLiteral]:
		return aNumber
	case all == count[aDay]+count[aLiteral]:
		return aDay
	case all == times+count[aLiteral]:
		return aMoment
	case all == count[aSpan]+count[aLiteral]:
		return aSpan
	}
	return anything
}

// made is the kind of what a function gives; parts are its arguments.
func (d dialect) made(name string, parts []operand) kind {
	switch name {
	case "count", "row_number", "rank", "dense_rank", "ntile", "length", "char_length", "len", "strpos", "position", "charindex",
		"datediff", "date_diff", "timestampdiff", "year", "quarter", "month", "week", "day", "hour", "minute", "div", "countif", "count_if",
		"unixepoch", "gcd", "lcm", "factorial", "epoch_ms", "bit_length", "octet_length", "ascii":
		return aNumber
	case "date_part", "extract", "second":
		if d.doubles {
			return aFraction
		}
		return aNumber
	case "mod", "sum", "abs", "total":
		if k := unified(parts); k == aFraction {
			return k
		}
		return aNumber
	case "round", "floor", "ceil", "ceiling", "trunc", "sign":
		if k := unified(parts[:min(1, len(parts))]); k == aFraction || d.doubles {
			return aFraction
		}
		return aNumber
	case "avg", "power", "sqrt", "exp", "ln", "log", "median", "percentile_cont", "stddev", "stddev_samp", "stddev_pop", "variance",
		"var_samp", "var_pop", "percent_rank", "cume_dist", "julianday", "safe_divide", "div0":
		return aFraction
	case "coalesce", "ifnull", "nvl", "greatest", "least", "min", "max", "any_value":
		return unified(parts)
	case "nullif", "lag", "lead", "first_value", "last_value", "nth_value":
		return unified(parts[:min(1, len(parts))])
	case "iff", "if":
		return unified(parts[min(1, len(parts)):])
	case "to_char", "left", "right", "substr", "substring", "split_part", "concat", "concat_ws", "upper", "lower", "trim", "ltrim", "rtrim",
		"btrim", "replace", "initcap", "lpad", "rpad", "reverse", "repeat", "strftime", "string_agg", "listagg", "regexp_replace",
		"regexp_substr", "regexp_extract", "md5", "monthname", "dayname", "chr", "format", "overlay", "to_hex",
		"quote_literal", "quote_ident":
		return aText
	case "current_date", "to_date", "make_date", "date_from_parts", "last_day", "date":
		return aDay
	case "now", "getdate", "sysdate", "current_timestamp", "localtimestamp", "date_trunc", "timestamp_trunc", "to_timestamp", "dateadd",
		"date_add", "date_sub", "timestampadd", "make_timestamp", "date_bin", "time_bucket", "strptime":
		return aMoment
	case "age", "make_interval", "justify_hours", "justify_days", "justify_interval":
		return aSpan
	case "bool_or", "boolor_agg", "logical_or", "bool_and", "booland_agg", "logical_and", "every", "exists", "regexp_like",
		"regexp_contains", "regexp_matches", "starts_with", "startswith", "ends_with", "endswith", "contains":
		return aTruth
	}
	return anything
}

// castTo is the kind of a type.
func castTo(name string) kind {
	name, _, _ = strings.Cut(name, "(")
	if isDecimal(name) {
		return aFraction
	}
	switch name {
	case "int", "integer", "bigint", "smallint", "tinyint", "int2", "int4", "int8", "int64", "hugeint", "byteint":
		return aNumber
	case "float", "real", "double", "double precision", "float4", "float8", "float64", "float32":
		return aFraction
	case "text", "varchar", "string", "char", "character varying", "character", "bpchar", "nvarchar", "name":
		return aText
	case "date":
		return aDay
	case "timestamp", "timestamptz", "datetime", "timestamp_ntz", "timestamp_ltz", "timestamp_tz":
		return aMoment
	case "bool", "boolean":
		return aTruth
	case "interval":
		return aSpan
	}
	return anything
}

// isDecimal tells whether a type is that of numbers with places.
func isDecimal(name string) bool {
	return slices.Contains([]string{"numeric", "decimal", "number", "dec", "bignumeric"}, name)
}

// written has an operand be written as the dialect writes its type, where it becomes a part of a text: SQLite writes 1 for true,
// and 3.0 and 3.5 for what was rounded to whole numbers and to two places.
func (p *phrase) written(o *operand) {
	switch {
	case p.plain:
	case o.kind == aTruth:
		p.wrap(o.first, o.last, "as_word(", ")")
	case p.exact && o.places > 0:
		p.wrap(o.first, o.last, "as_places(", ", "+strconv.Itoa(o.places-1)+")")
	case p.duckdb && (o.kind == anything || o.kind.number()) && !(o.sure && o.first == o.last && o.kind != aFraction):
		p.wrap(o.first, o.last, "as_written(", ")")
	case p.decimals && o.places == floating:
		p.wrap(o.first, o.last, "as_float(", ")")
	case p.decimals && (o.kind == anything || o.kind.number()) && !(o.sure && o.first == o.last && o.kind != aFraction):
		p.wrap(o.first, o.last, "as_text(", ")")
	default:
		return
	}
	o.kind, o.sure, o.places = aText, false, 0
}

// dated tells whether an operand is a literal that is written as a date is, or a parameter of which the value is.
func (p *phrase) dated(o *operand) bool {
	text := p.literal(o)
	if len(text) < len(calendar.DayForm) {
		return false
	}
	_, err := calendar.ParseMoment(text)
	return err == nil
}

// numeral tells whether an operand is a literal or a parameter that is a text written as a number is.
func (p *phrase) numeral(o *operand) bool {
	text := p.literal(o)
	if text == "" || !strings.ContainsAny(text[:1], "0123456789.-") {
		return false
	}
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}

// truly tells whether an operand is a literal or a parameter that is a text written as a truth is.
func (p *phrase) truly(o *operand) bool { return isTruth(p.literal(o)) }

// literal is the text that an operand is, or that its parameter is; "" for none.
func (p *phrase) literal(o *operand) string {
	text, _ := p.spelled(o)
	return text
}

// spelled is the text that an operand is, or that its parameter is, if it is one.
func (p *phrase) spelled(o *operand) (text string, is bool) {
	t := p.tokens[o.first]
	switch {
	case o.kind != aLiteral || o.first != o.last:
		return "", false
	case t.kind == sqltext.Variable:
		n, err := strconv.Atoi(t.text[1:])
		if err != nil || n < 1 || n > len(p.args) {
			return "", false
		}
		text, is = p.args[n-1].(string)
		return text, is
	case t.kind != sqltext.String:
		return "", false
	}
	return unquoted(t.text), true
}

// word tells whether an operand is a text that the statement itself spells out.
func (p *phrase) word(o *operand) bool {
	_, is := p.spelled(o)
	return is && p.tokens[o.first].kind == sqltext.String
}

// unquoted is what a text says: 'x' or $$x$$.
func unquoted(text string) string {
	if text[0] != '$' {
		return strings.Trim(text, "'")
	}
	mark := text[:strings.IndexByte(text[1:], '$')+2]
	return strings.TrimSuffix(strings.TrimPrefix(text, mark), mark)
}

// loosely has a value of which nothing is known compared with a text that may be a number: as a number, if it is one itself. It
// tells whether that is so. SQLite would take the text for greater than any number.
func (p *phrase) loosely(l *operand, op int, r *operand) bool {
	if p.plain || p.tokens[op].kind != sqltext.Symbol || !(l.kind == anything && (p.numeral(r) || p.truly(r)) ||
		r.kind == anything && (p.numeral(l) || p.truly(l))) ||
		p.dated(l) || p.dated(r) {
		return false
	}
	p.wrap(l.first, r.last, "as_compared(", ")"+p.tokens[op].say+"0")
	p.tokens[op].say = ","
	return true
}

// listed tells whether what stands in brackets is a list, not a name.
func listed(text string) bool {
	if text[0] != '[' {
		return false
	}
	inside := strings.TrimSpace(strings.Trim(text, "[]"))
	return inside == "" || inside[0] >= '0' && inside[0] <= '9' || strings.ContainsAny(inside, "',\"")
}

// alike has two operands compared as what they are: SQLite takes a text for greater than any number, and the beginning of a
// day, which can be written in two ways, for two moments.
func (p *phrase) alike(l, r *operand) {
	if p.plain || l == nil || r == nil {
		return
	}
	if n := len(l.columns); n > 1 && n == len(r.columns) { // rows
		for k := range l.columns {
			p.alike(&l.columns[k], &r.columns[k])
		}
		return
	}
	p.unlike(l, r)
	for range 2 {
		switch {
		case l.kind == aTruth && r.kind == aLiteral && !r.guarded:
			p.wrap(r.first, r.last, "as_type(", ", 'boolean')")
			r.guarded = true
		case l.kind == aSpan && !l.comparable:
			p.wrap(l.first, l.last, "as_seconds(", ")")
			l.comparable = true
			if r.kind == aLiteral && !r.comparable {
				p.wrap(r.first, r.last, "as_seconds(", ")")
				r.comparable = true
			}
		case l.kind.time() && p.word(r) && !p.dated(r):
			p.refuse(r.first, fmt.Sprintf("'%.60s' is no date: it is written 2026-01-31 or 2026-01-31 13:05:00", p.literal(r)))
		case l.known().number() && (r.kind == aLiteral || r.kind == aText ||
			r.kind == anything && (r.made || r.name != "" && !r.stored)):
			p.guard(r, "as_number(")
		case (l.kind.time() || p.dated(l)) && !r.kind.number() && r.kind != aTruth && r.kind != aSpan:
			for _, o := range []*operand{l, r} {
				if o.kind != aDay && !o.comparable {
					p.wrap(o.first, o.last, "as_moment(", ")")
					o.comparable = true
				}
			}
		}
		l, r = r, l
	}
}

// guard has an operand be a number, or the statement fail.
func (p *phrase) guard(o *operand, call string) {
	if !p.plain && !o.guarded {
		p.wrap(o.first, o.last, call, ")")
		o.guarded = true
	}
}

// isLong tells whether a type is that of whole numbers of 64 bits.
func isLong(kind string) bool { return kind == "bigint" || kind == "int8" }

// lengthOf has an operand be as long as those are that it is made of, and have fractions where one of them may.
func (o *operand) lengthOf(parts []operand) {
	for _, part := range parts {
		o.loose = o.loose || part.loose || !part.kind.number()
		o.long, o.perhapsLong = o.long || part.long, o.perhapsLong || part.perhapsLong
	}
}

// isLongLiteral tells whether a number as it is written is a whole one that 32 bits do not hold.
func isLongLiteral(text string) bool {
	digits := strings.TrimLeft(text, "0")
	return len(digits) > 10 || len(digits) == 10 && digits > "2147483647"
}

// lengthened finds whether a function gives a whole number of 64 bits. Where the sum of those is a decimal, it divides to
// fractions: count(*) / sum(count(*)) over () is a share, and sum(x) / count(*) of smaller numbers is whole.
func (p *phrase) lengthened(name string, parts []operand, o *operand) {
	switch name {
	case "count", "row_number", "rank", "dense_rank", "countif", "count_if":
		o.long, o.bits = true, 64
	case "ntile", "length", "char_length", "character_length", "strpos", "position", "ascii", "bit_length", "octet_length":
		if o.bits = 32; p.duckdb {
			o.bits = 64
		}
	case "coalesce", "ifnull", "nvl", "greatest", "least", "min", "max", "any_value", "nullif", "lag", "lead", "first_value",
		"last_value", "nth_value", "iff", "if", "abs", "mod", "total":
		o.lengthOf(parts)
		if o.bits = widest(parts); name == "nullif" || name == "lag" || name == "lead" || name == "nth_value" {
			o.bits = parts[0].bits
		}
		p.keepsPlaces(name, parts, o)
	case "round", "trunc":
		o.loose = o.places == 0 && len(parts) > 0 && (parts[0].loose || parts[0].kind != aNumber)
	case "extract", "date_part", "datepart", "second":
		o.loose = true
	case "sum":
		if len(parts) == 0 || o.kind == aFraction {
			return
		}
		o.loose = parts[0].loose || parts[0].kind != aNumber
		switch of := parts[0]; {
		case p.widens && of.long:
			o.kind, o.places = aFraction, 1
		case p.widens && of.perhapsLong:
			o.mixed, o.perhapsLong = true, true
		default:
			if o.long = true; parts[0].bits > 0 && !p.duckdb { // which has 128
				o.bits = 64
			}
		}
	}
}

// keepsPlaces has a function that gives one of its arguments have the places behind the point that those have.
func (p *phrase) keepsPlaces(name string, parts []operand, o *operand) {
	switch name {
	case "min", "max", "nullif", "lag", "lead", "first_value", "last_value", "nth_value":
		if len(parts) == 1 || name == "nullif" || name == "nth_value" {
			o.places = parts[0].places
		}
	case "coalesce", "ifnull", "nvl", "greatest", "least":
		o.places = p.widestPlaces(parts)
	}
}

// widestPlaces are those of the decimal that DuckDB makes of several ones; 0 where they are not known. Elsewhere each keeps its own.
func (p *phrase) widestPlaces(parts []operand) (places int) {
	for k, part := range parts {
		switch scale := part.scale(); {
		case part.kind == aLiteral:
		case !part.kind.number() || scale == 0 || !p.duckdb && k > 0 && scale != places:
			return 0
		case scale == floating || places == floating:
			places = floating
		default:
			places = max(places, scale)
		}
	}
	if places == 1 && unified(parts) == aNumber {
		return 0
	}
	return places
}

// widest are the bits of the type that holds all of some whole numbers; 0 where they are not known.
func widest(parts []operand) (bits int) {
	for _, part := range parts {
		if part.kind == aLiteral {
			continue
		}
		if part.bits == 0 || part.kind != aNumber {
			return 0
		}
		bits = max(bits, part.bits)
	}
	return bits
}
