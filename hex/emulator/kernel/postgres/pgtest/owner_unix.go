//go:build unix

package pgtest

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// other is whom the server runs as where the test runs as root, which it refuses to: the user postgres or nobody.
func other(t testing.TB) (uid, gid int, needed bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 == nil && err2 == nil {
			return uid, gid, true
		}
	}
	t.Skip("PostgreSQL does not run as root, and there is no user postgres or nobody")
	return 0, 0, false
}

// give gives a folder and what is in it to whom the server runs as.
func give(t testing.TB, dir string) {
	t.Helper()
	uid, gid, needed := other(t)
	if !needed {
		return
	}
	err := filepath.Walk(dir, func(path string, _ os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, uid, gid)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// belong makes a command run as the owner of the folder.
func belong(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	if uid, gid, needed := other(t); needed {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
		cmd.Dir = "/"
	}
}
