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
		"as_cut": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			f, is := args[0].(float64)
			places, err := wholeOf(args[1])
			if !is || err != nil {
				return args[0], err
			}
			size := math.Pow10(places)
			return math.Floor(f*size+1e-6) / size, nil
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
	case p.plain || !o.calculated:
	case o.kind == aNumber && !o.loose && !o.mixed:
		p.wrap(o.first, o.last, "as_long(", ")")
	case o.kind == aNumber:
		p.wrap(o.first, o.last, "as_ranged(", ")")
	}
	o.calculated = false
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
	case "percentile_cont", "corr", "covar_pop", "covar_samp", "regr_slope", "regr_intercept", "regr_r2":
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

// numberToChar writes a number by a format as PostgreSQL has them: 9 and 0 for digits, a comma and a point, FM for no padding, and
// signs such as $ and % before and behind.
func numberToChar(v driver.Value, format string) (any, error) {
	f, err := numberOf(v)
	if err != nil {
		return nil, fmt.Errorf("to_char writes dates and numbers here: %w", err)
	}
	pattern := strings.NewReplacer("FM", "", "fm", "", "D", ".", "G", ",").Replace(format)
	from, to := strings.IndexAny(pattern, "09.,"), strings.LastIndexAny(pattern, "09.,")+1
	if from < 0 || strings.Trim(pattern[from:to], "09.,") != "" || strings.Count(pattern[from:to], ".") > 1 ||
		strings.ContainsFunc(pattern[:from]+pattern[to:], func(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }) {
		return nil, fmt.Errorf("the format %s does not run here; such as FM999,999,990.00 and 00 do", strconv.Quote(format))
	}
	plain := strings.EqualFold(format[:min(2, len(format))], "FM")
	whole, places, point := strings.Cut(pattern[from:to], ".")
	written := strconv.FormatFloat(math.Abs(f), 'f', -1, 64)
	if rounded, err := round([]driver.Value{math.Abs(f), int64(len(places))}); err == nil {
		written = strconv.FormatFloat(rounded.(float64), 'f', len(places), 64)
	}
	digits, parts, _ := strings.Cut(written, ".")
	text := grouped(digits, whole, point && places != "")
	if point {
		if fraction := fractionText(parts, places, plain); strings.Contains(text, "#") {
			text += "." + strings.Repeat("#", len(places))
		} else {
			text += "." + fraction
		}
	}
	sign, blanks := "", ""
	if !plain {
		sign, blanks = " ", strings.Repeat(" ", max(0, len(pattern[from:to])-len(text)))
	}
	if f < 0 {
		sign = "-"
	}
	return strings.Trim(pattern[:from], `"`) + blanks + sign + text + strings.Trim(pattern[to:], `"`), nil
}

// grouped puts digits where the pattern has them, and # where it has too few.
func grouped(digits, pattern string, fraction bool) string {
	if digits == "0" && fraction && !strings.Contains(pattern, "0") {
		digits = ""
	}
	lacking := strings.Count(pattern, "9") + strings.Count(pattern, "0") - len(digits)
	var b strings.Builder
	for _, c := range pattern {
		switch {
		case c == ',' && b.Len() > 0:
			b.WriteByte(',')
		case c == ',':
		case lacking < 0:
			b.WriteByte('#')
		case lacking > 0:
			if lacking--; c == '0' || b.Len() > 0 {
				b.WriteByte('0')
			}
		default:
			b.WriteByte(digits[0])
			digits = digits[1:]
		}
	}
	return b.String()
}

// fractionText is what stands behind the point; without padding zeros at its end go where the pattern has 9.
func fractionText(parts, pattern string, plain bool) string {
	for plain && len(parts) > strings.LastIndexByte(pattern, '0')+1 && parts[len(parts)-1] == '0' {
		parts = parts[:len(parts)-1]
	}
	return parts
}

// placed writes a number with so many places behind its point.
func placed(args []driver.Value) (any, error) {
	places, err := wholeOf(args[1])
	if _, whole := args[0].(int64); err != nil || whole && places == 0 {
		return args[0], err
	}
	n, err := round([]driver.Value{args[0], int64(places)})
	if err != nil {
		return nil, err
	}
	f, err := numberOf(n)
	return strconv.FormatFloat(f, 'f', places, 64), err
}
