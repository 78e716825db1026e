package hex

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// CreateProject makes an empty project. Hex: CreateProject. The title is required. It needs a person's token of an Editor.
func (c *Client) CreateProject(ctx context.Context, title, description string) (Project, error) {
	body := map[string]any{"title": title}
	putText(body, "description", description)
	var wrong error
	if title == "" {
		wrong = errors.New("a project needs a title")
	}
	return call[Project](ctx, c, route{op: "CreateProject", group: groupDefault, method: "POST", path: "/projects", body: body,
		wrong: wrong})
}

// UpdateProject gives a project a status of the workspace, by name; the empty one takes its status away. Hex: UpdateProject.
// Nothing else of a project can be changed through the API.
func (c *Client) UpdateProject(ctx context.Context, projectID, status string) (Project, error) {
	body := map[string]any{"status": NullText(status)}
	return call[Project](ctx, c, route{
		op: "UpdateProject", group: groupDefault, method: "PATCH", path: "/projects/{}", ids: refs(RefProject, projectID), body: body,
	})
}

// Export is a project as a file of Hex's own format.
type Export struct {
	// Filename is what Hex calls it; it ends in .hex.yaml.
	Filename string `json:"filename"`
	// Content is YAML. Its cellIds are the static ids of the API.
	Content string `json:"content"`
}

func (e *Export) missing() string { return firstMissing("content", e.Content) }

// ExportProject returns a project as a .hex.yaml file. Hex: ExportProject. The version is "draft" (also when empty),
// "latest" or a number. Not every workspace has it.
func (c *Client) ExportProject(ctx context.Context, projectID, version string) (Export, error) {
	body := map[string]any{"projectId": projectID}
	wrong := checkID(projectID)
	if n, err := strconv.Atoi(version); err == nil {
		body["version"] = n
	} else {
		putText(body, "version", version)
	}
	return call[Export](ctx, c, route{
		op: "ExportProject", group: groupDefault, method: "POST", path: "/projects/export", body: body, wrong: wrong,
		names: refs(RefProject, projectID),
	})
}

// WriteFile writes the export into a folder under the name that Hex gave, of which only what is harmless is taken, and
// returns the path. A file that is there already is not overwritten: the error is [os.ErrExist].
func (e Export) WriteFile(folder string) (path string, err error) {
	path = filepath.Join(folder, harmlessName(e.Filename))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return "", fmt.Errorf("the export was not written: %w", err)
	}
	_, err = f.WriteString(e.Content)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("the export was not written: %w", errors.Join(err, os.Remove(path)))
	}
	return path, nil
}

// harmlessName is a file name in one folder and on every system.
func harmlessName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(s, "_"))
	s = strings.TrimSuffix(strings.TrimLeft(s, ". "), ".hex.yaml")
	if len(s) > 100 {
		s = strings.ToValidUTF8(s[:100], "")
	}
	return cmp.Or(strings.TrimSpace(s), "project") + ".hex.yaml"
}

// QueriedTable is a table that a project's published version asks for.
type QueriedTable struct {
	DataConnectionID   string `json:"dataConnectionId"`
	DataConnectionName string `json:"dataConnectionName"`
	TableName          string `json:"tableName"`
}

// GetQueriedTables returns one page of the tables that a project asks for. Hex: GetQueriedTables. Up to 100 a page.
// [Forbidden] below the Enterprise plan, [Unprocessable] for a project never published.
func (c *Client) GetQueriedTables(ctx context.Context, projectID string, p Paging) (Page[QueriedTable], error) {
	return getPage[QueriedTable](ctx, c, route{
		op: "GetQueriedTables", path: "/projects/{}/queriedTables", ids: refs(RefProject, projectID), query: p.values(),
	})
}

// QueriedTablePages walks all pages of the tables that a project asks for, as they come. Hex: GetQueriedTables.
func (c *Client) QueriedTablePages(ctx context.Context, projectID string, p Paging) iter.Seq2[Page[QueriedTable], error] {
	return walk(ctx, p, func(ctx context.Context, p Paging) (Page[QueriedTable], error) {
		return c.GetQueriedTables(ctx, projectID, p)
	})
}
