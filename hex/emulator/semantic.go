package emulator

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"hextui/hex/emulator/store"
)

// The document prints the path as a pattern; both of its forms are answered.
func semanticOperations() []operation {
	sync := []Scope{SyncSemanticProjects}
	return []operation{
		{name: "IngestSemanticProject", method: "POST", path: "/v1/semantic-projects/{semanticProjectId}/ingest",
			alias: "/v1/semantic-models/{semanticProjectId}/ingest", group: groupIngest, shape: older, scopes: sync, role: "MANAGER",
			success: 201, do: ingestSemanticProject},
		{name: "UpdateSemanticProject", method: "PATCH", path: "/v1/semantic-projects/{semanticProjectId}",
			alias: "/v1/semantic-models/{semanticProjectId}", shape: older, scopes: sync, role: "MANAGER", do: updateSemanticProject},
	}
}

func (c *call) semanticProject() (store.SemanticProject, error) {
	id, err := c.id("semanticProjectId")
	if err != nil {
		return store.SemanticProject{}, err
	}
	p, err := c.store.SemanticProject(c.ctx(), id)
	if !errors.Is(err, store.ErrNotFound) {
		return p, err
	}
	// In Hex the ids are on a page of its settings; here there are no pages.
	known, err := c.store.SemanticProjects(c.ctx())
	if err != nil {
		return p, err
	}
	return p, notFound("There is no semantic project %s. This workspace has %s", id,
		strings.Join(mapped(known, func(p store.SemanticProject) string { return p.Name + " (" + p.ID + ")" }), ", "))
}

// updateSemanticProject sets statuses of datasets and views: all or none.
func updateSemanticProject(c *call) (any, error) {
	updates, problems, err := c.updates("DATASET", "VIEW")
	if err != nil {
		return nil, err
	}
	p, err := c.semanticProject()
	if err != nil {
		return nil, err
	}
	var changed []store.SemanticObject
	updated := map[string][]statusOf{"datasets": {}, "views": {}}
	for _, u := range updates {
		if !slices.ContainsFunc(p.Objects, func(o store.SemanticObject) bool { return o.Type == u.Type && o.Name == u.Name }) {
			problems = append(problems, statusProblem{Name: u.Name, Type: u.Type, Reason: "not_found"})
			continue
		}
		changed = append(changed, store.SemanticObject{Type: u.Type, Name: u.Name, Status: u.given()})
		list := map[string]string{"DATASET": "datasets", "VIEW": "views"}[u.Type]
		updated[list] = append(updated[list], statusOf{u.Name, nullable(u.Status.value)})
	}
	if len(problems) > 0 {
		return nil, refuseUpdates(problems)
	}
	return map[string]any{"updated": updated}, c.store.PutSemanticObjects(c.ctx(), p.ID, changed, false)
}

type ingested struct {
	TraceID  string            `json:"traceId"`
	Contents []string          `json:"contents"`
	Warnings []string          `json:"warnings,omitempty"`
	Skipped  map[string]string `json:"skipped,omitempty"`
	Problems []modelProblem    `json:"problems,omitempty"`
	Debug    map[string]any    `json:"debug,omitempty"`
}

// ingestSemanticProject replaces a semantic project by the model in a zip file,
// which comes as a form's only file, whatever its name, or as the body itself.
func ingestSemanticProject(c *call) (any, error) {
	archive, options, err := c.archive()
	if err != nil {
		return nil, err
	}
	p, err := c.semanticProject()
	if err != nil {
		return nil, err
	}
	model, err := readModel(archive)
	if err != nil {
		return nil, err
	}
	if model.fails() {
		return nil, &refusal{status: http.StatusBadRequest, message: "The semantic project has errors; nothing was changed",
			problems: model.problems}
	}
	body := ingested{TraceID: c.trace, Contents: model.files, Warnings: model.warnings, Problems: model.problems}
	if options["verbose"] {
		body.Skipped = model.skipped
	}
	if options["debug"] {
		body.Debug = map[string]any{}
	}
	if options["dryRun"] {
		return body, nil
	}
	for i, o := range model.objects { // statuses stay with what keeps its name
		for _, was := range p.Objects {
			if was.Type == o.Type && was.Name == o.Name {
				model.objects[i].Status = was.Status
			}
		}
	}
	return body, c.store.PutSemanticObjects(c.ctx(), p.ID, model.objects, true)
}

// archive reads the zip file of a request and its options.
func (c *call) archive() (*zip.Reader, map[string]bool, error) {
	options := map[string]bool{"verbose": true, "debug": false, "dryRun": false}
	kind, parameters, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	if err != nil {
		kind = ""
	}
	var content []byte
	switch kind {
	case "application/zip":
		content, err = io.ReadAll(c.request.Body)
	case "multipart/form-data":
		content, err = readForm(multipart.NewReader(c.request.Body, parameters["boundary"]), options)
	default:
		return nil, nil, refuse(http.StatusUnsupportedMediaType, "Send the zip file as multipart/form-data or application/zip, not %q",
			kind)
	}
	if refused := (*refusal)(nil); errors.As(err, &refused) {
		return nil, nil, err
	}
	if err != nil {
		return nil, nil, badRequest("The body could not be read")
	}
	if content == nil {
		return nil, nil, badRequest("The form has no file")
	}
	read, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, nil, badRequest("The file is no zip archive")
	}
	return read, options, nil
}

// readForm gives a form's file, nil when it has none, and sets the options that
// it names.
func readForm(form *multipart.Reader, options map[string]bool) (file []byte, err error) {
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return file, nil
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		if part.FileName() != "" {
			file = content
			continue
		}
		if _, known := options[part.FormName()]; known {
			value, err := strconv.ParseBool(string(content))
			if err != nil {
				return nil, badRequest("%s must be true or false, not %q", part.FormName(), content)
			}
			options[part.FormName()] = value
		}
	}
}
