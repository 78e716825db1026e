package emulator

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"hextui/hex/emulator/projectfile"
	"hextui/hex/emulator/store"
	"hextui/hex/hexfile"
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
	if !hexfile.IsID(body.ProjectID) {
		return nil, badRequest("body.projectId must be a UUID")
	}
	p, err := c.project(strings.ToLower(body.ProjectID), "CAN_VIEW")
	if err != nil {
		return nil, err
	}
	file := projectfile.Project{Project: p}
	if file.Exported, file.Cells, err = c.exported(p, body.Version); err != nil {
		return nil, err
	}
	content, err := c.fileOf(file)
	return map[string]string{"filename": file.Name(), "content": content}, err
}

// fileOf writes a project's file: a draft that came from a file as that file, with what was changed since.
func (c *call) fileOf(file projectfile.Project) (content string, err error) {
	if file.Connections, err = c.store.AllConnections(c.ctx()); err != nil {
		return "", err
	}
	if file.Exported == "draft" {
		text, err := c.store.ImportedText(c.ctx(), file.ID)
		if err == nil {
			return file.Updated(text)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return "", err
		}
	}
	profiles, err := c.store.ComputeProfiles(c.ctx())
	if err != nil {
		return "", err
	}
	for _, profile := range profiles {
		if profile.Project == file.ID {
			file.Profile = profile
		}
	}
	return file.YAML()
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
