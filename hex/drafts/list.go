package drafts

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Listing is what a folder of drafts holds.
type Listing struct {
	// Drafts, the last edited first. Those of edits that are open in this store are among them, as they are on disk.
	Drafts []Draft
	// Broken are the files that could not be read.
	Broken []Broken
}

// Broken is a file in the folder that is no readable draft. It was moved aside, unless a newer version of the program
// wrote it or it may not be read at all; what is in it is plain text after its second line.
type Broken struct {
	Path string
	// Err says what is wrong with it.
	Err error
	// At is when it was last written.
	At time.Time
}

// List reads all drafts, of this and of other processes, and those left behind by processes that have ended.
func (s *Store) List() (Listing, error) {
	before, err := s.listBroken() // what the scan moves there it reports itself
	if err != nil {
		return Listing{}, err
	}
	out, err := s.scan("")
	if err != nil {
		return Listing{}, err
	}
	out.Broken = append(out.Broken, before...)
	return out, nil
}

// Find reads the drafts of one cell, the last edited first.
func (s *Store) Find(key Key) ([]Draft, error) {
	l, err := s.scan(key.digest() + "-")
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(l.Drafts, func(d Draft) bool { return d.Key != key }), nil
}

// rivals are the drafts of a cell that other running processes have. What cannot be read is nobody's.
func (s *Store) rivals(key Key) []Draft {
	drafts, err := s.Find(key)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(drafts, func(d Draft) bool { return !d.Live })
}

// find reads one draft.
func (s *Store) find(id string) (Draft, error) {
	if _, _, ok := parseID(id); !ok {
		return Draft{}, &Gone{id}
	}
	l, err := s.scan(id)
	if err != nil {
		return Draft{}, err
	}
	for _, d := range l.Drafts {
		if d.ID == id {
			return d, nil
		}
	}
	if len(l.Broken) > 0 {
		return Draft{}, fmt.Errorf("the draft cannot be read: %w; it is kept in %s", l.Broken[0].Err, l.Broken[0].Path)
	}
	return Draft{}, &Gone{id}
}

// scan reads the drafts whose names begin with a prefix.
func (s *Store) scan(prefix string) (Listing, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return Listing{}, &Failure{"reading the drafts", s.dir, err}
	}
	var out Listing
	alive := map[string]bool{s.session: true}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		if _, session, ok := parseID(strings.TrimSuffix(name, draftEnding+tempEnding)); ok && session != s.session {
			s.settle(name, session)
		}
	}
	// Read again only now: settling may have completed drafts.
	if entries, err = os.ReadDir(s.dir); err != nil {
		return Listing{}, &Failure{"reading the drafts", s.dir, err}
	}
	for _, entry := range entries {
		id, isDraft := strings.CutSuffix(entry.Name(), draftEnding)
		_, session, ok := parseID(id)
		if !isDraft || !ok || !strings.HasPrefix(id, prefix) {
			continue
		}
		d, err := s.read(s.dir, id)
		switch {
		case ignoreMissing(err) == nil && err != nil: // moved on while we looked
			continue
		case err != nil:
			out.Broken = append(out.Broken, s.setAside(id, err))
			continue
		}
		if _, known := alive[session]; !known {
			alive[session] = s.alive(session, d.Owner)
		}
		d.Own = session == s.session
		d.Live = alive[session] && !d.Own
		out.Drafts = append(out.Drafts, d)
	}
	slices.SortFunc(out.Drafts, func(a, b Draft) int {
		return cmp.Or(b.Edited.Compare(a.Edited), strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

// alive tells whether the process of another session runs. When that cannot be found out, it is taken to run: then its
// drafts are shown and left alone.
func (s *Store) alive(session string, by Owner) bool {
	yes, err := held(s.lockPath(session), by)
	return yes || err != nil
}

// settle deals with a file that was being written when its process ended: a whole one becomes the draft that it was
// to be, anything less never was one.
func (s *Store) settle(name, session string) {
	if s.alive(session, Owner{}) {
		return
	}
	temp := filepath.Join(s.dir, name)
	file, err := os.ReadFile(temp)
	if err != nil {
		return
	}
	// Should either fail, the file stays as it is until the next look.
	if _, err := decode(file); err != nil {
		_ = os.Remove(temp)
		return
	}
	_ = os.Rename(temp, strings.TrimSuffix(temp, tempEnding))
}

// read reads draft id in a folder.
func (s *Store) read(dir, id string) (Draft, error) {
	path := filepath.Join(dir, id+draftEnding)
	info, err := os.Stat(path)
	if err != nil {
		return Draft{}, err
	}
	if info.Size() > 4*MaxSource {
		return Draft{}, errors.New("it is larger than a draft can be")
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return Draft{}, err
	}
	d, err := decode(file)
	if err != nil {
		return Draft{}, err
	}
	d.ID, d.Path = id, path
	return d, nil
}

// setAside moves a file that cannot be read out of the way, where moving is the right thing and works.
func (s *Store) setAside(id string, why error) Broken {
	b := Broken{Path: s.path(id), Err: why}
	if info, err := os.Stat(b.Path); err == nil {
		b.At = info.ModTime()
	}
	if errors.Is(why, errNewer) || errors.Is(why, os.ErrPermission) {
		return b
	}
	aside := filepath.Join(s.broken(), id+draftEnding)
	if err := s.moveFresh(b.Path, aside); err != nil {
		b.Err = errors.Join(why, &Failure{"moving it aside", b.Path, err})
		return b
	}
	b.Path = aside
	return b
}

// listBroken lists the files moved aside, the newest first.
func (s *Store) listBroken() ([]Broken, error) {
	entries, err := os.ReadDir(s.broken())
	if ignoreMissing(err) != nil {
		return nil, &Failure{"reading the broken drafts", s.broken(), err}
	}
	var out []Broken
	for _, entry := range entries {
		b := Broken{Path: filepath.Join(s.broken(), entry.Name())}
		info, err := entry.Info()
		if err != nil {
			continue // removed while we looked
		}
		b.At = info.ModTime()
		if _, b.Err = s.read(s.broken(), strings.TrimSuffix(entry.Name(), draftEnding)); b.Err == nil {
			b.Err = errors.New("it could not be read before")
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b Broken) int { return b.At.Compare(a.At) })
	return out, nil
}
