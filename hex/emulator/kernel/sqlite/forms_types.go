package sqlite

import (
	"fmt"
	"strings"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/sqlite/calendar"
	"hextui/hex/emulator/sqltext"
)

// wrong refuses the statement once its names are known: what a name that is not known yet is taken for may be wrong itself.
func (p *phrase) wrong(i int, what string) {
	if p.late == nil {
		p.late = &engine.Error{Message: what, Offset: p.tokens[min(i, len(p.tokens)-1)].at}
	}
}

// class is what the kinds are called that a database compares and joins; "" where nothing is known.
func (o *operand) class() string {
	switch k := o.known(); {
	case k.number():
		return "number"
	case k.time():
		return "date"
	case k == aText:
		return "text"
	case k == aTruth:
		return "truth"
	case k == aSpan:
		return "length of time"
	}
	return ""
}

// known is the kind of an operand, also where that says nothing of how it is calculated with.
func (o *operand) known() kind {
	if o.kind == anything {
		return o.like
	}
	return o.kind
}

// cast is how to make two operands of different types alike.
const cast = ": cast one of them, such as x::text"

// casts tells whether DuckDB casts one of two operands that are compared while it reads them, as the functions do that guard it.
func (o *operand) casts(other *operand) bool {
	return o.class() == "text" && other.class() == "number" || o.known() == aTruth && other.known() == aNumber
}

// unlike refuses to compare operands of types that the database does not take for one another.
func (p *phrase) unlike(l, r *operand) {
	a, b := l.class(), r.class()
	if !p.strict || a == "" || b == "" || a == b || p.duckdb && (l.casts(r) || r.casts(l)) {
		return
	}
	p.wrong(r.first, "a "+a+" and a "+b+" are not compared in this database"+cast)
}

// mixed tells whether two operands are of types of which the database makes none that both have.
func (p *phrase) mixed(l, r *operand) bool {
	a, b := l.class(), r.class()
	return p.strict && a != "" && b != "" && a != b && !(p.duckdb && (a == "truth" && b == "number" || a == "number" && b == "truth"))
}

// oneType has values of which one is taken be of one type, or refuses them. DuckDB makes texts of whole numbers beside a text that is
// none: texts tells that.
func (p *phrase) oneType(parts []operand) (texts bool) {
	if !p.strict {
		return false
	}
	var of *operand
	for k := range parts {
		if parts[k].class() == "" {
			continue
		}
		if of != nil {
			p.together(of, &parts[k])
		}
		of = &parts[k]
	}
	for k := range parts {
		if of == nil {
			break
		}
		if _, is := p.spelled(&parts[k]); is && p.duckdb && of.kind == aNumber && of.bits > 0 && !p.numeral(&parts[k]) {
			texts = true
			continue
		}
		p.becomes(&parts[k], of)
	}
	return texts
}

// together refuses two values of one column, or of one CASE, that are of different types.
func (p *phrase) together(l, r *operand) {
	if p.mixed(l, r) {
		p.wrong(r.first, "a "+l.class()+" and a "+r.class()+" are of no one type in this database"+cast)
	}
}

// becomes has a text that the statement spells out be of the type of the values beside it, or refuses it, as the database does.
func (p *phrase) becomes(o, of *operand) {
	text, is := p.spelled(o)
	if !is || o.guarded {
		return
	}
	wrong := false
	switch k := of.known(); {
	case k.number():
		if wrong = !p.numeral(o) || k == aNumber && of.bits > 0 && strings.ContainsAny(text, ".eE"); !wrong {
			p.guard(o, "as_number(")
		}
	case k.time():
		wrong = !p.dated(o)
	case k == aTruth:
		if wrong = !p.truly(o); !wrong {
			p.guard(o, "as_truth(")
		}
	case k == aSpan:
		_, err := calendar.ParseLength(text)
		wrong = err != nil
	}
	if wrong {
		p.wrong(o.first, fmt.Sprintf("'%.60s' is not of the type of the values beside it: write x::text", text))
	}
}

// truthful refuses what is no truth where one is asked for, and reads a text as one.
func (e *expression) truthful(part *operand, i int) {
	before, after := e.peek(part.lead), e.peek(i)
	switch {
	case !e.strict || after.word("IS", "ISNULL", "NOTNULL", "ESCAPE") || after.kind == sqltext.Word && !e.clause(i):
		return
	case before.word("NOT") && e.peek(part.lead-1).word("IS"):
		return
	case before.word("WHEN") && len(e.parts) > 0 && e.parts[0].lead == e.opens && e.peek(e.opens).word("CASE"): // CASE x WHEN
		return
	case !before.word("WHERE", "AND", "OR", "NOT", "ON", "HAVING", "WHEN") || part.first != part.lead+1:
		return
	}
	switch class := part.class(); {
	case part.kind == aLiteral && e.tokens[part.first].kind == sqltext.String:
		e.guard(part, "as_truth(")
	case class == "" || class == "truth" || class == "number" && e.duckdb:
	default:
		e.wrong(part.first, "behind "+strings.ToUpper(before.text)+" this database asks for what is true or false, not for a "+class+
			": compare it, such as x <> 0")
	}
}

// part keeps what stands between two commas or keywords; with IS, NOT, AND and OR it is one truth.
func (e *expression) part(o operand, i int) {
	before, n := o.lead, len(e.parts)-1
	for e.peek(before).word("IS", "NOT", "AND", "OR") {
		before--
	}
	last := o.last
	if e.peek(i).word("ISNULL", "NOTNULL") {
		last = i
	}
	switch {
	case before < o.lead && n >= 0 && e.parts[n].last == before:
		e.parts[n] = operand{first: e.parts[n].first, last: last, lead: e.parts[n].lead, kind: aTruth}
	case before < o.lead || last > o.last || e.peek(i).word("IS"):
		e.parts = append(e.parts, operand{first: before + 1, last: last, lead: before, kind: aTruth})
	default:
		e.parts = append(e.parts, o)
	}
}

// signature is what the arguments of a function are: t texts, n numbers, b truths, d dates or lengths of time, * anything. The last one
// holds for all that come after it.
func signature(name string) string {
	switch name {
	case "upper", "lower", "initcap", "length", "char_length", "character_length", "reverse", "ascii", "md5", "bit_length", "octet_length",
		"trim", "ltrim", "rtrim", "btrim", "translate", "replace", "strpos", "position", "starts_with":
		return "t"
	case "regexp_replace", "regexp_count", "regexp_like", "regexp_substr":
		return "tt*"
	case "string_agg", "listagg":
		return "t*"
	case "substring":
		return "t*n"
	case "left", "right", "repeat", "substr":
		return "tn"
	case "lpad", "rpad":
		return "tnt"
	case "split_part", "overlay":
		return "ttn"
	case "abs", "round", "floor", "ceil", "ceiling", "trunc", "sign", "sqrt", "exp", "ln", "log", "log10", "log2", "power", "mod", "div",
		"cbrt", "sum", "avg", "stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop", "median", "corr", "covar_pop",
		"covar_samp", "regr_slope", "regr_intercept", "regr_r2",
		"to_hex", "factorial", "chr", "bit_and", "bit_or", "bit_xor", "gcd", "lcm", "sin",
		"cos", "tan", "degrees", "radians", "width_bucket", "make_date":
		return "n"
	case "bool_or", "bool_and", "every":
		return "b"
	case "date_trunc", "date_part", "extract":
		return "*d"
	}
	return "*"
}

// takes refuses arguments of types that the database's function does not take, and has others be read as those that it does.
func (p *phrase) takes(i int, name string, parts []operand) {
	if !p.strict || len(parts) == 0 {
		return
	}
	first, of := parts[0].class(), signature(name)
	switch {
	case p.duckdb && (name == "string_agg" || name == "listagg" || name == "sum" && first == "truth"):
		return
	case (name == "min" || name == "max") && len(parts) == 1 && first == "truth" && !p.duckdb:
		p.wrong(i, name+" takes no truth in this database: write bool_or(x) or bool_and(x)")
	case name == "to_char" && (first == "text" || first == "truth"):
		p.wrong(i, "to_char takes no "+first+" in this database")
	case name == "quote_literal":
		p.written(&parts[0])
	case strings.HasPrefix(name, "json_") || strings.HasPrefix(name, "jsonb_"):
		for k := range parts {
			if parts[k].kind == aTruth {
				p.wrap(parts[k].first, parts[k].last, "json(as_word(", "))")
			}
		}
	case (name == "lag" || name == "lead") && len(parts) == 3:
		if p.oneType([]operand{parts[0], parts[2]}); p.duckdb && parts[0].kind == aDay && parts[2].kind == aMoment {
			p.wrong(parts[2].first, name+" of dates takes no moment here: write x::date"+elsewhere)
		}
	case (name == "mod" || name == "div" || name == "to_hex") && (parts[0].places == floating || parts[len(parts)-1].places == floating):
		p.wrong(i, name+" takes no float in this database: write x::numeric, or x::int")
	case (name == "sum" || name == "avg") && first == "date": // which say themselves what they have not
		return
	}
	for k := range parts {
		p.given(name, rune(of[min(k, len(of)-1)]), &parts[k])
	}
}

// given refuses one argument of the wrong type, or has it be read as it is asked for.
func (p *phrase) given(name string, asks rune, o *operand) {
	of := map[rune]string{'t': "text", 'n': "number", 'b': "truth", 'd': "date"}[asks]
	switch class := o.class(); {
	case of == "" || class == of || class == "length of time" && (asks == 'd' || asks == 'n' && sumsLengths(name)):
	case class != "":
		p.wrong(o.first, name+" takes a "+of+" in this database, not a "+class+": write "+asked(of, class))
	case asks == 'b' && o.kind == aLiteral:
		p.guard(o, "as_truth(")
	case asks == 'n' && (name == "abs" || name == "sign" || name == "floor" || name == "ceil" || name == "ceiling"):
		p.guard(o, "as_number(")
	}
}

// sumsLengths tells whether a function that asks for numbers takes lengths of time, too, or says why not.
func sumsLengths(name string) bool {
	switch name {
	case "sum", "avg", "median", "stddev", "variance":
		return true
	}
	return false
}

// castable refuses a cast that the database does not know.
func (p *phrase) castable(to string, of *operand) {
	name, _, _ := strings.Cut(to, "(")
	k := castTo(name)
	document := name == "json" || name == "jsonb"
	wrong := document
	switch class := of.class(); {
	case !p.strict || p.duckdb || class == "" || class == "text":
		wrong = false
	case class == "truth":
		wrong = k == aFraction || k.time() || k == aSpan || k == aNumber && p.width(to) != 32 || document || name == "time"
	case class == "number":
		wrong = k == aTruth && (of.bits != 32 || of.kind != aNumber) || k.time() || k == aSpan || document || name == "time"
	case class == "date":
		wrong = k.number() || k == aTruth || k == aSpan || document || name == "time" && of.known() == aDay
	case class == "length of time":
		wrong = k.number() || k == aTruth || k.time() || document
	}
	if wrong {
		p.wrong(of.first, "this database does not cast a "+of.class()+" to "+to)
	}
}

// asked is how a value of one class is written that is asked for where another is given.
func asked(of, class string) string {
	switch {
	case of == "text":
		return "x::text"
	case of == "date":
		return "x::timestamp"
	case of == "truth":
		return "x <> 0"
	case class == "truth":
		return "x::int"
	}
	return "x::numeric"
}
