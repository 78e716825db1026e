package sqlite

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
)

// errWhole is why there is no whole number, where a database has a greater one, or refuses it, too. SQLite would go on with a float.
var errWhole = errors.New("a whole number beyond 64 bits does not run here: write x::float for one with 15 digits" + elsewhere)

// errDigits is why a number is none here of which digits would be lost.
var errDigits = errors.New("a number has 15 digits here, and this one would lose some: write it as a text" + elsewhere)

var errFloat = errors.New("value out of range: overflow")

// rangeFunctions are what databases refuse to calculate, where SQLite gives NULL, infinity, or a float for a whole number.
func rangeFunctions() map[string]function {
	one := func(f func(x float64) (float64, error)) function {
		return function{least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			x, err := numberOf(args[0])
			if err != nil {
				return nil, err
			}
			return f(x)
		}}
	}
	logarithm := func(of func(float64) float64) function {
		return one(func(x float64) (float64, error) { return of(x), positive(x) })
	}
	within := func(of func(float64) float64) function {
		return one(func(x float64) (y float64, err error) {
			if y = of(x); math.IsNaN(y) {
				err = errors.New("input is out of range: it is from -1 to 1")
			}
			return y, err
		})
	}
	pair := func(of func(a, b *big.Int) *big.Int) function {
		return function{least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			a, b, err := both(longOf, args[0], args[1])
			if err != nil {
				return nil, err
			}
			return inWhole(of(big.NewInt(a), big.NewInt(b)))
		}}
	}
	return map[string]function{
		"as_ranged": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			if f, is := args[0].(float64); is && math.Abs(f) >= 1<<63 {
				return nil, errWhole
			}
			return args[0], nil
		}},
		"as_int4": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			return narrow(args[0], math.MaxInt32, "integer")
		}},
		"as_int2": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			return narrow(args[0], math.MaxInt16, "smallint")
		}},
		"as_long": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			if _, is := args[0].(float64); is {
				return nil, errWhole
			}
			return args[0], nil
		}},
		"as_ln": logarithm(math.Log), "as_log10": logarithm(math.Log10), "as_log2": logarithm(math.Log2),
		"as_log": {least: 1, most: 2, call: logarithmOf},
		"as_sqrt": one(func(x float64) (float64, error) {
			if x < 0 {
				return 0, errors.New("cannot take square root of a negative number")
			}
			return math.Sqrt(x), nil
		}),
		"as_asin": within(math.Asin), "as_acos": within(math.Acos),
		"gcd": pair(func(a, b *big.Int) *big.Int { return new(big.Int).GCD(nil, nil, a.Abs(a), b.Abs(b)) }),
		"lcm": pair(func(a, b *big.Int) *big.Int {
			if a.Sign() == 0 || b.Sign() == 0 {
				return new(big.Int)
			}
			of := new(big.Int).GCD(nil, nil, a.Abs(a), b.Abs(b))
			return a.Mul(a.Div(a, of), b)
		}),
		"factorial": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			n, err := wholeOf(args[0])
			switch {
			case err != nil:
				return nil, err
			case n < 0:
				return nil, errors.New("factorial of a negative number is undefined")
			case n > 20:
				return nil, errWhole
			}
			return new(big.Int).MulRange(1, int64(n)).Int64(), nil
		}},
		"as_exp": one(func(x float64) (float64, error) { return finite(math.Exp(x)) }),
		"as_power": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			x, y, err := both(numberOf, args[0], args[1])
			switch {
			case err != nil:
				return nil, err
			case x == 0 && y < 0:
				return nil, errors.New("zero raised to a negative power is undefined")
			case x < 0 && y != math.Trunc(y):
				return nil, errors.New("a negative number raised to a non-integer power yields a complex result")
			}
			return finite(math.Pow(x, y))
		}},
	}
}

// narrow is a whole number of a type that has less than 64 bits, or none.
func narrow(v driver.Value, most int64, kind string) (any, error) {
	if n, is := v.(int64); is && n <= most && n >= -most-1 {
		return n, nil
	}
	return nil, fmt.Errorf("%s out of range: %s is beyond what is calculated from columns and numbers of that type; write x::bigint", kind,
		textOf(v))
}

// ranged is the function that refuses what the database refuses; "" for none.
func ranged(name string) string {
	switch name {
	case "ln", "log", "log10", "log2", "sqrt", "asin", "acos", "exp", "power":
		return "as_" + name
	case "pow":
		return "as_power"
	}
	return ""
}

// longOf is a value as a whole number with all of its digits.
func longOf(v driver.Value) (int64, error) {
	if n, err := calculable(v); err == nil {
		v = n
	}
	if n, is := v.(int64); is {
		return n, nil
	}
	n, err := wholeOf(v)
	return int64(n), err
}

func positive(x float64) error {
	switch {
	case x == 0:
		return errors.New("cannot take logarithm of zero")
	case x < 0:
		return errors.New("cannot take logarithm of a negative number")
	}
	return nil
}

func finite(x float64) (float64, error) {
	if math.IsInf(x, 0) {
		return 0, errFloat
	}
	return x, nil
}

func inWhole(n *big.Int) (any, error) {
	if !n.IsInt64() {
		return nil, errWhole
	}
	return n.Int64(), nil
}

// logarithmOf is that of a number to the base 10, or, the base first, to another.
func logarithmOf(args []driver.Value) (any, error) {
	x, err := numberOf(args[len(args)-1])
	if err = errors.Join(err, positive(x)); err != nil {
		return nil, err
	}
	if len(args) == 1 {
		return math.Log10(x), nil
	}
	base, err := numberOf(args[0])
	if err = errors.Join(err, positive(base)); err != nil {
		return nil, err
	}
	switch base {
	case 1:
		return nil, errZero
	case 2:
		return math.Log2(x), nil
	case 10:
		return math.Log10(x), nil
	}
	return math.Log(x) / math.Log(base), nil
}

// beyond tells whether a number, as it is written, has more digits before its point than are exact here.
func beyond(text string) bool {
	digits, _, point := strings.Cut(strings.TrimLeft(text, "+-"), ".")
	digits = strings.TrimLeft(digits, "0")
	if strings.Trim(digits, "0123456789") != "" {
		return false // 1e20, 0x1F
	}
	if point {
		return len(digits) > decimalDigits
	}
	n, is := new(big.Int).SetString(digits, 10)
	if !is || n.IsInt64() {
		return false
	}
	f, _ := new(big.Float).SetInt(n).Float64()
	near, _ := new(big.Float).SetFloat64(f).Int(nil)
	return near.Cmp(n) != 0 // a 1 with many zeros is exact
}

// sized refuses a decimal of more digits before its point than its type has.
func sized(f float64, precision, scale int, kind string) error {
	if precision > scale && precision < 300 && math.Abs(f) >= math.Pow10(precision-scale) {
		return fmt.Errorf("numeric field overflow: %s has more than the %d digits before the point of %s(%d,%d)", written(f),
			precision-scale, kind, precision, scale)
	}
	return nil
}
