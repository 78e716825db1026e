package completion

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/spf13/cobra"
)

// program is a command line with the command that prints the scripts.
func program() *cobra.Command {
	root := &cobra.Command{Use: "hextui"}
	root.AddCommand(&cobra.Command{Use: "get", Run: func(*cobra.Command, []string) {}})
	root.InitDefaultCompletionCmd()
	Mend(root)
	return root
}

// printed is the script of a shell.
func printed(t *testing.T, shell string, flags ...string) string {
	t.Helper()
	var b bytes.Buffer
	root := program()
	root.SetOut(&b)
	root.SetArgs(append([]string{"completion", shell}, flags...))
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestScripts(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		for _, flags := range [][]string{nil, {"--no-descriptions"}} {
			if text := printed(t, shell, flags...); !strings.Contains(text, "hextui") {
				t.Errorf("%s %v: %q", shell, flags, text)
			}
		}
	}
}

// titles answers what a key press asks for, and tells with which arguments it was called otherwise.
const titles = `#!/bin/sh
if [ "$1" = __complete ]; then
	printf '%s\t%s\n' "Weekly revenue" a1 "Do coupons pay?" b2 "Scratch - Priya" c3 "Scratch - Priya (2)" d4
	echo :4
	exit
fi
for one in "$@"; do printf '<%s>' "$one"; done >called
printf 'called-%d\n' 42
`

// TestInShells presses the key in real shells: what is inserted calls the program with the title as one argument.
func TestInShells(t *testing.T) {
	const helpers = "/usr/share/bash-completion/bash_completion"
	for _, shell := range []struct{ name, begin, needs string }{
		{"bash --norc --noprofile -i", ". " + helpers + "; . ./script", helpers},
		{"zsh -f -i", "autoload -U compinit; compinit -u -D; . ./script", ""},
		{"fish --no-config -i", "source script", ""},
	} {
		words := strings.Fields(shell.name)
		t.Run(words[0], func(t *testing.T) {
			if _, err := exec.LookPath(words[0]); err != nil {
				t.Skipf("There is no %s here: how titles are completed in it is tried where there is one, and in .ci/run.", words[0])
			}
			if _, err := os.Stat(shell.needs); shell.needs != "" && err != nil {
				t.Skipf("%s needs the package bash-completion: what it does is tried where there is one, and in .ci/run.", words[0])
			}
			s := begin(t, words, printed(t, words[0]))
			s.keys(shell.begin + "\n")
			for typed, want := range map[string]string{
				`Wee`:                          "<get><Weekly revenue>",
				`Weekly\ rev`:                  "<get><Weekly revenue>",
				`"Wee`:                         "<get><Weekly revenue>",
				`Do`:                           "<get><Do coupons pay?>",
				`Scr`:                          "<get><Scratch - Priya>",
				`"Weekly revenue" Do`:          "<get><Weekly revenue><Do coupons pay?>",
				`Do\ coupons\ pay\? Weekly\ r`: "<get><Do coupons pay?><Weekly revenue>",
			} {
				if got := s.called("hextui get " + typed + "\t\n"); got != want {
					t.Errorf("%s and the key make it %q, want %q\n%q", typed, got, want, s.seen.String())
				}
			}
		})
	}
}

// session is a shell on a terminal.
type session struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File
	dir  string
	seen bytes.Buffer
}

func begin(t *testing.T, words []string, script string) *session {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"script": script, "hextui": titles} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir = dir
	cmd.Env = slices.Concat(os.Environ(), []string{"HOME=" + dir, "PATH=" + dir + ":" + os.Getenv("PATH"), "TERM=xterm"})
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 200})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		_ = tty.Close()
	})
	return &session{t: t, cmd: cmd, tty: tty, dir: dir}
}

func (s *session) keys(keys string) {
	s.t.Helper()
	if _, err := s.tty.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// called are the arguments that the program is called with by a line.
func (s *session) called(line string) string {
	s.t.Helper()
	s.seen.Reset()
	s.keys(line)
	late := time.AfterFunc(time.Minute, func() { _ = s.cmd.Process.Kill() }) // a read of a terminal takes no deadline
	defer late.Stop()
	some := make([]byte, 4096)
	for !strings.Contains(s.seen.String(), "called-42") {
		n, err := s.tty.Read(some)
		if err != nil {
			s.t.Fatalf("%v: %q", err, s.seen.String())
		}
		s.seen.Write(some[:n])
	}
	text, err := os.ReadFile(filepath.Join(s.dir, "called"))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}
