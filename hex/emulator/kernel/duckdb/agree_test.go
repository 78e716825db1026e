//go:build duckdb

package duckdb_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/duckdb"
	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/kinds"
	"hextui/hex/emulator/kernel/postgres"
	"hextui/hex/emulator/kernel/postgres/pgtest"
	"hextui/hex/emulator/kernel/sqlite"
	"hextui/hex/emulator/warehouse"
)

// differing are the kinds that DuckDB and PostgreSQL answer differently, and how; docs/engines.md explains them.
var differing = map[string]string{
	"06": "the name of a column that is cast", "76": "where NULLs come", "50": "the places of numeric", "57": "how arrays are written",
	"128": "averages of intervals", "140": "how arrays are written", "143": "the digits of FLOAT",
}

// differingInSQLite are those that SQLite answers otherwise than PostgreSQL.
var differingInSQLite = map[string]string{
	"57": "how arrays are written", "140": "how arrays are written",
}

// TestDuckDBAgreesWithPostgreSQL asks both for the same of the same data.
func TestDuckDBAgreesWithPostgreSQL(t *testing.T) {
	server := pgtest.Start(t)
	w, err := warehouse.Open(t.Context(), warehouse.Options{Seed: 7, Now: time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, table := range w.Tables() {
		fill(t, server, w, table)
	}
	server.Exec(t, "CREATE INDEX ON orders (customer_id)")
	lite := inSQLite{sqlite.Files{URI: w.URI(), Kind: "postgres"}}
	inDuckDB := inSQLite{sqlite.Files{URI: w.URI(), Kind: "motherduck"}}
	duck, other := databases{shop(t)}, toServer{postgres.Server{Host: "127.0.0.1", Port: server.Port, Database: pgtest.User,
		User:     pgtest.User,
		Password: server.Password}}
	both, three := 0, 0
	for _, k := range slices.Concat(kinds.First(), kinds.More(), kinds.Further(), kinds.Latest()) {
		got, here := run(t, duck, sql("a", k.SQL))
		want, there := run(t, other, sql("a", k.SQL))
		if text, err := run(t, lite, sql("a", k.SQL)); err == nil && there == nil {
			three++
			if why, known := differingInSQLite[k.Key()]; known == alike(text, want) {
				t.Errorf("%s (%s)\nSQLite gives\n%.400s\nPostgreSQL gives\n%.400s", k.Name, why, text, want)
			}
		}
		if here != nil || there != nil {
			if there != nil && k.Foreign == "" {
				t.Errorf("%s does not run in PostgreSQL, whose form it is: %v", k.Name, there)
			}
			continue
		}
		both++
		same := alike(got, want)
		if why, known := differing[k.Key()]; known == same {
			t.Errorf("%s (%s)\nDuckDB gives\n%.400s\nPostgreSQL gives\n%.400s", k.Name, why, got, want)
		}
	}
	answersAgree(t, "PostgreSQL", lite, other)
	fractions := dividing{duck}
	answersAgree(t, "DuckDB", inDuckDB, fractions)
	refused := refusalsAgree(t, "PostgreSQL", lite, other) + refusalsAgree(t, "DuckDB", inDuckDB, fractions)
	t.Logf("%d kinds run in DuckDB and PostgreSQL, %d in SQLite and PostgreSQL; %d statements are answered alike as PostgreSQL, %d as "+
		"DuckDB, and %d refused", both, three, len(kinds.Answers("PostgreSQL")), len(kinds.Answers("DuckDB")), refused)
}

// answersAgree asks SQLite for what a database answers, and the database.
func answersAgree(t *testing.T, name string, lite, database kernel.Databases) {
	t.Helper()
	here, there := kernel.New(lite, kernel.Options{}), kernel.New(database, kernel.Options{})
	for _, statement := range kinds.Answers(name) {
		got, err := runIn(t, here, sql("a", statement))
		if err != nil {
			t.Errorf("SQLite as %s: %s\n%v", name, statement, err)
			continue
		}
		want, err := runIn(t, there, sql("a", statement))
		if err != nil || !alike(got, want) {
			t.Errorf("%s\nSQLite gives\n%.400s\n%s gives\n%.400s, %v", statement, got, name, want, err)
		}
	}
	if err := errors.Join(here.Close(), there.Close()); err != nil {
		t.Error(err)
	}
}

// refusalsAgree asks SQLite for what a database refuses, and the database; it returns for how many statements.
func refusalsAgree(t *testing.T, name string, lite, database kernel.Databases) int {
	t.Helper()
	here, there := kernel.New(lite, kernel.Options{}), kernel.New(database, kernel.Options{})
	for _, statement := range kinds.Refused(name) {
		if got, err := runIn(t, here, sql("a", statement)); err == nil {
			t.Errorf("SQLite as %s answers %s\nwith %.400s", name, statement, got)
		}
		if got, err := runIn(t, there, sql("a", statement)); err == nil {
			t.Errorf("%s answers %s\nwith %.400s", name, statement, got)
		}
	}
	if err := errors.Join(here.Close(), there.Close()); err != nil {
		t.Error(err)
	}
	return len(kinds.Refused(name))
}

// dividing are databases in which whole numbers divide to fractions, as in dataframe SQL.
type dividing struct{ databases }

func (d dividing) Connect(ctx context.Context, name string, frames engine.Dataframes) (engine.Engine, error) {
	return duckdb.Connect(ctx, frames, name, false)
}

// inSQLite opens the sample warehouse in SQLite for every connection.
type inSQLite struct{ sqlite.Files }

func (s inSQLite) Dataframes() (engine.Dataframes, error) { return s.Files.Dataframes() }

// toServer opens a PostgreSQL server for every connection.
type toServer struct{ postgres.Server }

func (s toServer) Dataframes() (engine.Dataframes, error) { return databases{}.Dataframes() }

func (s toServer) Connect(ctx context.Context, _ string, _ engine.Dataframes) (engine.Engine, error) {
	return postgres.Open(ctx, s.Server)
}

// fill makes a table of the sample warehouse in the server.
func fill(t *testing.T, server pgtest.Server, w *warehouse.Warehouse, table warehouse.Table) {
	t.Helper()
	var defs []string
	for _, c := range table.Columns {
		defs = append(defs, c.Name+" "+c.Precise())
	}
	server.Exec(t, "CREATE TABLE "+table.Name+" ("+strings.Join(defs, ", ")+")")
	var lines bytes.Buffer
	out := csv.NewWriter(&lines)
	err := w.Rows(t.Context(), table, func(row []any) error {
		text := make([]string, len(row))
		for i, v := range row {
			if v != nil {
				text[i] = fmt.Sprint(v)
			}
		}
		return out.Write(text)
	})
	if out.Flush(); err != nil {
		t.Fatal(err)
	}
	server.Copy(t, table.Name, &lines)
}

// alike tells whether two tables are the same: numbers by their value, a moment at midnight as the date that SQLite writes, and
// true as the 1 that it has for it.
func alike(a, b string) bool {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	return slices.EqualFunc(x, y, func(a, b string) bool {
		return slices.EqualFunc(strings.Split(a, "|"), strings.Split(b, "|"), func(a, b string) bool {
			a, b = plain(a), plain(b)
			m, err1 := strconv.ParseFloat(a, 64)
			n, err2 := strconv.ParseFloat(b, 64)
			return a == b || err1 == nil && err2 == nil && math.Abs(m-n) <= 1e-12*math.Max(math.Abs(m), math.Abs(n))
		})
	})
}

func plain(value string) string {
	switch value = strings.TrimSuffix(value, " 00:00:00"); value {
	case "true":
		return "1"
	case "false":
		return "0"
	}
	return value
}
