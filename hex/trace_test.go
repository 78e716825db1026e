package hex_test

import (
	"context"
	"net/http"
	"testing"

	"hextui/hex"
)

// Each try of each request of a call says which trace it belongs to, and no other call's does.
func TestTraceGoesWithACall(t *testing.T) {
	var got []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Header.Get("Traceparent")+" "+r.Header.Get("Tracestate"))
		if len(got) == 1 {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte(`{"id":"0f0e0d0c-0b0a-4908-8706-050403020100","name":"Ada","email":"ada@acme.example"}`))
	})
	const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	for _, trace := range []hex.Trace{{Parent: parent, State: "rojo=1"}, {Parent: parent}, {}, {State: "rojo=1"}} {
		if _, err := c.Me(hex.WithTrace(context.Background(), trace)); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{parent + " rojo=1", parent + " rojo=1", parent + " ", " ", " "}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("request %d said %q, want %q", i, got[i], want[i])
		}
	}
}
