package emulator

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"hextui/hex/emulator/hexfile"
	"hextui/hex/emulator/store"
)

func exportOperations() []operation {
	return []operation{
		{name: "ExportProject", method: "POST", path: "/v1/projects/export", group: groupAPI, scopes: []Scope{ReadProjects},
			do: exportProject},
		{name: "GetQueriedTables", method: "GET", path: "/v1/projects/{projectId}/queriedTables", shape: older,
			scopes: []Scope{ReadQueriedTables}, enterprise: true, do: getQueriedTables},
	}
}

// exportProject writes the draft or a published version as a *.hex.yaml file.
func exportProject(c *call) (any, error) {
	var body struct {
		ProjectID string          `json:"projectId"`
		Version   json.RawMessage `json:"version"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if !uuidForm.MatchString(body.ProjectID) {
		return nil, badRequest("body.projectId must be a UUID")
	}
	p, err := c.project(strings.ToLower(body.ProjectID), "CAN_VIEW")
	if err != nil {
		return nil, err
	}
	file := hexfile.File{Project: p}
	if file.Version, file.Cells, err = c.exported(p, body.Version); err != nil {
		return nil, err
	}
	known, err := c.store.Categories(c.ctx())
	if err != nil {
		return nil, err
	}
	file.Categories = slices.DeleteFunc(known, func(k store.Category) bool { return !slices.Contains(p.Categories, k.Name) })
	content, err := file.YAML()
	return map[string]string{"filename": file.Name(), "content": content}, err
}

// exported is the version that a request names, and its cells.
func (c *call) exported(p store.Project, version json.RawMessage) (name string, cells []store.Cell, err error) {
	switch text := string(version); text {
	case "", "null", `"draft"`:
		cells, err = c.store.Draft(c.ctx(), p.ID)
		return "draft", cells, err
	case `"latest"`:
		if p.Version == 0 {
			return "", nil, unprocessable("The project %q has never been published", p.Title)
		}
		version = json.RawMessage(strconv.Itoa(p.Version))
	}
	number, err := strconv.Atoi(string(version))
	if err != nil || number < 1 {
		return "", nil, badRequest(`body.version must be "draft", "latest" or a whole number from 1 on, not %s`, version)
	}
	found, err := c.store.Version(c.ctx(), p.ID, number)
	return strconv.Itoa(number), found.Cells, missing(err, "version", strconv.Itoa(number))
}
