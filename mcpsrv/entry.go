package mcpsrv

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/hosted"
	"hextui/hex/hosted/road"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/tools"
)

// entrance is how calls get to Hex: with a token by its API, with a person's sign-in by its hosted server.
type entrance struct {
	hosted  *hosted.Client
	noToken string
	remote  bool
	now     func() time.Time

	mu sync.Mutex
	// barred is until when the sign-in is not tried, since the server took it no more.
	barred time.Time
	// link is the newest that was given to agents in place of an answer, given the sessions that have it.
	link  string
	given map[string]bool
}

// barredFor is how long a sign-in that the server refused is not tried again, where there is another way.
const barredFor = 5 * time.Minute

// tokenless is a client whose requests to the API fail at once where there is no token, and say how to give one.
func (e *entrance) tokenless(c *hex.Client) *hex.Client {
	if e.noToken == "" {
		return c
	}
	return c.With(func(_ context.Context, o hex.Operation) (func(any, error) error, error) {
		if o.Elsewhere {
			return nil, nil
		}
		return nil, &hex.Error{Kind: hex.Unauthorized, Op: o.Name, Hint: e.noToken,
			Message: "This needs an API token of Hex, and the server was started without one."}
	})
}

// instruction tells a model what works without a token.
func (e *entrance) instruction() string {
	if e.noToken == "" {
		return ""
	}
	return "\n- This server was started without an API token: only questions work (ask_hex, create_thread, get_thread, continue_thread, " +
		"and find_hex_projects, as far as they are listed), by Hex's hosted server, which a person signs in to. Every other tool says " +
		"how to give a token."
}

// signedIn tells whether the hosted server is to be tried.
func (e *entrance) signedIn(ctx context.Context) (bool, error) {
	e.mu.Lock()
	barred := e.now().Before(e.barred)
	e.mu.Unlock()
	if barred {
		return false, nil
	}
	return e.hosted.SignedIn(ctx)
}

func (e *entrance) bar(until time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.barred = until
}

// give notes that a session has a link, and tells whether it had it.
func (e *entrance) give(link string, to sessionRef) (had bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.link != link {
		e.link, e.given = link, map[string]bool{}
	}
	had, e.given[to.id] = e.given[to.id], true
	return had
}

// entering finds the way of a call that can go by the hosted server. A call that nobody is signed in for asks for the sign-in, and goes
// on by itself once there is one.
func (s *Server) entering(next step) step {
	return func(ctx context.Context, c *call) (answer.Result, error) {
		if s.entry.hosted == nil || c.tool.Way == tools.ByAPI {
			return next(ctx, c)
		}
		if c.wire.State == signInState { // its reply is none to a question that comes later
			c.wasAsked, c.opened = true, c.wire.Reply
			c.wire.State, c.wire.Reply, c.wire.Replied = "", nil, false
		}
		for try := 0; ; try++ {
			if asked, err := s.enter(ctx, c); asked != nil || err != nil {
				return asked, err
			}
			out, err := next(ctx, c)
			if err == nil || c.turnedAway == nil {
				return out, err
			}
			// What the server did not let in it did not look at, so a call that has done nothing yet goes another way.
			if try > 0 || !c.untouched() {
				return nil, s.turnedAway(ctx, c, err)
			}
			c.prepared = nil // that was carried out, and refused
		}
	}
}

// untouched tells that nothing of a call was carried out.
func (c *call) untouched() bool {
	return !slices.ContainsFunc(c.operations(), func(o string) bool { return !strings.HasSuffix(o, "(failed)") })
}

// enter sets the way of a call. A result is the question to sign in.
func (s *Server) enter(ctx context.Context, c *call) (answer.Result, error) {
	refused, before := c.turnedAway, c.changes
	c.turnedAway, c.roads.Hosted, c.changes = nil, nil, s.entry.hosted.Changes()
	if refused == nil {
		before = c.changes
	}
	by := byHosted{road.Road{Client: s.entry.hosted}, c}
	var more *hosted.NeedsScope
	in, err := s.entry.signedIn(ctx)
	switch {
	case err != nil && c.roads.API:
		s.log.Warn("the sign-in to Hex's hosted server cannot be read", "error", s.clean.Text(err.Error()))
	case err != nil:
		return nil, signInFailure(err)
	case errors.As(refused, &more):
	case refused != nil:
		in = false
		if c.roads.API {
			s.entry.bar(s.now().Add(barredFor))
		}
	}
	switch {
	case in && more == nil, c.DryRun && !c.roads.API:
		c.roads.Hosted = by
		return nil, nil
	case c.roads.API && c.tool.Way == tools.ByEither:
		return nil, nil
	}
	question, err := s.signIn(ctx, c, before, more)
	if question == nil && err == nil {
		c.roads.Hosted = by
	}
	return question, err
}

// byHosted is the hosted server for one call, which takes note of not being let in.
type byHosted struct {
	road.Road
	call *call
}

var _ tools.Hosted = byHosted{}

func (b byHosted) note(err error) {
	var none *hosted.NotSignedIn
	var more *hosted.NeedsScope
	switch {
	case errors.As(err, &none):
		b.call.turnedAway = none
	case errors.As(err, &more):
		b.call.turnedAway = more
	}
}

// Takes tells whether the server takes a first question.
func (b byHosted) Takes(n hex.NewThread) bool { return road.Takes(n) }

// Create asks a first question.
func (b byHosted) Create(ctx context.Context, n hex.NewThread) (ask.Thread, error) {
	t, err := b.Road.Create(ctx, n)
	b.note(err)
	return t, err
}

// Get tells how a thread stands.
func (b byHosted) Get(ctx context.Context, id string) (ask.Thread, error) {
	t, err := b.Road.Get(ctx, id)
	b.note(err)
	return t, err
}

// Continue asks a further question.
func (b byHosted) Continue(ctx context.Context, id string, p hex.Prompt) (ask.Thread, error) {
	t, err := b.Road.Continue(ctx, id, p)
	b.note(err)
	return t, err
}

// Search finds projects.
func (b byHosted) Search(ctx context.Context, query string) ([]hosted.FoundProject, error) {
	found, err := b.Road.Search(ctx, query)
	b.note(err)
	return found, err
}
