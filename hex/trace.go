package hex

import (
	"context"
	"net/http"
)

// Trace says of a call which trace of several programs it belongs to, in the words of W3C Trace Context.
type Trace struct {
	// Parent is sent as the header traceparent, State as tracestate. They go out as they are: who takes them from
	// somebody else checks them first. Empty ones are not sent.
	Parent, State string
}

type traceKey struct{}

// WithTrace has every request of a call that is made with ctx say which trace it belongs to. A watch does not: its requests are
// those of all who watch.
func WithTrace(ctx context.Context, t Trace) context.Context {
	if t == (Trace{}) {
		return ctx
	}
	return context.WithValue(ctx, traceKey{}, t)
}

// traced puts the trace of a call on one of its requests.
func traced(ctx context.Context, h http.Header) {
	t, _ := ctx.Value(traceKey{}).(Trace)
	if t.Parent == "" {
		return
	}
	h.Set("Traceparent", t.Parent)
	if t.State != "" {
		h.Set("Tracestate", t.State)
	}
}
