package change_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/emulator"
)

// TestChanges carries every kind of change through its life: what is said of it is so, what is shown is sent, what changed in
// between is not written over, and what can be undone is.
func TestChanges(t *testing.T) {
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			w := newWorld(t)
			t.Run("plan", func(t *testing.T) { w.net.tell("", ""); plan(t, w, k.make(w)) })
			t.Run("deed", func(t *testing.T) { w.net.tell("", ""); deed(t, w, k.make(w)) })
			t.Run("meanwhile", func(t *testing.T) { w.net.tell("", ""); meanwhile(t, w, k.make(w)) })
		})
	}
}

func prepare(t *testing.T, w *world, s scene) *change.Prepared {
	t.Helper()
	p, err := s.what.Prepare(w.ctx, w.client)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// plan holds what is said of a change against what is so, and that saying it changes nothing.
func plan(t *testing.T, w *world, s scene) {
	was := seen(s)
	w.net.taken()
	p := prepare(t, w, s)
	for _, q := range w.net.taken() {
		if q.Method != "GET" {
			t.Errorf("preparing sent %s %s", q.Method, q.Path)
		}
	}
	if now := seen(s); now != was {
		t.Errorf("preparing made %q of %q", now, was)
	}
	var fields, affected []string
	for _, f := range p.Fields {
		fields = append(fields, f.Name+": "+f.Before+" > "+f.After)
	}
	for _, a := range p.Affected {
		affected = append(affected, fmt.Sprintf("%d %s: %s", a.Count, a.Kind, strings.Join(a.Names, " ")))
	}
	same(t, "target", []string{p.Target.String()}, []string{s.target})
	same(t, "fields", fields, s.fields)
	same(t, "warnings", p.Warnings, s.warnings)
	same(t, "affected", affected, s.affected)
	if p.Risk != s.risk {
		t.Errorf("the risk is %s, not %s", p.Risk, s.risk)
	}
	if p.Undoable != (s.undoes || s.stops) || p.Undo == "" || p.Does == "" || p.Version == "" || p.Nothing() {
		t.Errorf("the plan is %+v", p)
	}
	if len(p.Fields) > 0 && p.Diff == "" {
		t.Error("there is no diff")
	}
	raw, err := json.Marshal([]any{p.Requests, p.Fields, p.Current, p.Warnings, p.Diff})
	if err != nil || strings.Contains(string(raw), "hunter") {
		t.Errorf("a secret is shown: %s (%v)", raw, err)
	}
	again := prepare(t, w, s)
	if again.Version != p.Version {
		t.Errorf("the same plan has the versions %s and %s", p.Version, again.Version)
	}
}

func seen(s scene) string {
	if s.state == nil {
		return ""
	}
	return s.state()
}

// same holds texts against what is wanted, in which * stands for anything.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	fits := len(got) == len(want)
	for i := 0; fits && i < len(got); i++ {
		rest := got[i]
		for j, part := range strings.Split(want[i], "*") {
			at := strings.Index(rest, part)
			if fits = at == 0 || at > 0 && j > 0; !fits {
				break
			}
			rest = rest[at+len(part):]
		}
		fits = fits && (rest == "" || strings.HasSuffix(want[i], "*"))
	}
	if !fits {
		t.Errorf("%s are\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// deed carries a change out and puts it back.
func deed(t *testing.T, w *world, s scene) {
	was := seen(s)
	p := prepare(t, w, s)
	w.net.taken()
	r, err := p.Commit(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if sent := writes(t, w.net.taken()); !reflect.DeepEqual(sent, p.Requests) {
		t.Errorf("shown was\n%s\nsent was\n%s", text(p.Requests), text(sent))
	}
	became := seen(s)
	if s.state != nil && became == was {
		t.Errorf("nothing came of it: %q", was)
	}
	if r.Entity == nil || reflect.ValueOf(r.Entity).IsZero() || r.Done == "" {
		t.Errorf("the result is %+v", r)
	}
	if _, err := p.Commit(w.ctx); !errors.Is(err, change.ErrTaken) {
		t.Errorf("it can be carried out twice: %v", err)
	}
	switch {
	case (r.Undo == nil) != (r.NoUndo != ""):
		t.Errorf("the undo is %v, %q", r.Undo, r.NoUndo)
	case (s.undoes || s.stops) && r.Undo == nil:
		t.Fatalf("it cannot be undone: %s", r.NoUndo)
	case !s.undoes:
		return
	}
	back, undone, err := w.do(r.Undo)
	if err != nil {
		t.Fatalf("undo: %v", err)
	}
	if now := seen(s); now != was {
		t.Errorf("after the undo (%s) it is\n%s\nand was\n%s", undone.Done, now, was)
	}
	if len(back.Requests) == 0 {
		t.Error("the undo shows no request")
	}
}

// writes are those of the requests that change something, as a plan shows them.
func writes(t *testing.T, sent []change.Request) []change.Request {
	t.Helper()
	all := []change.Request{}
	for _, q := range sent {
		if q.Method == "GET" {
			continue
		}
		q.Body = shown(q.Body)
		all = append(all, q)
	}
	return all
}

// shown is a body as a plan has to show it: in its own words here, so that the plan's are held against them.
func shown(body json.RawMessage) json.RawMessage {
	var tree any
	switch err := json.Unmarshal(body, &tree); {
	case len(body) == 0:
		return nil
	case err != nil:
		return json.RawMessage(`"[not JSON]"`)
	}
	raw, err := json.Marshal(tree)
	if err != nil {
		panic(err)
	}
	return json.RawMessage(strings.NewReplacer("hunter2", "[redacted]", "hunter3", "[redacted]").Replace(string(raw)))
}

func text(all []change.Request) string {
	raw, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

// meanwhile has somebody else change the target between plan and deed.
func meanwhile(t *testing.T, w *world, s scene) {
	if s.meddle == nil {
		t.Skip("Hex tells nothing of the target")
	}
	p := prepare(t, w, s)
	if err := s.meddle(w.ctx); err != nil {
		t.Fatal(err)
	}
	was := seen(s)
	w.net.taken()
	_, err := p.Commit(w.ctx)
	var changed *change.Changed
	if !errors.As(err, &changed) || !changed.Gone && len(changed.Differences) == 0 || !strings.Contains(err.Error(), "Nothing was done") {
		t.Errorf("what was changed meanwhile gave %v", err)
	}
	if sent := writes(t, w.net.taken()); len(sent) > 0 {
		t.Errorf("it was sent all the same: %s", text(sent))
	}
	if now := seen(s); now != was {
		t.Errorf("it made %q of %q", now, was)
	}
	if again, err := s.what.Prepare(w.ctx, w.client); err == nil && again.Version == p.Version {
		t.Error("the plan for another state has the same version")
	}
}

// TestNothingToChange: what is so already costs no write and no question.
func TestNothingToChange(t *testing.T) {
	w := newWorld(t)
	p, people := w.project(), w.people()
	c := w.cell(p.ID, "select 1 as one")
	g := w.group(people[0])
	k := must(w.other.CreateCollection(w.ctx, hex.NewCollection{Name: w.fresh("Collection")}))
	for _, what := range []change.Change{
		change.SetStatus{ProjectID: p.ID},
		change.ShareWithUsers{ProjectID: p.ID, Grants: []change.Grant{{Who: change.Who{ID: people[0].ID}, Access: hex.AccessNone}}},
		change.ShareWithAll{ProjectID: p.ID, Public: hex.AccessNone},
		change.SaveCell{Cell: change.CellRef{ID: c.ID}, Source: new("select 1 as one"), ExpectedHash: "an earlier one"},
		change.ReplaceInCells{ProjectID: p.ID, Find: matching("nowhere"), With: "x"},
		change.EditGroup{ID: g.ID, Name: g.Name, Add: []change.Who{{ID: people[0].ID}}},
		change.EditCollection{ID: k.ID, Edit: hex.CollectionEdit{Name: k.Name}},
	} {
		t.Run(reflect.TypeOf(what).Name(), func(t *testing.T) {
			p, err := what.Prepare(w.ctx, w.client)
			if err != nil {
				t.Fatal(err)
			}
			w.net.taken()
			r, err := p.Commit(w.ctx)
			if err != nil || !p.Nothing() || len(p.Fields) > 0 || r.Entity == nil || r.Undo != nil || r.NoUndo == "" {
				t.Errorf("got %+v and %+v, %v", p, r, err)
			}
			if sent := w.net.taken(); len(sent) > 0 {
				t.Errorf("it sent %s", text(sent))
			}
		})
	}
}

// TestEveryWriteIsAChange: no operation that changes something is missing here.
func TestEveryWriteIsAChange(t *testing.T) {
	here := map[string]bool{}
	w := newWorld(t)
	for _, k := range kinds() {
		w.within(t, k.name, func(t *testing.T) { here[prepare(t, w, k.make(w)).Op] = true })
	}
	for _, op := range emulator.Operations() {
		if op.Method != "GET" && !here[op.Name] {
			t.Errorf("%s is no change", op.Name)
		}
	}
}

// TestManyCells: a bulk change is refused as a whole when one of its cells changed before it began, done in part when one
// changes while it goes on, and put back.
func TestManyCells(t *testing.T) {
	w := newWorld(t)
	project := w.project()
	a, b := w.cell(project.ID, "select 1 as a"), w.cell(project.ID, "select 1 as b")
	replace := change.ReplaceInCells{ProjectID: project.ID, Find: matching("1"), With: "2"}
	both := func() string { return w.source(project.ID, a.StaticID) + " | " + w.source(project.ID, b.StaticID) }

	p := must(replace.Prepare(w.ctx, w.client))
	if err := w.edit(b)(w.ctx); err != nil {
		t.Fatal(err)
	}
	var changed *change.Changed
	if _, err := p.Commit(w.ctx); !errors.As(err, &changed) || both() != "select 1 as a | select 'theirs' as one" {
		t.Errorf("a change before it began gave %v and %s", err, both())
	}

	now := must(w.other.FindCell(w.ctx, project.ID, b.StaticID))
	must(w.other.UpdateCell(w.ctx, now.ID, hex.CellUpdate{SQL: new("select 1 as b")}))
	replace.Progress = func(done, total int) {
		if now := must(w.other.FindCell(w.ctx, project.ID, b.StaticID)); done == 1 && total == 2 {
			must(w.other.UpdateCell(w.ctx, now.ID, hex.CellUpdate{SQL: new("select 'theirs'")}))
		}
	}
	r, err := must(replace.Prepare(w.ctx, w.client)).Commit(w.ctx)
	var part *change.PartialCells
	var conflict *hex.Conflict
	if !errors.As(err, &part) || !errors.As(err, &conflict) || part.Written != 1 || part.Left != 1 ||
		both() != "select 2 as a | select 'theirs'" {
		t.Errorf("a change while it went on gave %v and %s", err, both())
	}
	var outcomes []change.Outcome
	for _, o := range r.Entity.([]change.CellOutcome) {
		outcomes = append(outcomes, o.Outcome)
	}
	if !slices.Equal(outcomes, []change.Outcome{change.Written, change.Conflict}) {
		t.Errorf("the outcomes are %v", outcomes)
	}
	if _, _, err := w.do(r.Undo); err != nil || both() != "select 1 as a | select 'theirs'" {
		t.Errorf("the undo gave %v and %s", err, both())
	}
	if _, err := r.Undo.Prepare(w.ctx, w.client); err == nil && !must(r.Undo.Prepare(w.ctx, w.client)).Nothing() {
		t.Error("an undo that was done is to be done again")
	}
}

// TestSharingInPart: what Hex refuses of a sharing comes with what was done, and only that is put back.
func TestSharingInPart(t *testing.T) {
	w := newWorld(t)
	p, u := w.project(), w.people()[0]
	me := must(w.other.Me(w.ctx)) // the owner, whose access cannot be changed
	was := w.access(p.ID)
	grants := []change.Grant{{Who: change.Who{ID: u.ID}, Access: hex.AccessView}, {Who: change.Who{ID: me.ID}, Access: hex.AccessView}}
	r, err := must(change.ShareWithUsers{ProjectID: p.ID, Grants: grants}.Prepare(w.ctx, w.client)).Commit(w.ctx)
	var part *hex.PartialSharing
	if !errors.As(err, &part) || !strings.Contains(w.access(p.ID), u.Email+" CAN_VIEW") || r.Entity.(hex.Project).ID != p.ID {
		t.Fatalf("got %+v, %v and %s", r, err, w.access(p.ID))
	}
	if back, ok := r.Undo.(change.ShareWithUsers); !ok || len(back.Grants) != 1 || back.Grants[0].ID != u.ID {
		t.Errorf("the undo is %+v", r.Undo)
	}
	if _, _, err := w.do(r.Undo); err != nil || w.access(p.ID) != was {
		t.Errorf("the undo gave %v and %s, not %s", err, w.access(p.ID), was)
	}
}

// TestGroupsOfOneName: Hex shows groups by their names, which need not be unique.
func TestGroupsOfOneName(t *testing.T) {
	w := newWorld(t)
	p := w.project()
	a, b := must(w.other.CreateGroup(w.ctx, "Twins", nil)), must(w.other.CreateGroup(w.ctx, "Twins", nil))
	must(w.other.EditProjectSharingGroups(w.ctx, p.ID, []hex.Grant{{ID: a.ID, Access: hex.AccessView}, {ID: b.ID, Access: hex.AccessEdit}}))
	what := change.ShareWithGroups{ProjectID: p.ID, Grants: []change.Grant{{Who: change.Who{ID: a.ID}, Access: hex.AccessView}}}
	plan := must(what.Prepare(w.ctx, w.client))
	if plan.Undoable || !strings.Contains(plan.Undo, "more than once") || plan.Nothing() {
		t.Errorf("the plan is %+v", plan)
	}
	if r, err := plan.Commit(w.ctx); err != nil || r.Undo != nil {
		t.Errorf("got %+v, %v", r, err)
	}
}

// TestAskHexFirst: Hex itself may be asked whether it would take a run, which starts none; and a thread that is busy takes no
// further question.
func TestAskHexFirst(t *testing.T) {
	w := newWorld(t)
	p := w.published()
	runs := func() int { return len(must(w.other.GetProjectRuns(w.ctx, p.ID, hex.RunQuery{Limit: 100})).Runs) }
	before := runs()
	plan := must(change.RunProject{ProjectID: p.ID, Ask: true}.Prepare(w.ctx, w.client))
	if runs() != before || !strings.Contains(strings.Join(plan.Warnings, " "), "would take it") {
		t.Errorf("the plan is %+v", plan)
	}
	wrong := change.RunProject{ProjectID: p.ID, Ask: true, Run: hex.RunRequest{Inputs: map[string]any{"min_orders": "many"}}}
	if _, err := wrong.Prepare(w.ctx, w.client); !hex.IsKind(err, hex.Invalid, hex.Unprocessable) {
		t.Errorf("wrong inputs gave %v", err)
	}
	release := must(w.work.HoldRuns(emulator.HeldRunning))
	defer release()
	thread := must(w.other.CreateThread(w.ctx, hex.NewThread{Prompt: hex.Prompt{Text: "How many orders were there?"}}))
	busy := change.ContinueThread{ThreadID: thread.ThreadID, Prompt: hex.Prompt{Text: "And now?"}}
	if _, err := busy.Prepare(w.ctx, w.client); !hex.IsKind(err, hex.Unprocessable) {
		t.Errorf("a busy thread gave %v", err)
	}
}

// TestWrittenUnread: a token that may write a thing and not read it writes it all the same, and the plan says what is not known.
func TestWrittenUnread(t *testing.T) {
	w := newWorld(t)
	p, u := w.published(), w.people()[0]
	own := w.project()
	thread := hex.NewThread{Prompt: hex.Prompt{Text: "How many orders were there?"}, ProjectID: own.ID}
	for _, c := range []struct {
		what change.Change
		deny string
	}{
		{change.RunProject{ProjectID: p.ID}, "/projects/"},
		{change.RunDraft{ProjectID: own.ID}, "/projects/"},
		{change.SetStatus{ProjectID: own.ID}, "/projects/"},
		{change.ShareWithAll{ProjectID: own.ID, Workspace: hex.AccessView}, "/projects/"},
		{change.CreateCell{Cell: hex.NewCell{ProjectID: own.ID, Type: hex.CellMarkdown, Source: "# T"}}, "/projects/"},
		{change.CreateThread{Thread: thread}, "/projects/"},
		{change.EmbedURL{ProjectID: p.ID}, "/projects/"},
		{change.EndorseSchema{
			ConnectionID: w.warehouse(), Updates: []hex.StatusUpdate{{Type: "TABLE", Name: "public.orders", Status: "Endorsed"}},
		}, "/data-connections/"},
		{change.CreateGroup{Name: w.fresh("Group"), Members: []change.Who{{ID: u.ID}}}, "/users"},
		{change.ShareWithUsers{ProjectID: own.ID, Grants: []change.Grant{{Who: change.Who{ID: u.ID}, Access: hex.AccessView}}}, "/users"},
	} {
		t.Run(reflect.TypeOf(c.what).Name(), func(t *testing.T) {
			w.net.mu.Lock()
			w.net.deny = c.deny
			w.net.mu.Unlock()
			plan, err := c.what.Prepare(w.ctx, w.client)
			if err != nil {
				t.Fatal(err)
			}
			r, err := plan.Commit(w.ctx)
			if err != nil || r.Entity == nil || plan.Target.String() == "" {
				t.Errorf("got %+v, %v", r, err)
			}
			if _, group := c.what.(change.CreateGroup); !group && !strings.Contains(strings.Join(plan.Warnings, " "), " not ") {
				t.Errorf("the warnings are %q", plan.Warnings)
			}
			switch c.what.(type) {
			case change.ShareWithUsers, change.ShareWithAll, change.SetStatus:
				if plan.Undoable || r.Undo != nil {
					t.Error("what is not known is to be put back")
				}
			}
		})
	}
}

// TestThrough: what was prepared by one client is carried out by another, and once.
func TestThrough(t *testing.T) {
	w := newWorld(t)
	p := w.project()
	plan := must(change.SetStatus{ProjectID: p.ID, Status: "Endorsed"}.Prepare(w.ctx, w.other))
	w.net.taken()
	if _, err := plan.Through(w.client).Commit(w.ctx); err != nil {
		t.Fatal(err)
	}
	if sent := w.net.taken(); len(sent) != 2 {
		t.Errorf("the other client sent %s", text(sent))
	}
	if _, err := plan.Commit(w.ctx); !errors.Is(err, change.ErrTaken) {
		t.Errorf("it was carried out twice: %v", err)
	}
}
