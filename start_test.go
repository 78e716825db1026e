package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"hextui/ui/uitest"
)

// built is the program as people build it.
func built(b testing.TB) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "hextui")
	cmd := exec.Command("go", "build", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Skipf("the program cannot be built here: %v\n%s", err, out)
	}
	return path
}

// An agent's client starts the server anew for every conversation, and what the libraries do before main begins is the
// larger part of that: so much of it, and no more. A library that makes its tables at its beginning shows here.
func TestLittleHappensBeforeMain(t *testing.T) {
	cmd := exec.Command(built(t), "--version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
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
	if total == 0 || total > 25_000 {
		most := slices.SortedFunc(maps.Keys(costly), func(a, b string) int { return costly[b] - costly[a] })
		t.Errorf("%d allocations before main, wanted at most 25,000; the most are of %q", total, most[:min(5, len(most))])
	}
}

// BenchmarkStart reports the time from a start to the first thing of use: projects on the screen (target 150 ms), an
// answer to initialize (15 ms), and, to compare with, a program that only prints its version.
func BenchmarkStart(b *testing.B) {
	binary := built(b)
	home := newPerson(b)
	own := func(cmd *exec.Cmd) *exec.Cmd {
		cmd.Path, cmd.Args[0] = binary, binary
		return cmd
	}
	b.Run("projects", func(b *testing.B) {
		for b.Loop() {
			p := uitest.Spawn(b, own(home.command("--demo")), uitest.Size(120, 40))
			p.WaitFor("Weekly revenue")
			b.StopTimer()
			p.Signal(os.Kill)
			p.WaitExit()
			b.StartTimer()
		}
	})
	b.Run("initialize", func(b *testing.B) {
		for b.Loop() {
			cmd := own(home.plain("--demo", "--mcp"))
			w, started := newWire(b, cmd)
			if err := cmd.Start(); err != nil {
				b.Fatal(err)
			}
			started()
			w.initialize()
			b.StopTimer()
			w.in.Close()
			if err := cmd.Wait(); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
	b.Run("version", func(b *testing.B) {
		for b.Loop() {
			if _, errs, code := outcome(b, own(home.plain("--version"))); code != 0 {
				b.Fatal(errs)
			}
		}
	})
}
