package pyrun

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// talker is a program that runs what it is asked, and answers with the value or the name of the exception.
const talker = `
import json, os
space = {}
while True:
    line = REQUESTS.readline()
    if not line:
        break
    try:
        said = repr(eval(compile(json.loads(line), "q", "eval"), space))
    except BaseException as e:
        said = type(e).__name__
    os.write(ANSWERS, (said + "\n").encode())
`

// talking is a session with that program.
type talking struct {
	*Session
	t     *testing.T
	lines *bufio.Reader
}

func talk(t *testing.T, s *Sandbox, l Limits) talking {
	t.Helper()
	session, err := s.Open(t.Context(), talker, l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return talking{session, t, bufio.NewReader(session.Answers())}
}

func (k talking) ask(code string) {
	k.t.Helper()
	if _, err := fmt.Fprintf(k.Requests(), "%q\n", code); err != nil {
		k.t.Fatal(err)
	}
}

func (k talking) hear() string {
	line, err := k.lines.ReadString('\n')
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(line)
}

func (k talking) answer(code string) string {
	k.t.Helper()
	k.ask(code)
	return k.hear()
}

// TestSession keeps variables, prints, is interrupted, and is as shut in as any program.
func TestSession(t *testing.T) {
	eachWay(t, func(t *testing.T, s *Sandbox) {
		t.Parallel()
		k := talk(t, s, Limits{})
		for _, c := range [][2]string{
			{"(x := 20 + 1) * 2", "42"}, {"x", "21"}, {"__import__('os').getcwd()", "'/tmp'"}, {"open('/etc/passwd')", "FileNotFoundError"},
			{"__import__('socket').create_connection(('192.0.2.1', 80), 1)", "PermissionError"}, {"'x' * 3_000_000", ""},
		} {
			if got := k.answer(c[0]); got != c[1] && c[1] != "" || c[1] == "" && len(got) != 3_000_002 {
				t.Errorf("%s is %.100s, not %s", c[0], got, c[1])
			}
		}
		k.ask("print('begun') or [1 for _ in iter(int, 1)]")
		begun := make([]byte, 5)
		if _, err := io.ReadFull(k.Output(), begun); err != nil || string(begun) != "begun" {
			t.Fatalf("it prints %q, %v", begun, err)
		}
		k.Interrupt()
		if got := k.hear(); got != "KeyboardInterrupt" {
			t.Errorf("interrupted it answers %s", got)
		}
		if got := k.answer("x"); got != "21" {
			t.Errorf("after an interrupt x is %s", got)
		}
		go func() { _, _ = io.Copy(io.Discard, k.Output()) }()
		k.End()
		if got := k.hear(); got != io.EOF.Error() {
			t.Errorf("after its end it answers %s", got)
		}
		k.Interrupt()
	})
}

// TestSessionEnds says how a session ended that was not closed.
func TestSessionEnds(t *testing.T) {
	eachWay(t, func(t *testing.T, s *Sandbox) {
		t.Parallel()
		for code, want := range map[string]Result{
			"__import__('os')._exit(3)":                           {Ended: Broken, Code: 3},
			"__import__('os').kill(__import__('os').getpid(), 9)": {Ended: Broken, Code: 137},
			// Each process may have so much, and all of them together, too.
			"[(__import__('os').fork() or bytearray(b'x' * (60 << 20)) and __import__('time').sleep(1000)) for _ in range(8)] " +
				"and __import__('time').sleep(1000)": {Ended: MemoryLimit},
		} {
			k := talk(t, s, Limits{Memory: 200 << 20})
			if got := k.answer(code); got != io.EOF.Error() {
				t.Errorf("%s answers %s", code, got)
			}
			got := k.Close()
			if got.Limits = (Limits{}); got != want {
				t.Errorf("%s ends as %+v", code, got)
			}
		}
	})
}

// TestSessionOfNoSandbox is the error of a session that cannot be opened.
func TestSessionOfNoSandbox(t *testing.T) {
	s := anyWay(t)
	broken := &Sandbox{way: s.way, python: s.python, maker: noMaker{}}
	if _, err := broken.Open(t.Context(), talker, Limits{}); !errors.Is(err, errMaker) {
		t.Errorf("it says %v", err)
	}
}

var errMaker = errors.New("no sandbox today")

type noMaker struct{}

func (noMaker) command(int64) (command, error) { return command{}, errMaker }
