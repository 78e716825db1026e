package warehouse

import (
	"context"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		w, err := Open(context.Background(), Options{Seed: 1, Now: noon})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		rows := 0
		for _, t := range w.Tables() {
			rows += t.Rows
		}
		b.ReportMetric(float64(rows), "rows")
		w.Close()
		b.StartTimer()
	}
}
