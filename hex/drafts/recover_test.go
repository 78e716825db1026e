package drafts

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestResume(t *testing.T) {
	t.Run("one's own after leaving", func(t *testing.T) {
		s := open(t, t.TempDir(), Options{})
		e := typed(t, s, weekly, "select 2")
		check(t, e.Close())
		if err := e.Put([]byte("late"), Place{}); !errors.Is(err, ErrClosed) {
			t.Errorf("Put after Close: %v", err)
		}
		d := list(t, s).Drafts[0]
		if !d.Own || d.Live {
			t.Errorf("own %v, live %v", d.Own, d.Live)
		}
		again, err := s.Resume(d.ID)
		check(t, err)
		want(t, "mine", again.Draft().Mine, "select 2")
		put(t, again, "select 3")
		check(t, again.Flush())
		want(t, "on disk", texts(list(t, s).Drafts), []string{"select 3"})
	})
	t.Run("of a crashed process", func(t *testing.T) {
		dir := t.TempDir()
		dead := open(t, dir, Options{})
		typed(t, dead, weekly, "select 2")
		crash(t, dead)
		s := open(t, dir, Options{})
		d := list(t, s).Drafts[0]
		if d.Own || d.Live {
			t.Errorf("own %v, live %v", d.Own, d.Live)
		}
		e, err := s.Resume(d.ID)
		check(t, err)
		want(t, "base", e.Draft().Base, base)
		check(t, e.Saved(Base{Source: "select 2"}))
		want(t, "drafts", len(list(t, s).Drafts), 0)
	})
	t.Run("only one process gets it", func(t *testing.T) {
		dir := t.TempDir()
		dead := open(t, dir, Options{})
		typed(t, dead, weekly, "select 2")
		crash(t, dead)
		one, two := open(t, dir, Options{}), open(t, dir, Options{})
		id := list(t, two).Drafts[0].ID
		_, err := one.Resume(id)
		check(t, err)
		var gone *Gone
		if _, err := two.Resume(id); !errors.As(err, &gone) {
			t.Errorf("the second got %v", err)
		}
		var inUse *InUse
		if _, err := two.Resume(list(t, two).Drafts[0].ID); !errors.As(err, &inUse) {
			t.Errorf("under its new name the second got %v", err)
		}
	})
	t.Run("what is open already", func(t *testing.T) {
		s := open(t, t.TempDir(), Options{})
		e := typed(t, s, weekly, "select 2")
		var inUse *InUse
		if _, err := s.Resume(e.Draft().ID); !errors.As(err, &inUse) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a name that is none", func(t *testing.T) {
		s := open(t, t.TempDir(), Options{})
		for _, id := range []string{"", "..", "../../etc/passwd", strings.Repeat("0", 16) + "-" + strings.Repeat("0", 16) + "-1"} {
			var gone *Gone
			if _, err := s.Resume(id); !errors.As(err, &gone) {
				t.Errorf("%q: %v", id, err)
			}
			if _, err := s.Restore(id); !errors.As(err, &gone) {
				t.Errorf("restore %q: %v", id, err)
			}
			if err := s.Discard(id); !errors.As(err, &gone) {
				t.Errorf("discard %q: %v", id, err)
			}
		}
	})
}

func TestTwoWindowsOnOneCell(t *testing.T) {
	dir := t.TempDir()
	first, second := open(t, dir, Options{}), open(t, dir, Options{})
	mine := typed(t, first, weekly, "the first window's")

	found, err := second.Find(weekly)
	check(t, err)
	if len(found) != 1 || !found[0].Live || found[0].Own || found[0].Owner.PID != os.Getpid() {
		t.Fatalf("the second is told %+v", found)
	}
	var inUse *InUse
	if err := second.Discard(found[0].ID); !errors.As(err, &inUse) {
		t.Errorf("discarding the first one's: %v", err)
	} else if !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("%q does not say who", err)
	}

	theirs := typed(t, second, weekly, "the second window's")
	if o := theirs.State().Others; len(o) != 1 || o[0].Mine != "the first window's" {
		t.Errorf("the second's state tells of %+v", o)
	}
	put(t, mine, "the first window's, more")
	check(t, mine.Flush())
	want(t, "both on disk", texts(list(t, first).Drafts), []string{"the first window's, more", "the second window's"})
	if o := typed(t, second, refund, "x").State().Others; len(o) != 0 {
		t.Errorf("another cell has %+v", o)
	}
}

func TestTrash(t *testing.T) {
	t.Run("an open edit", func(t *testing.T) {
		s := open(t, t.TempDir(), Options{Delay: time.Hour})
		e := typed(t, s, weekly, "select 2")
		put(t, e, "select 2, last words")
		check(t, e.Discard())
		want(t, "drafts", len(list(t, s).Drafts), 0)
		if err := e.Put(nil, Place{}); !errors.Is(err, ErrClosed) {
			t.Errorf("Put after Discard: %v", err)
		}
		trash, err := s.Trash()
		check(t, err)
		want(t, "trash", texts(trash), []string{"select 2, last words"})
		d, err := s.Restore(trash[0].ID)
		check(t, err)
		again, err := s.Resume(d.ID)
		check(t, err)
		want(t, "restored", again.Draft().Mine, "select 2, last words")
		trash, err = s.Trash()
		check(t, err)
		want(t, "trash after", len(trash), 0)
	})
	t.Run("by its id, open or not", func(t *testing.T) {
		s := open(t, t.TempDir(), Options{})
		left, live := typed(t, s, weekly, "left"), typed(t, s, refund, "open")
		check(t, left.Close())
		check(t, s.Discard(left.Draft().ID))
		check(t, s.Discard(live.Draft().ID))
		want(t, "drafts", len(list(t, s).Drafts), 0)
		if err := live.Flush(); !errors.Is(err, ErrClosed) {
			t.Errorf("the discarded edit goes on: %v", err)
		}
	})
	t.Run("an old draft thrown away now is kept from now on", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, Options{KeepTrash: 24 * time.Hour})
		e := typed(t, s, weekly, "old")
		long := time.Now().Add(-1000 * time.Hour)
		check(t, os.Chtimes(e.Draft().Path, long, long))
		check(t, e.Discard())
		open(t, dir, Options{KeepTrash: 24 * time.Hour})
		trash, err := s.Trash()
		check(t, err)
		want(t, "trash", texts(trash), []string{"old"})
	})
	t.Run("is limited in age and size", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir, Options{})
		for i := range 5 {
			e := typed(t, s, weekly, fmt.Sprint(i)+strings.Repeat("x", 1000))
			check(t, e.Discard())
			at := time.Now().Add(time.Duration(i-10) * time.Hour)
			check(t, os.Chtimes(filepath.Join(s.trash(), e.Draft().ID+draftEnding), at, at))
		}
		for _, c := range []struct {
			o    Options
			left int
		}{{Options{}, 5}, {Options{KeepTrash: 8*time.Hour + time.Minute}, 3}, {Options{TrashBytes: 4000}, 2}, {Options{TrashBytes: 1}, 1}} {
			open(t, dir, c.o)
			trash, err := s.Trash()
			check(t, err)
			if len(trash) != c.left || trash[0].Mine[0] != '4' {
				t.Errorf("%+v leaves %d, the newest %q", c.o, len(trash), trash[0].Mine[:1])
			}
		}
	})
}

func TestBrokenFilesAreReportedAndKept(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func([]byte) []byte
		says  string
		moved bool
	}{
		"cut":       {func(b []byte) []byte { return b[:len(b)-3] }, "damaged", true},
		"a flip":    {func(b []byte) []byte { b[len(b)/2] ^= 1; return b }, "damaged", true},
		"empty":     {func(b []byte) []byte { return nil }, "not a draft", true},
		"foreign":   {func(b []byte) []byte { return []byte("dear diary\n") }, "not a draft", true},
		"from 2030": {func(b []byte) []byte { return bytes.Replace(b, []byte(magic+"1"), []byte(magic+"2"), 1) }, "newer version", false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, Options{})
			good := typed(t, s, refund, "good")
			check(t, good.Close())
			e := typed(t, s, weekly, "precious words")
			path := e.Draft().Path
			check(t, e.Close())
			file, err := os.ReadFile(path)
			check(t, err)
			file = c.spoil(file)
			check(t, os.WriteFile(path, file, 0o600))

			for range 2 { // reported at every look, not only at the first
				l := list(t, s)
				want(t, "the other", texts(l.Drafts), []string{"good"})
				if len(l.Broken) != 1 {
					t.Fatalf("%d reported", len(l.Broken))
				}
				b := l.Broken[0]
				if !strings.Contains(b.Err.Error(), c.says) {
					t.Errorf("%q does not speak of %q", b.Err, c.says)
				}
				if (b.Path != path) != c.moved {
					t.Errorf("it is at %s", b.Path)
				}
				kept, err := os.ReadFile(b.Path)
				check(t, err)
				want(t, "bytes kept", string(kept), string(file))
			}
		})
	}
}

func TestAWriteCutByTheEndOfTheProcess(t *testing.T) {
	for name, c := range map[string]struct {
		cut  int
		want string
	}{"whole": {0, "new"}, "torn": {5, "old"}} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			dead := open(t, dir, Options{})
			e := typed(t, dead, weekly, "new")
			path := e.Draft().Path
			file, err := os.ReadFile(path)
			check(t, err)
			put(t, e, "old")
			check(t, e.Flush())
			check(t, os.WriteFile(path+tempEnding, file[:len(file)-c.cut], 0o600))

			s := open(t, dir, Options{})
			want(t, "while it runs", texts(list(t, s).Drafts), []string{"old"})
			crash(t, dead)
			want(t, "after its end", texts(list(t, s).Drafts), []string{c.want})
			if _, err := os.Stat(path + tempEnding); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the half-made file is still there: %v", err)
			}
		})
	}
}

func TestAClosedStore(t *testing.T) {
	s := open(t, t.TempDir(), Options{Delay: time.Hour})
	e := begin(t, s, weekly)
	put(t, e, "unwritten")
	check(t, s.Close())
	check(t, s.Close())
	if _, open := <-s.Changes(); open {
		// One value may be left over from before; then it is closed.
		if _, open = <-s.Changes(); open {
			t.Error("Changes stays open")
		}
	}
	if err := e.Put(nil, Place{}); !errors.Is(err, ErrClosed) {
		t.Errorf("Put: %v", err)
	}
	if _, err := s.Begin(weekly, names, base); !errors.Is(err, ErrClosed) {
		t.Errorf("Begin: %v", err)
	}
	other := open(t, s.dir, Options{})
	want(t, "left behind", texts(list(t, other).Drafts), []string{"unwritten"})
	locks, err := filepath.Glob(filepath.Join(s.dir, "*"+lockEnding))
	check(t, err)
	want(t, "lock files", len(locks), 1)
}

func TestDeadLocksGo(t *testing.T) {
	dir := t.TempDir()
	dead := open(t, dir, Options{})
	live := open(t, dir, Options{})
	crash(t, dead)
	last := open(t, dir, Options{})
	for s, there := range map[*Store]bool{dead: false, live: true, last: true} {
		if _, err := os.Stat(s.lockPath(s.session)); (err == nil) != there {
			t.Errorf("lock: %v, wanted there: %v", err, there)
		}
	}
}

func sign(file []byte) []byte {
	_, body, _ := bytes.Cut(file, []byte("\n"))
	sum := sha256.Sum256(body)
	return append([]byte(magic+version+" "+hex.EncodeToString(sum[:])+"\n"), body...)
}

func FuzzDecode(f *testing.F) {
	d := Draft{Key: weekly, Names: names, Base: base, Started: base.ReadAt, Edited: base.ReadAt}
	packed, err := pack(base.Source)
	if err != nil {
		f.Fatal(err)
	}
	for _, mine := range []string{"", "select 2", "\x00\xff\n\n"} {
		file, err := encode(d, []byte(mine), packed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file, mine)
	}
	f.Add([]byte(magic+"1 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"), "x")
	f.Fuzz(func(t *testing.T, file []byte, mine string) {
		if d, err := decode(file); err == nil && len(d.Mine) > len(file) {
			t.Errorf("%d bytes of text from a file of %d", len(d.Mine), len(file))
		}
		// The checksum keeps a fuzzer out, so what is behind it is tried with the right one too.
		_, _ = decode(sign(file))
		made, err := encode(d, []byte(mine), packed)
		if err != nil {
			t.Fatal(err)
		}
		back, err := decode(made)
		if err != nil {
			t.Fatal(err)
		}
		if back.Mine != mine || back.Base != base || back.Key != weekly {
			t.Errorf("%q came back as %+v", mine, back)
		}
	})
}
