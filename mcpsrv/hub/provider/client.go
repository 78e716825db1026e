package provider

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"hextui/mcpsrv/hub/upstream"
)

// form is how a provider is asked and answers.
type form interface {
	// path is put behind the base URL, headers beside what every request has.
	path() string
	headers(key string) map[string]string
	body(model string, p Prompt, stream bool) any
	// whole reads an answer that came at once: it is complete or cut. ok is false for one that is no answer.
	whole(raw []byte) (text string, is state, ok bool)
	// part reads one event of a stream.
	part(event, data []byte) (text string, is state, ok bool)
}

// state is how far an answer has come.
type state int

const (
	going state = iota
	complete
	// cut: it was longer than it may be.
	cut
	// failed: the provider broke it off.
	failed
)

// client is a Model over HTTP.
type client struct {
	name   string
	keyed  string // the variable of its key
	key    string
	base   string
	models [2]string
	form   form
	door   *upstream.Door
	http   *http.Client
	called func(model string)
}

// maxAnswer is the most bytes of an answer that are read.
const maxAnswer = 4 << 20

// slowest is how long one try may take, and firstByte how long until the answer begins.
const (
	slowest   = 2 * time.Minute
	firstByte = time.Minute
)

func (c *client) Provider() string   { return c.name }
func (c *client) Base() string       { return c.base }
func (c *client) Name(s Size) string { return c.models[s] }

func (c *client) Complete(ctx context.Context, p Prompt, tell func(string)) (string, error) {
	var answer string
	err := c.door.Do(ctx, func(ctx context.Context) error {
		ctx, cancel := upstream.Within(ctx, c.name, slowest)
		defer cancel()
		var err error
		answer, err = c.ask(ctx, p, tell)
		return err
	})
	if err != nil {
		return "", err
	}
	return c.without(answer), nil
}

// without is a text without the key: one that comes back must not go on.
func (c *client) without(text string) string {
	if len(c.key) < 8 {
		return text
	}
	return strings.ReplaceAll(text, c.key, "***")
}

// ask is one try.
func (c *client) ask(ctx context.Context, p Prompt, tell func(string)) (string, error) {
	body, err := json.Marshal(c.form.body(c.models[p.Size], p, tell != nil))
	if err != nil {
		return "", fmt.Errorf("the question cannot be written: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+c.form.path(), bytes.NewReader(body))
	if err != nil {
		return "", &upstream.Error{Service: c.name, Kind: upstream.Unset, Message: "the base URL of " + c.name + " is no URL", Cause: err}
	}
	req.Header.Set("Content-Type", "application/json")
	for name, value := range c.form.headers(c.key) {
		req.Header.Set(name, value)
	}
	c.called(c.models[p.Size])
	resp, err := c.http.Do(req)
	if err != nil {
		return "", upstream.FromTransport(ctx, c.name, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", upstream.FromStatus(c.name, c.keyed, resp, time.Now())
	}
	if tell != nil && strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		return c.stream(ctx, resp.Body, tell)
	}
	return c.once(ctx, resp.Body, tell)
}

// once reads an answer that comes at once, as some servers' do though a stream was asked for.
func (c *client) once(ctx context.Context, body io.Reader, tell func(string)) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(body, maxAnswer+1))
	if err != nil {
		return "", upstream.FromTransport(ctx, c.name, err)
	}
	if len(raw) > maxAnswer {
		return "", upstream.Meaningless(c.name, "more than can be read")
	}
	text, is, ok := c.form.whole(raw)
	switch {
	case !ok:
		return "", upstream.Meaningless(c.name, "something that is no answer of a model")
	case is == cut:
		return "", upstream.Meaningless(c.name, tooLong)
	case strings.TrimSpace(text) == "":
		return "", upstream.Meaningless(c.name, "nothing")
	}
	if tell != nil {
		tell(c.without(text))
	}
	return text, nil
}

// tooLong is what was answered where an answer is longer than it may be.
const tooLong = "more than fits into one answer: ask for less"

// stream reads an answer that comes in parts. Once a part was passed on, a failure is final.
func (c *client) stream(ctx context.Context, body io.Reader, tell func(string)) (string, error) {
	var all strings.Builder
	fail := func(err error) (string, error) {
		var e *upstream.Error
		if errors.As(err, &e) && all.Len() > 0 {
			e.Final = true
		}
		return "", err
	}
	events := newEvents(io.LimitReader(body, maxAnswer))
	for {
		event, data, err := events.next()
		switch {
		case errors.Is(err, bufio.ErrTooLong):
			return fail(upstream.Meaningless(c.name, "more than can be read"))
		case err != nil:
			return fail(upstream.FromTransport(ctx, c.name, err)) // the end too: the last part says that it is the last
		}
		part, is, ok := c.form.part(event, data)
		if part != "" {
			all.WriteString(part)
			tell(c.without(part))
		}
		switch {
		case !ok:
			return fail(upstream.Meaningless(c.name, "something that is no answer of a model"))
		case is == failed:
			return fail(&upstream.Error{Service: c.name, Kind: upstream.Broken, Message: c.name + " broke off its answer: try again"})
		case is == cut:
			return fail(upstream.Meaningless(c.name, tooLong))
		case is == complete && strings.TrimSpace(all.String()) == "":
			return fail(upstream.Meaningless(c.name, "nothing"))
		case is == complete:
			return all.String(), nil
		}
	}
}
