package drafts

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestADraftComesBackWhole(t *testing.T) {
	for name, mine := range map[string]string{
		"plain":           "select 2\n",
		"tabs and CRLF":   "select\t2\r\nfrom x\r\n",
		"no last newline": "select 2",
		"empty":           "",
		"not UTF-8":       "\xff\xfe\x00\x1b[31m",
		"looks like us":   magic + "1 x\n{}\n",
		"2 MB":            strings.Repeat("select 'é' as x,\n", 2<<20/17),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir, Options{})
			e := begin(t, s, weekly)
			check(t, e.Put([]byte(mine), Place{Line: 3, Col: 7, Top: 2, Left: 1}))
			wanted := e.Draft()
			check(t, s.Close())

			drafts, err := open(t, dir, Options{}).Find(weekly)
			check(t, err)
			if len(drafts) != 1 {
				t.Fatalf("found %d drafts", len(drafts))
			}
			wanted.Own = false
			want(t, "draft", drafts[0], wanted)
		})
	}
}

func TestTypingIsOnDiskWithinTheDelay(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := open(t, dir, Options{})
		e := begin(t, s, weekly)
		var last string
		// A key every 50 ms for 3 s: a debounce that waits for silence would write nothing all the while.
		for i := range 60 {
			last = fmt.Sprintf("select %d", i)
			put(t, e, last)
			time.Sleep(50 * time.Millisecond)
			if st := e.State(); i > 10 && time.Since(st.KeptAt) > 500*time.Millisecond {
				t.Fatalf("after key %d the last write is %v old", i, time.Since(st.KeptAt))
			}
		}
		time.Sleep(500 * time.Millisecond)
		if st := e.State(); st.Pending || st.Err != nil || !st.Exists {
			t.Errorf("half a second after the last key: %+v", st)
		}
		want(t, "on disk", texts(list(t, s).Drafts), []string{last})
	})
}

func TestFastTypingCausesOneWritePerDelay(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := open(t, dir, Options{Delay: 400 * time.Millisecond})
		e := begin(t, s, weekly)
		text := bytes.Repeat([]byte("select 1 as a_column_of_the_orders,\n"), 2<<20/36)
		writes, seen := 0, time.Time{}
		for i := range 400 {
			next := bytes.Clone(text[:len(text)-i])
			check(t, e.Put(next, Place{}))
			time.Sleep(10 * time.Millisecond)
			synctest.Wait()
			if at := e.State().KeptAt; at != seen {
				writes, seen = writes+1, at
			}
		}
		if writes < 8 || writes > 10 {
			t.Errorf("4 s of typing into 2 MB caused %d writes", writes)
		}
		info, err := os.Stat(e.Draft().Path)
		check(t, err)
		if limit := int64(len(text) + 4096); info.Size() > limit {
			t.Errorf("a write is %d bytes for a text of %d", info.Size(), len(text))
		}
	})
}

func TestALargeBaseCostsLittlePerWrite(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	source := strings.Repeat("select order_id, customer_id from orders where status <> 'cancelled'\n", 2<<20/70)
	e, err := s.Begin(weekly, names, Base{Source: source})
	check(t, err)
	put(t, e, source+"-- more")
	check(t, e.Flush())
	info, err := os.Stat(e.Draft().Path)
	check(t, err)
	if info.Size() > int64(len(source))*5/4 {
		t.Errorf("%d bytes written for a source of %d", info.Size(), len(source))
	}
}

func TestFlushWritesAtOnce(t *testing.T) {
	s := open(t, t.TempDir(), Options{Delay: time.Hour})
	e, f := begin(t, s, weekly), begin(t, s, refund)
	put(t, e, "one")
	put(t, f, "two")
	if st := e.State(); !st.Pending || st.Exists {
		t.Errorf("before the flush: %+v", st)
	}
	check(t, s.Flush())
	if st := e.State(); st.Pending || !st.Exists || st.KeptAt.IsZero() {
		t.Errorf("after the flush: %+v", st)
	}
	want(t, "on disk", texts(list(t, s).Drafts), []string{"two", "one"})
}

func TestNothingIsWrittenForAnUnchangedText(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	e := begin(t, s, weekly)
	check(t, e.Flush())
	want(t, "opened only", len(list(t, s).Drafts), 0)
	put(t, e, base.Source+"x")
	check(t, e.Flush())
	want(t, "typed", len(list(t, s).Drafts), 1)
	put(t, e, base.Source)
	check(t, e.Flush())
	want(t, "typed back", len(list(t, s).Drafts), 0)
	if st := e.State(); st.Exists || st.Pending {
		t.Errorf("typed back: %+v", st)
	}
}

func TestSaved(t *testing.T) {
	t.Run("ends the draft", func(t *testing.T) {
		s := open(t, t.TempDir(), Options{})
		e := typed(t, s, weekly, "select 2")
		check(t, e.Saved(Base{Source: "select 2", Hash: "sha256:two"}))
		want(t, "drafts", len(list(t, s).Drafts), 0)
	})
	t.Run("keeps what was typed meanwhile, on the new base", func(t *testing.T) {
		s := open(t, t.TempDir(), Options{})
		e := typed(t, s, weekly, "select 2")
		put(t, e, "select 23")
		check(t, e.Saved(Base{Source: "select 2", Hash: "sha256:two"}))
		d := list(t, s).Drafts[0]
		want(t, "mine", d.Mine, "select 23")
		want(t, "base", d.Base.Source, "select 2")
		want(t, "hash", d.Base.Hash, "sha256:two")
	})
	t.Run("without typing makes no draft", func(t *testing.T) {
		s := open(t, t.TempDir(), Options{})
		e := begin(t, s, weekly)
		check(t, e.Saved(Base{Source: "select 9"}))
		want(t, "drafts", len(list(t, s).Drafts), 0)
	})
}

func BenchmarkPut(b *testing.B) {
	for _, size := range []int{1 << 10, 2 << 20} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			s, err := Open(b.TempDir(), Options{Delay: time.Hour})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			e, err := s.Begin(weekly, names, base)
			if err != nil {
				b.Fatal(err)
			}
			text := bytes.Repeat([]byte("x"), size)
			b.ReportAllocs()
			for b.Loop() {
				if err := e.Put(text, Place{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFlush(b *testing.B) {
	for _, size := range []int{1 << 10, 2 << 20} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			s, err := Open(b.TempDir(), Options{Delay: time.Hour})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			e, err := s.Begin(weekly, names, base)
			if err != nil {
				b.Fatal(err)
			}
			text := bytes.Repeat([]byte("select 1 "), size/9)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if err := errors.Join(e.Put(text, Place{}), e.Flush()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestPutDoesNotCopy(t *testing.T) {
	s := open(t, t.TempDir(), Options{Delay: time.Hour})
	e := begin(t, s, weekly)
	text := make([]byte, 1<<20)
	put(t, e, "armed")
	if n := testing.AllocsPerRun(100, func() { _ = e.Put(text, Place{}) }); n > 0 {
		t.Errorf("a key costs %v allocations", n)
	}
}
