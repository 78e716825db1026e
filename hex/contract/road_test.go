package contract

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"hextui/hex"
	"hextui/hex/emulator"
)

// toxic is something that goes wrong on a line, in toxiproxy's words.
type toxic struct {
	Type       string         `json:"type"`
	Stream     string         `json:"stream"`
	Attributes map[string]any `json:"attributes"`
}

// road leads from a client to a workspace: a good line, and one that is bad in a way of the test's choosing. Which of them
// a request takes is decided by its operation alone, and each request on the bad line has a connection of its own.
type road struct {
	t         *testing.T
	workspace *emulator.Server
	desk      *desk
	client    *hex.Client

	good http.RoundTripper
	bad  *http.Transport

	mu      sync.Mutex
	fault   func(op string, nth int) bool // whether the nth request of an operation takes the bad line
	counted map[string]int
	next    bool // whether the request that was announced takes it
}

// drive opens a workspace, a road to it whose bad line has the given toxics, and a client on the road.
func drive(t *testing.T, timeout time.Duration, toxics ...toxic) *road {
	t.Helper()
	r := &road{t: t, workspace: workspaceOf(t, emulator.Options{}), counted: map[string]int{}}
	r.desk = &desk{handler: r.workspace.Handler(), sent: map[string]int{}, done: map[string]int{}}
	server := httptest.NewServer(r.desk)
	t.Cleanup(server.Close)
	address := strings.TrimPrefix(server.URL, "http://")
	quiet := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(quiet, t.Name(), "127.0.0.1:0", address)
	for _, bad := range toxics {
		text, err := json.Marshal(bad)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(string(text))); err != nil {
			t.Fatal(err)
		}
	}
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	good := &http.Transport{}
	r.good = good
	r.bad = &http.Transport{DisableKeepAlives: true, Proxy: nil, DialContext: dialInstead(proxy.Listen)}
	t.Cleanup(good.CloseIdleConnections)
	client, err := hex.New(hex.Options{
		BaseURL: server.URL, Token: r.workspace.Token(), Limits: hex.NoLimits, Timeout: timeout, Transport: r, Observe: r.announced,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	r.client = client
	return r
}

// announced hears of each request from the client just before it is sent.
func (r *road) announced(e hex.Event) {
	if e.Kind != hex.EventSent {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counted[e.Op]++
	r.next = r.fault != nil && r.fault(e.Op, r.counted[e.Op])
}

// RoundTrip sends a request over the line that its announcement chose.
func (r *road) RoundTrip(request *http.Request) (*http.Response, error) {
	r.mu.Lock()
	bad := r.next
	r.mu.Unlock()
	if bad {
		return r.bad.RoundTrip(request)
	}
	return r.good.RoundTrip(request)
}

// breaks puts requests on the bad line from now on, counting anew; nil ends it.
func (r *road) breaks(fault func(op string, nth int) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fault, r.counted = fault, map[string]int{}
}

// once is the first request of an operation, from every one of it.
func once(op string) func(string, int) bool {
	return func(sent string, nth int) bool { return sent == op && nth == 1 }
}

func every(ops ...string) func(string, int) bool {
	return func(sent string, _ int) bool {
		for _, op := range ops {
			if sent == op {
				return true
			}
		}
		return false
	}
}

// desk is where requests arrive at the workspace. It counts them, and those that were carried out.
type desk struct {
	handler http.Handler
	mu      sync.Mutex
	sent    map[string]int // arrived whole or in part, by method
	done    map[string]int // answered with success, whether or not the answer arrived
	busy    int
	waiting []chan struct{}
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	d.sent[r.Method]++
	d.busy++
	d.mu.Unlock()
	noted := &statusNoter{ResponseWriter: w}
	defer func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if noted.status/100 == 2 {
			d.done[r.Method]++
		}
		if d.busy--; d.busy == 0 {
			for _, free := range d.waiting {
				close(free)
			}
			d.waiting = nil
		}
	}()
	d.handler.ServeHTTP(noted, r)
}

// quiet returns when no request is being worked on.
func (d *desk) quiet() {
	d.mu.Lock()
	if d.busy == 0 {
		d.mu.Unlock()
		return
	}
	free := make(chan struct{})
	d.waiting = append(d.waiting, free)
	d.mu.Unlock()
	<-free
}

// writes are the requests of a method that were carried out.
func (d *desk) writes(method string) int {
	d.quiet()
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.done[method]
}

func (d *desk) clear() {
	d.quiet()
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.sent)
	clear(d.done)
}

type statusNoter struct {
	http.ResponseWriter
	status int
}

func (n *statusNoter) WriteHeader(status int) {
	n.status = status
	n.ResponseWriter.WriteHeader(status)
}

func (n *statusNoter) Unwrap() http.ResponseWriter { return n.ResponseWriter }

var _ = url.URL{}
