package contract

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
)

// road leads from a client to a workspace: a good line, and one that is bad in a way of the test's choosing. Which of them
// a request takes is decided by its operation alone.
type road struct {
	desk    *desk
	server  *httptest.Server
	line    *line
	client  *hex.Client // on the road
	admin   *hex.Client // in the workspace itself
	closing sync.Once

	good, bad *http.Transport

	mu      sync.Mutex
	fault   func(op string, nth int) bool // whether the nth request of an operation takes the bad line
	counted map[string]int
	next    bool // whether the request that was announced takes it
}

// drive lays a road to a workspace, whose bad line has a toxic, with a client on it. A kept line carries one request after
// another over the same connection, for as long as that lasts.
func drive(t *testing.T, workspace *emulator.Server, bad toxic, kept bool) *road {
	t.Helper()
	if err := workspace.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := &road{counted: map[string]int{}, desk: &desk{handler: workspace.Handler(), done: map[string]int{},
		arrived: make(chan string, 100)}}
	r.server = httptest.NewServer(r.desk)
	r.line = lay(t, strings.TrimPrefix(r.server.URL, "http://"), bad)
	r.good = &http.Transport{}
	r.bad = &http.Transport{DisableKeepAlives: !kept, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, r.line.address())
	}}
	var err error
	r.client, err = hex.New(hex.Options{
		BaseURL: r.server.URL, Token: workspace.Token(), Limits: hex.NoLimits, Timeout: patience, RetryFor: 2 * patience, Transport: r,
		Observe: r.announced,
	})
	if err != nil {
		t.Fatal(err)
	}
	// The one who looks at the workspace from within is on no line.
	r.admin = clientOf(t, within{workspace.Handler()}, workspace.Token())
	t.Cleanup(r.close)
	return r
}

// close tears the road up, and returns when nothing more can arrive and all that did is done.
func (r *road) close() {
	r.closing.Do(func() {
		r.client.Close()
		r.line.close()
		r.bad.CloseIdleConnections()
		r.good.CloseIdleConnections()
		r.server.Close()
	})
}

// within is a network without sockets.
type within struct{ handler http.Handler }

func (n within) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	n.handler.ServeHTTP(w, r)
	return w.Result(), nil
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

// once is the first request of an operation.
func once(op string) func(string, int) bool { return nth(op, 1) }

// every is every request of some operations.
func every(ops ...string) func(string, int) bool {
	return func(sent string, _ int) bool { return slices.Contains(ops, sent) }
}

// desk is where requests arrive at the workspace. It counts those that were carried out.
type desk struct {
	handler http.Handler
	arrived chan string // the method of each request that has been dealt with
	mu      sync.Mutex
	done    map[string]int // answered with success, whether or not the answer arrives, by method
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	noted := &statusNoter{ResponseWriter: w}
	d.handler.ServeHTTP(noted, r)
	d.mu.Lock()
	if noted.status/100 == 2 {
		d.done[r.Method]++
	}
	d.mu.Unlock()
	select {
	case d.arrived <- r.Method:
	default: // nobody waits for so many
	}
}

// carriedOut is how many requests of a method were.
func (d *desk) carriedOut(method string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.done[method]
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

// nth is the nth request of an operation.
func nth(op string, n int) func(string, int) bool {
	return func(sent string, count int) bool { return sent == op && count == n }
}

// crowd runs subtests beside each other, more than there are processors: they spend their time waiting.
type crowd struct {
	t      *testing.T
	places chan struct{}
	all    sync.WaitGroup
}

func gather(t *testing.T) *crowd { return &crowd{t: t, places: make(chan struct{}, 12)} }

// run starts a subtest as soon as there is a place.
func (c *crowd) run(name string, test func(t *testing.T)) {
	c.places <- struct{}{}
	c.all.Go(func() {
		defer func() { <-c.places }()
		c.t.Run(name, test)
	})
}

// wait returns when all have ended.
func (c *crowd) wait() { c.all.Wait() }
