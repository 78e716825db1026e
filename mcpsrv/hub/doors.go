package hub

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"hextui/mcpsrv/hub/upstream"
)

// tavilyName is what web search is called where services are named.
const tavilyName = "tavily"

// doors are the ways to the services that were asked.
type doors struct {
	hub       *Hub
	unlimited bool

	mu  sync.Mutex
	all map[string]*upstream.Door
}

// to is the way to a service: models may be asked twice a second and five times at once, web search once and three times.
func (d *doors) to(name string) *upstream.Door {
	d.mu.Lock()
	defer d.mu.Unlock()
	if door := d.all[name]; door != nil {
		return door
	}
	m := d.hub.metrics
	r := upstream.Rules{Name: name, Tries: 3, First: 2 * time.Second, Most: 30 * time.Second,
		Retried: func(try int) { m.retried(name, try) }, Exhausted: func() { m.exhausted(name) }}
	perSecond, burst := 2.0, 5
	if name == tavilyName {
		r.First, r.Most = time.Second, 10*time.Second
		perSecond, burst = 1, 3
	}
	switch {
	case d.unlimited:
	case d.hub.redis != nil:
		shared := upstream.NewShared(d.hub.redis, redisPrefix)
		r.Bucket, r.Shared = shared.Bucket(name, perSecond, burst), shared
	default:
		r.Bucket = upstream.NewBucket(perSecond, burst)
	}
	door := upstream.NewDoor(r)
	d.all[name] = door
	return door
}

// redisPrefix begins every name that the hub has in a Redis.
const redisPrefix = "hextui:hub:"

// redisWait bounds each question to Redis.
const redisWait = time.Second

// openRedis is a client of the Redis at a URL. It is not asked anything yet: a hub does without it. The error does not show the
// password.
func openRedis(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseURL(address)
	if err != nil {
		var bad *url.Error // prints the address
		if errors.As(err, &bad) {
			err = bad.Err
		}
		return nil, fmt.Errorf("REDIS_URL is not taken: %w; give redis://host:port/number", err)
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.ContextTimeoutEnabled = redisWait, redisWait, redisWait, true
	o.DisableIdentity = true // not every server knows CLIENT SETINFO
	o.MaxRetries, o.DialerRetries = 1, 1
	redis.SetLogger(silent{}) // it would write to standard error, where a UI may be
	return redis.NewClient(o), nil
}

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// last is what came of the last call of a service, if there was one.
func (d *doors) last(name string) upstream.Last {
	d.mu.Lock()
	door := d.all[name]
	d.mu.Unlock()
	if door == nil {
		return upstream.Last{}
	}
	return door.Last()
}
