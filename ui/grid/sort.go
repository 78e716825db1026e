package grid

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// sortKey is a cell's text made ready to be compared.
type sortKey struct {
	text    string
	number  float64
	numeric bool
}

func newKey(text string, numbers bool) sortKey {
	if numbers {
		if n, ok := number(text); ok {
			return sortKey{number: n, numeric: true}
		}
	}
	return sortKey{text: strings.ToLower(text)}
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
	return natural(k.text, o.text)
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

// natural compares texts with the digits in them taken as numbers, so that cell 9 comes before cell 10.
func natural(a, b string) int {
	for i, j := 0, 0; ; {
		if i == len(a) || j == len(b) {
			return cmp.Compare(len(a)-i, len(b)-j)
		}
		if digit(a[i]) && digit(b[j]) {
			da, db := digits(a[i:]), digits(b[j:])
			x, y := strings.TrimLeft(a[i:i+da], "0"), strings.TrimLeft(b[j:j+db], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
				return c
			}
			i, j = i+da, j+db
			continue
		}
		if a[i] != b[j] {
			return cmp.Compare(a[i], b[j])
		}
		i, j = i+1, j+1
	}
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func digits(s string) int {
	n := 0
	for n < len(s) && digit(s[n]) {
		n++
	}
	return n
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
