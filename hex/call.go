package hex

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
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
	if err := c.carryOut(ctx, r, &v); err != nil {
		return none, err
	}
	return v, nil
}

// carryOut makes the request and decodes its answer into v. A client that only notes what it would send has no answer but an id.
func (c *Client) carryOut(ctx context.Context, r route, v any) error {
	q, err := c.prepare(r)
	if err != nil {
		return err
	}
	if c.note != nil {
		c.note(q)
		_ = json.Unmarshal([]byte(newThing), v) // where it has no place for an id, it stays empty
		return nil
	}
	if err := q.ask(ctx); err != nil {
		return err
	}
	return q.told(shown(v), q.exchange(ctx, v))
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
	// elsewhere is set for what goes to another server than the API.
	elsewhere bool
}

func (q *request) write() bool { return q.method != http.MethodGet }

func (c *Client) prepare(r route) (*request, error) {
	r.method = cmp.Or(r.method, http.MethodGet)
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

// send makes tries until one is answered, or fails in a way that another try must not or would not change. Reading that may not
// wait for its turn may be answered with what is known.
func (c *Client) send(ctx context.Context, q *request) (answer, error) {
	since := c.kept.since()
	began := time.Now()
	a, failed := c.tries(ctx, q)
	switch {
	case failed == nil:
		c.kept.keep(q, a, began, since)
		return a, nil
	case failed.Kind == RateLimited:
		if known, ok := c.known(ctx, q, failed); ok {
			return known, nil
		}
	}
	return answer{}, failed
}

func (c *Client) tries(ctx context.Context, q *request) (answer, *Error) {
	turn := c.limit.turn(q.writes())
	var began time.Time
	var last *Error
	for try := 1; ; try++ {
		release, refused := c.place(ctx, q, turn, try, began, last)
		if refused != nil {
			if last != nil && ctx.Err() == nil {
				return answer{}, last
			}
			return answer{}, refused
		}
		if try == 1 {
			began = time.Now()
		}
		a, failed := c.try(ctx, q, try, release)
		if failed == nil {
			return a, nil
		}
		last = failed
		wait, again := c.again(ctx, q, failed, try, time.Since(began))
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

// writes tells a request that writes, or that belongs to what does.
func (q *request) writes() bool { return q.write() || q.client.first }

// place waits for the budget. Before the first try it may take as long as the caller allows; later ones keep to the total limit.
func (c *Client) place(ctx context.Context, q *request, turn turn, try int, began time.Time, last *Error) (func(bool), *Error) {
	waitCtx := ctx
	if try > 1 {
		most := c.retryFor
		if last.Kind == RateLimited {
			most = c.refusedFor
		}
		var cancel context.CancelFunc
		waitCtx, cancel = context.WithDeadline(ctx, began.Add(most))
		defer cancel()
	}
	p, done := c.patience(ctx, q, try)
	defer done()
	release, err := c.limit.acquire(waitCtx, q.group, turn, p)
	if over, ok := err.(overdrawn); ok {
		return nil, q.overdrawn(over.wait, c.longest(ctx, over.wait))
	}
	if err != nil {
		return nil, q.gaveUp(err, false)
	}
	return release, nil
}

// patience is how a request of a call waits for its turn. What was waited is counted when done is called.
func (c *Client) patience(ctx context.Context, q *request, try int) (p patience, done func()) {
	_, known := c.find(ctx, q)
	of := func(w Wait) Wait {
		w.Writes, w.Known, w.Why = q.writes(), known, w.why()
		return w
	}
	p.tell = func(w Wait) { c.tell(q, Event{Kind: EventWaiting, Try: try, Wait: w.For, Why: w.inShort()}) }
	waits := waitsOf(ctx)
	if waits == nil {
		p.may = func(w Wait) bool { return w.For <= c.longest(ctx, w) }
		p.again = func(Wait) {}
		return p, func() {}
	}
	counted := waits.waiting()
	p.may = func(w Wait) bool { return w.For <= c.longest(ctx, of(w)) }
	p.again = func(w Wait) { waits.Tell(of(w)) }
	return p, counted
}

// longest is how long a call may still wait: for its own budget, where nobody says otherwise, as long as it takes.
func (c *Client) longest(ctx context.Context, w Wait) time.Duration {
	longest := time.Duration(math.MaxInt64)
	if w.Refused {
		longest = max(c.refusedFor, 0)
	}
	if waits := waitsOf(ctx); waits != nil {
		longest = min(longest, waits.left(w))
	}
	return longest
}

// why is what a wait is for, in a few words.
func (w Wait) why() string {
	if w.Refused || w.Limit.PerMinute <= 0 {
		return "for Hex's request budget"
	}
	return "for the limit of " + w.Limit.String()
}

// inShort is why for a status line.
func (w Wait) inShort() string {
	if w.Refused || w.Limit.PerMinute <= 0 {
		return w.why()
	}
	return fmt.Sprintf("for %s limit of %d a minute", w.Limit.Whose(), w.Limit.PerMinute)
}

// overdrawn is the failure of a request that may not wait for its turn.
func (q *request) overdrawn(w Wait, longest time.Duration) *Error {
	e := Error{Kind: RateLimited, RetryAfter: w.For, Limit: w.Limit, own: !w.Refused}
	if e.own {
		e.Message = fmt.Sprintf("%s limit of %s is used up for another %s, and at most %s are waited.", w.Limit.Whose(), w.Limit,
			spanOf(w.For), spanOf(longest))
		e.Hint = "Nothing was sent. Try again then."
	}
	failed := q.fail(e)
	if w.Refused && q.client.refusedFor > 0 {
		failed.tooLong(w.For, longest, 1)
	}
	return failed
}

func (c *Client) pause(ctx context.Context, q *request, try int, wait time.Duration, why string) *Error {
	c.tell(q, Event{Kind: EventWaiting, Try: try, Wait: wait, Why: why})
	var tell func(time.Duration)
	if waits := waitsOf(ctx); waits != nil {
		tell = func(left time.Duration) { waits.Tell(Wait{For: left, Writes: q.writes(), Why: why}) }
	}
	if err := sleep(ctx, wait, tell); err != nil {
		return q.gaveUp(err, false)
	}
	return nil
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
