package emulator

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Running is a workspace that answers on a network address.
type Running struct {
	*Server
	listener net.Listener
	http     *http.Server
	served   chan error
}

// Listen opens the workspace and serves it on addr, such as "127.0.0.1:0" for
// any free port. It returns as soon as requests are answered; the warehouse may
// still be filling, and runs wait for it. ctx bounds the start only.
func Listen(ctx context.Context, addr string, o Options) (*Running, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot serve a workspace on %s: %w", addr, err)
	}
	server, err := New(ctx, o)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	r := &Running{
		Server:   server,
		listener: listener,
		http:     &http.Server{Handler: server.Handler(), ReadHeaderTimeout: 10 * time.Second},
		served:   make(chan error, 1),
	}
	go func() { r.served <- r.http.Serve(listener) }()
	return r, nil
}

// URL is the base address of the API, ending in /api/v1.
func (r *Running) URL() string { return "http://" + r.listener.Addr().String() + "/api/v1" }

// Close stops answering, cancels what runs, and closes the state. It waits for
// all of that.
func (r *Running) Close() error {
	err := r.http.Close()
	if serveErr := <-r.served; !errors.Is(serveErr, http.ErrServerClosed) {
		err = errors.Join(err, serveErr)
	}
	return errors.Join(err, r.Server.Close())
}
