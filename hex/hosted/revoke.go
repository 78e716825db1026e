package hosted

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// revoke has the authorization server end a grant (RFC 7009).
func (c *Client) revoke(ctx context.Context, m member, g grant) error {
	resp, err := c.postForm(ctx, m.Client, m.Server.Revoke, url.Values{"token": {cmp.Or(g.Refresh, g.Access)}})
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
