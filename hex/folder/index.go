package folder

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"hextui/hex"
)

// indexName is the file that says which file is which cell.
const indexName = "hextui.json"

// layout is the form of the index; another one is refused.
const layout = 1

// Index says what the files of a folder are.
type Index struct {
	Layout    int     `json:"layout"`
	ProjectID string  `json:"project_id"`
	Title     string  `json:"title"`
	Cells     []Entry `json:"cells"`
}

// Entry is a cell and its file. Names stay as they are once they are given, however cells are moved and named.
type Entry struct {
	File     string       `json:"file"`
	StaticID string       `json:"static_id"`
	Type     hex.CellType `json:"type"`
	Label    string       `json:"label,omitempty"`
	// Result is the name that an SQL cell's rows have further down, Connection the id of its data connection.
	Result     string `json:"result,omitempty"`
	Connection string `json:"connection,omitempty"`
	// Hash is that of the source that both sides had last.
	Hash string `json:"hash"`
	// Theirs is the hash of what Hex had when both sides were found edited; the text is in the file of that name beside the
	// cell's. Once that file is gone the two count as brought together.
	Theirs string `json:"theirs,omitempty"`
}

// Folder is a folder that holds a project.
type Folder struct {
	Index
	root *os.Root
}

// Open opens a folder that holds a project; [fs.ErrNotExist] is one that holds none.
func Open(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root}
	if err := f.read(); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// New makes a folder for a project. One that holds a project already is refused with [fs.ErrExist].
func New(dir string, p hex.Project) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root, Index: Index{Layout: layout, ProjectID: p.ID, Title: p.Title}}
	if _, err := root.Lstat(indexName); err == nil {
		return nil, errors.Join(fmt.Errorf("%s holds a project already: %w", dir, fs.ErrExist), root.Close())
	}
	if err := f.write(); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// Close lets the folder go.
func (f *Folder) Close() error { return f.root.Close() }

func (f *Folder) read() error {
	b, err := f.root.ReadFile(indexName)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, &f.Index); err != nil {
		return fmt.Errorf("%s cannot be read: %w", filepath.Join(f.root.Name(), indexName), err)
	}
	if f.Layout != layout {
		return fmt.Errorf("%s has layout %d, and this program knows %d: another version wrote it", filepath.Join(f.root.Name(), indexName),
			f.Layout, layout)
	}
	taken := map[string]bool{}
	for _, e := range f.Cells {
		name := strings.ToLower(e.File)
		if e.File == "" || e.File != filepath.Base(e.File) || strings.HasPrefix(e.File, ".") || name == indexName || taken[name] {
			return fmt.Errorf("%s names a file %q for a cell, which is not one", filepath.Join(f.root.Name(), indexName), e.File)
		}
		taken[name] = true
	}
	return nil
}

func (f *Folder) write() error {
	b, err := json.MarshalIndent(f.Index, "", "  ")
	if err != nil {
		return err
	}
	return f.put(indexName, string(b)+"\n")
}

// put writes a file whole or not at all.
func (f *Folder) put(name, text string) error {
	part := "." + name + ".part"
	if err := f.root.WriteFile(part, []byte(text), 0o644); err != nil {
		return err
	}
	return f.root.Rename(part, name)
}

// longest is how many letters of a label a file's name takes.
const longest = 40

// nameFor is a name for a new file of a cell at a place: its number, what it is called, and the ending that its editor knows.
func (f *Folder) nameFor(c hex.Cell, place, of int) string {
	word := c.Label
	if strings.TrimSpace(word) == "" {
		word = c.OutputDataframe()
	}
	words := strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	slug := []rune(strings.Join(words, "-"))
	slug = slug[:min(len(slug), longest)]
	name := fmt.Sprintf("%0*d", max(len(fmt.Sprint(of)), 2), place)
	if len(slug) > 0 {
		name += "-" + string(slug)
	}
	taken := func(file string) bool {
		return slices.ContainsFunc(f.Cells, func(e Entry) bool { return strings.EqualFold(e.File, file) })
	}
	file := name + ending(c.Type)
	for n := 2; taken(file); n++ {
		file = fmt.Sprintf("%s-%d%s", name, n, ending(c.Type))
	}
	return file
}

func ending(t hex.CellType) string {
	switch t {
	case hex.CellSQL:
		return ".sql"
	case hex.CellCode:
		return ".py"
	}
	return ".md"
}

// theirs is the name of the file with what Hex has, beside one that was edited too.
func theirs(file string) string {
	ext := filepath.Ext(file)
	return strings.TrimSuffix(file, ext) + ".theirs" + ext
}
