package pyrun

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
)

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
		_, _ = os.NewFile(5, "life").Read(make([]byte, 1)) // nothing is ever written
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
