package sqlite

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"hextui/hex/emulator/sqltext"

	"hextui/hex/emulator/kernel/sqlite/calendar"
)

func written(f float64) string { return sqltext.Float(f) }

// calculable is a value that may be calculated with. Dates are text here, of which SQLite would take the year.
func calculable(v driver.Value) (driver.Value, error) {
	text, ok := v.(string)
	if !ok {
		if b, is := v.([]byte); is {
			return nil, fmt.Errorf("%d bytes are not a number", len(b))
		}
		return v, nil
	}
	trimmed := strings.TrimSpace(text)
	if strings.ContainsAny(trimmed, "_xX") { // which only Go takes for a part of a number
		trimmed = ""
	}
	if n, err := strconv.ParseInt(trimmed, 10, 64); err == nil {
		return n, nil
	}
	if n, err := strconv.ParseFloat(trimmed, 64); err == nil && !math.IsNaN(n) && !math.IsInf(n, 0) {
		return n, nil
	}
	if _, err := calendar.ParseMoment(text); err == nil {
		return nil, fmt.Errorf("the date '%s' is text here: datediff('day', a, b) subtracts dates, and x + interval '1 day' adds to "+
			"one%s", text,
			elsewhere)
	}
	return nil, fmt.Errorf("the text '%.60s' is not a number", text)
}

var errZero = errors.New("division by zero")

func divisor(v driver.Value) (any, error) {
	n, err := calculable(v)
	if err == nil && (n == int64(0) || n == 0.0) {
		err = errZero
	}
	return n, err
}

// wholeNumber is what % calculates with: SQLite would cut the fraction off.
func wholeNumber(v driver.Value) (any, error) {
	n, err := calculable(v)
	if f, ok := n.(float64); err == nil && ok {
		if f != math.Trunc(f) || math.Abs(f) > 1<<53 {
			return nil, fmt.Errorf("%% calculates with whole numbers here, and %s is none: write mod(a, b)", written(f))
		}
		return int64(f), nil
	}
	return n, err
}

func numberFunctions() map[string]function {
	one := func(f func(driver.Value) (any, error)) function {
		return function{least: 1, most: 1, call: func(args []driver.Value) (any, error) { return f(args[0]) }}
	}
	return map[string]function{
		"as_number":  one(func(v driver.Value) (any, error) { return calculable(v) }),
		"as_divisor": one(divisor),
		"as_whole":   one(wholeNumber),
		"as_modulus": one(func(v driver.Value) (any, error) {
			n, err := wholeNumber(v)
			if err == nil && n == int64(0) {
				err = errZero
			}
			return n, err
		}),
		"as_double": one(func(v driver.Value) (any, error) {
			if n, ok := v.(int64); ok && n > -1<<53 && n < 1<<53 { // else digits would be lost
				return float64(n), nil
			}
			return v, nil
		}),
		"as_numeral": one(func(v driver.Value) (any, error) {
			if f, ok := v.(float64); ok {
				return strconv.FormatFloat(f, 'f', -1, 64), nil
			}
			return textOf(v), nil
		}),
		"as_compared": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			a, b := args[0], args[1]
			_, text := a.(string)
			var err error
			other, is := b.(string)
			if text {
				other = a.(string)
			}
			switch {
			case is == text:
			case isTruth(other): // the other one is 1 or 0
				a, b, err = both(truthNumber, a, b)
			default:
				a, b, err = both(calculable, a, b)
			}
			return int64(compare(a, b)), err
		}},
		"as_written": one(func(v driver.Value) (any, error) {
			if f, ok := v.(float64); ok {
				return written(f), nil
			}
			return v, nil
		}),
		"as_float": one(func(v driver.Value) (any, error) { return strings.TrimSuffix(textOf(v), ".0"), nil }),
		"as_text": one(func(v driver.Value) (any, error) {
			if f, ok := v.(float64); ok {
				return nil, fmt.Errorf("with how many places %s is written as text depends on its type, which is not known here: write "+
					"round(x::numeric, 2) for two", written(f))
			}
			return v, nil
		}),
		"as_places":    {least: 2, most: 2, call: placed},
		"trunc":        {least: 1, most: 2, call: trunc},
		"width_bucket": {least: 4, most: 4, call: widthBucket},
		"as_random":    {most: 0, moving: true, call: func([]driver.Value) (any, error) { return rand.Float64(), nil }},
		"as_round":     {least: 2, most: 2, call: roundFloat},
		"round":        {least: 1, most: 2, call: round},
		"mod":          {least: 2, most: 2, call: mod},
		"div":          {least: 2, most: 2, call: div},
		"safe_divide":  {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return quotient(args, nil) }},
		"div0":         {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return quotient(args, 0.0) }},
		"cbrt": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			x, err := numberOf(args[0])
			return math.Cbrt(x), err
		}},
		"greatest": {least: 1, most: -1, nulls: true, call: func(args []driver.Value) (any, error) { return extreme(args, 1) }},
		"least":    {least: 1, most: -1, nulls: true, call: func(args []driver.Value) (any, error) { return extreme(args, -1) }},
		"nvl": {least: 2, most: 2, nulls: true, call: func(args []driver.Value) (any, error) {
			return nvl(args[0], args[0],
				args[1])
		}},
		"nvl2": {least: 3, most: 3, nulls: true, call: func(args []driver.Value) (any, error) {
			return nvl(args[0], args[1],
				args[2])
		}},
		"zeroifnull": {least: 1, most: 1, nulls: true, call: func(args []driver.Value) (any, error) {
			return nvl(args[0], args[0], int64(0))
		}},
		"iff": {least: 3, most: 3, nulls: true, call: func(args []driver.Value) (any, error) {
			if args[0] == nil || args[0] == int64(0) || args[0] == 0.0 {
				return args[2], nil
			}
			return args[1], nil
		}},
	}
}

func nvl(v, there, missing driver.Value) (any, error) {
	if v == nil {
		return missing, nil
	}
	return there, nil
}

func quotient(args []driver.Value, none any) (any, error) {
	x, y, err := both(numberOf, args[0], args[1])
	if err != nil || y == 0 {
		return none, err
	}
	return x / y, nil
}

// round rounds halves away from zero, also before the point.
func round(args []driver.Value) (any, error) {
	places := 0
	if len(args) > 1 {
		var err error
		if places, err = wholeOf(args[1]); err != nil {
			return nil, err
		}
	}
	v, err := calculable(args[0])
	if err != nil {
		return nil, err
	}
	if n, ok := v.(int64); ok {
		if places >= 0 {
			return n, nil
		}
		if places < -18 {
			return int64(0), nil
		}
		size := int64(math.Pow10(-places))
		units, rest := n/size, n%size
		if half := size / 2; rest >= half {
			units++
		} else if rest <= -half {
			units--
		}
		return inWhole(new(big.Int).Mul(big.NewInt(units), big.NewInt(size)))
	}
	f, err := numberOf(v)
	if err != nil {
		return nil, err
	}
	if places < 0 {
		size := math.Pow10(-places)
		return math.Round(f/size) * size, nil
	}
	if places > 15 {
		return f, nil
	}
	if places == 0 {
		return math.Round(f), nil
	}
	// What is written as 1.005 is a little less in binary; databases that keep decimals round it up.
	size := math.Pow10(places)
	scaled := f * size
	if near := math.Round(scaled*1e6) / 1e6; math.Abs(scaled) < 1e9 && math.Abs(near-scaled) < 1e-9*math.Max(1, math.Abs(scaled)) {
		scaled = near
	}
	return strconv.ParseFloat(strconv.FormatFloat(math.Round(scaled)/size, 'f', places, 64), 64)
}

// roundFloat rounds a float as it is in binary, where 1.005 is less.
func roundFloat(args []driver.Value) (any, error) {
	f, err := numberOf(args[0])
	if err != nil {
		return nil, err
	}
	places, err := wholeOf(args[1])
	if err != nil {
		return nil, err
	}
	size := math.Pow10(min(max(-300, places), 300))
	if rounded := math.Round(f*size) / size; !math.IsInf(rounded, 0) && !math.IsNaN(rounded) {
		return rounded, nil
	}
	return f, nil
}

// trunc cuts off what is behind the point, or behind some places of it.
func trunc(args []driver.Value) (any, error) {
	v, err := calculable(args[0])
	if err != nil {
		return nil, err
	}
	places := 0
	if len(args) > 1 {
		if places, err = wholeOf(args[1]); err != nil {
			return nil, err
		}
	}
	if n, whole := v.(int64); whole {
		size := int64(math.Pow10(min(max(0, -places), 18)))
		return n / size * size, nil
	}
	f, err := numberOf(v)
	if err != nil || places > 15 {
		return f, err
	}
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if point := strings.IndexByte(text, '.'); places >= 0 && point >= 0 {
		return strconv.ParseFloat(text[:min(len(text), point+1+places)]+"0", 64)
	}
	size := math.Pow10(max(0, -places))
	return math.Trunc(f/size) * size, nil
}

// widthBucket is the number of the bucket, of so many of the same width between two values, that a value lies in.
func widthBucket(args []driver.Value) (any, error) {
	var n [4]float64
	for i, a := range args {
		var err error
		if n[i], err = numberOf(a); err != nil {
			return nil, err
		}
	}
	x, low, high, count := n[0], n[1], n[2], n[3]
	switch {
	case count < 1 || count != math.Trunc(count) || low == high:
		return nil, errors.New("width_bucket is written width_bucket(x, low, high, count), with a count above 0")
	case low < high && x < low, low > high && x > low:
		return int64(0), nil
	case low < high && x >= high, low > high && x <= high:
		return int64(count) + 1, nil
	}
	return int64((x-low)/(high-low)*count) + 1, nil
}

// div is a quotient without what is behind its point. Whole numbers are divided as such: beyond 2^53 others are not exact.
func div(args []driver.Value) (any, error) {
	a, b, err := division(args)
	if err != nil {
		return nil, err
	}
	x, whole := a.(int64)
	if y, is := b.(int64); whole && is && !(x == math.MinInt64 && y == -1) {
		return x / y, nil
	}
	f, g, err := both(numberOf, a, b)
	if err != nil {
		return nil, err
	}
	f, g, _ = scaled(f, g)
	if q := math.Trunc(f / g); math.Abs(q) < 1<<63 {
		return int64(q), nil
	}
	return nil, errors.New("the quotient is out of the range of whole numbers")
}

// division is what is divided, and by what, which is not 0.
func division(args []driver.Value) (a, b any, err error) {
	if b, err = divisor(args[1]); err != nil {
		return nil, nil, err
	}
	a, err = calculable(args[0])
	return a, b, err
}

func mod(args []driver.Value) (any, error) {
	a, b, err := division(args)
	if err != nil {
		return nil, err
	}
	if x, ok := a.(int64); ok {
		if y, ok := b.(int64); ok {
			return x % y, nil
		}
	}
	x, y, err := both(numberOf, a, b)
	m, n, scale := scaled(x, y)
	return math.Mod(m, n) / scale, err
}

// extreme is the greatest or the least of those that are not NULL.
func extreme(args []driver.Value, sign int) (any, error) {
	var best driver.Value
	for _, a := range args {
		if a != nil && (best == nil || sign*compare(a, best) > 0) {
			best = a
		}
	}
	return best, nil
}

// compare orders values as SQLite does: numbers before text before bytes.
func compare(a, b driver.Value) int {
	rank := func(v driver.Value) int {
		switch v.(type) {
		case nil:
			return 0
		case int64, float64, bool:
			return 1
		case string, time.Time:
			return 2
		}
		return 3
	}
	if d := rank(a) - rank(b); d != 0 {
		return d
	}
	if rank(a) != 1 {
		return strings.Compare(textOf(a), textOf(b))
	}
	if x, ok := a.(int64); ok {
		if y, ok := b.(int64); ok {
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		}
	}
	x, _ := numberOf(a) // both are numbers
	y, _ := numberOf(b)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}
