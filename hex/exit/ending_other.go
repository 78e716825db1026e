//go:build !unix

package exit

import (
	"os"
	"syscall"
)

// ending are the signals that would end the program where it stands.
func ending() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} }
