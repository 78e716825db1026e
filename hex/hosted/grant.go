package hosted

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// grant is what a sign-in gave us. It does not show itself.
type grant struct {
	Issuer   string    `json:"issuer"`
	Resource string    `json:"resource"`
	Client   string    `json:"client"`
	Access   string    `json:"access"`
	Refresh  string    `json:"refresh,omitempty"`
	Scope    string    `json:"scope,omitempty"`
	Got      time.Time `json:"got"`
	Expires  time.Time `json:"expires,omitzero"` // zero: not told
}

func (grant) String() string   { return "[hidden]" }
func (grant) GoString() string { return "[hidden]" }

// alive tells whether the server should take the access token.
func (g grant) alive(now time.Time) bool {
	return g.Access != "" && (g.Expires.IsZero() || now.Before(g.Expires))
}

// fresh tells whether it is too early to refresh: the last fifth of its life, at most five minutes, is kept in hand.
func (g grant) fresh(now time.Time) bool {
	if g.Expires.IsZero() {
		return g.alive(now)
	}
	hand := min(g.Expires.Sub(g.Got)/5, 5*time.Minute)
	return g.alive(now.Add(hand))
}

// exchange asks the token endpoint for a grant.
func (c *Client) exchange(ctx context.Context, m member, doing string, form url.Values) (grant, error) {
	form.Set("resource", m.Resource)
	resp, err := c.postForm(ctx, m.Client, m.Server.Token, form)
	if err != nil {
		return grant{}, fmt.Errorf("the authorization server could not be asked %s: %w", doing, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return grant{}, refusal(resp, doing)
	}
	var got struct {
		Access  string  `json:"access_token"`
		Kind    string  `json:"token_type"`
		Seconds float64 `json:"expires_in"`
		Refresh string  `json:"refresh_token"`
		Scope   string  `json:"scope"`
	}
	if err := decode(resp, &got); err != nil {
		return grant{}, fmt.Errorf("the authorization server's answer %s is of no use: %w", doing, err)
	}
	if got.Access == "" || !strings.EqualFold(got.Kind, "bearer") {
		return grant{}, fmt.Errorf("the authorization server was asked %s and gave no bearer token", doing)
	}
	if strings.ContainsFunc(got.Access, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return grant{}, fmt.Errorf("the authorization server was asked %s and gave a token that no header can carry", doing)
	}
	now := c.o.Now()
	g := grant{
		Issuer: m.Issuer, Resource: m.Resource, Client: m.Client.ID, Access: got.Access, Refresh: got.Refresh, Scope: got.Scope, Got: now,
	}
	const longest = 10 * 365 * 24 * 3600
	if got.Seconds > 0 {
		g.Expires = now.Add(time.Duration(min(got.Seconds, longest) * float64(time.Second)))
	}
	return g, nil
}

// postForm sends a form to an endpoint of the authorization server, as the client that we are there.
func (c *Client) postForm(ctx context.Context, who identity, address string, form url.Values) (*http.Response, error) {
	if who.Method != "client_secret_basic" {
		form.Set("client_id", who.ID)
	}
	if who.Method == "client_secret_post" {
		form.Set("client_secret", who.Secret)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, errors.New("its address cannot be understood") // the library's error would quote it
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	if who.Method == "client_secret_basic" {
		req.SetBasicAuth(url.QueryEscape(who.ID), url.QueryEscape(who.Secret))
	}
	return c.do(req)
}

func joined(scopes []string) string { return strings.Join(compact(scopes), " ") }
