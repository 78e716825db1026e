package drafts

import (
	"errors"
	"os"
	"sync"
	"time"
)

// Edit is a cell being edited. Its methods are safe for use by many goroutines; [Edit.Put] never waits for the disk.
type Edit struct {
	store *Store

	disk sync.Mutex // held during one operation on the draft's file; taken before mu

	mu     sync.Mutex
	draft  Draft  // all but Mine, which is in mine; its ID, Key and Path never change
	mine   []byte // never changed in place
	packed []byte // the base as it is in the file; nil until it is needed
	typed  int    // counts changes of mine, place and base
	kept   int    // the typed that is on disk
	keptAt time.Time
	onDisk bool
	failed error
	others []Draft
	timer  *time.Timer
	over   bool
}

// State says how safe an edit's text is.
type State struct {
	// Pending is set while something typed is not on disk yet.
	Pending bool
	// Exists is set when there is a draft on disk; there is none while the text equals the base.
	Exists bool
	// KeptAt is when the draft was last written; zero when it never was.
	KeptAt time.Time
	// Err is why the last write failed, a [*Failure]; nil when it did not. The store tries again by itself.
	Err error
	// Others are the drafts of this cell that other running processes had when this edit first wrote its own.
	Others []Draft
}

// Draft returns the edit as it would be written now.
func (e *Edit) Draft() Draft {
	e.mu.Lock()
	defer e.mu.Unlock()
	d := e.draft
	d.Mine = string(e.mine)
	return d
}

// State returns how safe the text is.
func (e *Edit) State() State {
	e.mu.Lock()
	defer e.mu.Unlock()
	return State{Pending: e.typed != e.kept, Exists: e.onDisk, KeptAt: e.keptAt, Err: e.failed, Others: e.others}
}

// Put takes the text as it is after a key. The slice belongs to the edit from then on. It is on disk within the
// store's delay. The error is that of the last try to write, as in [State]; the text is taken nevertheless, unless the
// edit has ended ([ErrClosed]).
func (e *Edit) Put(mine []byte, at Place) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.over {
		return ErrClosed
	}
	e.mine, e.draft.Place, e.draft.Edited = mine, at, time.Now()
	e.typed++
	e.arm(e.store.options.Delay)
	return e.failed
}

// arm sees to a write after a delay, unless one is due already; e.mu is held.
func (e *Edit) arm(delay time.Duration) {
	if e.timer != nil || e.over {
		return
	}
	e.store.timers.Add(1)
	var timer *time.Timer
	timer = time.AfterFunc(delay, func() {
		defer e.store.timers.Done()
		e.mu.Lock()
		if e.timer == timer {
			e.timer = nil
		}
		e.mu.Unlock()
		// A failure is kept in the state.
		_ = e.Flush()
	})
	e.timer = timer
}

// disarm takes back a write that is due; e.mu is held.
func (e *Edit) disarm() {
	if e.timer != nil && e.timer.Stop() {
		e.store.timers.Done()
	}
	e.timer = nil
}

// Flush writes what is not yet on disk, now. The error is a [*Failure], or [ErrClosed].
func (e *Edit) Flush() error {
	e.disk.Lock()
	defer e.disk.Unlock()
	e.mu.Lock()
	over := e.over
	e.mu.Unlock()
	if over {
		return ErrClosed
	}
	return e.keep()
}

// keep writes the draft as it is now, or removes its file when the text equals the base; e.disk is held.
func (e *Edit) keep() error {
	e.mu.Lock()
	d, mine, typed, onDisk := e.draft, e.mine, e.typed, e.onDisk
	pending := typed != e.kept
	e.mu.Unlock()
	if !pending {
		return nil
	}

	same := string(mine) == d.Base.Source
	var err error
	switch {
	case !same:
		err = e.write(d, mine)
	case onDisk:
		err = e.remove(d.Path)
	}
	var others []Draft
	if err == nil && !same && !onDisk {
		others = e.store.rivals(d.Key)
	}

	e.mu.Lock()
	e.failed = err
	if err != nil {
		e.arm(e.store.options.Retry)
	} else {
		e.kept, e.onDisk = typed, !same
		if !same {
			e.keptAt = time.Now()
		}
		if others != nil {
			e.others = others
		}
	}
	e.mu.Unlock()
	e.store.changed()
	return err
}

func (e *Edit) write(d Draft, mine []byte) error {
	if len(mine) > MaxSource || len(d.Base.Source) > MaxSource {
		return &Failure{"keeping the draft", d.Path, errTooLarge}
	}
	packed, err := e.packBase(d.Base.Source)
	if err != nil {
		return &Failure{"keeping the draft", d.Path, err}
	}
	file, err := encode(d, mine, packed)
	if err != nil {
		return &Failure{"keeping the draft", d.Path, err}
	}
	err = replace(d.Path, file)
	if err != nil && ignoreMissing(err) == nil {
		// Someone cleared the folder away under the running program.
		if err = privateDir(e.store.dir); err == nil {
			err = replace(d.Path, file)
		}
	}
	if err != nil {
		return &Failure{"keeping the draft", d.Path, err}
	}
	return nil
}

var errTooLarge = errors.New("the text is larger than a draft can be")

// packBase returns the packed base, which is made once; e.disk is held.
func (e *Edit) packBase(source string) ([]byte, error) {
	if e.packed != nil {
		return e.packed, nil
	}
	packed, err := pack(source)
	e.packed = packed
	return packed, err
}

func (e *Edit) remove(path string) error {
	err := ignoreMissing(os.Remove(path))
	if err == nil {
		err = ignoreMissing(syncDir(e.store.dir))
	}
	if err != nil {
		return &Failure{"removing the draft", path, err}
	}
	return nil
}

// Saved tells that base is now in Hex, and puts it in place of the base so far. When the text is base's source, the
// draft is done and goes from the disk; when the person typed on meanwhile, the draft stays, on the new base.
func (e *Edit) Saved(base Base) error {
	e.disk.Lock()
	defer e.disk.Unlock()
	e.mu.Lock()
	if e.over {
		e.mu.Unlock()
		return ErrClosed
	}
	if e.typed == 0 && !e.onDisk {
		e.mine = []byte(base.Source)
	}
	e.draft.Base, e.packed = base, nil
	e.typed++
	e.mu.Unlock()
	return e.keep()
}

// Discard puts the text into the trash, whence [Store.Restore] brings it back, and ends the edit. When the text cannot
// be written there, nothing is discarded and the edit goes on.
func (e *Edit) Discard() error {
	e.disk.Lock()
	defer e.disk.Unlock()
	if err := e.seal(); err != nil {
		return err
	}
	if d := e.Draft(); e.State().Exists {
		if err := e.store.toTrash(d.ID); err != nil {
			e.mu.Lock()
			e.over = false
			e.mu.Unlock()
			return err
		}
	}
	e.leave()
	return nil
}

// Close writes what is not yet on disk and ends the edit; its draft stays, to be resumed. When the text cannot be
// written the edit goes on, so that nothing is lost.
func (e *Edit) Close() error {
	e.disk.Lock()
	defer e.disk.Unlock()
	if err := e.seal(); err != nil {
		return err
	}
	e.leave()
	return nil
}

// seal writes until everything typed is on disk and takes no more; e.disk is held.
func (e *Edit) seal() error {
	for {
		if err := e.keep(); err != nil {
			return err
		}
		e.mu.Lock()
		if e.over {
			e.mu.Unlock()
			return ErrClosed
		}
		if e.typed == e.kept {
			e.over = true
			e.disarm()
			e.mu.Unlock()
			return nil
		}
		e.mu.Unlock()
	}
}

// end writes what is not yet on disk and ends the edit, whether that worked or not.
func (e *Edit) end() error {
	e.mu.Lock()
	e.over = true
	e.disarm()
	e.mu.Unlock()
	e.disk.Lock()
	defer e.disk.Unlock()
	err := e.keep()
	e.leave()
	return err
}

// leave takes the edit off its store's list.
func (e *Edit) leave() {
	e.store.mu.Lock()
	defer e.store.mu.Unlock()
	delete(e.store.edits, e.draft.ID)
}
