package wire

import (
	"context"
	"io"
	"net/http"
	"os"
	"time"
)

// readBody reads a request's body within its time. A deadline that stays would end the request once it has passed: net/http goes on
// reading, to see whether the client goes away.
func (h *httpServer) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength > h.o.MaxBody { // it need not come for that to be said
		return nil, &http.MaxBytesError{Limit: h.o.MaxBody}
	}
	set := deadlines(w)
	set(time.Now().Add(h.limits.body))
	cut := context.AfterFunc(h.over, func() { set(time.Now()) })
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.o.MaxBody))
	switch {
	case !cut() && err == nil:
		return nil, os.ErrDeadlineExceeded // the deadline that cuts may be set only now, behind the body
	case err == nil:
		set(time.Time{})
	}
	return text, err
}

// promptly answers a request soon although nobody reads its body, such as one without token: net/http waits for the rest of a body
// before it answers, for as long as the client likes.
func (h *httpServer) promptly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rest := &unread{ReadCloser: r.Body, left: r.ContentLength != 0}
		r.Body = rest
		next.ServeHTTP(w, r)
		if rest.left {
			deadlines(w)(time.Now().Add(h.limits.rest))
		}
	})
}

// unread is a body of which something may be left.
type unread struct {
	io.ReadCloser
	left bool
}

func (u *unread) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	if err != nil { // its end, or that of its time
		u.left = false
	}
	return n, err
}

// deadlines sets until when a request's connection is read.
func deadlines(w http.ResponseWriter) func(time.Time) {
	control := http.NewResponseController(w)
	return func(at time.Time) { _ = control.SetReadDeadline(at) } // a connection that takes none is one of a test
}
