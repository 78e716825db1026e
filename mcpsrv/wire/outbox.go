package wire

import (
	"encoding/json"
	"io"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
)

// outbox writes everything that leaves on one goroutine, a line with one Write. Notifications that were handed over
// before an answer are written before it.
type outbox struct {
	w io.Writer
	// notes is filled by mcp-go, which never waits: what does not fit is lost, as notifications may be.
	notes chan mcp.JSONRPCNotification
	lines chan []byte
	// last ends run when nobody sends any more.
	last chan struct{}
	// closing is closed when the connection ends: from then on a message waits for flush and no longer, since
	// perhaps nobody reads the other end.
	closing chan struct{}
	flush   time.Duration
}

func newOutbox(w io.Writer, flush time.Duration) *outbox {
	return &outbox{
		w:       w,
		notes:   make(chan mcp.JSONRPCNotification, 256),
		lines:   make(chan []byte),
		last:    make(chan struct{}),
		closing: make(chan struct{}),
		flush:   flush,
	}
}

// run writes until last is closed. After a failed write, which failed is told of once, the rest is dropped.
func (o *outbox) run(failed func(error)) {
	broken := false
	write := func(text []byte) {
		if broken {
			return
		}
		if _, err := o.w.Write(append(text, '\n')); err != nil {
			broken = true
			failed(err)
		}
	}
	writeNotes := func() {
		for {
			select {
			case n := <-o.notes:
				write(encode(n))
			default:
				return
			}
		}
	}
	for {
		select {
		case n := <-o.notes:
			write(encode(n))
		case text := <-o.lines:
			writeNotes()
			write(text)
		case <-o.last:
			writeNotes()
			return
		}
	}
}

// send hands a message over to be written.
func (o *outbox) send(message any) {
	text := encode(message)
	select {
	case o.lines <- text:
		return
	case <-o.closing:
	}
	select {
	case o.lines <- text:
	case <-time.After(o.flush):
	}
}

// encode makes a message one line. What cannot be encoded becomes an internal error, so that nobody waits for ever.
func encode(message any) []byte {
	text, err := json.Marshal(message)
	if err == nil {
		return text
	}
	var id json.RawMessage
	if r, ok := message.(mcp.JSONRPCResponse); ok {
		id, _ = r.ID.Value().(json.RawMessage)
	}
	text, _ = json.Marshal(rpcError(id, mcp.INTERNAL_ERROR, "The answer could not be encoded."))
	return text
}

// rpcError is a protocol error; a nil id answers a message whose id is not known.
func rpcError(id json.RawMessage, code int, sentence string) mcp.JSONRPCError {
	e := mcp.JSONRPCError{JSONRPC: mcp.JSONRPC_VERSION, Error: mcp.NewJSONRPCErrorDetails(code, sentence, nil)}
	if id != nil {
		e.ID = mcp.NewRequestId(id)
	}
	return e
}
