package cache

import (
	"context"
	"encoding/json"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// files is a Store in a folder: a file for each value.
type files struct {
	dir string
	now func() time.Time

	mu   sync.Mutex
	next time.Time // when to look for what has expired
}

// kept is the content of a file.
type kept struct {
	Key   string          `json:"key"`
	Until time.Time       `json:"until"`
	Value json.RawMessage `json:"value"`
}

const (
	suffix = ".cache"
	// maxFile is the largest value that is kept, in bytes, and mostFiles how many files a look for what has expired leaves.
	maxFile   = 1 << 20
	mostFiles = 10_000
	sweepEach = 10 * time.Minute
)

// NewFiles is a store in a folder, which is made when something is kept. A nil now is the clock.
func NewFiles(dir string, now func() time.Time) Store {
	if now == nil {
		now = time.Now
	}
	return &files{dir: dir, now: now}
}

func (f *files) path(key string) string { return filepath.Join(f.dir, key+suffix) }

// Get also removes what has expired or cannot be read.
func (f *files) Get(_ context.Context, key string) ([]byte, bool) {
	path := f.path(key)
	before, err := os.Stat(path)
	if err != nil {
		return nil, false
	}
	k, ok := read(path)
	if ok && k.Key == key && f.now().Before(k.Until) {
		return k.Value, true
	}
	// Not one that somebody has put there meanwhile.
	if now, err := os.Stat(path); err == nil && os.SameFile(before, now) {
		_ = os.Remove(path) // one that stays is found out again
	}
	return nil, false
}

func read(path string) (kept, bool) {
	var k kept
	info, err := os.Stat(path)
	if err != nil || info.Size() > 2*maxFile {
		return k, false
	}
	raw, err := os.ReadFile(path)
	return k, err == nil && json.Unmarshal(raw, &k) == nil
}

func (f *files) Put(_ context.Context, key string, value []byte, ttl time.Duration) {
	if len(value) > maxFile || os.MkdirAll(f.dir, 0o700) != nil {
		return
	}
	raw, err := json.Marshal(kept{key, f.now().Add(ttl), value})
	if err != nil {
		return
	}
	f.sweep()
	temp, err := os.CreateTemp(f.dir, ".new-*") // its mode is 0600
	if err != nil {
		return
	}
	_, err = temp.Write(raw)
	if closed := temp.Close(); err != nil || closed != nil || os.Rename(temp.Name(), f.path(key)) != nil {
		_ = os.Remove(temp.Name())
	}
}

// sweep removes now and then what has expired, what was left half written, and what is too many.
func (f *files) sweep() {
	f.mu.Lock()
	now := f.now()
	due := !now.Before(f.next)
	if due {
		f.next = now.Add(sweepEach)
	}
	f.mu.Unlock()
	if !due {
		return
	}
	n := 0
	f.each(func(path string, info fs.FileInfo) {
		k, ok := read(path)
		if n++; !ok || !now.Before(k.Until) || n > mostFiles {
			_ = os.Remove(path)
		}
	})
	old, err := filepath.Glob(filepath.Join(f.dir, ".new-*"))
	if err != nil {
		return
	}
	for _, path := range old {
		if info, err := os.Stat(path); err == nil && now.Sub(info.ModTime()) > sweepEach {
			_ = os.Remove(path)
		}
	}
}

func (f *files) each(do func(path string, info fs.FileInfo)) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && strings.HasSuffix(e.Name(), suffix) {
			do(filepath.Join(f.dir, e.Name()), info)
		}
	}
}

// Status names the folder by its last part only: paths are nobody's business.
func (f *files) Status(context.Context) Status {
	total, expired, bytes := 0, 0, int64(0)
	f.each(func(path string, info fs.FileInfo) {
		total++
		bytes += info.Size()
		if k, ok := read(path); !ok || !f.now().Before(k.Until) {
			expired++
		}
	})
	dir, mb := filepath.Base(f.dir), math.Round(float64(bytes)/(1<<20)*100)/100
	return Status{Status: healthy, Backend: "file", CacheDir: &dir, TotalFiles: &total, ExpiredFiles: &expired, TotalSizeMB: &mb,
		DefaultTTLSeconds: int(DefaultTTL.Seconds())}
}
