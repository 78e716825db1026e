package hosted

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
)

// request is a JSON-RPC request or, without an id, a notification.
type request struct {
	ID     int64
	Method string
	Params map[string]any
}

// encode is the request as it is sent in a session: since the version [newest], each request says by itself who sends it.
func (r request) encode(c *Client, s session) ([]byte, error) {
	params := r.Params
	if s.modern {
		params = maps.Clone(r.Params)
		if params == nil {
			params = map[string]any{}
		}
		params["_meta"] = map[string]any{
			"io.modelcontextprotocol/protocolVersion": s.version, "io.modelcontextprotocol/clientInfo": c.program(),
			"io.modelcontextprotocol/clientCapabilities": map[string]any{},
		}
	}
	return json.Marshal(struct {
		Version string         `json:"jsonrpc"`
		ID      int64          `json:"id,omitempty"`
		Method  string         `json:"method"`
		Params  map[string]any `json:"params,omitempty"`
	}{"2.0", r.ID, r.Method, params})
}

// program is what we tell of ourselves.
func (c *Client) program() map[string]string {
	return map[string]string{"name": "hextui", "version": cmp.Or(c.o.Version, "dev")}
}

// response is the answer to one.
type response struct {
	ID     json.RawMessage `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
		Data    struct {
			Supported []string `json:"supported"`
		} `json:"data"`
	} `json:"error"`
}

// Refused is the error of a server that does not do what was asked: it may not have looked at it.
type Refused struct {
	// Method is what was asked, Status the HTTP status, Code that of the protocol, 0 where there was none.
	Method       string
	Status, Code int

	says      string
	supported []string // versions of the protocol, where that was the reason
}

// Error quotes the server, cleaned.
func (e *Refused) Error() string {
	return fmt.Sprintf("the hosted server refused %s with %s", e.Method, e.says)
}

// foreign tells whether the refusal may only mean that the server speaks an older protocol.
func (e *Refused) foreign() bool {
	return e.Status == http.StatusOK || e.Status/100 == 4 && e.Status != http.StatusTooManyRequests
}

// maxAnswer bounds the answer to a call, in bytes: charts come as pictures in it.
const maxAnswer = 32 << 20

// post sends one message with a token, or without one.
func (c *Client) post(ctx context.Context, s session, token string, r request) (*http.Response, error) {
	body, err := r.encode(c, s)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.o.Endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the address of the hosted server cannot be understood")
	}
	req.Header.Set("Content-Type", "application/json")
	c.dress(req, s, token)
	if s.modern {
		req.Header.Set("Mcp-Method", r.Method)
	}
	if name, is := r.Params["name"].(string); is && s.modern {
		req.Header.Set("Mcp-Name", name)
	}
	resp, err := c.calling.Do(req)
	if dial := (*net.OpError)(nil); errors.As(err, &dial) && dial.Op == "dial" {
		return nil, &unreachable{"the hosted server at " + req.URL.Host, err}
	}
	if err != nil {
		return nil, &CutOff{r.Method, err} // it may have arrived
	}
	return resp, nil
}

// dress gives a request the headers that all of a session have.
func (c *Client) dress(req *http.Request, s session, token string) {
	h := req.Header
	h.Set("Accept", "application/json, text/event-stream")
	h.Set("User-Agent", "hextui/"+c.o.Version)
	if token != "" {
		h.Set("Authorization", "Bearer "+token)
	}
	if s.id != "" {
		h.Set("Mcp-Session-Id", s.id)
	}
	if s.version != "" {
		h.Set("MCP-Protocol-Version", s.version)
	}
}

// probe asks without a token, to hear from the server itself how to sign in. Which protocol it speaks is not known yet.
func (c *Client) probe(ctx context.Context) (challenge, error) {
	ctx, cancel := context.WithTimeout(ctx, askWait) // no tool is at work here
	defer cancel()
	for _, s := range []session{{version: newest, modern: true}, {}} {
		resp, err := c.post(ctx, s, "", hello(c, s))
		if err != nil {
			return challenge{}, err
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusUnauthorized {
			return readChallenge(resp.Header), nil
		}
	}
	// A server that answers without a token may want one for what comes later.
	return challenge{}, nil
}

// send sends one message as the person, and returns an answer that is not about signing in. A message that was refused for its
// token was not looked at, so it is sent again.
func (c *Client) send(ctx context.Context, s session, r request) (*http.Response, string, error) {
	refused, stepped := "", false
	for asked := false; ; {
		token, err := c.access(ctx, refused)
		if missing := (*NotSignedIn)(nil); errors.As(err, &missing) && c.o.Consent != nil && !asked {
			asked, refused = true, ""
			if err := c.Login(ctx); err != nil {
				return nil, "", err
			}
			continue
		}
		if err != nil {
			return nil, "", err
		}
		resp, err := c.post(ctx, s, token, r)
		if err != nil {
			return nil, "", err
		}
		says := readChallenge(resp.Header)
		switch {
		case resp.StatusCode == http.StatusUnauthorized && refused == "":
			refused = token
		case resp.StatusCode == http.StatusUnauthorized && c.o.Consent != nil && !asked:
			asked, refused = true, ""
			err = c.signIn(ctx, c.o.Consent, says, nil)
		case resp.StatusCode == http.StatusUnauthorized:
			err = c.notSignedIn("the server takes the sign-in no more")
		case resp.StatusCode == http.StatusForbidden && says.problem == "insufficient_scope" && c.o.Consent != nil && !stepped:
			stepped = true
			err = c.stepUp(ctx, says)
		case resp.StatusCode == http.StatusForbidden && says.problem == "insufficient_scope":
			err = &NeedsScope{says.scopes}
		default:
			return resp, token, nil
		}
		resp.Body.Close()
		if err != nil {
			return nil, "", err
		}
	}
}

// stepUp asks for the rights that a call needs beside those that the sign-in has.
func (c *Client) stepUp(ctx context.Context, says challenge) error {
	has, err := c.Scopes(ctx)
	if err != nil {
		return err
	}
	return c.signIn(ctx, c.o.Consent, says, has)
}

// roundTrip sends a request and reads its answer, which comes alone or in a stream.
func (c *Client) roundTrip(ctx context.Context, s session, r request, into any) (http.Header, error) {
	resp, token, err := c.send(ctx, s, r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotFound && s.id != "":
		return nil, errSessionEnded
	case r.ID == 0 && resp.StatusCode/100 == 2:
		return resp.Header, nil
	case resp.StatusCode != http.StatusOK:
		return nil, refused(resp, r.Method)
	}
	var answer response
	switch kind := mediaType(resp.Header); kind {
	case "application/json":
		err = readAnswer(resp.Body, &answer)
	case "text/event-stream":
		answer, err = c.fromStream(ctx, s, token, r.ID, resp.Body)
	default:
		return nil, fmt.Errorf("the hosted server answered %s to %s; is %s its address?", cmp.Or(Clean(kind), "nothing that is named"),
			r.Method, c.o.Endpoint)
	}
	if err != nil {
		return nil, &CutOff{r.Method, err}
	}
	if answer.Error != nil {
		return nil, answer.refused(r.Method, resp.StatusCode)
	}
	if err := json.Unmarshal(answer.Result, into); err != nil {
		return nil, fmt.Errorf("the hosted server's answer to %s is not what belongs there: %w", r.Method, err)
	}
	return resp.Header, nil
}

func readAnswer(body io.Reader, into *response) error {
	text, err := io.ReadAll(io.LimitReader(body, maxAnswer+1))
	switch {
	case err != nil:
		return err
	case len(text) > maxAnswer:
		return fmt.Errorf("it is larger than %d bytes", maxAnswer)
	case json.Unmarshal(text, into) != nil:
		return errors.New("it is not JSON-RPC")
	}
	return nil
}

// refused is the error of an answer that has one.
func (a response) refused(method string, status int) error {
	return &Refused{
		Method: method, Status: status, Code: a.Error.Code, says: fmt.Sprintf("%s (%d)", Clean(a.Error.Message), a.Error.Code),
		supported: a.Error.Data.Supported,
	}
}

// refused is the error of a status that is none of signing in. A page of HTML is not quoted.
func refused(resp *http.Response, method string) error {
	var answer response
	if mediaType(resp.Header) == "application/json" && readAnswer(resp.Body, &answer) == nil && answer.Error != nil {
		return answer.refused(method, resp.StatusCode)
	}
	says := fmt.Sprintf("status %d", resp.StatusCode)
	if after := resp.Header.Get("Retry-After"); resp.StatusCode == http.StatusTooManyRequests && after != "" {
		says += "; it may be asked again in " + Clean(after) + " s"
	}
	return &Refused{Method: method, Status: resp.StatusCode, says: says}
}

func mediaType(h http.Header) string {
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}
