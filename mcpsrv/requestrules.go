package mcpsrv

import (
	"context"
	"hextui/mcpsrv/policy"
)

type rulesKey struct{}

// withRules puts the rules of one request into its context.
func withRules(ctx context.Context, r *policy.Rules) context.Context {
	return context.WithValue(ctx, rulesKey{}, r)
}

// rulesOf are the rules of a request, or else those of the server.
func rulesOf(ctx context.Context, server *policy.Rules) *policy.Rules {
	if r, ok := ctx.Value(rulesKey{}).(*policy.Rules); ok {
		return r
	}
	return server
}
