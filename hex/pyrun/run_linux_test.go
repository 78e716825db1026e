package pyrun

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// told are programs and the text of their results.
var told = []struct {
	name, code string
	ended      Ended
	text       string
}{
	{"silence", "x = 1", Finished, ""},
	{"a line", "print('hello')", Finished, "hello\n"},
	{"no line", "print('hello', end='')", Finished, "hello"},
	{"both streams in order", `
import sys, os
print('1', end=' ')
print('2', end=' ', file=sys.stderr)
sys.stdout.write('3 ')
os.write(2, b'4 ')
print('5', end=' ')
os.system('echo 6; echo 7 >&2')
print('8', file=sys.stderr)
`, Finished, "1 2 3 4 5 6\n7\n8\n"},
	{"letters of the world", "print('é 漢 😀')", Finished, "é 漢 😀\n"},
	{"bytes that are no text", "import os\nos.write(1, b'a\\xffb')", Finished, "a\ufffdb"},
	{"an exception", "print('a')\n\n1 / zero", Raised,
		"a\nTraceback (most recent call last):\n  File \"program.py\", line 3, in <module>\n    1 / zero\n         ^^^^\n" +
			"NameError: name 'zero' is not defined\n"},
	{"an exception behind another", "try:\n  1/0\nexcept ZeroDivisionError:\n  raise KeyError('k')", Raised,
		"Traceback (most recent call last):\n  File \"program.py\", line 2, in <module>\n    1/0\n    ~^~\n" +
			"ZeroDivisionError: division by zero\n\n" +
			"During handling of the above exception, another exception occurred:\n\n" +
			"Traceback (most recent call last):\n  File \"program.py\", line 4, in <module>\n    raise KeyError('k')\nKeyError: 'k'\n"},
	{"a syntax error", "x = 1\ny = = 2", Raised, "  File \"program.py\", line 2\n    y = = 2\n        ^\nSyntaxError: invalid syntax\n"},
	{"SystemExit", "print('a')\nraise SystemExit(3)", Exited, "a\nSystemExit: 3"},
	{"SystemExit with a message", "raise SystemExit('no data')", Exited, "no data\nSystemExit: 1"},
	{"SystemExit without a number", "raise SystemExit", Exited, "SystemExit: 0"},
	{"SystemExit after half a line", "print('a', end='')\nraise SystemExit(-1)", Exited, "a\nSystemExit: -1"},
	{"KeyboardInterrupt", "raise KeyboardInterrupt", Raised,
		"Traceback (most recent call last):\n  File \"program.py\", line 1, in <module>\n    raise KeyboardInterrupt\nKeyboardInterrupt\n"},
	{"what runs at the end", "import atexit\natexit.register(print, 'bye')\nprint('hi')", Finished, "hi\nbye\n"},
	{"a thread that goes on", "import threading, time\nthreading.Thread(target=lambda: (time.sleep(.1), print('late'))).start()\n" +
		"print('hi')", Finished, "hi\nlate\n"},
	{"standard input is at its end", "import sys\nprint(repr(sys.stdin.read()))", Finished, "''\n"},
	{"input", "input('name? ')", Raised,
		"name? Traceback (most recent call last):\n  File \"program.py\", line 1, in <module>\n    input('name? ')\n" +
			"EOFError: EOF when reading a line\n"},
	{"its own name", "print(__name__)\nimport sys\nprint(sys.argv, sys.modules['__main__'].__dict__ is globals())", Finished,
		"__main__\n['program.py'] True\n"},
	{"classes that are pickled", "import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))) is A)", Finished, "True\n"},
	{"nothing of the harness", "print(sorted(n for n in globals() if not n.startswith('__')))", Finished, "[]\n"},
	{"processes of its own", "from concurrent.futures import ProcessPoolExecutor as P\nwith P(2) as p: print(list(p.map(abs, [-1, -2])))",
		Finished, "[1, 2]\n"},
	{"the local zone", "import datetime\nprint(datetime.datetime.now().astimezone().tzinfo is not None)", Finished, "True\n"},
	{"a warning", "import warnings\nwarnings.warn('old')", Finished, "program.py:2: UserWarning: old\n  warnings.warn('old')\n"},
}

func TestText(t *testing.T) {
	s := anyWay(t)
	for _, c := range told {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			result, err := s.Run(t.Context(), c.code, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			got, want := result.Text(), c.text
			if c.ended == Raised && !strings.HasPrefix(s.Version(), "3.11.") {
				// Tracebacks differ by version; that of 3.11 is compared whole, of others the last line.
				got, want = lastLine(got), lastLine(want)
			}
			if result.Ended != c.ended || got != want {
				t.Errorf("it ended as %q and wrote %q, want %q and %q", result.Ended, got, c.ended, want)
			}
		})
	}
}

// TestOutputAtItsEdge: what is written is kept up to its limit, and not cut inside of a letter.
func TestOutputAtItsEdge(t *testing.T) {
	s := anyWay(t)
	for _, c := range []struct {
		code, output string
		ended        Ended
	}{
		{"print('é' * 4, end='')", "éééé", Finished},
		{"print('é' * 4 + 'x', end='')", "éééé", OutputLimit},
		{"print('xééé', end='')", "xééé", Finished},
		{"print('x' + 'é' * 4, end='')", "xééé", OutputLimit},
		{"print('😀😀😀', end='')", "😀😀", OutputLimit},
		{"print('xyz😀😀', end='')", "xyz😀", OutputLimit},
	} {
		result, err := s.Run(t.Context(), c.code, Limits{Output: 8})
		if err != nil || result.Output != c.output || result.Ended != c.ended {
			t.Errorf("%s: %q as %q (%v), want %q as %q", c.code, result.Output, result.Ended, err, c.output, c.ended)
		}
	}
}

func TestCancelled(t *testing.T) {
	s := anyWay(t)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := s.Run(ctx, "while True: pass", Limits{})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error is %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Check(gone, "x = 1"); !errors.Is(err, context.Canceled) {
		t.Errorf("the error of a check is %v", err)
	}
	if _, err := Find(gone, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error of a search is %v", err)
	}
}

func TestUnavailable(t *testing.T) {
	path := os.Getenv("PATH")
	dir := t.TempDir()
	script := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text), 0o755); err != nil {
			t.Fatal(err)
		}
		return file
	}
	old := script("old", `echo '{"Executable": "/usr/bin/old", "Version": "3.7.1", "Supported": false}'`)
	broken := script("broken", `echo "version not installed" >&2; exit 1`)
	for _, c := range []struct {
		name, path string
		options    Options
		reason     string
	}{
		{"no python3", dir, Options{}, "Python cannot be run here: there is no python3 on PATH."},
		{"another name", path, Options{Python: "no-such-python"}, "Python cannot be run here: there is no no-such-python on PATH."},
		{"an old version", path, Options{Python: old}, "Python cannot be run here: " + old + " is version 3.7.1."},
		{"a broken one", path, Options{Python: broken},
			"Python cannot be run here: " + broken + " does not work (exit status 1; version not installed)."},
		{"an unknown way", path, Options{Ways: []Way{Seatbelt}},
			"Python cannot be run here, because no sandbox can be made (seatbelt: there is no such way on Linux)."},
		{"no way", path, Options{Ways: []Way{}},
			"Python cannot be run here, because no sandbox can be made (this system has none that hextui knows)."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.options.Ways != nil {
				anyWay(t)
			}
			t.Setenv("PATH", c.path)
			_, err := Find(t.Context(), c.options)
			var missing *Unavailable
			if !errors.As(err, &missing) || missing.Reason != c.reason || missing.Help == "" {
				t.Errorf("Find answered %v, want the reason %q", err, c.reason)
			}
		})
	}
}

// TestNeverInAnother: a program whose main function does not call Enter is not started again and again.
func TestNeverInAnother(t *testing.T) {
	t.Setenv(marker, "1")
	var missing *Unavailable
	if _, err := Find(t.Context(), Options{}); !errors.As(err, &missing) || !strings.Contains(missing.Help, "pyrun.Enter") {
		t.Errorf("Find answered %v", err)
	}
}

// TestLeakyIsRefused: a way whose programs are not shut in is not used.
func TestLeakyIsRefused(t *testing.T) {
	s := anyWay(t)
	open := &Sandbox{way: Namespaces, python: s.python, maker: leaky{s.maker}}
	if err := open.prove(t.Context()); err == nil || !strings.Contains(err.Error(), "a program in it was not shut in") {
		t.Errorf("the proof of a sandbox that shows /etc answered %v", err)
	}
}

// leaky makes sandboxes that show /etc.
type leaky struct{ maker }

func (l leaky) command(files int64) (command, error) {
	switch m := l.maker.(type) {
	case *namespaces:
		m = &namespaces{python: m.python, plan: newPlan(append(m.plan.Binds, "/etc"))}
		return m.command(files)
	case *bubblewrap:
		leaking := *m
		leaking.plan = newPlan(append(m.plan.Binds, "/etc"))
		return leaking.command(files)
	}
	return command{}, errors.New("this way cannot be made leaky")
}

// TestHomeIsNoInterpreter: an interpreter whose files are a person's home is not shown to programs.
func TestHomeIsNoInterpreter(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, prefix := range []string{home, filepath.Dir(home), "/", "/etc", "/home", "/tmp/x"} {
		p := python{Executable: filepath.Join(prefix, "bin", "python3"), Prefixes: []string{prefix}}
		if paths, err := p.paths(); err == nil {
			t.Errorf("the prefix %s is shown: %v", prefix, paths)
		}
	}
	t.Setenv("HOME", "/var/tmp/person")
	home = "/var/tmp/person"
	p := python{Executable: filepath.Join(home, ".venv/bin/python3"), Prefixes: []string{filepath.Join(home, ".venv"), "/usr"}}
	if _, err := p.paths(); err != nil {
		t.Error(err)
	}
}

// TestVirtualEnvironment: an interpreter of a virtual environment in a home works, and the home is not seen.
func TestVirtualEnvironment(t *testing.T) {
	s := anyWay(t)
	home, err := os.MkdirTemp("/var/tmp", "hextui-pyrun-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(home); err != nil {
			t.Error(err)
		}
	})
	t.Setenv("HOME", home)
	bin := filepath.Join(home, "project", ".venv", "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	site := filepath.Join(home, "project", ".venv", "lib", "python"+strings.Join(strings.Split(s.Version(), ".")[:2], "."), "site-packages")
	if err := os.MkdirAll(site, 0o755); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{
		filepath.Join(home, "project", ".venv", "pyvenv.cfg"): "home = " + filepath.Dir(s.python.Executable) + "\n",
		filepath.Join(site, "ours.py"):                        "name = 'ours'\n",
		filepath.Join(home, "secret"):                         "secret",
	} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(s.python.Executable, filepath.Join(bin, "python3")); err != nil {
		t.Fatal(err)
	}
	venv, err := Find(t.Context(), Options{Python: filepath.Join(bin, "python3"), Ways: []Way{s.Way()}})
	if err != nil {
		t.Fatal(err)
	}
	result, err := venv.Run(t.Context(), "import ours, os\nprint(ours.name, os.listdir("+pythonString(home)+"))", Limits{})
	if err != nil || result.Text() != "ours ['project']\n" {
		t.Errorf("it wrote %q (%v)", result.Text(), err)
	}
}

func pythonString(s string) string { return "'" + s + "'" }
