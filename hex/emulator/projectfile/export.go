package projectfile

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"hextui/hex/emulator/store"
	"hextui/hex/hexfile"
)

// Project is what goes into a file.
type Project struct {
	store.Project
	// Exported names the version that is written: "draft" or a number.
	Exported string
	Cells    []store.Cell
	// Connections are the workspace's, for their names; Profile is what the kernels run on, as far as somebody has chosen it.
	Connections []store.Connection
	Profile     store.ComputeProfile
}

// Name is the file's name, made of the project's title.
func (p Project) Name() string {
	letters := []rune(notSlug().ReplaceAllString(strings.ToLower(p.Title), "-"))
	slug := strings.Trim(string(letters[:min(len(letters), maxName)]), "-")
	return cmp.Or(slug, "project") + hexfile.Extension
}

// maxName keeps a file's name within what file systems take, in letters.
const maxName = 60

var notSlug = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[^\p{L}\p{N}]+`) })

// YAML is the project as a file. It fails when a cell's own record is damaged.
func (p Project) YAML() (string, error) {
	cells, err := p.cells("")
	if err != nil {
		return "", err
	}
	return hexfile.Write(hexfile.Map{
		{Key: "schemaVersion", Value: hexfile.Version},
		{Key: "meta", Value: p.meta()},
		{Key: "projectAssets", Value: hexfile.Map{
			{Key: "dataConnections", Value: []any{}}, {Key: "envVars", Value: []any{}}, {Key: "secrets", Value: []any{}},
		}},
		{Key: "sharedAssets", Value: hexfile.Map{
			{Key: "secrets", Value: []any{}}, {Key: "vcsPackages", Value: []any{}}, {Key: "dataConnections", Value: p.connections()},
			{Key: "externalFileIntegrations", Value: []any{}},
		}},
		{Key: "cells", Value: cells},
		{Key: "appLayout", Value: p.layout()},
		{Key: "sharedFilters", Value: []any{}},
	})
}

// keep is the comment behind ids by which a file finds back to its project.
const keep = "DO NOT CHANGE - it says what this is a file of"

func (p Project) meta() hexfile.Map {
	categories := []any{}
	for _, name := range p.Categories {
		categories = append(categories, hexfile.Map{{Key: "name", Value: name}})
	}
	m := hexfile.Map{
		{Key: "sourceVersionId", Value: hexfile.Noted{Value: derived(p.ID, "version "+p.Exported), Note: keep}},
		{Key: "description", Value: orNull(p.Description)},
		{Key: "projectId", Value: hexfile.Noted{Value: p.ID, Note: keep}},
		{Key: "title", Value: p.Title},
		{Key: "timezone", Value: nil},
		{Key: "appTheme", Value: "SYS_PREF"},
		{Key: "codeLanguage", Value: "PYTHON"},
		{Key: "status", Value: named(p.Status)},
		{Key: "categories", Value: categories},
		{Key: "hexType", Value: p.Type},
	}
	if p.Profile.Image != "" {
		m = append(m, hexfile.Entry{Key: "kernelImage", Value: p.Profile.Image})
	}
	if p.Profile.Size != "" {
		m = append(m, hexfile.Entry{Key: "kernelSize", Value: p.Profile.Size})
	}
	return m
}

func named(name string) any {
	if name == "" {
		return nil
	}
	return hexfile.Map{{Key: "name", Value: name}}
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
func (p Project) connections() []any {
	all, seen := []any{}, map[string]bool{"": true}
	for _, c := range p.Cells {
		if !seen[c.Connection] {
			seen[c.Connection] = true
			all = append(all, hexfile.Map{{Key: "dataConnectionId", Value: p.connection(c.Connection)}})
		}
	}
	return all
}

// connection is the id of a data connection, with its name and kind as a comment.
func (p Project) connection(id string) any {
	at := slices.IndexFunc(p.Connections, func(c store.Connection) bool { return c.ID == id })
	if at < 0 {
		return orNull(id)
	}
	return hexfile.Noted{Value: id, Note: fmt.Sprintf("%s (%s)", p.Connections[at].Name, p.Connections[at].Type)}
}

// layout shows every cell below the other, over the whole width of 120 columns.
func (p Project) layout() hexfile.Map {
	rows := []any{}
	for _, c := range p.Cells {
		if c.Type == sectionType || c.Type == "COLLAPSIBLE" {
			continue
		}
		for _, id := range inputIDs(c) {
			element := hexfile.Map{
				{Key: "showSource", Value: false}, {Key: "hideOutput", Value: false},
				{Key: "type", Value: "CELL"}, {Key: "cellId", Value: id}, {Key: "sharedFilterId", Value: nil},
				{Key: "height", Value: nil}, {Key: "showLabel", Value: true}, {Key: "explorable", Value: nil},
			}
			column := hexfile.Map{{Key: "start", Value: 0}, {Key: "end", Value: 120}, {Key: "elements", Value: []any{element}}}
			rows = append(rows, hexfile.Map{{Key: "columns", Value: []any{column}}})
		}
	}
	visible := []any{"NAME", "DESCRIPTION", "AUTHOR", "LAST_EDITED", "LAST_RUN", "CATEGORIES", "STATUS", "TABLE_OF_CONTENTS"}
	return hexfile.Map{{Key: "visibleMetadataFields", Value: visible}, {Key: "fullWidth", Value: true},
		{Key: "tabs", Value: []any{hexfile.Map{{Key: "name", Value: "Tab 1"}, {Key: "rows", Value: rows}}}}}
}
