package hosted

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Options describe a server. API and Token are required.
type Options struct {
	// API answers the workspace's API under /api/v1; Token gives the token with which tools ask it: that of the person who
	// consents.
	API   http.Handler
	Token func() string
	// Now tells the time; nil is time.Now.
	Now func() time.Time
	// Life is how long access tokens work; 0 is an hour.
	Life time.Duration
}

// Server is a hosted MCP server and its authorization server, at one address.
type Server struct {
	o Options

	mu       sync.Mutex
	moods    map[Mood]bool
	clients  map[string]client
	asked    map[string]ask // consent pages that are open
	codes    map[string]code
	access   map[string]pass
	refresh  map[string]pass
	ended    map[string]bool // families of tokens that were revoked
	sessions map[string]bool
	later    map[string][]byte // answers that can be had by the id of the event before them
	looks    map[string]int    // of threads
	counts   map[string]int    // of requests, by what they were for
	secrets  []string
}

// New makes a server.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Life <= 0 {
		o.Life = time.Hour
	}
	return &Server{
		o: o, moods: map[Mood]bool{}, clients: map[string]client{}, asked: map[string]ask{}, codes: map[string]code{},
		access: map[string]pass{}, refresh: map[string]pass{}, ended: map[string]bool{}, sessions: map[string]bool{},
		later: map[string][]byte{}, looks: map[string]int{}, counts: map[string]int{},
	}
}

// Count is how often the server was asked for something: "register", "consent", "code", "refresh", "revoke", or a tool's name.
func (s *Server) Count(what string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts[what]
}

func (s *Server) count(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[what]++
}

// Paths are where the server answers, for who mounts it beside other things.
func Paths() []string { return []string{"/mcp", "/.well-known/", "/auth/", "/auth2/"} }

// Handler answers under [Paths].
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/oauth-protected-resource/mcp", s.resourceBelowPath)
	mux.HandleFunc("GET /.well-known/oauth-protected-resource", s.resourceAtRoot)
	// Hex's site answers this path with the web application itself.
	mux.HandleFunc("GET /.well-known/oauth-authorization-server", webPage)
	for _, path := range []string{"/auth", "/auth2"} {
		mux.HandleFunc("GET /.well-known/oauth-authorization-server"+path, s.serverDocument)
		mux.HandleFunc("POST "+path+"/oauth2/register", s.register)
		mux.HandleFunc("GET "+path+"/oauth2/authorize", s.askConsent)
		mux.HandleFunc("POST "+path+"/oauth2/authorize", s.consented)
		mux.HandleFunc("POST "+path+"/oauth2/token", s.token)
		mux.HandleFunc("POST "+path+"/oauth2/revoke", s.revoke)
	}
	mux.HandleFunc("POST /mcp", s.post)
	mux.HandleFunc("GET /mcp", s.resume)
	return mux
}

// base is the address that a request came to.
func base(r *http.Request) string { return "http://" + r.Host }

func (s *Server) issuer(r *http.Request) string {
	if s.in(OtherIssuer) {
		return base(r) + "/auth2"
	}
	return base(r) + "/auth"
}

func resource(r *http.Request) string { return base(r) + "/mcp" }

// metadata is where the challenge sends to, nothing in moods where clients must find it themselves.
func (s *Server) metadata(r *http.Request) string {
	if s.in(OnlyAtPath) || s.in(OnlyAtRoot) {
		return ""
	}
	return base(r) + "/.well-known/oauth-protected-resource/mcp"
}

func (s *Server) resourceBelowPath(w http.ResponseWriter, r *http.Request) {
	if s.in(OnlyAtRoot) {
		http.NotFound(w, r)
		return
	}
	s.resourceDocument(w, r)
}

func (s *Server) resourceAtRoot(w http.ResponseWriter, r *http.Request) {
	if s.in(OnlyAtPath) {
		webPage(w, r)
		return
	}
	s.resourceDocument(w, r)
}

func (s *Server) resourceDocument(w http.ResponseWriter, r *http.Request) {
	if s.in(WebPages) {
		webPage(w, r)
		return
	}
	about := resource(r)
	if s.in(OtherResource) {
		about = "https://mcp.elsewhere.example/mcp"
	}
	reply(w, http.StatusOK, map[string]any{
		"resource": about, "authorization_servers": []string{s.issuer(r)}, "scopes_supported": scopes(),
		"bearer_methods_supported": []string{"header"},
	})
}

// scopes are those that a sign-in begins with.
func scopes() []string { return []string{"openid", "profile", "email", "offline_access"} }

func (s *Server) serverDocument(w http.ResponseWriter, r *http.Request) {
	issuer := base(r) + strings.TrimPrefix(r.URL.Path, "/.well-known/oauth-authorization-server")
	d := map[string]any{
		"issuer": issuer, "authorization_endpoint": issuer + "/oauth2/authorize", "token_endpoint": issuer + "/oauth2/token",
		"registration_endpoint": issuer + "/oauth2/register", "revocation_endpoint": issuer + "/oauth2/revoke",
		"response_types_supported": []string{"code"}, "grant_types_supported": []string{"authorization_code", "refresh_token"},
		"code_challenge_methods_supported": []string{"S256"}, "scopes_supported": append(scopes(), "threads:write"),
		"token_endpoint_auth_methods_supported":          []string{"none", "client_secret_post"},
		"authorization_response_iss_parameter_supported": true,
	}
	if s.in(WrongIssuer) {
		d["issuer"] = "https://auth.elsewhere.example"
	}
	if s.in(NoS256) {
		delete(d, "code_challenge_methods_supported")
	}
	if s.in(NoRegistration) || s.in(DocumentClients) {
		delete(d, "registration_endpoint")
	}
	if s.in(DocumentClients) {
		d["client_id_metadata_document_supported"] = true
	}
	if s.in(SecretClients) {
		d["token_endpoint_auth_methods_supported"] = []string{"client_secret_post"}
	}
	reply(w, http.StatusOK, d)
}

// webPage is what the site's application answers to everything.
func webPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// Who asked has gone when writing fails, here and below.
	_, _ = w.Write([]byte("<!doctype html><html><head><title>Hex</title></head><body><div id=\"root\"></div></body></html>\n"))
}

func reply(w http.ResponseWriter, status int, what any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(what)
}

func deny(w http.ResponseWriter, status int, code, description string) {
	reply(w, status, map[string]string{"error": code, "error_description": description})
}

// loopback tells whether a redirect is to the person's own computer; its port may be any (RFC 8252).
func loopback(redirect string) bool {
	u, err := url.Parse(redirect)
	return err == nil && u.Scheme == "http" && (u.Hostname() == "127.0.0.1" || u.Hostname() == "::1" || u.Hostname() == "localhost")
}

func secret(prefix string) string { return prefix + rand.Text() }
