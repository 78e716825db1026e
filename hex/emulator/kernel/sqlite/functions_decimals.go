package sqlite

import (
	"database/sql/driver"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// decimalDigits are the digits that a float has for sure; those behind them are what is left of calculating in binary.
const decimalDigits = 15

// fewDigits is how long a decimal is, with its point, that was meant where a float is next to it.
const fewDigits = 13

// decimalFunctions calculate as databases do that keep decimals apart from floats, where SQLite has floats only.
func decimalFunctions() map[string]function {
	return map[string]function{
		"as_decimal": {least: 1, most: 2, call: func(args []driver.Value) (any, error) {
			f, is := args[0].(float64)
			if !is || math.IsInf(f, 0) || math.IsNaN(f) {
				return args[0], nil
			}
			if len(args) == 1 {
				return shortest(f)
			}
			places, err := wholeOf(args[1])
			if err != nil {
				return nil, err
			}
			return strconv.ParseFloat(strconv.FormatFloat(f, 'f', places, 64), 64)
		}},
		"as_flag": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			switch args[0] {
			case int64(1):
				return "true", nil
			case int64(0):
				return "false", nil
			}
			return args[0], nil
		}},
		"as_even": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			if f, is := args[0].(float64); is {
				return math.RoundToEven(f), nil
			}
			return args[0], nil
		}},
	}
}

// shortest is the decimal that a float is next to, if that has few digits; 2/3.0 has none, and stays as it is.
func shortest(f float64) (float64, error) {
	digits, _, _ := strings.Cut(strconv.FormatFloat(f, 'e', decimalDigits-1, 64), "e")
	if len(strings.Trim(digits, "-0.")) > fewDigits {
		return f, nil
	}
	return strconv.ParseFloat(strconv.FormatFloat(f, 'g', decimalDigits, 64), 64)
}

// decimal has an operand be the decimal that it is in the database, if it was calculated from decimals: in binary, 0.7 + 0.1 is
// less than 0.8, 0.29 * 100 less than 29, and 0.1 + 0.2 - 0.3 is not 0.
func (p *phrase) decimal(o *operand) {
	switch {
	case !p.exact || !o.reckoned:
	case o.places > 0 && o.places <= decimalDigits:
		p.wrap(o.first, o.last, "as_decimal(", ", "+strconv.Itoa(o.places-1)+")")
	case p.decimals && o.places == 0:
		p.wrap(o.first, o.last, "as_decimal(", ")")
	}
	o.reckoned = false
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
	case "percentile_cont", "corr", "covar_pop", "covar_samp", "regr_slope", "regr_intercept":
		return p.evens
	case "avg", "median", "stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop":
		return p.duckdb || len(parts) > 0 && parts[0].places == floating
	case "sqrt", "exp", "ln", "power", "log":
		whole := len(parts) > 0
		for _, part := range parts {
			whole = whole && part.kind == aNumber
		}
		return p.duckdb || p.evens && whole
	case "sum", "max", "min", "abs", "coalesce", "nullif", "lag", "lead", "first_value", "last_value", "nth_value":
		return len(parts) > 0 && parts[0].places == floating
	}
	return false
}

// scaled are two numbers as multiples of the last place that either is written with, and how many of them are in 1: 3 and 1 for
// 0.3 and 0.1, which in binary do not divide.
func scaled(x, y float64) (m, n, scale float64) {
	places := 0
	for _, f := range []float64{x, y} {
		_, behind, _ := strings.Cut(strconv.FormatFloat(f, 'f', -1, 64), ".")
		places = max(places, len(behind))
	}
	scale = math.Pow10(places)
	if m, n = math.Round(x*scale), math.Round(y*scale); math.Abs(m) < 1<<53 && math.Abs(n) < 1<<53 && n != 0 {
		return m, n, scale
	}
	return x, y, 1
}

// truthNumber is a truth, or the text of one, as the number that SQLite has for it.
func truthNumber(v driver.Value) (driver.Value, error) {
	switch v := v.(type) {
	case int64:
		if v == 0 || v == 1 {
			return v, nil
		}
	case string:
		if is, err := truth(v); err == nil {
			if is == true {
				return int64(1), nil
			}
			return int64(0), nil
		}
	}
	return nil, fmt.Errorf("'%.60s' is neither true nor false", textOf(v))
}
