// Package kernel runs the cells of a notebook on the databases that it is given. It knows nothing of HTTP, of Hex's wire shapes
// or of how notebooks are kept: cells go in, results come out.
//
// # Session
//
// A [Session] is what Hex calls a kernel: one namespace that the cells of one notebook share. Its names are the input
// parameters, the variables of CODE cells, and dataframes, which are the results of SQL cells. A run goes from the
// first cell to the last and stops at the first failure.
//
// # SQL cells
//
// A SQL cell is one statement that reads, run by the engine that its data connection leads to ([Databases]). A cell
// with a connection sees its tables, and, where the engine can, the dataframes of earlier cells by their names. Where both have a
// name, the plain name is the warehouse's table, a note on the result says so, and dataframes.name is the dataframe. A
// dataframe SQL cell sees dataframes only.
//
// Jinja comes first (package template). Values are bound as SQL parameters, never pasted. In Hex '{{ name }}', in
// quotes, puts the quotes of the value inside those of the text, and matches nothing without an error; so it does here,
// with a note. sqlsafe, which in Hex pastes anything, lets only plain names through. An undefined name fails the cell,
// as in Jinja: 'start_date' is undefined. A MARKDOWN cell is rendered too, and fails for the same reason.
//
// A cell cannot write, attach files, load extensions or change settings. Results are cut at [Options.RowLimit] rows and
// say so; dataframes keep all rows up to [engine.MaxRows] and [engine.MaxFrameBytes], and one that would be larger is
// not kept rather than cut, so that no later cell works on a part without knowing.
//
// # CODE cells
//
// A CODE cell is Starlark (package starlark says how far it goes), or what [Options.Code] makes of it (package python). Input
// parameters are variables. A dataframe is a list of dicts under its name, or what else the language has for rows; a variable
// that is rows is a dataframe for the SQL cells below, also when code has changed its rows in place. The value of a last line
// that is an expression is shown: as a table if it is rows, else printed.
//
// A cell is stopped after [Options.Timeout], and by the limits of its engine.
package kernel
