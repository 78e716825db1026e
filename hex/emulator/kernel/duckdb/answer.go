//go:build duckdb

package duckdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// answer is the table that holds what a statement gives. DuckDB hands out a result only once all of it is made, and does not count it
// as memory of the session; a table is counted, and so is the copy of a part of it small.
const answer = "temp.main." + answerName

const answerName = "hextui_answer"

// part is how many rows are read at once.
const part = 2048

// bounded runs a statement that was prepared as it stands, as far as rows of it are counted.
func (c *connection) bounded(ctx context.Context, s engine.Statement, prepared *duckdb.Stmt, want engine.Want) (*engine.Answer, error) {
	names, err := columnNames(prepared)
	if err != nil {
		return nil, err
	}
	begin := "CREATE TEMP TABLE " + answerName + " AS SELECT * FROM (\n"
	statement := begin + s.SQL + fmt.Sprintf("\n) LIMIT %d", engine.MaxRows+1)
	if err := c.exec(ctx, statement, s.Args...); err != nil {
		err = explain(ctx, statement, err)
		if own := (*engine.Error)(nil); errors.As(err, &own) && own.Offset >= 0 {
			own.Offset = min(max(own.Offset-len(begin), 0), len(s.SQL))
		}
		return nil, err
	}
	stored, kinds, columns, err := c.columnsOf(ctx)
	if err != nil {
		return nil, explain(ctx, s.SQL, err)
	}
	read := "SELECT " + columns + " FROM " + answer + withoutIt(s.SQL, stored, kinds)
	if len(names) != len(stored) {
		names = stored // with a column that is a parameter's value, what was prepared does not tell its columns
	}
	from := 0
	r := reading{next: func() (driver.Rows, error) {
		rows, err := c.conn.QueryContext(ctx, fmt.Sprintf("%s LIMIT %d OFFSET %d", read, part, from), nil)
		from += part
		return rows, err
	}}
	if r.part, err = r.next(); err != nil {
		return nil, explain(ctx, s.SQL, err)
	}
	a, err := r.all(ctx, names, kinds, want)
	return a, explain(ctx, s.SQL, err)
}

// withoutIt leaves the answer's own table out, where a statement asks which tables there are.
func withoutIt(sql string, names, kinds []string) string {
	asks := slices.ContainsFunc([]string{"show", "information_schema", "duckdb_", "pg_", "sqlite_", "pragma_"}, func(word string) bool {
		return strings.Contains(strings.ToLower(sql), word)
	})
	if !asks {
		return ""
	}
	where := " WHERE true"
	for i, name := range names {
		if kinds[i] == "VARCHAR" {
			where += " AND " + sqltext.QuoteName(name) + " IS DISTINCT FROM '" + answerName + "'"
		}
	}
	return where
}

// columnsOf are the names of the answer's columns, the second of a name numbered, their types, and how they are read.
func (c *connection) columnsOf(ctx context.Context) (names, kinds []string, columns string, err error) {
	rows, err := c.conn.QueryContext(ctx, "FROM "+answer+" LIMIT 0", nil)
	if err != nil {
		return nil, nil, "", err
	}
	kinds = kindsOf(rows)
	read := make([]string, len(kinds))
	for i, kind := range kinds {
		read[i] = selected("#"+strconv.Itoa(i+1), kind)
	}
	return rows.Columns(), kinds, strings.Join(read, ", "), rows.Close()
}

// kindsOf are the types of the columns, as DuckDB names them.
func kindsOf(rows driver.Rows) []string {
	kinds := make([]string, len(rows.Columns()))
	for i := range kinds {
		kinds[i] = rows.(driver.RowsColumnTypeDatabaseTypeName).ColumnTypeDatabaseTypeName(i)
	}
	return kinds
}

func columnNames(prepared *duckdb.Stmt) ([]string, error) {
	n, err := prepared.ColumnCount()
	names := make([]string, n)
	for i := range names {
		if err == nil {
			names[i], err = prepared.ColumnName(i)
		}
	}
	return names, err
}

// reading reads an answer part by part.
type reading struct {
	part driver.Rows
	read int // rows of the part
	next func() (driver.Rows, error)
}

// all reads the rows with their types.
func (r *reading) all(ctx context.Context, names, kinds []string, want engine.Want) (a *engine.Answer, err error) {
	defer func() { err = errors.Join(err, r.part.Close()) }()
	columns := engine.Columns(names)
	for i := range columns {
		columns[i].Type = typeName(kinds[i])
	}
	values := make([]driver.Value, len(columns))
	return engine.Collect(ctx, columns, want, func(row []any) (bool, error) {
		if err := r.row(values); err == io.EOF {
			return false, nil
		} else if err != nil {
			return false, err
		}
		for i, v := range values {
			row[i] = value(v, kinds[i])
		}
		return true, nil
	})
}

// row reads the next row, of the next part where this one ends.
func (r *reading) row(values []driver.Value) error {
	err := r.part.Next(values)
	if err == nil {
		r.read++
		return nil
	}
	if err != io.EOF || r.read < part {
		return err
	}
	following, err := r.next()
	if err != nil {
		return err
	}
	err = r.part.Close()
	r.part, r.read = following, 0
	return errors.Join(err, r.row(values))
}
