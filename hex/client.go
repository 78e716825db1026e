package hex

import (
	"cmp"
	"crypto/tls"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	defaultTimeout  = 30 * time.Second
	defaultRetryFor = 60 * time.Second
	// maxAnswer bounds an answer held in memory. A page of 100 cells of 500 kB each still fits.
	maxAnswer = 64 << 20
	// maxRedirects bounds redirects within the host.
	maxRedirects = 3
)

// Client talks to one Hex workspace as one token. It is safe for use by many goroutines, and meant to be the only
// one of its program, so that the request budget and the run watchers are shared. Make it with [New].
type Client struct {
	base *url.URL
	// authorize and clean close over the token, so that printing a Client cannot show it.
	authorize func(http.Header)
	clean     func(string) string

	userAgent string
	http      *http.Client
	timeout   time.Duration
	// retryFor and refusedFor bound the tries of a call.
	retryFor, refusedFor time.Duration

	maxAnswer int64
	observe   func(Event)
	log       *slog.Logger

	hooks []Hook

	limit   *limiter
	kept    *kept
	saving  *turns
	pollers *pollers
	// note is told of each request in place of the network; nil for a client that sends ([Client.Requests]).
	note func(*request)
	// first makes all requests go before others' reading in the queue for the budget.
	first bool
}

// New makes a client. It sends nothing yet: [Client.Me] is the check that address and token are good. The error is
// an [*Error] of kind [Invalid]: an address that will not do, or a token that cannot be one.
func New(o Options) (*Client, error) {
	base, err := parseBaseURL(o.BaseURL)
	if err != nil {
		return nil, err
	}
	token := strings.TrimSpace(o.Token)
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, &Error{Kind: Invalid, Message: "The token has characters that no token has.",
			Hint: "Copy it again, without what stands before and after it."}
	}
	c := &Client{
		base:      base,
		authorize: authorizer(token),
		clean:     cleaner(token),
		userAgent: cmp.Or(o.UserAgent, "hextui"),
		timeout:   cmp.Or(o.Timeout, defaultTimeout),
		retryFor:  cmp.Or(o.RetryFor, defaultRetryFor),
		maxAnswer: maxAnswer,
		observe:   o.Observe,
		log:       o.Log,
		limit:     newLimiter(o.Limits),
		kept:      newKept(o.Keep),
		saving:    newTurns(),
	}
	if o.RetryFor >= 0 {
		c.refusedFor = defaultRefusedFor
	}
	if c.observe == nil {
		c.observe = func(Event) {}
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	transport := o.Transport
	if transport == nil {
		transport = NewTransport()
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: sameHostOnly}
	c.pollers = newPollers(c)
	return c, nil
}

// BaseURL is the normalised address that requests are made to. It ends in /api/v1 and holds no secret.
func (c *Client) BaseURL() string { return c.base.String() }

// Budget tells what is left of the budget of all requests. A group of operations may have less ([Limits]).
func (c *Client) Budget() Budget { return c.limit.budget(time.Now()) }

// Spare is the part of the budget, 0 to 1, that nobody has used or waits for: of all requests or of the groups that reading
// counts in, whichever has least. It is 1 where there is no limit. What can wait looks here before it asks.
func (c *Client) Spare() float64 { return min(c.limit.spare(groupDefault), c.limit.spare(group30)) }

// ahead is the client for what a write has to read before it: its requests wait as writes do.
func (c *Client) ahead() *Client {
	first := *c
	first.first = true
	return &first
}

// Close ends all watches, waits for their pollers and drops idle connections, also for the clients made by [Client.With].
// Calls under way are ended by their own contexts. A client may not be used afterwards; closing twice does nothing.
func (c *Client) Close() {
	c.pollers.close()
	c.http.CloseIdleConnections()
}

// NewTransport is how a client without [Options.Transport] sends: the standard way, by the environment's proxy, with room
// for the connections of a program that reads a list, some cells and a few runs at once.
func NewTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 8
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	t.OnProxyConnectResponse = noTunnel
	return t
}

// sameHostOnly lets a read follow a redirect within scheme and host. Anything else is handed back as an answer, which
// then is an error: another host is nobody to give the token to, and a write must not be sent again.
func sameHostOnly(next *http.Request, before []*http.Request) error {
	first := before[0]
	same := next.URL.Scheme == first.URL.Scheme && next.URL.Host == first.URL.Host && next.URL.User == nil
	if !same || first.Method != http.MethodGet || len(before) > maxRedirects {
		return http.ErrUseLastResponse
	}
	return nil
}

func authorizer(token string) func(http.Header) {
	return func(h http.Header) {
		if token != "" {
			h.Set("Authorization", "Bearer "+token)
		}
	}
}

var errClosed = errors.New("the client is closed")
