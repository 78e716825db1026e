package cache

import (
	"bufio"
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// overRedis is a Store in a Redis, which several instances have in common.
type overRedis struct {
	client redis.UniversalClient
	prefix string
}

// redisWait bounds each question: a call must not wait for its cache.
const redisWait = time.Second

// NewRedis keeps values under names that begin with prefix.
func NewRedis(client redis.UniversalClient, prefix string) Store { return overRedis{client, prefix} }

func (r overRedis) Get(ctx context.Context, key string) ([]byte, bool) {
	ctx, cancel := context.WithTimeout(ctx, redisWait)
	defer cancel()
	value, err := r.client.Get(ctx, r.prefix+key).Bytes()
	return value, err == nil
}

func (r overRedis) Put(ctx context.Context, key string, value []byte, ttl time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, redisWait)
	defer cancel()
	_ = r.client.Set(ctx, r.prefix+key, value, ttl).Err() // it is made again then
}

// Status counts the keys by looking at all of them, some thousand at a time.
func (r overRedis) Status(ctx context.Context) Status {
	ctx, cancel := context.WithTimeout(ctx, redisWait)
	defer cancel()
	s := Status{Status: healthy, Backend: "redis", DefaultTTLSeconds: int(DefaultTTL.Seconds())}
	info, err := r.client.Info(ctx).Result()
	if err != nil {
		s.Status = unavailable
		return s
	}
	about := map[string]string{}
	for lines := bufio.NewScanner(strings.NewReader(info)); lines.Scan(); {
		if name, value, ok := strings.Cut(strings.TrimSpace(lines.Text()), ":"); ok {
			about[name] = value
		}
	}
	version, memory := about["redis_version"], about["used_memory_human"]
	clients, _ := strconv.Atoi(about["connected_clients"]) // one that does not say has 0
	keys := 0
	for each := r.client.Scan(ctx, 0, r.prefix+"*", 5000).Iterator(); each.Next(ctx); {
		keys++
	}
	s.RedisVersion, s.MemoryUsedHuman, s.ConnectedClients, s.TotalKeys = &version, &memory, &clients, &keys
	return s
}
