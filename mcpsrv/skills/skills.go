// Package skills holds what a model can be told about doing a piece of work with the tools: one folder a skill, in the form of the
// Agent Skills specification (a SKILL.md with front matter, and files beside it).
//
// It is text. It knows neither the tools that it names nor the protocol that carries it; that every tool and every argument in it
// exists, and that its calls work, the tests of the server hold to.
package skills

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

// Skill is one skill.
type Skill struct {
	// Name is that of its folder.
	Name string
	// FrontMatter are the members at the head of SKILL.md: name and description.
	FrontMatter map[string]string
	// Needs are the names of the tools without which it is of no use; it may name others.
	Needs []string
	// Files are its files, SKILL.md the first.
	Files []File
}

// File is a file of a skill, as Markdown.
type File struct {
	// Path is below the skill's folder, with slashes.
	Path, Text string
}

// skillFile is the file that every skill has.
const skillFile = "SKILL.md"

//go:embed */*.md */*/*.md
var files embed.FS

// All are the skills there are, in the order of their names.
func All() []Skill {
	return []Skill{
		read("audit-hex-access", "list_hex_projects", "get_hex_project"),
		read("fix-failing-hex-run", "explain_hex_run", "get_hex_cell", "update_hex_cell"),
		read("rename-hex-table", "search_hex_cells", "get_hex_cell", "update_hex_cell"),
		read("write-hex-cell", "list_hex_cells", "create_hex_cell"),
	}
}

// read reads a skill from what is compiled in: nothing of it can fail but by a mistake in this package.
func read(name string, needs ...string) Skill {
	s := Skill{Name: name, Needs: needs}
	err := fs.WalkDir(files, name, func(at string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := files.ReadFile(at)
		s.Files = append(s.Files, File{Path: strings.TrimPrefix(at, name+"/"), Text: strings.ReplaceAll(string(text), "\r\n", "\n")})
		return err
	})
	if err != nil || len(s.Files) == 0 || s.Files[0].Path != skillFile {
		panic("skill " + path.Join(name, skillFile) + " is not there")
	}
	s.FrontMatter = frontMatter(s.Files[0].Text)
	return s
}

// frontMatter reads the members between the two lines of dashes. Of YAML it knows what is written here: a text a name, without
// quotes, which may go on in indented lines.
func frontMatter(text string) map[string]string {
	_, text, _ = strings.Cut(text, "---\n")
	head, _, _ := strings.Cut(text, "\n---\n")
	members, name := map[string]string{}, ""
	for line := range strings.Lines(head) {
		line = strings.TrimRight(line, "\r\n")
		if more := strings.TrimLeft(line, " "); more != line {
			members[name] += " " + more
			continue
		}
		var value string
		name, value, _ = strings.Cut(line, ": ")
		members[name] = value
	}
	return members
}
