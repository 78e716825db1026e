package pyrun

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// systemWays is that of macOS.
var systemWays = []Way{Seatbelt}

const (
	// systemHelp says how a sandbox is had.
	systemHelp = "On macOS it is made by /usr/bin/sandbox-exec, which must be there and must be allowed to run."
	// ownThreads are processes beside the program's: its limit counts those of the person, so it is not set by number here.
	ownThreads = 1 << 20
	seatbelt   = "/usr/bin/sandbox-exec"
)

func newMaker(way Way, py python) (maker, error) {
	if way != Seatbelt {
		return nil, errors.New("there is no such way on macOS")
	}
	if _, err := os.Stat(seatbelt); err != nil {
		return nil, fmt.Errorf("%s is not there: %w", seatbelt, err)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	paths, err := py.paths()
	if err != nil {
		return nil, err
	}
	return &profile{self: self, python: py.Executable, paths: paths}, nil
}

// profile makes a sandbox by a profile of Seatbelt. What is not allowed in it is denied: the network, other processes, and
// to start any, so that nothing can outlive the program.
type profile struct {
	self, python string
	paths        []string
}

// inside is what the process beside a sandbox is told.
type inside struct {
	Profile, Python, Dir string
}

func (p *profile) command(int64) (command, error) {
	dir, err := os.MkdirTemp("", "pyrun-")
	if err != nil {
		return command{}, err
	}
	dir = resolved(dir)
	b, err := json.Marshal(inside{Profile: p.text(dir), Python: p.python, Dir: dir})
	if err != nil {
		return command{}, err
	}
	cmd := exec.Command(p.self, insideArgument, string(b))
	cmd.Env = []string{marker + "=1"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return command{cmd: cmd, cleanup: func() { _ = os.RemoveAll(dir) }}, nil
}

// text is the profile for a program that may write in dir.
func (p *profile) text(dir string) string {
	var b strings.Builder
	b.WriteString("(version 1)\n(deny default)\n(allow sysctl-read)\n(allow file-read-metadata)\n(allow signal (target self))\n" +
		"(allow process-info* (target self))\n(allow file-map-executable)\n(allow ipc-posix-sem)\n")
	readable := []string{
		"/usr/lib", "/usr/share", "/System/Library", "/System/Volumes/Preboot/Cryptexes", "/Library/Apple", "/private/var/db/timezone", dir,
		// Where Homebrew's libraries are.
		"/opt/homebrew/lib", "/opt/homebrew/opt", "/opt/homebrew/Cellar", "/usr/local/lib", "/usr/local/opt", "/usr/local/Cellar",
	}
	for _, path := range p.paths {
		readable = append(readable, path, resolved(path))
	}
	for _, path := range readable {
		fmt.Fprintf(&b, "(allow file-read* (subpath %s))\n", quoted(path))
	}
	for _, device := range []string{"/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"} {
		fmt.Fprintf(&b, "(allow file-read* file-write-data (literal %s))\n", quoted(device))
	}
	b.WriteString("(allow file-read* (literal \"/\"))\n")
	fmt.Fprintf(&b, "(allow file-write* (subpath %s))\n", quoted(dir))
	// Python's own program may start, and start itself again from its framework; fork is denied with the rest.
	for _, path := range append([]string{filepath.Dir(p.python)}, p.paths...) {
		fmt.Fprintf(&b, "(allow process-exec* (subpath %s))\n(allow process-exec* (subpath %s))\n", quoted(path), quoted(resolved(path)))
	}
	return b.String()
}

// quoted is a string of the profile's language.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// setupFailed is the exit code where the sandbox could not be made; the reason is in the output.
const setupFailed = 125

// enter stays beside the sandbox: it starts python in it, and ends it when nobody wants it any more.
func enter(args []string) int {
	var in inside
	if len(args) != 1 || json.Unmarshal([]byte(args[0]), &in) != nil {
		fmt.Println("its arguments are not those of a sandbox")
		return setupFailed
	}
	cmd := exec.Command(seatbelt, append([]string{"-p", in.Profile, in.Python}, interpreterArgs()...)...)
	cmd.Dir, cmd.Env = in.Dir, environment(in.Dir)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stdout
	cmd.ExtraFiles = []*os.File{os.NewFile(3, "requests"), os.NewFile(4, "answers")}
	// Whatever is open here, also what whoever started us left open, is not the program's.
	for fd := 3; fd < 1024; fd++ {
		syscall.CloseOnExec(fd)
	}
	if err := cmd.Start(); err != nil {
		fmt.Println(err)
		return setupFailed
	}
	var unwanted atomic.Bool
	go func() {
		life, b := os.NewFile(5, "life"), make([]byte, 1)
		for n, err := life.Read(b); n == 1 && err == nil; n, err = life.Read(b) {
			_ = cmd.Process.Signal(os.Interrupt) // it may have ended by itself
		}
		unwanted.Store(true)
		_ = cmd.Process.Kill() // it may have ended by itself
	}()
	_ = cmd.Wait() // how it ended is in ProcessState
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch {
	case unwanted.Load() || !ok:
		return setupFailed
	case status.Signaled():
		return 128 + int(status.Signal())
	}
	return status.ExitStatus()
}

// memoryOf is how many bytes of memory the program below a process has. macOS limits none, so it is asked for it.
func memoryOf(pid int, _ int64) int64 {
	out, err := exec.Command("/bin/ps", "-o", "ppid=,rss=", "-ax").Output()
	if err != nil {
		return 0
	}
	var sum int64
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) == 2 && fields[0] == strconv.Itoa(pid) {
			if kB, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
				sum += kB << 10
			}
		}
	}
	return sum
}
