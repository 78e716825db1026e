package emulator

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"hextui/hex/emulator/store"
	"hextui/hex/hexfile"
)

// maxBody bounds a request's body in bytes.
const maxBody = 32 << 20

// call is one request to one operation.
type call struct {
	*Server
	request *http.Request
	op      operation
	trace   string
	who     identity
	spoil   *spoiling
}

// serve answers requests to op: who asks, may they, may they now, do it.
func (s *Server) serve(op operation) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := s.o.Now()
		c := &call{Server: s, request: r, op: op, trace: newTrace()}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		c.spoil = &spoiling{s.faults.Match(op.name, r), s.faults}
		a := c.spoil.instead(c)
		if a == nil {
			a = c.answer()
		}
		a.header.Set("X-Trace-Id", c.trace)
		s.requests.Add(Request{
			At: began, Operation: op.name, Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Who: c.who.user.Email,
			Status: a.status, Took: s.o.Now().Sub(began), Trace: c.trace,
		})
		s.o.Log.Info("request", "operation", op.name, "method", r.Method, "path", r.URL.Path, "status", a.status, "took",
			s.o.Now().Sub(began), "trace", c.trace)
		c.spoil.deliver(w, c, a)
	})
}

// answer carries the call out.
func (c *call) answer() *answer {
	who, ok := c.identify(c.request.Header.Get("Authorization"))
	if !ok {
		return unauthorized(c.request.Header.Get("Authorization") != "")
	}
	c.who = who
	header, wait := c.limiter.Admit(who.token.Value, c.op.group, c.o.Now())
	if wait > 0 {
		return c.refused(tooMany(wait)).with(header)
	}
	value, err := c.permitted()
	if err != nil {
		return c.refused(err).with(header)
	}
	status := c.op.success
	if status == 0 {
		status = http.StatusOK
	}
	if status == http.StatusNoContent {
		return (&answer{status: status, header: http.Header{}}).with(header)
	}
	return jsonAnswer(status, value).with(header)
}

func (c *call) permitted() (any, error) {
	if err := c.authorize(); err != nil {
		return nil, err
	}
	return c.op.do(c)
}

func (c *call) ctx() context.Context { return c.request.Context() }

func (c *call) now() time.Time { return c.o.Now().UTC().Truncate(time.Millisecond) }

func newTrace() string { return strings.ReplaceAll(uuid.NewString(), "-", "") }

func newID() string { return uuid.NewString() }

// id is a path parameter that must be a UUID.
func (c *call) id(name string) (string, error) {
	value := c.request.PathValue(name)
	if !hexfile.IsID(value) {
		return "", badRequest("%s must be a UUID, such as 5a8f0c0e-2d2e-4d58-9c52-6f6c1f3a7b11", name)
	}
	return strings.ToLower(value), nil
}

// body decodes a JSON body. Members that into does not have are ignored, as Hex
// does; an empty body leaves into alone when it is optional.
func (c *call) body(into any, optional bool) error {
	text, err := whole(c.request.Body)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(text)) == 0 {
		if optional {
			return nil
		}
		return badRequest("A JSON body is required")
	}
	return decode(text, into)
}

// missing turns the store's ErrNotFound into a 404 about what.
func missing(err error, what, id string) error {
	if errors.Is(err, store.ErrNotFound) {
		return notFound("There is no %s %s, or you have no access to it", what, id)
	}
	return err
}
