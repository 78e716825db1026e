// Package duckdb runs SQL in DuckDB: dataframe SQL, as Hex does, and the sample warehouse and files of the disk, with real types.
//
// It needs cgo and the build tag duckdb (go build -tags duckdb). Without the tag it is empty but for [Built], so that the
// default build needs no C compiler and stays one static file.
package duckdb

import "hextui/hex/emulator/kernel/engine"

// Source is what a data connection leads to.
type Source struct {
	// Name is its catalog, for Connect.
	Name string
	// Database is a DuckDB file; Files are csv, parquet and json files by the name of their table.
	Database string
	Files    map[string]string
	// Filled tells that the database is one that [Fill] made, for connections that speak another dialect.
	Filled bool
}

// Table is a table to fill. Rows gives its rows one after the other; their values are those of frames.
type Table struct {
	Name    string
	Columns []engine.Column
	Rows    func(add func(row []any) error) error
}
