package sqlite

import (
	"strings"

	"hextui/hex/emulator/sqltext"
)

// compares puts the operators that compare into SQLite's words, and tells whether the token is one.
func (p *phrase) compares(i int, after bool) bool {
	t := &p.tokens[i]
	switch {
	case t.is("=", "==", "<", ">", "<=", ">=", "<>", "!="):
		switch of := p.peek(i + 1); {
		case p.peek(i+3).word("SELECT", "WITH") && p.peek(i+2).is("(") && !p.plain &&
			(t.is("=", "==") && of.word("ANY", "SOME") || t.is("<>", "!=") && of.word("ALL")):
			if p.drop(i+1, i+2); of.word("ALL") {
				t.say = "NOT IN"
			} else {
				t.say = "IN"
			}
		case of.word("ANY", "SOME", "ALL") && p.peek(i+2).is("(") && p.peek(i+3).word("SELECT", "WITH"):
			p.refuse(i+1, strings.ToUpper(of.text)+" (select …) does not run here: write x > (select max(…) …), or min"+elsewhere)
		case of.word("ANY", "SOME", "ALL") && p.peek(i+2).is("("):
			p.refuse(i+1, strings.ToUpper(p.peek(i+1).text)+" (…) does not run here: write x in ('a', 'b'), or x in (select …)"+
				elsewhere)
		}
	case t.word("ILIKE"):
		t.say = "MATCH"
		p.escape(i)
	case t.word("LIKE"):
		p.escape(i)
	case t.word("SIMILAR"):
		p.refuse(i, "SIMILAR TO does not run here: write x ~ 'pattern' with a regular expression"+elsewhere)
	case t.is("~") && after:
		t.say = "REGEXP"
	case t.is("!~"):
		t.say = "NOT REGEXP"
	case t.is("~*"):
		t.say = "REGEXP '(?i)' ||"
	case t.is("!~*"):
		t.say = "NOT REGEXP '(?i)' ||"
	default:
		return false
	}
	return true
}

// anyOf makes x IN (1, 2) of x = ANY (ARRAY[1, 2]), and tells whether it is that.
func (e *expression) anyOf(i int) bool {
	t, of, list := e.tokens[i], e.peek(i+1), e.peek(i+4)
	word := "IN"
	switch {
	case e.plain || !e.peek(i+2).is("(") || !e.peek(i+3).word("ARRAY") || list.kind != sqltext.Quoted || list.text[0] != '[' ||
		!e.peek(i+5).is(")"):
		return false
	case t.is("=") && of.word("ANY", "SOME"):
	case t.is("<>", "!=") && of.word("ALL"):
		word = "NOT IN"
	default:
		return false
	}
	inside := strings.Trim(list.text, "[]")
	texts, numbers := 0, 0
	for _, part := range e.cut(inside) {
		switch {
		case part.kind == sqltext.String:
			texts++
		case part.number():
			numbers++
		case !part.is(",", "-", ""):
			return false
		}
	}
	e.fold()
	left := *e.value
	text := left.kind == aText || left.kind == aLiteral || left.kind == anything
	if texts > 0 && (numbers > 0 || !text) || numbers > 0 && left.kind != anything && !left.kind.number() {
		return false
	}
	e.drop(i+1, i+6)
	e.tokens[i].say = word + " (" + inside + ")"
	e.rest()
	e.value, e.truth = &operand{first: left.first, last: i + 5, kind: aTruth}, true
	return true
}

// escape writes the escape of LIKE that the dialect does not need to be told.
func (p *phrase) escape(i int) {
	pattern := p.peek(i + 1)
	if pattern.word("ANY", "SOME", "ALL") && p.peek(i+2).is("(") {
		p.refuse(i+1, strings.ToUpper(p.tokens[i].text+" "+pattern.text)+" (…) does not run here: write x like 'a%' or x like 'b%'"+
			elsewhere)
	}
	if p.backslash && pattern.kind == sqltext.String && strings.Contains(pattern.text, `\`) && !p.peek(i+2).word("ESCAPE") {
		p.tokens[i+1].close = ` ESCAPE '\'`
	}
}

// signed is an operand with the sign before it.
func (p *phrase) signed(sign int, o operand) operand {
	if o.bits == 64 && o.first == o.last && p.tokens[o.first].text == "2147483648" && p.tokens[sign].is("-") {
		o.bits, o.long = 32, false // the sign belongs to it
	}
	p.untrue(sign, o)
	switch {
	case o.kind == aSpan && p.tokens[sign].text == "-":
		p.drop(sign, sign+1)
		p.wrap(o.first, o.last, "as_times(-1, ", ")")
		return operand{first: o.first, last: o.last, kind: aSpan}
	case !o.sure:
		p.guard(&o, "as_number(")
	}
	if o.kind.number() {
		o.first = sign
		return o
	}
	return operand{first: sign, last: o.last, kind: aNumber, sure: !p.plain, guarded: true, mixed: o.mixed,
		long: o.long, perhapsLong: o.perhapsLong, loose: o.loose || !o.kind.number()}
}

// call2 makes a call of two operands and the operator between them.
func (p *phrase) call2(name string, l operand, op int, r operand, made kind) operand {
	p.tokens[op].say = ","
	p.wrap(l.first, r.last, name+"(", ")")
	if made == aSpan && p.duckdb {
		p.wrap(l.first, r.last, "as_in_months(", ")")
	}
	return operand{first: l.first, last: r.last, kind: made, sure: made == aNumber}
}

// calculated is what two numbers come to.
func calculated(l operand, sign string, r operand) operand {
	o := operand{first: l.first, last: r.last, kind: aNumber, sure: true, guarded: true, mixed: l.mixed || r.mixed, calculated: true}
	o.lengthOf([]operand{l, r})
	if l.kind != aFraction && r.kind != aFraction {
		if l.bits > 0 && r.bits > 0 {
			o.bits = max(l.bits, r.bits)
		}
		o.reckoned = l.kind == anything || r.kind == anything // which may have fractions
		return o
	}
	o.kind, o.whole, o.reckoned = aFraction, l.whole || r.whole, true
	switch {
	case l.places == floating || r.places == floating:
		o.places = floating
	case l.scale() == 0 || r.scale() == 0:
	case sign == "+" || sign == "-":
		o.places = max(l.scale(), r.scale())
	case sign == "*":
		o.places = l.scale() + r.scale() - 1
	}
	return o
}

// untrue refuses to calculate with truths where the database does.
func (p *phrase) untrue(op int, of ...operand) {
	for _, o := range of {
		if o.kind == aTruth && p.strict {
			p.refuse(op, "what is true or false is no number in this database: write (x)::int, or case when x then 1 else 0 end")
		}
		if o.kind == aText && p.strict {
			p.wrong(op, "a text is no number and no date in this database: write x::numeric, x::date or x::timestamp")
		}
	}
}

// unclear refuses to calculate with two texts, of which the database does not know what they are.
func (p *phrase) unclear(op int, l, r operand) {
	if p.strict && p.word(&l) && p.word(&r) && p.numeral(&l) && p.numeral(&r) {
		p.refuse(op, "what these two texts are is not clear to this database: write '1'::int")
	}
}

// multiplied is a product, a quotient, or what a division leaves.
func (e *expression) multiplied(l operand, op int, r operand) operand {
	t := &e.tokens[op]
	switch {
	case t.text == "*" && (l.kind == aSpan || r.kind == aSpan):
		return e.call2("as_times", l, op, r, aSpan)
	case t.text == "/" && l.kind == aSpan && r.kind != aSpan:
		return e.call2("as_parts", l, op, r, aSpan)
	case e.plain:
		return operand{first: l.first, last: r.last}
	}
	e.sums = true
	e.untrue(op, l, r)
	e.unclear(op, l, r)
	if t.text == "%" && e.strict && !e.duckdb && (l.places == floating || r.places == floating) {
		e.refuse(op, "% takes no float in this database: write x::numeric")
	}
	o := calculated(l, t.text, r)
	switch t.text {
	case "%":
		l.guarded, r.guarded = false, false
		e.guard(&l, "as_whole(")
		e.guard(&r, "as_modulus(")
		return o
	case "/":
		if !(r.sure && r.first == r.last && strings.ContainsAny(e.tokens[r.first].text, "123456789")) {
			r.guarded = false
			e.guard(&r, "as_divisor(")
		}
		switch {
		case e.fractions || o.kind == aFraction:
			if t.say, o.kind, o.whole = "*1.0/", aFraction, false; e.duckdb {
				o.places = floating
			}
		case o.mixed:
			e.refuse(op, "the statement has the name of what is divided here for more than one column, and only one of them divides to "+
				"fractions: write x::numeric / 2, or x::int / 2")
		}
	case "*":
		if !r.sure {
			e.guard(&r, "as_number(")
		}
	}
	if !l.sure {
		e.guard(&l, "as_number(")
	}
	return e.fits(l, t.text, r, o)
}

// fits has a number that was calculated from whole ones of 32 or 16 bits be one, too, or the statement fail, as the database does. To
// DuckDB a number that is written is of the type of the one beside it.
func (p *phrase) fits(l operand, sign string, r, o operand) operand {
	if p.duckdb && o.bits > 0 && l.bits != r.bits {
		for _, pair := range [][2]operand{{l, r}, {r, l}} {
			if text := p.tokens[pair[1].first].text; pair[1].first == pair[1].last && p.tokens[pair[1].first].number() &&
				pair[0].bits < 32 && len(text) < 5 {
				o.bits = pair[0].bits
			}
		}
	}
	switch {
	case !p.narrow || o.kind != aNumber || sign == "/" || sign == "%":
		return o
	case o.bits == 32:
		p.wrap(o.first, o.last, "as_int4(", ")")
	case o.bits == 16:
		p.wrap(o.first, o.last, "as_int2(", ")")
	default:
		return o
	}
	o.calculated = false // else it would be looked at again
	return o
}

// added is a sum or a difference, of numbers or of moments.
func (e *expression) added(l operand, op int, r operand) operand {
	minus := e.tokens[op].text == "-"
	if l.kind == aSpan && e.dated(&r) || r.kind == aSpan && e.dated(&l) && !minus {
		e.refuse(op, "a text beside a length of time is one, too, and no date: write date '2026-01-31'")
	}
	switch {
	case l.kind == aSpan && r.kind == aSpan && minus:
		return e.call2("as_shorter", l, op, r, aSpan)
	case l.kind == aSpan && r.kind == aSpan:
		return e.call2("as_longer", l, op, r, aSpan)
	case r.kind == aSpan && minus:
		return e.call2("date_sub", l, op, r, aMoment)
	case r.kind == aSpan:
		return e.call2("date_add", l, op, r, aMoment)
	case l.kind == aSpan && !minus:
		return e.call2("as_later", l, op, r, aMoment)
	case e.plain:
		return operand{first: l.first, last: r.last}
	case minus && (e.lasts(l, r) || e.spans && l.kind.time() && r.kind.time() && (l.kind == aMoment || r.kind == aMoment)):
		return e.call2("as_span", l, op, r, aSpan)
	case e.days && l.kind == aDay && minus && (r.kind == aDay || e.dated(&r)):
		o := e.call2("as_days", l, op, r, aNumber)
		if o.bits = 32; e.duckdb {
			o.bits, o.long = 64, true
		}
		return o
	case e.days && l.kind == aDay && (r.kind == aTruth || r.kind == aText || e.word(&r) && !e.dated(&r)):
		e.refuse(op, "to a date this database adds whole numbers of days, and lengths of time")
	case e.days && l.kind == aDay && r.kind != aDay && r.kind != aMoment && minus:
		return e.call2("as_day_before", l, op, r, aDay)
	case e.days && l.kind == aDay && r.kind != aDay && r.kind != aMoment:
		return e.call2("as_day_after", l, op, r, aDay)
	}
	if e.days && l.kind == anything && !l.sure && (r.kind == aNumber || r.kind == anything) {
		// What no one called a date may be one: whole numbers are added to dates, and to no other text.
		name := "as_plus"
		if minus {
			name = "as_minus"
		}
		e.sums = true
		o := e.call2(name, l, op, r, anything)
		o.mixed, o.reckoned = l.mixed || r.mixed, true
		o.lengthOf([]operand{l, r})
		return o
	}
	e.sums = true
	e.untrue(op, l, r)
	e.unclear(op, l, r)
	for _, o := range []*operand{&l, &r} {
		if !o.sure {
			e.guard(o, "as_number(")
		}
	}
	return e.fits(l, e.tokens[op].text, r, calculated(l, e.tokens[op].text, r))
}

// lasts tells whether a difference is asked for as a length of time: it is compared with an interval, or a part is taken of it.
func (p *phrase) lasts(l, r operand) bool {
	before, after := l.first-1, r.last+1
	for p.peek(before).is("(") && p.peek(after).is(")") {
		if t := p.peek(before - 1); (t.kind == sqltext.Word || t.kind == sqltext.Quoted) && !p.clause(before-1) {
			return false // the arguments of a function
		}
		before, after = before-1, after+1
	}
	if p.peek(after).is("=", "<", ">", "<=", ">=", "<>", "!=") && p.peek(after+1).word("INTERVAL") {
		return true
	}
	return p.peek(before).is(",") && p.peek(before-2).is("(") && p.peek(before-3).word("EXTRACT", "DATE_PART") && p.peek(after).is(")")
}

// member is what an operator takes of JSON: ->> gives a text, whatever the value is.
func (p *phrase) member(l operand, op int, key operand) operand {
	switch p.tokens[op].text {
	case "->>":
		return p.call2("as_json_text", l, op, key, aText)
	case "#>>":
		return p.call2("as_json_path", l, op, key, aText)
	case "#>":
		p.refuse(op, "#> does not run here: write x -> 'a' -> 'b'"+elsewhere)
	}
	return operand{first: l.first, last: key.last}
}

// renamed puts the columns of (select …) AS name(a, b) into SQLite's words, which has such names in WITH only, and returns what
// comes after it.
func (p *phrase) renamed(o *operand) int {
	at := o.last + 1
	if p.peek(at).word("AS") {
		at++
	}
	name := p.peek(at)
	if !p.peek(o.first+1).word("SELECT", "VALUES", "WITH") || name.kind != sqltext.Word && name.kind != sqltext.Quoted || p.clause(at) ||
		!p.peek(at+1).is("(") {
		return o.last + 1
	}
	columns, end := p.arguments(at + 1)
	var names []string
	for _, c := range columns {
		names = append(names, p.tokens[c[0]].text)
	}
	p.namesOf(names, o.columns)
	inner := sqltext.QuoteName("(" + sqltext.Unquoted(name.text) + ")")
	p.tokens[o.first].say = "(with " + inner + "(" + strings.Join(names, ", ") + ") as ("
	p.tokens[o.last].say = ") select * from " + inner + ")"
	p.drop(at+1, end+1)
	o.last = end
	return end + 1
}
