package hosted

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// session is what one conversation with the server goes on from.
type session struct {
	id, version string
	open        bool
	modern      bool  // no handshake: each request stands for itself
	last        int64 // id of the newest request
	tools       []Tool
}

// Tool is one that the server offers. Everything in it is hostile text.
type Tool struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Input       struct {
		Properties map[string]json.RawMessage `json:"properties"`
		Required   []string                   `json:"required"`
	} `json:"inputSchema"`
}

// Image is a picture of an answer.
type Image struct {
	// Type is its media type, such as image/png; Data are its bytes.
	Type string `json:"mimeType"`
	Data []byte `json:"data"`
}

// Result is what a tool answered.
type Result struct {
	// Text joins its texts by empty lines: hostile text.
	Text string
	// Structured is its structured content, nil where there is none.
	Structured json.RawMessage
	// Images are its pictures, as they came.
	Images []Image
}

// errSessionEnded is the server's answer to a session that it does not know any more.
var errSessionEnded = errors.New("the hosted server ended the session")

// The versions of the protocol that are spoken: since the newest there are no sessions, and the last of those with sessions is what
// is asked for elsewhere.
const (
	newest = "2026-07-28"
	spoken = "2025-11-25"
)

// hello is the first request: it asks what the server is.
func hello(c *Client, s session) request {
	if s.modern {
		return request{s.last + 1, "server/discover", nil}
	}
	return request{s.last + 1, "initialize", map[string]any{
		"protocolVersion": spoken, "capabilities": map[string]any{}, "clientInfo": c.program(),
	}}
}

// opened is the session, opened if it is not, and an id for the next request in it.
func (c *Client) opened(ctx context.Context) (s session, err error) {
	select {
	case c.opening <- struct{}{}:
		defer func() { <-c.opening }()
	case <-ctx.Done():
		return s, ctx.Err()
	}
	if !c.session.open {
		if c.session, err = c.open(ctx); err != nil {
			return s, err
		}
	}
	c.session.last++
	return c.session, nil
}

// ended forgets a session, unless another has taken its place.
func (c *Client) ended(s session) {
	c.opening <- struct{}{}
	defer func() { <-c.opening }()
	if c.session.id == s.id {
		c.session = session{last: c.session.last}
	}
}

// open finds out which protocol the server speaks, the newest first, and which tools there are.
func (c *Client) open(ctx context.Context) (session, error) {
	s, err := c.discoverServer(ctx)
	var no *Refused
	if errors.As(err, &no) && no.foreign() {
		s, err = c.shakeHands(ctx, s.last)
	}
	if err != nil {
		return s, err
	}
	s.open = true
	s.tools, err = c.list(ctx, &s)
	return s, err
}

// discoverServer begins with a server of the newest version.
func (c *Client) discoverServer(ctx context.Context) (session, error) {
	s := session{last: c.session.last, version: newest, modern: true}
	var found struct {
		Supported []string `json:"supportedVersions"`
	}
	for again := false; ; again = true {
		first := hello(c, s)
		s.last = first.ID
		_, err := c.roundTrip(ctx, s, first, &found)
		var no *Refused
		switch {
		case err == nil && !slices.Contains(found.Supported, newest):
			return s, &Refused{Method: first.Method, Status: http.StatusOK, says: "another version of the protocol"}
		case errors.As(err, &no) && slices.Contains(no.supported, newest) && !again:
			continue // it says itself that it speaks this version
		}
		return s, err
	}
}

// shakeHands begins with a server of the versions that have sessions.
func (c *Client) shakeHands(ctx context.Context, last int64) (session, error) {
	s := session{last: last}
	first := hello(c, s)
	s.last = first.ID
	var agreed struct {
		Version string `json:"protocolVersion"`
	}
	header, err := c.roundTrip(ctx, s, first, &agreed)
	if err != nil {
		return s, err
	}
	if !slices.Contains([]string{spoken, "2025-06-18", "2025-03-26"}, agreed.Version) {
		return s, fmt.Errorf("the hosted server speaks version %q of the protocol, which this hextui does not", Clean(agreed.Version))
	}
	s.id, s.version = header.Get("Mcp-Session-Id"), agreed.Version
	_, err = c.roundTrip(ctx, s, request{Method: "notifications/initialized"}, nil)
	return s, err
}

// list reads all pages of the tools.
func (c *Client) list(ctx context.Context, s *session) (all []Tool, err error) {
	const mostPages = 50
	params := map[string]any{}
	for range mostPages {
		s.last++
		var page struct {
			Tools []Tool `json:"tools"`
			Next  string `json:"nextCursor"`
		}
		if _, err := c.roundTrip(ctx, *s, request{s.last, "tools/list", params}, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Tools...)
		if page.Next == "" {
			return all, nil
		}
		params["cursor"] = page.Next
	}
	return all, nil
}

// again does something in the session, once more in a new one if the server has ended it: then it was not done.
func (c *Client) again(ctx context.Context, do func(session) error) error {
	for try := 0; ; try++ {
		s, err := c.opened(ctx)
		if err == nil {
			err = do(s)
		}
		if !errors.Is(err, errSessionEnded) || try == 1 {
			return err
		}
		c.ended(s)
	}
}

// Tools are those that the server offers this person.
func (c *Client) Tools(ctx context.Context) (tools []Tool, err error) {
	err = c.again(ctx, func(s session) error {
		tools = slices.Clone(s.tools)
		return nil
	})
	return tools, err
}

// offered is the tool of a name.
func offered(tools []Tool, name string) (Tool, error) {
	at := slices.IndexFunc(tools, func(t Tool) bool { return t.Name == name })
	if at < 0 {
		return Tool{}, fmt.Errorf("the hosted server offers no %s to you; hextui status lists what it offers", name)
	}
	return tools[at], nil
}

// Call calls a tool by the arguments that its schema has. The error is a [*ToolError] when the tool itself says that it failed,
// a [*CutOff] when it may have done its work.
func (c *Client) Call(ctx context.Context, name string, arguments map[string]any) (out Result, err error) {
	err = c.again(ctx, func(s session) error {
		if _, err := offered(s.tools, name); err != nil {
			return err
		}
		out, err = c.call(ctx, s, name, arguments)
		return err
	})
	return out, err
}

func (c *Client) call(ctx context.Context, s session, name string, arguments map[string]any) (out Result, err error) {
	var got struct {
		Content []struct {
			Type string `json:"type"`
			Text string `json:"text"`
			Image
		} `json:"content"`
		Structured json.RawMessage `json:"structuredContent"`
		Failed     bool            `json:"isError"`
		// Kind is complete or empty; anything else is no result.
		Kind string `json:"resultType"`
	}
	params := map[string]any{"name": name, "arguments": arguments}
	if _, err := c.roundTrip(ctx, s, request{s.last, "tools/call", params}, &got); err != nil {
		return out, fmt.Errorf("%s: %w", name, err)
	}
	if got.Kind != "" && got.Kind != "complete" {
		return out, fmt.Errorf("%s: the hosted server answers %s instead of a result, which hextui cannot go on with", name,
			Clean(got.Kind))
	}
	var texts []string
	for _, part := range got.Content {
		switch part.Type {
		case "text":
			texts = append(texts, part.Text)
		case "image":
			out.Images = append(out.Images, Image{part.Image.Type, part.Data})
		}
	}
	out.Text = strings.Join(texts, "\n\n")
	if string(got.Structured) != "null" {
		out.Structured = got.Structured
	}
	if got.Failed {
		return out, &ToolError{name, out.Text}
	}
	return out, nil
}
