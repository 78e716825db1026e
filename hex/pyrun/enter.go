package pyrun

import (
	"os"
	"syscall"
)

// insideArgument is the hidden first argument of a program that was started as the inside of a sandbox.
const insideArgument = "pyrun-inside"

// Enter is the first line of a main function (of a TestMain, in tests) of every program that uses this room: the sandbox
// is set up by the program itself, started again with a hidden first argument. Where args, the program's own with its
// name, are that, Enter does it and never returns; else it does nothing.
func Enter(args []string) {
	if len(args) > 1 && args[1] == insideArgument && os.Getenv(marker) != "" {
		// At once: there is nothing of ours to finish, and a race detector would take a second for it.
		syscall.Exit(enter(args[2:]))
	}
}
