package hex_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hextui/hex"
)

// through sends by way of a proxy.
func through(t *testing.T, proxy string) func(*hex.Options) {
	t.Helper()
	u, err := url.Parse(proxy)
	return func(o *hex.Options) {
		transport := hex.NewTransport()
		transport.Proxy = func(*http.Request) (*url.URL, error) { return u, err }
		transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasPrefix(address, "nowhere.example:") { // names are not looked up in tests
				return nil, &net.OpError{Op: "dial", Net: network, Err: &net.DNSError{Err: "no such host", Name: "nowhere.example",
					IsNotFound: true}}
			}
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
		o.BaseURL, o.Transport, o.RetryFor = "https://acme.hex.tech", transport, -1
	}
}

func TestAProxyIsNamedAsTheProxy(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	down := closed.Addr().String()
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	asks := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "acme.hex.tech:443" || r.Header.Get("Authorization") != "" {
			t.Errorf("the proxy is asked %s %s with %v", r.Method, r.Host, r.Header)
		}
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer asks.Close()
	for name, c := range map[string]struct{ proxy, says string }{
		"down":         {"http://me:s3cret@" + down, "The proxy " + down + " refused the connection. The proxy is that of HTTPS_PROXY"},
		"unresolvable": {"http://me:s3cret@nowhere.example:3128", "The name of the proxy nowhere.example:3128 could not be found."},
		"refusing": {strings.Replace(asks.URL, "//", "//me:s3cret@", 1), "does not let requests to acme.hex.tech through: it answered " +
			"407 Proxy Authentication Required"},
		"misread":  {"http://http://me:s3cret@[::1", "The address of the proxy cannot be understood."},
		"nonsense": {"http://me:s3cret@[::", "The address of the proxy cannot be understood."},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := connect(t, through(t, c.proxy)).Me(t.Context())
			e := failure(t, err)
			if e.Kind != hex.Network || !strings.Contains(e.Error(), c.says) || e.MayHaveHappened {
				t.Errorf("it says %v (%s)", e, e.Kind)
			}
			for err := error(e); err != nil; err = errors.Unwrap(err) {
				if strings.Contains(err.Error(), "s3cret") {
					t.Errorf("%v shows the proxy's password", err)
				}
			}
		})
	}
}

func TestAProxyThatIsMute(t *testing.T) {
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	_, err = connect(t, through(t, "http://"+mute.Addr().String()), func(o *hex.Options) { o.Timeout = 50 * time.Millisecond }).
		UpdateCell(t.Context(), "c", hex.CellUpdate{Code: new(string)})
	if e := failure(t, err); e.Kind != hex.Timeout || e.MayHaveHappened ||
		!strings.Contains(e.Error(), "by way of the proxy "+mute.Addr().String()) {
		t.Errorf("it says %v (%s)", e, e.Kind)
	}
}
