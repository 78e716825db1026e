package kernel_test

import (
	"testing"

	"hextui/hex/emulator/kernel"
)

// BenchmarkFirstCell is what the first SQL cell of a session costs: the engine opens for it.
func BenchmarkFirstCell(b *testing.B) {
	for b.Loop() {
		if _, err := runIn(newSession(b, kernel.Options{}), nil, sql("a", "SELECT 1")); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSum is what it costs that sums and divisions are those of the dialect.
func BenchmarkSum(b *testing.B) {
	s := newSession(b, kernel.Options{})
	for b.Loop() {
		sums := sql("a", "SELECT sum(total_cents) / count(*), sum(quantity * unit_price_cents) FROM order_items")
		if _, err := runIn(s, nil, sums); err != nil {
			b.Fatal(err)
		}
	}
}
