//go:build !linux && !darwin

package pyrun

import "errors"

// systemWays are none: hextui knows no sandbox here.
var systemWays []Way

const (
	systemHelp = "Run hextui on Linux or macOS for it; on Windows, Linux runs in WSL 2."
	ownThreads = 0
)

func newMaker(Way, python) (maker, error) { return nil, errors.ErrUnsupported }

// enter is never called with what it could do.
func enter([]string) int { return 125 }

func memoryOf(int, int64) int64 { return 0 }
