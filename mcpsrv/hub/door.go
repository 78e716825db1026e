package hub

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// TokenVariable holds what clients must send, as bearer token or as X-API-Key.
const TokenVariable = "HEXTUI_HUB_TOKEN"

// minToken is the shortest token in characters.
const minToken = 16

// HTTPOptions say how the hub is reached over HTTP.
type HTTPOptions struct {
	// Token opens everything; at least 16 characters. Beyond loopback it is required.
	Token string
	// CertFile and KeyFile are the certificate with its chain, and its key, as PEM. Beyond loopback they are required.
	CertFile, KeyFile string
	// Hosts are names, without port, that requests may be addressed to, besides the address that is listened on and, on loopback,
	// the names of this computer.
	Hosts []string
	// Origins are the web pages that may ask, such as https://tools.acme.example; on loopback also pages of this computer.
	Origins []string
	// Ready, if set, is told the address once requests are taken.
	Ready func(net.Addr)
}

// check says what is missing for an address, and reads the certificate.
func (o HTTPOptions) check(addr string) (*tls.Config, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("%q is no address to listen on: give host:port, such as 127.0.0.1:7860", addr)
	}
	here := loopback(host)
	switch {
	case o.Token != "" && len(o.Token) < minToken:
		return nil, fmt.Errorf("the token for clients (%s) is too short: give at least %d characters", TokenVariable, minToken)
	case (o.CertFile == "") != (o.KeyFile == ""):
		return nil, errors.New("a certificate needs its key, and a key its certificate")
	case !here && o.CertFile == "":
		return nil, fmt.Errorf("%s can be reached from other computers: that needs a certificate and its key, or else 127.0.0.1", addr)
	case !here && o.Token == "":
		return nil, fmt.Errorf("%s can be reached from other computers: that needs a token for clients (%s), or else 127.0.0.1", addr,
			TokenVariable)
	case wildcard(host) && len(o.Hosts) == 0:
		return nil, fmt.Errorf("%s is every address of this computer: name the hosts that clients may use", addr)
	case o.CertFile == "":
		return nil, nil
	}
	cert, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("the certificate cannot be used: %w", err)
	}
	return &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}, nil
}

// Unguarded tells whether clients need no token at an address: any program on this computer.
func (o HTTPOptions) Unguarded(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err == nil && o.Token == "" && loopback(host)
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && ip.Unmap().IsLoopback()
}

func wildcard(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "" || err == nil && ip.IsUnspecified()
}

// door lets in only requests that are addressed to this hub, from no page of a stranger, by somebody with the token. A page that a
// browser shows can make it ask any server that the computer reaches, under a name that the page's owner chose: Host tells the name,
// Origin the page.
type door struct {
	o         HTTPOptions
	listening string
	here      bool
}

func newDoor(addr net.Addr, o HTTPOptions) door {
	listening, _, err := net.SplitHostPort(addr.String())
	if err != nil {
		listening = addr.String()
	}
	return door{o, listening, loopback(listening)}
}

func (d door) host(given string) bool {
	name := given
	if h, _, err := net.SplitHostPort(given); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	return d.here && loopback(name) || !wildcard(d.listening) && strings.EqualFold(name, d.listening) ||
		slices.ContainsFunc(d.o.Hosts, func(h string) bool { return strings.EqualFold(strings.Trim(h, "[]"), name) })
}

func (d door) origin(given string) bool {
	if slices.ContainsFunc(d.o.Origins, func(x string) bool { return strings.EqualFold(strings.TrimSuffix(x, "/"), given) }) {
		return true
	}
	u, err := url.Parse(given)
	return err == nil && d.here && (u.Scheme == "http" || u.Scheme == "https") && loopback(u.Hostname())
}

// hasToken compares digests, so that the time it takes says nothing about the token.
func (d door) hasToken(r *http.Request) bool {
	if d.o.Token == "" {
		return true
	}
	is := func(given string) bool {
		want, got := sha256.Sum256([]byte(d.o.Token)), sha256.Sum256([]byte(strings.TrimSpace(given)))
		return subtle.ConstantTimeCompare(want[:], got[:]) == 1
	}
	scheme, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && is(bearer) || is(r.Header.Get("X-API-Key"))
}

// admit answers 0 for a request that may come in; else its status, and why not, which is empty where a browser only asked whether its
// page may.
func (d door) admit(w http.ResponseWriter, r *http.Request) (status int, message string) {
	origin := r.Header.Get("Origin")
	switch {
	case !d.host(r.Host):
		return http.StatusForbidden, "this server is not called that: who starts it can allow the name"
	case origin != "" && !d.origin(origin):
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
	if !d.hasToken(r) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="hextui hub"`)
		return http.StatusUnauthorized, "the request needs the server's token, as X-API-Key or as Authorization: Bearer"
	}
	return 0, ""
}
