package pyrun

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// hungry are programs that take more than they may.
var hungry = []struct {
	name, code string
	limits     Limits
	ended      Ended
	// ended is "" where it depends on the version: by any way but its own end. has is in the text of the result.
	has string
}{
	{"endless loop", "while True: pass", Limits{Time: time.Second}, TimeLimit, "The program was ended at its time limit of 1 second."},
	{"endless loop that said something", "print('a', end='')\nwhile True: pass", Limits{Time: time.Second}, TimeLimit,
		"a\nThe program was ended at its time"},
	{"endless loop that hears no signal", `
import signal
for n in range(1, 65):
    try: signal.signal(n, signal.SIG_IGN)
    except (OSError, ValueError): pass
while True:
    try:
        while True: pass
    except BaseException: pass
`, Limits{Time: 300 * time.Millisecond}, TimeLimit, "time limit of 0.3 seconds"},
	{"sleep", "import time; time.sleep(600)", Limits{Time: 300 * time.Millisecond}, TimeLimit, "time limit"},
	{"endless threads", "import threading\ndef f():\n  while True: pass\nfor _ in range(4): threading.Thread(target=f).start()",
		Limits{Time: 300 * time.Millisecond}, TimeLimit, "time limit"},
	{"huge integer", "x = 3 ** (10 ** 9)\n", Limits{Time: 300 * time.Millisecond}, TimeLimit, "time limit"},
	{"memory at once", "x = bytearray(4 << 30)", Limits{}, MemoryLimit, "MemoryError\nThe program was ended at its memory limit of 1 GB."},
	{"memory by and by", "x = []\nwhile True: x.append(bytearray(1 << 20))", Limits{Memory: 128 << 20}, MemoryLimit,
		"memory limit of 128 MB"},
	{"memory that grows by objects", "x = []\nwhile True: x.append([None] * 10)", Limits{Memory: 128 << 20}, MemoryLimit,
		"memory limit of 128 MB"},
	{"memory of many processes", `
import os, time
for _ in range(6):
    if os.fork() == 0:
        x = bytearray(60 << 20)
        break
time.sleep(600)
`, Limits{Memory: 128 << 20}, MemoryLimit, "memory limit of 128 MB"},
	{"memory that many processes share", `
import os, time
x = bytearray(b"x") * (60 << 20)
for _ in range(4):
    if os.fork() == 0:
        time.sleep(.5)
        os._exit(0)
time.sleep(.5)
print("shared")
`, Limits{Memory: 128 << 20}, Finished, "shared\n"},
	{"shared memory", "import mmap\nx = mmap.mmap(-1, 4 << 30)", Limits{}, Raised, "Cannot allocate memory"},
	{"fork bomb", "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass\n", Limits{Time: 300 * time.Millisecond, Processes: 20},
		TimeLimit, "time limit"},
	{"fork bomb that counts", `
import os, signal, time
n = 0
try:
    while n < 1000:
        if os.fork() == 0:
            time.sleep(600)
        n += 1
except BlockingIOError:
    print("no more", 5 < n <= 28)
`, Limits{Processes: 20}, Finished, "no more True\n"},
	{"threads without end", `
import threading, time
n = 0
try:
    while n < 1000:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        n += 1
except RuntimeError:
    print("no more", 5 < n <= 28)
`, Limits{Processes: 20}, Finished, "no more True\n"},
	{"endless output", "while True: print('x' * 1000)", Limits{Output: 10 << 10}, OutputLimit,
		"\nThe program was ended because it wrote more than 10 kB; the rest is left out."},
	{"endless output of errors", "import os\nwhile True: os.write(2, b'x' * 100)", Limits{Output: 10 << 10}, OutputLimit,
		"x\nThe program was ended because it wrote more"},
	{"endless answers", "import os\nwhile True: os.write(4, b'{\"Ended\": \"finished\"}\\n')", Limits{Time: 300 * time.Millisecond},
		TimeLimit, "time limit"},
	{"a large file", "f = open('/tmp/x', 'wb')\nfor _ in range(100): f.write(bytes(1 << 20))", Limits{Files: 2 << 20}, Raised,
		"OSError: [Errno "},
	{"many files", "for n in range(100): open(f'/tmp/{n}', 'wb').write(bytes(1 << 20))", Limits{Files: 2 << 20}, Raised,
		"OSError: [Errno 28]"},
	{"files without bytes", "for n in range(20000): open(f'/tmp/{n}', 'wb')", Limits{}, Raised, "OSError: [Errno 28]"},
	{"open files", "x = [open('/dev/null') for _ in range(10000)]", Limits{}, Raised, "OSError: [Errno 24]"},
	{"recursion", "def f(): f()\nf()", Limits{}, Raised, "RecursionError: maximum recursion depth exceeded"},
	{"recursion without a floor", "import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): f()\nf()", Limits{Memory: 128 << 20}, "", ""},
	{"a crash", "import ctypes\nctypes.string_at(1)", Limits{}, Broken, "Python was ended by signal 11."},
	{"abort", "import os\nprint('a')\nos.abort()", Limits{}, Broken, "a\nPython was ended by signal 6."},
	{"no word", "import os\nos._exit(3)", Limits{}, Broken, "Python ended with exit code 3."},
	{"signal to itself", "import os\nos.kill(os.getpid(), 9)", Limits{}, Broken, "Python was ended by signal 9."},
	{"lies about its end", "import os\nos.write(4, b'{\"Ended\": \"exited\", \"Code\": 7}\\nnonsense\\n')\nos._exit(5)", Limits{}, Broken,
		"Python ended with exit code 5."},
}

func TestLimits(t *testing.T) {
	eachWay(t, func(t *testing.T, s *Sandbox) {
		for _, h := range hungry {
			t.Run(h.name, func(t *testing.T) {
				t.Parallel()
				result, err := s.Run(t.Context(), h.code, h.limits)
				if err != nil {
					t.Fatal(err)
				}
				asWanted := result.Ended == h.ended || h.ended == "" && result.Ended != Finished
				if !asWanted || !strings.Contains(result.Text(), h.has) {
					t.Errorf("it ended as %q and wrote %q, want %q and in it %q", result.Ended, cut(result.Text()), h.ended, h.has)
				}
				limits := h.limits.filled()
				if int64(len(result.Output)) > limits.Output {
					t.Errorf("its output has %d bytes, more than the limit of %d", len(result.Output), limits.Output)
				}
				if result.Took > limits.Time+20*time.Second {
					t.Errorf("it took %s at a limit of %s", result.Took, limits.Time)
				}
			})
		}
	})
}

func cut(s string) string {
	if len(s) > 300 {
		return s[:100] + "…" + s[len(s)-200:]
	}
	return s
}

// lingering starts processes that stay if they can: %q is a mark in their arguments, by which the machine's list shows them.
const lingering = `
import os, sys, time
for n in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            if n == 1:
                for fd in range(3):
                    os.close(fd)
            os.execv(sys.executable, [sys.executable, "-I", "-c", "import time; time.sleep(600)", %q])
        os._exit(0)
while os.system("true") != 0:
    pass
`

// processes are those of the machine that have a mark in their arguments.
func processes(t *testing.T, mark string) int {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err == nil && bytes.HasSuffix(b, []byte("\x00"+mark+"\x00")) {
			n++
		}
	}
	return n
}

// appear waits until processes with a mark are there, or are not.
func appear(t *testing.T, mark string, there bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for (processes(t, mark) > 0) != there {
		if time.Now().After(deadline) {
			t.Fatalf("processes with the mark %s: %d after 20 seconds", mark, processes(t, mark))
		}
		<-time.After(5 * time.Millisecond)
	}
}

// TestNothingOutlives: the run of a program ends with everything that it started, however it ends.
func TestNothingOutlives(t *testing.T) {
	eachWay(t, func(t *testing.T, s *Sandbox) {
		t.Run("a daemon with open standard output", func(t *testing.T) {
			mark := fmt.Sprintf("mark-%s-%d", t.Name(), os.Getpid())
			result, err := s.Run(t.Context(), fmt.Sprintf(lingering, mark)+"print('done')\nos._exit(0)", Limits{})
			if err != nil || result.Ended != Finished || result.Output != "done\n" {
				t.Errorf("it ended as %q with %q (%v)", result.Ended, result.Text(), err)
			}
			if n := processes(t, mark); n > 0 {
				t.Errorf("%d of its processes are there after its end", n)
			}
		})
		t.Run("a program at its time limit", func(t *testing.T) {
			mark := fmt.Sprintf("mark-%s-%d", t.Name(), os.Getpid())
			result, err := s.Run(t.Context(), fmt.Sprintf(lingering, mark)+"time.sleep(600)", Limits{Time: time.Second})
			if err != nil || result.Ended != TimeLimit {
				t.Errorf("it ended as %q (%v)", result.Ended, err)
			}
			if n := processes(t, mark); n > 0 {
				t.Errorf("%d of its processes are there after its end", n)
			}
		})
		t.Run("a caller that hangs up", func(t *testing.T) {
			mark := fmt.Sprintf("mark-%s-%d", t.Name(), os.Getpid())
			ctx, cancel := context.WithCancelCause(t.Context())
			hungUp := errors.New("the client hung up")
			ended := make(chan error, 1)
			go func() {
				result, err := s.Run(ctx, fmt.Sprintf(lingering, mark)+"print('so far')\ntime.sleep(600)", Limits{})
				if err != nil && !strings.HasPrefix("so far\n", result.Output) { // Python writes a line and its end by themselves
					err = fmt.Errorf("its output is %q", result.Output)
				}
				ended <- err
			}()
			appear(t, mark, true)
			cancel(hungUp)
			if err := <-ended; !errors.Is(err, hungUp) {
				t.Errorf("the error is %v", err)
			}
			if n := processes(t, mark); n > 0 {
				t.Errorf("%d of its processes are there after its end", n)
			}
		})
		t.Run("a hextui that is killed", func(t *testing.T) {
			mark := fmt.Sprintf("mark-%s-%d", t.Name(), os.Getpid())
			cmd := exec.CommandContext(t.Context(), selfFor(t, s))
			cmd.Env = append(os.Environ(), wayVariable+"="+string(s.Way()), runVariable+"="+fmt.Sprintf(lingering, mark)+"time.sleep(600)")
			if s.Way() == Bubblewrap && os.Geteuid() == 0 {
				cmd.Env = append(cmd.Env, "PATH=/usr/bin:/bin")
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			appear(t, mark, true)
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
			_ = cmd.Wait() // it was killed
			appear(t, mark, false)
		})
	})
}

func selfFor(t *testing.T, s *Sandbox) string {
	t.Helper()
	if s.Way() == Namespaces || os.Geteuid() != 0 {
		return "/proc/self/exe"
	}
	self, err := readableSelf()
	if err != nil {
		t.Fatal(err)
	}
	return self
}

// TestEmptyEachTime: what a program left in /tmp is not there for the next.
func TestEmptyEachTime(t *testing.T) {
	eachWay(t, func(t *testing.T, s *Sandbox) {
		for range 2 {
			result, err := s.Run(t.Context(), "import os\nprint(os.listdir('/tmp'), os.getcwd())\nopen('left', 'w').write('x')", Limits{})
			if err != nil || result.Text() != "[] /tmp\n" {
				t.Errorf("it wrote %q (%v)", result.Text(), err)
			}
		}
	})
}
