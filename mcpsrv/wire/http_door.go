package wire

import (
	"net/http"
	"strings"

	"hextui/mcpsrv/door"
)

// admitted lets only those requests in that are addressed to this server, from nowhere else, by somebody with the token.
func (h *httpServer) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		switch {
		case !h.door.Host(r.Host):
			http.Error(w, "This server is not called that. The person who starts it can allow the name.", http.StatusForbidden)
			return
		case origin != "" && !h.door.Origin(origin, r.Host):
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
		if !h.door.Opens(door.Bearer(r.Header.Get("Authorization"))) {
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
