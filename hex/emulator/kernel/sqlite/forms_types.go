package sqlite

import (
	"fmt"
	"strings"

	"hextui/hex/emulator/kernel/sqlite/calendar"
	"hextui/hex/emulator/sqltext"
)

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

// unlike refuses to compare operands of types that the database does not take for one another. DuckDB casts texts while it reads them,
// and so do the functions that guard an operand.
func (p *phrase) unlike(l, r *operand) {
	a, b := l.class(), r.class()
	if !p.strict || a == "" || b == "" || a == b || p.duckdb && (a == "text" || b == "text" || a == "truth" || b == "truth") {
		return
	}
	p.refuse(r.first, "a "+a+" and a "+b+" are not compared in this database"+cast)
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
		if text := p.literal(&parts[k]); p.duckdb && of.kind == aNumber && of.bits > 0 && text != "" && !p.numeral(&parts[k]) {
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
		p.refuse(r.first, "a "+l.class()+" and a "+r.class()+" are of no one type in this database"+cast)
	}
}

// becomes has a text that the statement spells out be of the type of the values beside it, or refuses it, as the database does.
func (p *phrase) becomes(o, of *operand) {
	text := p.literal(o)
	if text == "" || o.guarded {
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
	if wrong && p.tokens[o.first].kind == sqltext.String {
		p.refuse(o.first, fmt.Sprintf("'%.60s' is not of the type of the values beside it: write x::text", text))
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
	case class == "" && e.literal(part) != "" && e.tokens[part.first].kind == sqltext.String:
		e.guard(part, "as_truth(")
	case class == "" || class == "truth" || class == "number" && e.duckdb:
	default:
		e.refuse(part.first, "behind "+strings.ToUpper(before.text)+" this database asks for what is true or false, not for a "+class+
			": compare it, such as x <> 0")
	}
}

// takes refuses arguments of types that the database's function does not take, and has others be read as those that it does.
func (p *phrase) takes(i int, name string, parts []operand) {
	if !p.strict || len(parts) == 0 {
		return
	}
	of, first := "", &parts[0]
	switch name {
	case "upper", "lower", "initcap", "length", "char_length", "character_length", "trim", "ltrim", "rtrim", "btrim", "left", "right",
		"substr", "substring", "split_part", "replace", "reverse", "lpad", "rpad", "repeat", "position", "strpos", "starts_with",
		"regexp_replace", "regexp_count", "regexp_like", "regexp_substr", "translate", "ascii", "md5", "overlay", "bit_length",
		"octet_length":
		of = "text"
	case "string_agg", "listagg":
		if of = "text"; p.duckdb {
			return
		}
	case "abs", "round", "floor", "ceil", "ceiling", "trunc", "sign", "sqrt", "exp", "ln", "log", "power", "mod", "cbrt", "avg",
		"stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop", "median", "corr", "covar_pop", "covar_samp",
		"regr_slope", "regr_intercept":
		of = "number"
	case "sum":
		if of = "number"; p.duckdb && first.class() == "truth" {
			return
		}
	case "min", "max":
		if p.duckdb || first.class() != "truth" || len(parts) > 1 {
			return
		}
		p.refuse(i, name+" takes no truth in this database: write bool_or(x) or bool_and(x)")
	case "bool_or", "bool_and", "every":
		of = "truth"
	case "date_trunc", "date_part", "extract":
		if of = "date"; len(parts) > 1 {
			first = &parts[1]
		}
	case "to_char":
		if first.class() == "text" || first.class() == "truth" {
			p.refuse(i, "to_char takes no "+first.class()+" in this database")
		}
		return
	}
	class := first.class()
	switch {
	case of == "" || class == of || class == "length of time" && of != "text":
	case class == "" && of == "number" && (name == "abs" || name == "sign" || name == "floor" || name == "ceil" || name == "ceiling"):
		p.guard(first, "as_number(")
	case class == "" || class == "date" && (name == "sum" || name == "avg"): // which say themselves what they have not
	default:
		p.refuse(first.first, name+" takes a "+of+" in this database, not a "+class+": write "+asked(of, class))
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
