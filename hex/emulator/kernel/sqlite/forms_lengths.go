package sqlite

import "strings"

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
		o.long = true
	case "coalesce", "ifnull", "nvl", "greatest", "least", "min", "max", "any_value", "nullif", "lag", "lead", "first_value",
		"last_value", "nth_value", "iff", "if", "abs", "mod", "total":
		o.lengthOf(parts)
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
			o.mixed = true
		default:
			o.long = true
		}
	}
}
