package provider

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hextui/mcpsrv/hub/upstream"
)

// pipes are a listener whose connections are in memory, so that time on them is virtual.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	c, ok := <-p
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (p pipes) Close() error   { close(p); return nil }
func (p pipes) Addr() net.Addr { return &net.IPAddr{} }

func (p pipes) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	p <- there
	return here, nil
}

// A provider that is slow past the limit of a try is tried again, and then told of as one that did not answer in time: one that says
// nothing for a minute, and one that is not done in two.
func TestSlow(t *testing.T) {
	for what, c := range map[string]struct {
		answer func(w http.ResponseWriter, r *http.Request)
		stream bool
		tries  int64
		took   time.Duration
	}{
		"silent": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, false, 2, 2 * time.Minute},
		"half": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"choices":[`)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, false, 2, 4 * time.Minute},
		"drop by drop": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n")
				w.(http.Flusher).Flush()
				time.Sleep(time.Second)
			}
		}, true, 1, 2 * time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			var asked atomic.Int64
			l := make(pipes)
			srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				_, _ = io.Copy(io.Discard, r.Body) // so that the server sees who goes
				c.answer(w, r)
			})}
			go func() { _ = srv.Serve(l) }()
			chooser := world(speaks["openai"].settings("http://model.invalid"))
			chooser.http.Transport.(*http.Transport).DialContext = l.dial
			m, err := chooser.Model(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var tell func(string)
			if c.stream {
				tell = func(string) {}
			}
			began := time.Now()
			got, err := m.Complete(t.Context(), Prompt{User: "x"}, tell)
			if kindOf(err) != upstream.Unreachable || !strings.Contains(err.Error(), "openai did not answer in time") || got != "" ||
				asked.Load() != c.tries {
				t.Errorf("%s: %q, %v, asked %d times", what, got, err, asked.Load())
			}
			if took := time.Since(began); took < c.took || took > c.took+2*time.Second {
				t.Errorf("%s: it took %s", what, took)
			}
			if last := m.(*client).door.Last(); !last.Called || last.OK {
				t.Errorf("%s: the last call is %+v", what, last)
			}
			chooser.http.CloseIdleConnections()
			if err := srv.Shutdown(t.Context()); err != nil { // when the last handler has seen that nobody listens any more
				t.Error(err)
			}
		})
	}
}
