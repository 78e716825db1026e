package hub

import (
	"net"
	"net/http"

	"hextui/mcpsrv/door"
)

// TokenVariable holds what clients must send, as bearer token or as X-API-Key.
const TokenVariable = "HEXTUI_HUB_TOKEN"

// HTTPOptions say how the hub is reached over HTTP. What the members up to Origins may be is said at [door.Rules].
type HTTPOptions struct {
	Token             string
	CertFile, KeyFile string
	Hosts, Origins    []string
	// Ready, if set, is told the address once requests are taken.
	Ready func(net.Addr)
}

func (o HTTPOptions) rules() door.Rules {
	return door.Rules{Token: o.Token, Variable: TokenVariable, Example: "127.0.0.1:7860", CertFile: o.CertFile, KeyFile: o.KeyFile,
		Hosts: o.Hosts, Origins: o.Origins}
}

// Unguarded tells whether clients need no token at an address: any program on this computer.
func (o HTTPOptions) Unguarded(addr string) bool { return o.rules().Unguarded(addr) }

// admit answers 0 for a request that may come in; else its status, and why not, which is empty where a browser only asked whether its
// page may.
func admit(d door.Door, w http.ResponseWriter, r *http.Request) (status int, message string) {
	origin := r.Header.Get("Origin")
	switch {
	case !d.Host(r.Host):
		return http.StatusForbidden, "this server is not called that: who starts it can allow the name"
	case origin != "" && !d.Origin(origin, r.Host):
		return http.StatusForbidden, "pages of this origin may not ask this server: who starts it can allow the origin"
	}
	if origin != "" {
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Add("Vary", "Origin")
		if r.Method == http.MethodOptions {
			w.Header().Set("Access-Control-Allow-Methods", "GET, POST")
			w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type, X-API-Key")
			return http.StatusNoContent, ""
		}
	}
	if !d.Opens(door.Bearer(r.Header.Get("Authorization"))) && !d.Opens(r.Header.Get("X-API-Key")) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="hextui hub"`)
		return http.StatusUnauthorized, "the request needs the server's token, as X-API-Key or as Authorization: Bearer"
	}
	return 0, ""
}
