package program

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"hextui/ui/uitest"
)

// Where the terminal marks no paste, what nobody types presses no key: no run is started, no project opened.
func TestABurstPressesNoKeys(t *testing.T) {
	for _, burst := range []string{"Please look at this\r", "run it\rP\r", "qqq\ry\r"} {
		t.Run(strings.Fields(burst)[0], func(t *testing.T) {
			t.Parallel()
			p := newPerson(t).spawn([]string{"--demo"})
			p.WaitFor("69 projects")
			p.Raw(burst)
			p.WaitFor("Nothing here takes pasted text")
			p.WantNo("Run ", "Quit?", "running")
			p.Press("/") // it goes on as if nothing had been
			p.WaitFor("keep the filter")
			p.Raw("weekly revenue\r")
			p.WaitFor("1 of 69")
			p.Press("enter", "q")
			wantExit(t, p, 0)
		})
	}
}

// A key that was sent together with the one that opens a dialog was not meant for it.
func TestADialogTakesNoKeysThatWereUnderWay(t *testing.T) {
	p := newPerson(t).spawn([]string{"--demo"})
	openWeekly(p)
	p.Raw("P\r") // the form of a published run, which Enter would start
	p.WaitFor("Run Weekly revenue")
	p.Press("esc")
	p.WaitGone("Run Weekly revenue")
	p.WantNo("running", "pending")
	p.Press("q")
	wantExit(t, p, 0)
}

// A slow line that takes an arrow apart does not press Escape; how long it may be is the person's to say.
func TestAnArrowThatTheLineTakesApartIsOneKey(t *testing.T) {
	tests := map[string]struct {
		config string
		apart  time.Duration
	}{
		"a slow line": {"escape_ms = 1900\n", 250 * time.Millisecond},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := newPerson(t)
			home.configure(test.config)
			p := home.spawn([]string{"--demo"})
			openWeekly(p)
			edit(p, "ab")
			p.Raw("\x1b")
			<-time.After(test.apart)
			p.Raw("[D")
			p.WaitUntil("the cursor is a letter to the left", func(f uitest.Frame) bool {
				x, y, ok := f.Find("ab")
				return ok && f.Cursor.Visible && f.Cursor.X == x+1 && f.Cursor.Y == y
			})
			p.Press("esc")
			p.WaitUntil("Escape alone leaves", func(f uitest.Frame) bool { return !f.Cursor.Visible })
			p.Press("q")
			wantExit(t, p, 0)
		})
	}
}

// configure writes config.toml.
func (p *person) configure(text string) {
	p.t.Helper()
	if err := os.MkdirAll(p.config(), 0o700); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.config(), "config.toml"), []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// The command lines of EDITOR and BROWSER are read as a shell reads them.
func TestCommandLinesOfThePerson(t *testing.T) {
	home := newPerson(t)
	dir := filepath.Join(home.home, "my tools")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	// Each writes down its arguments, one a line.
	for _, name := range []string{"ed", "browser"} {
		body := fmt.Sprintf("#!/bin/sh\nprintf '%%s\\n' \"$@\" >'%s'\n", filepath.Join(home.home, name+".args"))
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	args := func(name string) string {
		got, err := os.ReadFile(filepath.Join(home.home, name+".args"))
		if err != nil {
			return ""
		}
		return string(got)
	}
	home.env = []string{`EDITOR="` + dir + `/ed" -c "set tw=80"`, `BROWSER='` + dir + `/browser' --url=%s`}
	p := home.spawn([]string{"--demo"})
	openWeekly(p)
	p.Press("e")
	p.WaitUntil("the cursor is in the source", func(f uitest.Frame) bool { return f.Cursor.Visible })
	p.Press("ctrl+e")
	p.WaitUntil("the editor had its arguments", func(uitest.Frame) bool { return strings.HasPrefix(args("ed"), "-c\nset tw=80\n") })
	p.WaitFor("editing")
	leaveEditor(p)
	p.Press("o")
	p.WaitUntil("the browser had the link", func(uitest.Frame) bool { return strings.HasPrefix(args("browser"), "--url=http") })
	p.Press("q")
	wantExit(t, p, 0)
}

// Stopped by who may stop it, the program leaves the terminal as a shell needs it, and takes it back when it goes on.
func TestStoppedInGoodOrder(t *testing.T) {
	if _, err := exec.LookPath("ps"); err != nil {
		t.Skip("there is no ps here to see by that the program is stopped")
	}
	p := newPerson(t).spawn([]string{"--demo"})
	openWeekly(p)
	p.Signal(syscall.SIGTSTP)
	p.WaitUntil("the terminal is the shell's", func(f uitest.Frame) bool { return len(f.Modes.Leftovers()) == 0 })
	p.WantSettings()
	p.WaitStopped()
	p.Spill("\x1b[2J\x1b[Hshell$ ")
	p.Continue()
	p.WaitGone("shell$")
	p.WaitFor("weekly_orders")
	p.Press("ctrl+z") // no shell has started this
	p.WaitFor("No shell is there to bring hextui back")
	p.Press("q")
	wantExit(t, p, 0)
	p.WantRestored()
}

// The window has the title back that it had before.
func TestTheTitleIsGivenBack(t *testing.T) {
	demo := newPerson(t).command("--demo")
	shell := exec.Command("sh", "-c", `printf '\033]2;my shell\007'; exec "$0" "$@"`, demo.Path, "--demo")
	shell.Env = demo.Env
	p := uitest.Spawn(t, shell, uitest.Size(120, 30))
	p.WaitFor("69 projects")
	p.Press("4")
	p.WaitUntil("the title is the program's", func(f uitest.Frame) bool { return f.Title == "hextui · Users" })
	p.Press("q")
	wantExit(t, p, 0)
	if got := p.Title(); got != "my shell" {
		t.Errorf("the window's title is %q", got)
	}
}
