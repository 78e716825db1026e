package mcpsrv

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
)

func openAudit(t *testing.T, o AuditOptions) (*Audit, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "audit", "audit.jsonl")
	a, err := OpenAudit(path, o)
	if err != nil {
		t.Fatal(err)
	}
	return a, path
}

// records reads an audit log, which must be whole.
func records(t *testing.T, path string) (all []AuditRecord) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := VerifyAudit(f, "", func(r AuditRecord) { all = append(all, r) }); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAuditTellsWhatWasDone(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	log, path := openAudit(t, AuditOptions{})
	b := a.with(Options{Audit: log, Confirm: ConfirmNever})
	project := b.runnable()
	var cells cellPage
	b.call("list_hex_cells", args{"project_id": project, "limit": 100}, &cells)
	var cell cellRow
	for _, c := range cells.Cells {
		if c.Type == "MARKDOWN" {
			cell = c
		}
	}
	before := cell.ID
	b.result("update_hex_cell", args{"cell_id": cell.ID, "markdown_source": "# Changed", "expected_hash": cell.Hash})
	b.result("update_hex_cell", args{"cell_id": cell.ID, "markdown_source": "# Not", "dry_run": true})
	b.result("get_hex_project", args{"project_id": "../users/me"})

	all := records(t, path)
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v: %v", info.Mode(), err)
	}
	var events []string
	for _, r := range all {
		events = append(events, strings.TrimSpace(string(r.Event)+" "+r.Tool+" "+string(r.Decision)+" "+r.Outcome))
	}
	want := []string{"opened", "call list_hex_projects allowed ok", "call list_hex_cells allowed ok", "intent update_hex_cell allowed",
		"call update_hex_cell allowed ok", "call update_hex_cell dry_run ok", "call get_hex_project denied invalid"}
	if !slices.Equal(events, want) {
		t.Fatalf("the log tells %q", events)
	}
	intent, done := all[3], all[4]
	if intent.Operation != "UpdateCell" || intent.Undo == nil || intent.Undo.CellID != before || intent.Undo.OldHash != cell.Hash ||
		intent.Undo.NewHash != hex.SourceHash("# Changed") || intent.Undo.Source == "" || intent.Call != done.Call {
		t.Errorf("the intent is %+v %+v", intent, intent.Undo)
	}
	if done.Client != "tester" || done.ClientVersion != "3" || !slices.Equal(done.Operations, []string{"UpdateCell"}) || done.Bytes == 0 || done.ArgsDigest == "" ||
		!strings.Contains(string(done.Args), "# Changed") {
		t.Errorf("the end is %+v", done)
	}
}

func TestUndo(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	log, path := openAudit(t, AuditOptions{})
	b := a.with(Options{Audit: log})
	var cells cellPage
	b.call("list_hex_cells", args{"project_id": b.runnable(), "limit": 100}, &cells)
	i := slices.IndexFunc(cells.Cells, func(c cellRow) bool { return c.Type == "SQL" })
	cell := cells.Cells[i]
	if r := b.result("update_hex_cell", args{"cell_id": cell.ID, "sql_source": "SELECT 1"}); r.IsError {
		t.Fatal(textOf(r))
	}
	undo := b.seen[len(b.seen)-1].Undo
	if undo == nil || undo.Source != *cell.Source {
		t.Fatalf("undo is %+v", undo)
	}
	saved, err := b.server.Undo(t.Context(), *undo)
	if err != nil || saved.Snapshot.Source != *cell.Source {
		t.Fatalf("got %q: %v", saved.Snapshot.Source, err)
	}
	if last := records(t, path); last[len(last)-1].Event != AuditUndo {
		t.Errorf("the log ends with %+v", last[len(last)-1])
	}
	var conflict *hex.Conflict
	if _, err := b.server.Undo(t.Context(), *undo); !errors.As(err, &conflict) {
		t.Errorf("a second undo gave %v", err)
	}
}

// A log that cannot be written stops what writes, before it is sent; reading goes on.
func TestAuditFailsClosed(t *testing.T) {
	d := newDeletion(t)
	log, path := openAudit(t, AuditOptions{})
	b := d.with(Options{Audit: log, Confirm: ConfirmNever})
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	f := b.fail(deleting, d.args(nil))
	if f.Kind != KindDenied || !strings.Contains(f.Message, "audit log") {
		t.Errorf("got %+v", f)
	}
	d.untouched(b, "without a log")
	if r := b.result("list_hex_groups", args{}); r.IsError {
		t.Errorf("reading stopped: %s", textOf(r))
	}
}

func TestAuditShowsTampering(t *testing.T) {
	a, path := openAudit(t, AuditOptions{})
	for _, tool := range []string{"one", "two", "three", "four"} {
		if err := a.append(AuditRecord{Event: AuditCall, Tool: tool}); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(bytes.TrimSuffix(whole, []byte("\n")), []byte("\n"))
	join := func(l ...[]byte) []byte { return bytes.Join(l, nil) }
	forged := func(change func(*AuditRecord)) []byte {
		r, err := readAudit(bytes.TrimSpace(lines[2]))
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
		{"a line made anew with its hash", join(lines[0], lines[1], forged(func(r *AuditRecord) { r.Tool = "too" }), lines[3], lines[4]), 4, "does not go on"},
		{"a number skipped", join(lines[0], lines[1], forged(func(r *AuditRecord) { r.Seq++ })), 3, "has number"},
		{"a member put behind the hash", bytes.Replace(whole, []byte("\"}\n"), []byte("\",\"tool\":\"x\"}\n"), 1), 1, "no hash at its end"},
		{"the hash twice", bytes.Replace(whole, []byte("{"), []byte(`{"hash":"",`), 1), 1, "was changed"},
		{"garbage", append(slices.Clone(whole), "\n{\"seq\":"...), 6, "no record"},
	} {
		t.Run(c.name, func(t *testing.T) {
			sum, err := VerifyAudit(bytes.NewReader(c.text), "", nil)
			if c.why == "" {
				if err != nil || sum.Records != 5 || sum.Prev != "" || len(sum.Hash) != 64 {
					t.Errorf("%+v: %v", sum, err)
				}
				return
			}
			var broken *AuditBroken
			if !errors.As(err, &broken) || broken.Line != c.line || !strings.Contains(broken.Why, c.why) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAuditIsPutAside(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	a, path := openAudit(t, AuditOptions{MaxBytes: 2000, Now: func() time.Time { now = now.Add(time.Second); return now }})
	for range 40 {
		if err := a.append(AuditRecord{Event: AuditCall, Tool: "x"}); err != nil {
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
		sum, err := VerifyAudit(bytes.NewReader(raw), after, nil)
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
	first, path := openAudit(t, AuditOptions{MaxBytes: 20_000})
	second, err := OpenAudit(path, AuditOptions{MaxBytes: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	for _, a := range []*Audit{first, second, first, second} {
		work.Go(func() {
			for range 50 {
				if err := a.append(AuditRecord{Event: AuditCall, Tool: "x"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	work.Wait()
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.jsonl"))
	slices.Sort(files)
	after, calls := "", 0
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := VerifyAudit(bytes.NewReader(raw), after, func(r AuditRecord) {
			if r.Event == AuditCall {
				calls++
			}
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		after = sum.Hash
	}
	if calls != 200 {
		t.Errorf("%d records of 200", calls)
	}
}

// What is secret, by its name, its shape or because the server knows it, is in no result, failure, log, activity,
// question or record.
func TestMarkerNeverLeaves(t *testing.T) {
	const marker = "zq-MARKER-7f3a"
	a := newAgent(t, emulator.Options{})
	log, path := openAudit(t, AuditOptions{})
	var told bytes.Buffer
	var mu sync.Mutex
	note := func(v any) {
		mu.Lock()
		defer mu.Unlock()
		_ = json.NewEncoder(&told).Encode(v)
	}
	b := a.with(Options{Audit: log, Secrets: []string{marker}, Activity: func(v Activity) {
		v.Undo = nil // it is exact, for putting back and not for showing
		note(v)
	}})
	b.server.limits.patience = patience
	var said strings.Builder
	say := func(tool string, arguments args) {
		r := b.result(tool, arguments)
		note(r)
		said.WriteString(textOf(r))
	}
	var cells cellPage
	id := b.runnable()
	b.call("list_hex_cells", args{"project_id": id, "limit": 100}, &cells)
	i := slices.IndexFunc(cells.Cells, func(c cellRow) bool { return c.Type == "MARKDOWN" })
	say("update_hex_cell", args{"cell_id": cells.Cells[i].StaticID, "markdown_source": "The key is " + marker})
	say("update_hex_cell", args{"cell_id": cells.Cells[i].StaticID, "markdown_source": "No key"})
	say("list_hex_cells", args{"project_id": id})
	say("search_hex_projects", args{"search_pattern": marker + "["})
	say("get_hex_project", args{"project_id": marker, marker: 1})
	say("create_hex_group", args{"name": marker})
	say("create_hex_data_connection", args{"name": "n", "connection_type": "postgres", "connection_details": map[string]any{
		"hostname": "h", "database": "d", "username": "u", "password": "unknown-to-the-server-" + strings.ToLower(marker)}})
	written, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{"audit log": string(written), "results and activity": told.String(), "texts": said.String()} {
		if strings.Contains(strings.ToLower(text), strings.ToLower(marker)) {
			at := strings.Index(strings.ToLower(text), strings.ToLower(marker))
			t.Errorf("the %s holds the marker: …%s", what, text[max(0, at-200):at+30])
		}
	}
	if !strings.Contains(string(written), redacted) {
		t.Error("the log does not show that something was taken out")
	}
}

// Whoever begins the file anew goes on from what was written last, by another process too, and one that starts only then.
func TestAuditGoesOnFromTheFileBefore(t *testing.T) {
	first, path := openAudit(t, AuditOptions{})
	second, err := OpenAudit(path, AuditOptions{})
	if err != nil {
		t.Fatal(err)
	}
	note := func(a *Audit) {
		t.Helper()
		if err := a.append(AuditRecord{Event: AuditCall, Tool: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	putAside := func(a *Audit) string {
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
	whole := func(name, after string) AuditSummary {
		t.Helper()
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := VerifyAudit(bytes.NewReader(raw), after, nil)
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
	if _, err := OpenAudit(path, AuditOptions{}); err != nil {
		t.Fatal(err)
	}
	whole(path, two.Hash)
	if last := records(t, path); last[len(last)-1].Seq != int64(one.Records+two.Records+1) {
		t.Errorf("the last record is %+v after %d and %d", last[len(last)-1], one.Records, two.Records)
	}
}
