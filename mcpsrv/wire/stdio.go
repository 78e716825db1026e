package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
)

// ServeStdio speaks the protocol on in and out, one JSON message a line, until the input ends or ctx does. Nothing but
// protocol is written to out. It may run beside anything else, and several times at once on different streams.
//
// At the end of the input, calls in flight have ten seconds to finish and answer; when ctx ends they are cancelled.
// Both are a normal end and return nil. An error means that in could not be read or out not be written.
//
// A read that has begun on in cannot be broken off unless in has read deadlines; it ends with in. Of an [Input] it is left behind.
func (s *Server) ServeStdio(ctx context.Context, in io.Reader, out io.Writer) error {
	c := newConn(&s.dispatcher, out, s.limits)
	if err := s.mcp.RegisterSession(ctx, c.session); err != nil {
		return fmt.Errorf("serve the protocol: %w", err)
	}
	defer s.mcp.UnregisterSession(ctx, c.session.id)
	s.clients(1)
	defer s.clients(-1)
	return c.serve(ctx, in)
}

// Input is an input that is at its end also when Over is closed, even while it is read: that of a client that is gone although
// somebody else still has the other end open.
type Input struct {
	io.Reader
	Over <-chan struct{}
}

// conn is one client on one pair of streams. It stands in for mcp-go's own stdio transport, which drops a last line
// without newline, cancels running calls at the end of input, lets progress arrive after the result, runs calls that
// were cancelled in its queue, and shares one session in the whole process.
type conn struct {
	*dispatcher
	session *session
	out     *outbox
	limits  limits
	slots   chan struct{}

	mu    sync.Mutex
	calls map[string]*inflight
	work  sync.WaitGroup
}

// inflight is a request that is not answered yet.
type inflight struct {
	message
	cancel context.CancelCauseFunc
}

// The ends of a call that are not the call's own.
var (
	errWithdrawn = errors.New("the client cancelled the call")
	errClosing   = errors.New("the server is closing")
)

func newConn(d *dispatcher, w io.Writer, l limits) *conn {
	out := newOutbox(w, l.flush)
	return &conn{
		dispatcher: d,
		session:    newSession(out.notes, newQuestions(out.send, l.patience)),
		out:        out,
		limits:     l,
		slots:      make(chan struct{}, l.slots),
		calls:      map[string]*inflight{},
	}
}

func (c *conn) serve(ctx context.Context, in io.Reader) error {
	ctx, stop := context.WithCancelCause(c.mcp.WithContext(ctx, c.session))
	defer stop(errClosing)

	var unwritten error
	written := make(chan struct{})
	go func() {
		defer close(written)
		c.out.run(func(err error) {
			unwritten = fmt.Errorf("write to the client: %w", err)
			stop(unwritten)
		})
	}()

	var over <-chan struct{} // never, for most
	if i, ok := in.(Input); ok {
		in, over = i.Reader, i.Over
	}
	lines, read := c.read(ctx, in)
	err := c.receive(ctx, lines, read, over)
	c.finish(ctx, stop)

	close(c.out.last)
	select {
	case <-written:
		return errors.Join(unwritten, err)
	case <-time.After(c.limits.flush): // a Write that nobody reads ends when out does, not before
		return errors.New("write to the client: it does not read what it is sent")
	}
}

// read sends the lines of in until it ends or ctx does; then the error, nil for a plain end.
func (c *conn) read(ctx context.Context, in io.Reader) (<-chan line, <-chan error) {
	lines, end := make(chan line), make(chan error, 1)
	go func() {
		defer close(lines)
		r := newLineReader(in, c.limits.line)
		for {
			l, err := r.next()
			if err != nil {
				if errors.Is(err, io.EOF) {
					err = nil
				}
				end <- err
				return
			}
			select {
			case lines <- l:
			case <-ctx.Done():
				return
			}
		}
	}()
	context.AfterFunc(ctx, func() {
		if d, ok := in.(interface{ SetReadDeadline(time.Time) error }); ok {
			_ = d.SetReadDeadline(time.Unix(1, 0)) // an input without deadlines stays as it is
		}
	})
	return lines, end
}

// receive takes lines until there are no more, or over is closed or ctx ends.
func (c *conn) receive(ctx context.Context, lines <-chan line, end <-chan error, over <-chan struct{}) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-over:
			c.log.Info("the program that started this one is gone: calls in flight end, and no more are taken")
			return nil
		case l, more := <-lines:
			if ctx.Err() != nil {
				return nil
			}
			if !more {
				if err := <-end; err != nil {
					return fmt.Errorf("read from the client: %w", err)
				}
				return nil
			}
			c.take(ctx, l)
		}
	}
}

// take deals with one line.
func (c *conn) take(ctx context.Context, l line) {
	if l.tooLong {
		c.log.Warn("refused a message that is too long", "limit", c.limits.line)
		if l.seen.method || l.seen.found() == nil {
			c.refuse(l.seen.found(), mcp.INVALID_REQUEST, fmt.Sprintf("The message is longer than %d bytes and was not read. Send less "+
				"at once.", c.limits.line))
		}
		return
	}
	if len(l.text) == 0 {
		return
	}
	if bad := c.keys.check(l.text); bad != nil {
		c.refuse(bad.id(l.text), mcp.INVALID_REQUEST, c.clean(bad.sentence))
		return
	}
	m, ok := parse(l.text)
	switch {
	case !ok:
		c.refuseGarbage(l.text)
	case m.isReply():
		c.session.ask.answered(m)
	case m.Method == "":
		c.refuseGarbage(l.text)
	case m.ID == nil:
		c.notified(ctx, m)
	case !validID(m.ID):
		c.refuse(nil, mcp.INVALID_REQUEST, "The id of a request must be a string or a number.")
	default:
		c.request(ctx, m)
	}
}

// refuseGarbage answers what is no message: no JSON, or JSON of another shape.
func (c *conn) refuseGarbage(text []byte) {
	if !json.Valid(text) {
		c.refuse(nil, mcp.PARSE_ERROR, "The line is not JSON. Each line must be one JSON-RPC message.")
		return
	}
	var seen skim
	seen.read(text)
	sentence := "The line is JSON but not a JSON-RPC message."
	if text[0] == '[' {
		sentence = "Batches are not part of the protocol. Send one message a line."
	}
	c.refuse(seen.found(), mcp.INVALID_REQUEST, sentence)
}

func (c *conn) refuse(id json.RawMessage, code int, sentence string) {
	c.out.send(rpcError(id, code, sentence))
}

// notified deals with a notification. A cancelled call is not answered, whether it runs or still waits. The handshake
// cannot be cancelled.
func (c *conn) notified(ctx context.Context, m message) {
	if m.Method != string(mcp.MethodNotificationCancelled) {
		c.handle(ctx, m)
		return
	}
	c.mu.Lock()
	call := c.calls[string(m.Params.requestID)]
	c.mu.Unlock()
	if call != nil && call.Method != string(mcp.MethodInitialize) {
		call.cancel(errWithdrawn)
	}
}

// request starts a request. The handshake is done before anything behind it is looked at.
func (c *conn) request(ctx context.Context, m message) {
	life := ctx
	ctx, cancel := context.WithCancelCause(ctx)
	call := &inflight{message: m, cancel: cancel}
	c.mu.Lock()
	_, taken := c.calls[string(m.ID)]
	full := len(c.calls) >= c.limits.calls
	if !taken && !full {
		c.calls[string(m.ID)] = call
	}
	c.mu.Unlock()
	switch {
	case taken:
		cancel(nil)
		c.refuse(m.ID, mcp.INVALID_REQUEST, "A request with this id is still running. Use a new id for each request.")
	case full:
		cancel(nil)
		c.refuse(m.ID, codeBusy, fmt.Sprintf("%d requests are running or waiting already. Nothing was done; try again later.",
			c.limits.calls))
	case m.Method == string(mcp.MethodInitialize):
		c.run(ctx, call, nil)
	default:
		c.work.Go(func() { c.run(ctx, call, &background{life: life, spawn: c.work.Go}) })
	}
}

// codeBusy is from the range that JSON-RPC leaves to servers.
const codeBusy = -32000

// run carries a request out and answers it.
func (c *conn) run(ctx context.Context, call *inflight, back *background) {
	defer call.cancel(nil)
	answer := c.sooner(ctx, call.message, nil, c.slots, back)
	c.mu.Lock()
	delete(c.calls, string(call.ID)) // before the answer goes out: from then on a client may use the id again
	c.mu.Unlock()
	if answer == nil || errors.Is(context.Cause(ctx), errWithdrawn) {
		return
	}
	c.out.send(answer)
}

// finish waits for the calls in flight: for the grace at the end of the input, and not longer than they need to
// notice once ctx has ended.
func (c *conn) finish(ctx context.Context, stop context.CancelCauseFunc) {
	close(c.session.ask.over)
	c.mu.Lock()
	for _, call := range c.calls {
		if call.Method == string(mcp.MethodSubscriptionsListen) {
			call.cancel(errClosing) // a subscription has no end of its own
		}
	}
	c.mu.Unlock()

	done := make(chan struct{})
	go func() {
		c.work.Wait()
		close(done)
	}()
	grace := time.NewTimer(c.limits.grace)
	defer grace.Stop()
	select {
	case <-done:
	case <-ctx.Done():
	case <-grace.C:
		c.log.Warn("cancelled the calls that were still running after the end of the input", "grace", c.limits.grace)
	}
	stop(errClosing)
	close(c.out.closing)
	<-done
}
