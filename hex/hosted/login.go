package hosted

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// Login signs a person in: [Options.Consent] is given a link, and Login waits until the browser has come back from it. Scopes
// are asked for beside those that the server names.
func (c *Client) Login(ctx context.Context, scopes ...string) error {
	return c.login(ctx, c.o.Consent, scopes)
}

// show gives a person the private link of a sign-in.
type show func(ctx context.Context, link string) error

func (c *Client) login(ctx context.Context, to show, scopes []string) error {
	asked, err := c.probe(ctx)
	if err != nil {
		return err
	}
	return c.signIn(ctx, to, asked, scopes)
}

// signIn finds out where, and asks for consent. A registration that the server has forgotten is made anew, once.
func (c *Client) signIn(ctx context.Context, to show, asked challenge, more []string) error {
	if to == nil {
		return c.notSignedIn("nobody can be asked here")
	}
	kept, err := c.member(ctx)
	if err != nil {
		return err
	}
	d, err := c.discover(ctx, asked, kept.Issuer)
	if err != nil {
		return err
	}
	d.scopes = compact(append(d.scopes, more...))
	m, err := c.consent(ctx, to, d)
	var no *oauthError
	if errors.As(err, &no) && no.code == "invalid_client" && m.Client.Registered {
		if err := c.alone(ctx, func() error { return c.forget(ctx, m, true) }); err != nil {
			return err
		}
		_, err = c.consent(ctx, to, d)
	}
	return err
}

// consent sends a person to the authorization server and keeps what comes of it. The member says who was asked as, also when
// it failed.
func (c *Client) consent(ctx context.Context, to show, d deployment) (m member, err error) {
	known, err := c.registered(ctx, d.server.Issuer)
	if err != nil {
		return m, err
	}
	door, err := c.openDoor(ctx, known.Redirect)
	if err != nil {
		return m, err
	}
	defer door.close()
	who, err := c.identify(ctx, d, known, door.url)
	if err != nil {
		return m, err
	}
	m = member{Issuer: d.server.Issuer, Resource: d.resource, Client: who, Server: d.server}
	if who.Registered && who != known {
		// At once: a login that is given up must not register again at the next try.
		if err := c.alone(ctx, func() error { return c.keep(ctx, clientOf(m.Issuer), who) }); err != nil {
			return m, err
		}
	}
	page, err := secure(d.server.Authorize)
	if err != nil {
		return m, err
	}
	verifier, state := oauth2.GenerateVerifier(), rand.Text()
	request := oauth2.Config{
		ClientID: who.ID, RedirectURL: who.Redirect, Scopes: d.scopes, Endpoint: oauth2.Endpoint{AuthURL: page.String()},
	}
	link := request.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("resource", d.resource))
	if err := to(ctx, link); err != nil {
		return m, err
	}
	wait, cancel := context.WithTimeoutCause(ctx, c.o.ConsentWait,
		fmt.Errorf("nobody consented within %s; run hextui login again", c.o.ConsentWait))
	defer cancel()
	answer, err := door.wait(wait)
	if err != nil {
		return m, err
	}
	code, err := codeOf(answer, state, d.server)
	if err != nil {
		return m, err
	}
	return m, c.redeem(ctx, m, code, verifier, d.scopes)
}

// codeOf takes the code out of what the browser brought back, if it belongs to this sign-in and comes from this issuer.
func codeOf(answer url.Values, state string, from serverDocument) (string, error) {
	for name, values := range answer {
		if len(values) != 1 {
			return "", fmt.Errorf("the browser came back with %s more than once: the answer is not used", Clean(name))
		}
	}
	iss := answer.Get("iss")
	switch {
	case answer.Get("state") != state:
		return "", errors.New("the browser came back with the answer to another sign-in (its state is wrong): it is not used. Run " +
			"hextui login again, and open only the link that it shows")
	case iss == "" && from.NamesIssuer && !answer.Has("iss"):
		return "", errors.New("the browser came back without saying who sent it (iss is missing): the answer is not used")
	case answer.Has("iss") && iss != from.Issuer:
		return "", fmt.Errorf("the browser came back from another authorization server (%s instead of %s): the answer is not used",
			Clean(iss), Clean(from.Issuer))
	case answer.Get("error") == "access_denied":
		return "", ErrDeclined
	case answer.Get("error") != "":
		return "", &oauthError{"the sign-in", Clean(answer.Get("error")), Clean(answer.Get("error_description")), 0}
	case answer.Get("code") == "":
		return "", errors.New("the browser came back without a code")
	}
	return answer.Get("code"), nil
}

// redeem turns the code into a grant and keeps it.
func (c *Client) redeem(ctx context.Context, m member, code, verifier string, scopes []string) error {
	g, err := c.exchange(ctx, m, "to finish the sign-in", url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "code_verifier": {verifier}, "redirect_uri": {m.Client.Redirect},
	})
	if err != nil {
		return err
	}
	g.Scope = cmp.Or(g.Scope, joined(scopes)) // what is not told is what was asked for
	defer c.changed()                         // once it is kept: until then the old one is read
	return c.alone(ctx, func() error {
		old, err := c.member(ctx)
		if err == nil && old.Client.ID != "" && grantOf(old) != grantOf(m) {
			err = c.forget(ctx, old, false)
		}
		return errors.Join(err, c.keep(ctx, grantOf(m), g), c.keep(ctx, memberOf(c.o.Endpoint), m), c.note(ctx, true))
	})
}

// Logout removes the sign-in from this computer, and has the server end it where it can. Whether it did is told by the error;
// the sign-in is gone from here in any case. The registration stays for the next sign-in.
func (c *Client) Logout(ctx context.Context) (was bool, err error) {
	defer c.changed()
	m, err := c.member(ctx)
	if err != nil { // what is damaged can still be removed
		return true, c.alone(ctx, func() error {
			return errors.Join(c.o.Secrets.Delete(ctx, memberOf(c.o.Endpoint)), c.note(ctx, false))
		})
	}
	g, _ := c.grant(ctx, m) // likewise
	err = c.alone(ctx, func() error {
		return errors.Join(c.forget(ctx, m, false), c.o.Secrets.Delete(ctx, memberOf(c.o.Endpoint)), c.note(ctx, false))
	})
	if err != nil || g.Access == "" {
		return g.Access != "", err
	}
	if m.Server.Revoke == "" {
		return true, nil
	}
	return true, c.revoke(ctx, m, g)
}

// Scopes are those of the sign-in that is kept.
func (c *Client) Scopes(ctx context.Context) ([]string, error) {
	m, err := c.member(ctx)
	if err != nil {
		return nil, err
	}
	g, err := c.grant(ctx, m)
	return strings.Fields(g.Scope), err
}
