package drafts

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestFilesAreTheOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	dir := filepath.Join(t.TempDir(), "deep", "drafts")
	check(t, os.MkdirAll(dir, 0o755))
	s := open(t, dir, Options{})
	check(t, typed(t, s, refund, "y").Discard())
	typed(t, s, weekly, "x")
	check(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		check(t, err)
		info, err := entry.Info()
		check(t, err)
		wanted := fs.FileMode(0o600)
		if entry.IsDir() {
			wanted = 0o700
		}
		if info.Mode().Perm() != wanted {
			t.Errorf("%s is %v", path, info.Mode())
		}
		return nil
	}))
}

func TestAFailingDiskIsTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "drafts")
	synctest.Test(t, func(t *testing.T) {
		s := open(t, dir, Options{})
		e := typed(t, s, weekly, "before")
		<-s.Changes()
		// In place of the folder there is a file now: nothing can be written, whoever asks.
		check(t, os.Rename(dir, dir+".away"))
		check(t, os.WriteFile(dir, nil, 0o600))
		put(t, e, "after")
		<-s.Changes()
		var failure *Failure
		if st := e.State(); !errors.As(st.Err, &failure) || !st.Pending {
			t.Errorf("the state is %+v", st)
		}
		if err := e.Put([]byte("after, more"), Place{}); !errors.As(err, &failure) {
			t.Errorf("Put says %v", err)
		}
		if err := e.Flush(); !errors.As(err, &failure) {
			t.Errorf("Flush says %v", err)
		} else if !strings.Contains(err.Error(), dir) {
			t.Errorf("%q does not say where", err)
		}
		if err := e.Close(); !errors.As(err, &failure) {
			t.Errorf("Close says %v", err)
		}
		if err := e.Discard(); !errors.As(err, &failure) {
			t.Errorf("Discard says %v", err)
		}
		check(t, os.Remove(dir))
		check(t, os.Rename(dir+".away", dir))
		time.Sleep(3 * time.Second)
		if st := e.State(); st.Err != nil || st.Pending {
			t.Errorf("after the disk is back: %+v", st)
		}
		want(t, "on disk", texts(list(t, s).Drafts), []string{"after, more"})
	})
}

func TestCloseSaysWhatItCouldNotKeep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "drafts")
	s := open(t, dir, Options{})
	e := begin(t, s, weekly)
	check(t, os.RemoveAll(dir))
	check(t, os.WriteFile(dir, nil, 0o600))
	put(t, e, "doomed")
	var failure *Failure
	if err := s.Close(); !errors.As(err, &failure) {
		t.Errorf("Close says %v", err)
	}
}

func TestAFolderThatVanishesIsMadeAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "drafts")
	s := open(t, dir, Options{})
	e := typed(t, s, weekly, "before")
	check(t, os.RemoveAll(dir))
	put(t, e, "after")
	check(t, e.Flush())
	want(t, "on disk", texts(list(t, s).Drafts), []string{"after"})
	check(t, e.Discard())
}

func TestOpenWhereNothingCanBeKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	check(t, os.WriteFile(file, nil, 0o600))
	var failure *Failure
	if _, err := Open(filepath.Join(file, "drafts"), Options{}); !errors.As(err, &failure) {
		t.Errorf("got %v", err)
	}
}

func TestPermissionDenied(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("needs a user whom permissions bind")
	}
	dir := filepath.Join(t.TempDir(), "drafts")
	s := open(t, dir, Options{})
	e := begin(t, s, weekly)
	check(t, os.Chmod(dir, 0o500))
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	put(t, e, "x")
	if err := e.Flush(); !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "permission was denied") {
		t.Errorf("Flush says %v", err)
	}
	check(t, os.Chmod(dir, 0o700))
	check(t, e.Flush())
}

func TestTooLargeIsTold(t *testing.T) {
	s := open(t, t.TempDir(), Options{Delay: time.Hour})
	e := begin(t, s, weekly)
	check(t, e.Put(make([]byte, MaxSource+1), Place{}))
	if err := e.Flush(); err == nil || !strings.Contains(err.Error(), "larger") {
		t.Errorf("Flush says %v", err)
	}
	if err := e.Put([]byte("small again"), Place{}); !errors.Is(err, errTooLarge) {
		t.Errorf("the next Put says %v", err)
	}
	check(t, e.Flush())
	check(t, e.Put([]byte("small still"), Place{}))
}

func TestFailureSpeaks(t *testing.T) {
	for _, c := range []struct {
		err  error
		says string
	}{
		{&fs.PathError{Op: "write", Path: "/d/x.draft.tmp", Err: syscall.ENOSPC},
			"keeping the draft failed: the disk is full; free some space on the disk of /d/x.draft"},
		{&fs.PathError{Op: "open", Path: "/d/x.draft", Err: fs.ErrPermission},
			"keeping the draft failed: permission was denied; see that /d/x.draft can be written"},
		{&os.LinkError{Op: "rename", Old: "a", New: "b", Err: errors.New("odd")},
			"keeping the draft failed: odd; see that /d/x.draft can be written"},
	} {
		want(t, "sentence", (&Failure{"keeping the draft", "/d/x.draft", c.err}).Error(), c.says)
	}
}
