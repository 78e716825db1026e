package share

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"hextui/mcpsrv/share/dial"
)

// overRedis is Common over a Redis server.
type overRedis struct {
	client *redis.Client
	prefix string
	take   *redis.Script
	letGo  *redis.Script
}

// redisTimeout bounds every question to Redis: a call must not hang because it does.
const redisTimeout = 2 * time.Second

// NewRedis is Common between all servers that name the same Redis, such as redis://:password@host:6379/0 or
// rediss://… over TLS. All names begin with "hextui:" and the given name of the workspace, which keeps those of
// different workspaces and tokens apart. The error does not show the password. Who may write to this Redis can make
// confirmations count twice, and who may read it sees the status of runs: keep it among the servers.
func NewRedis(ctx context.Context, address, workspace string) (Common, error) {
	client, err := dial.Redis(address, redisTimeout)
	if err != nil {
		return nil, err
	}
	s := &overRedis{client: client, prefix: "hextui:" + workspace + ":", take: redis.NewScript(takeScript),
		letGo: redis.NewScript(letGoScript)}
	ctx, cancel := context.WithTimeout(ctx, redisTimeout)
	defer cancel()
	if err := s.client.Ping(ctx).Err(); err != nil {
		return nil, errors.Join(fmt.Errorf("redis at %s does not answer: %w", client.Options().Addr, err), s.client.Close())
	}
	return s, nil
}

func (s *overRedis) Once(ctx context.Context, name, holder string, ttl time.Duration) (bool, error) {
	_, err := s.client.SetArgs(ctx, s.prefix+name, holder, redis.SetArgs{Mode: "NX", TTL: ttl}).Result()
	if errors.Is(err, redis.Nil) {
		return false, nil
	}
	return err == nil, err
}

// letGoScript deletes a key only if it has the value that its holder put there.
const letGoScript = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end return 0`

func (s *overRedis) LetGo(ctx context.Context, name, holder string) error {
	return s.letGo.Run(ctx, s.client, []string{s.prefix + name}, holder).Err()
}

func (s *overRedis) Count(ctx context.Context, name string, ttl time.Duration) (int, error) {
	var n *redis.IntCmd
	_, err := s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		n = p.Incr(ctx, s.prefix+name)
		p.PExpire(ctx, s.prefix+name, ttl)
		return nil
	})
	if err != nil {
		return 0, err
	}
	return int(n.Val()), nil
}

func (s *overRedis) Put(ctx context.Context, name string, value []byte, ttl time.Duration) error {
	return s.client.Set(ctx, s.prefix+name, value, ttl).Err()
}

func (s *overRedis) Get(ctx context.Context, name string) ([]byte, error) {
	value, err := s.client.Get(ctx, s.prefix+name).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	return value, err
}

func (s *overRedis) First(ctx context.Context, name string, value []byte) ([]byte, error) {
	if err := s.client.SetNX(ctx, s.prefix+name, value, 0).Err(); err != nil {
		return nil, err
	}
	return s.client.Get(ctx, s.prefix+name).Bytes()
}

// takeScript is an exact sliding window over the clock of Redis, so that the clocks of the servers do not matter.
const takeScript = `
local t = redis.call("TIME")
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local limit, span = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", now - span)
local taken = redis.call("ZCARD", KEYS[1])
if taken < limit then
  redis.call("ZADD", KEYS[1], now, now .. ":" .. ARGV[3])
  redis.call("PEXPIRE", KEYS[1], span)
  return 0
end
local first = redis.call("ZRANGE", KEYS[1], taken - limit, taken - limit, "WITHSCORES")
return math.max(1, first[2] + span - now)`

func (s *overRedis) Take(ctx context.Context, name string, limit int, span time.Duration) (time.Duration, error) {
	ms, err := s.take.Run(ctx, s.client, []string{s.prefix + name}, limit, span.Milliseconds(), rand.Text()).Int64()
	return time.Duration(ms) * time.Millisecond, err
}

func (s *overRedis) Close() error { return s.client.Close() }
