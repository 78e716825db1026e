package tools

import (
	"context"
	"fmt"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// endorsementTools give parts of schemas and of semantic projects a status, such as an endorsement.
func endorsementTools() []Spec {
	return []Spec{
		tool[endorseSchemaIn, endorsed]{
			name: "update_hex_schema_status", title: "Endorse schemas and tables", class: policy.Overwrite, toolset: policy.Connections,
			about:  "Gives databases, schemas and tables of a data connection a status of the workspace by name, or takes it away with an empty one. All of them or none. Schemas and tables by qualified name.",
			advice: answer.Advice{Missing: "List the connections with list_hex_data_connections.", Check: "Setting the same statuses again does no harm."},
			target: func(w *Workspace, in endorseSchemaIn) string { return w.names.ofOther(in.ConnectionID) },
			check:  func(in endorseSchemaIn) *answer.Failure { return checkUpdates(len(in.Updates)) },
			effect: func(w *Workspace, ctx context.Context, in endorseSchemaIn) (effect, error) {
				c, err := w.getConnection(ctx, connectionIn{in.ConnectionID})
				return effect{target: words.Named(c.Type+" connection", c.Name, in.ConnectionID), note: noStatuses}, err
			},
			run: (*Workspace).endorseSchema,
		}.spec(),
		tool[endorseSemanticIn, endorsed]{
			name: "update_hex_semantic_status", title: "Endorse datasets and views", class: policy.Overwrite, toolset: policy.Connections,
			about:  "Gives datasets and views of a semantic project a status of the workspace by name, or takes it away with an empty one. All of them or none.",
			advice: answer.Advice{Missing: "The id of a semantic project is in its URL in the browser; the API cannot list them.", Check: "Setting the same statuses again does no harm."},
			target: func(_ *Workspace, in endorseSemanticIn) string { return in.SemanticProjectID },
			check:  func(in endorseSemanticIn) *answer.Failure { return checkUpdates(len(in.Updates)) },
			effect: func(_ *Workspace, _ context.Context, in endorseSemanticIn) (effect, error) {
				return effect{target: "semantic project " + in.SemanticProjectID, note: noStatuses}, nil
			},
			run: (*Workspace).endorseSemantic,
		}.spec(),
	}
}

const noStatuses = "The API does not tell the present statuses."

func checkUpdates(n int) *answer.Failure {
	if n == 0 {
		return answer.Refuse("updates is empty: there is nothing to update.", "Give at least one {type, name, status}.")
	}
	return nil
}

type endorseSchemaIn struct {
	ConnectionID string `json:"connection_id" arg:"required,id=connection"`
	Updates      []struct {
		Type   string `json:"type" arg:"required,enum=DATABASE|SCHEMA|TABLE"`
		Name   string `json:"name" arg:"required"`
		Status string `json:"status"`
	} `json:"updates" arg:"required,max=500"`
}

type endorseSemanticIn struct {
	SemanticProjectID string `json:"semantic_project_id" arg:"required,id=semantic project"`
	Updates           []struct {
		Type   string `json:"type" arg:"required,enum=DATASET|VIEW"`
		Name   string `json:"name" arg:"required"`
		Status string `json:"status"`
	} `json:"updates" arg:"required,max=500"`
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

func (e *endorsed) add(kind string, all []hex.StatusOf) {
	for _, u := range all {
		e.Updated = append(e.Updated, statusRow{kind, u.Name, u.Status})
	}
}

func (w *Workspace) endorseSchema(ctx context.Context, in endorseSchemaIn) (endorsed, error) {
	var updates []hex.StatusUpdate
	for _, u := range in.Updates {
		updates = append(updates, hex.StatusUpdate{Type: u.Type, Name: u.Name, Status: hex.NullText(u.Status)})
	}
	h, err := w.writer().UpdateDataConnectionSchema(ctx, in.ConnectionID, updates)
	out := endorsed{Updated: []statusRow{}}
	out.add("DATABASE", h.Databases)
	out.add("SCHEMA", h.Schemas)
	out.add("TABLE", h.Tables)
	return out, err
}

func (w *Workspace) endorseSemantic(ctx context.Context, in endorseSemanticIn) (endorsed, error) {
	var updates []hex.StatusUpdate
	for _, u := range in.Updates {
		updates = append(updates, hex.StatusUpdate{Type: u.Type, Name: u.Name, Status: hex.NullText(u.Status)})
	}
	h, err := w.writer().UpdateSemanticProject(ctx, in.SemanticProjectID, updates)
	out := endorsed{Updated: []statusRow{}}
	out.add("DATASET", h.Datasets)
	out.add("VIEW", h.Views)
	return out, err
}
