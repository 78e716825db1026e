// Package engine says what a cell needs of a database: one statement that reads, with bound parameters and limits, its
// rows with types, the database's own message with its place, and the tables that there are. Each database is a package
// that fulfils it. It knows neither cells nor templates.
package engine

import (
	"context"
	"fmt"

	"hextui/hex/emulator/sqltext"
)

// Limits of what a query may give. Nothing real needs as much.
const (
	// MaxRows is how many rows of a result are counted, and how many a dataframe may have.
	MaxRows = 200_000
	// MaxFrameBytes is how much a dataframe may hold, counting each value's bytes.
	MaxFrameBytes = 64 << 20
	// MaxValueBytes is the longest value.
	MaxValueBytes = 1 << 20
)

// Engine is a connection to a database that reads and nothing else, for one goroutine at a time.
type Engine interface {
	// Dialect is how the database's SQL is written.
	Dialect() Dialect
	// Query runs one statement. When ctx ends, the database really stops, and the error is ctx's cause. What the
	// database itself has against the statement is an *[Error].
	Query(ctx context.Context, s Statement, want Want) (*Answer, error)
	// Tables are the tables and views that there are.
	Tables(ctx context.Context) ([]Table, error)
	// Close frees the connection.
	Close() error
}

// Dataframes is the database of one session's dataframes, by name in any case of letters. Before the first Put it is
// empty.
type Dataframes interface {
	Engine
	// Put makes a table of the frame, in the place of one that has the name.
	Put(ctx context.Context, name string, f *Frame) error
	// Drop takes a table out, if there is one of that name.
	Drop(ctx context.Context, name string) error
}

// Dialect is how the SQL of a database is written.
type Dialect struct {
	// Rules are how it is cut into tokens.
	Rules sqltext.Rules
	// Parameter writes the n-th bound parameter, from 1.
	Parameter func(n int) string
	// MaxParameters is how many a statement may have.
	MaxParameters int
	// Frames tells that the dataframes are there too, as the schema "dataframes".
	Frames bool
}

// Statement is one statement with its bound parameters: nil, bool, int64, float64 and string.
type Statement struct {
	SQL  string
	Args []any
}

// Want is how much of the rows is wanted.
type Want struct {
	// Rows is how many are to be read; the others are only counted, up to [MaxRows].
	Rows int
	// Whole asks for every row, as far as [MaxRows] and [MaxFrameBytes] allow, else for the first Rows.
	Whole bool
}

// Answer is what a query gave.
type Answer struct {
	Frame *Frame
	// Total is how many rows were counted; Exact is false when counting stopped.
	Total int
	Exact bool
	// Whole tells whether Frame holds every row.
	Whole bool
}

// Table is a table or view.
type Table struct {
	Schema  string // "" where there is only one
	Name    string
	Columns []Column // the types as the database names them
}

// Error is the database's own message.
type Error struct {
	Message string
	// Offset is where in the SQL, in bytes; -1 when the database does not say.
	Offset int
	// Placed tells that the place says what is wrong more than the message does, as in a typo, and belongs into it.
	Placed bool
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Stuck says that the database went on when it was told to stop. The engine is of no more use, and neither are those that were opened
// beside it; closing them does not wait.
type Stuck struct{ Cause error }

// Error is why it was told to stop, and what became of that.
func (e *Stuck) Error() string {
	return e.Cause.Error() + ". The database did not heed that at once: it was left, and the next cell opens another"
}

// Unwrap is why it was told to stop.
func (e *Stuck) Unwrap() error { return e.Cause }

// Collect reads rows into an answer. next fills the row that it is given and returns false at the end.
func Collect(ctx context.Context, columns []Column, want Want, next func(row []any) (bool, error)) (*Answer, error) {
	a := &Answer{Frame: &Frame{Columns: columns}, Exact: true, Whole: true}
	bytes := 0
	row := make([]any, len(columns))
	for {
		if more, err := next(row); err != nil || !more {
			return a, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if a.Total++; a.Total > MaxRows {
			a.Total, a.Exact = MaxRows, false
			a.cut(want.Rows)
			return a, nil
		}
		if !a.Whole || !want.Whole && len(a.Frame.Rows) >= want.Rows {
			a.Whole = false
			continue
		}
		for i, v := range row {
			size := Size(v)
			if size > MaxValueBytes+32 {
				const wrong = "a value of the column %s has %d bytes, and may have %d: select a part of it"
				return nil, &Error{Message: fmt.Sprintf(wrong, columns[i].Name, size, MaxValueBytes), Offset: -1}
			}
			bytes += size
		}
		a.Frame.Rows = append(a.Frame.Rows, append([]any(nil), row...))
		if bytes > MaxFrameBytes {
			a.cut(want.Rows)
		}
	}
}

// cut gives up holding every row.
func (a *Answer) cut(limit int) {
	a.Whole = false
	if len(a.Frame.Rows) > limit {
		a.Frame.Rows = append([][]any(nil), a.Frame.Rows[:limit]...)
	}
}
