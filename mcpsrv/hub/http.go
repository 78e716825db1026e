package hub

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/sync/errgroup"

	"hextui/mcpsrv/door"
	"hextui/mcpsrv/hub/agent"
	"hextui/mcpsrv/hub/upstream"
)

const (
	// maxBody is the longest request in bytes: both texts of the largest at their limits, each character escaped twice over.
	maxBody = 2 << 20
	// maxRunning is how many requests run at once.
	maxRunning     = 256
	grace          = 10 * time.Second
	prometheusPath = "/api/get_prometheus_metrics_service"
)

// Listen serves the contract at addr (host:port; port 0 is any free one) until ctx ends, and then lets requests end for ten seconds.
func (h *Hub) Listen(ctx context.Context, addr string, o HTTPOptions) error {
	l, err := o.rules().Listen(ctx, addr)
	if err != nil {
		return err
	}
	life, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	srv := &http.Server{
		Handler: h.Handler(l.Addr(), o), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelDebug),
		BaseContext: func(net.Listener) context.Context { return life },
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve HTTP: %w", err)
		}
		return nil
	})
	g.Go(func() error { h.Warm(ctx); return nil })
	g.Go(func() error {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		err := srv.Shutdown(end)
		abandon()
		if errors.Is(err, context.DeadlineExceeded) {
			return srv.Close()
		}
		return err
	})
	if o.Ready != nil {
		o.Ready(l.Addr())
	}
	return g.Wait()
}

// Handler is everything that is served, as seen at an address.
func (h *Hub) Handler(addr net.Addr, o HTTPOptions) http.Handler {
	s := &server{hub: h, door: o.rules().At(addr), routes: map[string]route{}, slots: make(chan struct{}, maxRunning),
		secrets: escaped(append(h.Secrets(), o.Token))}
	doing := calls()
	for _, e := range contract() {
		do := doing[e.Name]
		s.routes[e.Path] = route{[]string{http.MethodPost}, func(w http.ResponseWriter, r *http.Request) { s.call(w, r, do) }}
	}
	metrics := promhttp.HandlerFor(h.metrics.registry, promhttp.HandlerOpts{DisableCompression: true})
	plain := func(w http.ResponseWriter, r *http.Request) {
		r = r.Clone(r.Context())
		r.Header.Set("Accept", "text/plain;version=0.0.4")
		metrics.ServeHTTP(w, r)
	}
	asking := []string{http.MethodGet, http.MethodHead, http.MethodPost}
	s.routes[prometheusPath] = route{asking, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			a := s.arguments(w, r)
			if a == nil {
				return
			}
			if a.only(); a.err != nil {
				s.answer(w, nil, a.err)
				return
			}
		}
		plain(w, r)
	}}
	reading := []string{http.MethodGet, http.MethodHead}
	s.routes["/metrics"] = route{reading, plain}
	describe := func(what func() object) route {
		return route{reading, func(w http.ResponseWriter, _ *http.Request) { s.write(w, http.StatusOK, what()) }}
	}
	s.routes["/openapi.json"], s.routes["/mcp_schema.json"] = describe(h.openAPI), describe(mcpSchema)
	return s
}

// server answers requests.
type server struct {
	hub     *Hub
	door    door.Door
	routes  map[string]route
	slots   chan struct{}
	secrets []string
}

type route struct {
	methods []string
	serve   http.HandlerFunc
}

// ServeHTTP lets in who may come in, and finds what is asked for.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil && p != http.ErrAbortHandler {
			s.hub.log.Error("panic in the hub", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
			s.fail(w, http.StatusInternalServerError, agent.Words(errors.New("panic")))
		}
	}()
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	if status, message := admit(s.door, w, r); status != 0 {
		if message != "" {
			s.fail(w, status, message)
		} else {
			w.WriteHeader(status)
		}
		return
	}
	route, ok := s.routes[r.URL.Path]
	switch {
	case !ok:
		s.fail(w, http.StatusNotFound, "there is nothing here: /openapi.json says what is where")
	case !slices.Contains(route.methods, r.Method):
		w.Header().Set("Allow", strings.Join(route.methods, ", "))
		s.fail(w, http.StatusMethodNotAllowed, "this is asked by "+strings.Join(route.methods, ", "))
	default:
		route.serve(w, r)
	}
}

// taken refuses bodies that are no JSON by what they say they are: a page of a stranger can send others without being asked.
func (s *server) taken(w http.ResponseWriter, r *http.Request) bool {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := params["charset"]; err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		s.fail(w, http.StatusUnsupportedMediaType, "the body must be JSON: send Content-Type: application/json")
		return false
	}
	return true
}

// arguments are those of a request, or nil where it was answered already: they are not taken.
func (s *server) arguments(w http.ResponseWriter, r *http.Request) *arguments {
	if !s.taken(w, r) {
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			s.fail(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is longer than %d bytes", maxBody))
			return nil
		}
		s.fail(w, http.StatusBadRequest, "the body did not come whole")
		return nil
	}
	a, err := envelope(body)
	if err != nil {
		s.answer(w, nil, err)
	}
	return a
}

// call carries out a request to an endpoint.
func (s *server) call(w http.ResponseWriter, r *http.Request, do call) {
	a := s.arguments(w, r)
	if a == nil {
		return
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		s.refuse(w, time.Second, "too many requests run at once: try again in a second")
		return
	}
	answer, err := do(s.hub, r.Context(), a)
	s.answer(w, answer, err)
}

// answer answers what came of a request.
func (s *server) answer(w http.ResponseWriter, answer any, err error) {
	var refused *agent.Invalid
	var failed *upstream.Error
	switch {
	case err == nil:
		s.write(w, http.StatusOK, data(answer))
	case errors.As(err, &refused):
		s.fail(w, http.StatusBadRequest, agent.Words(err))
	case errors.As(err, &failed) && failed.Kind == upstream.Busy:
		s.refuse(w, failed.RetryAfter, agent.Words(err))
	default:
		s.fail(w, http.StatusInternalServerError, agent.Words(err))
	}
}

// refuse answers that our own limit is reached.
func (s *server) refuse(w http.ResponseWriter, wait time.Duration, message string) {
	w.Header().Set("Retry-After", strconv.Itoa(max(1, int(wait.Seconds()+1))))
	s.fail(w, http.StatusTooManyRequests, message)
}

// data is the envelope around an answer.
func data(answer any) any {
	return struct {
		Data [1]any `json:"data"`
	}{[1]any{answer}}
}

// failure is the one form of every answer that is not 200.
type failure struct {
	Error     string `json:"error"`
	Status    string `json:"status"`
	Timestamp string `json:"timestamp"`
}

func (s *server) fail(w http.ResponseWriter, status int, message string) {
	s.write(w, status, data(failure{message, "error", timestamp()}))
}

// escaped are secrets as they stand in JSON. What is shorter than eight bytes is part of much that is none.
func escaped(secrets []string) (out []string) {
	for _, secret := range secrets {
		if raw, err := json.Marshal(secret); err == nil && len(secret) >= 8 {
			out = append(out, string(raw[1:len(raw)-1]))
		}
	}
	return out
}

// write writes an answer without the secrets that somebody may have put into it.
func (s *server) write(w http.ResponseWriter, status int, answer any) {
	raw, err := json.Marshal(answer)
	if err != nil {
		s.hub.log.Error("an answer cannot be written", "error", err)
		status, raw = http.StatusInternalServerError, []byte(`{"data":[{"error":"a fault inside the hub ended this","status":"error"}]}`)
	}
	text := string(raw)
	for _, secret := range s.secrets {
		text = strings.ReplaceAll(text, secret, "***")
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	if _, err := io.WriteString(w, text); err != nil {
		s.hub.log.Debug("an answer was not sent", "error", err)
	}
}
