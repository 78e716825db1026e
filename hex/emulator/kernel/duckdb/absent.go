//go:build !duckdb

package duckdb

import (
	"context"
	"errors"

	"hextui/hex/emulator/kernel/engine"
)

// Built tells whether this build has DuckDB.
const Built = false

var errAbsent = errors.New("this build of hextui has no DuckDB: go build -tags duckdb makes one that has (it needs a C compiler)")

// Open says that there is no DuckDB.
func Open(context.Context, ...Source) (engine.Dataframes, error) { return nil, errAbsent }

// Connect says that there is no DuckDB.
func Connect(context.Context, engine.Dataframes, string, bool) (engine.Engine, error) {
	return nil, errAbsent
}

// Fill says that there is no DuckDB.
func Fill(context.Context, string, []Table) error { return errAbsent }
