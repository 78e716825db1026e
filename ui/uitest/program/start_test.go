package program

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"hextui/ui/uitest"
)

// An agent's client starts the server anew for every conversation, and what the libraries do before main begins is the
// larger part of that: so much of it, and no more. A library that makes its tables at its beginning shows here.
func TestLittleHappensBeforeMain(t *testing.T) {
	cmd := newPerson(t).plain("--version")
	cmd.Env = append(cmd.Env, "GODEBUG=inittrace=1")
	_, trace, code := outcome(t, cmd)
	if code != 0 {
		t.Fatal(trace)
	}
	total := 0
	costly := map[string]int{}
	for _, line := range regexp.MustCompile(`init (\S+) @.* (\d+) allocs`).FindAllStringSubmatch(trace, -1) {
		n, err := strconv.Atoi(line[2])
		if err != nil {
			t.Fatal(err)
		}
		total += n
		costly[line[1]] = n
	}
	if total == 0 || total > 120_000 {
		most := slices.SortedFunc(maps.Keys(costly), func(a, b string) int { return costly[b] - costly[a] })
		t.Errorf("%d allocations before main, wanted at most 120,000; the most are of %q", total, most[:min(5, len(most))])
	}
}

// A sandbox for Python is set up by the program itself, started with a hidden argument: main must look for it first. Started
// so by hand it says no, and touches nothing.
func TestTheInsideOfASandboxIsNoMode(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("what is tested is how Linux makes its sandbox")
	}
	cmd := newPerson(t).plain("pyrun-inside", "{}")
	cmd.Env = append(cmd.Env, "PYRUN_INSIDE=1")
	out, said, code := outcome(t, cmd)
	if code != 125 || out != "it is not the first process of a sandbox\n" || said != "" {
		t.Errorf("it said %q and %q with exit code %d", out, said, code)
	}
	if out, said, code = outcome(t, newPerson(t).plain("pyrun-inside", "{}")); code != 2 || out != "" || said == "" {
		t.Errorf("without the variable it said %q and %q with exit code %d", out, said, code)
	}
}

// BenchmarkStart reports the time from a start to the first thing of use: projects on the screen (target 90 ms), an
// answer to initialize (30 ms) of the demo and of a workspace elsewhere, and, to compare with, a program that only prints
// its version.
func BenchmarkStart(b *testing.B) {
	home := newPerson(b)
	b.Run("projects", func(b *testing.B) {
		for b.Loop() {
			p := uitest.Spawn(b, home.command("--demo"), uitest.Size(120, 40))
			p.WaitFor("Weekly revenue")
			b.StopTimer()
			p.Signal(os.Kill)
			p.WaitExit()
			b.StartTimer()
		}
	})
	initialize := func(home *person, args ...string) func(b *testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				w := initialized(b, home.plain(args...))
				b.StopTimer()
				w.in.Close()
				if err := w.cmd.Wait(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		}
	}
	b.Run("initialize/demo", initialize(home, "--demo", "--mcp"))
	b.Run("initialize", initialize(elsewhere(b), "--mcp"))
	b.Run("version", func(b *testing.B) {
		for b.Loop() {
			if _, errs, code := outcome(b, home.plain("--version")); code != 0 {
				b.Fatal(errs)
			}
		}
	})
}

// BenchmarkMemory reports what --mcp keeps in memory before the first call (target 40 MB) and after a thousand, as Linux
// counts it, with and without the pages of the program's file.
func BenchmarkMemory(b *testing.B) {
	if _, err := os.ReadFile("/proc/self/status"); err != nil {
		b.Skipf("the system does not tell what a process keeps: %v", err)
	}
	home := elsewhere(b)
	for b.Loop() {
		w := initialized(b, home.plain("--mcp", "--rate", "-1"))
		w.ask("tools/list", map[string]any{})
		b.ReportMetric(resident(b, w.cmd, "VmRSS"), "MB-idle")
		b.ReportMetric(resident(b, w.cmd, "RssAnon"), "MB-idle-own")
		for range 1000 {
			var page struct{ Projects []struct{ ID string } }
			w.call("list_hex_projects", map[string]any{}, &page)
		}
		b.ReportMetric(resident(b, w.cmd, "VmRSS"), "MB-after")
		b.ReportMetric(resident(b, w.cmd, "RssAnon"), "MB-after-own")
		w.in.Close()
		if err := w.cmd.Wait(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkIdle reports what the UI takes while nothing happens, as Linux counts it: how often its threads wake in a second
// (target 60) and the share of a core (target 0.2 %).
func BenchmarkIdle(b *testing.B) {
	if _, err := os.ReadDir("/proc/self/task"); err != nil {
		b.Skipf("the system does not tell how often a process wakes: %v", err)
	}
	p := uitest.Spawn(b, newPerson(b).command("--demo"), uitest.Size(120, 40))
	p.WaitFor("Weekly revenue")
	const watched = 10 * time.Second
	for b.Loop() {
		quiet(b, p.PID()) // the demo fills its warehouse first
		wakes, ticks := activity(b, p.PID())
		time.Sleep(watched) // as long as is counted: there is nothing to wait for
		wakesAfter, ticksAfter := activity(b, p.PID())
		b.ReportMetric(float64(wakesAfter-wakes)/watched.Seconds(), "wakes/s")
		b.ReportMetric(float64(ticksAfter-ticks)/watched.Seconds(), "%-core") // a tick of the kernel's clock is 10 ms
	}
	p.Signal(os.Kill)
	p.WaitExit()
}

// BenchmarkKey reports what a key costs the program that is shown on a terminal, all of it: from reading it to writing the new
// frame, and what is read from the workspace for it, which the demo answers itself. Keys come 60 ms apart, as from one held down.
func BenchmarkKey(b *testing.B) {
	if _, err := os.ReadDir("/proc/self/task"); err != nil {
		b.Skipf("the system does not tell what a process takes: %v", err)
	}
	p := uitest.Spawn(b, newPerson(b).command("--demo"), uitest.Size(120, 40))
	p.WaitFor("Weekly revenue")
	const keys, apart = 200, 60 * time.Millisecond
	held := time.NewTicker(apart)
	defer held.Stop()
	for b.Loop() {
		quiet(b, p.PID()) // the demo fills its warehouse first
		_, before := activity(b, p.PID())
		for i := range keys {
			p.Press([]string{"down", "up"}[i/30%2])
			<-held.C
		}
		_, after := activity(b, p.PID())
		b.ReportMetric(float64(after-before)*10/keys, "ms-cpu/key")
	}
	p.Signal(os.Kill)
	p.WaitExit()
}

// BenchmarkFirstFrame reports how long a person waits from starting the demo until there is a screen (target 90 ms), and until
// the projects are on it.
func BenchmarkFirstFrame(b *testing.B) {
	home := newPerson(b)
	var frame, rows []time.Duration
	for b.Loop() {
		began := time.Now()
		p := uitest.Spawn(b, home.command("--demo"), uitest.Size(120, 40))
		p.WaitFor("Acme Analytics")
		frame = append(frame, time.Since(began))
		p.WaitFor("Weekly revenue")
		rows = append(rows, time.Since(began))
		p.Signal(os.Kill)
		p.WaitExit()
	}
	b.ReportMetric(float64(slices.Min(frame).Microseconds())/1000, "ms-frame")
	b.ReportMetric(float64(slices.Min(rows).Microseconds())/1000, "ms-rows")
}

// quiet waits until a process takes no more than a hundredth of a core for a second.
func quiet(b *testing.B, pid int) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for _, before := activity(b, pid); ; {
		<-second.C
		_, now := activity(b, pid)
		if now-before <= 1 { // a tick of the kernel's clock is 10 ms
			return
		}
		before = now
	}
}

// activity is how often the threads of a process waited for something, and the ticks of processor time that it took.
func activity(b *testing.B, pid int) (wakes, ticks int) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(threads) == 0 {
		b.Fatalf("process %d has no threads: %v", pid, err)
	}
	number := func(text []byte) int {
		n, err := strconv.Atoi(string(text))
		if err != nil {
			b.Fatal(err)
		}
		return n
	}
	for _, path := range threads {
		status, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) { // the thread has ended
			continue
		}
		m := regexp.MustCompile(`(?m)^voluntary_ctxt_switches:\s+(\d+)`).FindSubmatch(status)
		if err != nil || m == nil {
			b.Fatalf("%s does not say how often the thread waited: %v", path, err)
		}
		wakes += number(m[1])
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	return wakes, number(fields[11]) + number(fields[12]) // user and system time
}

// elsewhere is a person with an account in a workspace that another process serves.
func elsewhere(b *testing.B) *person {
	s := serveWorkspace(b, newPerson(b), "--pace", "0")
	return newPerson(b, "HEX_API_BASE_URL="+s.url, "HEX_API_KEY="+s.token)
}

// initialized starts a server and shakes hands with it.
func initialized(b *testing.B, cmd *exec.Cmd) *wire {
	w, started := newWire(b, cmd)
	w.cmd = cmd
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	started()
	w.initialize()
	return w
}

// resident is one of Linux's counts of a running process's memory, in MB.
func resident(b *testing.B, cmd *exec.Cmd, count string) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	m := regexp.MustCompile(count + `:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		b.Fatalf("there is no %s in %s", count, status)
	}
	kB, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return kB / 1000
}
