package cli

import (
	"context"
	"errors"
	"time"

	"hextui/hex"
	"hextui/hex/exit"
	"hextui/hex/resolve"
)

// named puts ids in the place of the titles and links that the question points at.
func (f *flags) named(ctx context.Context, client *hex.Client) error {
	r := resolve.Resolver{Client: client, Lists: resolve.NewLists(time.Now)}
	for i := range f.projects {
		if err := one(ctx, r, resolve.Project, &f.projects[i]); err != nil {
			return err
		}
	}
	if f.connection == "" {
		return nil
	}
	return one(ctx, r, resolve.Connection, &f.connection)
}

// one puts the id of what is called so in its place. An id stays: Hex says whether there is one.
func one(ctx context.Context, r resolve.Resolver, kind resolve.Kind, called *string) error {
	if resolve.IsID(*called) {
		return nil
	}
	found, err := r.Find(ctx, resolve.Ask{Text: *called, Kind: kind})
	if err != nil {
		return err
	}
	c, err := found.One()
	switch {
	case errors.As(err, new(*resolve.Ambiguous)):
		return &exit.Error{Code: exit.Misused, Err: err}
	case err != nil && !found.Complete:
		return &exit.Error{Code: exit.Passing, Err: err}
	case err != nil:
		return &exit.Error{Code: exit.Failed, Err: err}
	}
	*called = c.ID
	return nil
}
