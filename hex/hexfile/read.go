package hexfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Version is the schema version of the files that are read and written.
const Version = 3

// Limits of a file. Real ones have some 100 KB and a dozen levels.
const (
	// MaxBytes is the longest file that is read.
	MaxBytes = 16 << 20
	maxDepth = 100
)

// Refusal is why a file cannot be read as a project.
type Refusal struct {
	// Line is where, from 1; 0 for the whole file.
	Line int
	Says string
}

// Error is the sentence, with its line.
func (r *Refusal) Error() string {
	if r.Line == 0 {
		return r.Says
	}
	return fmt.Sprintf("line %d: %s", r.Line, r.Says)
}

func refused(line int, format string, args ...any) error {
	return &Refusal{Line: line, Says: fmt.Sprintf(format, args...)}
}

// File is a project's file that was read. It does not change.
type File struct {
	text string
	root Value
}

// Text is the file, byte for byte.
func (f *File) Text() string { return f.text }

// At is what stands at a place, such as "meta", "title".
func (f *File) At(path ...string) Value { return f.root.At(path...) }

// Read reads a file from the disk. What is no project is a [*Refusal].
func Read(path string) (*File, error) {
	about, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !about.Mode().IsRegular() {
		return nil, refused(0, "it is no plain file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	if len(text) > MaxBytes {
		return nil, tooLong(about.Size())
	}
	return Parse(string(text))
}

func tooLong(size int64) error {
	return refused(0, "it has %d MB, and a project's file has at most %d", max(size, MaxBytes+1)>>20, MaxBytes>>20)
}

// Parse reads a file's text. What is no project in Hex's form is a [*Refusal]: what is no YAML, what YAML can do and Hex does not
// write (anchors, tags, several documents), and files that only carry the extension.
func Parse(text string) (*File, error) {
	if len(text) > MaxBytes {
		return nil, tooLong(int64(len(text)))
	}
	if at := strings.IndexByte(text, 0); at >= 0 {
		return nil, refused(1+strings.Count(text[:at], "\n"), "it has a NUL byte, so that it is no text: it is damaged, or of another form")
	}
	if !utf8.ValidString(text) {
		return nil, refused(1+strings.Count(validStart(text), "\n"), "it is not UTF-8: save it as UTF-8")
	}
	if at := strings.IndexFunc(text, unprintable); at >= 0 {
		r, _ := utf8.DecodeRuneInString(text[at:])
		return nil, refused(1+strings.Count(text[:at], "\n"), "it has the control character %U, which YAML does not take: "+
			`take it away, or write it as "\u%04x" in double quotes`, r, r)
	}
	if at := strings.IndexByte(strings.ReplaceAll(text, "\r\n", " \n"), '\r'); at >= 0 {
		return nil, refused(1+strings.Count(text[:at], "\n"), "a line ends with CR alone, as on old Macs: save it with LF or CR LF")
	}
	root, err := compose(text)
	if err != nil {
		return nil, err
	}
	f := &File{text: text, root: Value{root}}
	return f, f.ours()
}

// unprintable tells whether a character may not stand in YAML as it is.
func unprintable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}

// validStart is what is UTF-8 at the beginning of a text.
func validStart(text string) string {
	for at, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[at:], "\ufffd") {
			return text[:at]
		}
	}
	return text
}

// compose reads the one document of a text.
func compose(text string) (*yaml.Node, error) {
	text, back := unbroken(text)
	loader, err := yaml.NewLoader(bytes.NewReader([]byte(text)))
	if err != nil {
		return nil, err
	}
	var document, second yaml.Node
	var broken *yaml.LoadError
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF):
		return nil, refused(0, "it is empty")
	case errors.As(err, &broken):
		says := oneLine(broken.Message) + since(broken)
		if lines := strings.Split(text, "\n"); broken.Mark.Line > 0 && broken.Mark.Line <= len(lines) &&
			strings.HasPrefix(strings.TrimLeft(lines[broken.Mark.Line-1], " "), "\t") {
			says = "a tab stands before the line's text, where YAML has spaces only"
		}
		return nil, refused(broken.Mark.Line, "it is no YAML: %s", says)
	case err != nil:
		return nil, refused(0, "it is no YAML: %s", oneLine(err.Error()))
	}
	if err := loader.Load(&second); !errors.Is(err, io.EOF) {
		return nil, refused(0, "it holds more than one YAML document, and a project's file holds one")
	}
	root := &document
	if root.Kind == yaml.DocumentNode && len(root.Content) == 1 {
		root = root.Content[0]
	}
	restore(root, back)
	return root, plain(root, 0)
}

// otherBreaks end a line in YAML 1.1.
const otherBreaks = "\u0085\u2028\u2029"

// unbroken has other characters in the place of those that end a line in YAML 1.1 and for the reader that is used here, but neither in
// YAML 1.2, as which Hex writes its files, nor for editors. back gives the first ones again; nil where there are none.
func unbroken(text string) (plain string, back *strings.Replacer) {
	if !strings.ContainsAny(text, otherBreaks) {
		return text, nil
	}
	var to, from []string
	stand := '\ue000' // private, and looked for until the text does not have it
	for _, r := range otherBreaks {
		for strings.ContainsRune(text, stand) {
			stand++
		}
		to, from = append(to, string(r), string(stand)), append(from, string(stand), string(r))
		stand++
	}
	return strings.NewReplacer(to...).Replace(text), strings.NewReplacer(from...)
}

// restore has the nodes say what the text does.
func restore(n *yaml.Node, back *strings.Replacer) {
	if back == nil {
		return
	}
	for _, text := range []*string{&n.Value, &n.HeadComment, &n.LineComment, &n.FootComment} {
		*text = back.Replace(*text)
	}
	for _, below := range n.Content {
		restore(below, back)
	}
}

// since is what was being read when a fault was found, such as a text without its end, where that began further up.
func since(fault *yaml.LoadError) string {
	if fault.ContextMsg == "" || fault.ContextMark.Line == 0 || fault.ContextMark.Line == fault.Mark.Line {
		return ""
	}
	return fmt.Sprintf(" (%s that begins in line %d)", oneLine(fault.ContextMsg), fault.ContextMark.Line)
}

// plain refuses what YAML can do beyond what a project's file needs.
func plain(n *yaml.Node, depth int) error {
	switch {
	case depth > maxDepth:
		return refused(n.Line, "it is nested more than %d levels deep, which no project is", maxDepth)
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return refused(n.Line, "it has an anchor or an alias of YAML, which Hex does not write: write the value out")
	case n.Style&yaml.TaggedStyle != 0:
		return refused(n.Line, "it has the YAML tag %s, which Hex does not write: take it away", oneLine(n.Tag))
	}
	if n.Kind == yaml.MappingNode {
		seen := make(map[string]bool, len(n.Content)/2)
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i]
			switch {
			case key.Kind != yaml.ScalarNode || key.Tag == "!!merge":
				return refused(key.Line, "a key is no plain word")
			case seen[key.Value]:
				return refused(key.Line, "the key %q is there twice: which of them counts cannot be told", oneLine(key.Value))
			}
			seen[key.Value] = true
		}
	}
	for _, below := range n.Content {
		if err := plain(below, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// ours refuses files of another form.
func (f *File) ours() error {
	version := f.At("schemaVersion")
	switch {
	case f.root.Kind() != Mapping:
		return refused(f.root.Line(), "it is of another form than Hex's: Hex begins a project's file with schemaVersion and meta")
	case !version.Is():
		return refused(f.root.Line(), "it is of another form than Hex's: it has no schemaVersion")
	case version.Text() != fmt.Sprint(Version):
		return refused(version.Line(), "its schemaVersion is %s, and %d is the one that is known here", oneLine(version.Text()), Version)
	case f.At("meta").Kind() != Mapping:
		return refused(f.root.Line(), "it is of another form than Hex's: it has no meta")
	case f.At("cells").Is() && f.At("cells").Kind() != List:
		return refused(f.At("cells").Line(), "its cells are no list")
	}
	return f.walk(f.At("cells"), nil, nil)
}

// ProjectID is the id of the project that the file is one of, in small letters; empty where the file does not say.
func (f *File) ProjectID() string { return f.At("meta", "projectId").Lower() }

// Connections are the ids of the data connections that the file brings.
func (f *File) Connections() (ids []string) {
	for _, assets := range []string{"sharedAssets", "projectAssets"} {
		for _, one := range f.At(assets, "dataConnections").Items() {
			for m := range one.Members() {
				if IsID(m.Value.Text()) {
					ids = append(ids, m.Value.Text())
				}
			}
		}
	}
	return ids
}

// walk calls visit for every cell, the enclosing one before those in it. It refuses what is no cell at all.
func (f *File) walk(list Value, parent *Cell, visit func(Cell)) error {
	for i, item := range list.Items() {
		c := Cell{Value: item, Parent: parent, Place: i}
		switch {
		case item.Kind() != Mapping:
			return refused(item.Line(), "a cell is no mapping with cellType and config")
		case c.Type() == "":
			return refused(item.Line(), "a cell has no cellType: the file is of another form than Hex's")
		case item.At("config").Kind() != Mapping:
			return refused(item.Line(), "the cell has no config: the file is of another form than Hex's")
		}
		if visit != nil {
			visit(c)
		}
		if c.Holds() {
			if err := f.walk(c.Config("cells"), &c, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// Cells are all cells in the notebook's order, those in a section or block behind it.
func (f *File) Cells() []Cell {
	var all []Cell
	_ = f.walk(f.At("cells"), nil, func(c Cell) { all = append(all, c) }) // it was walked when the file was read
	return all
}

// Extension is what the names of projects' files end in.
const Extension = ".hex.yaml"

// IsName tells whether a file's name is one of a project.
func IsName(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, Extension) || strings.HasSuffix(name, ".hex.yml")
}

// Find finds the projects' files that a file or a folder holds, in order. Below a folder these are the files with the extension; names
// that begin with a dot, and what symbolic links lead to, are left out. That there are none is a [*Refusal].
func Find(path string) ([]string, error) {
	about, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, refused(0, "there is no file or folder %s", path)
	}
	if err != nil {
		return nil, err
	}
	if !about.IsDir() {
		return []string{path}, nil
	}
	var all []string
	root := os.DirFS(path)
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.Type().IsRegular() && IsName(entry.Name()) && !strings.HasPrefix(entry.Name(), "."):
			all = append(all, strings.TrimSuffix(path, string(os.PathSeparator))+string(os.PathSeparator)+name)
		}
		return nil
	})
	if err == nil && len(all) == 0 {
		err = refused(0, "%s holds no file *%s", path, Extension)
	}
	slices.Sort(all)
	return all, err
}

// oneLine is a text for a sentence: without control and invisible characters, and not long.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r): // such as what turns the direction of a text
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if long := []rune(text); len(long) > 200 {
		text = string(long[:199]) + "…"
	}
	return strings.TrimSpace(text)
}
