package audit

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

const sharedLog = "HEXTUI_TEST_AUDIT_LOG"

// TestAuditIsSharedByProcesses has processes append to one log at once that is put aside again and again meanwhile.
func TestAuditIsSharedByProcesses(t *testing.T) {
	if path := os.Getenv(sharedLog); path != "" {
		a, err := Open(path, Options{MaxBytes: 5_000})
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			if err := a.Append(Record{Event: Call, Tool: "x"}); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	var work sync.WaitGroup
	for range 4 {
		work.Go(func() {
			process := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
			process.Env = append(os.Environ(), sharedLog+"="+path)
			if out, err := process.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	work.Wait()
	if calls := callsOfChain(t, path); calls != 200 {
		t.Errorf("%d records of 200", calls)
	}
	info, err := os.Stat(path + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() != 0 || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the lock's file has %d bytes and the rights %v", info.Size(), info.Mode())
	}
}

// failing is a lock that answers with one error after another.
type failing struct{ errs []error }

func (f *failing) Path() string { return "audit.jsonl.lock" }

func (f *failing) Lock() error {
	err := f.errs[0]
	f.errs = f.errs[1:]
	return err
}

func TestAuditWaitsForTheLock(t *testing.T) {
	denied := &fs.PathError{Op: "open", Path: "audit.jsonl.lock", Err: fs.ErrPermission}
	for _, c := range []struct {
		errs []error
		want string // empty: the log is written
	}{
		{[]error{nil}, ""},
		{[]error{syscall.EINTR, syscall.EINTR, nil}, ""},
		{[]error{syscall.ENOLCK}, ""},
		{[]error{syscall.ENOTSUP}, ""},
		{[]error{fmt.Errorf("flock: %w", syscall.ENOSYS)}, ""},
		{[]error{syscall.EINTR, denied}, "permission denied"},
		{[]error{syscall.EIO}, "lock audit.jsonl.lock: "},
	} {
		lock := &failing{slices.Clone(c.errs)}
		err := waitFor(lock)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) || len(lock.errs) > 0 {
			t.Errorf("after %v it is %v, with %v left", c.errs, err, lock.errs)
		}
	}
}
