package road

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
)

// answered waits until Hex has answered, looking again and again.
func (d *desk) answered(text string) {
	d.t.Helper()
	d.WaitUntil("Hex has answered “"+text+"”", func(f frame) bool {
		if strings.Contains(f.String(), text) {
			return true
		}
		d.clock.advance(3 * time.Second)
		return false
	})
}

func TestAQuestionIsAskedAndItsAnswerRead(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{lasting: true})
	d.see("69 projects")
	letGo := d.hold(emulator.HeldPending)
	d.Press("9")
	d.see("Ask Hex about the data", "may cost credits", "with all of the workspace")
	d.Type("How did revenue develop by week in the last 2 months?")
	d.Press("enter")
	d.see("you", "How did revenue develop by week", "answering 0:00")
	d.clock.advance(31 * time.Second)
	d.see("answering 0:31", "leaves it running")

	d.Press("esc") // it goes on while one does other things
	d.see("› Threads", "asking 1", "▌ How did revenue develop by week")
	d.Press("1")
	d.see("69 projects", "asking 1")
	letGo()
	d.must(d.workspace.Settled(d.t.Context()))
	d.answered("Hex has answered “How did revenue develop by week")
	d.WaitUntil("the terminal rang", func(frame) bool { return d.Bells() == 1 })
	d.see("f4 opens it.")
	d.Press("/", "f4") // a key that types nothing opens it where text is typed, too
	d.see("hex", "highest in", "cell Revenue by week", "2026-11-09  37113.52", "cell Revenue by week (chart)", "▀")
	d.WaitGone("**") // until it is rendered
	d.WantNo("<thinking>", "| --- |", "[assistant]")
	if n := d.sent.of("CreateThread"); n != 1 {
		t.Errorf("%d threads were made", n)
	}

	d.Press("c")
	d.see("esc close")
	d.Press("esc")
	d.WaitGone("esc close")
	letGo = d.hold(emulator.HeldPending)
	d.Press("a")
	d.Type("And only paid?")
	d.Press("enter")
	d.see("And only paid?", "answering")
	d.Press("a")
	d.told("takes a further question when it has answered")
	letGo()
	d.answered("Hex has answered")
	if n := d.sent.of("ContinueThread"); n != 1 {
		t.Errorf("%d further questions were asked", n)
	}
	d.Press("enter")
	d.see("CELLS", "Revenue by week", "select")
}

func TestAThreadIsCopiedAndSaved(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("6")
	d.choose("What happened to revenue two months ago?")
	d.Press("enter")
	d.see("nearly all orders stayed pending", "cell weekly_orders", "project Weekly revenue")
	d.WaitGone("**pending**")
	d.WantNo("<thinking>")
	d.Press("y")
	d.see("Sent the thread as Markdown to the terminal, for its clipboard.")
	d.WaitUntil("the thread is on the clipboard", func(frame) bool { return d.Clipboard() != "" })
	text := d.Clipboard()
	for _, want := range []string{"> Was it one channel only?\n", "stayed **pending**", "- cell weekly_orders\n", "/acme/thread/"} {
		if !strings.Contains(text, want) {
			t.Errorf("the copy has no %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "thinking") {
		t.Errorf("the copy has what was thought:\n%s", text)
	}
	file := filepath.Join(t.TempDir(), "thread.md")
	d.Press("w")
	d.see("Save the thread", "what-happened-to-revenue")
	d.Press("ctrl+u")
	d.Type(file + "\n")
	d.told("Saved to " + file)
	if data, err := os.ReadFile(file); err != nil || string(data) != text {
		t.Errorf("the file has %q, %v", data, err)
	}
	d.must(os.WriteFile(file, []byte("mine"), 0o600))
	d.Press("w")
	d.see("Save the thread")
	d.Press("ctrl+u")
	d.Type(file + "\n")
	d.see("Write over the file?")
	d.Press("n")
	if data, _ := os.ReadFile(file); string(data) != "mine" {
		t.Errorf("the file was written over: %q", data)
	}
	d.Press("tab", "tab", "enter")
	d.see("CELLS")
}

// What a question points at reaches Hex, and its text word for word.
func TestAQuestionPointsAtAProjectAndAConnection(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("9")
	d.see("Ask Hex about the data")
	d.Type("How many orders ")
	d.Type("@")
	d.see("Attach", "a project, a table or a data connection")
	d.Type("legacy mart")
	d.Press("enter")
	d.see("with connection ")
	d.Press("ctrl+o")
	d.see("take it off")
	d.Type("weekly revenue")
	d.Press("enter")
	d.see("project Weekly revenue")
	d.Type("did we have?")
	d.Press("esc") // what was typed stays
	d.see("69 projects")
	d.Press("9")
	d.see("How many orders did we have?", "project Weekly revenue")
	d.Press("enter")
	d.answered("has no answer to")
	d.told("may not query that data connection")
	d.see("may not query that data connection")
	d.Press("a")
	d.told("takes no further question")
}

// A table of an answer is drawn as one.
func TestATableOfAnAnswer(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("6")
	d.choose("Time from order to door in Australia")
	d.Press("enter")
	d.see("shipped_at", "│ when the parcel left", "─┼─")
	d.WaitGone("|---|")
}

func TestNoQuestionWrites(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("9")
	d.Paste("delete from orders\nwhere id = 1")
	d.Press("enter")
	d.told("SQL statement that writes")
	d.see("where id = 1")
	if n := d.sent.of("CreateThread"); n != 0 {
		t.Errorf("%d threads were made", n)
	}
}

// A question that Hex did not take is not lost.
func TestAQuestionThatWasNotAskedStays(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{client: impatient})
	d.see("69 projects")
	d.fault(emulator.Fault{Kind: emulator.Status, Status: 503, Operation: "CreateThread"})
	d.Press("9")
	d.Type("How many orders?")
	d.Press("enter")
	d.told("The question was not asked.")
	d.see("How many orders?")
	d.workspace.ClearFaults()
	d.Press("enter")
	d.answered("Hex has answered")
}

// Hex lists threads for managers only; what others ask is listed for them all the same.
func TestThreadsOfThoseWhoAreNoManagers(t *testing.T) {
	t.Parallel()
	tokens := []emulator.Token{{Value: "explorer", Email: "chloe@acme.example"}, {Value: "admin"}}
	d := sit(t, setup{workspace: emulator.Options{Tokens: tokens}, client: hex.Options{Token: "explorer"}})
	d.see("projects")
	d.Press("6")
	d.see("Hex lists threads for managers and admins only.", "a asks Hex about the data")
	d.Press("a")
	d.see("Ask Hex about the data")
	d.Type("How many orders did we have last month?\n")
	d.answered("Hex has answered")
	d.Press("6")
	d.see("How many orders did we have last month?", "These are the ones that were asked here.")
}

func TestThreadsAreFiltered(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("6")
	d.see("TOPICS", "8 threads")
	d.find("source:slack")
	d.see("1 of 8", "Which countries have the most refunds?")
	d.Press("esc")
	d.find("topics:marketing")
	d.see("1 of 8", "New customers by channel")
	d.Press("esc")
	d.choose("Rows of mart.ledger_entries")
	d.Press("enter")
	d.told("names a table or column that there is not. Hex says: There is no table mart.ledger_entries in Shop warehouse.")
	d.Press("esc")
	d.choose("private thread")
	d.Press("enter")
	d.see("This thread is private")
	if !regexp.MustCompile(`private thread [0-9a-f]+`).MatchString(d.Screen()) {
		t.Error("the private thread has a name")
	}
}

// A question that was not sent is not lost in silence.
func TestQuittingTellsOfAQuestionThatWasNotSent(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("9")
	d.Type("How many ord")
	d.Press("esc", "q")
	d.see("Quit?", "A question that was not sent is lost.")
	d.Press("n", "9")
	d.see("How many ord")
}

// What the analyst's thread cannot be looked at for is said once, and the thread goes on in Hex.
func TestAThreadThatCannotBeWatchedIsTold(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{client: impatient})
	d.see("69 projects")
	d.hold(emulator.HeldPending)
	d.Press("9")
	d.Type("How many orders?\n")
	d.see("answering")
	d.fault(emulator.Fault{Kind: emulator.Status, Status: 500, Operation: "GetThread"})
	d.WaitUntil("the thread is not watched any more", func(f frame) bool {
		if !f.Contains("asking 1") && !f.Contains("answering") {
			return true
		}
		d.clock.advance(3 * time.Second)
		return false
	})
	d.see("How many orders?")
	d.Press("L") // what the screen cannot be read anew for may have been said since
	d.told("is no longer watched; it goes on in Hex.")
}

// What a question can point at comes in while the person looks, also where the projects were never listed before.
func TestProjectsToAttachComeInWhileOneLooks(t *testing.T) {
	t.Parallel()
	before := sit(t, setup{})
	before.see("69 projects")
	before.Press("q")
	before.delay("ListProjects")
	d := sit(t, setup{after: before})
	d.Press("9", "ctrl+o")
	d.see("Shop warehouse  data connection")
	d.WantNo("Weekly revenue  project")
	d.letGo()
	d.Type("weekly rev")
	d.see("Weekly revenue  project")
	d.Press("enter")
	d.see("with project Weekly revenue")
}
