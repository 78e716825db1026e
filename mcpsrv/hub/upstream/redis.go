package upstream

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// Shared are buckets and breakers in a Redis, for several instances behind a balancer. Where Redis does not answer, the instance
// goes on by its own: a limit that several keep each for itself is better than none, and than no answer.
type Shared struct {
	client redis.UniversalClient
	prefix string
	take   *redis.Script
	fail   *redis.Script
}

// NewShared keeps what is shared under names that begin with prefix.
func NewShared(client redis.UniversalClient, prefix string) *Shared {
	return &Shared{client, prefix, redis.NewScript(takeScript), redis.NewScript(failScript)}
}

// takeScript is a token bucket kept as the time at which it is full again, by the clock of Redis, in microseconds.
const takeScript = `
local t = redis.call("TIME")
local now = t[1] * 1000000 + t[2]
local each, burst, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full = math.max(tonumber(redis.call("GET", KEYS[1]) or now), now)
local wait = math.max(0, full + each - burst * each - now)
if wait > most then return {0, wait} end
redis.call("SET", KEYS[1], string.format("%.0f", full + each), "PX", math.ceil((full + each - now) / 1000) + 1000)
return {1, wait}`

// sharedBucket is one of several instances.
type sharedBucket struct {
	*Shared
	name  string
	each  time.Duration
	burst int
	own   Bucket
}

// Bucket is a bucket that all instances fill together.
func (s *Shared) Bucket(name string, perSecond float64, burst int) Bucket {
	return sharedBucket{s, name, time.Duration(float64(time.Second) / perSecond), burst, NewBucket(perSecond, burst)}
}

func (b sharedBucket) Take(ctx context.Context, most time.Duration) (time.Duration, bool) {
	got, err := b.take.Run(ctx, b.client, []string{b.prefix + "bucket:" + b.name}, b.each.Microseconds(), b.burst, most.Microseconds()).
		Int64Slice()
	if err != nil || len(got) != 2 {
		return b.own.Take(ctx, most)
	}
	return time.Duration(got[1]) * time.Microsecond, got[0] == 1
}

// failScript counts a failure. The last one trips the breaker, and so does that of the one who probes whether the service is back.
const failScript = `
if redis.call("EXISTS", KEYS[2]) == 0 then
  local n = redis.call("INCR", KEYS[1])
  redis.call("PEXPIRE", KEYS[1], 600000)
  if n < tonumber(ARGV[1]) then return 0 end
end
redis.call("SET", KEYS[2], 1, "PX", 600000)
redis.call("SET", KEYS[3], 1, "PX", ARGV[2])
redis.call("DEL", KEYS[1], KEYS[4])
return 1`

// keys are the failures in a row, whether they tripped the breaker, whether it is still open, and whether somebody probes.
func (s *Shared) keys(name string) (failures, tripped, open, probe string) {
	p := s.prefix + "breaker:" + name + ":"
	return p + "failures", p + "tripped", p + "open", p + "probe"
}

// probeTime is how long one instance may take to find out whether a service is back.
const probeTime = 2 * time.Minute

// OpenFor is how long nobody may ask a service: see [Breakers].
func (s *Shared) OpenFor(ctx context.Context, name string) time.Duration {
	_, tripped, open, probe := s.keys(name)
	if left, err := s.client.PTTL(ctx, open).Result(); err != nil || left > 0 {
		return max(left, 0)
	}
	if n, err := s.client.Exists(ctx, tripped).Result(); err != nil || n == 0 {
		return 0
	}
	_, err := s.client.SetArgs(ctx, probe, 1, redis.SetArgs{Mode: "NX", TTL: probeTime}).Result()
	if errors.Is(err, redis.Nil) {
		return time.Second
	}
	return 0
}

// Ended tells what came of a call: see [Breakers]. Redis that does not answer leaves each instance its own breaker.
func (s *Shared) Ended(ctx context.Context, name string, o Outcome) {
	failures, tripped, open, probe := s.keys(name)
	switch o {
	case Failed:
		_ = s.fail.Run(ctx, s.client, []string{failures, tripped, open, probe}, Failures, OpenTime.Milliseconds()).Err()
	case Succeeded:
		_ = s.client.Del(ctx, failures, tripped, open, probe).Err()
	case Undecided:
		_ = s.client.Del(ctx, probe).Err()
	}
}
