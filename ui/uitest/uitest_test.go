package uitest_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"go.uber.org/goleak"

	"hextui/ui/uitest"
	"hextui/ui/uitest/terminal"
)

func TestKeysChangeTheScreenBeforePressReturns(t *testing.T) {
	term := uitest.Start(t, &desk{})
	for i := range 50 {
		term.Press("up")
		if got, want := term.Row(0), fmt.Sprintf("count %d", i+1); got != want {
			t.Fatalf("after key %d the screen shows %q, not %q", i+1, got, want)
		}
	}
	term.Press("down", "down", "down")
	term.Want("count 47")
	term.Quit()
}

func TestEscapeIsAKeyOfItsOwn(t *testing.T) {
	for _, kitty := range []bool{false, true} {
		var opts []uitest.Option
		if kitty {
			opts = append(opts, uitest.Kitty())
		}
		term := uitest.Start(t, &desk{}, opts...)
		term.Press("a", "esc", "b", "alt+c", "esc", "esc", "enter")
		term.Want("keys  a esc b alt+c esc esc enter", "text  ab")
		term.Quit()
	}
}

func TestTypePasteAndCursor(t *testing.T) {
	term := uitest.Start(t, &desk{})
	term.Type("select é")
	term.Want("text  select é")
	if c := term.Cursor(); !c.Visible || c.X != 14 || c.Y != 1 {
		t.Errorf("the cursor is at %+v", c)
	}
	term.Paste(" 世\tx")
	term.Want("text  select é 世")
	term.Press("ctrl+y")
	term.WaitUntil("something is in the clipboard", func(uitest.Frame) bool { return term.Clipboard() != "" })
	if got := term.Clipboard(); got != "select é 世\tx" {
		t.Errorf("the clipboard holds %q", got)
	}
	term.Quit()
}

func TestMouse(t *testing.T) {
	term := uitest.Start(t, &desk{})
	term.Click(3, 2)
	term.Want("mouse left down at 3,2, up at 3,2")
	term.RightClick(0, 0)
	term.Want("mouse right down at 0,0")
	term.Drag(1, 1, 5, 3)
	term.Want("left down at 1,1, over 5,3, up at 5,3")
	term.Wheel(0, 0, 3)
	term.Want("count 3")
	term.Wheel(0, 0, -5)
	term.Want("count -2")
	term.ClickOn("done")
	term.Want("left down at 11,5")
	term.Hover(40, 20)
	term.Want("over 40,20")
	term.Blur()
	term.Want("out of focus")
	term.Focus()
	term.Want("in focus")
	term.Quit()
}

func TestTheScreenAsCells(t *testing.T) {
	term := uitest.Start(t, &desk{}, uitest.Size(60, 8))
	term.WaitFor("dark")
	c := term.Cell(6, 0)
	if !c.Bold() || c.Fg() != "#ff8800" || c.Content != "0" {
		t.Errorf("the counter is %q, %s", c.Content, c.Look())
	}
	if c := term.CellOf("世"); c.Width != 2 {
		t.Errorf("世 takes %d cells", c.Width)
	}
	if x, _, _ := term.Frame().Find("done"); x != 11 {
		t.Errorf("the text after two wide characters is found in column %d", x)
	}
	if got := term.Title(); got != "✓ desk; ready" {
		t.Errorf("the title is %q", got)
	}
	uitest.Golden(t, "desk", term.Screen())
	uitest.Golden(t, "desk-styled", term.Frame().Crop(0, 0, 20, 3).Styled())
	term.Quit()
}

func TestProfileAndBackground(t *testing.T) {
	term := uitest.Start(t, &desk{}, uitest.Profile(colorprofile.Ascii), uitest.Background(color.White))
	term.WaitFor("light")
	if c := term.Cell(6, 0); c.Fg() != "" || !c.Bold() {
		t.Errorf("without colours the counter is %q", c.Look())
	}
	term.Quit()
}

func TestResize(t *testing.T) {
	term := uitest.Start(t, &desk{}, uitest.Size(60, 8))
	term.Want("size  60×8")
	term.Resize(30, 20)
	term.Want("size  30×20")
	if f := term.Frame(); f.Width != 30 || f.Height != 20 {
		t.Errorf("the frame is %d×%d", f.Width, f.Height)
	}
	term.Quit()
}

func TestWaitIdle(t *testing.T) {
	d := &desk{late: make(chan string)}
	term := uitest.Start(t, d)
	term.Press("ctrl+l")
	term.WantNo("late news")
	go func() { d.late <- "late news" }()
	term.WaitIdle(func() bool { return d.busy == 0 })
	term.Want("late news")
	term.Press("backspace")
	term.WaitGone("late news")
	term.Quit()
}

func TestCounts(t *testing.T) {
	term := uitest.Start(t, &desk{plain: true})
	term.WaitFor("dark")
	views, messages := term.ViewCount(), term.MessageCount()
	term.Press("a", "b")
	if got := term.ViewCount() - views; got != 2 {
		t.Errorf("two keys made %d views", got)
	}
	if got := term.MessageCount() - messages; got != 2 {
		t.Errorf("two keys made %d messages: %v", got, term.Messages())
	}
	term.Do(func(m tea.Model) {
		if got := string(m.(*desk).text); got != "ab" {
			t.Errorf("the model holds %q", got)
		}
	})
	term.Quit()
}

func TestFilterSeesTheModel(t *testing.T) {
	vetoed := 0
	term := uitest.Start(t, &desk{}, uitest.Filter(func(m tea.Model, msg tea.Msg) tea.Msg {
		if _, ok := msg.(tea.QuitMsg); ok && string(m.(*desk).text) == "unsaved" {
			vetoed++
			return nil
		}
		return msg
	}))
	term.Type("unsaved")
	term.Press("ctrl+q")
	term.WaitUntil("the veto", func(uitest.Frame) bool {
		is := false
		term.Do(func(tea.Model) { is = vetoed == 1 })
		return is
	})
	term.Press("backspace", "ctrl+q")
	term.WaitEnd()
}

func TestAProgramThatEndsByItself(t *testing.T) {
	term := uitest.Start(t, &desk{})
	term.Type("x")
	term.Press("ctrl+q")
	model := term.WaitEnd()
	if got := string(model.(*desk).text); got != "x" {
		t.Errorf("the last model holds %q", got)
	}
	if left := term.Frame().Modes.Leftovers(); left != nil {
		t.Errorf("after the end %s", strings.Join(left, ", "))
	}
}

func TestATickDoesNotCountAsALeak(t *testing.T) {
	term := uitest.Start(t, &desk{})
	term.Press("ctrl+t")
	term.Quit()
}

// fakeT is a test that may fail without failing the real one.
type fakeT struct {
	testing.TB
	said     []string
	failed   bool
	cleanups []func()
}

func (f *fakeT) Helper()           {}
func (f *fakeT) Failed() bool      { return f.failed }
func (f *fakeT) Cleanup(do func()) { f.cleanups = append(f.cleanups, do) }
func (f *fakeT) Logf(s string, a ...any) {
	f.said = append(f.said, fmt.Sprintf(s, a...))
}

func (f *fakeT) Errorf(s string, a ...any) {
	f.failed = true
	f.said = append(f.said, fmt.Sprintf(s, a...))
}

func (f *fakeT) Fatalf(s string, a ...any) {
	f.Errorf(s, a...)
	runtime.Goexit()
}

func (f *fakeT) Fatal(a ...any) { f.Fatalf("%v", a...) }

// failing runs a test that should fail and returns what it said.
func failing(t *testing.T, test func(t testing.TB)) string {
	t.Helper()
	f := &fakeT{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		test(f)
	}()
	<-done
	for _, do := range f.cleanups {
		do()
	}
	if !f.failed {
		t.Error("the test did not fail")
	}
	return strings.Join(f.said, "\n")
}

func TestFailuresShowTheScreen(t *testing.T) {
	short := uitest.Deadline(300 * time.Millisecond)
	blocked := make(chan string)
	defer close(blocked)
	tests := []struct {
		name string
		do   func(t testing.TB)
		says []string
	}{
		{"a text that never comes", func(t testing.TB) {
			uitest.Start(t, &desk{}, short).WaitFor("nowhere")
		}, []string{`waited 300ms until "nowhere" is on the screen`, "│count 0", "← cursor in column 6", "title: ✓ desk"}},
		{"a text that is not there", func(t testing.TB) {
			uitest.Start(t, &desk{}).Want("count", "nowhere")
		}, []string{`"nowhere" is not on the screen`, "│count 0"}},
		{"a text that should not be there", func(t testing.TB) {
			uitest.Start(t, &desk{}).WantNo("count")
		}, []string{`"count" is on the screen`}},
		{"a key that no legacy terminal sends", func(t testing.TB) {
			uitest.Start(t, &desk{}).Press("shift+enter")
		}, []string{`no bytes of its own for "shift+enter"`}},
		{"a click without a mouse", func(t testing.TB) {
			uitest.Start(t, &desk{plain: true}).Click(1, 1)
		}, []string{"has not switched the mouse on"}},
		{"a program that ended meanwhile", func(t testing.TB) {
			term := uitest.Start(t, &desk{})
			term.Press("ctrl+q")
			term.WaitFor("nowhere")
		}, []string{"the program has ended"}},
		{"a panic", func(t testing.TB) {
			term := uitest.Start(t, &desk{})
			term.Press("ctrl+p")
			term.WaitEnd()
		}, []string{"the desk fell over", "models_test.go"}},
		{"a goroutine left behind", func(t testing.TB) {
			term := uitest.Start(t, &desk{late: blocked})
			term.Press("ctrl+l")
			term.Quit()
		}, []string{"goroutines outlived the program", "models_test.go"}},
		{"a program that will not quit", func(t testing.TB) {
			uitest.Start(t, &desk{}, short, uitest.Filter(func(_ tea.Model, msg tea.Msg) tea.Msg {
				if _, ok := msg.(tea.QuitMsg); ok {
					return nil
				}
				return msg
			})).Quit()
		}, []string{"it took too long"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			said := failing(t, test.do)
			for _, want := range test.says {
				if !strings.Contains(said, want) {
					t.Errorf("the failure does not say %q:\n%s", want, said)
				}
			}
		})
	}
}

func TestLeaksCanBeExcused(t *testing.T) {
	late := make(chan string)
	defer close(late)
	term := uitest.Start(t, &desk{late: late},
		uitest.IgnoreLeaks(goleak.IgnoreAnyFunction("hextui/ui/uitest_test.(*desk).key.func1"),
			goleak.IgnoreAnyFunction("hextui/ui/uitest_test.(*desk).key.func2")))
	term.Press("ctrl+l")
	term.Quit()
}

func TestGolden(t *testing.T) {
	if flag.Lookup("update").Value.String() == "true" {
		t.Skip("with -update nothing is compared")
	}
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("testdata", "a.golden"), []byte("one\r\ntwo\r\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	uitest.Golden(t, "a", "one\ntwo")
	said := failing(t, func(t testing.TB) { uitest.Golden(t, "a", "one\nthree") })
	if !strings.Contains(said, "-two") || !strings.Contains(said, "+three") {
		t.Errorf("the failure does not show the difference:\n%s", said)
	}
	said = failing(t, func(t testing.TB) { uitest.Golden(t, "new", "one") })
	if !strings.Contains(said, "with -update") {
		t.Errorf("the failure does not say how to make the file:\n%s", said)
	}
}

func TestAKilledProgramIsAnError(t *testing.T) {
	ctx, kill := context.WithCancel(t.Context())
	p := terminal.Run(ctx, &desk{}, terminal.ProgramOptions{})
	kill()
	if _, err := p.Result(); !errors.Is(err, tea.ErrProgramKilled) {
		t.Errorf("a killed program says %v", err)
	}
}
