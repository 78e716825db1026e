package hosted

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// request is a JSON-RPC request or, without an id, a notification.
type request struct {
	Version string `json:"jsonrpc"`
	ID      int64  `json:"id,omitempty"`
	Method  string `json:"method"`
	Params  any    `json:"params,omitempty"`
}

// response is the answer to one.
type response struct {
	ID     json.RawMessage `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

// maxAnswer bounds the answer to a call, in bytes: charts come as pictures in it.
const maxAnswer = 32 << 20

// post sends one message with a token, or without one.
func (c *Client) post(ctx context.Context, s session, token string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.o.Endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the address of the hosted server cannot be understood")
	}
	req.Header.Set("Content-Type", "application/json")
	c.dress(req, s, token)
	resp, err := c.calling.Do(req)
	if err != nil {
		return nil, fmt.Errorf("the hosted server cannot be reached: %w", err)
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

// probe asks without a token, to hear from the server itself how to sign in.
func (c *Client) probe(ctx context.Context) (challenge, error) {
	body, err := json.Marshal(c.hello(0))
	if err != nil {
		return challenge{}, err
	}
	resp, err := c.post(ctx, session{}, "", body)
	if err != nil {
		return challenge{}, err
	}
	defer resp.Body.Close()
	// A server that answers without a token may want one for what comes later.
	return readChallenge(resp.Header), nil
}

// send sends one message as the person, and returns an answer that is not about signing in. A message that was refused for its
// token was not looked at, so it is sent again.
func (c *Client) send(ctx context.Context, s session, body []byte) (*http.Response, string, error) {
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
		resp, err := c.post(ctx, s, token, body)
		if err != nil {
			return nil, "", err
		}
		says := readChallenge(resp.Header)
		switch {
		case resp.StatusCode == http.StatusUnauthorized && refused == "":
			refused = token
		case resp.StatusCode == http.StatusUnauthorized && c.o.Consent != nil && !asked:
			asked, refused = true, ""
			err = c.signIn(ctx, says, nil)
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
	return c.signIn(ctx, says, has)
}

// roundTrip sends a request and reads its answer, which comes alone or in a stream.
func (c *Client) roundTrip(ctx context.Context, s session, r request, into any) (http.Header, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	resp, token, err := c.send(ctx, s, body)
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
		return nil, c.refused(resp, r.Method)
	}
	var answer response
	switch kind := mediaType(resp.Header); kind {
	case "application/json":
		err = readAnswer(resp.Body, &answer)
	case "text/event-stream":
		answer, err = c.fromStream(ctx, s, token, r.ID, resp.Body)
	default:
		return nil, fmt.Errorf("the hosted server answered %s to %s; is %s its address?", orElse(Clean(kind), "nothing that is named"),
			r.Method, c.o.Endpoint)
	}
	if err != nil {
		return nil, &CutOff{r.Method, err}
	}
	if answer.Error != nil {
		return nil, fmt.Errorf("the hosted server refused %s: %s (%d)", r.Method, Clean(answer.Error.Message), answer.Error.Code)
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

// refused is the error of a status that is none of signing in. A page of HTML is not quoted.
func (c *Client) refused(resp *http.Response, method string) error {
	var answer response
	says := ""
	if mediaType(resp.Header) == "application/json" && readAnswer(resp.Body, &answer) == nil && answer.Error != nil {
		says = ": " + Clean(answer.Error.Message)
	}
	if resp.StatusCode == http.StatusTooManyRequests && resp.Header.Get("Retry-After") != "" {
		says += "; it may be asked again in " + Clean(resp.Header.Get("Retry-After")) + " s"
	}
	return fmt.Errorf("the hosted server refused %s with status %d%s", method, resp.StatusCode, says)
}

func mediaType(h http.Header) string {
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}
