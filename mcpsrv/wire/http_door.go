package wire

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// doors say which hosts and origins may come in. A page that a browser shows can make it ask any server that the computer
// reaches, this one too, under a name that the page's owner chose: the Host tells the name, the Origin the page.
type doors struct {
	// listening is the host that is listened on; here is set if that is this computer only, guarded if clients need a token.
	listening     string
	here, guarded bool
	hosts         []string
	origins       []string
}

func (o HTTPOptions) doors(addr net.Addr) doors {
	d := doors{guarded: o.Token != "", hosts: o.Hosts, origins: o.Origins}
	host, _, err := net.SplitHostPort(addr.String())
	if err != nil {
		host = addr.String()
	}
	d.listening, d.here = host, loopback(host)
	return d
}

// host tells whether a request may be addressed to a host, with or without port.
func (d doors) host(given string) bool {
	name := given
	if h, _, err := net.SplitHostPort(given); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	return d.here && loopback(name) || !wildcard(d.listening) && strings.EqualFold(name, d.listening) ||
		slices.ContainsFunc(d.hosts, func(h string) bool { return strings.EqualFold(strings.Trim(h, "[]"), name) })
}

// origin tells whether pages of an origin may ask, under a host that is good: those that were allowed, the server's own, and where
// a token is asked for, those of this computer. Without a token, any page that some program shows on this computer could ask.
func (d doors) origin(given, host string) bool {
	if slices.ContainsFunc(d.origins, func(x string) bool { return strings.EqualFold(strings.TrimSuffix(x, "/"), given) }) {
		return true
	}
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	return strings.EqualFold(u.Host, host) || d.here && d.guarded && loopback(u.Hostname())
}

// admitted lets only those requests in that are addressed to this server, from nowhere else, by somebody with the token.
func (h *httpServer) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		switch {
		case !h.doors.host(r.Host):
			http.Error(w, "This server is not called that. The person who starts it can allow the name.", http.StatusForbidden)
			return
		case origin != "" && !h.doors.origin(origin, r.Host):
			http.Error(w, "Pages of this origin may not ask this server. The person who starts it can allow the origin.",
				http.StatusForbidden)
			return
		}
		if origin != "" {
			h.allowPage(w.Header(), origin)
			if r.Method == http.MethodOptions {
				w.WriteHeader(http.StatusNoContent)
				return
			}
		}
		if !h.hasToken(r) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="hextui"`)
			http.Error(w, "The request needs the server's token: Authorization: Bearer …", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// allowPage lets a browser hand the answer to the page.
func (h *httpServer) allowPage(to http.Header, origin string) {
	to.Set("Access-Control-Allow-Origin", origin)
	to.Add("Vary", "Origin")
	to.Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
	to.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept, Mcp-Session-Id, Mcp-Protocol-Version, Mcp-Method, "+
		"Mcp-Name, Last-Event-ID, "+
		strings.Join(h.headers, ", "))
	to.Set("Access-Control-Expose-Headers", "Mcp-Session-Id")
}

// hasToken compares digests, so that the time it takes says nothing about the token.
func (h *httpServer) hasToken(r *http.Request) bool {
	if h.o.Token == "" {
		return true
	}
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	want, got := sha256.Sum256([]byte(h.o.Token)), sha256.Sum256([]byte(strings.TrimSpace(given)))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// counted counts requests by the status they were answered with.
func (h *httpServer) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(c, r)
		h.meter.Answered(c.status)
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController through.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
