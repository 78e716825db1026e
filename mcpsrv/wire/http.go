package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"hextui/mcpsrv/door"
)

// HTTPOptions say how the server is reached over HTTP.
type HTTPOptions struct {
	// Token is what clients must send as "Authorization: Bearer …"; at least 16 characters. Beyond loopback it is required.
	Token string
	// CertFile and KeyFile are the server's certificate with its chain, and its key, as PEM. Beyond loopback they are required.
	CertFile, KeyFile string
	// Hosts are the names, without port, that requests may be addressed to, besides the address that is listened on
	// and, on loopback, the names of this computer.
	Hosts []string
	// Origins are the web pages that may ask from a browser, such as https://tools.acme.example; on loopback, with a token, also
	// pages of this computer. "Browser" includes whatever sends the header Origin.
	Origins []string
	// Stateless keeps nothing between requests, so that any of several servers can answer any of them. A client of the
	// older protocol then cannot be asked for consent, and confirms with a token instead.
	Stateless bool
	// Idle is how long a session may be silent; 0 is 30 minutes.
	Idle time.Duration
	// MaxBody is the longest request in bytes; 0 is 1 MB.
	MaxBody int64
	// Ready, if set, is told the address once requests are taken.
	Ready func(net.Addr)
}

const (
	httpIdle    = 30 * time.Minute
	httpBody    = 1 << 20
	httpPath    = "/mcp"
	maxSessions = 1000
)

// Listen serves the protocol as Streamable HTTP on addr (host:port; port 0 is any free one) at the path /mcp until ctx
// ends, and then lets calls in flight finish for ten seconds. /healthz says that the server lives, /metrics how it does.
//
// An address that is not of this computer only (127.0.0.1, ::1, localhost) is refused without a certificate and a token.
func (s *Server) Listen(ctx context.Context, addr string, o HTTPOptions) error {
	l, err := o.rules().Listen(ctx, addr)
	if err != nil {
		return err
	}
	return s.serveHTTP(ctx, l, o)
}

func (o HTTPOptions) rules() door.Rules {
	return door.Rules{Token: o.Token, Variable: "HEXTUI_MCP_TOKEN", Example: "127.0.0.1:7777", CertFile: o.CertFile, KeyFile: o.KeyFile,
		Hosts: o.Hosts, Origins: o.Origins}
}

// Unguarded tells whether clients need no token at an address: any program on this computer, and none elsewhere.
func (o HTTPOptions) Unguarded(addr string) bool { return o.rules().Unguarded(addr) }

// serveHTTP serves on l, which it closes.
func (s *Server) serveHTTP(ctx context.Context, l net.Listener, o HTTPOptions) error {
	h := s.newHTTP(l.Addr(), o)
	srv := &http.Server{
		Handler: h.handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve HTTP: %w", err)
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		h.close()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.limits.grace)
		defer cancel()
		err := srv.Shutdown(end)
		h.settle(end)
		h.abandon()
		if errors.Is(err, context.DeadlineExceeded) {
			s.log.Warn("cut off the requests that were still running", "grace", s.limits.grace)
			err = srv.Close()
		}
		h.wait()
		return err
	})
	if o.Ready != nil {
		o.Ready(l.Addr())
	}
	return g.Wait()
}

// httpServer is the server's end of Streamable HTTP. Like the one for streams it stands in for mcp-go's own, which lets
// progress arrive after the result or not at all, takes bodies of any length, and asks clients that cannot be asked.
type httpServer struct {
	*Server
	o     HTTPOptions
	door  door.Door
	slots chan struct{}
	// life ends when the server gives up on what still runs, over as soon as it closes.
	life, over    context.Context
	abandon, shut context.CancelFunc
	work          sync.WaitGroup

	mu       sync.Mutex
	inflight int
	sessions map[string]*webSession
}

func (s *Server) newHTTP(addr net.Addr, o HTTPOptions) *httpServer {
	if o.Idle <= 0 {
		o.Idle = httpIdle
	}
	if o.MaxBody <= 0 {
		o.MaxBody = httpBody
	}
	h := &httpServer{Server: s, o: o, slots: make(chan struct{}, s.limits.slots), door: o.rules().At(addr),
		sessions: map[string]*webSession{}}
	h.life, h.abandon = context.WithCancel(context.Background())
	h.over, h.shut = context.WithCancel(context.Background())
	return h
}

// close ends sessions and streams that have no end of their own; calls go on.
func (h *httpServer) close() {
	h.shut()
	h.mu.Lock()
	open := h.sessions
	h.sessions = map[string]*webSession{}
	h.mu.Unlock()
	for _, s := range open {
		h.end(s)
	}
}

func (h *httpServer) wait() { h.work.Wait() }

// settle lets calls end that outlast their request, until ctx does.
func (h *httpServer) settle(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		h.wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// handler is everything that is served.
func (h *httpServer) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(httpPath, h.protocol)
	mux.HandleFunc(httpPath+"/{$}", h.protocol)
	mux.HandleFunc("GET /metrics", h.metricsPage)
	health := http.NewServeMux()
	health.HandleFunc("GET /healthz", h.health)
	// Clients look here for a server that gives out tokens before they have one. There is none: 401 would send them round again.
	health.HandleFunc("GET /.well-known/", http.NotFound)
	health.HandleFunc("GET "+httpPath+"/.well-known/", http.NotFound)
	health.Handle("/", h.admitted(mux))
	return h.counted(h.promptly(health))
}

// health says that the server lives, to anybody: balancers have no token. It says nothing else.
func (h *httpServer) health(w http.ResponseWriter, _ *http.Request) {
	select {
	case <-h.over.Done():
		http.Error(w, "closing", http.StatusServiceUnavailable)
	default:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintln(w, "ok")
	}
}

func (h *httpServer) metricsPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	if err := h.meter.Write(w); err != nil {
		h.log.Debug("metrics were not sent", "error", err)
	}
}
