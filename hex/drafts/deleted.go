package drafts

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// KeepDeleted keeps what a cell holds that is about to be deleted in Hex: its source, and in about, which is the caller's own, what
// else it takes to make it anew. It is on the disk when this returns, stays there like the trash, and belongs to every process that
// uses the folder. The id names it in [Store.DropDeleted].
func (s *Store) KeepDeleted(key Key, names Names, source, about string) (id string, err error) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return "", ErrClosed
	}
	id = s.newID(key)
	s.mu.Unlock()
	path := filepath.Join(s.deleted(), id+draftEnding)
	failed := func(err error) error { return &Failure{"keeping the deleted cell", path, err} }
	if len(source)+len(about) > MaxSource {
		return "", failed(errTooLarge)
	}
	now := time.Now()
	file, err := encode(Draft{Key: key, Names: names, About: about, Started: now, Edited: now, Owner: s.owner}, []byte(source), nil)
	if err != nil {
		return "", failed(err)
	}
	if err := privateDir(s.deleted()); err != nil {
		return "", failed(err)
	}
	if err := replace(path, file); err != nil {
		return "", failed(err)
	}
	s.prune()
	return id, nil
}

// Deleted reads the deleted cells that are kept, the last deleted first. Those that cannot be read are left out.
func (s *Store) Deleted() ([]Draft, error) {
	return s.thrown(s.deleted(), "reading the deleted cells")
}

// DropDeleted forgets a deleted cell, as one that was made anew. One that is not there is no error.
func (s *Store) DropDeleted(id string) error {
	if _, _, ok := parseID(id); !ok {
		return &Gone{id}
	}
	path := filepath.Join(s.deleted(), id+draftEnding)
	if err := ignoreMissing(os.Remove(path)); err != nil {
		return &Failure{"forgetting the deleted cell", path, err}
	}
	return nil
}

// thrown reads the drafts in a folder of thrown-away ones, the last thrown away first.
func (s *Store) thrown(dir, doing string) ([]Draft, error) {
	entries, err := os.ReadDir(dir)
	if ignoreMissing(err) != nil {
		return nil, &Failure{doing, dir, err}
	}
	var out []Draft
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			continue // removed while we looked
		}
		d, err := s.read(dir, strings.TrimSuffix(entry.Name(), draftEnding))
		if err != nil {
			continue
		}
		d.Discarded = info.ModTime()
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b Draft) int { return b.Discarded.Compare(a.Discarded) })
	return out, nil
}
