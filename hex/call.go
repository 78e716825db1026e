package hex

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// route is one operation's request, as the operation's method writes it down.
type route struct {
	// op is Hex's name of the operation.
	op    string
	group group
	// method is GET when empty.
	method string
	// path is below the base, with {} for each of ids.
	path string
	ids  []Ref
	// names are the things that the query and the body name.
	names  []Ref
	query  query
	header map[string]string
	// body is sent as JSON; nil sends none, an [upload] is sent as it is.
	body any
	// wrong is what the operation's method found wrong with its arguments.
	wrong error
	// retry503: a 503 says that nothing was done.
	retry503 bool
	// once: never try again; for callers with a rhythm of their own.
	once bool
	// replaces is what the request writes over, where it is known.
	replaces *Cell
	// hooked is set, to the same, for the requests of an operation that takes several.
	hooked *hooked
	// left, if set, is told true when a try has a connection to go out on: from then on Hex may have it. It is told false when
	// that try did nothing and another one follows.
	left func(bool)
}

// upload is a body that is not JSON.
type upload struct {
	contentType string
	content     []byte
}

// empty is the answer of operations that answer nothing.
type empty struct{}

// call makes the request and decodes its answer.
func call[T any](ctx context.Context, c *Client, r route) (T, error) {
	var v, none T
	q, err := c.prepare(r)
	if err != nil {
		return none, err
	}
	if c.note != nil {
		c.note(q)
		_ = json.Unmarshal([]byte(newThing), &v) // where it has no place for an id, it stays empty
		return v, nil
	}
	if err := q.ask(ctx); err != nil {
		return none, err
	}
	if err := q.told(shown(&v), q.exchange(ctx, &v)); err != nil {
		return none, err
	}
	return v, nil
}

// exchange sends the request and decodes the answer into v.
func (q *request) exchange(ctx context.Context, v any) error {
	a, err := q.client.send(ctx, q)
	if err != nil {
		return err
	}
	switch into := v.(type) {
	case *empty:
		return nil
	case *json.RawMessage:
		*into = bytes.TrimSpace(a.body)
		return nil
	}
	return q.decode(a, v)
}

// request is a route made ready to be sent, as often as it takes.
type request struct {
	route
	client      *Client
	url         string
	path        string // without host and query
	payload     []byte
	contentType string
}

func (q *request) write() bool { return q.method != http.MethodGet }

func (c *Client) prepare(r route) (*request, error) {
	r.method = orDefault(r.method, http.MethodGet)
	q := &request{route: r, client: c, path: r.path}
	path, err := fillPath(r.path, r.ids)
	if err := cmp.Or(err, r.query.err, r.wrong); err != nil {
		return nil, q.refuse(err)
	}
	q.path = path
	q.url = c.BaseURL() + path
	if len(r.query.values) > 0 {
		q.url += "?" + r.query.values.Encode()
	}
	switch body := r.body.(type) {
	case nil:
	case upload:
		q.payload, q.contentType = body.content, body.contentType
	default:
		q.contentType = "application/json"
		if q.payload, err = json.Marshal(body); err != nil {
			return nil, q.refuse(err)
		}
	}
	return q, nil
}

// refuse is the error of a request that is wrong before it is sent.
func (q *request) refuse(err error) *Error {
	return q.fail(Error{Kind: Invalid, Message: "The request was not sent: " + err.Error() + ".", cause: err})
}

// fail completes an error with what the request knows.
func (q *request) fail(e Error) *Error {
	c := q.client
	e.Op, e.Method, e.Path = q.op, q.method, q.path
	e.Message = c.clean(e.Message)
	e.Code, e.TraceID = c.clean(e.Code), c.clean(e.TraceID)
	for i := range e.Issues {
		e.Issues[i] = c.clean(e.Issues[i])
	}
	for i := range e.UnknownInputs {
		e.UnknownInputs[i] = c.clean(e.UnknownInputs[i])
	}
	for i, in := range e.InvalidInputs {
		e.InvalidInputs[i] = InvalidInput{c.clean(in.Name), c.clean(in.Value), c.clean(in.DataType), c.clean(in.InputCell)}
	}
	if e.Message == "" {
		e.Message = defaultMessage(&e, subject(q.route.path))
	}
	if e.Hint == "" {
		e.Hint = hint(&e, c.base.Host)
	}
	return &e
}

// send makes tries until one is answered, or fails in a way that another try must not or would not change.
func (c *Client) send(ctx context.Context, q *request) (answer, error) {
	turn := c.limit.turn(q.write() || c.first)
	var began time.Time
	var last *Error
	for try := 1; ; try++ {
		release, err := c.place(ctx, q, turn, try, began)
		if err != nil {
			if last != nil && ctx.Err() == nil {
				return answer{}, last
			}
			return answer{}, err
		}
		if try == 1 {
			began = time.Now()
		}
		a, failed := c.try(ctx, q, try, release)
		if failed == nil {
			return a, nil
		}
		last = failed
		wait, again := c.again(q, failed, try, time.Since(began))
		if !again {
			return answer{}, failed
		}
		if deadline, set := ctx.Deadline(); set && time.Until(deadline) < wait {
			return answer{}, failed
		}
		if q.left != nil {
			q.left(false)
		}
		if failed.Kind == RateLimited {
			continue // the limiter holds the next try back, and all others with it
		}
		if err := c.pause(ctx, q, try, wait, "to try again after: "+failed.Message); err != nil {
			return answer{}, err
		}
	}
}

// place waits for the budget. Before the first try it may take as long as it takes; later ones keep to the total limit.
func (c *Client) place(ctx context.Context, q *request, turn turn, try int, began time.Time) (func(bool), error) {
	waitCtx := ctx
	if try > 1 {
		var cancel context.CancelFunc
		waitCtx, cancel = context.WithDeadline(ctx, began.Add(c.retryFor))
		defer cancel()
	}
	release, err := c.limit.acquire(waitCtx, q.group, turn, max(c.retryFor, 0), func(wait time.Duration) {
		c.tell(q, Event{Kind: EventWaiting, Try: try, Wait: wait, Why: "for Hex's request budget"})
	})
	if over, ok := err.(overdrawn); ok {
		return nil, q.fail(Error{Kind: RateLimited, RetryAfter: over.wait})
	}
	if err != nil {
		return nil, q.gaveUp(err, false)
	}
	return release, nil
}

func (c *Client) pause(ctx context.Context, q *request, try int, wait time.Duration, why string) error {
	c.tell(q, Event{Kind: EventWaiting, Try: try, Wait: wait, Why: why})
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return q.gaveUp(ctx.Err(), false)
	}
}

func (c *Client) tell(q *request, e Event) {
	e.Op, e.Method, e.Path, e.At = q.op, q.method, q.path, time.Now()
	c.observe(e)
}

// decode reads a good answer into v.
func (q *request) decode(a answer, v any) error {
	body := bytes.TrimSpace(bytes.TrimPrefix(a.body, []byte("\ufeff")))
	wrong := func(message string, cause error) error {
		return q.fail(Error{Kind: Decode, Status: a.status, TraceID: a.traceID, Message: message, MayHaveHappened: q.write(), cause: cause})
	}
	switch {
	case len(body) == 0:
		return wrong("Hex answered nothing where it promises an answer.", nil)
	case body[0] == '<' || strings.Contains(a.contentType, "html"):
		return wrong("A web page came instead of an answer of Hex's API.", nil)
	case body[0] != '{':
		return wrong("The answer is not what Hex's API promises.", nil)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return wrong("The answer cannot be read: "+misfit(err, body)+".", err)
	}
	if name := lacking(v); name != "" {
		return wrong("The answer lacks its "+name+".", nil)
	}
	return nil
}

// firstMissing names the first of pairs of a name and a text whose text is empty.
func firstMissing(pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return pairs[i]
		}
	}
	return ""
}
