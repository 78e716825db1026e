package engine

import "context"

// MaxOutput is how many bytes of what a cell prints are kept.
const MaxOutput = 256 << 10

// Code runs CODE cells: one namespace of variables that the cells of one notebook share, for one goroutine at a time. A
// variable that is rows is a dataframe of its name.
type Code interface {
	// Run runs a source. The error is a *[Failure] when the code is wrong, or ctx's cause; the output is there with an
	// error, too.
	Run(ctx context.Context, s Source) (Output, error)
	// Set gives a variable a value as templates have it: nil, bool, int64, float64, string, []any and map[string]any.
	Set(name string, value any)
	// Forget takes a variable away.
	Forget(name string)
	// Value is a variable as templates have it; false for none, and for what they do not know, such as functions.
	Value(ctx context.Context, name string) (any, bool)
	// Shapes are those of all variables, as the last run left them.
	Shapes() map[string]Shape
	// Frame is a variable that is rows, as a frame.
	Frame(ctx context.Context, name string) (*Frame, error)
	// Names are what a source has to do with variables, found out without running it.
	Names(source string) Names
	// Close ends what runs and forgets all variables.
	Close() error
}

// Source is a CODE cell.
type Source struct {
	// Cell is its name in tracebacks.
	Cell, Text string
	Notebook   Notebook
}

// Notebook is what code may ask of the notebook that it runs in.
type Notebook interface {
	// Frame is the rows of a dataframe that is no variable yet; nil for none.
	Frame(name string) *Frame
	// Connected says whether a data connection of that name may be queried.
	Connected(ctx context.Context, connection string) error
	// Query runs a statement that reads on the data connection of a name; every row is there.
	Query(ctx context.Context, connection, sql string) (*Frame, error)
}

// Output is what a CODE cell came to.
type Output struct {
	// Printed is what it printed, at most [MaxOutput] bytes, then a line that says it was cut. The value of a last line
	// that is an expression is printed too, unless it is Rows.
	Printed string
	// Rows is the value of a last line that is rows, or its beginning; nil for none. Total is how many rows there are.
	Rows  *Frame
	Total int
	// Figures are the pictures that it drew, PNG.
	Figures [][]byte
}

// Shape is what a variable can be to a dataframe.
type Shape int

// The shapes. An empty list may be rows.
const (
	NoRows Shape = iota
	Rows
	Empty
)

// Names are the names of a source.
type Names struct {
	// Needed are those whose values it uses that it did not make itself before.
	Needed []string
	// Made are those that it may make or change: what is assigned, defined, looped over, or changed in place.
	Made []string
	// Fresh are those of Made that hold something new once it has run, whatever they held before.
	Fresh []string
	// Modules are names that it imports, which another cell does not change by calling upon them.
	Modules []string
	// Altering are functions that it defines and that change what they are given; Passed are the names that it gives to functions, by
	// the name of the function.
	Altering []string
	Passed   map[string][]string
}

// Failure is why code did not run to its end.
type Failure struct {
	// Message is one line.
	Message string
	// Calls are those that led to the error, outermost first; none when the place is not known.
	Calls []Call
}

// Call is a place in the code of a cell.
type Call struct {
	// Cell is the name of the cell.
	Cell string
	Line int
	// Function is what the line belongs to; empty when the code did not begin to run.
	Function string
}

// Error is the message.
func (f *Failure) Error() string { return f.Message }
