package hex

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"strconv"
)

// IngestOptions say how a semantic project is taken in. Nil leaves Hex's default: verbose, no debug, no dry run.
type IngestOptions struct {
	Verbose, Debug, DryRun *bool
}

// Ingested is what came of a semantic project.
type Ingested struct {
	// Contents are the names of the files that were read.
	Contents []string                   `json:"contents"`
	Warnings []string                   `json:"warnings"`
	Skipped  map[string]json.RawMessage `json:"skipped"`
	Problems []SemanticProblem          `json:"problems"`
	Debug    json.RawMessage            `json:"debug"`
	TraceID  string                     `json:"traceId"`
}

// SemanticProblem is something wrong with a semantic project. Severity is fatal, error or warning; Display is the
// whole as text, for people.
type SemanticProblem struct {
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Display  string `json:"display"`
	// CausePaths and ImpactPaths lead to the place in the model: names and positions as JSON.
	CausePaths  [][]json.RawMessage `json:"cause_paths"`
	ImpactPaths [][]json.RawMessage `json:"impact_paths"`
}

// IngestSemanticProject replaces a semantic project's model by the files of a zip archive. Hex: IngestSemanticProject, 3 a
// minute. What is wrong with the files is in the error's Issues, or in Problems when it was taken in nevertheless.
//
// Hex's document does not say under which name the archive is sent; this client sends a form with the archive as "file" and
// the options as fields of their own.
func (c *Client) IngestSemanticProject(ctx context.Context, semanticProjectID string, archive []byte, o IngestOptions) (Ingested, error) {
	body, err := ingestForm(archive, o)
	if err == nil {
		err = needSome(len(archive), "file")
	}
	return call[Ingested](ctx, c, route{
		op: "IngestSemanticProject", group: groupIngest, method: "POST", path: "/semantic-projects/{}/ingest",
		ids: refs(RefSemantic, semanticProjectID), body: body, wrong: err,
	})
}

func ingestForm(archive []byte, o IngestOptions) (upload, error) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, field := range []struct {
		name  string
		value *bool
	}{{"verbose", o.Verbose}, {"debug", o.Debug}, {"dryRun", o.DryRun}} {
		if field.value == nil {
			continue
		}
		if err := form.WriteField(field.name, strconv.FormatBool(*field.value)); err != nil {
			return upload{}, err
		}
	}
	file, err := form.CreateFormFile("file", "semantic-project.zip")
	if err != nil {
		return upload{}, err
	}
	if _, err := file.Write(archive); err != nil {
		return upload{}, err
	}
	if err := form.Close(); err != nil {
		return upload{}, err
	}
	return upload{contentType: form.FormDataContentType(), content: b.Bytes()}, nil
}

// SemanticUpdated is what UpdateSemanticProject changed.
type SemanticUpdated struct {
	Datasets []StatusOf `json:"datasets"`
	Views    []StatusOf `json:"views"`
}

// UpdateSemanticProject sets the statuses of datasets and views. Hex: UpdateSemanticProject. All of them or none: what is
// wrong with which is in the error's Issues.
func (c *Client) UpdateSemanticProject(ctx context.Context, semanticProjectID string, updates []StatusUpdate) (SemanticUpdated, error) {
	a, err := call[struct {
		Updated SemanticUpdated `json:"updated"`
	}](ctx, c, route{
		op: "UpdateSemanticProject", method: "PATCH", path: "/semantic-projects/{}", ids: refs(RefSemantic, semanticProjectID),
		body: map[string]any{"updates": updates}, wrong: needSome(len(updates), "update"),
	})
	return a.Updated, err
}
