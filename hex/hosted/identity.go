package hosted

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"
)

// identity is who we are to an authorization server.
type identity struct {
	ID       string `json:"client_id"`
	Secret   string `json:"client_secret,omitempty"`
	Method   string `json:"token_endpoint_auth_method,omitempty"`
	Redirect string `json:"redirect_uri,omitempty"`
	// SecretEnds is when the secret is good no more, in seconds since 1970; 0 is never.
	SecretEnds int64 `json:"client_secret_expires_at,omitempty"`
	// Registered tells that the server gave us the id, so that a new one can be had.
	Registered bool `json:"registered,omitempty"`
}

func (identity) String() string   { return "[hidden]" }
func (identity) GoString() string { return "[hidden]" }

func (i identity) ended(now time.Time) bool {
	return i.Secret != "" && i.SecretEnds > 0 && now.Unix() >= i.SecretEnds
}

// identify chooses who to be: the client of the configuration, the document that describes us where the server reads such
// documents, the registration that was kept, or a new one.
func (c *Client) identify(ctx context.Context, d deployment, kept identity, redirect string) (identity, error) {
	switch {
	case c.o.ClientID != "":
		return identity{ID: c.o.ClientID, Secret: c.o.ClientSecret, Method: methodFor(d.server, c.o.ClientSecret), Redirect: redirect}, nil
	case c.o.ClientMetadataURL != "" && d.server.TakesDocument:
		return identity{ID: c.o.ClientMetadataURL, Method: "none", Redirect: redirect}, nil
	case kept.ID != "" && kept.Redirect == redirect && !kept.ended(c.o.Now()):
		return kept, nil
	case d.server.Register == "":
		return identity{}, errors.New("the authorization server registers no clients by itself: ask an administrator for a client id " +
			"and give it with --client-id")
	}
	return c.register(ctx, d, redirect)
}

// methodFor is how a client with that secret says who it is to the token endpoint.
func methodFor(d serverDocument, secret string) string {
	switch {
	case secret == "":
		return "none"
	case len(d.ClientAuth) > 0 && !slices.Contains(d.ClientAuth, "client_secret_basic"):
		return "client_secret_post"
	}
	return "client_secret_basic"
}

// register has the server make a client for us (RFC 7591).
func (c *Client) register(ctx context.Context, d deployment, redirect string) (identity, error) {
	method := "none"
	if known := d.server.ClientAuth; len(known) > 0 && !slices.Contains(known, method) {
		method = methodFor(d.server, "any")
	}
	request := struct {
		Name      string   `json:"client_name"`
		Kind      string   `json:"application_type"`
		Redirects []string `json:"redirect_uris"`
		Grants    []string `json:"grant_types"`
		Responses []string `json:"response_types"`
		Method    string   `json:"token_endpoint_auth_method"`
		Scope     string   `json:"scope,omitempty"`
	}{
		"hextui", "native", []string{redirect}, []string{"authorization_code", "refresh_token"}, []string{"code"}, method, joined(d.scopes),
	}
	body, err := json.Marshal(request)
	if err != nil {
		return identity{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.server.Register, bytes.NewReader(body))
	if err != nil {
		return identity{}, errors.New("the address of the registration cannot be understood")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	resp, err := c.do(req)
	if err != nil {
		return identity{}, fmt.Errorf("registering hextui with the authorization server failed: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusCreated && resp.StatusCode != http.StatusOK {
		return identity{}, refusal(resp, "to register hextui")
	}
	who := identity{}
	if err := decode(resp, &who); err != nil {
		return identity{}, fmt.Errorf("the authorization server's registration is of no use: %w", err)
	}
	if who.ID == "" {
		return identity{}, errors.New("the authorization server registered hextui without an id")
	}
	who.Redirect, who.Registered = redirect, true
	if who.Method == "" {
		who.Method = methodFor(d.server, who.Secret)
	}
	return who, nil
}

// refusal reads what an authorization server says of a request that it refused.
func refusal(resp *http.Response, doing string) error {
	var says struct {
		Code        string `json:"error"`
		Description string `json:"error_description"`
	}
	if err := decode(resp, &says); err != nil {
		_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxDocument)) // the connection may be used again
	}
	return &oauthError{doing, Clean(says.Code), Clean(says.Description), resp.StatusCode}
}
