//go:build unix

package uitest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"hextui/ui/uitest/terminal"
)

// Process is a program that runs on a pseudo-terminal of its own.
type Process struct {
	*Driver
	cmd    *exec.Cmd
	master *os.File
	line   *line

	before, after *term.State
	readErr       error // reading the settings after the end
	done          chan struct{}
	wires         sync.WaitGroup
	hangup        sync.Once
}

// Spawn starts a command whose controlling terminal is a new pseudo-terminal with an emulator behind
// it. Standard streams that the command does not set are that terminal. Its environment is small and
// fixed (PATH, an empty HOME, TERM and the like), then what the command sets, then [Env]. The test's
// cleanup kills the process if it still runs.
//
// Keys go to the process as they would from a person: wait for what they cause. A lone Escape is a
// matter of time on a keyboard of old, so tests that press it are surest with [Kitty].
func Spawn(t testing.TB, cmd *exec.Cmd, opts ...Option) *Process {
	t.Helper()
	s := settle(opts)
	master, slave, err := open()
	if err != nil {
		t.Fatalf("no pseudo-terminal to be had: %v", err)
	}
	tty := terminal.New(s.program.Options)
	size := tty.Frame()
	p := &Process{cmd: cmd, master: master, line: &line{slave: slave}, done: make(chan struct{})}
	p.Driver = &Driver{t: t, term: tty, done: p.done, deadline: s.deadline, input: &ptyKeys{term: tty, line: p.line}, why: p.why}
	if p.before, err = p.line.settings(); err == nil {
		err = p.line.resize(size.Width, size.Height)
	}
	if err != nil {
		t.Fatalf("the pseudo-terminal does not work: %v", err)
	}
	cmd.Env = environment(t.TempDir(), cmd.Env, s.program.Env)
	attach(cmd, slave)
	if err := cmd.Start(); err != nil {
		t.Fatalf("cannot start %s: %v", cmd.Path, err)
	}
	p.wires.Go(func() { _, _ = io.Copy(tty, master) })          // ends with the last writer, or with master
	p.wires.Go(func() { _ = p.line.hand(master, tty.Input()) }) // ends with tty
	go p.attend()
	t.Cleanup(p.cleanup)
	return p
}

// open returns a pseudo-terminal whose master side can be closed while somebody reads from it, as a
// hangup has to: the package pty makes files that block in Read and hold Close up.
func open() (master, slave *os.File, err error) {
	blocking, slave, err := pty.Open()
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = blocking.Close() }()
	syscall.ForkLock.RLock()
	fd, err := syscall.Dup(int(blocking.Fd()))
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err == nil {
		err = syscall.SetNonblock(fd, true)
	}
	if err != nil {
		_ = slave.Close()
		return nil, nil, err
	}
	return os.NewFile(uintptr(fd), blocking.Name()), slave, nil
}

func environment(home string, own, extra []string) []string {
	env := []string{"HOME=" + home, "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8"}
	for _, name := range []string{"PATH", "TMPDIR", "GOCOVERDIR"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return append(append(env, own...), extra...)
}

// attach makes the slave side the command's controlling terminal and its free standard streams.
func attach(cmd *exec.Cmd, slave *os.File) {
	ctty := -1
	if cmd.Stdin == nil {
		cmd.Stdin, ctty = slave, 0
	}
	if cmd.Stdout == nil {
		cmd.Stdout, ctty = slave, 1
	}
	if cmd.Stderr == nil {
		cmd.Stderr, ctty = slave, 2
	}
	if ctty < 0 {
		cmd.ExtraFiles = append(cmd.ExtraFiles, slave)
		ctty = 2 + len(cmd.ExtraFiles)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: ctty}
}

// attend waits for the process's end and for the last of its output.
func (p *Process) attend() {
	// How the process ended is in cmd.ProcessState; the error says the same again.
	_ = p.cmd.Wait()
	p.after, p.readErr = p.line.settings()
	p.line.close()
	p.term.Close()
	p.wires.Wait()
	close(p.done)
}

func (p *Process) why() error { return fmt.Errorf("%s: %s", p.cmd.Path, p.cmd.ProcessState) }

// PID is the process's id.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Signal sends the process a signal.
func (p *Process) Signal(sig os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(sig); err != nil {
		p.fail("cannot send %v: %v", sig, err)
	}
}

// Stop stops the process from outside and lets a shell have the terminal: with its own settings, and its prompt on the screen.
// Continue lets the process go on.
func (p *Process) Stop(prompt string) {
	p.t.Helper()
	p.Signal(syscall.SIGSTOP)
	if err := p.line.set(p.before); err != nil {
		p.fail("the line settings cannot be set: %v", err)
	}
	if _, err := io.WriteString(p.term, "\x1b[2J\x1b[H"+prompt); err != nil {
		p.fail("the prompt cannot be written: %v", err)
	}
}

// Continue lets a stopped process go on.
func (p *Process) Continue() {
	p.t.Helper()
	p.Signal(syscall.SIGCONT)
}

// WaitStopped waits until the process is stopped, as a shell that may continue it does.
func (p *Process) WaitStopped() {
	p.t.Helper()
	p.WaitUntil("the process is stopped", func(Frame) bool {
		state, err := exec.Command("ps", "-o", "state=", "-p", strconv.Itoa(p.PID())).Output()
		return err == nil && strings.HasPrefix(strings.TrimSpace(string(state)), "T")
	})
}

// WantSettings waits until the line settings are as before the process, as a shell needs them while it is stopped.
func (p *Process) WantSettings() {
	p.t.Helper()
	p.WaitUntil("the line settings are as before", func(Frame) bool {
		now, err := p.line.settings()
		return err == nil && *now == *p.before
	})
}

// Hangup takes the terminal away, as closing its window does. Nothing can be read from it afterwards.
func (p *Process) Hangup() {
	p.hangup.Do(func() { _ = p.master.Close() })
}

// WaitExit waits until the process has ended and all its output is on the screen, and returns how it
// ended: ExitCode is -1 when a signal ended it.
func (p *Process) WaitExit() *os.ProcessState {
	p.t.Helper()
	p.step(func(ctx context.Context) error {
		select {
		case <-p.done:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("the process did not end: %w", context.Cause(ctx))
		}
	})
	return p.cmd.ProcessState
}

// Leftovers waits until the process has ended and names in words what it has not put back: modes of
// the terminal that are still on, and line settings (termios) that are not as before.
func (p *Process) Leftovers() []string {
	p.t.Helper()
	p.WaitExit()
	left := p.Frame().Modes.Leftovers()
	switch {
	case p.readErr != nil:
		left = append(left, fmt.Sprintf("the line settings cannot be read: %v", p.readErr))
	case *p.before != *p.after:
		left = append(left, "the line settings (termios) are not as before")
	}
	return left
}

// WantRestored reports an error for everything that the ended process has not put back.
func (p *Process) WantRestored() {
	p.t.Helper()
	for _, left := range p.Leftovers() {
		p.t.Errorf("after the end %s\n%s", left, boxed(p.Frame()))
	}
}

func (p *Process) cleanup() {
	p.t.Helper()
	if !p.hasEnded() {
		if p.t.Failed() {
			p.t.Logf("last screen:\n%s", boxed(p.Frame()))
		}
		_ = p.cmd.Process.Kill()
	}
	p.Hangup()
	<-p.done
}

// line is the process's side of the pseudo-terminal, kept open so that its settings can be read after
// the end.
type line struct {
	mu    sync.Mutex
	slave *os.File
}

func (l *line) settings() (*term.State, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return term.GetState(int(l.slave.Fd()))
}

func (l *line) set(s *term.State) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return term.Restore(int(l.slave.Fd()), s)
}

func (l *line) resize(width, height int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return pty.Setsize(l.slave, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)})
}

// unread is how long a key waits for the one before to be read, which a program that reads does at once.
const unread = 100 * time.Millisecond

// hand passes on what a keyboard sends, piece by piece: a person's next key comes when the one before was read. What is pasted, or
// sent raw, is one piece.
func (l *line) hand(to io.Writer, keys io.Reader) error {
	buf := make([]byte, 64<<10)
	for {
		n, err := keys.Read(buf)
		if err != nil {
			return err
		}
		for over := time.Now().Add(unread); l.waiting() && time.Now().Before(over); {
			time.Sleep(200 * time.Microsecond) // nothing tells of bytes that are read
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return err
		}
	}
}

// waiting tells whether bytes wait to be read by the process.
func (l *line) waiting() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	fds := []unix.PollFd{{Fd: int32(l.slave.Fd()), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n > 0 && fds[0].Revents&unix.POLLIN != 0
}

func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.slave.Close()
}

// ptyKeys are the keyboard and the size of a pseudo-terminal.
type ptyKeys struct {
	term  *terminal.Terminal
	line  *line
	quiet time.Time // nothing may be sent before
}

// escapePause is how long a program is left alone after a lone Escape: it waits itself for the rest of a longer sequence.
const escapePause = 200 * time.Millisecond

// reaction is how long a hand takes at least to answer what is seen. A test is faster, and what comes together with what went
// before is rightly taken for a part of it.
const reaction = 8 * time.Millisecond

// Press sends the keys. It cannot know when they are handled.
func (k *ptyKeys) Press(ctx context.Context, keys ...string) error {
	if at := time.Now().Add(reaction); at.After(k.quiet) {
		k.quiet = at
	}
	for _, key := range keys {
		b, err := terminal.Encode(key, k.term.Protocol())
		if err != nil {
			return err
		}
		if err := k.pause(ctx); err != nil {
			return err
		}
		k.term.Send(b)
		if bytes.Equal(b, []byte{0x1b}) {
			k.quiet = time.Now().Add(escapePause)
		}
	}
	return nil
}

// Type sends the letters of a text.
func (k *ptyKeys) Type(ctx context.Context, text string) error {
	if err := k.pause(ctx); err != nil {
		return err
	}
	k.term.Letters(text)
	return nil
}

func (k *ptyKeys) pause(ctx context.Context) error {
	wait := time.Until(k.quiet)
	if wait <= 0 {
		return nil
	}
	select {
	case <-time.After(wait):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// SetSize changes the size; the kernel tells the process.
func (k *ptyKeys) SetSize(_ context.Context, width, height int) error {
	k.term.Resize(width, height)
	return k.line.resize(width, height)
}

// Sync does nothing: what a process has handled can only be seen on its screen.
func (k *ptyKeys) Sync(context.Context) error { return nil }
