// Package hexfile writes a project as the YAML of a *.hex.yaml file, schema
// version 3: what Hex exports and imports. It knows the file's form only, not
// where projects come from nor who may have them.
//
// The forms of SQL, code, Markdown and single inputs are Hex's. What Hex writes
// for charts, tables and texts is larger than what is kept here; those cells
// have the same place in the file and the members that are known.
package hexfile

import (
	"regexp"
	"strings"
	"sync"

	"github.com/google/uuid"
	"hextui/hex/emulator/store"
)

// File is what goes into the file.
type File struct {
	Project store.Project
	// Version names what is exported: "draft" or a number.
	Version string
	// Categories are those of the project, with descriptions.
	Categories []store.Category
	Cells      []store.Cell
}

// Name is the file's name, made of the project's title.
func (f File) Name() string {
	letters := []rune(notSlug().ReplaceAllString(strings.ToLower(f.Project.Title), "-"))
	slug := strings.Trim(string(letters[:min(len(letters), maxName)]), "-")
	if slug == "" {
		slug = "project"
	}
	return slug + ".hex.yaml"
}

// maxName keeps a file's name within what file systems take, in letters.
const maxName = 60

var notSlug = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^\p{L}\p{N}]+`) })

// YAML is the file's content. It fails when a cell's own record is damaged.
func (f File) YAML() (string, error) {
	cells, err := f.cells()
	if err != nil {
		return "", err
	}
	return write(mapping{
		{"schemaVersion", 3},
		{"meta", f.meta()},
		{"projectAssets", mapping{{"dataConnections", []any{}}, {"envVars", []any{}}, {"secrets", []any{}}}},
		{"sharedAssets", mapping{
			{"secrets", []any{}}, {"vcsPackages", []any{}}, {"dataConnections", f.connections()},
			{"externalFileIntegrations", []any{}}, {"externalFileIntegrationGoogleDriveFiles", []any{}},
		}},
		{"cells", cells},
		{"appLayout", f.layout()},
		{"sharedFilters", []any{}},
	})
}

func (f File) meta() mapping {
	p := f.Project
	var status any
	if p.Status != "" {
		status = mapping{{"name", p.Status}}
	}
	categories := []any{}
	for _, c := range f.Categories {
		categories = append(categories, mapping{{"name", c.Name}, {"description", orNull(c.Description)}})
	}
	return mapping{
		{"sourceVersionId", derived(p.ID, "version "+f.Version)},
		{"description", orNull(p.Description)},
		{"projectId", p.ID},
		{"title", p.Title},
		{"timezone", nil},
		{"appTheme", "SYS_PREF"},
		{"codeLanguage", "PYTHON"},
		{"hexType", p.Type},
		{"status", status},
		{"categories", categories},
	}
}

// derived is an id that always belongs to another id and a name.
func derived(id, name string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(id+"/"+name)).String()
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// connections are the data connections that the cells query, each once.
func (f File) connections() []any {
	all, seen := []any{}, map[string]bool{}
	for _, c := range f.Cells {
		if c.Connection != "" && !seen[c.Connection] {
			seen[c.Connection] = true
			all = append(all, mapping{{"dataConnectionId", c.Connection}})
		}
	}
	return all
}

// layout shows every cell below the other, over the whole width of 120 columns.
func (f File) layout() mapping {
	rows := []any{}
	for _, c := range f.Cells {
		element := mapping{
			{"showSource", false}, {"hideOutput", false}, {"type", "CELL"}, {"cellId", c.StaticID},
			{"sharedFilterId", nil}, {"height", nil}, {"showLabel", true}, {"explorable", nil},
		}
		rows = append(rows, mapping{{"columns", []any{mapping{{"start", 0}, {"end", 120}, {"elements", []any{element}}}}}})
	}
	visible := []any{"NAME", "DESCRIPTION", "AUTHOR", "LAST_EDITED", "LAST_RUN", "CATEGORIES", "STATUS", "TABLE_OF_CONTENTS"}
	return mapping{{"visibleMetadataFields", visible}, {"fullWidth", true}, {"tabs", []any{mapping{{"name", "Tab 1"}, {"rows", rows}}}}}
}
