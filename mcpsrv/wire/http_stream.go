package wire

import (
	"fmt"
	"net/http"

	"github.com/mark3labs/mcp-go/mcp"
)

// stream is the answer to one request: plain JSON, or once something else goes out before it, a stream of events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	modern  bool
	// only tells that the client takes nothing but a stream.
	only   bool
	opened bool
	failed error
}

// open makes the answer a stream.
func (s *stream) open() {
	if s.opened {
		return
	}
	s.opened = true
	header := s.w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // a proxy that gathers events would hold up progress
	s.w.WriteHeader(http.StatusOK)
	s.flush()
}

// event sends a message before the answer, if the client takes streams.
func (s *stream) event(e *exchange, m any) {
	if !e.streams {
		return
	}
	s.open()
	s.write(encode(m))
}

func (s *stream) write(text []byte) {
	s.print("event: message\ndata: %s\n\n", text)
}

func (s *stream) comment() { s.print(": still here\n\n") }

func (s *stream) print(format string, args ...any) {
	if s.failed != nil {
		return
	}
	if _, err := fmt.Fprintf(s.w, format, args...); err != nil {
		s.failed = err
		return
	}
	s.flush()
}

func (s *stream) flush() {
	if err := s.control.Flush(); err != nil && s.failed == nil {
		s.failed = err
	}
}

// keepAlive shows whoever is on the way that the connection lives, during a long call.
func (s *stream) keepAlive(e *exchange) {
	if e.streams {
		s.open()
		s.comment()
	}
}

// finish sends the answer; false if it is an error.
func (s *stream) finish(answer any) bool {
	failure, failed := answer.(mcp.JSONRPCError)
	switch {
	case answer == nil && !s.opened:
		s.w.WriteHeader(http.StatusAccepted)
	case answer == nil:
	case s.opened, s.only && !(failed && s.modern): // the status of a failure of the newer protocol says more than its form
		s.open()
		s.write(encode(answer))
	default:
		status := http.StatusOK
		if failed && s.modern {
			status = statusOf(failure.Error.Code)
		}
		s.w.Header().Set("Content-Type", "application/json")
		s.w.WriteHeader(status)
		_, s.failed = s.w.Write(append(encode(answer), '\n'))
	}
	return !failed
}

// statusOf is the HTTP status that the newer protocol prescribes for an error.
func statusOf(code int) int {
	switch code {
	case mcp.METHOD_NOT_FOUND:
		return http.StatusNotFound
	case mcp.HEADER_MISMATCH, mcp.MISSING_REQUIRED_CLIENT_CAPABILITY, mcp.UNSUPPORTED_PROTOCOL_VERSION,
		mcp.INVALID_REQUEST, mcp.INVALID_PARAMS, mcp.PARSE_ERROR:
		return http.StatusBadRequest
	}
	return http.StatusOK
}
