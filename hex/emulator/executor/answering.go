package executor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"hextui/hex/emulator/analyst"
	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/store"
	"hextui/hex/emulator/warehouse"
)

// Answer records a prompt of a thread and has the analyst answer it. When it cannot be recorded, nothing is begun.
func (e *Executor) Answer(thread, prompt string, connection *store.Connection, record func() error) error {
	return e.background.begin(thread, record, func(ctx context.Context) { answering{e}.answer(ctx, thread, prompt, connection) })
}

// answering is the analyst at work: it answers the prompts of threads with cells
// that it runs on the warehouse. Its work counts with the executor's.
type answering struct{ *Executor }

// moment is the time as the API writes it.
func (a answering) moment() time.Time { return a.o.Now().UTC().Truncate(time.Millisecond) }

// answer works on one prompt until the thread is IDLE or in ERROR. When the
// workspace closes meanwhile, the thread stays as it is; the next start ends it.
func (a answering) answer(ctx context.Context, id, prompt string, connection *store.Connection) {
	t, err := a.o.Store.Thread(ctx, id, store.Principals{All: true})
	if err == nil {
		err = a.work(ctx, &t, prompt, connection)
	}
	if ctx.Err() != nil {
		return
	}
	a.finish(ctx, t, err)
}

// finish writes the end of the work on a prompt: the answer that is in t, or
// what err says.
func (a answering) finish(ctx context.Context, t store.Thread, err error) {
	t.Status = "IDLE"
	var text string
	refusal, failed := (*analyst.Refusal)(nil), (*kernel.CellError)(nil)
	switch {
	case err == nil:
		text = t.Response[0].Text
	case errors.As(err, &refusal) && refusal.Type == "":
		text = refusal.Message
		t.Response = []store.ThreadPart{{Type: "text", Text: text}}
		a.warn(&t, "MISSING_CONTEXT", "The question is outside of what the tables tell.")
	case errors.As(err, &refusal):
		t.Error = &store.ThreadError{Type: refusal.Type, Message: refusal.Message}
	case errors.As(err, &failed):
		t.Error = &store.ThreadError{Type: "EXPLORE_ERRORED", Message: failed.Error()}
	default:
		a.o.Log.Error("a thread failed for no fault of its question", "thread", t.ID, "error", err)
		t.Error = &store.ThreadError{Type: "AGENT_ERROR", Message: "The analyst could not reach the warehouse."}
	}
	if t.Error != nil {
		t.Status, t.Response = "ERROR", nil
		text = "<error type=\"" + t.Error.Type + "\">" + t.Error.Message + "</error>"
	}
	t.Updated = a.moment()
	if err := a.o.Store.PutThread(ctx, t, t.Said("assistant", text, t.Updated)); err != nil {
		a.o.Log.Error("a thread's answer could not be kept", "thread", t.ID, "error", err)
	}
}

func (a answering) warn(t *store.Thread, kind, summary string) {
	t.WarningsAt = a.moment()
	t.Warnings = append(t.Warnings, store.ThreadWarning{ID: uuid.NewString(), Type: kind, Summary: summary})
}

// work reads the prompt, runs the cells for it, and writes the answer into t.
func (a answering) work(ctx context.Context, t *store.Thread, prompt string, connection *store.Connection) error {
	if err := errors.Join(a.o.Gates.Wait(ctx, HeldPending), sleep(ctx, a.startup(t.ID+prompt)+a.paced(time.Second))); err != nil {
		return err
	}
	if connection != nil && connection.Name != warehouse.Name {
		return &analyst.Refusal{
			Type: "DATA_CONNECTION_NOT_AUTHORIZED", Message: "I may not query " + connection.Name + "; I can query " + warehouse.Name + ".",
		}
	}
	q, err := a.understand(t, prompt)
	if err != nil {
		return err
	}
	cells, err := a.cells(ctx, t, q)
	if err != nil {
		return err
	}
	if err := a.note(ctx, t, q); err != nil {
		return err
	}
	rows, err := a.run(ctx, cells)
	if err != nil {
		return err
	}
	if err := a.keepCells(ctx, t, cells, q); err != nil {
		return err
	}
	text, found := q.Answer(rows)
	if !found {
		a.warn(t, "DATA_LIMITATION", "The tables have no rows for the question.")
	}
	t.Response = []store.ThreadPart{{Type: "text", Text: text}}
	for _, c := range cells {
		t.Response = append(t.Response, store.ThreadPart{Type: "cell", ID: c.ID, StaticID: c.StaticID, Label: c.Label})
	}
	if t.Project != "" {
		p, err := a.o.Store.Project(ctx, t.Project)
		if err != nil {
			return err
		}
		t.Response = append(t.Response, store.ThreadPart{Type: "project", ID: p.ID, Title: p.Title})
	}
	t.Credits += 0.25 * float64(len(t.Response))
	return nil
}

// understand reads the prompt after the one before it.
func (a answering) understand(t *store.Thread, prompt string) (q analyst.Question, err error) {
	var earlier *analyst.Question
	if len(t.Question) > 0 {
		if err := json.Unmarshal(t.Question, &earlier); err != nil {
			return q, err
		}
	}
	// The warehouse reaches up to the workspace's making: that is its today.
	if q, err = analyst.Read(prompt, a.o.Made, earlier); err != nil {
		return q, err
	}
	t.Question, err = json.Marshal(q)
	return q, err
}

// note shows what is being done while it is.
func (a answering) note(ctx context.Context, t *store.Thread, q analyst.Question) error {
	tables := strings.Join(q.Tables(), ", ")
	t.Intent, t.Summary = q.Title(), strings.TrimSpace(q.Title()+" "+q.Period.Words)+", from "+tables+"."
	topics, err := a.o.Store.TopicNames(ctx)
	if err != nil {
		return err
	}
	for id, name := range topics {
		if name == q.Topic() && !slices.Contains(t.Topics, id) {
			t.Topics = append(t.Topics, id)
		}
	}
	for _, table := range q.Tables() {
		resource := store.ThreadResource{ID: table, Type: "TABLE", Name: table}
		if !slices.Contains(t.Resources, resource) {
			t.Resources = append(t.Resources, resource)
		}
	}
	working := *t
	working.Status, working.Updated = "RUNNING", a.moment()
	working.Response = []store.ThreadPart{{Type: "task", Title: "Querying " + tables + " in " + warehouse.Name}}
	tool := t.Said("tool", "run_sql\n"+q.Query(), a.moment())
	tool.Tool = true
	return a.o.Store.PutThread(ctx, working,
		t.Said("assistant", fmt.Sprintf("<thinking>This is about %s. I need %s.</thinking>", strings.ToLower(q.Title()), tables),
			a.moment()),
		tool)
}

// cells are the cells of an answer: the query, and a chart of it where there is
// something to draw.
func (a answering) cells(ctx context.Context, t *store.Thread, q analyst.Question) ([]store.Cell, error) {
	if t.Project == "" && t.Scratch == "" {
		t.Scratch = uuid.NewString()
	}
	place := t.Scratch
	if t.Project != "" {
		place = t.Project
	}
	connection, err := a.o.Store.ConnectionByName(ctx, warehouse.Name)
	if err != nil {
		return nil, fmt.Errorf("the analyst has no warehouse: %w", err)
	}
	draft, err := a.o.Store.Draft(ctx, place)
	if err != nil {
		return nil, err
	}
	output := unused(draft, q.Dataframe())
	cells := []store.Cell{{
		ID: uuid.NewString(), StaticID: uuid.NewString(), Project: place, Type: "SQL", Label: q.Title(),
		Connection: connection.ID, Source: q.Query(), Output: output,
	}}
	if mark := q.Mark(); mark != "" {
		spec, err := json.Marshal(store.Spec{Chart: &store.Chart{Mark: mark, Dataframe: output, X: q.By, Y: q.Column(), Title: q.Title()}})
		if err != nil {
			return nil, err
		}
		cells = append(cells, store.Cell{
			ID: uuid.NewString(), StaticID: uuid.NewString(), Project: place, Type: "CHART", Label: q.Title() + " (chart)", Spec: spec,
		})
	}
	return cells, nil
}

// unused is a dataframe name that no cell of the draft makes.
func unused(draft []store.Cell, name string) string {
	for n, free := 2, name; ; n++ {
		if !slices.ContainsFunc(draft, func(c store.Cell) bool { return strings.EqualFold(c.Output, free) }) {
			return free
		}
		free = fmt.Sprintf("%s_%d", name, n)
	}
}

// run runs the cells of an answer and reads the rows of the query. The outputs
// are kept in the draft's session.
func (a answering) run(ctx context.Context, cells []store.Cell) (rows analyst.Rows, err error) {
	shop, err := a.Warehouse(ctx)
	if err != nil {
		return rows, err
	}
	place := cells[0].Project
	j := Job{Run: store.Run{ID: uuid.NewString(), Project: place}, Cells: cells, Place: place, Cached: true}
	if err := a.runCells(ctx, shop, j); err != nil {
		return rows, err
	}
	output, err := a.o.Store.Output(ctx, place, cells[0].StaticID)
	if err != nil {
		return rows, err
	}
	var table Table
	if err := json.Unmarshal(output.Result, &table); err != nil {
		return rows, err
	}
	for _, c := range table.Columns {
		rows.Columns = append(rows.Columns, c.Name)
	}
	for _, row := range table.Rows {
		values := make([]*string, len(rows.Columns))
		for i, name := range rows.Columns {
			values[i] = row[name]
		}
		rows.Rows = append(rows.Rows, values)
	}
	return rows, nil
}

// keepCells puts the cells of an answer at the end of the thread's project, or of
// an unlisted one that holds them when it works in none.
func (a answering) keepCells(ctx context.Context, t *store.Thread, cells []store.Cell, q analyst.Question) error {
	if t.Scratch == cells[0].Project {
		_, err := a.o.Store.Project(ctx, t.Scratch)
		if errors.Is(err, store.ErrNotFound) {
			err = a.o.Store.CreateProject(ctx, store.Project{
				ID: t.Scratch, Title: "Thread: " + q.Title(), Description: "The cells of a thread", Type: "PROJECT", Unlisted: true,
				Creator: t.User, Owner: t.User, Created: a.moment(), Edited: a.moment(),
			})
		}
		if err != nil {
			return err
		}
	}
	draft, err := a.o.Store.Draft(ctx, cells[0].Project)
	if err != nil {
		return err
	}
	after := ""
	if len(draft) > 0 {
		after = draft[len(draft)-1].StaticID
	}
	for _, c := range cells {
		if err := a.o.Store.InsertCell(ctx, c, after, a.moment()); err != nil {
			return err
		}
		after = c.StaticID
	}
	return nil
}
