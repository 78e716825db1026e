package drafts

import (
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Discard moves a draft to the trash, where it stays for a while. It fails with [*InUse] for one that another process
// is writing, and with [*Gone] for one that is not there. A draft that this store has open is discarded with its edit.
func (s *Store) Discard(id string) error {
	s.mu.Lock()
	e, closed := s.edits[id], s.closed
	s.mu.Unlock()
	if closed {
		return ErrClosed
	}
	if e != nil {
		return e.Discard()
	}
	d, err := s.find(id)
	if err != nil {
		return err
	}
	if d.Live {
		return &InUse{d}
	}
	return s.toTrash(id)
}

// toTrash moves a draft's file to the trash.
func (s *Store) toTrash(id string) error {
	to := filepath.Join(s.trash(), id+draftEnding)
	if err := s.moveFresh(s.path(id), to); err != nil {
		if ignoreMissing(err) == nil {
			return &Gone{id}
		}
		return &Failure{"discarding the draft", s.path(id), err}
	}
	s.prune()
	return nil
}

// moveFresh moves a file into the trash or to the broken ones, where its age counts from now. The time is set before
// the move, so that nobody prunes an old draft that was thrown away just now.
func (s *Store) moveFresh(from, to string) error {
	if err := privateDir(filepath.Dir(to)); err != nil {
		return err
	}
	now := time.Now()
	if err := os.Chtimes(from, now, now); err != nil {
		return err
	}
	return move(from, to)
}

// Trash reads the discarded drafts, the last discarded first. Those that cannot be read are left out.
func (s *Store) Trash() ([]Draft, error) {
	return s.thrown(s.trash(), "reading the trash")
}

// Restore takes a draft back out of the trash. It is then one of this store's own, under a new id, to be resumed.
func (s *Store) Restore(id string) (Draft, error) {
	if _, _, ok := parseID(id); !ok {
		return Draft{}, &Gone{id}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return Draft{}, ErrClosed
	}
	d, err := s.read(s.trash(), id)
	if err != nil {
		if ignoreMissing(err) == nil {
			return Draft{}, &Gone{id}
		}
		return Draft{}, &Failure{"reading the draft", filepath.Join(s.trash(), id+draftEnding), err}
	}
	fresh := s.newID(d.Key)
	if err := move(d.Path, s.path(fresh)); err != nil {
		if ignoreMissing(err) == nil {
			return Draft{}, &Gone{id}
		}
		return Draft{}, &Failure{"restoring the draft", d.Path, err}
	}
	d.ID, d.Path, d.Own = fresh, s.path(fresh), true
	return d, nil
}

// prune removes from the trash, the broken files and the deleted cells what is too old, and the oldest of what is too much. What it
// cannot remove stays until the next time: too much kept loses nothing.
func (s *Store) prune() {
	for _, dir := range []string{s.trash(), s.broken(), s.deleted()} {
		entries, _ := os.ReadDir(dir)
		var files []os.FileInfo
		for _, entry := range entries {
			if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
				files = append(files, info)
			}
		}
		slices.SortFunc(files, func(a, b os.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
		var total int64
		for i, f := range files {
			total += f.Size()
			if i > 0 && total > s.options.TrashBytes || time.Since(f.ModTime()) > s.options.KeepTrash {
				_ = os.Remove(filepath.Join(dir, f.Name()))
			}
		}
	}
}
