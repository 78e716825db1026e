package cli

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"hextui/hex"
)

// Workspaces open the places where SQL runs.
type Workspaces struct {
	// Embedded is an embedded workspace of its own, whose data connections lead to its sample warehouse.
	Embedded func(context.Context) (Workspace, error)
	// Own is the workspace of a profile; empty is the usual one.
	Own func(ctx context.Context, profile string) (Workspace, error)
}

// Workspace is a client, with what ends it and all that was opened for it.
type Workspace struct {
	Client *hex.Client
	Close  func()
}

// sqlRun is an SQL file that is run: in a cell of its own of the embedded workspace, or in a cell of somebody's.
type sqlRun struct {
	// cell is the id of the cell; empty is the embedded workspace. Profile says whose it is.
	cell, profile string
	// replace lets the file take the place of another source of the cell.
	replace bool
}

// isSQL tells whether a file is run as SQL.
func (s sqlRun) isSQL(path string) bool {
	return s.cell != "" || strings.EqualFold(filepath.Ext(path), ".sql")
}

func (s sqlRun) check(path string) error {
	switch {
	case s.cell != "" && path != "-" && !strings.EqualFold(filepath.Ext(path), ".sql"):
		return errors.New("--cell runs SQL: give a file that ends in .sql, or - for standard input")
	case s.cell == "" && (s.replace || s.profile != ""):
		return errors.New("--replace and --profile go with --cell; without it SQL runs on the embedded workspace")
	}
	return nil
}

// run runs the text and prints its rows.
func (s sqlRun) run(cmd *cobra.Command, w Workspaces, text string) error {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return errors.New("there is no SQL in the file")
	case len(text) > maxSource || !utf8.ValidString(text):
		return fmt.Errorf("the file is no SQL: UTF-8 text of at most %d bytes is taken", maxSource)
	}
	ctx := cmd.Context()
	open := w.Embedded
	if s.cell != "" {
		open = func(ctx context.Context) (Workspace, error) { return w.Own(ctx, s.profile) }
	}
	space, err := open(ctx)
	if err != nil {
		return err
	}
	defer space.Close()
	cell, err := s.place(ctx, space.Client, text)
	if err != nil {
		return err
	}
	out, err := runCell(ctx, space.Client, cell)
	if err != nil {
		return err
	}
	return rows(cmd, out)
}

// place is the cell with the text. In a cell of somebody's another source is not overwritten unless that was asked for.
func (s sqlRun) place(ctx context.Context, c *hex.Client, text string) (hex.Cell, error) {
	if s.cell == "" {
		return newCell(ctx, c, text)
	}
	cell, err := c.GetCell(ctx, s.cell)
	if err != nil {
		return hex.Cell{}, err
	}
	source, _ := cell.Source()
	switch {
	case cell.Type != hex.CellSQL:
		return hex.Cell{}, fmt.Errorf("the cell is of type %s: --cell takes an SQL cell", cell.Type)
	case strings.TrimSpace(source) == text:
		return cell, nil
	case !s.replace:
		return hex.Cell{}, errors.New("the cell has another source, and nothing was changed: " +
			"with --replace the file takes its place in the draft")
	}
	saved, err := c.Save(ctx, hex.Snap(cell, time.Now()), hex.Edit{Source: text})
	return saved.Cell, err
}

// newCell makes a project with one cell. The embedded workspace is gone when the command ends, and both with it.
func newCell(ctx context.Context, c *hex.Client, text string) (hex.Cell, error) {
	page, err := c.ListDataConnections(ctx, hex.ConnectionQuery{Paging: hex.Paging{Limit: 1}})
	if err != nil {
		return hex.Cell{}, err
	}
	if len(page.Items) == 0 {
		return hex.Cell{}, errors.New("the embedded workspace has no data connection")
	}
	project, err := c.CreateProject(ctx, "SQL from the command line", "")
	if err != nil {
		return hex.Cell{}, err
	}
	return c.CreateCell(ctx, hex.NewCell{ProjectID: project.ID, Type: hex.CellSQL, Source: text, DataConnectionID: page.Items[0].ID})
}

// cancelWait is how long a run may take to be called off by who gave up.
const cancelWait = 5 * time.Second

// runCell runs a cell and waits for what comes of it. Who gives up ends the run too.
func runCell(ctx context.Context, c *hex.Client, cell hex.Cell) (hex.CellOutput, error) {
	began, err := c.RunCell(ctx, cell.ID, false)
	if err != nil {
		return hex.CellOutput{}, err
	}
	var last hex.RunUpdate
	for last = range c.Watch(ctx, cell.ProjectID, began.RunID).Updates() {
	}
	switch {
	case ctx.Err() != nil:
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), cancelWait)
		defer cancel()
		if err := c.CancelRun(ending, cell.ProjectID, began.RunID); err != nil && !hex.IsKind(err, hex.Unprocessable) {
			return hex.CellOutput{}, fmt.Errorf("the run %s may still be going on: %w", began.RunID, err)
		}
		return hex.CellOutput{}, context.Cause(ctx)
	case last.Err != nil:
		return hex.CellOutput{}, last.Err
	}
	out, err := c.GetCellOutput(ctx, cell.ID)
	if status := last.Run.Status; status != hex.RunCompleted && (err != nil || out.Error == nil) {
		return hex.CellOutput{}, fmt.Errorf("the run ended as %s: the page of the project says why", status)
	}
	return out, err
}

// rows prints a table as CSV, NULL as nothing, and on standard error what is not in it.
func rows(cmd *cobra.Command, out hex.CellOutput) error {
	if out.Error != nil {
		return errors.New("the SQL failed: " + visible(out.Error.Message))
	}
	t := out.Table
	if t == nil {
		return fmt.Errorf("the cell gave a result of the kind %q, which has no rows", out.Kind)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	line := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		line[i] = c.Name
	}
	_ = w.Write(line) // into memory; what is wrong is told by Error
	for _, row := range t.Rows {
		for i, value := range row {
			if line[i] = ""; value != nil {
				line[i] = *value
			}
		}
		_ = w.Write(line)
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("the rows cannot be written: %w", err)
	}
	if t.Truncated || t.TotalKind != hex.TotalUnknown && t.TotalRows > len(t.Rows) {
		fmt.Fprintf(cmd.ErrOrStderr(), "hextui: There are more rows than these first %d.\n", len(t.Rows))
	}
	_, err := io.WriteString(cmd.OutOrStdout(), shown(cmd.OutOrStdout(), b.String()))
	return err
}
