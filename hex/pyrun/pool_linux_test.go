package pyrun

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// waitWarm waits until a pool has so many interpreters.
func waitWarm(t *testing.T, p *Pool, n int) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for p.Stats().Warm != n {
		if time.Now().After(deadline) {
			t.Fatalf("%d interpreters are warm after 30 seconds, want %d", p.Stats().Warm, n)
		}
		<-time.After(time.Millisecond)
	}
}

func newTestPool(t *testing.T, size int, l Limits) *Pool {
	t.Helper()
	p := NewPool(anyWay(t), size, l)
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func TestPool(t *testing.T) {
	p := newTestPool(t, 2, Limits{})
	waitWarm(t, p, 2)
	if s := p.Stats(); s != (Stats{Warm: 2, Size: 2}) {
		t.Errorf("the figures of a new pool are %+v", s)
	}
	for n := range 3 {
		// Each interpreter is used once: nothing of a program is there for the next.
		result, err := p.Run(t.Context(), "import builtins, os\nprint(hasattr(builtins, 'left'), os.listdir('/tmp'))\nbuiltins.left = 1\n"+
			"open('/tmp/left', 'w')")
		if err != nil || result.Text() != "False []\n" {
			t.Errorf("program %d wrote %q (%v)", n, result.Text(), err)
		}
	}
	waitWarm(t, p, 2)
	s := p.Stats()
	if s.Executions != 3 || s.Average <= 0 || s.Average > time.Minute {
		t.Errorf("after 3 programs the figures are %+v", s)
	}
	found, err := p.Check(t.Context(), "import os")
	if err != nil || found.String() != "the import of os in line 1" {
		t.Errorf("Check found %q (%v)", found, err)
	}
	var refused *NotAllowed
	if _, err := p.RunChecked(t.Context(), "eval('1')"); !errors.As(err, &refused) {
		t.Errorf("RunChecked answered %v", err)
	}
	if result, err := p.RunChecked(t.Context(), "print(1)"); err != nil || result.Text() != "1\n" {
		t.Errorf("RunChecked wrote %q (%v)", result.Text(), err)
	}
	if n := p.Stats().Executions; n != 4 {
		t.Errorf("%d programs are counted, want 4: what was checked or refused did not run", n)
	}
}

func TestPoolOfMany(t *testing.T) {
	p := newTestPool(t, 3, Limits{})
	var group sync.WaitGroup
	for n := range 16 {
		group.Go(func() {
			result, err := p.Run(t.Context(), fmt.Sprintf("print(%d)", n))
			if err != nil || result.Text() != fmt.Sprintf("%d\n", n) {
				t.Errorf("program %d wrote %q (%v)", n, result.Text(), err)
			}
		})
	}
	group.Wait()
	if s := p.Stats(); s.Executions != 16 {
		t.Errorf("the figures are %+v", s)
	}
}

// TestPoolHoldsItsLimits: those of the pool hold for every program, and the one that waits for its turn can go.
func TestPoolHoldsItsLimits(t *testing.T) {
	p := newTestPool(t, 1, Limits{Time: 2 * time.Second, Files: 1 << 20})
	first := make(chan Result, 1)
	go func() {
		result, err := p.Run(t.Context(), "while True: pass")
		if err != nil {
			t.Error(err)
		}
		first <- result
	}()
	for len(p.runs) == 0 {
		<-time.After(time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := p.Run(ctx, "print(1)"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("who waited for his turn got %v", err)
	}
	if r := <-first; r.Ended != TimeLimit || r.Took < 2*time.Second {
		t.Errorf("the first ended as %q after %s", r.Ended, r.Took)
	}
	result, err := p.Run(t.Context(), "for n in range(4): open(f'/tmp/{n}', 'wb').write(bytes(1 << 19))")
	if err != nil || result.Ended != Raised || !strings.Contains(result.Output, "[Errno 28]") {
		t.Errorf("it ended as %q with %q (%v)", result.Ended, result.Output, err)
	}
}

// TestPoolChecksBesidePrograms: a check does not wait until a program has ended.
func TestPoolChecksBesidePrograms(t *testing.T) {
	p := newTestPool(t, 1, Limits{})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := p.Run(ctx, "while True: pass")
		ended <- err
	}()
	for len(p.runs) == 0 {
		<-time.After(time.Millisecond)
	}
	if found, err := p.Check(t.Context(), "import sys"); err != nil || !found.Banned() {
		t.Errorf("Check found %q (%v)", found, err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the program's error is %v", err)
	}
}

// TestPoolReplacesTheDead: an interpreter that dies while it waits is replaced, and no program sees it.
func TestPoolReplacesTheDead(t *testing.T) {
	s := anyWay(t)
	made := &recording{maker: s.maker}
	p := NewPool(&Sandbox{way: s.way, python: s.python, maker: made}, 2, Limits{})
	defer func() { _ = p.Close() }()
	waitWarm(t, p, 2)
	for _, c := range made.taken() {
		if err := c.cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
	}
	for len(made.taken()) < 4 {
		<-time.After(time.Millisecond)
	}
	for range 4 {
		result, err := p.Run(t.Context(), "print(1)")
		if err != nil || result.Text() != "1\n" {
			t.Errorf("it wrote %q (%v)", result.Text(), err)
		}
	}
	waitWarm(t, p, 2)
}

// TestGoneSawNothing: an interpreter that has died says that it saw nothing of a program, so that another may take it.
func TestGoneSawNothing(t *testing.T) {
	i, err := anyWay(t).start(t.Context(), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	i.end()
	if _, err := i.run(t.Context(), "print(1)", false, Limits{}); !errors.Is(err, errGone) {
		t.Errorf("the error is %v", err)
	}
}

// recording keeps what it made.
type recording struct {
	maker
	mu   sync.Mutex
	made []command
}

func (r *recording) command(files int64) (command, error) {
	c, err := r.maker.command(files)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.made = append(r.made, c)
	return c, err
}

func (r *recording) taken() []command {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]command(nil), r.made...)
}

// failing makes nothing while it is down.
type failing struct {
	maker
	mu   sync.Mutex
	down bool
}

func (f *failing) set(down bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.down = down
}

func (f *failing) command(files int64) (command, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down {
		return command{}, errors.New("no more processes")
	}
	return f.maker.command(files)
}

// TestPoolRecovers: while no interpreter starts, callers hear why; afterwards all is as before.
func TestPoolRecovers(t *testing.T) {
	s := anyWay(t)
	made := &failing{maker: s.maker, down: true}
	p := NewPool(&Sandbox{way: s.way, python: s.python, maker: made}, 1, Limits{})
	defer func() { _ = p.Close() }()
	for range 2 {
		if _, err := p.Run(t.Context(), "print(1)"); err == nil || !strings.Contains(err.Error(), "no more processes") {
			t.Errorf("the error is %v", err)
		}
	}
	made.set(false)
	for range 2 {
		if result, err := p.Run(t.Context(), "print(1)"); err != nil || result.Text() != "1\n" {
			t.Errorf("it wrote %q (%v)", result.Text(), err)
		}
	}
	waitWarm(t, p, 1)
}

func TestPoolCloses(t *testing.T) {
	p := NewPool(anyWay(t), 2, Limits{})
	ended := make(chan error, 1)
	go func() {
		_, err := p.Run(t.Context(), "while True: pass")
		ended <- err
	}()
	waitWarm(t, p, 2)
	for len(p.runs) == 0 {
		<-time.After(time.Millisecond)
	}
	for range 2 {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := <-ended; !errors.Is(err, ErrClosed) {
		t.Errorf("the running program's error is %v", err)
	}
	if _, err := p.Run(t.Context(), "print(1)"); !errors.Is(err, ErrClosed) {
		t.Errorf("a program after the end: %v", err)
	}
	if s := p.Stats(); s.Warm != 0 {
		t.Errorf("the figures are %+v", s)
	}
}

// BenchmarkRun is a program that prints a line: in an interpreter started for it, and in one that waits. What is warm is
// waited for outside of the measured time. The processor's time, of all that takes part but the tests themselves, is that
// of a start and an end together.
func BenchmarkRun(b *testing.B) {
	for _, way := range systemWays {
		s, err := sandboxes[way]()
		if err != nil {
			b.Logf("%s is not measured: %v", way, err)
			continue
		}
		b.Run(string(way)+"/cold", func(b *testing.B) {
			began := spent(b)
			for b.Loop() {
				once(b, func() (Result, error) { return s.Run(b.Context(), "print(1)", Limits{}) })
			}
			b.ReportMetric((spent(b)-began).Seconds()*1000/float64(b.N), "cpu-ms/op")
		})
		b.Run(string(way)+"/warm", func(b *testing.B) {
			p := NewPool(s, 1, Limits{})
			defer func() { _ = p.Close() }()
			for b.Loop() {
				b.StopTimer()
				for p.Stats().Warm < 1 {
					<-time.After(time.Millisecond)
				}
				b.StartTimer()
				once(b, func() (Result, error) { return p.Run(b.Context(), "print(1)") })
			}
		})
	}
}

func once(b *testing.B, run func() (Result, error)) {
	b.Helper()
	if r, err := run(); err != nil || r.Text() != "1\n" {
		b.Fatalf("it wrote %q (%v)", r.Text(), err)
	}
}

// spent is the processor's time of the processes that were started and have ended.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
