package drafts

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Options say how a store works. The zero value of each field is the default.
type Options struct {
	// Delay is how long after the first key that is not yet on disk it is written; 0 is 400 ms. A busy typist causes
	// one write per Delay, however fast they type.
	Delay time.Duration
	// Retry is how long after a failed write it is tried again by itself; 0 is 2 s.
	Retry time.Duration
	// KeepTrash is how long discarded drafts, deleted cells and broken files are kept; 0 is 30 days.
	KeepTrash time.Duration
	// TrashBytes is how many bytes of each are kept, the newest first; 0 is 64 MiB. The newest is always kept.
	TrashBytes int64
}

// Store is one process's hold on a folder of drafts. It is safe for use by many goroutines. Make it with [Open] and
// end it with [Store.Close].
type Store struct {
	dir     string
	options Options
	session string
	owner   Owner
	lock    io.Closer
	changes chan struct{}
	timers  sync.WaitGroup

	mu     sync.Mutex
	edits  map[string]*Edit
	last   int
	closed bool
}

// ErrClosed is returned by everything that is asked of a closed store or a finished edit.
var ErrClosed = errors.New("the draft is no longer kept: its editing has ended")

// Open takes hold of a folder, which is made when missing and closed to other people when it is not. The error, a
// [*Failure], means that nothing can be kept there; editing without drafts is then the caller's decision.
func Open(dir string, o Options) (*Store, error) {
	if o.Delay <= 0 {
		o.Delay = 400 * time.Millisecond
	}
	if o.Retry <= 0 {
		o.Retry = 2 * time.Second
	}
	if o.KeepTrash <= 0 {
		o.KeepTrash = 30 * 24 * time.Hour
	}
	if o.TrashBytes <= 0 {
		o.TrashBytes = 64 << 20
	}
	s := &Store{
		dir: dir, options: o, session: newSession(), owner: Owner{PID: os.Getpid()},
		changes: make(chan struct{}, 1), edits: map[string]*Edit{},
	}
	if host, err := os.Hostname(); err == nil {
		s.owner.Host = host
	}
	for _, d := range []string{dir, s.trash(), s.broken(), s.deleted()} {
		if err := privateDir(d); err != nil {
			return nil, &Failure{"preparing the folder of drafts", d, err}
		}
	}
	var err error
	if s.lock, err = takeLock(s.lockPath(s.session)); err != nil {
		return nil, &Failure{"locking the folder of drafts", dir, err}
	}
	s.dropDeadLocks()
	s.prune()
	return s, nil
}

// newSession makes a session's name: 16 hex digits.
func newSession() string {
	var b [8]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

func (s *Store) trash() string                  { return filepath.Join(s.dir, "trash") }
func (s *Store) deleted() string                { return filepath.Join(s.dir, "deleted") }
func (s *Store) broken() string                 { return filepath.Join(s.dir, "broken") }
func (s *Store) path(id string) string          { return filepath.Join(s.dir, id+draftEnding) }
func (s *Store) lockPath(session string) string { return filepath.Join(s.dir, session+lockEnding) }

const (
	draftEnding = ".draft"
	lockEnding  = ".lock"
)

// dropDeadLocks removes the lock files of sessions that ended without doing so themselves. One that stays does no harm.
func (s *Store) dropDeadLocks() {
	entries, _ := os.ReadDir(s.dir)
	for _, e := range entries {
		session, isLock := strings.CutSuffix(e.Name(), lockEnding)
		if !isLock || session == s.session {
			continue
		}
		_, _ = held(s.lockPath(session), Owner{})
	}
}

// Begin starts an edit of a cell from a base. Nothing is written before the text differs from it. Drafts of the same
// cell that exist already are neither touched nor taken up: ask [Store.Find] first.
func (s *Store) Begin(key Key, names Names, base Base) (*Edit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	e := &Edit{store: s, draft: Draft{
		ID: s.newID(key), Key: key, Names: names, Base: base, Mine: base.Source, Started: time.Now(), Owner: s.owner, Own: true,
	}}
	e.draft.Path = s.path(e.draft.ID)
	e.mine = []byte(base.Source)
	s.edits[e.draft.ID] = e
	return e, nil
}

// newID makes a name that no file has; s.mu is held.
func (s *Store) newID(key Key) string {
	s.last++
	return draftID(key, s.session, s.last)
}

// InUse is the error of touching a draft that another running process is writing.
type InUse struct{ Draft Draft }

// Error says who has the draft.
func (e *InUse) Error() string {
	who := fmt.Sprintf("process %d", e.Draft.Owner.PID)
	if e.Draft.Owner.Host != "" {
		who += " on " + e.Draft.Owner.Host
	}
	return fmt.Sprintf("this draft is open in another window (%s, last change %s): continue there, or begin a new edit from its text",
		who, e.Draft.Edited.Format(time.TimeOnly))
}

// Gone is the error of naming a draft that is not there, or not there any more.
type Gone struct{ ID string }

// Error says what may have happened to the draft.
func (e *Gone) Error() string {
	return fmt.Sprintf("draft %q is not there: it was saved, discarded or taken up by another window; list the drafts again", e.ID)
}

// Resume takes up a draft that was left behind, or one of this store's own that was left with [Edit.Close]. It fails
// with [*InUse] for one that another process is writing and with [*Gone] when another process was quicker.
func (s *Store) Resume(id string) (*Edit, error) {
	d, err := s.find(id)
	if err != nil {
		return nil, err
	}
	if d.Live {
		return nil, &InUse{d}
	}
	e, err := s.claim(d)
	if err != nil {
		return nil, err
	}
	// Written anew so that the file names this process. The text is safe already, so a failure is only kept in the state.
	_ = e.Flush()
	return e, nil
}

// claim renames a draft to one of this store's own, which only one process can do, and opens it.
func (s *Store) claim(d Draft) (*Edit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	if s.edits[d.ID] != nil {
		return nil, &InUse{d}
	}
	fresh := s.newID(d.Key)
	if err := move(d.Path, s.path(fresh)); err != nil {
		if ignoreMissing(err) == nil {
			return nil, &Gone{d.ID}
		}
		return nil, &Failure{"taking up the draft", d.Path, err}
	}
	d.ID, d.Path, d.Owner, d.Own = fresh, s.path(fresh), s.owner, true
	e := &Edit{store: s, draft: d, mine: []byte(d.Mine), onDisk: true, typed: 1}
	s.edits[fresh] = e
	return e, nil
}

// Changes receives a value after the [State] of any edit changed, and is closed by [Store.Close]. It holds one value:
// a slow reader misses repetitions, never the last change.
func (s *Store) Changes() <-chan struct{} { return s.changes }

func (s *Store) changed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	select {
	case s.changes <- struct{}{}:
	default:
	}
}

// Flush writes all that is not yet on disk, now.
func (s *Store) Flush() error {
	var errs []error
	for _, e := range s.open() {
		if err := e.Flush(); !errors.Is(err, ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// open lists the edits that have not ended.
func (s *Store) open() []*Edit {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]*Edit, 0, len(s.edits))
	for _, e := range s.edits {
		out = append(out, e)
	}
	return out
}

// Close writes what is not yet on disk, ends all edits (their drafts stay) and lets the folder go. Nothing of the
// store runs any more when it returns. The error says what could not be written, if anything. It may be called again.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	close(s.changes)
	s.mu.Unlock()

	var errs []error
	for _, e := range s.open() {
		errs = append(errs, e.end())
	}
	s.timers.Wait()
	// Removed while still held, so that nobody can take it for a lock of a running process.
	err := ignoreMissing(os.Remove(s.lockPath(s.session)))
	closeErr := s.lock.Close()
	if err != nil {
		// Where an open file cannot be removed it goes now, or is dropped by the next store.
		_ = os.Remove(s.lockPath(s.session))
	}
	return errors.Join(append(errs, closeErr)...)
}
