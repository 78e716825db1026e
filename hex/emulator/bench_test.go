package emulator

import (
	"fmt"
	"net/http"
	"testing"
)

// BenchmarkStart measures from nothing to the first page of projects.
func BenchmarkStart(b *testing.B) {
	for _, size := range []int{0, 10_000} {
		b.Run(fmt.Sprintf("extra=%d", size), func(b *testing.B) {
			for b.Loop() {
				r, err := Listen(b.Context(), "127.0.0.1:0", Options{Size: size})
				if err != nil {
					b.Fatal(err)
				}
				listOnce(b, r)
				b.StopTimer()
				if err := r.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}

// BenchmarkListProjects measures one page of a hundred projects.
func BenchmarkListProjects(b *testing.B) {
	for _, size := range []int{100, 10_000} {
		b.Run(fmt.Sprintf("of=%d", size), func(b *testing.B) {
			r, err := Listen(b.Context(), "127.0.0.1:0", Options{Size: size})
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = r.Close() })
			for b.Loop() {
				listOnce(b, r)
			}
		})
	}
}

func listOnce(b *testing.B, r *Running) {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, r.URL()+"/projects?limit=100", nil)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+r.Token())
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		b.Fatalf("status %d", response.StatusCode)
	}
	if err := response.Body.Close(); err != nil {
		b.Fatal(err)
	}
}
