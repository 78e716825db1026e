package hosted

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// revoke has the authorization server end a grant (RFC 7009).
func (c *Client) revoke(ctx context.Context, m member, g grant) error {
	form := url.Values{"token": {cmp.Or(g.Refresh, g.Access)}}
	if m.Client.Method != "client_secret_basic" {
		form.Set("client_id", m.Client.ID)
	}
	if m.Client.Method == "client_secret_post" {
		form.Set("client_secret", m.Client.Secret)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, m.Server.Revoke, strings.NewReader(form.Encode()))
	if err != nil {
		return errors.New("the address of the revocation endpoint cannot be understood")
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if m.Client.Method == "client_secret_basic" {
		req.SetBasicAuth(url.QueryEscape(m.Client.ID), url.QueryEscape(m.Client.Secret))
	}
	resp, err := c.do(req)
	if err != nil {
		return fmt.Errorf("the sign-in is removed here, but its server could not be told: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the sign-in is removed here, but its server did not end it: %w", refusal(resp, "to end it"))
	}
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, maxDocument))
	return err
}
