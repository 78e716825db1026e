package sqlite

import (
	"database/sql/driver"
	"math"
	"strconv"
)

// decimalDigits are the digits that a float has for sure; those behind them are what is left of calculating in binary.
const decimalDigits = 15

// decimalFunctions calculate as databases do that keep decimals apart from floats, where SQLite has floats only.
func decimalFunctions() map[string]function {
	return map[string]function{
		"as_decimal": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			f, is := args[0].(float64)
			if !is || math.IsInf(f, 0) || math.IsNaN(f) {
				return args[0], nil
			}
			return strconv.ParseFloat(strconv.FormatFloat(f, 'g', decimalDigits, 64), 64)
		}},
		"as_even": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			if f, is := args[0].(float64); is {
				return math.RoundToEven(f), nil
			}
			return args[0], nil
		}},
	}
}

// decimal has an operand be the decimal that it is in the database, if it was calculated from decimals: in binary, 0.7 + 0.1 is
// less than 0.8, and 0.29 * 100 less than 29.
func (p *phrase) decimal(o *operand) {
	if p.exact && o.reckoned && (o.places > 0 || p.decimals && o.places == 0) {
		p.wrap(o.first, o.last, "as_decimal(", ")")
		o.reckoned = false
	}
}

// evened has an operand that is a float be rounded to a whole number, halves to the even one.
func (p *phrase) evened(o *operand) {
	if p.evens && o.places == floating {
		p.wrap(o.first, o.last, "as_even(", ")")
	}
}

// doubled tells whether what a function gives is a float, not a decimal.
func (p *phrase) doubled(name string, parts []operand) bool {
	switch name {
	case "percentile_cont":
		return p.evens
	case "avg", "median", "stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop":
		return p.duckdb
	case "sqrt", "exp", "ln", "power", "log":
		whole := len(parts) > 0
		for _, part := range parts {
			whole = whole && part.kind == aNumber
		}
		return p.duckdb || p.evens && whole
	case "sum", "max", "min", "abs", "coalesce", "nullif":
		return len(parts) > 0 && parts[0].places == floating
	}
	return false
}
