package result

import (
	"context"
	"math/big"
	"slices"
	"strings"

	"hextui/hex"
)

// Column is what can be said about the values of one column. Figures are those of the rows that are here, not of a table behind them.
type Column struct {
	Name, Type string
	// Rows is how many values were looked at, Nulls how many of them are NULL, Distinct how many different ones the others are.
	Rows, Nulls, Distinct int
	// Min and Max are the least and the greatest value as they came: numbers by size, everything else by its bytes. Empty when all
	// are NULL.
	Min, Max string
	// Mean and Median are of columns of numbers and empty for others, and where a value is no number (NaN, Infinity). They are
	// decimal, exact up to six places behind the point.
	Mean, Median string
	// Common are the most frequent values, at most 5, the most frequent first; only values that stand more than once.
	Common []Frequent
}

// Frequent is a value with how often it stands in a column.
type Frequent struct {
	Value string
	Count int
}

// mostExponent is up to which exponent numbers are counted with; beyond it an exact sum would be as long as its exponent says.
const mostExponent = 400

// Describe looks at a column of some rows of a table, by their numbers; nil means all rows. It ends with ctx.
func Describe(ctx context.Context, t *hex.ResultTable, rows []int, column int) (Column, error) {
	c := Column{Name: t.Columns[column].Name, Type: t.Columns[column].Type}
	if rows == nil {
		rows = numbers(len(t.Rows))
	}
	counts := map[string]int{}
	for _, r := range rows {
		c.Rows++
		if v := Value(t, r, column); v == nil {
			c.Nulls++
		} else {
			counts[*v]++
		}
	}
	c.Distinct, c.Common = len(counts), common(counts)
	if Numeric(c.Type) {
		if all, ok := numbersOf(ctx, counts); ok && len(all) > 0 {
			c.figures(all)
			return c, ctx.Err()
		}
	}
	for v := range counts {
		if c.Min == "" || v < c.Min {
			c.Min = v
		}
		c.Max = max(c.Max, v)
	}
	return c, ctx.Err()
}

func common(counts map[string]int) []Frequent {
	var all []Frequent
	for v, n := range counts {
		if n > 1 {
			all = append(all, Frequent{v, n})
		}
	}
	slices.SortFunc(all, func(a, b Frequent) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Value, b.Value)
	})
	return all[:min(len(all), 5)]
}

// figure is a number with its text and how often it stands in the column.
type figure struct {
	n     *big.Rat
	text  string
	count int
}

func numbersOf(ctx context.Context, counts map[string]int) ([]figure, bool) {
	all := make([]figure, 0, len(counts))
	for text, n := range counts {
		r, ok := Number(text)
		if !ok || ctx.Err() != nil {
			return nil, false
		}
		all = append(all, figure{r, text, n})
	}
	slices.SortFunc(all, func(a, b figure) int {
		if c := a.n.Cmp(b.n); c != 0 {
			return c
		}
		return strings.Compare(a.text, b.text)
	})
	return all, true
}

// Number reads a decimal number exactly; ok is false for what is none, and for exponents beyond ±400.
func Number(text string) (n *big.Rat, ok bool) {
	text = strings.TrimSpace(text)
	if !plainNumber(text) || len(text) > 1000 {
		return nil, false
	}
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		exponent, ok := new(big.Int).SetString(text[i+1:], 10)
		if !ok || exponent.CmpAbs(big.NewInt(mostExponent)) > 0 {
			return nil, false
		}
	}
	return new(big.Rat).SetString(text)
}

// figures fills in what is said of numbers, which are sorted.
func (c *Column) figures(all []figure) {
	c.Min, c.Max = all[0].text, all[len(all)-1].text
	sum, n := new(big.Rat), 0
	for _, f := range all {
		sum.Add(sum, new(big.Rat).Mul(f.n, big.NewRat(int64(f.count), 1)))
		n += f.count
	}
	c.Mean = decimal(sum.Quo(sum, big.NewRat(int64(n), 1)))
	low, high := at(all, (n-1)/2), at(all, n/2)
	c.Median = decimal(low.Add(low, high).Quo(low, big.NewRat(2, 1)))
}

// at is a copy of the number at a place among all values.
func at(all []figure, place int) *big.Rat {
	for _, f := range all {
		if place -= f.count; place < 0 {
			return new(big.Rat).Set(f.n)
		}
	}
	return new(big.Rat)
}

// decimal is a number with at most six places behind the point, and none that say nothing.
func decimal(r *big.Rat) string {
	text := r.FloatString(6)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
