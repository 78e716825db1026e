package grid

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// sortKey is a cell's text made ready to be compared: a number, or what its letters come to by their order.
type sortKey struct {
	letters string
	number  float64
	numeric bool
}

// compare puts what is no number before the numbers.
func (k sortKey) compare(o sortKey) int {
	switch {
	case k.numeric && o.numeric:
		return cmp.Compare(k.number, o.number)
	case k.numeric != o.numeric:
		if k.numeric {
			return 1
		}
		return -1
	}
	return strings.Compare(k.letters, o.letters)
}

// number reads a number as people write it: 1,204 or −48 210.50 or 68 %.
func number(text string) (float64, bool) {
	var digits [40]byte
	n := 0
	for _, r := range strings.TrimSpace(text) {
		switch {
		case n == len(digits):
			return 0, false
		case r == '−' || r == '-':
			digits[n] = '-'
			n++
		case '0' <= r && r <= '9' || r == '.' || r == '+' || r == 'e' || r == 'E':
			digits[n] = byte(r)
			n++
		case r == ',' || r == '_' || r == '%' || r == '$' || r == '€' || r == '£' || unicode.IsSpace(r):
		default:
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(string(digits[:n]), 64)
	return f, err == nil
}

// sortRows sorts by a total order, stopping when ctx ends.
func sortRows(ctx context.Context, rows []int32, order func(a, b int32) int) error {
	for lo := 0; lo < len(rows); lo += pulse {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		slices.SortFunc(rows[lo:min(lo+pulse, len(rows))], order)
	}
	from, to := rows, make([]int32, len(rows))
	for width := pulse; width < len(rows); width *= 2 {
		for lo := 0; lo < len(rows); lo += 2 * width {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			mid, hi := min(lo+width, len(rows)), min(lo+2*width, len(rows))
			merge(to[lo:hi], from[lo:mid], from[mid:hi], order)
		}
		from, to = to, from
	}
	copy(rows, from)
	return nil
}

// merge fills to with the rows of a and b, both of which are sorted.
func merge(to, a, b []int32, order func(a, b int32) int) {
	for i := range to {
		if len(b) == 0 || len(a) > 0 && order(a[0], b[0]) <= 0 {
			to[i], a = a[0], a[1:]
		} else {
			to[i], b = b[0], b[1:]
		}
	}
}
