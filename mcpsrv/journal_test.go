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

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/wire/wiretest"
)

func openAudit(t *testing.T, o audit.Options) (*audit.Log, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "audit", "audit.jsonl")
	a, err := audit.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	return a, path
}

// records reads an audit log, which must be whole.
func records(t *testing.T, path string) (all []audit.Record) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := audit.Verify(f, "", func(r audit.Record) { all = append(all, r) }); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAuditTellsWhatWasDone(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	log, path := openAudit(t, audit.Options{})
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
	if done.Client != "tester" || done.ClientVersion != "3" || !slices.Equal(done.Operations, []string{"UpdateCell"}) || done.Bytes == 0 ||
		done.ArgsDigest == "" ||
		!strings.Contains(string(done.Args), "# Changed") {
		t.Errorf("the end is %+v", done)
	}
}

func TestUndo(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	log, path := openAudit(t, audit.Options{})
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
	if last := records(t, path); last[len(last)-1].Event != audit.Undone {
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
	log, path := openAudit(t, audit.Options{})
	b := d.with(Options{Audit: log, Confirm: ConfirmNever})
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	f := b.fail(deleting, d.args(nil))
	if f.Kind != answer.KindDenied || !strings.Contains(f.Message, "audit log") {
		t.Errorf("got %+v", f)
	}
	d.untouched(b, "without a log")
	if r := b.result("list_hex_groups", args{}); r.IsError {
		t.Errorf("reading stopped: %s", textOf(r))
	}
}

// What is secret, by its name, its shape or because the server knows it, is in no result, failure, log, activity,
// question or record.
func TestMarkerNeverLeaves(t *testing.T) {
	const marker = "zq-MARKER-7f3a"
	a := newAgent(t, emulator.Options{})
	log, path := openAudit(t, audit.Options{})
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
	b.server.patience = wiretest.Patience
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
	if !strings.Contains(string(written), answer.Redacted) {
		t.Error("the log does not show that something was taken out")
	}
}
