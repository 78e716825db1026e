package kernel

import (
	"time"

	"hextui/hex/emulator/kernel/engine"
)

// Kind says what a cell is, as far as running it goes.
type Kind int

// The kinds of cell. Hex has many more; whatever is not run here is Other and passes without effect.
const (
	Other Kind = iota
	SQL
	Code
	Markdown
	Input
)

// String is the kind in Hex's words ("SQL", "CODE", …).
func (k Kind) String() string {
	switch k {
	case SQL:
		return "SQL"
	case Code:
		return "CODE"
	case Markdown:
		return "MARKDOWN"
	case Input:
		return "INPUT"
	}
	return "OTHER"
}

// Cell is one cell as the kernel needs it.
type Cell struct {
	// ID is the caller's name for the cell; it must be unique within one call.
	ID string
	// Label names the cell in tracebacks; without one the ID does.
	Label string
	Kind  Kind
	// Source is the text of a SQL, CODE or MARKDOWN cell.
	Source string
	// OutputDataframe is the name under which later cells see the rows of a SQL cell; "" for none.
	OutputDataframe string
	// Connection names the data connection of a SQL cell. A SQL cell without one, that is no dataframe SQL, fails.
	Connection string
	// DataframeSQL makes a SQL cell see the dataframes only, not the warehouse.
	DataframeSQL bool
}

// name is what a person calls the cell.
func (c Cell) name() string {
	if c.Label != "" {
		return c.Label
	}
	return c.ID
}

// Result is what one cell came to: a Failure, or success with at most one Table.
type Result struct {
	// Table is the result of a SQL cell, or of a CODE cell whose last line is a list of dicts; nil for none.
	Table *Table
	// Failure is why the cell failed; nil for success.
	Failure *Failure
	// Stdout is what a CODE cell printed, at most [engine.MaxOutput] bytes, then a line that says it was cut.
	Stdout string
	// Figures are the pictures that a CODE cell drew, PNG.
	Figures [][]byte
	// Notes are remarks on a cell that worked but probably not as meant, such as a parameter inside quotes.
	Notes []string
	// Elapsed includes the time the [Options.Pace] asked for.
	Elapsed time.Duration
}

// Failure is why a cell failed, in the words of the database or of the language.
type Failure struct {
	// Message is one line, such as "no such column: regiom".
	Message string
	// Traceback names the cell and, where it is known, the line, over several lines; it ends with the message.
	Traceback string
	// Interrupted tells a cell that was cancelled from one that is wrong.
	Interrupted bool
}

// Table is a result set, or its beginning.
type Table struct {
	Columns []Column
	// Rows holds at most RowLimit rows, each as long as Columns.
	Rows [][]Value
	// TotalRows is how many rows the query has; when Exact is false, at least how many.
	TotalRows int
	Exact     bool
	// Truncated says that Rows is not all of them.
	Truncated bool
	// RowLimit is the most rows that Rows could have held.
	RowLimit int
}

// Column names a result column.
type Column = engine.Column

// Value is one value as text; nil is NULL.
type Value = *string

// EventKind is what happened to a cell.
type EventKind int

// A cell that is run starts once and finishes once, in this order.
const (
	Started EventKind = iota
	Finished
)

// Event reports the progress of a run. Events come from the goroutine that called Run, one at a time.
type Event struct {
	Kind EventKind
	Cell Cell
	// Result is set when Kind is Finished.
	Result *Result
	// At is the time by the session's clock.
	At time.Time
}

// CellError is returned by Run and RunCell when a cell failed, after its Finished event.
type CellError struct {
	Cell    Cell
	Failure Failure
}

// Error names the cell and gives the failure's message.
func (e *CellError) Error() string { return "cell " + e.Cell.name() + ": " + e.Failure.Message }

// Limits of a session, besides those of its engines. They keep one notebook from taking the machine; nothing real needs
// as much.
const (
	// DefaultRowLimit is how many rows of a result are kept for reading.
	DefaultRowLimit = 10_000
	// DefaultTimeout is how long one cell may work. It bounds the working memory of a query too, which grows by some tens of
	// MB a second at worst, and by SQLite's own limit of 1 GB.
	DefaultTimeout = 20 * time.Second
	// DefaultCodeTimeout is how long a CODE cell may, where its language is not the built-in one.
	DefaultCodeTimeout = 2 * time.Minute
)
