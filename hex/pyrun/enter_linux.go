package pyrun

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// setupFailed is the exit code of an inside that could not shut itself in; the reason is in its output.
const setupFailed = 125

// enter is the first process of a sandbox. It takes from itself what a program must not have, starts python so, and ends
// with it; the kernel then ends everything else in the sandbox.
func enter(args []string) int {
	// What a program must not have is taken from this thread, and the program is its child.
	runtime.LockOSThread()
	var in inside
	if os.Getpid() != 1 || len(args) != 1 || json.Unmarshal([]byte(args[0]), &in) != nil {
		return failed("it is not the first process of a sandbox")
	}
	unix.Umask(0o022)
	// A program can signal its first process. Whatever it sends is caught and does nothing.
	signal.Notify(make(chan os.Signal, 1), caught()...)
	if in.Plan != nil {
		if err := mountRoot(*in.Plan); err != nil {
			return failed(err.Error())
		}
	}
	if err := mountTemporary(in.Files); err != nil {
		return failed(err.Error())
	}
	if err := shutIn(); err != nil {
		return failed(err.Error())
	}
	if err := closeOnExec(); err != nil {
		return failed(fmt.Sprintf("its open files cannot be closed: %v", err))
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return failed(err.Error())
	}
	child, err := os.StartProcess(in.Python, append([]string{in.Python}, interpreterArgs()...), &os.ProcAttr{
		Dir: "/tmp", Env: environment("/tmp"),
		Files: []*os.File{null, os.Stdout, os.Stdout, os.NewFile(3, "requests"), os.NewFile(4, "answers")},
	})
	if err != nil {
		return failed(err.Error())
	}
	go untilUnwanted(child.Pid)
	return reap(child.Pid)
}

// closeOnExec keeps from the program whatever is open here, also what whoever started us left open: it gets what it is given.
func closeOnExec() error {
	if unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) == nil {
		return nil
	}
	var most unix.Rlimit // Linux before 5.11
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &most); err != nil {
		return err
	}
	for fd := 3; uint64(fd) < most.Cur; fd++ {
		unix.CloseOnExec(fd)
	}
	return nil
}

func failed(reason string) int {
	fmt.Fprintln(os.Stdout, reason)
	return setupFailed
}

// untilUnwanted interrupts the program for every byte that comes, and ends the sandbox when nobody holds the other end of its
// life any more.
func untilUnwanted(program int) {
	life, b := os.NewFile(5, "life"), make([]byte, 1)
	for {
		if n, err := life.Read(b); n == 0 || err != nil {
			syscall.Exit(setupFailed)
		}
		_ = unix.Kill(program, unix.SIGINT) // where it has ended, so does this process
	}
}

// reap buries the dead of the sandbox until the program itself is among them, and returns its exit code, 128 and more for
// a signal.
func reap(pid int) int {
	for {
		var status unix.WaitStatus
		dead, err := unix.Wait4(-1, &status, 0, nil)
		switch {
		case err == unix.EINTR:
		case err != nil:
			return setupFailed
		case dead == pid && status.Signaled():
			return 128 + int(status.Signal())
		case dead == pid:
			return status.ExitStatus()
		}
	}
}

// caught are all signals but those that the runtime and reap need, and those that cannot be caught.
func caught() []os.Signal {
	var all []os.Signal
	for s := syscall.Signal(1); s < 65; s++ {
		switch s {
		case syscall.SIGCHLD, syscall.SIGURG, syscall.SIGKILL, syscall.SIGSTOP, syscall.SIGPROF, 32, 33, 34:
		default:
			all = append(all, s)
		}
	}
	return all
}
