package mcpsrv

import (
	"net/http"
	"slices"
	"sync"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/audit"
)

// parents records the traceparent of each request that reaches the workspace.
type parents struct {
	mu  sync.Mutex
	all []string
}

func (p *parents) RoundTrip(q *http.Request) (*http.Response, error) {
	p.mu.Lock()
	p.all = append(p.all, q.Header.Get("Traceparent"))
	p.mu.Unlock()
	return http.DefaultTransport.RoundTrip(q)
}

// The trace that a client counts a call to is found again in the audit log and on what is asked of Hex, and with that call only.
func TestTraceIsCarriedThrough(t *testing.T) {
	const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	a := newAgent(t, emulator.Options{})
	seen := &parents{}
	c, err := hex.New(hex.Options{BaseURL: a.work.URL(), Token: a.work.Token(), Limits: hex.NoLimits, Transport: seen})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	log, path := openAudit(t, audit.Options{})
	w := connect(t, New(Options{Client: c, Audit: log}))
	for _, r := range []struct {
		method string
		params args
	}{
		{"tools/call", args{"name": "list_hex_projects", "arguments": args{}, "_meta": args{"traceparent": parent}}},
		{"resources/read", args{"uri": "hex://project/" + a.runnable(), "_meta": args{"traceparent": parent}}},
		{"tools/call", args{"name": "list_hex_projects", "arguments": args{}, "_meta": args{"traceparent": "00-not-one-01"}}},
	} {
		_, line := w.Request(r.method, r.params)
		w.Send(line)
		if got := w.Read(); got.Error != nil || got.Result.IsError {
			t.Fatalf("%s got %s", r.method, got.Raw)
		}
	}
	var kept []string
	for _, r := range records(t, path) {
		if r.Event == audit.Call {
			kept = append(kept, r.Traceparent)
		}
	}
	if want := []string{parent, parent, ""}; !slices.Equal(kept, want) {
		t.Errorf("the log has %q", kept)
	}
	sent := slices.Compact(seen.all)
	if want := []string{parent, ""}; !slices.Equal(sent, want) {
		t.Errorf("the workspace was told %q", seen.all)
	}
}
