package program

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The answer is on standard output and nothing else is; what came of the question is the exit code.
func TestAskingFromAShell(t *testing.T) {
	t.Parallel()
	home := newPerson(t)
	const question = "How many orders did we have last month?"
	out, errs, code := outcome(t, home.plain("ask", "--demo", "--pace", "0", question, "--pattern", `(?P<orders>[\d,]+)`))
	if code != 0 || !strings.HasPrefix(out, "orders=") || strings.Count(out, "\n") != 1 || !strings.Contains(errs, "asked in the thread") {
		t.Errorf("the code is %d, printed is %q, said %q", code, out, errs)
	}
	out, errs, code = outcome(t, home.plain("ask", "--demo", "--pace", "0", question, "--pattern", "nothing like it"))
	if code != 1 || out != "" || !strings.Contains(errs, "does not match") {
		t.Errorf("the code is %d, printed is %q, said %q", code, out, errs)
	}
	out, errs, code = outcome(t, home.plain("ask", "--demo", "drop table orders"))
	if code != 2 || out != "" || !strings.Contains(errs, "statement that writes") {
		t.Errorf("the code is %d, printed is %q, said %q", code, out, errs)
	}
	out, errs, code = outcome(t, home.plain("ask", "--demo", question, "--wait", "1ms", "--pace", "1000"))
	if code != 3 || out != "" || !strings.Contains(errs, "--thread") {
		t.Errorf("the code is %d, printed is %q, said %q", code, out, errs)
	}
	out, errs, code = outcome(t, home.plain("ask", question, "--wait", "soon"))
	if code != 2 || out != "" || !strings.Contains(errs, `--wait takes a time such as 30s or 5m, not "soon"`) {
		t.Errorf("the code is %d, printed is %q, said %q", code, out, errs)
	}
}

// Interrupted, it says how to come back to the question.
func TestAskingIsInterrupted(t *testing.T) {
	t.Parallel()
	cmd := newPerson(t).plain("ask", "--demo", "--pace", "1000", "How many orders did we have last month?")
	talk, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(talk)
	var lines []string
	for said.Scan() {
		lines = append(lines, said.Text())
		if strings.Contains(said.Text(), "the thread is RUNNING") {
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
	}
	var end *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &end) || end.ExitCode() != 130 {
		t.Errorf("it ended with %v", err)
	}
	if last := lines[len(lines)-1]; !strings.Contains(last, "interrupted") || !strings.Contains(last, "hextui ask --thread ") {
		t.Errorf("it said last %q", last)
	}
}
