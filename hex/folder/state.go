package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"hextui/hex"
)

// Kind is how a file and its cell stand to each other.
type Kind string

// The kinds of states.
const (
	// Same is no difference.
	Same Kind = "same"
	// FileEdited goes to Hex, HexEdited comes into the file.
	FileEdited Kind = "edited here"
	HexEdited  Kind = "edited in Hex"
	// Fresh is a cell without a file.
	Fresh Kind = "new in Hex"
	// Both is a conflict: the file and the cell were edited, and not to the same text.
	Both Kind = "edited on both sides"
	// Gone is a cell that is no longer in Hex, GoneEdited one whose file was edited.
	Gone       Kind = "deleted in Hex"
	GoneEdited Kind = "deleted in Hex, edited here"
	// Missing is a file that is not there any more. It never deletes a cell.
	Missing Kind = "deleted here"
	// Unreadable is a file that cannot be a source: not UTF-8, or with a byte order mark.
	Unreadable Kind = "not readable"
	// Stranger is a file that no cell has.
	Stranger Kind = "no cell's file"
)

// State is one file with its cell.
type State struct {
	Kind Kind
	File string
	// Cell is as Hex has it; zero for what is not there.
	Cell hex.Cell
	// Mine is what the file has. Theirs is what Hex has: what goes to Hex must stand in its place, and in no other's.
	Mine, Theirs string
	// Why says what is the matter with a file that cannot be read.
	Why string

	// Place is that of the cell in the notebook, from 1; 0 for what is not there.
	Place int

	base string // the hash of what both had
}

// Difference is how a folder and a project stand to each other, in the order of the notebook; what is not in it comes last.
type Difference []State

// Of are the states of a kind.
func (d Difference) Of(kinds ...Kind) (some Difference) {
	for _, s := range d {
		if slices.Contains(kinds, s.Kind) {
			some = append(some, s)
		}
	}
	return some
}

// Compare sets the files beside the cells of the project's draft, which are all of them, in order.
func (f *Folder) Compare(cells []hex.Cell) (Difference, error) {
	var d Difference
	seen := map[string]bool{}
	for i, c := range cells {
		source, ok := c.Source()
		if !ok {
			continue
		}
		seen[c.StaticID] = true
		at := f.find(c.StaticID)
		if at < 0 {
			d = append(d, State{Kind: Fresh, Cell: c, Theirs: source, Place: i + 1})
			continue
		}
		s, err := f.state(f.Cells[at], c, source)
		if err != nil {
			return nil, err
		}
		s.Place = i + 1
		d = append(d, s)
	}
	for _, e := range f.Cells {
		if seen[e.StaticID] {
			continue
		}
		s, err := f.gone(e)
		if err != nil {
			return nil, err
		}
		d = append(d, s)
	}
	strangers, err := f.strangers()
	return append(d, strangers...), err
}

func (f *Folder) find(staticID string) int {
	return slices.IndexFunc(f.Cells, func(e Entry) bool { return e.StaticID == staticID })
}

func (f *Folder) state(e Entry, c hex.Cell, source string) (State, error) {
	s := State{Kind: Same, File: e.File, Cell: c, Theirs: source, base: e.Hash}
	if e.Theirs != "" {
		if _, err := f.root.Lstat(theirs(e.File)); errors.Is(err, fs.ErrNotExist) {
			s.base = e.Theirs // the two were brought together
		}
	}
	mine, why, err := f.source(e.File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.Kind = Missing
		return s, nil
	case err != nil:
		return s, err
	case why != "":
		s.Kind, s.Why = Unreadable, why
		return s, nil
	}
	s.Mine = mine
	mineHash, theirHash := hex.SourceHash(mine), hex.SourceHash(source)
	if mineHash != s.base && strings.TrimSuffix(mine, "\n") != mine && hex.SourceHash(strings.TrimSuffix(mine, "\n")) == s.base {
		mineHash, s.Mine = s.base, strings.TrimSuffix(mine, "\n") // editors end a file with a line end of their own: that is no edit
	}
	switch {
	case s.Mine == source:
	case mineHash == s.base:
		s.Kind = HexEdited
	case theirHash == s.base:
		s.Kind = FileEdited
	default:
		s.Kind = Both
	}
	return s, nil
}

func (f *Folder) gone(e Entry) (State, error) {
	s := State{Kind: Gone, File: e.File, base: e.Hash, Cell: hex.Cell{StaticID: e.StaticID, Type: e.Type, Label: e.Label}}
	mine, why, err := f.source(e.File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	if s.Mine = mine; err == nil && (why != "" || hex.SourceHash(mine) != e.Hash) {
		s.Kind = GoneEdited
	}
	return s, nil
}

// source reads a file that is to be a source; why says what it cannot be one for.
func (f *Folder) source(file string) (text, why string, err error) {
	info, err := f.root.Lstat(file)
	if err != nil {
		return "", "", err
	}
	if !info.Mode().IsRegular() {
		return "", "it is not a file, but a " + map[bool]string{true: "folder", false: "link or device"}[info.IsDir()], nil
	}
	b, err := f.root.ReadFile(file)
	switch {
	case err != nil:
		return "", "", err
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")), bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		return "", "it begins with a byte order mark: save it as UTF-8 without one", nil
	case !utf8.Valid(b):
		return "", "it is not UTF-8: save it as that", nil
	}
	return string(b), "", nil
}

// strangers are files that look like sources and are no cell's.
func (f *Folder) strangers() (d Difference, err error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := e.Name()
		dot := strings.LastIndexByte(name, '.')
		if e.IsDir() || dot <= 0 || !slices.Contains([]string{".sql", ".py", ".md"}, name[dot:]) {
			continue
		}
		known := slices.ContainsFunc(f.Cells, func(e Entry) bool {
			return strings.EqualFold(e.File, name) || strings.EqualFold(theirs(e.File), name)
		})
		if !known {
			d = append(d, State{Kind: Stranger, File: name})
		}
	}
	return d, nil
}

// Take brings the files to what Hex has, but for those that somebody edited: of a conflict Hex's text is put beside the file. What was
// deleted in Hex and not edited here goes. The index follows.
func (f *Folder) Take(d Difference) error {
	for _, s := range d {
		if err := f.take(s, len(d)); err != nil {
			return fmt.Errorf("%s: %w", s.File, err)
		}
	}
	return f.write()
}

func (f *Folder) take(s State, of int) error {
	switch s.Kind {
	case Fresh:
		file := f.nameFor(s.Cell, s.Place, of)
		if _, err := f.root.Lstat(file); err == nil {
			return fmt.Errorf("there is a file of that name already, which is no cell's: move it away")
		}
		f.Cells = append(f.Cells, Entry{File: file, StaticID: s.Cell.StaticID})
		return f.settle(s.Cell, s.Theirs, true)
	case HexEdited, Missing:
		return f.settle(s.Cell, s.Theirs, true)
	case Same:
		return f.settle(s.Cell, s.Theirs, false)
	case Both:
		e := &f.Cells[f.find(s.Cell.StaticID)]
		e.Theirs = hex.SourceHash(s.Theirs)
		return f.put(theirs(e.File), s.Theirs)
	case Gone:
		f.Cells = slices.DeleteFunc(f.Cells, func(e Entry) bool { return e.StaticID == s.Cell.StaticID })
		if err := f.root.Remove(s.File); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Written notes that the source of an edited file is what Hex has now.
func (f *Folder) Written(s State) error {
	if err := f.settle(s.Cell, s.Mine, false); err != nil {
		return err
	}
	return f.write()
}

// settle notes that both sides have a source, and writes it into the file where that has another.
func (f *Folder) settle(c hex.Cell, source string, write bool) error {
	e := &f.Cells[f.find(c.StaticID)]
	e.Type, e.Label, e.Result, e.Connection = c.Type, c.Label, c.OutputDataframe(), c.DataConnectionID
	if other := theirs(e.File); e.Theirs != "" {
		if text, _, err := f.source(other); err == nil && hex.SourceHash(text) == e.Theirs { // nobody worked on it
			if err := f.root.Remove(other); err != nil {
				return err
			}
		}
	}
	e.Hash, e.Theirs = hex.SourceHash(source), ""
	if !write {
		return nil
	}
	return f.put(e.File, source)
}
