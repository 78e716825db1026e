//go:build unix

package uitest_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/uitest"
)

// child is the variable that turns the test binary into a program for a pseudo-terminal.
const child = "UITEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(child) {
	case "":
		os.Exit(m.Run())
	case "desk":
		_, err := tea.NewProgram(&desk{}).Run()
		if err != nil {
			fmt.Fprintln(os.Stderr, "the desk ended:", err)
			os.Exit(3)
		}
		fmt.Println("goodbye")
	case "messy":
		fmt.Print("\x1b[?1049h\x1b[?25l\x1b[?1003h\x1b[?2004h\x1b[?1004h\x1b[>1u\x1b[>4;2mleft like this")
	case "stubborn":
		hups := make(chan os.Signal, 1)
		signal.Notify(hups, syscall.SIGHUP)
		fmt.Println("waiting")
		<-hups
		os.Exit(7)
	}
}

func spawn(t *testing.T, what string, opts ...uitest.Option) *uitest.Process {
	t.Helper()
	return uitest.Spawn(t, exec.Command(os.Args[0]), append(opts, uitest.Env(child+"="+what))...)
}

func TestProcessTakesKeysMouseAndSize(t *testing.T) {
	p := spawn(t, "desk", uitest.Size(50, 10))
	p.WaitFor("size  50×10")
	p.Press("up", "up", "a")
	p.WaitFor("text  a")
	p.Want("count 2")
	p.Press("esc", "b")
	p.WaitFor("up up a esc b")
	p.Paste("pasted")
	p.WaitFor("text  abpasted")
	p.Click(4, 0)
	p.WaitFor("left down at 4,0, up at 4,0")
	p.Resize(40, 12)
	p.WaitFor("size  40×12")
	if got := p.Title(); got != "✓ desk; ready" {
		t.Errorf("the title is %q", got)
	}
	p.Press("ctrl+q")
	if state := p.WaitExit(); state.ExitCode() != 0 {
		t.Errorf("the process ended with %v", state)
	}
	p.Want("goodbye")
	p.WantRestored()
}

func TestProcessWithKitty(t *testing.T) {
	p := spawn(t, "desk", uitest.Kitty())
	p.WaitFor("dark")
	p.Press("esc", "a", "ctrl+i", "shift+enter")
	p.WaitFor("keys  esc a ctrl+i shift+enter")
	p.Press("ctrl+q")
	p.WantRestored()
}

func TestTheTerminalIsRestored(t *testing.T) {
	tests := []struct {
		name string
		end  func(*uitest.Process)
		code int
		says string
	}{
		{"after SIGTERM", func(p *uitest.Process) { p.Signal(syscall.SIGTERM) }, 0, "goodbye"},
		{"after SIGINT", func(p *uitest.Process) { p.Signal(syscall.SIGINT) }, 3, "the desk ended"},
		{"after a panic", func(p *uitest.Process) { p.Press("ctrl+p") }, 3, "the desk ended"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := spawn(t, "desk", uitest.Size(100, 60))
			p.WaitFor("dark")
			test.end(p)
			if code := p.WaitExit().ExitCode(); code != test.code {
				t.Errorf("the exit code is %d, not %d", code, test.code)
			}
			p.Want(test.says)
			p.WantRestored()
			if !strings.HasSuffix(test.name, "panic") {
				return
			}
			if !strings.Contains(p.Output(), "the desk fell over") {
				t.Errorf("the panic is not printed:\n%s", p.Screen())
			}
		})
	}
}

func TestLeftoversAreNamed(t *testing.T) {
	p := spawn(t, "messy")
	p.WaitFor("left like this")
	got := strings.Join(p.Leftovers(), "; ")
	for _, want := range []string{"alternate screen", "cursor", "mouse", "bracketed paste", "focus", "kitty keyboard", "modifyOtherKeys"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not name: %s", got, want)
		}
	}
}

func TestLineSettingsAreCompared(t *testing.T) {
	if _, err := exec.LookPath("stty"); err != nil {
		t.Skip("there is no stty here to change the line settings with")
	}
	p := uitest.Spawn(t, exec.Command("stty", "-echo"))
	if got := strings.Join(p.Leftovers(), "; "); !strings.Contains(got, "line settings") {
		t.Errorf("echo is off after the end, and the leftovers are %q", got)
	}
}

func TestKilledProcessLeavesAMess(t *testing.T) {
	p := spawn(t, "desk")
	p.WaitFor("dark")
	p.Signal(syscall.SIGKILL)
	if code := p.WaitExit().ExitCode(); code != -1 {
		t.Errorf("a killed process has the exit code %d", code)
	}
	if got := strings.Join(p.Leftovers(), "; "); !strings.Contains(got, "line settings") || !strings.Contains(got, "mouse") {
		t.Errorf("nothing can have been put back, yet the leftovers are %q", got)
	}
}

func TestHangup(t *testing.T) {
	p := spawn(t, "stubborn")
	p.WaitFor("waiting")
	p.Hangup()
	if code := p.WaitExit().ExitCode(); code != 7 {
		t.Errorf("the hangup ended the process with %d, not by its own hand", code)
	}
}

func TestPipesInsteadOfTheTerminal(t *testing.T) {
	cmd := exec.Command("sh", "-c", "cat; echo on the terminal >/dev/tty")
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader("through the pipe\n"), &out, &errs
	p := uitest.Spawn(t, cmd)
	p.WaitExit()
	p.Want("on the terminal")
	p.WantNo("through the pipe")
	if out.String() != "through the pipe\n" || errs.Len() > 0 {
		t.Errorf("the pipes hold %q and %q", &out, &errs)
	}
}
