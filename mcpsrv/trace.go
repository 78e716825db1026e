package mcpsrv

import (
	"context"

	"hextui/hex"
	"hextui/mcpsrv/wire"
)

// withTrace has the requests of a call say which trace its client counts it to.
func withTrace(ctx context.Context, w wire.Call) context.Context {
	return hex.WithTrace(ctx, hex.Trace(w.Trace))
}

// traced carries calls out in the trace of their client.
func traced(handle func(context.Context, wire.Call) wire.Answer) func(context.Context, wire.Call) wire.Answer {
	return func(ctx context.Context, w wire.Call) wire.Answer { return handle(withTrace(ctx, w), w) }
}
