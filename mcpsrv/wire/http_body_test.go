package wire

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections are in memory, so that time passes only where all wait.
type pipes struct {
	calls chan net.Conn
	over  chan struct{}
}

func newPipes() *pipes { return &pipes{calls: make(chan net.Conn), over: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.calls:
		return c, nil
	case <-p.over:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.over); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 7777} }

func (p *pipes) dial() net.Conn {
	ours, theirs := net.Pipe()
	p.calls <- theirs
	return ours
}

// A body that does not come is not waited for: by nobody who has no token, nor beyond its time, nor once the server closes.
func TestHTTPSlowBodies(t *testing.T) {
	const token = "Authorization: Bearer a-token-of-length\r\n"
	for _, c := range []struct {
		name, start string
		// drips tells that a byte comes every three seconds; quits that the server is told to end after a second.
		drips, quits bool
		status       int
		length       string // what the head says of the body; 100 bytes if nothing
		within       time.Duration
	}{
		{name: "without token", start: "POST /mcp", status: 401, within: time.Second},
		{name: "another host", start: "POST /mcp HTTP/1.1\r\nHost: evil.example\r\nX: x", status: 403, within: time.Second},
		{name: "with a token", start: "POST /mcp HTTP/1.1\r\n" + token + "X: x", status: 408, within: 10 * time.Second},
		{name: "drop by drop", start: "POST /mcp HTTP/1.1\r\n" + token + "X: x", drips: true, status: 408, within: 10 * time.Second},
		{name: "another type", start: "POST /mcp HTTP/1.1\r\n" + token + "Content-Type: text/plain", status: 415, within: time.Second},
		{name: "far too long", start: "POST /mcp HTTP/1.1\r\n" + token + "X: x", length: "99999999999", status: 413, within: time.Second},
		{name: "another verb", start: "PUT /mcp HTTP/1.1\r\n" + token + "X: x", status: 405, within: time.Second},
		{name: "another path", start: "POST /else HTTP/1.1\r\n" + token + "X: x", status: 404, within: time.Second},
		{name: "where nothing is", start: "GET /.well-known/oauth-authorization-server", status: 404, within: time.Second},
		{name: "to say that it lives", start: "GET /healthz", status: 200, within: time.Second},
		{name: "while the server closes", start: "POST /mcp HTTP/1.1\r\n" + token + "X: x", quits: true, status: 503,
			within: 2 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newPipes()
				ctx, cancel := context.WithCancel(t.Context())
				served := make(chan error, 1)
				go func() { served <- newFixture(t).serveHTTP(ctx, l, HTTPOptions{Token: "a-token-of-length"}) }()
				conn := l.dial()
				head := c.start
				for _, more := range []struct{ mark, line string }{{" HTTP/1.1", " HTTP/1.1"}, {"Host:", "\r\nHost: 127.0.0.1"},
					{"Content-Type:", "\r\nContent-Type: application/json"}} {
					if !strings.Contains(head, more.mark) {
						head += more.line
					}
				}
				began := time.Now()
				if _, err := io.WriteString(conn, head+"\r\nContent-Length: "+cmp.Or(c.length, "100")+"\r\n\r\n{"); err != nil {
					t.Fatal(err)
				}
				var drops sync.WaitGroup
				if c.drips {
					drops.Go(func() {
						for range 5 {
							time.Sleep(3 * time.Second) // of the bubble's time
							_, _ = io.WriteString(conn, " ")
						}
					})
				}
				if c.quits {
					time.AfterFunc(time.Second, cancel)
				}
				resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
				if err != nil {
					t.Fatal(err)
				}
				body, _ := io.ReadAll(resp.Body)
				if took := time.Since(began); resp.StatusCode != c.status || took > c.within {
					t.Errorf("after %s: %s %s", took, resp.Status, body)
				}
				conn.Close()
				drops.Wait()
				ended := time.Now()
				cancel()
				if err := <-served; err != nil || time.Since(ended) > 2*time.Second {
					t.Errorf("it ended after %s: %v", time.Since(ended), err)
				}
			})
		})
	}
}

// A body that came whole has its time behind it: the call may take as long as it takes.
func TestHTTPLongCallsOutlastTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		ctx, cancel := context.WithCancel(t.Context())
		f, served := newFixture(t), make(chan error, 1)
		go func() { served <- f.serveHTTP(ctx, l, HTTPOptions{Stateless: true}) }()
		conn := l.dial()
		call := `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"hold","arguments":{"name":"held"}}}`
		fmt.Fprintf(conn, "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: application/json\r\n"+
			"Content-Length: %d\r\n\r\n%s", len(call), call)
		<-f.running
		time.Sleep(time.Minute) // of the bubble's time
		cancel()                // nor does the end of the server cut what came whole
		synctest.Wait()
		f.release <- " long"
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(resp.Body); err != nil || !strings.Contains(string(body), "held long") {
			t.Errorf("got %s: %v", body, err)
		}
		conn.Close()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
}

// The thousand and first client is let in, in place of the one that has been silent for longest; one that is at work stays.
func TestHTTPSessionsMakeRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t).newHTTP(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, HTTPOptions{})
		defer h.close()
		defer h.abandon()
		var all []*webSession
		for i := range maxSessions {
			s, err := h.begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, s)
			if i != 0 { // the first is at work
				h.letGo(s)
				time.Sleep(time.Millisecond) // of the bubble's time
			}
		}
		h.letGo(h.hold(all[1].id)) // the second has just asked
		for _, idlest := range []int{2, 3} {
			s, err := h.begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			h.letGo(s)
			if h.sessions[all[idlest].id] != nil || h.sessions[s.id] == nil || len(h.sessions) != maxSessions {
				t.Errorf("%d is still there, of %d", idlest, len(h.sessions))
			}
			<-all[idlest].over
		}
		if h.sessions[all[0].id] == nil || h.sessions[all[1].id] == nil {
			t.Error("a session that is at work, or was a moment ago, is gone")
		}
		for id := range h.sessions {
			h.hold(id)
		}
		if _, err := h.begin(t.Context()); err == nil {
			t.Error("there is one more than may be")
		}
	})
}
