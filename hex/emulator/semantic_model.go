package emulator

import (
	"archive/zip"
	"cmp"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"hextui/hex/emulator/store"
)

// model is what the files of a semantic project define. Of a file only its outer
// members are read: id or name, type, and where a dataset comes from.
type model struct {
	objects  []store.SemanticObject
	files    []string
	skipped  map[string]string // files that are no model, and why
	warnings []string
	problems []modelProblem
}

// modelProblem is something wrong with a model.
type modelProblem struct {
	Severity    string  `json:"severity"` // fatal, error or warning
	Message     string  `json:"message"`
	CausePaths  [][]any `json:"cause_paths"`
	ImpactPaths [][]any `json:"impact_paths"`
	Display     string  `json:"display"`
}

// maxModelFile bounds one file of an archive, in bytes, once it is unpacked.
const maxModelFile = 1 << 20

// outer is a member at the left edge of a YAML file.
var outer = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^([A-Za-z_]\w*):[ \t]*(.*?)[ \t\r]*$`)
})

// readModel reads the YAML files of an archive, in the order of their names.
func readModel(archive *zip.Reader) (model, error) {
	m := model{files: []string{}, skipped: map[string]string{}}
	files := slices.Clone(archive.File)
	slices.SortFunc(files, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	for _, f := range files {
		if f.FileInfo().IsDir() {
			continue
		}
		if extension := path.Ext(f.Name); extension != ".yml" && extension != ".yaml" {
			m.skipped[f.Name] = "It is no YAML file"
			m.warnings = append(m.warnings, "Skipped "+f.Name)
			continue
		}
		content, err := unpack(f)
		if err != nil {
			return m, badRequest("%s cannot be unpacked, or is larger than %d bytes", f.Name, maxModelFile)
		}
		m.files = append(m.files, f.Name)
		m.read(f.Name, content)
	}
	if len(m.objects) == 0 && len(m.problems) == 0 {
		m.problem("fatal", "", "The archive defines no dataset and no view")
	}
	return m, nil
}

func unpack(f *zip.File) (string, error) {
	opened, err := f.Open()
	if err != nil {
		return "", err
	}
	content, err := io.ReadAll(io.LimitReader(opened, maxModelFile+1))
	if err == nil && len(content) > maxModelFile {
		err = io.ErrShortBuffer
	}
	return string(content), cmp.Or(err, opened.Close())
}

// read adds what one file defines.
func (m *model) read(file, content string) {
	members := map[string]string{}
	for _, found := range outer().FindAllStringSubmatch(content, -1) {
		members[found[1]] = strings.Trim(found[2], `"'`)
	}
	o := store.SemanticObject{Type: "DATASET", Name: cmp.Or(members["id"], members["name"])}
	if members["type"] == "view" {
		o.Type = "VIEW"
	}
	_, table := members["base_sql_table"]
	_, query := members["base_sql_query"]
	_, base := members["base"]
	switch {
	case o.Name == "":
		m.problem("error", file, "It has neither id nor name")
	case slices.ContainsFunc(m.objects, func(other store.SemanticObject) bool { return other.Name == o.Name && other.Type == o.Type }):
		m.problem("error", file, fmt.Sprintf("%s is defined twice", o.Name))
	case o.Type == "DATASET" && !table && !query:
		m.problem("error", file, fmt.Sprintf("%s has neither base_sql_table nor base_sql_query", o.Name))
	case o.Type == "VIEW" && !base:
		m.problem("warning", file, fmt.Sprintf("%s has no base", o.Name))
		m.objects = append(m.objects, o)
	default:
		m.objects = append(m.objects, o)
	}
}

func (m *model) problem(severity, file, message string) {
	p := modelProblem{Severity: severity, Message: message, CausePaths: [][]any{}, ImpactPaths: [][]any{}, Display: severity + ": " +
		message}
	if file != "" {
		p.CausePaths, p.Display = [][]any{{file}}, severity+" in "+file+": "+message
	}
	m.problems = append(m.problems, p)
}

func (m *model) fails() bool {
	return slices.ContainsFunc(m.problems, func(p modelProblem) bool { return p.Severity != "warning" })
}
