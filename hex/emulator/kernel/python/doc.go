// Package python runs CODE cells in the machine's own python3, in the sandbox of package pyrun or not at all.
//
// A [Kernel] is one process, which starts when the first cell runs and keeps the variables; it is interrupted with the cell's
// context, and ended where it does not heed that. One that has ended, whatever ended it, is an error of its cell, and the next
// cell begins a new one.
//
// A dataframe comes in under its name as a pandas DataFrame, where pandas is installed, else as a list of dicts; a variable that
// is either is a dataframe. The value of a last line that is an expression is shown; figures of matplotlib are pictures.
// hextoolkit's get_data_connection asks the notebook, since a cell has no network.
//
// What runs in the process may write whatever it likes in the kernel's place. So every answer is bounded here, in its lines,
// rows, bytes and types, and one that breaks the rules ends the process. The package knows neither notebooks nor databases.
package python
