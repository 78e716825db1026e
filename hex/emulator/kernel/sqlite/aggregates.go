package sqlite

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"modernc.org/sqlite"

	"hextui/hex/emulator/kernel/engine"

	"hextui/hex/emulator/kernel/sqlite/calendar"
)

// How much an aggregate keeps that needs all values.
const (
	mostValues = 5_000_000
	mostBytes  = 4 * engine.MaxFrameBytes
)

// collected is an aggregate that keeps the values of its rows, NULLs left out, and makes one of them at the end. In a window
// the oldest leave first.
type collected struct {
	rows   [][]driver.Value
	result func(rows [][]driver.Value) (driver.Value, error)
	nulls  bool // NULLs are kept
	bytes  int
}

// Step takes a row.
func (c *collected) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	if len(args) == 0 {
		return errors.New("the function needs an argument")
	}
	if len(c.rows) >= mostValues {
		return fmt.Errorf("the function is given more than %d values", mostValues)
	}
	if args[0] == nil && !c.nulls {
		return nil
	}
	for _, v := range args {
		c.bytes += engine.Size(v)
	}
	if c.bytes > mostBytes {
		return fmt.Errorf("the function is given more than %d MB", mostBytes>>20)
	}
	c.rows = append(c.rows, slices.Clone(args))
	return nil
}

// WindowInverse takes the oldest row away.
func (c *collected) WindowInverse(_ *sqlite.FunctionContext, args []driver.Value) error {
	if len(c.rows) > 0 && (c.nulls || args[0] != nil) {
		for _, v := range c.rows[0] {
			c.bytes -= engine.Size(v)
		}
		c.rows = c.rows[1:]
	}
	return nil
}

// WindowValue is the result so far.
func (c *collected) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	if len(c.rows) == 0 {
		return nil, nil
	}
	return c.result(c.rows)
}

// Final does nothing: the rows go with the aggregate.
func (c *collected) Final(*sqlite.FunctionContext) {}

// aggregates are the functions of many rows that SQLite lacks.
func aggregates() map[string]func() sqlite.AggregateFunction {
	all := map[string]func() sqlite.AggregateFunction{}
	add := func(result func(rows [][]driver.Value) (driver.Value, error), names ...string) {
		for _, name := range names {
			all[name] = func() sqlite.AggregateFunction { return &collected{result: result} }
		}
	}
	first := func(row []driver.Value) driver.Value { return row[0] }
	add(func(rows [][]driver.Value) (driver.Value, error) { return percentile(rows, 0, 0.5, false, true) }, "median")
	add(func(rows [][]driver.Value) (driver.Value, error) { return atShare(rows, true) }, "percentile_cont", "quantile_cont")
	add(func(rows [][]driver.Value) (driver.Value, error) { return atShare(rows, false) }, "percentile_disc", "quantile_disc", "quantile")
	all["as_percentile_cont"] = func() sqlite.AggregateFunction { return &collected{result: ordered(true)} }
	all["as_percentile_disc"] = func() sqlite.AggregateFunction { return &collected{result: ordered(false)} }
	add(func(rows [][]driver.Value) (driver.Value, error) { return spread(rows, 1, true) }, "stddev", "stddev_samp")
	add(func(rows [][]driver.Value) (driver.Value, error) { return spread(rows, 0, true) }, "stddev_pop")
	add(func(rows [][]driver.Value) (driver.Value, error) { return spread(rows, 1, false) }, "variance", "var_samp")
	add(func(rows [][]driver.Value) (driver.Value, error) { return spread(rows, 0, false) }, "var_pop")
	add(func(rows [][]driver.Value) (driver.Value, error) {
		return slices.ContainsFunc(rows, func(r []driver.Value) bool { return isTrue(r[0]) }), nil
	}, "bool_or", "boolor_agg", "logical_or")
	add(func(rows [][]driver.Value) (driver.Value, error) {
		return !slices.ContainsFunc(rows, func(r []driver.Value) bool { return !isTrue(r[0]) }), nil
	}, "bool_and", "booland_agg", "logical_and", "every")
	add(func(rows [][]driver.Value) (driver.Value, error) { return first(rows[0]), nil }, "any_value")
	add(mostOften, "mode")
	add(func(rows [][]driver.Value) (driver.Value, error) { return best(rows, 1) }, "max_by", "arg_max")
	add(func(rows [][]driver.Value) (driver.Value, error) { return best(rows, -1) }, "min_by", "arg_min")
	for name, of := range map[string]func(m joint) any{
		"corr": joint.correlation, "covar_pop": func(m joint) any { return m.xy / m.n },
		"covar_samp": func(m joint) any { return quotientOf(m.xy, m.n-1) },
		"regr_slope": func(m joint) any { return quotientOf(m.xy, m.xx) },
		"regr_r2": func(m joint) any {
			if m.xx > 0 && m.yy == 0 {
				return 1.0
			}
			return quotientOf(m.xy*m.xy, m.xx*m.yy)
		},
		"regr_intercept": func(m joint) any {
			if m.xx == 0 {
				return nil
			}
			return m.y - m.xy/m.xx*m.x
		},
	} {
		add(func(rows [][]driver.Value) (driver.Value, error) { return together(rows, of) }, name)
	}
	for name, of := range map[string]func(a, b int64) int64{"bit_and": func(a, b int64) int64 { return a & b },
		"bit_or": func(a, b int64) int64 { return a | b }, "bit_xor": func(a, b int64) int64 { return a ^ b }} {
		add(func(rows [][]driver.Value) (driver.Value, error) { return bits(rows, of) }, name)
	}
	for name, result := range map[string]func(spans []calendar.Length) calendar.Length{"sum": total, "avg": mean, "min": shortestSpan,
		"max": longestSpan} {
		add(func(rows [][]driver.Value) (driver.Value, error) { return ofSpans(rows, result) }, "as_span_"+name)
	}
	add(spanMostOften, "as_span_mode")
	all["as_span_percentile_cont"] = func() sqlite.AggregateFunction { return &collected{result: spanAtShare(true)} }
	all["as_span_percentile_disc"] = func() sqlite.AggregateFunction { return &collected{result: spanAtShare(false)} }
	all["as_single"] = func() sqlite.AggregateFunction {
		return &collected{nulls: true, result: func(rows [][]driver.Value) (driver.Value, error) {
			if len(rows) > 1 {
				return nil, errors.New("more than one row returned by a subquery used as an expression")
			}
			return rows[0][0], nil
		}}
	}
	all["as_distinct_agg"] = func() sqlite.AggregateFunction { return &collected{result: paired} }
	all["as_sorted_distinct_agg"] = func() sqlite.AggregateFunction { return &collected{result: sorted(paired)} }
	all["as_sorted_agg"] = func() sqlite.AggregateFunction { return &collected{result: sorted(array), nulls: true} }
	all["array_agg"] = func() sqlite.AggregateFunction { return &collected{result: array, nulls: true} }
	for _, name := range []string{"countif", "count_if"} {
		all[name] = func() sqlite.AggregateFunction { return &counted{} }
	}
	return all
}

func isTrue(v driver.Value) bool { return v != nil && v != int64(0) && v != 0.0 }

// counted counts what is true; of no rows it is 0.
type counted struct{ n int64 }

// Step takes a row.
func (c *counted) Step(_ *sqlite.FunctionContext, args []driver.Value) error { return c.count(args, 1) }

// WindowInverse takes a row away.
func (c *counted) WindowInverse(_ *sqlite.FunctionContext, args []driver.Value) error {
	return c.count(args, -1)
}

func (c *counted) count(args []driver.Value, by int64) error {
	if len(args) != 1 {
		return errors.New("countif takes one argument")
	}
	if isTrue(args[0]) {
		c.n += by
	}
	return nil
}

// WindowValue is the count so far.
func (c *counted) WindowValue(*sqlite.FunctionContext) (driver.Value, error) { return c.n, nil }

// Final does nothing.
func (c *counted) Final(*sqlite.FunctionContext) {}

// atShare is percentile_cont(x, 0.5).
func atShare(rows [][]driver.Value, between bool) (driver.Value, error) {
	if len(rows[0]) != 2 {
		return nil, errors.New("it is written percentile_cont(x, 0.5), or percentile_cont(0.5) within group (order by x)")
	}
	share, err := numberOf(rows[0][1])
	if err != nil {
		return nil, err
	}
	return percentile(rows, 0, share, false, between)
}

// ordered is what is made of percentile_cont(0.5) within group (order by x): share, value, and whether the order is downwards.
func ordered(between bool) func(rows [][]driver.Value) (driver.Value, error) {
	return func(rows [][]driver.Value) (driver.Value, error) {
		if len(rows[0]) < 2 {
			return nil, errors.New("it is written percentile_cont(0.5) within group (order by x)")
		}
		share, err := numberOf(rows[0][0])
		if err != nil {
			return nil, err
		}
		return percentile(rows, 1, share, len(rows[0]) > 2, between)
	}
}

// percentile is the value below which a share of the others lies, between two of them where need be.
func percentile(rows [][]driver.Value, column int, share float64, down, between bool) (driver.Value, error) {
	if share < 0 || share > 1 {
		return nil, fmt.Errorf("a percentile is between 0 and 1, not %v", share)
	}
	var values []driver.Value
	for _, row := range rows {
		if row[column] != nil {
			values = append(values, row[column])
		}
	}
	if len(values) == 0 {
		return nil, nil
	}
	slices.SortFunc(values, compare)
	if down {
		slices.Reverse(values)
	}
	if !between {
		return values[max(0, int(math.Ceil(share*float64(len(values))))-1)], nil
	}
	at := share * float64(len(values)-1)
	low, err := numberOf(values[int(math.Floor(at))])
	if err != nil {
		return nil, err
	}
	high, err := numberOf(values[int(math.Ceil(at))])
	return low + (high-low)*(at-math.Floor(at)), err
}

// spread is the variance, less of which many rows are free, or its root.
func spread(rows [][]driver.Value, less int, root bool) (driver.Value, error) {
	if len(rows) <= less {
		return nil, nil
	}
	mean, squares := 0.0, 0.0
	for i, row := range rows {
		x, err := numberOf(row[0])
		if err != nil {
			return nil, err
		}
		d := x - mean
		mean += d / float64(i+1)
		squares += d * (x - mean)
	}
	variance := squares / float64(len(rows)-less)
	if root {
		return math.Sqrt(variance), nil
	}
	return variance, nil
}

// joint are what two columns, the first in terms of the second, have in common: how many rows, means, and sums of products
// of what differs from the means.
type joint struct{ n, x, y, xx, yy, xy float64 }

func (m joint) correlation() any { return quotientOf(m.xy, math.Sqrt(m.xx*m.yy)) }

func quotientOf(a, b float64) any {
	if b == 0 {
		return nil
	}
	return a / b
}

// together makes one of the pairs of numbers in which neither is NULL.
func together(rows [][]driver.Value, of func(joint) any) (driver.Value, error) {
	var m joint
	for _, row := range rows {
		if len(row) != 2 {
			return nil, errors.New("the function takes two arguments: y and x")
		}
		if row[0] == nil || row[1] == nil {
			continue
		}
		y, x, err := both(numberOf, row[0], row[1])
		if err != nil {
			return nil, err
		}
		m.n++
		dx, dy := x-m.x, y-m.y
		m.x += dx / m.n
		m.y += dy / m.n
		m.xx += dx * (x - m.x)
		m.yy += dy * (y - m.y)
		m.xy += dx * (y - m.y)
	}
	if m.n == 0 {
		return nil, nil
	}
	return of(m), nil
}

// mostOften is the value that is there most often, the least of several.
func mostOften(rows [][]driver.Value) (driver.Value, error) {
	values := make([]driver.Value, len(rows))
	for i, row := range rows {
		values[i] = row[0]
	}
	slices.SortFunc(values, compare)
	best, most, run := values[0], 0, 0
	for i, v := range values {
		if i > 0 && compare(v, values[i-1]) == 0 {
			run++
		} else {
			run = 1
		}
		if run > most {
			best, most = v, run
		}
	}
	return best, nil
}

// best is the first argument where the second is greatest, or least.
func best(rows [][]driver.Value, sign int) (driver.Value, error) {
	var found []driver.Value
	for _, row := range rows {
		if len(row) != 2 {
			return nil, errors.New("it is written max_by(x, y): the x of the row where y is greatest")
		}
		if row[1] != nil && (found == nil || sign*compare(row[1], found[1]) > 0) {
			found = row
		}
	}
	if found == nil {
		return nil, nil
	}
	return found[0], nil
}

// pair is a text and the mark between texts as one value, by which the texts sort.
func pair(args []driver.Value) (any, error) { return textOf(args[0]) + "\x1f" + textOf(args[1]), nil }

// paired joins the texts of pairs by their marks.
func paired(rows [][]driver.Value) (driver.Value, error) {
	var b strings.Builder
	for i, row := range rows {
		text := textOf(row[0])
		at := strings.LastIndexByte(text, 0x1f)
		if at < 0 {
			return nil, errors.New("as_distinct_agg joins pairs")
		}
		if i > 0 {
			b.WriteString(text[at+1:])
		}
		b.WriteString(text[:at])
	}
	return b.String(), nil
}

// bits are those of whole numbers put together.
func bits(rows [][]driver.Value, of func(a, b int64) int64) (driver.Value, error) {
	var all int64
	for i, row := range rows {
		n, is := row[0].(int64)
		if !is {
			return nil, fmt.Errorf("%.60s is not a whole number", textOf(row[0]))
		}
		if all = of(all, n); i == 0 {
			all = n
		}
	}
	return all, nil
}

// array is the values as JSON.
func array(rows [][]driver.Value) (driver.Value, error) {
	values := make([]driver.Value, len(rows))
	for i, row := range rows {
		values[i] = row[0]
		if b, ok := values[i].([]byte); ok {
			values[i] = string(b)
		}
	}
	text, err := json.Marshal(values)
	return string(text), err
}

// sorted is what the rows come to in the order of their first values, NULLs last.
func sorted(result func(rows [][]driver.Value) (driver.Value, error)) func(rows [][]driver.Value) (driver.Value, error) {
	return func(rows [][]driver.Value) (driver.Value, error) {
		slices.SortStableFunc(rows, func(a, b []driver.Value) int {
			switch {
			case a[0] == nil && b[0] == nil:
				return 0
			case a[0] == nil:
				return 1
			case b[0] == nil:
				return -1
			}
			return compare(a[0], b[0])
		})
		return result(rows)
	}
}
