package road

import (
	"context"
	"errors"
	"net/url"
	"sync"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/hosted"
)

// Both is the road of who has a token and may sign in too: questions go by the hosted server while there is a sign-in, else by the
// API, and so do those that the hosted server does not take.
type Both struct {
	signedIn Road
	api      ask.REST

	mu       sync.Mutex
	standing ask.Standing
	// gone is set once there was no sign-in any more, so that one that there is now is another.
	gone bool
	// asked are the threads that were asked by a hosted server, and go on there.
	asked map[string]bool
}

var _ ask.Account = (*Both)(nil)

// New is the road by a hosted server and an API of the same workspace.
func New(c *hosted.Client, api *hex.Client) *Both {
	b := &Both{signedIn: Road{c}, api: ask.REST{Client: api}, asked: map[string]bool{}}
	b.standing.Server = c.Endpoint()
	if u, err := url.Parse(c.Endpoint()); err == nil {
		b.standing.Server = u.Host
	}
	return b
}

// Standing is what was last seen of the sign-in.
func (b *Both) Standing() ask.Standing {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.standing
}

// Look sees whether there is a sign-in on this computer. One that the server took no more counts again when it is another.
func (b *Both) Look(ctx context.Context) error {
	in, err := b.signedIn.Client.SignedIn(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	s := &b.standing
	switch {
	case !in || err != nil:
		s.In, s.Who, b.gone = false, "", true
	case s.Over == "" || b.gone:
		s.In, s.Over, b.gone = true, "", false
	}
	return err
}

// Way is the way of a question.
func (b *Both) Way(threadID string, pointing bool) ask.Way {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.standing.In && !pointing && (threadID == "" || b.asked[threadID]) {
		return ask.BySignIn
	}
	return ask.ByAPI
}

// SignIn begins a sign-in, with the rights that the server has asked for.
func (b *Both) SignIn(ctx context.Context) (ask.SigningIn, error) {
	needs := b.Standing().Needs
	if len(needs) > 0 {
		has, err := b.signedIn.Client.Scopes(ctx)
		if err != nil {
			return nil, err
		}
		needs = append(has, needs...)
	}
	a, err := b.signedIn.Client.Ask(ctx, needs...)
	if err != nil {
		b.signedIn.Client.Close() // it would wait for a person who has no link
		return nil, err
	}
	return signingIn{a, b}, nil
}

// signingIn is a sign-in after which its road looks anew.
type signingIn struct {
	*hosted.Asking
	road *Both
}

// Forward are the options of ssh by which the browser of another computer gets here and back.
func (s signingIn) Forward() string { return hosted.ForwardOf(s.Link()) }

// Wait returns once the person has answered, and asks the server who they are.
func (s signingIn) Wait(ctx context.Context) error {
	if err := s.Asking.Wait(ctx); err != nil {
		return err
	}
	s.road.begin()
	me, err := s.road.signedIn.Client.Me(ctx)
	if err != nil {
		return s.road.noted(explained(err, false))
	}
	s.road.mu.Lock()
	defer s.road.mu.Unlock()
	s.road.standing.Who = me.Email
	return nil
}

// begin is that there is a new sign-in.
func (b *Both) begin() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.standing, b.gone = ask.Standing{Server: b.standing.Server, In: true}, false
}

// noted is an error, once it is seen what it says of the sign-in.
func (b *Both) noted(err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if none := (*hosted.NotSignedIn)(nil); errors.As(err, &none) {
		b.standing.In, b.standing.Who, b.standing.Over, b.gone = false, "", none.Why, false
	}
	if needs := (*hosted.NeedsScope)(nil); errors.As(err, &needs) {
		b.standing.Needs = nil
		for _, scope := range needs.Scopes {
			b.standing.Needs = append(b.standing.Needs, hosted.Clean(scope))
		}
	}
	return err
}

// here notes that a thread goes on at the hosted server.
func (b *Both) here(threadID string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked[threadID] = true
}

// Create asks a first question.
func (b *Both) Create(ctx context.Context, n hex.NewThread) (ask.Thread, error) {
	if err := b.Look(ctx); err != nil || b.Way("", !Takes(n)) == ask.ByAPI {
		return b.api.Create(ctx, n) // a sign-in that cannot be read is none
	}
	t, err := b.signedIn.Create(ctx, n)
	if err == nil {
		b.here(t.ID)
	}
	return t, b.noted(err)
}

// Continue asks a further question, by the way that the thread went before.
func (b *Both) Continue(ctx context.Context, id string, p hex.Prompt) (ask.Thread, error) {
	if err := b.Look(ctx); err != nil || b.Way(id, p.Attachments != nil) == ask.ByAPI {
		return b.api.Continue(ctx, id, p)
	}
	t, err := b.signedIn.Continue(ctx, id, p)
	return t, b.noted(err)
}

// Get tells how a thread stands. The hosted server lets a running one be waited for, and has the tables and charts of an answer; of one
// that has finished the API tells more, so it is asked too. Where only one of them answers, that is what is known.
func (b *Both) Get(ctx context.Context, id string) (ask.Thread, error) {
	if b.Way(id, false) == ask.ByAPI {
		t, err := b.api.Get(ctx, id)
		if err == nil && t.Source == "MCP" {
			b.here(id)
		}
		return t, err
	}
	t, err := b.signedIn.Get(ctx, id)
	if err == nil && !ask.Finished(t.Status) {
		return t, nil
	}
	_ = b.noted(err) // whether it is told depends on what the API says
	full, other := b.api.Get(ctx, id)
	switch {
	case err != nil && other == nil:
		return full, nil
	case err != nil:
		return t, err
	case other != nil || !ask.Finished(full.Status):
		return t, nil
	}
	full.Results = t.Results
	return full, nil
}

// Results are the tables and charts of a thread's latest answer.
func (b *Both) Results(ctx context.Context, t hex.Thread) (ask.Results, error) {
	if b.Way(t.ID, false) == ask.BySignIn {
		got, err := b.signedIn.Get(ctx, t.ID)
		if b.noted(err) == nil && len(got.Tables)+len(got.Charts) > 0 {
			return got.Results, nil
		}
	}
	return b.api.Results(ctx, t)
}

// Search finds projects by words.
func (b *Both) Search(ctx context.Context, words string) ([]ask.FoundProject, error) {
	found, err := b.signedIn.Client.SearchProjects(ctx, words)
	if err != nil {
		return nil, b.noted(explained(err, false))
	}
	out := make([]ask.FoundProject, len(found))
	for i, p := range found {
		out[i] = ask.FoundProject{
			ID: hosted.Clean(p.ID), Title: hosted.Clean(p.Title), Description: hosted.Clean(p.Description),
			Summary: hosted.Clean(p.Summary),
		}
	}
	return out, nil
}
