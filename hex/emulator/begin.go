package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"
)

// Opening is a workspace that has an address already while it is still being opened, so that a program need not wait
// for it: requests do.
type Opening struct {
	token    string
	listener net.Listener
	http     *http.Server
	served   chan error
	cancel   context.CancelFunc

	opened  chan struct{} // closed once server or err is set
	server  *Server
	handler http.Handler
	err     error
}

// Begin serves the workspace on addr, such as "127.0.0.1:0" for any free port, and opens it behind its back. Where
// opening fails, every request is answered 503 with the reason, and Close returns it.
func Begin(addr string, o Options) (*Opening, error) {
	o = o.withDefaults()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot serve a workspace on %s: %w", addr, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	tokens := tokenList{tokens: slices.Clone(o.Tokens)}
	b := &Opening{
		token: tokens.first(o.Now()), listener: listener, served: make(chan error, 1), cancel: cancel, opened: make(chan struct{}),
	}
	b.http = &http.Server{Handler: http.HandlerFunc(b.serve), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(b.opened)
		b.server, b.err = New(ctx, o)
		if b.err == nil {
			b.handler = b.server.Handler()
		}
	}()
	go func() { b.served <- b.http.Serve(listener) }()
	return b, nil
}

func (b *Opening) serve(w http.ResponseWriter, r *http.Request) {
	select {
	case <-b.opened:
	case <-r.Context().Done():
		return
	}
	if b.err == nil {
		b.handler.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusServiceUnavailable)
	// Whoever asked has gone when this fails.
	_ = json.NewEncoder(w).Encode(map[string]string{"code": "SERVICE_UNAVAILABLE", "message": "the workspace could not be opened: " +
		b.err.Error()})
}

// URL is the base address of the API, ending in /api/v1.
func (b *Opening) URL() string { return "http://" + b.listener.Addr().String() + "/api/v1" }

// Token is the value of the first token that the workspace accepts, normally an administrator's.
func (b *Opening) Token() string { return b.token }

// Close stops answering, cancels what runs, and closes the state. It waits for all of that.
func (b *Opening) Close() error {
	err := b.http.Close()
	if serveErr := <-b.served; !errors.Is(serveErr, http.ErrServerClosed) {
		err = errors.Join(err, serveErr)
	}
	b.cancel()
	<-b.opened
	if b.server == nil {
		if errors.Is(b.err, context.Canceled) {
			return err
		}
		return errors.Join(err, b.err)
	}
	return errors.Join(err, b.server.Close())
}
