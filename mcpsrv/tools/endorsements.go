package tools

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// endorsementTools give parts of schemas and of semantic projects a status, such as an endorsement.
func endorsementTools() []Spec {
	return []Spec{
		tool[endorseSchemaIn, endorsed]{
			name: "update_hex_schema_status", title: "Endorse schemas and tables", class: policy.Overwrite, toolset: policy.Connections,
			about: "Gives databases, schemas and tables of a data connection a status of the workspace by name, or takes it away with " +
				"an empty one. All of them or none. Schemas and tables by qualified name.",
			advice: answer.Advice{Missing: "List the connections with list_hex_data_connections.",
				Parts: "list_hex_queried_tables names the tables that a project asks for; statuses are named as projects have them.",
				Check: "Setting the same statuses again does no harm."},
			target: func(w *Workspace, in endorseSchemaIn) string { return w.names.ofOther(in.ConnectionID) },
			check:  func(in endorseSchemaIn) *answer.Failure { return checkUpdates(len(in.Updates)) },
			change: func(_ *Workspace, in endorseSchemaIn) (change.Change, error) {
				var updates []hex.StatusUpdate
				for _, u := range in.Updates {
					updates = append(updates, hex.StatusUpdate{Type: u.Type, Name: u.Name, Status: hex.NullText(*u.Status)})
				}
				return change.EndorseSchema{ConnectionID: in.ConnectionID, Updates: updates}, nil
			},
			done: entity(func(_ *Workspace, _ endorseSchemaIn, now hex.SchemaUpdated) endorsed {
				return endorsed{Updated: slices.Concat(
					statusRows("DATABASE", now.Databases), statusRows("SCHEMA", now.Schemas), statusRows("TABLE", now.Tables),
				)}
			}),
		}.spec(),
		tool[endorseSemanticIn, endorsed]{
			name: "update_hex_semantic_status", title: "Endorse datasets and views", class: policy.Overwrite, toolset: policy.Connections,
			about: "Gives datasets and views of a semantic project a status of the workspace by name, or takes it away with an empty " +
				"one. All of them or none.",
			advice: answer.Advice{Missing: "The id of a semantic project is in its URL in the browser; the API cannot list them.",
				Parts: "Datasets and views are named as in the semantic project's files, statuses as projects have them.",
				Check: "Setting the same statuses again does no harm."},
			target: func(_ *Workspace, in endorseSemanticIn) string { return in.SemanticProjectID },
			check:  func(in endorseSemanticIn) *answer.Failure { return checkUpdates(len(in.Updates)) },
			change: func(_ *Workspace, in endorseSemanticIn) (change.Change, error) {
				var updates []hex.StatusUpdate
				for _, u := range in.Updates {
					updates = append(updates, hex.StatusUpdate{Type: u.Type, Name: u.Name, Status: hex.NullText(*u.Status)})
				}
				return change.EndorseSemantic{SemanticProjectID: in.SemanticProjectID, Updates: updates}, nil
			},
			done: entity(func(_ *Workspace, _ endorseSemanticIn, now hex.SemanticUpdated) endorsed {
				return endorsed{Updated: append(statusRows("DATASET", now.Datasets), statusRows("VIEW", now.Views)...)}
			}),
		}.spec(),
	}
}

func checkUpdates(n int) *answer.Failure {
	if n == 0 {
		return answer.Refuse("updates is empty: there is nothing to update.", "Give at least one {type, name, status}.")
	}
	return nil
}

type endorseSchemaIn struct {
	ConnectionID string `json:"connection_id" arg:"required,id=connection"`
	Updates      []struct {
		Type   string  `json:"type" arg:"required,enum=DATABASE|SCHEMA|TABLE" doc:"What it is."`
		Name   string  `json:"name" arg:"required" doc:"Qualified name."`
		Status *string `json:"status" arg:"required" doc:"Its name; empty takes it away."`
	} `json:"updates" arg:"required,max=500" doc:"One each."`
}

type endorseSemanticIn struct {
	SemanticProjectID string `json:"semantic_project_id" arg:"required,id=semantic project"`
	Updates           []struct {
		Type   string  `json:"type" arg:"required,enum=DATASET|VIEW" doc:"What it is."`
		Name   string  `json:"name" arg:"required" doc:"Its name."`
		Status *string `json:"status" arg:"required" doc:"Its name; empty takes it away."`
	} `json:"updates" arg:"required,max=500" doc:"One each."`
}

type statusRow struct {
	Type   string `json:"type"`
	Name   string `json:"name"`
	Status string `json:"status"`
}

func (r statusRow) line() string { return fmt.Sprintf("%s %s: %s", r.Type, r.Name, r.Status) }

type endorsed struct {
	Updated []statusRow `json:"updated"`
	Next    string      `json:"next,omitempty"`
}

func (e endorsed) Text() string {
	return words.Lines(words.Count(len(e.Updated), "status")+" set.", e.Updated, statusRow.line, e.Next)
}

func (e endorsed) Size() int { return len(e.Updated) }

func (e endorsed) First(n int) answer.Result {
	e.Next = fmt.Sprintf("All %d were set; only %d are shown.", len(e.Updated), n)
	e.Updated = e.Updated[:n]
	return e
}

func statusRows(kind string, all []hex.StatusOf) []statusRow {
	return each(all, func(s hex.StatusOf) statusRow { return statusRow{kind, s.Name, s.Status} })
}

// semanticTools replace the models of semantic projects.
func semanticTools() []Spec {
	return []Spec{
		tool[ingestIn, ingested]{
			name: "ingest_hex_semantic_project", title: "Replace a semantic model", class: policy.Access, toolset: policy.Connections,
			about: "Replaces the whole model of a semantic project by files: give them all. check_only has Hex check them and keep the " +
				"model as it is. Hex takes 3 a minute.",
			advice: answer.Advice{Missing: "The id of a semantic project is in its URL in the browser; the API cannot list them.",
				Check: "Sending the same files again does no harm."},
			target: func(_ *Workspace, in ingestIn) string { return in.SemanticProjectID },
			check: func(in ingestIn) *answer.Failure {
				_, refused := in.archive()
				return refused
			},
			change: func(_ *Workspace, in ingestIn) (change.Change, error) {
				archive, refused := in.archive()
				if refused != nil {
					return nil, refused
				}
				return change.IngestSemantic{SemanticProjectID: in.SemanticProjectID, Archive: archive,
					Options: hex.IngestOptions{DryRun: &in.CheckOnly}}, nil
			},
			done:     entity((*Workspace).ingested),
			bodiless: true, // a form with an archive
		}.spec(),
	}
}

type ingestIn struct {
	SemanticProjectID string `json:"semantic_project_id" arg:"required,id=semantic project"`
	Files             []struct {
		Path     string `json:"path" arg:"required" doc:"Path in the project."`
		Contents string `json:"contents" arg:"required" doc:"Its text."`
	} `json:"files" arg:"required,max=1000" doc:"Every file of the model."`
	CheckOnly bool `json:"check_only" doc:"Only have them checked."`
}

// archive is the files as Hex takes them. The same files are the same archive, so that what was agreed to is what is sent.
func (in ingestIn) archive() ([]byte, *answer.Failure) {
	if len(in.Files) == 0 {
		return nil, answer.Refuse("files is empty.", "Give every file of the model as {path, contents}.")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	met := map[string]bool{}
	for i, f := range in.Files {
		if !fs.ValidPath(f.Path) || f.Path == "." || strings.Contains(f.Path, `\`) {
			return nil, answer.Refuse(fmt.Sprintf("files[%d].path %s is no path of a file.", i, words.Quoted(f.Path)),
				"Give one such as models/orders.yml.")
		}
		if met[f.Path] {
			return nil, answer.Refuse(fmt.Sprintf("files[%d].path %s is there twice.", i, words.Quoted(f.Path)), "Give each file once.")
		}
		met[f.Path] = true
		file, err := z.Create(f.Path)
		if err == nil {
			_, err = file.Write([]byte(f.Contents))
		}
		if err != nil { // memory takes all, so it is the name
			return nil, answer.Refuse(fmt.Sprintf("files[%d] cannot be put into an archive: %v.", i, err), "Give it another path.")
		}
	}
	if err := z.Close(); err != nil {
		return nil, answer.Refuse("The files cannot be put into an archive: "+err.Error()+".", "Give fewer files.")
	}
	return b.Bytes(), nil
}

// ingested is what Hex made of the files.
type ingested struct {
	Checked  bool           `json:"check_only"`
	Contents []string       `json:"contents"`
	Warnings []string       `json:"warnings,omitempty"`
	Problems []string       `json:"problems,omitempty"`
	Skipped  map[string]any `json:"skipped,omitempty"`
	TraceID  string         `json:"trace_id,omitempty"`
}

func (i ingested) Text() string {
	head := "The model was replaced"
	if i.Checked {
		head = "Only checked, the model is as it was"
	}
	return words.With(head, i)
}

func (w *Workspace) ingested(in ingestIn, h hex.Ingested) ingested {
	out := ingested{Checked: in.CheckOnly, Contents: append([]string{}, h.Contents...), Warnings: h.Warnings, TraceID: h.TraceID}
	for _, p := range h.Problems {
		text := p.Display
		if text == "" {
			text = p.Message
		}
		out.Problems = append(out.Problems, p.Severity+": "+text)
	}
	for name, raw := range h.Skipped {
		if out.Skipped == nil {
			out.Skipped = map[string]any{}
		}
		out.Skipped[name] = raw
	}
	return out
}
