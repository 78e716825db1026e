package hosted

import (
	"cmp"
	"context"
	"errors"
	"net/url"
)

// access is an access token to use now. Whoever finds it near its end refreshes it, once for all callers and processes: the
// others wait and take what is kept then. A token that the server has refused is not given again.
func (c *Client) access(ctx context.Context, refused string) (string, error) {
	g, kept := c.atHand()
	if refused == "" && g.fresh(c.o.Now()) {
		return g.Access, nil
	}
	g, err := c.current(ctx, refused)
	if err != nil {
		g = grant{}
	}
	c.hold(g, kept)
	return g.Access, err
}

// current is the grant to use now, as it is kept.
func (c *Client) current(ctx context.Context, refused string) (grant, error) {
	m, err := c.member(ctx)
	if err != nil {
		return grant{}, err
	}
	g, err := c.grant(ctx, m)
	if err != nil || g.fresh(c.o.Now()) && g.Access != refused {
		return g, err
	}
	if g.Access == "" {
		return g, c.notSignedIn("there is no sign-in")
	}
	err = c.alone(ctx, func() error {
		// Another may have refreshed, or signed in anew, while this one waited.
		if m, err = c.member(ctx); err != nil {
			return err
		}
		if g, err = c.grant(ctx, m); err != nil || g.fresh(c.o.Now()) && g.Access != refused {
			return err
		}
		g, err = c.refresh(ctx, m, g, refused)
		return err
	})
	return g, err
}

// refresh gets a new access token, and keeps the refresh token that comes with it: the old one may be good no more.
func (c *Client) refresh(ctx context.Context, m member, old grant, refused string) (grant, error) {
	if old.Access == "" {
		return old, c.notSignedIn("somebody signed out")
	}
	usable := old.alive(c.o.Now()) && old.Access != refused
	if old.Refresh == "" {
		if usable {
			return old, nil
		}
		return old, errors.Join(c.notSignedIn("the sign-in has ended"), c.forget(ctx, m, false))
	}
	fresh, err := c.exchange(ctx, m, "to renew the sign-in", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {old.Refresh}})
	if err == nil {
		fresh.Refresh, fresh.Scope = cmp.Or(fresh.Refresh, old.Refresh), cmp.Or(fresh.Scope, old.Scope)
		return fresh, c.keep(context.WithoutCancel(ctx), grantOf(m), fresh)
	}
	var no *oauthError
	switch refusedBy := errors.As(err, &no); {
	case refusedBy && no.code == "invalid_client":
		return old, errors.Join(c.notSignedIn("the server does not know this client any more"), c.forget(ctx, m, m.Client.Registered))
	case refusedBy && no.code == "invalid_grant":
		return old, errors.Join(c.notSignedIn("the sign-in has ended or was revoked"), c.forget(ctx, m, false))
	case usable && ctx.Err() == nil:
		return old, nil // refreshing was early, and there is time to try again
	}
	return old, err
}

func (c *Client) notSignedIn(why string) error { return &NotSignedIn{c.o.Endpoint, why} }

// SignedIn tells whether a sign-in is kept, without asking the server whether it still takes it.
func (c *Client) SignedIn(ctx context.Context) (bool, error) {
	m, err := c.member(ctx)
	if err != nil {
		return false, err
	}
	g, err := c.grant(ctx, m)
	return g.Refresh != "" || g.alive(c.o.Now()), err
}
