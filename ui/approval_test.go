package ui

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"

	"hextui/hex"
	"hextui/hex/agents"
	"hextui/hex/drafts"
	"hextui/hex/emulator"
	"hextui/ui/uitest"
	"hextui/ui/uitest/terminal"
)

// watching is the UI on the embedded workspace while agents work.
type watching struct {
	*uitest.Term
	t      *testing.T
	clock  *terminal.Clock
	client *hex.Client // the UI's own, and that of agents of this process
	other  *hex.Client // another program's
	space  *emulator.Running
	app    *App
	sent   sent
	// answers are those that were given, such as "one yes".
	mu      sync.Mutex
	answers []string
}

func watch(t *testing.T, opts ...uitest.Option) *watching {
	t.Helper()
	w := begin(t, Session{Name: "test", DraftsOf: "test"}, hex.NoLimits, opts...)
	w.WaitFor("Weekly revenue")
	return w
}

// sent counts the requests of the UI's client, by operation.
type sent struct {
	mu  sync.Mutex
	ops map[string]int
}

func (s *sent) observe(e hex.Event) {
	if e.Kind == hex.EventSent {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.ops[e.Op]++
	}
}

func (s *sent) all() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.ops)
}

func (s *sent) of(op string) int { return s.all()[op] }

// heard is the UI with the events of its client, as the program joins them.
type heard struct {
	*App
	events *Events
}

type event struct{ tea.Msg }

func (h heard) next() tea.Msg {
	select {
	case m := <-h.events.Messages():
		return event{m}
	case <-h.ctx.Done():
		return nil
	}
}

func (h heard) Init() tea.Cmd { return tea.Batch(h.App.Init(), h.next) }

func (h heard) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var again tea.Cmd
	if e, ok := msg.(event); ok {
		msg, again = e.Msg, h.next
	}
	_, cmd := h.App.Update(msg)
	return h, tea.Batch(cmd, again)
}

// warehouses are those of all workspaces of these tests.
var warehouses emulator.Warehouses

// begin starts the UI on a workspace.
func begin(t *testing.T, s Session, limits hex.Limits, opts ...uitest.Option) *watching {
	t.Helper()
	w := &watching{t: t, clock: terminal.NewClock(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)), sent: sent{ops: map[string]int{}}}
	space, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Now: w.clock.Now, Warehouses: &warehouses})
	if err != nil {
		t.Fatal(err)
	}
	w.space = space
	events := NewEvents()
	w.client, err = hex.New(hex.Options{BaseURL: space.URL(), Token: space.Token(), Limits: limits, RetryFor: -1,
		Observe: func(e hex.Event) {
			w.sent.observe(e)
			events.Observe(e)
		}})
	if err != nil {
		t.Fatal(err)
	}
	w.other, err = hex.New(hex.Options{BaseURL: space.URL(), Token: space.Token(), Limits: hex.NoLimits})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := drafts.Open(t.TempDir(), drafts.Options{Delay: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.Client = w.client
	w.app = New(ctx, Options{Session: &s, Keys: testKeys(t), Drafts: kept, Theme: "dark", Agents: true, Now: w.clock.Now,
		After: w.clock.After})
	w.Term = uitest.Start(t, heard{w.app, events}, append([]uitest.Option{
		uitest.Size(100, 30), uitest.Kitty(),
		// Batches that wait for ticks, and sequences read in part when the program ended, cannot be ended by anybody; the
		// warehouse stays for the next test.
		uitest.IgnoreLeaks(goleak.IgnoreAnyFunction("database/sql.(*DB).connectionOpener"),
			goleak.IgnoreAnyFunction("charm.land/bubbletea/v2.(*Program).execBatchMsg"),
			goleak.IgnoreAnyFunction("iter.Pull2[...].func1.1")),
	}, opts...)...)
	t.Cleanup(func() { // before the goroutines are counted
		cancel()
		w.client.Close()
		w.other.Close()
		if err := kept.Close(); err != nil {
			t.Error(err)
		}
		if err := space.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// ask has an agent ask; the keys of the moment are over when it returns.
func (w *watching) ask(id string, change func(*AskApproval)) {
	w.t.Helper()
	q := AskApproval{Question: agents.Question{
		ID: id, Title: "Delete group " + id, Tool: "delete_hex_group", Class: "destroy",
		Target: "group “Finance” (0191aaaa-0000-7000-8000-00000000000" + id[:1] + ")",
		Plan:   "DELETE /api/v1/groups/x", Client: "tester 3", Until: w.clock.Now().Add(2 * time.Minute),
	}, Answer: func(yes bool) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.answers = append(w.answers, fmt.Sprintf("%s %t", id, yes))
	}}
	if change != nil {
		change(&q)
	}
	w.Message(q)
	w.clock.Move(time.Second)
}

func (w *watching) want(answers ...string) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Equal(w.answers, answers) {
		w.t.Errorf("the answers are %q, not %q\n%s", w.answers, answers, w.Screen())
	}
}

// A person is shown what is asked, about what, by whom, and answers once; doing nothing is the default.
func TestApproval(t *testing.T) {
	tests := map[string]struct {
		keys []string
		want []string
	}{
		"approved":                  {[]string{"y"}, []string{"1 true"}},
		"declined":                  {[]string{"n"}, []string{"1 false"}},
		"escape declines":           {[]string{"esc"}, []string{"1 false"}},
		"the default is to decline": {[]string{"enter"}, []string{"1 false"}},
		"once":                      {[]string{"y", "y", "n", "enter"}, []string{"1 true"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := watch(t)
			bells := w.Bells()
			w.ask("1", nil)
			w.Want("An agent asks: Delete group 1", "group “Finance” (0191aaaa", "delete_hex_group, of class destroy", "tester 3",
				"DELETE /api/v1/groups/x", "approve", "decline")
			w.WaitUntil("the terminal rings", func(uitest.Frame) bool { return w.Bells() > bells })
			w.want()
			w.Press(test.keys...)
			w.want(test.want...)
			w.WantNo("An agent asks")
		})
	}
}

// What the world would see more of is approved as a person's own deed is: by typing its title.
func TestApprovalOfWhatTheWorldSees(t *testing.T) {
	w := watch(t)
	opens := func(q *AskApproval) { q.Opens, q.Opened = true, "Weekly revenue" }
	w.ask("1", opens)
	w.Want("An agent asks: Delete group 1", "Anybody on the web could open it, without a login. Type its title, “Weekly revenue”,")
	w.Press("y", "enter")
	w.want()
	w.Want("That is not it: nothing was done.")
	w.Press("backspace")
	w.Type("weekly revenue")
	w.want()
	w.Press("enter")
	w.want("1 true")
	w.WantNo("An agent asks")
	w.ask("2", opens)
	w.Press("esc")
	w.want("1 true", "2 false")
}

// What is being typed when the question comes decides nothing.
func TestApprovalIsNotTyped(t *testing.T) {
	w := watch(t)
	w.ask("1", func(*AskApproval) { w.clock.Move(-time.Second) })
	w.clock.Move(-time.Second)
	w.Press("y", "enter")
	w.want()
	w.Want("An agent asks")
	for range 10 { // who types on is typing something else
		w.clock.Move(300 * time.Millisecond)
		w.Press("y")
	}
	w.want()
	w.clock.Move(time.Second)
	w.Press("y")
	w.want("1 true")
}

// Questions are asked one after the other; one that is withdrawn gets no answer, and what waits at the end is declined.
func TestApprovalsWait(t *testing.T) {
	w := watch(t)
	for _, id := range []string{"1", "2", "3", "4"} {
		w.ask(id, nil)
	}
	w.Want("Delete group 1")
	w.Message(WithdrawApproval{"3"})
	w.Want("Delete group 1")
	w.Message(WithdrawApproval{"1"})
	w.Want("Delete group 2")
	w.WantNo("Delete group 1")
	w.clock.Move(time.Second)
	w.Press("y")
	w.Want("Delete group 4")
	w.want("2 true")
	w.Message(WithdrawApproval{"nobody"})
	w.Want("Delete group 4")
	w.Do(func(m tea.Model) { m.Update(Terminate{}) })
	w.want("2 true", "4 false")
}

// A long plan is read by scrolling; hostile text does nothing and forges no line.
func TestApprovalOfHostileText(t *testing.T) {
	w := watch(t, uitest.Size(60, 20))
	var plan strings.Builder
	for i := range 60 {
		fmt.Fprintf(&plan, "line %d\n", i)
	}
	w.ask("1", func(q *AskApproval) {
		q.Plan, q.Client = plan.String()+"\x1b]52;c;ZXZpbA==\x07the end", "nice\nid       0191ffff\u202e \x1b[2J"
		q.Target = "group “Fin\x1b[31mance\rtarget everything” (0191aaaa)"
		q.IDs = []string{"group_id 0191bbbb-0000-7000-8000-000000000002"}
	})
	w.Want("target   group “Fin␛[31mance␍target everything”", "0191bbbb-0000-7000-8000-000000000002", "approve", "decline", "line 0")
	for y := range 20 {
		if row := strings.TrimLeft(w.Row(y), " │"); strings.HasPrefix(row, "id       0191ffff") {
			t.Errorf("a line was forged: %s", row)
		}
	}
	for range 10 {
		w.Press("pgdown")
	}
	w.Want("the end", "approve")
	if w.Clipboard() != "" {
		t.Error("the text reached the clipboard")
	}
	w.Resize(30, 8) // too small to see what is asked
	w.Press("y")
	w.want()
	w.Resize(60, 20)
	w.Press("n")
	w.want("1 false")
}

// Whoever asks from beside the UI gets the answer, or a no when the question or the UI is over.
func TestAskingFromBeside(t *testing.T) {
	w := watch(t)
	e := NewEvents()
	forwarded := make(chan struct{})
	go func() { e.Forward(w.Message); close(forwarded) }()
	ask := func(ctx context.Context, id string) <-chan bool {
		answer := make(chan bool, 1)
		go func() { answer <- e.Approve(ctx, agents.Question{ID: id, Title: "Do " + id, Target: id}) }()
		return answer
	}
	got := ask(t.Context(), "one")
	w.WaitFor("Do one")
	w.clock.Move(time.Second)
	w.Press("y")
	if !<-got {
		t.Error("one was approved and is not")
	}
	ctx, cancel := context.WithCancel(t.Context())
	got = ask(ctx, "two")
	w.WaitFor("Do two")
	cancel()
	if <-got {
		t.Error("two was approved by nobody")
	}
	w.WaitGone("Do two")
	got = ask(t.Context(), "three")
	w.WaitFor("Do three")
	e.Close()
	if <-got {
		t.Error("three was approved by nobody")
	}
	<-forwarded
}

// The calls of agents are listed as they happen, shown in full, and a write of a cell is taken back after a review.
func TestActivity(t *testing.T) {
	w := watch(t, uitest.Size(120, 40))
	cell, snap := w.cell()
	saved, err := w.client.Save(t.Context(), snap, hex.Edit{Source: snap.Source + "\n-- by an agent"})
	if err != nil {
		t.Fatal(err)
	}
	w.Press("8")
	w.WaitFor("Nothing was done in this session yet")
	at := w.clock.Now()
	w.Message(AgentCall{ID: "c1", Tool: "delete_hex_group", Class: "destroy", Target: "group Finance", Client: "tester 3", At: at,
		Running: true, Waiting: true})
	w.Want("waiting for approval", "delete_hex_group", "group Finance")
	w.Message(AgentCall{
		ID: "c1", Tool: "delete_hex_group", Class: "destroy", Target: "group Finance", At: at, Took: 3 * time.Millisecond, Failed: true,
		Outcome: "The person at the terminal declined. Nothing was done.", Hint: "Go on without it.", Decision: "declined",
		Asked: `{"group_id":"f3660ab4","dry_run":false}`, Notes: []string{"kind declined"},
	})
	w.WantNo("waiting for approval")
	w.Want("dry_run false", "declined")
	w.Press("enter")
	w.Want("The person at the terminal declined. Nothing was done.", "Go on without it.", "kind declined", "dry_run = false",
		"group_id = f3660ab4", "c1")
	w.Press("q")
	w.Press("U")
	w.WaitFor("wrote no cell")
	undo := &AgentUndo{
		ProjectID: cell.ProjectID, CellID: cell.ID, StaticID: cell.StaticID, Label: "revenue", Source: snap.Source,
		NewHash: saved.Snapshot.Hash,
		PutBack: func(ctx context.Context, source string) (hex.Saved, error) {
			return w.client.Save(ctx, saved.Snapshot, hex.Edit{Source: source})
		},
	}
	w.Message(AgentCall{ID: "c2", Tool: "update_hex_cell", Class: "overwrite", Target: "cell revenue", At: at, Took: time.Millisecond,
		Undo: undo})
	w.Press("U")
	w.WaitFor("Take back what update_hex_cell wrote to “revenue”?")
	w.Want("-- by an agent")
	w.Press("enter")
	w.WaitFor("is as it was before the agent's write")
	w.Want("taken back")
	if _, now := w.cell(); now.Source != snap.Source {
		t.Errorf("the cell is %q, not %q", now.Source, snap.Source)
	}
	w.Press("U")
	w.WaitFor("taken back already")

	w.Message(AgentCall{ID: "c3", Tool: "update_hex_cell", Class: "overwrite", Target: "cell revenue", At: at, Took: time.Millisecond,
		Undo: &AgentUndo{
			ProjectID: cell.ProjectID, CellID: cell.ID, StaticID: cell.StaticID, Source: "x", NewHash: saved.Snapshot.Hash,
			PutBack: func(context.Context, string) (hex.Saved, error) { return hex.Saved{}, errors.New("not to be called") },
		}})
	w.Press("U")
	w.WaitFor("has been changed since that write; nothing was taken back")
}

// The newest row of a list stays chosen as others come before it, until somebody goes to a row: what they press next is meant for that one.
func TestTheRowThatOneWentToStaysChosen(t *testing.T) {
	w := watch(t, uitest.Size(120, 40))
	w.Press("8")
	w.WaitFor("Nothing was done in this session yet")
	call := func(id string) {
		w.Message(AgentCall{ID: id, Tool: "list_hex_groups", Target: "call " + id, At: w.clock.Now(), Outcome: "done"})
	}
	chosen := func(id string) {
		t.Helper()
		w.WaitUntil("the bar is at call "+id, func(f uitest.Frame) bool {
			return slices.ContainsFunc(f.Rows(), func(row string) bool {
				return strings.HasPrefix(row, "▌") && strings.Contains(row, "call "+id)
			})
		})
	}
	call("one")
	call("two")
	chosen("two")
	w.Press("down", "up")
	call("three")
	chosen("two")
	w.Press("up")
	chosen("three")
}

// What a call was about is named as people know it, whatever it is, and what the call was given says no more than that does not.
func TestActivityNamesWhatACallWasAbout(t *testing.T) {
	w := watch(t, uitest.Size(120, 40))
	groups, err := w.client.ListGroups(t.Context(), hex.GroupQuery{Paging: hex.Paging{Limit: 100}})
	if err != nil {
		t.Fatal(err)
	}
	finance := groups.Items[slices.IndexFunc(groups.Items, func(g hex.Group) bool { return g.Name == "Finance" })]
	w.Press("8")
	w.WaitFor("Nothing was done in this session yet")
	w.Message(AgentCall{ID: "c1", Tool: "update_hex_group", Class: "access", Target: finance.ID, Client: "tester 3", At: w.clock.Now(),
		Asked: `{"group_id":"` + finance.ID + `","name":"Money"}`})
	w.WaitFor("Finance")
	w.Want("update_hex_group", "name Money", "tester 3")
	w.WantNo("group_id", finance.ID)
}

// cell is a cell with a source.
func (w *watching) cell() (hex.Cell, hex.Snapshot) {
	w.t.Helper()
	projects, err := w.client.ListProjects(w.t.Context(), hex.ProjectQuery{Paging: hex.Paging{Limit: 100}})
	if err != nil {
		w.t.Fatal(err)
	}
	at := slices.IndexFunc(projects.Items, func(p hex.Project) bool { return p.Title == "Weekly revenue" })
	cells, err := w.client.ListCells(w.t.Context(), hex.CellQuery{ProjectID: projects.Items[at].ID})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range cells.Items {
		if c.Type == hex.CellSQL {
			snap, err := w.client.ReadCell(w.t.Context(), c.ProjectID, c.ID, c.StaticID)
			if err != nil {
				w.t.Fatal(err)
			}
			return snap.Cell, snap
		}
	}
	w.t.Fatal("there is no SQL cell")
	return hex.Cell{}, hex.Snapshot{}
}
