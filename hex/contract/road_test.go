package contract

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

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
	silence   silence

	mu      sync.Mutex
	fault   func(op string, nth int) bool // whether the nth request of an operation takes the bad line
	counted map[string]int
	next    bool // whether the request that was announced takes it
}

// Nothing on a road waits for a certain time, which a busy machine would take for something else: a request on which a line keeps
// silent is given up at a moment ([silence]), and these are only so long that what goes wrong in another way ends all the same.
const (
	patience = time.Minute
	retryFor = 10 * time.Second
)

// drive lays a road to a workspace, whose bad line has a toxic, with a client on it. A kept line carries one request after
// another over the same connection, for as long as that lasts.
func drive(t *testing.T, workspace *emulator.Server, bad toxic, kept bool) *road {
	t.Helper()
	if err := workspace.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := &road{counted: map[string]int{}, silence: bad.silence, desk: &desk{handler: workspace.Handler(), done: map[string]int{},
		arrived: make(chan string, 100), awaited: map[string]func(){}}}
	r.server = httptest.NewServer(r.desk)
	r.line = lay(t, strings.TrimPrefix(r.server.URL, "http://"), bad)
	r.good = &http.Transport{}
	r.bad = &http.Transport{DisableKeepAlives: !kept, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, r.line.address())
	}}
	var err error
	r.client, err = hex.New(hex.Options{
		BaseURL: r.server.URL, Token: workspace.Token(), Limits: hex.NoLimits, Timeout: patience, RetryFor: retryFor, Transport: r,
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
	switch {
	case !bad:
		return r.good.RoundTrip(request)
	case r.silence == speaking:
		return r.bad.RoundTrip(request)
	}
	return r.giveUp(request)
}

// giveUp sends a request over the bad line, and lets the time for it run out as soon as nothing more will come of it.
func (r *road) giveUp(request *http.Request) (*http.Response, error) {
	ctx, over := context.WithCancel(request.Context())
	switch r.silence {
	case afterSending:
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { over() }})
	case afterCarryingOut:
		request = request.Clone(ctx)
		request.Header.Set(awaitedHeader, r.desk.await(over))
	}
	response, err := r.bad.RoundTrip(request.WithContext(ctx))
	if err != nil {
		over()
		if request.Context().Err() == nil || ctx.Err() != nil {
			err = os.ErrDeadlineExceeded
		}
		return nil, err
	}
	// The head came before the time ran out: reading the body fails as it does when it runs out then.
	response.Body = &late{response.Body, over}
	return response, nil
}

// late is a body for which the time runs out.
type late struct {
	io.ReadCloser
	over func()
}

func (l *late) Close() error {
	l.over()
	return l.ReadCloser.Close()
}

func (l *late) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	if errors.Is(err, context.Canceled) {
		err = os.ErrDeadlineExceeded
	}
	return n, err
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
	done    map[string]int    // answered with success, whether or not the answer arrives, by method
	awaited map[string]func() // who wants to know when a request has been dealt with, by its header
}

// awaitedHeader names a request whose sender wants to know when it has been dealt with.
const awaitedHeader = "X-Awaited"

// await has somebody told when the request that bears the header's value has been dealt with.
func (d *desk) await(tell func()) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	name := strconv.Itoa(len(d.awaited))
	d.awaited[name] = tell
	return name
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	noted := &statusNoter{ResponseWriter: w}
	d.handler.ServeHTTP(noted, r)
	d.mu.Lock()
	if noted.status/100 == 2 {
		d.done[r.Method]++
	}
	if tell := d.awaited[r.Header.Get(awaitedHeader)]; tell != nil {
		defer tell()
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
