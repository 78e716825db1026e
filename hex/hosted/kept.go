package hosted

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"hextui/hex/config"
)

// member is what is kept of a server beside the grant: who guards it, and who we are there.
type member struct {
	Issuer   string         `json:"issuer"`
	Resource string         `json:"resource"`
	Client   identity       `json:"client"`
	Server   serverDocument `json:"server"`
}

// memberOf names the entry of a server.
func memberOf(endpoint string) string { return "hosted " + endpoint }

// clientOf names the registration with an issuer: a change of issuer finds none, and makes one.
func clientOf(issuer string) string { return "client " + issuer }

// grantOf names a sign-in, which belongs to one issuer, resource and client.
func grantOf(m member) string { return "sign-in " + m.Issuer + " " + m.Resource + " " + m.Client.ID }

// member reads what is kept of the server; nothing is a zero member.
func (c *Client) member(ctx context.Context) (m member, err error) {
	err = c.read(ctx, memberOf(c.o.Endpoint), &m)
	if c.o.ClientID != "" && m.Client.ID != c.o.ClientID {
		m.Client = identity{}
	}
	return m, err
}

// grant reads the sign-in; none is a zero grant.
func (c *Client) grant(ctx context.Context, m member) (g grant, err error) {
	if m.Client.ID == "" {
		return g, nil
	}
	err = c.read(ctx, grantOf(m), &g)
	if err != nil || g.Issuer != m.Issuer || g.Resource != m.Resource || g.Client != m.Client.ID {
		return grant{}, err
	}
	return g, nil
}

func (c *Client) read(ctx context.Context, name string, into any) error {
	text, err := c.o.Secrets.Get(ctx, name)
	if errors.Is(err, config.ErrNoEntry) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("what is kept of the sign-in cannot be read: %w", err)
	}
	if json.Unmarshal(text, into) != nil {
		return errors.New("what is kept of the sign-in is damaged: run hextui logout, then hextui login")
	}
	return nil
}

func (c *Client) keep(ctx context.Context, name string, what any) error {
	text, err := json.Marshal(what)
	if err == nil {
		err = c.o.Secrets.Set(ctx, name, text)
	}
	if err != nil {
		return fmt.Errorf("the sign-in cannot be kept: %w", err)
	}
	return nil
}

// registered reads the registration with an issuer; none is a zero identity.
func (c *Client) registered(ctx context.Context, issuer string) (who identity, err error) {
	err = c.read(ctx, clientOf(issuer), &who)
	return who, err
}

// forget removes a sign-in, and where the server does not know the client any more also its registration.
func (c *Client) forget(ctx context.Context, m member, registration bool) error {
	if m.Client.ID == "" {
		return nil
	}
	err := c.o.Secrets.Delete(ctx, grantOf(m))
	if registration {
		err = errors.Join(err, c.o.Secrets.Delete(ctx, clientOf(m.Issuer)))
	}
	return err
}

// accounts names the list of servers with a sign-in; a keyring cannot be asked what it has.
const accounts = "hosted servers"

// note puts this server on the list of those with a sign-in, or takes it off.
func (c *Client) note(ctx context.Context, in bool) error {
	var all []string
	if err := c.read(ctx, accounts, &all); err != nil {
		return err
	}
	if in == slices.Contains(all, c.o.Endpoint) {
		return nil
	}
	all = slices.DeleteFunc(all, func(s string) bool { return s == c.o.Endpoint })
	if in {
		all = append(all, c.o.Endpoint)
	}
	return c.keep(ctx, accounts, all)
}

// Accounts are the addresses of all servers that somebody signed in to from this computer, this one or others.
func (c *Client) Accounts(ctx context.Context) (all []string, err error) {
	err = c.read(ctx, accounts, &all)
	return all, err
}

// alone does something while no other caller and no other process changes what is kept.
func (c *Client) alone(ctx context.Context, do func() error) error {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if c.o.LockFile == "" {
		return do()
	}
	if err := os.MkdirAll(filepath.Dir(c.o.LockFile), 0o700); err != nil {
		return fmt.Errorf("the sign-in cannot be locked: %w", err)
	}
	lock := flock.New(c.o.LockFile, flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		return fmt.Errorf("another process holds the sign-in (%s): %w", c.o.LockFile, err)
	}
	return errors.Join(do(), lock.Unlock())
}
