package wire

import (
	"io"
	"net/http"
	"sync/atomic"
	"testing"
)

// Who watches knows how many clients are there, over streams and over HTTP.
func TestClientsAreToldOf(t *testing.T) {
	f := newFixture(t)
	var there atomic.Int64
	f.clients = func(change int) { there.Add(int64(change)) }
	want := func(n int64, when string) {
		t.Helper()
		if got := there.Load(); got != n {
			t.Errorf("%s %d clients are told of, want %d", when, got, n)
		}
	}
	lines := f.connect(t)
	_, ping := lines.Request("ping", map[string]any{})
	if _, err := io.WriteString(lines.In, ping+"\n"); err != nil {
		t.Fatal(err)
	}
	lines.Read()
	want(1, "with one on streams")

	w := f.web(t, HTTPOptions{})
	w.Handshake("web", "{}")
	want(2, "with one over HTTP, too,")
	if resp := w.Ask("DELETE", "/mcp", ""); resp.StatusCode != http.StatusNoContent {
		t.Errorf("the end of the session: %s", resp.Status)
	}
	want(1, "after its end")
	lines.In.Close()
	if err := lines.Wait(); err != nil {
		t.Fatal(err)
	}
	want(0, "after the end of the input")
}
