package hex

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"syscall"
)

// proxyHint is what to do about a proxy that stands in the way.
const proxyHint = "The proxy is that of HTTPS_PROXY; Hex itself was not reached. Correct or unset that variable, or name Hex's host " +
	"in NO_PROXY."

// proxyRefused is the error of a proxy that answers, and does not let a request through.
type proxyRefused struct{ status string }

func (e *proxyRefused) Error() string { return "the proxy answered " + e.status }

// noTunnel keeps what a proxy answers to CONNECT apart from what Hex answers: see [http.Transport.OnProxyConnectResponse].
func noTunnel(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefused{answer.Status}
}

// proxyOf is the proxy that the request goes by, host and port alone as there may be a password beside them; empty for none.
// The error is that of an address that cannot be understood, and may hold that password.
func (c *Client) proxyOf(q *request) (string, error) {
	u, err := url.Parse(q.url)
	if err != nil {
		return "", nil // there was no request either
	}
	choose := http.ProxyFromEnvironment
	if t, ok := c.http.Transport.(*http.Transport); ok {
		if choose = t.Proxy; choose == nil {
			return "", nil
		}
	}
	proxy, err := choose(&http.Request{Method: q.method, URL: u})
	if err != nil || proxy == nil {
		return "", err
	}
	if name := proxy.Hostname(); name == "http" || name == "https" { // what is left of an address that cannot be read
		return "", errors.New("a proxy without a host")
	}
	return proxy.Host, nil
}

// byProxy tells the failure of a proxy from one of Hex: it says whether it is one, and completes e.
func (c *Client) byProxy(q *request, err error, sent *sending, e *Error) bool {
	proxy, wrong := c.proxyOf(q)
	if wrong != nil {
		e.cause = nil // it may hold a password
		e.Message = "The address of the proxy cannot be understood."
		e.Hint = "It is that of HTTPS_PROXY: give it as http://host:port, or unset it."
		return true
	}
	var refused *proxyRefused
	var noName *net.DNSError
	var untrusted *tls.CertificateVerificationError
	var op *net.OpError
	late := errors.Is(err, context.DeadlineExceeded) || isTimeout(err)
	switch connecting := errors.As(err, &op) && op.Op == "proxyconnect"; {
	case proxy == "":
		return false
	case errors.As(err, &refused):
		e.Message = fmt.Sprintf("The proxy %s does not let requests to %s through: it answered %s.", proxy, c.base.Host,
			refused.status)
	case late && sent.never():
		e.Kind = Timeout
		e.Message = fmt.Sprintf("No connection to %s came about within %s by way of the proxy %s.", c.base.Host, c.timeout, proxy)
	case !connecting:
		return false
	case errors.As(err, &noName):
		e.Message = "The name of the proxy " + proxy + " could not be found."
	case errors.As(err, &untrusted):
		e.Message = "The certificate of the proxy " + proxy + " is not to be trusted."
	case errors.Is(err, syscall.ECONNREFUSED):
		e.Message = "The proxy " + proxy + " refused the connection."
	default:
		e.Message = "The proxy " + proxy + " could not be reached: " + op.Err.Error()
	}
	e.Hint = proxyHint
	return true
}
