package executor

import (
	"errors"
	"sync"
	"time"

	"hextui/hex/emulator/kernel"
)

const (
	// keptFor is how long the session of a draft is kept after its last run, and mostKept how many are kept at once.
	keptFor  = 15 * time.Minute
	mostKept = 4
)

// notebooks are the sessions that drafts keep from run to run, one for each project and user, so that the variables of a cell stay
// for the next that is run.
type notebooks struct {
	mu     sync.Mutex
	closed bool
	open   map[notebookKey]*notebook
}

type notebookKey struct{ project, user string }

// notebook is a session and who uses it.
type notebook struct {
	session *kernel.Session
	pace    func(kernel.Cell) time.Duration // of the run whose turn it is
	runs    int                             // how many use it
	over    bool                            // nobody else is to use it
	last    time.Time
	end     *time.Timer
}

// take gives the session of a draft, or a new one in its place when it is to be fresh.
func (s *notebooks) take(key notebookKey, fresh bool, create func(n *notebook)) (n *notebook, err error) {
	s.mu.Lock()
	var ended []*notebook
	if n = s.open[key]; n != nil && fresh {
		ended = append(ended, s.drop(key)...)
		n = nil
	}
	if n == nil {
		n = &notebook{over: s.closed}
		create(n)
		if !s.closed {
			ended = append(ended, s.room()...)
			s.open[key] = n
		}
	}
	if n.runs++; n.end != nil {
		n.end.Stop()
	}
	s.mu.Unlock()
	return n, closed(ended)
}

// drop takes a session away, and gives it back to be closed where nobody uses it.
func (s *notebooks) drop(key notebookKey) []*notebook {
	n := s.open[key]
	delete(s.open, key)
	if n.over = true; n.runs > 0 {
		return nil
	}
	return []*notebook{n}
}

// room takes away the session that was used longest ago, where there are as many as there may be.
func (s *notebooks) room() []*notebook {
	var oldest notebookKey
	for key, n := range s.open {
		if n.runs == 0 && (s.open[oldest] == nil || n.last.Before(s.open[oldest].last)) {
			oldest = key
		}
	}
	if len(s.open) < mostKept || s.open[oldest] == nil {
		return nil
	}
	return s.drop(oldest)
}

// release gives a session back.
func (s *notebooks) release(key notebookKey, n *notebook) error {
	s.mu.Lock()
	n.runs--
	n.last = time.Now()
	over := n.runs == 0 && n.over
	if n.runs == 0 && !n.over {
		n.end = time.AfterFunc(keptFor, func() { s.idle(key, n) })
	}
	s.mu.Unlock()
	if over {
		return n.session.Close()
	}
	return nil
}

// idle ends a session that was not used for long.
func (s *notebooks) idle(key notebookKey, n *notebook) {
	s.mu.Lock()
	var ended []*notebook
	if s.open[key] == n && n.runs == 0 && time.Since(n.last) >= keptFor {
		ended = s.drop(key)
	}
	s.mu.Unlock()
	_ = closed(ended) // there is no run that could say it
}

// close ends all; those in use end with their runs.
func (s *notebooks) close() error {
	s.mu.Lock()
	s.closed = true
	var ended []*notebook
	for key, n := range s.open {
		if n.end != nil {
			n.end.Stop()
		}
		ended = append(ended, s.drop(key)...)
	}
	s.mu.Unlock()
	return closed(ended)
}

func closed(all []*notebook) error {
	var err error
	for _, n := range all {
		err = errors.Join(err, n.session.Close())
	}
	return err
}

// session is what a job runs in, and how it is given back. In Python, the runs of a draft share one as in Hex's notebook: a run of
// the whole begins anew, a run of a cell finds what those before it left. A published version has one of its own.
func (e *Executor) session(j Job, shop Warehouse) (*notebook, func() error, error) {
	create := func(n *notebook) {
		o := e.kernel()
		if e.o.Pace > 0 {
			o.Pace = func(c kernel.Cell) time.Duration { return n.pace(c) }
		}
		n.session = kernel.New(databases{e, shop}, o)
	}
	if !e.o.Python || j.Run.Version != 0 {
		n := &notebook{}
		create(n)
		return n, n.session.Close, nil
	}
	key := notebookKey{j.Run.Project, j.Run.User}
	n, err := e.notebooks.take(key, j.Run.Cell == "", create)
	return n, func() error { return e.notebooks.release(key, n) }, err
}
