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
func (o HTTPOptions) doors(addr net.Addr) (host, origin func(string) bool) {
	listening, _, err := net.SplitHostPort(addr.String())
	if err != nil {
		listening = addr.String()
	}
	here := loopback(listening)
	host = func(given string) bool {
		name := given
		if h, _, err := net.SplitHostPort(given); err == nil {
			name = h
		}
		name = strings.Trim(name, "[]")
		return here && loopback(name) || !wildcard(listening) && strings.EqualFold(name, listening) ||
			slices.ContainsFunc(o.Hosts, func(h string) bool { return strings.EqualFold(strings.Trim(h, "[]"), name) })
	}
	origin = func(given string) bool {
		if slices.ContainsFunc(o.Origins, func(x string) bool { return strings.EqualFold(strings.TrimSuffix(x, "/"), given) }) {
			return true
		}
		u, err := url.Parse(given)
		return err == nil && here && (u.Scheme == "http" || u.Scheme == "https") && loopback(u.Hostname())
	}
	return host, origin
}

// admitted lets only those requests in that are addressed to this server, from nowhere else, by somebody with the token.
func (h *httpServer) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		switch {
		case !h.host(r.Host):
			http.Error(w, "This server is not called that. The person who starts it can allow the name.", http.StatusForbidden)
			return
		case origin != "" && !h.origin(origin):
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
