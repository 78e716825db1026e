package sqlite

import (
	"database/sql/driver"
	"math"
	"testing"
)

// A quotient without its fraction is exact for whole numbers of any size, and refused where it is none.
func TestDiv(t *testing.T) {
	for _, c := range []struct {
		a, b, want any // nil is refused
	}{
		{int64(7), int64(2), int64(3)}, {int64(-7), int64(2), int64(-3)}, {7.5, int64(2), int64(3)},
		{int64(9007199254740993), int64(1), int64(9007199254740993)}, {int64(1), int64(0), nil},
		{1e300, int64(1), nil}, {int64(math.MinInt64), int64(-1), nil},
	} {
		got, err := div([]driver.Value{c.a, c.b})
		if c.want == nil && err == nil || c.want != nil && (err != nil || got != c.want) {
			t.Errorf("div(%v, %v) is %v, %v; want %v", c.a, c.b, got, err, c.want)
		}
	}
}
