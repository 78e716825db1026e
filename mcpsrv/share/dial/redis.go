// Package dial makes the clients of what several servers have in common. It knows no server, and not what is kept there.
package dial

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/redis/go-redis/v9"
)

// Redis is a client of the Redis at an address such as redis://:password@host:6379/0, or rediss://… over TLS. It is not asked anything
// yet. Each question ends after wait, the second try that the client may make included: a call must not hang because Redis does. The
// error does not show the password.
func Redis(address string, wait time.Duration) (*redis.Client, error) {
	o, err := redis.ParseURL(address)
	if err != nil {
		var bad *url.Error // prints the address
		if errors.As(err, &bad) {
			err = bad.Err
		}
		return nil, fmt.Errorf("the address of Redis is not taken: %w; give redis://host:port/number", err)
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.ContextTimeoutEnabled = wait, wait, wait, true
	o.DisableIdentity = true // not every server knows CLIENT SETINFO
	o.MaxRetries, o.DialerRetries = 1, 1
	redis.SetLogger(silent{}) // it would write to standard error, where a UI may be
	client := redis.NewClient(o)
	client.AddHook(bounded{wait})
	return client, nil
}

// bounded ends a question after a wait.
type bounded struct{ wait time.Duration }

func (bounded) DialHook(next redis.DialHook) redis.DialHook { return next }

func (b bounded) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		ctx, cancel := context.WithTimeout(ctx, b.wait)
		defer cancel()
		return next(ctx, cmd)
	}
}

func (b bounded) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		ctx, cancel := context.WithTimeout(ctx, b.wait)
		defer cancel()
		return next(ctx, cmds)
	}
}

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}
