// Package door is what stands before the servers of HTTP here: which addresses may be listened on, and which requests may come in. It
// knows no server, and what a request asks for is nothing to it.
package door

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// minToken is the shortest token in bytes.
const minToken = 16

// Rules say how a server is reached.
type Rules struct {
	// Token opens everything; at least 16 bytes. Beyond loopback it is required.
	Token string
	// Variable holds the token, and Example is an address to listen on: errors name them.
	Variable, Example string
	// CertFile and KeyFile are the server's certificate with its chain, and its key, as PEM. Beyond loopback they are required.
	CertFile, KeyFile string
	// Hosts are names, without port, that requests may be addressed to, besides the address that is listened on and, on loopback,
	// the names of this computer.
	Hosts []string
	// Origins are the web pages that may ask from a browser, such as https://tools.acme.example, besides the server's own and, on
	// loopback with a token, those of this computer.
	Origins []string
}

// Listen listens on addr (host:port; port 0 is any free one), with TLS where there is a certificate. An address that is not of this
// computer only is refused without a certificate and a token.
func (r Rules) Listen(ctx context.Context, addr string) (net.Listener, error) {
	tlsConfig, err := r.check(addr)
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is taken by another program: give another address to listen on; port 0 is any free one", addr)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s may not be listened on by this user: give a port from 1024 on; port 0 is any free one", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("%s is no address of this computer: give one that it has, such as %s", addr, r.Example)
	case err != nil:
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	if tlsConfig != nil {
		l = tls.NewListener(l, tlsConfig)
	}
	return l, nil
}

// check says what is missing for an address, and reads the certificate.
func (r Rules) check(addr string) (*tls.Config, error) {
	host, port, err := net.SplitHostPort(addr)
	if _, wrong := strconv.ParseUint(port, 10, 16); err != nil || wrong != nil {
		return nil, fmt.Errorf("%q is no address to listen on: give host:port, such as %s", addr, r.Example)
	}
	here := Loopback(host)
	switch {
	case r.Token != "" && len(r.Token) < minToken:
		return nil, fmt.Errorf("the token for clients (%s) is too short: give at least %d characters", r.Variable, minToken)
	case (r.CertFile == "") != (r.KeyFile == ""):
		return nil, errors.New("a certificate needs its key, and a key its certificate")
	case !here && r.CertFile == "":
		return nil, fmt.Errorf("%s can be reached from other computers: that needs a certificate and its key, or else 127.0.0.1", addr)
	case !here && r.Token == "":
		return nil, fmt.Errorf("%s can be reached from other computers: that needs a token for clients (%s), or else 127.0.0.1", addr,
			r.Variable)
	case wildcard(host) && len(r.Hosts) == 0:
		return nil, fmt.Errorf("%s is every address of this computer: name the hosts that clients may use", addr)
	case r.CertFile == "":
		return nil, nil
	}
	cert, err := tls.LoadX509KeyPair(r.CertFile, r.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("the certificate cannot be used: %w", err)
	}
	return &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}, nil
}

// Unguarded tells whether clients need no token at an address: any program on this computer, and none elsewhere.
func (r Rules) Unguarded(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err == nil && r.Token == "" && Loopback(host)
}

// Loopback tells whether a host, without port, is this computer only. It goes by the form: no name is looked up.
func Loopback(host string) bool {
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

// Door is the rules at the address that is listened on. A page that a browser shows can make it ask any server that the computer
// reaches, under a name that the page's owner chose: the header Host tells the name, the header Origin the page.
type Door struct {
	rules     Rules
	listening string
	here      bool
}

// At are the rules at an address.
func (r Rules) At(addr net.Addr) Door {
	listening, _, err := net.SplitHostPort(addr.String())
	if err != nil {
		listening = addr.String()
	}
	return Door{r, listening, Loopback(listening)}
}

// Host tells whether a request may be addressed to a host, with or without port.
func (d Door) Host(given string) bool {
	name := given
	if h, _, err := net.SplitHostPort(given); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	return d.here && Loopback(name) || !wildcard(d.listening) && strings.EqualFold(name, d.listening) ||
		slices.ContainsFunc(d.rules.Hosts, func(h string) bool { return strings.EqualFold(strings.Trim(h, "[]"), name) })
}

// Origin tells whether pages of an origin may ask, under a host that is good: those that were allowed, the server's own, and where
// a token is asked for, those of this computer. Without a token, any page that some program shows on this computer could ask.
func (d Door) Origin(given, host string) bool {
	if slices.ContainsFunc(d.rules.Origins, func(x string) bool { return strings.EqualFold(strings.TrimSuffix(x, "/"), given) }) {
		return true
	}
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	return strings.EqualFold(u.Host, host) || d.here && d.rules.Token != "" && Loopback(u.Hostname())
}

// Opens tells whether a token is the one that opens everything; where none is asked for, each does. It compares digests, so that the
// time it takes says nothing about the token.
func (d Door) Opens(token string) bool {
	if d.rules.Token == "" {
		return true
	}
	want, got := sha256.Sum256([]byte(d.rules.Token)), sha256.Sum256([]byte(strings.TrimSpace(token)))
	return subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// Bearer is the token of a header Authorization of the scheme Bearer, "" where it has another one.
func Bearer(authorization string) string {
	scheme, token, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}
