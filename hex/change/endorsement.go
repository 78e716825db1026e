package change

import (
	"context"
	"fmt"

	"hextui/hex"
	"hextui/hex/plural"
)

const noStatuses = "Hex's API does not tell the present statuses: so they cannot be put back."

// EndorseSchema gives databases, schemas and tables of a connection a status, all of them or none. Its entity is a
// [hex.SchemaUpdated].
type EndorseSchema struct {
	ConnectionID string
	Updates      []hex.StatusUpdate
}

// Prepare reads the connection, for its name.
func (w EndorseSchema) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	d, err := c.GetDataConnection(ctx, w.ConnectionID)
	blind := hex.IsKind(err, hex.Forbidden)
	if err != nil && !blind {
		return nil, err
	}
	before := state{{"name", d.Name}}
	n := plan{
		op: "UpdateDataConnectionSchema", does: "Endorse schemas and tables", risk: Overwrite, target: connectionTarget(d), was: d,
		before: before, after: endorsed(before, w.Updates), undo: noStatuses,
		look: func(ctx context.Context, c *hex.Client) (state, error) {
			now, err := c.GetDataConnection(ctx, w.ConnectionID)
			return state{{"name", now.Name}}, err
		},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			now, err := c.UpdateDataConnectionSchema(ctx, w.ConnectionID, w.Updates)
			return Result{Entity: now, Done: fmt.Sprintf("%s set.", statuses(len(w.Updates)))}, err
		},
	}
	if blind {
		n.target, n.warnings = Target{Kind: "connection", ID: w.ConnectionID}, []string{unread}
		n.before, n.after, n.look = nil, endorsed(nil, w.Updates), nil
	}
	return n.prepared(ctx, c)
}

// EndorseSemantic gives datasets and views of a semantic project a status, all of them or none. Its entity is a
// [hex.SemanticUpdated].
type EndorseSemantic struct {
	SemanticProjectID string
	Updates           []hex.StatusUpdate
}

// Prepare reads nothing: Hex's API cannot show a semantic project.
func (w EndorseSemantic) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	return plan{
		op: "UpdateSemanticProject", does: "Endorse datasets and views", risk: Overwrite,
		target: Target{Kind: "semantic project", ID: w.SemanticProjectID}, after: endorsed(nil, w.Updates), undo: noStatuses,
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			now, err := c.UpdateSemanticProject(ctx, w.SemanticProjectID, w.Updates)
			return Result{Entity: now, Done: fmt.Sprintf("%s set.", statuses(len(w.Updates)))}, err
		},
	}.prepared(ctx, c)
}

func endorsed(s state, updates []hex.StatusUpdate) state {
	s = append(state{}, s...)
	for _, u := range updates {
		status := string(u.Status)
		if status == "" {
			status = "no status"
		}
		s.add(fmt.Sprintf("status of %s %s", u.Type, u.Name), status)
	}
	return s
}

func statuses(n int) string {
	if n == 1 {
		return "1 status was"
	}
	return fmt.Sprintf("%d statuses were", n)
}

// IngestSemantic replaces a semantic project's model by the files of a zip archive. Its entity is a [hex.Ingested].
type IngestSemantic struct {
	SemanticProjectID string
	Archive           []byte
	Options           hex.IngestOptions
}

// Prepare reads nothing: Hex's API cannot show a semantic project.
func (w IngestSemantic) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	n := plan{
		op: "IngestSemanticProject", does: "Replace a semantic model", risk: Access,
		target: Target{Kind: "semantic project", ID: w.SemanticProjectID},
		warnings: []string{fmt.Sprintf("The whole model would be replaced by the files of an archive of %d bytes, for "+
			"everybody in the workspace: Hex's analyst follows it.", len(w.Archive))},
		undo: "The earlier model cannot be read, so it cannot be put back.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			taken, err := c.IngestSemanticProject(ctx, w.SemanticProjectID, w.Archive, w.Options)
			return Result{Entity: taken, Done: fmt.Sprintf("%s read into the model.", plural.Of(len(taken.Contents), "file"))}, err
		},
	}
	if dry := w.Options.DryRun; dry != nil && *dry {
		n.risk, n.warnings = Write, []string{"Hex itself only checks the files, and keeps the model as it is."}
	}
	return n.prepared(ctx, c)
}
