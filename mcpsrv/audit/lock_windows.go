package audit

import (
	"os"

	"golang.org/x/sys/windows"
)

// lockFile waits until this process alone has the file; closing it gives the lock back. The locked byte is far behind
// the end, because a locked range cannot be read by others.
func lockFile(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &windows.Overlapped{OffsetHigh: 1 << 20})
}
