package hub

import (
	"sync"
	"time"

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
