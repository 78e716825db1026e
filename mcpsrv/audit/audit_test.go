package audit

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func opened(t *testing.T, o Options) (*Log, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "audit", "audit.jsonl")
	a, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	return a, path
}

// records reads an audit log, which must be whole.
func all(t *testing.T, path string) (read []Record) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := Verify(f, "", func(r Record) { read = append(read, r) }); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestAuditShowsTampering(t *testing.T) {
	a, path := opened(t, Options{})
	for _, tool := range []string{"one", "two", "three", "four"} {
		if err := a.Append(Record{Event: Call, Tool: tool}); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(bytes.TrimSuffix(whole, []byte("\n")), []byte("\n"))
	join := func(l ...[]byte) []byte { return bytes.Join(l, nil) }
	forged := func(change func(*Record)) []byte {
		r, err := readRecord(bytes.TrimSpace(lines[2]))
		if err != nil {
			t.Fatal(err)
		}
		r.Hash = ""
		change(&r)
		line, _, err := r.line()
		if err != nil {
			t.Fatal(err)
		}
		return line
	}
	for _, c := range []struct {
		name string
		text []byte
		line int
		why  string
	}{
		{"whole", whole, 0, ""},
		{"a word changed", bytes.Replace(whole, []byte(`"two"`), []byte(`"too"`), 1), 3, "was changed"},
		{"a line taken out", join(lines[0], lines[1], lines[3], lines[4]), 3, "does not go on"},
		{"two lines swapped", join(lines[0], lines[2], lines[1], lines[3], lines[4]), 2, "does not go on"},
		{"a line put in twice", join(lines[0], lines[1], lines[1], lines[2], lines[3], lines[4]), 3, "does not go on"},
		{"a line made anew with its hash", join(lines[0], lines[1], forged(func(r *Record) { r.Tool = "too" }), lines[3], lines[4]), 4,
			"does not go on"},
		{"a number skipped", join(lines[0], lines[1], forged(func(r *Record) { r.Seq++ })), 3, "has number"},
		{"a member put behind the hash", bytes.Replace(whole, []byte("\"}\n"), []byte("\",\"tool\":\"x\"}\n"), 1), 1, "no hash at its end"},
		{"the hash twice", bytes.Replace(whole, []byte("{"), []byte(`{"hash":"",`), 1), 1, "was changed"},
		{"garbage", append(slices.Clone(whole), "\n{\"seq\":"...), 6, "no record"},
	} {
		t.Run(c.name, func(t *testing.T) {
			sum, err := Verify(bytes.NewReader(c.text), "", nil)
			if c.why == "" {
				if err != nil || sum.Records != 5 || sum.Prev != "" || len(sum.Hash) != 64 {
					t.Errorf("%+v: %v", sum, err)
				}
				return
			}
			var broken *Broken
			if !errors.As(err, &broken) || broken.Line != c.line || !strings.Contains(broken.Why, c.why) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAuditIsPutAside(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	a, path := opened(t, Options{MaxBytes: 2000, Now: func() time.Time { now = now.Add(time.Second); return now }})
	for range 40 {
		if err := a.Append(Record{Event: Call, Tool: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.jsonl"))
	if err != nil || len(files) < 3 {
		t.Fatalf("there are %v: %v", files, err)
	}
	slices.Sort(files) // the times are in the names; the one in use, without, comes last
	after, count := "", 0
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := Verify(bytes.NewReader(raw), after, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		after, count = sum.Hash, count+sum.Records
	}
	if count != 41+len(files)-1 {
		t.Errorf("%d records in %d files", count, len(files))
	}
}

// Several processes append to one file; here each has its own Audit, and they write at once.
func TestAuditIsShared(t *testing.T) {
	first, path := opened(t, Options{MaxBytes: 20_000})
	second, err := Open(path, Options{MaxBytes: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	for _, a := range []*Log{first, second, first, second} {
		work.Go(func() {
			for range 50 {
				if err := a.Append(Record{Event: Call, Tool: "x"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	work.Wait()
	if calls := callsOfChain(t, path); calls != 200 {
		t.Errorf("%d records of 200", calls)
	}
}

// callsOfChain counts the calls in a log and in the files that were put aside, which must be one chain.
func callsOfChain(t *testing.T, path string) (calls int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.jsonl"))
	if err != nil || len(files) < 2 {
		t.Fatalf("there are %v: %v", files, err)
	}
	slices.Sort(files) // the times are in the names; the one in use, without, comes last
	after := ""
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := Verify(bytes.NewReader(raw), after, func(r Record) {
			if r.Event == Call {
				calls++
			}
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		after = sum.Hash
	}
	return calls
}

// Whoever begins the file anew goes on from what was written last, by another process too, and one that starts only then.
func TestAuditGoesOnFromTheFileBefore(t *testing.T) {
	first, path := opened(t, Options{})
	second, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	note := func(a *Log) {
		t.Helper()
		if err := a.Append(Record{Event: Call, Tool: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	putAside := func(a *Log) string {
		t.Helper()
		if err := a.putAside(); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "audit-*"))
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(files)
		return files[len(files)-1]
	}
	whole := func(name, after string) Summary {
		t.Helper()
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := Verify(bytes.NewReader(raw), after, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return sum
	}
	note(second)
	note(first) // which second has not seen
	one := whole(putAside(first), "")
	note(second)
	two := whole(putAside(second), one.Hash)
	if _, err := Open(path, Options{}); err != nil {
		t.Fatal(err)
	}
	whole(path, two.Hash)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var headless *Headless
	sum, err := Verify(bytes.NewReader(raw), "", nil)
	if want := int64(one.Records + two.Records + 1); !errors.As(err, &headless) || headless.Seq != want || headless.Prev != two.Hash ||
		sum.Records != 1 {
		t.Errorf("alone it is %+v: %v; it has number %d", sum, err, want)
	}
}

// A log without its beginning is not taken for one that is whole, however good the rest is.
func TestAuditWithoutItsBeginning(t *testing.T) {
	a, path := opened(t, Options{})
	for range 3 {
		if err := a.Append(Record{Event: Call, Tool: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	first, err := readRecord(bytes.TrimSpace(lines[0]))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		text  []byte
		after string
		seq   int64
		fails bool
	}{
		{"the first record is gone", bytes.Join(lines[1:], nil), "", 2, true},
		{"the first two are gone", bytes.Join(lines[2:], nil), "", 3, true},
		{"nothing is left", nil, "", 0, true},
		{"it goes on from what is known", bytes.Join(lines[1:], nil), first.Hash, 0, false},
	} {
		var headless *Headless
		_, err := Verify(bytes.NewReader(c.text), c.after, nil)
		if errors.As(err, &headless) != c.fails || c.fails && headless.Seq != c.seq {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	var broken *Broken
	if _, err := Verify(bytes.NewReader(bytes.Join(append(lines[1:2:2], lines[3:]...), nil)), "", nil); !errors.As(err, &broken) {
		t.Errorf("one that also lacks a record: %v", err)
	}
}

// A log that could not be opened is there all the same, and has each record from when it can be written, behind one that says so.
func TestAuditIsTriedAgain(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "audit")
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "audit.jsonl")
	a, err := Open(path, Options{})
	if err == nil || a == nil || !strings.Contains(err.Error(), folder) {
		t.Fatalf("%v, %v", a, err)
	}
	if err := a.Append(Record{Event: Intent}); err == nil {
		t.Error("what was not written down was said to be")
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	if err := a.Append(Record{Event: Call, Tool: "x"}); err != nil {
		t.Fatal(err)
	}
	if read := all(t, path); len(read) != 2 || read[0].Event != Opened || read[1].Tool != "x" {
		t.Errorf("got %+v", read)
	}
	nowhere, err := Open("", Options{})
	if err == nil || nowhere.Append(Record{Event: Call}) == nil {
		t.Error("a log was kept nowhere")
	}
}

// BenchmarkAudit is one record in the log.
func BenchmarkAudit(b *testing.B) {
	audit, err := Open(filepath.Join(b.TempDir(), "audit.jsonl"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	r := Record{Event: Call, Tool: "update_hex_cell", Class: "overwrite", Args: []byte(`{"cell_id":"x","sql_source":"SELECT 1"}`)}
	b.ReportAllocs()
	for b.Loop() {
		if err := audit.Append(r); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := os.Stat(audit.path); err != nil {
		b.Fatal(err)
	}
}
