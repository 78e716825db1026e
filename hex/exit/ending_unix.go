//go:build unix

package exit

import (
	"os"
	"runtime"
	"syscall"
)

// ending are the signals that would end the program where it stands. Go has no others end it.
func ending() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGABRT, syscall.SIGILL, syscall.SIGTRAP,
		syscall.SIGBUS, syscall.SIGFPE, syscall.SIGSEGV, syscall.SIGSYS}
	if runtime.GOOS == "linux" {
		all = append(all, syscall.Signal(16)) // SIGSTKFLT, which syscall has not everywhere
	}
	return all
}
