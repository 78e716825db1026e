package hosted

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// door is where the browser comes back to: one port of this computer, for one request.
type door struct {
	url     string
	server  *http.Server
	served  chan error
	answers chan url.Values
	once    sync.Once
}

const callbackPath = "/callback"

// openDoor listens on the port that was asked for, else on that of the registration, else on any free one: a registration that
// others' programs have taken the port of is made anew.
func (c *Client) openDoor(ctx context.Context, registered string) (*door, error) {
	port := c.o.RedirectPort
	if u, err := url.Parse(registered); port == 0 && err == nil && registered != "" {
		port, _ = strconv.Atoi(u.Port())
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil && c.o.RedirectPort == 0 {
		listener, err = config.Listen(ctx, "tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, fmt.Errorf("there is no port for the browser to come back to: %w", err)
	}
	d := &door{url: "http://" + listener.Addr().String() + callbackPath, served: make(chan error, 1), answers: make(chan url.Values, 1)}
	d.server = &http.Server{Handler: d, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10}
	go func() { d.served <- d.server.Serve(listener) }()
	return d, nil
}

// ServeHTTP takes the first answer; what else comes to the port is turned away.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	mine, _ := url.Parse(d.url)
	if r.URL.Path != callbackPath || r.Method != http.MethodGet || r.Host != mine.Host {
		http.NotFound(w, r)
		return
	}
	first := false
	d.once.Do(func() { first = true })
	if !first {
		http.Error(w, "This sign-in has been answered already.", http.StatusGone)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Connection", "close")
	// The terminal tells how it went: nothing of the request is repeated here. Nobody reads the page when this fails.
	_, _ = io.WriteString(w, `<!doctype html><html lang="en"><title>hextui</title>`+
		`<body style="font-family:sans-serif;margin:4em"><h1>Back to the terminal</h1>`+
		`<p>hextui has the answer and tells there how it went. You can close this window.</p>`)
	d.answers <- r.URL.Query()
}

// wait returns what the browser brought.
func (d *door) wait(ctx context.Context) (url.Values, error) {
	select {
	case answer := <-d.answers:
		return answer, nil
	case err := <-d.served:
		d.served <- err
		return nil, fmt.Errorf("the port for the browser was closed: %w", err)
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// close lets the page that is being written reach the browser, and closes the port.
func (d *door) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := d.server.Shutdown(ctx); err != nil {
		_ = d.server.Close() // what is still open ends now
	}
	<-d.served // why it ended is told by wait, where it ended before
}
