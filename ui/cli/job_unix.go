//go:build unix

package cli

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	tea "charm.land/bubbletea/v2"
)

// alone is why the program is not suspended, empty where a shell can take it back: one that is in the same session, in another
// group of processes than this.
func alone() string {
	const why = "No shell is there to bring hextui back, as it was started without one: it is not suspended."
	session, err := unix.Getsid(0)
	if err != nil {
		return why
	}
	group := unix.Getpgrp()
	for pid := os.Getppid(); pid > 0; pid = parent(pid) {
		if its, err := unix.Getsid(pid); err != nil || its != session {
			return why
		}
		if its, err := unix.Getpgid(pid); err != nil || its != group {
			return ""
		}
	}
	return why
}

// parent is the parent of a process, 0 where that is not known.
func parent(pid int) int {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')')+1:]), " ")
	fields := strings.Fields(rest)
	if len(fields) < 2 {
		return 0
	}
	ppid, err := strconv.Atoi(fields[1])
	if err != nil {
		return 0
	}
	return ppid
}

// jobs stops the process with the terminal as the shell left it.
type jobs struct {
	out   io.Writer      // has the title that is given back, and taken again
	asked chan os.Signal // what asks from outside
	send  func(tea.Msg)  // to the program
	lent  func() bool    // whether another program has the terminal
}

func newJobs(out io.Writer, send func(tea.Msg), lent func() bool) *jobs {
	j := &jobs{out: out, asked: make(chan os.Signal, 1), send: send, lent: lent}
	signal.Notify(j.asked, syscall.SIGTSTP)
	return j
}

// follow stops the process whenever somebody outside asks for that (kill -TSTP), until over is closed. Where another program has
// the terminal, such as the person's own editor, there is nothing to give back.
func (j *jobs) follow(over <-chan struct{}) {
	defer signal.Stop(j.asked)
	for {
		select {
		case <-j.asked:
			s := &stop{jobs: j, self: true}
			if j.lent() {
				s.stop()
			} else {
				j.send(s.message())
			}
		case <-over:
			return
		}
	}
}

// suspension is how the program suspends itself when a person wants it: the whole job, as its shell would.
func (j *jobs) suspension() tea.Msg { return (&stop{jobs: j}).message() }

// stop is a command that stops the process and is over when it goes on.
type stop struct {
	*jobs
	self bool // nobody else is stopped
}

func (s *stop) message() tea.Msg {
	return tea.Exec(s, func(error) tea.Msg { return tea.ResumeMsg{} })()
}

// Run stops the process while the library has given the terminal back.
func (s *stop) Run() error {
	giveTitleBack(s.out)
	defer keepTitle(s.out)
	return s.stop()
}

func (s *stop) stop() error {
	went := make(chan os.Signal, 1)
	signal.Notify(went, syscall.SIGCONT)
	defer signal.Stop(went)
	pid := 0
	if s.self {
		pid = os.Getpid()
	}
	// Not SIGTSTP: once Go has heard of it, it has no effect any more, and the system ignores it where no shell is there.
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return fmt.Errorf("hextui could not be suspended: %w", err)
	}
	<-went
	return nil
}

// SetStdin does nothing: the terminal is nobody's.
func (*stop) SetStdin(io.Reader) {}

// SetStdout does nothing.
func (*stop) SetStdout(io.Writer) {}

// SetStderr does nothing.
func (*stop) SetStderr(io.Writer) {}
