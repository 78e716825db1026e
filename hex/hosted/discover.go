package hosted

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxDocument bounds documents and token answers, in bytes.
const maxDocument = 1 << 20

// resourceDocument says who guards a resource (RFC 9728).
type resourceDocument struct {
	Resource string   `json:"resource"`
	Servers  []string `json:"authorization_servers"`
	Scopes   []string `json:"scopes_supported"`
}

// serverDocument says how an authorization server is spoken to (RFC 8414).
type serverDocument struct {
	Issuer        string   `json:"issuer"`
	Authorize     string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Register      string   `json:"registration_endpoint,omitempty"`
	Revoke        string   `json:"revocation_endpoint,omitempty"`
	Challenges    []string `json:"code_challenge_methods_supported"`
	Scopes        []string `json:"scopes_supported,omitempty"`
	ClientAuth    []string `json:"token_endpoint_auth_methods_supported,omitempty"`
	NamesIssuer   bool     `json:"authorization_response_iss_parameter_supported,omitempty"`
	TakesDocument bool     `json:"client_id_metadata_document_supported,omitempty"`
}

// deployment is what was found of where to sign in.
type deployment struct {
	resource string
	server   serverDocument
	scopes   []string // to ask for
}

// discover finds the authorization server from the resource server's answers. Of several, the kept issuer is taken again.
func (c *Client) discover(ctx context.Context, asked challenge, keptIssuer string) (deployment, error) {
	resource, err := c.resourceDocument(ctx, asked.metadata)
	if err != nil {
		return deployment{}, err
	}
	issuer := resource.Servers[0]
	if slices.Contains(resource.Servers, keptIssuer) {
		issuer = keptIssuer
	}
	server, err := c.serverDocument(ctx, issuer)
	if err != nil {
		return deployment{}, err
	}
	scopes := asked.scopes
	if len(scopes) == 0 {
		scopes = resource.Scopes
	}
	// Without it some servers give no refresh token, and a person would have to consent again and again.
	if slices.Contains(server.Scopes, "offline_access") && !slices.Contains(scopes, "offline_access") {
		scopes = append(slices.Clone(scopes), "offline_access")
	}
	return deployment{resource.Resource, server, scopes}, nil
}

// resourceDocument reads the document from where the challenge says, else from below the well-known path, else from its root.
func (c *Client) resourceDocument(ctx context.Context, named string) (resourceDocument, error) {
	endpoint, err := secure(c.o.Endpoint)
	if err != nil {
		return resourceDocument{}, err
	}
	const wellKnown = "/.well-known/oauth-protected-resource"
	places := []string{origin(endpoint) + wellKnown + strings.TrimRight(endpoint.Path, "/"), origin(endpoint) + wellKnown}
	if named != "" {
		places = append([]string{named}, places...)
	}
	var failures []error
	for _, place := range compact(places) {
		var d resourceDocument
		err := c.document(ctx, place, &d)
		if err == nil {
			err = d.check(endpoint)
		}
		if err == nil {
			return d, nil
		}
		if ctx.Err() != nil {
			return d, ctx.Err()
		}
		failures = append(failures, fmt.Errorf("%s: %w", Clean(place), err))
	}
	return resourceDocument{}, fmt.Errorf("%s does not say where to sign in: %w", c.o.Endpoint, errors.Join(failures...))
}

// check holds the document to the server that it was read for: another's would send the sign-in elsewhere.
func (d resourceDocument) check(endpoint *url.URL) error {
	r, err := secure(d.Resource)
	if err != nil {
		return fmt.Errorf("its resource is of no use: %w", err)
	}
	path := strings.TrimRight(r.Path, "/")
	if origin(r) != origin(endpoint) || endpoint.Path != path && !strings.HasPrefix(endpoint.Path, path+"/") {
		return fmt.Errorf("it is the document of another resource, %s", Clean(d.Resource))
	}
	if len(d.Servers) == 0 {
		return errors.New("it names no authorization server")
	}
	return nil
}

// serverDocument reads the document of an issuer from the places that the standards give it.
func (c *Client) serverDocument(ctx context.Context, issuer string) (serverDocument, error) {
	u, err := secure(issuer)
	if err != nil {
		return serverDocument{}, fmt.Errorf("the authorization server %s is of no use: %w", Clean(issuer), err)
	}
	path := strings.TrimRight(u.Path, "/")
	places := []string{origin(u) + "/.well-known/oauth-authorization-server" + path, origin(u) + "/.well-known/openid-configuration" + path}
	if path != "" {
		places = append(places, origin(u)+path+"/.well-known/openid-configuration")
	}
	var failures []error
	for _, place := range places {
		var d serverDocument
		err := c.document(ctx, place, &d)
		if err == nil {
			return d, d.check(issuer)
		}
		if ctx.Err() != nil {
			return d, ctx.Err()
		}
		failures = append(failures, fmt.Errorf("%s: %w", Clean(place), err))
	}
	return serverDocument{}, fmt.Errorf("the authorization server %s does not say how to sign in: %w", Clean(issuer),
		errors.Join(failures...))
}

func (d serverDocument) check(issuer string) error {
	if d.Issuer != issuer {
		return fmt.Errorf("the document of the authorization server %s is another's (%s): it is not used", Clean(issuer), Clean(d.Issuer))
	}
	for _, endpoint := range []struct{ what, address string }{{"authorization", d.Authorize}, {"token", d.Token}} {
		if _, err := secure(endpoint.address); err != nil {
			return fmt.Errorf("the %s endpoint of %s is of no use: %w", endpoint.what, Clean(issuer), err)
		}
	}
	for _, address := range []*string{&d.Register, &d.Revoke} {
		if _, err := secure(*address); *address != "" && err != nil {
			return fmt.Errorf("an endpoint of %s is of no use: %w", Clean(issuer), err)
		}
	}
	if !slices.Contains(d.Challenges, "S256") {
		return fmt.Errorf("the authorization server %s does not promise PKCE with S256, without which a code could be stolen: "+
			"it is not used", Clean(issuer))
	}
	return nil
}

// document reads a JSON object. A web page, which some sites answer to every path, is refused.
func (c *Client) document(ctx context.Context, address string, into any) error {
	if _, err := secure(address); err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return errors.New("the address cannot be understood")
	}
	req.Header.Set("Accept", "application/json")
	resp, err := c.do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return decode(resp, into)
}

// decode reads an answer's JSON. The decoder's error is not passed on: it could quote a secret.
func decode(resp *http.Response, into any) error {
	kind := mediaType(resp.Header)
	if kind != "application/json" && !strings.HasSuffix(kind, "+json") {
		return fmt.Errorf("it answers %s, not JSON", cmp.Or(Clean(kind), "something unnamed"))
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxDocument+1))
	if err != nil {
		return fmt.Errorf("its answer broke off: %w", err)
	}
	if len(text) > maxDocument || json.Unmarshal(text, into) != nil {
		return errors.New("its answer is not the JSON that belongs here")
	}
	return nil
}

// compact drops what stands in a list twice.
func compact(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
