package hosted

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Options describe a hosted server and who signs in to it.
type Options struct {
	// Endpoint is the server's address, as [Endpoint] makes it.
	Endpoint string
	// Secrets keep sign-ins and registrations.
	Secrets Secrets
	// LockFile is held by the process that changes what is kept; it is made where it is missing. Empty is that no other process
	// has the same Secrets.
	LockFile string
	// ClientID and ClientSecret are a client that somebody registered for us; ClientMetadataURL is the address of a document that
	// describes us. All may be empty.
	ClientID, ClientSecret, ClientMetadataURL string
	// RedirectPort is the port that the browser comes back to; 0 is the registration's, else any free one.
	RedirectPort int
	// Consent shows a person the private link that a sign-in needs, and returns without waiting for what comes of it. Nil means
	// that nobody can be asked: calls that need it fail with [*NotSignedIn] or [*NeedsScope].
	Consent func(ctx context.Context, link string) error
	// ConsentWait is how long a person may take; 0 is 10 minutes.
	ConsentWait time.Duration
	// Version is the program's, for the server's logs.
	Version string
	// Transport carries the requests; nil is the usual one.
	Transport http.RoundTripper
	// Now tells the time, and Sleep waits; nil are the real ones.
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
}

// Client calls a hosted server for one person. Its methods may be called at the same time.
type Client struct {
	o Options
	// asking is for documents and tokens, calling for the server itself, whose tools may take their time.
	asking, calling *http.Client
	turn            chan struct{} // of changing what is kept
	opening         chan struct{} // of opening a session, and of reading and setting it
	session         session

	mu      sync.Mutex
	held    grant // the last grant that was used: keyrings are slow
	kept    int   // how many times what is kept was changed by signing in or out
	waiting *Asking
}

// Changes counts how many times somebody has signed in or out by this client.
func (c *Client) Changes() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept
}

// hold keeps a grant at hand that was read when what is kept had changed so many times; one that was read before a change is none.
func (c *Client) hold(g grant, kept int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == kept {
		c.held = g
	}
}

// changed makes the next call read what is kept, and so does every call that is reading it now.
func (c *Client) changed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held = grant{}
	c.kept++
}

// atHand is the grant at hand, and how many times what is kept has changed.
func (c *Client) atHand() (g grant, kept int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held, c.kept
}

// askWait bounds one request for a document or a token, callWait one call of a tool: get_thread itself waits at the server for some
// seconds.
const (
	askWait  = 30 * time.Second
	callWait = 5 * time.Minute
)

// New makes a client; nothing is asked yet.
func New(o Options) (*Client, error) {
	if _, err := secure(o.Endpoint); err != nil {
		return nil, fmt.Errorf("the hosted server: %w", err)
	}
	if o.ClientMetadataURL != "" {
		if u, err := secure(o.ClientMetadataURL); err != nil || u.Scheme != "https" || u.Path == "" || u.Path == "/" {
			return nil, errors.New("the address of the client metadata document must be https and have a path")
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.ConsentWait <= 0 {
		o.ConsentWait = 10 * time.Minute
	}
	return &Client{
		o:       o,
		asking:  &http.Client{Transport: transport(o, true), CheckRedirect: follow, Timeout: askWait},
		calling: &http.Client{Transport: transport(o, false), CheckRedirect: follow, Timeout: callWait},
		turn:    make(chan struct{}, 1),
		opening: make(chan struct{}, 1),
	}, nil
}

// transport carries requests that must not be repeated. Servers close connections that were idle for some seconds, and one that
// closes while a request is on its way loses it: while a person consents, and between two looks at a thread, it is time enough for
// that. So what was idle is not used again, and for a few requests with a code or a token none is kept.
func transport(o Options, once bool) http.RoundTripper {
	usual, is := http.DefaultTransport.(*http.Transport)
	if o.Transport != nil || !is {
		return o.Transport
	}
	t := usual.Clone()
	t.IdleConnTimeout, t.DisableKeepAlives = 2*time.Second, once
	return t
}

// Endpoint is the server's address.
func (c *Client) Endpoint() string { return c.o.Endpoint }

// do sends a request for a document or a token.
func (c *Client) do(req *http.Request) (*http.Response, error) {
	req.Header.Set("User-Agent", "hextui/"+c.o.Version)
	return c.asking.Do(req)
}

// follow lets a document be read from another path of its server; nothing that carries a secret goes elsewhere.
func follow(req *http.Request, via []*http.Request) error {
	switch {
	case via[0].Method != http.MethodGet || via[0].Header.Get("Authorization") != "":
		return http.ErrUseLastResponse
	case len(via) >= 5:
		return errors.New("it sends from one address to the next without end")
	case origin(req.URL) != origin(via[0].URL):
		return fmt.Errorf("it sends to another server (%s)", Clean(req.URL.Host))
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
