package hosted

import (
	"context"
	"errors"
	"net/url"
	"sync"
)

// Asking is a sign-in that waits for a person to consent, while whoever needs it does other things.
type Asking struct {
	mu     sync.Mutex
	link   string
	err    error
	linked chan struct{} // closed when there is a link
	done   chan struct{}
	cancel context.CancelFunc
}

// Link is the page to consent on. It is private: who opens it signs this computer in.
func (a *Asking) Link() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.link
}

// ForwardOf are the options of ssh by which the browser of another computer gets to this one and back: to the port that the page of
// a sign-in sends it to, and to the page itself where that is here, as the embedded workspace's is. Empty where the link names none.
func ForwardOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	back, err := url.Parse(u.Query().Get("redirect_uri"))
	if err != nil || back.Port() == "" {
		return ""
	}
	forward := func(port string) string { return "-L " + port + ":127.0.0.1:" + port }
	if isLoopback(u.Hostname()) && u.Port() != "" {
		return forward(back.Port()) + " " + forward(u.Port())
	}
	return forward(back.Port())
}

// Done is closed when the person has answered, or nobody will any more.
func (a *Asking) Done() <-chan struct{} { return a.done }

// Err is, once it is done, why there is no sign-in; nil when there is one.
func (a *Asking) Err() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// Wait returns when the person has answered.
func (a *Asking) Wait(ctx context.Context) error {
	select {
	case <-a.done:
		return a.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// GiveUp ends the waiting and closes the port that the browser would come back to.
func (a *Asking) GiveUp() {
	a.cancel()
	<-a.done
}

func (a *Asking) show(_ context.Context, link string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.link == "" {
		close(a.linked)
	}
	a.link = link
	return nil
}

// Ask begins a sign-in and returns as soon as there is a link to give to a person; the sign-in goes on beyond ctx, until the
// person has answered, [Options.ConsentWait] is over, or it is given up. There is one at a time: while it waits, others get the
// same.
func (c *Client) Ask(ctx context.Context, scopes ...string) (*Asking, error) {
	return begun(ctx, c.asked(ctx, func() bool { return true }, scopes))
}

// AskSince is as [Client.Ask], for who was refused and had counted [Client.Changes] before: where somebody has signed in since, there
// is nothing to ask, and what it returns is done.
func (c *Client) AskSince(ctx context.Context, changes int, scopes ...string) (*Asking, error) {
	return begun(ctx, c.asked(ctx, func() bool { return c.kept == changes }, scopes))
}

// begun returns once there is a link, or none is needed any more.
func begun(ctx context.Context, a *Asking) (*Asking, error) {
	select {
	case <-a.linked:
		return a, nil
	case <-a.done:
		if err := a.Err(); err != nil {
			return nil, err
		}
		return a, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// asked is the sign-in that waits, or a new one; one that is done where none is needed, which is told under the lock.
func (c *Client) asked(ctx context.Context, needed func() bool, scopes []string) *Asking {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting != nil {
		return c.waiting
	}
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	a := &Asking{linked: make(chan struct{}), done: make(chan struct{}), cancel: cancel}
	if !needed() {
		cancel()
		close(a.done)
		return a
	}
	c.waiting = a
	go func() {
		defer cancel()
		err := c.login(run, a.show, scopes)
		if errors.Is(err, context.Canceled) {
			err = errors.New("the sign-in was given up")
		}
		c.mu.Lock()
		c.waiting = nil
		c.mu.Unlock()
		a.mu.Lock()
		a.err = err
		a.mu.Unlock()
		close(a.done)
	}()
	return a
}

// Waiting is the sign-in that waits for a person, nil for none.
func (c *Client) Waiting() *Asking {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.waiting
}

// Close gives up a sign-in that still waits.
func (c *Client) Close() {
	if a := c.Waiting(); a != nil {
		a.GiveUp()
	}
}
