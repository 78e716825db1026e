// Package state keeps what the program remembers for a person between starts, for each profile by itself: the colours, the place
// they were at, how they sort, cut and lay out lists, what they starred and looked at last. Nothing of the workspace's content is
// in it but ids and the names that the person gave. It knows neither Hex nor the UI: what its words mean is theirs.
package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/gofrs/flock"
)

// State is what is remembered.
type State struct {
	Theme Theme `json:"theme,omitzero"`
	// Place is where the person was.
	Place Place `json:"place,omitzero"`
	// Lists are how lists are shown, by the name of their place.
	Lists map[string]List `json:"lists,omitempty"`
	// Stars are the ids of what was starred, Recent those of what was opened, the newest first.
	Stars  []string `json:"stars,omitempty"`
	Recent []string `json:"recent,omitempty"`
}

// Theme is a choice of colours, and what the configuration said when it was made: it counts as long as that says the same.
type Theme struct {
	Name string `json:"name,omitempty"`
	Over string `json:"over,omitempty"`
}

// Place is a place in the program.
type Place struct {
	Name  string `json:"name,omitempty"`
	ID    string `json:"id,omitempty"`
	Sub   string `json:"sub,omitempty"`
	Title string `json:"title,omitempty"`
}

// List is how a list is shown. Sort is empty until the person sorted; "-" is the order of the source.
type List struct {
	Sort       string `json:"sort,omitempty"`
	Descending bool   `json:"descending,omitempty"`
	// View is the name of the cut through the list.
	View string `json:"view,omitempty"`
	// Columns are the ids of those that are shown, in their order; none is the usual ones.
	Columns []string `json:"columns,omitempty"`
	// Views are the person's own.
	Views []View `json:"views,omitempty"`
}

// View is a cut through a list that a person saved under a name.
type View struct {
	Name       string `json:"name"`
	Filter     string `json:"filter,omitempty"`
	Sort       string `json:"sort,omitempty"`
	Descending bool   `json:"descending,omitempty"`
}

// mostRecent is how much of what was opened is remembered.
const mostRecent = 50

// Opened puts an id first among the recent ones.
func (s *State) Opened(id string) {
	recent := slices.DeleteFunc(slices.Clone(s.Recent), func(have string) bool { return have == id })
	s.Recent = slices.Insert(recent, 0, id)
	s.Recent = s.Recent[:min(len(s.Recent), mostRecent)]
}

// Star stars an id, or takes its star away, and tells whether it has one now.
func (s *State) Star(id string) bool {
	if slices.Contains(s.Stars, id) {
		s.Stars = slices.DeleteFunc(slices.Clone(s.Stars), func(have string) bool { return have == id })
		return false
	}
	s.Stars = append(slices.Clip(s.Stars), id)
	return true
}

// Store is a state with the file that keeps it. Its methods may be called from any goroutine.
type Store struct {
	path string

	mu      sync.Mutex
	now     State
	changes []func(*State) // since the file was written
}

// New returns a store that keeps nothing beyond the program.
func New() *Store { return &Store{} }

// Open returns the store of a profile in a folder. Where the file is damaged the store begins anew, and the error says so.
func Open(dir, profile string) (*Store, error) {
	s := &Store{path: filepath.Join(dir, fileOf(profile))}
	var err error
	s.now, err = read(s.path)
	return s, err
}

// fileOf is the name of the file of a profile, which may be any text.
func fileOf(profile string) string {
	plain := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, profile)
	h := fnv.New32a()
	_, _ = io.WriteString(h, profile) // a hash takes everything
	return fmt.Sprintf("%s-%08x.json", plain[:min(len(plain), 60)], h.Sum32())
}

// maxFile is the largest file that is read, in bytes.
const maxFile = 1 << 20

func read(path string) (s State, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, fmt.Errorf("what was remembered cannot be read: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("%s is larger than %d bytes", path, maxFile)
	}
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		return State{}, fmt.Errorf("what was remembered in %s cannot be read, and begins anew: %w", path, err)
	}
	return s, nil
}

// State is what is remembered now. What it points to must not be changed.
func (s *Store) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// List is how a list is shown.
func (s *Store) List(name string) List { return s.State().Lists[name] }

// Change changes what is remembered; f is called again when the file is written, on what another program left there. It must
// replace slices and maps, not change them.
func (s *Store) Change(f func(*State)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.now)
	if s.path != "" {
		s.changes = append(s.changes, f)
	}
}

// ChangeList changes how a list is shown.
func (s *Store) ChangeList(name string, f func(*List)) {
	s.Change(func(st *State) {
		lists := make(map[string]List, len(st.Lists)+1)
		for n, l := range st.Lists {
			lists[n] = l
		}
		l := lists[name]
		f(&l)
		lists[name], st.Lists = l, lists
	})
}

// Unsaved tells whether something is not in the file yet.
func (s *Store) Unsaved() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.changes) > 0
}

// Save writes what changed to the file; what other programs wrote meanwhile stays, where it is about something else. What could
// not be written is not tried again.
func (s *Store) Save() (err error) {
	s.mu.Lock()
	changes := s.changes
	s.changes = nil
	s.mu.Unlock()
	if len(changes) == 0 {
		return nil
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("what is remembered could not be written: %w", err)
		}
	}()
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return err
	}
	lock := flock.New(s.path+".lock", flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	on, err := read(s.path)
	if err != nil {
		on = State{} // damaged: it begins anew
	}
	for _, f := range changes {
		f(&on)
	}
	return write(s.path, on)
}

func write(path string, s State) error {
	text, err := json.MarshalIndent(s, "", "\t")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
