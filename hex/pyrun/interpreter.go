package pyrun

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// harness is what an interpreter of ours runs: it takes one request and answers it.
//
//go:embed harness.py
var harness string

const (
	// startTime is how long an interpreter may take to be ready, also on a busy machine.
	startTime = 30 * time.Second
	// grace is how long the inside of a sandbox has to end by itself before the process that made it is killed.
	grace = 2 * time.Second
	// watchEvery is how often the memory of all processes together is looked at.
	watchEvery = 100 * time.Millisecond
	// maxAnswer is the most bytes of one answer of an interpreter; it is the program that writes there, too.
	maxAnswer = 1 << 20
)

// environment is all that a program finds in its environment: nothing of ours. The last ones keep libraries from
// starting a thread for every processor, and from addressing 64 MB for each.
func environment(dir string) []string {
	return []string{
		"PATH=/usr/bin:/bin", "HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8", "LC_ALL=C.UTF-8",
		"OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "MALLOC_ARENA_MAX=2",
	}
}

// interpreterArgs are the arguments of python: isolated from environment and user, unbuffered so that what is written to standard
// output and to standard error keeps its order, UTF-8, and no bytecode written.
func interpreterArgs() []string { return []string{"-I", "-u", "-B", "-X", "utf8", "-c", harness} }

// request is what an interpreter is asked, once.
type request struct {
	Code             string
	Check, Run, Talk bool
	Limits           struct {
		Memory, Files      int64
		Processes, Seconds int
	}
}

// limit says in the request what the program may use.
func (r *request) limit(l Limits) {
	r.Limits.Memory, r.Limits.Files = l.Memory, l.Files
	r.Limits.Processes = l.Processes + ownThreads
	// The time of all processors: a limit for the case that nobody is left to look at the clock.
	r.Limits.Seconds = int(l.Time/time.Second+2) * max(1, min(runtime.NumCPU(), l.Processes))
}

// answer is a line of an interpreter's answers.
type answer struct {
	Ready    string
	Findings *Findings
	Ended    Ended
	Code     int
}

// interpreter is one that was started in its sandbox. It is used once, and must be stopped.
type interpreter struct {
	cmd      *exec.Cmd
	requests *os.File
	answers  *os.File
	lines    *bufio.Reader
	// most is how many bytes of answers are still read.
	most   *io.LimitedReader
	output *os.File
	// life ends the inside when it is closed, also by our own death; a byte interrupts the program.
	life *os.File
	// done is closed when the process that made the sandbox has ended, and with it all that was inside.
	done    chan struct{}
	atOnce  bool
	cleanup func()
}

// start starts an interpreter and waits until it is ready.
func (s *Sandbox) start(ctx context.Context, files int64) (*interpreter, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	made, err := s.maker.command(files)
	if err != nil {
		return nil, err
	}
	i, err := launch(made)
	if err != nil {
		made.cleanup()
		return nil, err
	}
	first, err := i.ready(ctx)
	if err != nil {
		i.stop()
		return nil, err
	}
	if first.Ready == "" {
		i.stop()
		return nil, errors.New("the interpreter did not say that it is ready")
	}
	return i, nil
}

// command is what starts an interpreter: its descriptors 3, 4 and 5 will be requests, answers and life.
type command struct {
	cmd *exec.Cmd
	// atOnce tells that killing the process ends all that is inside.
	atOnce bool
	// cleanup takes away what was made for it.
	cleanup func()
}

func launch(c command) (*interpreter, error) {
	i := &interpreter{cmd: c.cmd, atOnce: c.atOnce, cleanup: c.cleanup, done: make(chan struct{})}
	var theirs [4]*os.File
	var err error
	pipe := func(read, write **os.File) {
		if err == nil {
			*read, *write, err = os.Pipe()
		}
	}
	pipe(&theirs[0], &i.requests)
	pipe(&i.answers, &theirs[1])
	pipe(&theirs[2], &i.life)
	pipe(&i.output, &theirs[3])
	if err == nil {
		c.cmd.Stdout, c.cmd.Stderr = theirs[3], theirs[3]
		c.cmd.ExtraFiles = theirs[:3]
		err = c.cmd.Start()
	}
	for _, f := range theirs {
		_ = f.Close() // nil or ours no more
	}
	if err != nil {
		i.closePipes()
		return nil, err
	}
	i.most = &io.LimitedReader{R: i.answers, N: maxAnswer}
	i.lines = bufio.NewReader(i.most)
	go i.wait()
	return i, nil
}

// wait ends with the process; stop waits for it.
func (i *interpreter) wait() {
	_ = i.cmd.Wait() // how it ended is in ProcessState
	close(i.done)
}

// ready waits for the first word of an interpreter. Where none comes, the error has what it wrote instead.
func (i *interpreter) ready(ctx context.Context) (answer, error) {
	defer context.AfterFunc(ctx, func() { _ = i.answers.SetReadDeadline(time.Now()) })()
	first, err := i.next()
	switch {
	case err == nil:
		return first, i.answers.SetReadDeadline(time.Time{})
	case ctx.Err() != nil:
		return answer{}, fmt.Errorf("the interpreter was not ready: %w", context.Cause(ctx))
	}
	i.end()
	said, _ := io.ReadAll(io.LimitReader(i.output, 4096))
	if words := strings.TrimSpace(strings.ToValidUTF8(string(said), "�")); words != "" {
		return answer{}, errors.New(words)
	}
	return answer{}, fmt.Errorf("it ended without a word (%s)", i.cmd.ProcessState)
}

// next reads the next answer.
func (i *interpreter) next() (answer, error) {
	line, err := i.lines.ReadBytes('\n')
	if err != nil {
		return answer{}, err
	}
	var a answer
	if err := json.Unmarshal(line, &a); err != nil {
		return answer{}, fmt.Errorf("the interpreter answered what is no JSON: %w", err)
	}
	return a, nil
}

// ask hands over the one request, in the time that the program has. An error says that the interpreter is gone and ran nothing.
func (i *interpreter) ask(ctx context.Context, r request, within time.Duration) error {
	return errors.Join(i.send(ctx, r, within), i.requests.Close())
}

// send writes a request.
func (i *interpreter) send(ctx context.Context, r request, within time.Duration) error {
	if err := i.requests.SetWriteDeadline(time.Now().Add(within)); err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { _ = i.requests.SetWriteDeadline(time.Now()) })()
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = i.requests.Write(append(line, '\n'))
	return err
}

// end ends all that is in the sandbox and returns when nothing of it is left.
func (i *interpreter) end() {
	_ = i.life.Close() // closed twice is closed
	wait := grace
	if i.atOnce {
		wait = 0
	}
	timer := time.AfterFunc(wait, func() { _ = i.cmd.Process.Kill() }) // it may have ended by itself
	<-i.done
	timer.Stop()
}

// stop is end, and gives back what the interpreter held.
func (i *interpreter) stop() {
	i.end()
	i.closePipes()
	i.cleanup()
}

func (i *interpreter) closePipes() {
	for _, f := range []*os.File{i.requests, i.answers, i.life, i.output} {
		_ = f.Close() // nil or closed before
	}
}
