//go:build duckdb

package duckdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/big"
	"os"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// Fill makes a DuckDB file of tables.
func Fill(ctx context.Context, file string, tables []Table) (err error) {
	connector, err := duckdb.NewConnector(file, nil)
	if err != nil {
		return err
	}
	s := &session{connector: connector}
	if s.connection, err = s.dial(ctx, ""); err != nil {
		return errors.Join(err, connector.Close())
	}
	defer func() {
		if err = errors.Join(err, s.Close()); err != nil {
			os.Remove(file)
		}
	}()
	for _, statement := range append([]string{"CREATE SCHEMA " + schema}, patterns()...) {
		if err := s.exec(ctx, statement); err != nil {
			return err
		}
	}
	for _, t := range tables {
		if err := fill(ctx, s.connection, "", schema, t); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return nil
}

// fill makes a table and appends its rows.
func fill(ctx context.Context, c *connection, catalog, place string, t Table) (err error) {
	target := sqltext.QuoteName(place) + "." + sqltext.QuoteName(t.Name)
	if catalog != "" {
		target = catalog + "." + target
	}
	defs := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		defs[i] = sqltext.QuoteName(column.Name) + " " + stored(column.Type)
	}
	create := "CREATE OR REPLACE TABLE "
	if catalog == "temp" {
		create = "CREATE OR REPLACE TEMP TABLE "
	}
	if err := c.exec(ctx, create+target+" ("+strings.Join(defs, ", ")+")"); err != nil {
		return explain(ctx, "", err)
	}
	appender, err := duckdb.NewAppender(c.conn, catalog, place, t.Name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, appender.Close()) }()
	values := make([]any, len(t.Columns))
	args := make([]driver.Value, len(t.Columns))
	return t.Rows(func(row []any) error {
		for i, v := range row {
			if values[i], err = appended(v, t.Columns[i].Type); err != nil {
				return fmt.Errorf("column %s: %w", t.Columns[i].Name, err)
			}
			args[i] = values[i]
		}
		return appender.AppendRow(args...)
	})
}

// stored is the type of a column that holds values of a frame's type.
func stored(kind string) string {
	switch {
	case kind == "INTEGER":
		return "BIGINT"
	case kind == "REAL":
		return "DOUBLE"
	case kind == "BLOB", kind == "BOOLEAN", kind == engine.Date, kind == engine.Timestamp, strings.HasPrefix(kind, "DECIMAL("):
		return kind
	case kind == "NULL":
		return "INTEGER"
	}
	return "VARCHAR"
}

// appended is a value as the appender takes it.
func appended(v any, kind string) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch {
	case kind == "BOOLEAN":
		if n, ok := v.(int64); ok {
			return n != 0, nil
		}
	case kind == "REAL":
		if n, ok := v.(int64); ok {
			return float64(n), nil
		}
	case kind == engine.Date, kind == engine.Timestamp:
		return moment(fmt.Sprint(v))
	case strings.HasPrefix(kind, "DECIMAL("):
		return decimal(fmt.Sprint(v), kind)
	case stored(kind) == "VARCHAR":
		if b, ok := v.([]byte); ok {
			return string(b), nil
		}
		return fmt.Sprint(v), nil
	}
	return v, nil
}

func moment(s string) (time.Time, error) {
	for _, form := range []string{time.DateOnly, time.DateTime} {
		if t, err := time.Parse(form, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date or a time", s)
}

// decimal reads a number as DECIMAL(width,scale).
func decimal(s, kind string) (duckdb.Decimal, error) {
	var d duckdb.Decimal
	if _, err := fmt.Sscanf(kind, "DECIMAL(%d,%d)", &d.Width, &d.Scale); err != nil {
		return d, err
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return d, fmt.Errorf("%q is not a number", s)
	}
	r.Mul(r, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.Scale)), nil)))
	d.Value, ok = new(big.Int).SetString(r.FloatString(0), 10)
	if !ok {
		return d, fmt.Errorf("%q is not a number", s)
	}
	return d, nil
}
