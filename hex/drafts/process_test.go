package drafts

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The test binary starts itself as other processes that edit drafts; this variable says which, and the next one where.
const (
	childVariable  = "DRAFTS_TEST_CHILD"
	folderVariable = "DRAFTS_TEST_FOLDER"
)

var children = map[string]func(){
	"type":    childTypes,
	"full":    childOnAFullDisk,
	"contend": childContends,
}

// text is what the typing child has typed after n keys: long enough that a write takes several system calls' time.
func text(n int) string { return fmt.Sprintf("%d\n%s", n, strings.Repeat("select 1,\n", 20_000)) }

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// childTypes types until killed and prints each number that is on disk.
func childTypes() {
	s, err := Open(os.Getenv(folderVariable), Options{Delay: 1})
	must(err)
	e, err := s.Begin(weekly, names, base)
	must(err)
	for n := 1; ; n++ {
		must(e.Put([]byte(text(n)), Place{Line: n}))
		must(e.Flush())
		fmt.Println(n)
	}
}

// childContends tries to take up every draft that it sees, says so, and leaves them.
func childContends() {
	s, err := Open(os.Getenv(folderVariable), Options{})
	must(err)
	fmt.Println("ready")
	bufio.NewReader(os.Stdin).ReadString('\n')
	l, err := s.List()
	must(err)
	for _, d := range l.Drafts {
		e, err := s.Resume(d.ID)
		var gone *Gone
		var inUse *InUse
		switch {
		case errors.As(err, &gone), errors.As(err, &inUse):
			continue
		case err != nil:
			must(err)
		}
		fmt.Println(e.Draft().Mine)
	}
	fmt.Println("end")
	bufio.NewReader(os.Stdin).ReadString('\n') // nobody writes: it ends with the parent's pipe
	must(s.Close())
}

func child(t *testing.T, name, dir string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	check(t, err)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childVariable+"="+name, folderVariable+"="+dir)
	cmd.Stderr = os.Stderr
	return cmd
}

func TestAKillLosesNothingThatWasFlushed(t *testing.T) {
	dir := t.TempDir()
	for round := range 12 {
		cmd := child(t, "type", dir)
		out, err := cmd.StdoutPipe()
		check(t, err)
		check(t, cmd.Start())
		lines := bufio.NewScanner(out)
		last := 0
		for last < 1+3*round && lines.Scan() {
			last, err = strconv.Atoi(lines.Text())
			check(t, err)
		}
		check(t, cmd.Process.Kill()) // SIGKILL, wherever it is
		for lines.Scan() {
			if n, err := strconv.Atoi(lines.Text()); err == nil {
				last = n
			}
		}
		_ = cmd.Wait() // it was killed

		s := open(t, dir, Options{})
		l := list(t, s)
		if len(l.Drafts) != 1 || len(l.Broken) != 0 {
			t.Fatalf("round %d: %d drafts, broken %v", round, len(l.Drafts), l.Broken)
		}
		d := l.Drafts[0]
		head, _, _ := strings.Cut(d.Mine, "\n")
		n, err := strconv.Atoi(head)
		check(t, err)
		if n < last || d.Mine != text(n) || d.Place.Line != n || d.Base != base {
			t.Errorf("round %d: %d was on disk, %d came back, whole: %v", round, last, n, d.Mine == text(n))
		}
		if d.Live || d.Own || d.Owner.PID != cmd.Process.Pid {
			t.Errorf("round %d: live %v, own %v, process %d of %d", round, d.Live, d.Own, d.Owner.PID, cmd.Process.Pid)
		}
		check(t, s.Discard(d.ID))
		check(t, s.Close())
	}
}

func TestAFullDiskIsToldAndSurvived(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows cannot limit what a process writes")
	}
	dir := t.TempDir()
	out, err := child(t, "full", dir).Output()
	check(t, err)
	want(t, "output", string(out), "done\n")
	want(t, "on disk", texts(list(t, open(t, dir, Options{})).Drafts), []string{"fits again"})
}

func TestManyProcessesTakeUpEachDraftOnce(t *testing.T) {
	dir := t.TempDir()
	dead := open(t, dir, Options{})
	wanted := map[string]int{}
	for i := range 20 {
		mine := fmt.Sprintf("draft %d", i)
		typed(t, dead, Key{Cell: mine}, mine)
		wanted[mine] = 1
	}
	crash(t, dead)

	const processes = 4
	var mu sync.Mutex
	got := map[string]int{}
	var ready, ended, readers sync.WaitGroup
	var cmds []*exec.Cmd
	for range processes {
		cmd := child(t, "contend", dir)
		in, err := cmd.StdinPipe()
		check(t, err)
		out, err := cmd.StdoutPipe()
		check(t, err)
		check(t, cmd.Start())
		cmds = append(cmds, cmd)
		ready.Add(1)
		ended.Add(1)
		readers.Go(func() {
			lines := bufio.NewScanner(out)
			lines.Scan()
			ready.Done()
			ready.Wait()
			fmt.Fprintln(in)
			for lines.Scan() && lines.Text() != "end" {
				mu.Lock()
				got[lines.Text()]++
				mu.Unlock()
			}
			ended.Done()
			ended.Wait() // all hold what they took until all have looked
			in.Close()
		})
	}
	readers.Wait()
	for _, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Errorf("a process ended with %v", err)
		}
	}
	want(t, "taken up", got, wanted)
	want(t, "still there", len(list(t, open(t, dir, Options{})).Drafts), len(wanted))
}
