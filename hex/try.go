package hex

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"syscall"
	"time"
)

// answer is a good answer (2xx).
type answer struct {
	status      int
	contentType string
	traceID     string
	body        []byte
}

// try sends the request once. The failure is nil for a good answer.
func (c *Client) try(ctx context.Context, q *request, n int, release func(counted bool)) (a answer, failure *Error) {
	began := time.Now()
	sent := &sending{left: q.left}
	status := 0
	if q.write() {
		c.kept.forget()
		defer c.kept.forget() // what was read meanwhile may be of before
	}
	c.tell(q, Event{Kind: EventSent, Try: n})
	defer func() {
		release(!sent.never())
		e := Event{Kind: EventAnswered, Try: n, Status: status, TraceID: a.traceID, Took: time.Since(began)}
		if failure != nil {
			e.Err, e.TraceID = failure, failure.TraceID
		}
		c.tell(q, e)
		c.log.DebugContext(ctx, "hex request", "op", q.op, "method", q.method, "path", q.path, "try", n, "status", status, "took", e.Took)
	}()

	tryCtx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	r, err := c.request(httptrace.WithClientTrace(tryCtx, sent.trace()), q)
	if err != nil {
		return answer{}, q.refuse(errors.New("the request cannot be made"))
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return answer{}, c.unanswered(ctx, q, err, sent)
	}
	defer resp.Body.Close()
	status = resp.StatusCode
	if status < 200 || status > 299 {
		return answer{}, c.refused(q, resp)
	}
	a = answer{status: status, contentType: resp.Header.Get("Content-Type"), traceID: c.clean(resp.Header.Get("X-Trace-Id"))}
	a.body, err = readAnswer(resp, c.maxAnswer+1)
	if err != nil {
		return answer{}, c.unanswered(ctx, q, err, sent)
	}
	if int64(len(a.body)) > c.maxAnswer {
		message := fmt.Sprintf("The answer is larger than %d MB, which is more than this program takes.", c.maxAnswer>>20)
		return answer{}, q.fail(Error{Kind: Decode, Status: status, TraceID: a.traceID, Message: message,
			Hint: "Ask for fewer items a page.", MayHaveHappened: q.write()})
	}
	return a, nil
}

// readAnswer reads at most so many bytes. What the server announces is believed up to a size that does no harm, so that a
// page is not copied from one buffer into a larger one again and again.
func readAnswer(resp *http.Response, most int64) ([]byte, error) {
	const believed = 4 << 20
	var b bytes.Buffer
	if n := resp.ContentLength; n > 0 {
		b.Grow(int(min(n, believed)) + bytes.MinRead)
	}
	_, err := b.ReadFrom(io.LimitReader(resp.Body, most))
	return b.Bytes(), err
}

func (c *Client) request(ctx context.Context, q *request) (*http.Request, error) {
	var body io.Reader
	if q.payload != nil {
		body = bytes.NewReader(q.payload)
	}
	r, err := http.NewRequestWithContext(ctx, q.method, q.url, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", c.userAgent)
	if q.contentType != "" {
		r.Header.Set("Content-Type", q.contentType)
	}
	for key, value := range q.header {
		r.Header.Set(key, value)
	}
	traced(ctx, r.Header)
	c.authorize(r.Header)
	return r, nil
}

// sending knows whether a request can have left this machine: not, if a connection was wanted and none was had.
type sending struct {
	wanted, had atomic.Bool
	left        func(bool) // as in [route]
}

func (s *sending) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { s.wanted.Store(true) },
		GotConn: func(httptrace.GotConnInfo) {
			s.had.Store(true)
			if s.left != nil {
				s.left(true)
			}
		},
	}
}

func (s *sending) never() bool { return s.wanted.Load() && !s.had.Load() }

// unanswered is the failure of a request that got no whole answer.
func (c *Client) unanswered(ctx context.Context, q *request, err error, sent *sending) *Error {
	mayHave := q.write() && !sent.never()
	if ctx.Err() != nil {
		return q.gaveUp(ctx.Err(), mayHave)
	}
	var wrapped *url.Error // prints the address, which the error has already
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var over *Overdrawn
	if errors.As(err, &over) && sent.never() {
		return q.fail(Error{Kind: RateLimited, Message: over.Message, RetryAfter: over.Wait, own: true})
	}
	e := Error{Kind: Network, MayHaveHappened: mayHave, cause: err}
	host := c.base.Host
	var noName *net.DNSError
	var untrusted *tls.CertificateVerificationError
	switch {
	case c.byProxy(q, err, sent, &e):
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		e.Kind = Timeout
		e.Message = fmt.Sprintf("%s did not answer within %s.", host, c.timeout)
	case errors.As(err, &noName):
		e.Message = "The name of " + host + " could not be found."
	case errors.As(err, &untrusted):
		e.Message = "The certificate of " + host + " is not to be trusted."
		e.Hint = "Something may stand between this machine and Hex. Ask whoever keeps the network; a certificate of its own is made " +
			"known to this program by the system's store, or on Linux by a file that SSL_CERT_FILE names."
	case errors.Is(err, syscall.ECONNREFUSED):
		e.Message = host + " refused the connection."
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		e.Message = "The connection to " + host + " was cut before the answer was complete."
	default:
		e.Message = "No answer came from " + host + ": " + err.Error()
	}
	return q.fail(e)
}

// gaveUp is the failure of a call whose caller wants it no more.
func (q *request) gaveUp(err error, mayHaveHappened bool) *Error {
	e := Error{Kind: Canceled, Message: "This was given up before Hex answered.", MayHaveHappened: mayHaveHappened, cause: err}
	if errors.Is(err, context.DeadlineExceeded) {
		e.Kind, e.Message = Timeout, "The time allowed for this ran out."
	}
	return q.fail(e)
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}
