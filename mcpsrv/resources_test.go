package mcpsrv

import (
	"context"
	"slices"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/policy"
)

// A project that is read as a resource is seen and written down as one that is read by a tool.
func TestReadingAResourceIsSeenAndWrittenDown(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	log, path := openAudit(t, audit.Options{})
	b := a.with(Options{Audit: log})
	if _, err := b.read("hex://project/" + project + "/cells"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.read("hex://project/nowhere"); err == nil {
		t.Error("a project that is not there was read")
	}

	b.mu.Lock()
	seen := slices.Clone(b.seen)
	b.mu.Unlock()
	if len(seen) != 4 {
		t.Fatalf("seen was %+v", seen)
	}
	began, done, failed := seen[0], seen[1], seen[3]
	if began.Done || !done.Done || began.ID != done.ID || done.Tool != "resources/read" || done.Class != policy.Read ||
		done.Failure != nil ||
		done.Target != "hex://project/"+project+"/cells" || done.Client.Name != "tester" {
		t.Errorf("seen was %+v, then %+v", began, done)
	}
	if failed.Failure == nil || failed.Failure.Kind != string(hex.NotFound) {
		t.Errorf("of the other, seen was %+v", failed)
	}

	var told []string
	for _, r := range records(t, path) {
		told = append(told, strings.TrimSpace(string(r.Event)+" "+r.Tool+" "+string(r.Decision)+" "+r.Outcome))
		if r.Outcome == "ok" && (r.Bytes == 0 || !strings.Contains(string(r.Args), "/cells") || r.Call != done.ID) {
			t.Errorf("written down is %+v", r)
		}
	}
	if want := []string{"opened", "call resources/read allowed ok", "call resources/read allowed not_found"}; !slices.Equal(told, want) {
		t.Errorf("the log tells %q", told)
	}
}

// With Taint, text that came as a resource counts as text that came by a tool.
func TestAResourceTaints(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	id := a.runnable()
	b := a.with(Options{Taint: true, Confirm: ConfirmNever})
	if _, err := b.read("hex://project/" + id + "/cells"); err != nil {
		t.Fatal(err)
	}
	if f := b.fail("run_hex_project", args{"project_id": id}); f.Kind != answer.KindUnconfirmed {
		t.Errorf("got %+v", f)
	}
}

// A resource is not a way around the list of allowed projects.
func TestAResourceIsUnderThePolicy(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	allowed, other := a.find("Weekly revenue"), a.runnable()
	b := a.with(Options{Policy: policy.Policy{AllowProjects: []string{allowed}}})
	if _, err := b.read("hex://project/" + allowed); err != nil {
		t.Error(err)
	}
	if text, err := b.read("hex://project/" + other + "/cells"); err == nil {
		t.Errorf("read was %.200s", text)
	}
}

// A fault in a reading ends that reading only, and says nothing of itself.
func TestAFaultInAResource(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	b := a.with(Options{Client: a.hex.With(faulty)})
	text, err := b.read("hex://project/" + project)
	if err == nil || strings.Contains(err.Error(), "secret detail") || !strings.Contains(err.Error(), "fault inside the server") {
		t.Errorf("got %q, %v", text, err)
	}
	if _, err := b.read("hex://project/" + project + "/cells"); err != nil {
		t.Error(err)
	}
}

// faulty is a hook with a fault in it.
func faulty(_ context.Context, o hex.Operation) (func(any, error) error, error) {
	if o.Name == "GetProject" {
		panic("secret detail")
	}
	return nil, nil
}
