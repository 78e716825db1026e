package sqlite

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// function is what SQL calls. Arguments are nil, int64, float64, string and []byte.
type function struct {
	least, most int  // how many arguments; most -1 is any number
	nulls       bool // it is called with NULLs too; otherwise a NULL makes NULL
	moving      bool // it does not always give the same for the same
	call        func(args []driver.Value) (any, error)
}

// speaking is the driver whose connections have the functions, made when the first is opened.
var speaking = sync.OnceValues(func() (*sqlite.Driver, error) {
	d := &sqlite.Driver{}
	for name, f := range functions() {
		if err := f.register(d, name); err != nil {
			return nil, err
		}
	}
	for name, make := range aggregates() {
		err := d.RegisterFunction(name, &sqlite.FunctionImpl{NArgs: -1,
			MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) {
				return make(), nil
			}})
		if err != nil {
			return nil, err
		}
	}
	return d, d.RegisterModule("generate_series", seriesModule{})
})

func functions() map[string]function {
	all := map[string]function{}
	for _, some := range []map[string]function{numberFunctions(), decimalFunctions(), rangeFunctions(), textFunctions(),
		momentFunctions(), typeFunctions(),
		spanFunctions(), jsonFunctions()} {
		for name, f := range some {
			all[name] = f
		}
	}
	return all
}

// register registers a function for each number of arguments: SQLite's own of that name would go before one for any number.
// To the driver, which takes each name once, the names differ by the case of their letters, to SQLite they do not.
func (f function) register(d *sqlite.Driver, name string) error {
	if f.most < 0 {
		return d.RegisterFunction(name, f.taking(-1))
	}
	for n := f.least; n <= f.most; n++ {
		other := n - f.least
		if err := d.RegisterFunction(strings.ToUpper(name[:other])+name[other:], f.taking(n)); err != nil {
			return err
		}
	}
	return nil
}

func (f function) taking(arguments int) *sqlite.FunctionImpl {
	return &sqlite.FunctionImpl{NArgs: int32(arguments), Deterministic: !f.moving,
		Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			if !f.nulls && slices.ContainsFunc(args, func(v driver.Value) bool { return v == nil }) {
				return nil, nil
			}
			return f.call(args)
		}}
}

// textOf is a value as text, numberOf as a number, wholeOf as a whole one.
func textOf(v driver.Value) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case float64:
		return written(v)
	}
	return fmt.Sprint(v)
}

func numberOf(v driver.Value) (float64, error) {
	switch v := v.(type) {
	case int64:
		return float64(v), nil
	case float64:
		return v, nil
	}
	n, err := calculable(v)
	if err != nil {
		return 0, err
	}
	switch n := n.(type) {
	case int64:
		return float64(n), nil
	case float64:
		return n, nil
	}
	return 0, fmt.Errorf("%.60s is not a number", textOf(v)) // NULL, for instance
}

// both is what two values are: numbers, moments, or values that may be calculated with.
func both[T any](of func(driver.Value) (T, error), a, b driver.Value) (x, y T, err error) {
	if x, err = of(a); err == nil {
		y, err = of(b)
	}
	return x, y, err
}

func wholeOf(v driver.Value) (int, error) {
	n, err := numberOf(v)
	if err == nil && (n != float64(int(n))) {
		err = fmt.Errorf("%v is not a whole number", n)
	}
	return int(n), err
}
