package paint

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tmux, which measures characters by itself, has its cursor where the canvas says that a text ends.
func TestTmuxHasTheSameColumns(t *testing.T) {
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("This needs tmux, which is not here.")
	}
	socket := filepath.Join(t.TempDir(), "tmux")
	tmux := func(args ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), "tmux", append([]string{"-u", "-S", socket, "-f", os.DevNull}, args...)...)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TERM=xterm-256color")
		out, err := cmd.CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	defer func() { _, _ = tmux("kill-server") }() // without a server there is nothing to end
	for i, c := range tricky {
		canvas := NewCanvas(20, 1)
		end := canvas.Surface().Text(0, 0, "a"+c.text+"|", Style{})
		row := canvas.String()
		file := filepath.Join(t.TempDir(), "row")
		if err := os.WriteFile(file, []byte(row[:strings.Index(row, "|")+1]), 0o600); err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprint("row", i)
		if out, err := tmux("new-session", "-d", "-s", name, "-x", "40", "-y", "3", "cat '"+file+"'; exec sleep 60"); err != nil {
			t.Skipf("tmux cannot be started here: %v %s", err, out)
		}
		if got := settled(t, end, func() (string, error) { return tmux("display-message", "-p", "-t", name, "#{cursor_x}") }); got != end {
			t.Errorf("tmux has %q, drawn as %q, end in column %d, the canvas in %d", c.text, row, got, end)
		}
	}
}

// settled asks until the answer is what is wanted, or for a second after it is any number but none.
func settled(t *testing.T, want int, ask func() (string, error)) (got int) {
	t.Helper()
	until := time.Now().Add(time.Second)
	for time.Now().Before(until) {
		said, err := ask()
		if err != nil {
			t.Fatal(err, said)
		}
		if got, err = strconv.Atoi(said); err != nil {
			t.Fatal(err)
		}
		if got == want {
			break
		}
	}
	return got
}
