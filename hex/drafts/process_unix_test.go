//go:build unix

package drafts

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// childOnAFullDisk has a disk that takes 64 kB per file.
func childOnAFullDisk() {
	limit := syscall.Rlimit{Cur: 64 << 10, Max: 64 << 10}
	must(syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit))
	s, err := Open(os.Getenv(folderVariable), Options{Delay: time.Hour})
	must(err)
	e, err := s.Begin(weekly, names, base)
	must(err)
	must(e.Put([]byte("small"), Place{}))
	must(e.Flush())
	must(e.Put([]byte(text(1)), Place{}))
	var failure *Failure
	if err := e.Flush(); !errors.As(err, &failure) {
		must(fmt.Errorf("a write that did not fit says %w", err))
	}
	if st := e.State(); st.Err == nil || !st.Pending {
		must(fmt.Errorf("the state is %+v", st))
	}
	temps, err := filepath.Glob(filepath.Join(s.dir, "*"+tempEnding))
	must(err)
	if len(temps) > 0 {
		must(fmt.Errorf("left %v", temps))
	}
	if err := e.Put([]byte("fits again"), Place{}); !errors.As(err, &failure) {
		must(fmt.Errorf("the next key says %w", err))
	}
	must(s.Close())
	fmt.Println("done")
}
