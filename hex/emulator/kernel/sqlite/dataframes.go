package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"modernc.org/sqlite"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// Files opens what the cells of a session run on, where every data connection leads to one database file.
type Files struct {
	// URI is a SQLite URI with a query part, good as long as sessions use it.
	URI string
	// Kind is the type of data connection whose dialect is spoken, such as "postgres"; "" is SQLite itself.
	Kind string
}

// Dataframes makes an empty database in memory.
func (Files) Dataframes() (engine.Dataframes, error) {
	uri := "file:/kernel-" + uuid.NewString() + "?vfs=memdb"
	writer, err := open(&sqlite.Driver{}, uri+"&_journal_mode=MEMORY&_synchronous=OFF")
	if err != nil {
		return nil, err
	}
	return &dataframes{uri: uri, writer: writer, stored: map[string]bool{}}, nil
}

// Connect opens the database for reading. The dataframes are its schema "dataframes", where they are this package's.
func (f Files) Connect(_ context.Context, _ string, frames engine.Dataframes) (engine.Engine, error) {
	attach := ""
	if d, ok := frames.(*dataframes); ok {
		attach = d.uri
	}
	c, err := dial(f.URI, attach, dialectOf(f.Kind))
	if err != nil {
		return nil, err
	}
	c.frames, c.typed = attach != "", f.Kind != Frames // files of text are typed by their values
	return c, nil
}

// Kept is a database in memory, good until it is closed.
type Kept struct {
	URI   string
	owner *dataframes
}

// Close gives the memory back once the last reader is closed too.
func (k *Kept) Close() error { return k.owner.Close() }

// Keep makes a database of tables.
func Keep(ctx context.Context, tables map[string]*engine.Frame) (*Kept, error) {
	made, err := Files{}.Dataframes()
	if err != nil {
		return nil, err
	}
	d := made.(*dataframes)
	for name, f := range tables {
		if err := d.Put(ctx, name, f); err != nil {
			return nil, errors.Join(err, d.Close())
		}
	}
	return &Kept{URI: d.uri, owner: d}, nil
}

// dataframes is a database in memory. One connection writes there; SQL of cells comes in by others, which only read.
type dataframes struct {
	uri    string
	writer *connection
	reader *connection     // nil before the first query
	stored map[string]bool // what there is a table for, in lower case
}

func (d *dataframes) Dialect() engine.Dialect {
	own := d.writer.Dialect()
	own.Frames = true
	return own
}

// open makes sure that there is a reader.
func (d *dataframes) open() (err error) {
	if d.reader == nil {
		d.reader, err = dial(d.uri, "", dialectOf(Frames))
	}
	return err
}

func (d *dataframes) Query(ctx context.Context, s engine.Statement, want engine.Want) (*engine.Answer, error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	return d.reader.Query(ctx, s, want)
}

func (d *dataframes) Tables(ctx context.Context) ([]engine.Table, error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	return d.reader.Tables(ctx)
}

func (d *dataframes) Close() error {
	err := d.writer.Close()
	if d.reader != nil {
		err = errors.Join(d.reader.Close(), err)
	}
	return err
}

func (d *dataframes) Drop(ctx context.Context, name string) error {
	if key := strings.ToLower(name); d.stored[key] {
		delete(d.stored, key)
		return d.writer.exec(ctx, "DROP TABLE IF EXISTS "+sqltext.QuoteName(name))
	}
	return nil
}

func (d *dataframes) Put(ctx context.Context, name string, f *engine.Frame) error {
	if len(f.Columns) == 0 {
		return errors.New("it has no columns")
	}
	defer d.writer.watch(ctx)()
	d.stored[strings.ToLower(name)] = true
	if err := d.writer.exec(ctx, "BEGIN"); err != nil {
		return d.writer.explain(ctx, err, -1)
	}
	if err := d.insert(name, f); err != nil {
		return errors.Join(d.writer.explain(ctx, err, -1), d.writer.exec(context.Background(), "ROLLBACK"))
	}
	return d.writer.exec(context.Background(), "COMMIT")
}

// stored is the type of a column that holds values of a frame's type. A date is text: of a column that is declared as one, the
// driver makes moments.
func stored(kind string) string {
	switch kind {
	case "INTEGER", "REAL", "TEXT", "BLOB", engine.Numeric:
		return " " + kind
	case "BOOLEAN": // to SQLite a second word means nothing
		return " INTEGER BOOLEAN"
	case engine.Date, engine.Time, engine.Timestamp, engine.Interval:
		return " TEXT " + kind
	case engine.TimestampTZ, "TIMESTAMP WITH TIME ZONE":
		return " TEXT " + engine.Timestamp
	case "NULL":
		return ""
	}
	return " TEXT"
}

// kept is a value as its table has it: a moment is in UTC, and says nothing of a zone.
func kept(v any, column engine.Column) any {
	if text, ok := v.(string); ok && stored(column.Type) == " TEXT "+engine.Timestamp {
		return strings.TrimSuffix(text, "+00")
	}
	return v
}

// declaredTypes are the types that columns may have: those that come straight from a table, and those of which the statement tells.
func declaredTypes(columns []engine.Column, rows driver.Rows, said statement) [][]string {
	types := make([][]string, len(columns))
	for i := range columns {
		if typed, ok := rows.(driver.RowsColumnTypeDatabaseTypeName); ok {
			switch first, second, _ := strings.Cut(typed.ColumnTypeDatabaseTypeName(i), " "); {
			case second == engine.Date, second == engine.Time, second == engine.Timestamp, second == "BOOLEAN":
				types[i] = []string{second, first}
				continue
			case first == "DATE":
				types[i] = []string{engine.Date, engine.Timestamp}
				continue
			case first == "DATETIME", first == "TIMESTAMP":
				types[i] = []string{engine.Timestamp}
				continue
			case first == "BOOLEAN":
				types[i] = []string{first}
				continue
			case first == "INTEGER", first == "REAL", first == "TEXT", first == "BLOB":
				types[i] = []string{first}
				continue
			}
		}
		switch said.holds(i, columns[i].Name) {
		case aDay:
			types[i] = []string{engine.Date}
		case aMoment:
			types[i] = []string{engine.Date, engine.Timestamp}
		case aTruth:
			types[i] = []string{"BOOLEAN"}
		}
	}
	return types
}

// ofDriver is a value as frames have it. The driver makes moments of what stands in a column that is declared as one, in the files that
// others made; a text that is none stays as it is.
func ofDriver(v driver.Value, kind string) any {
	at, is := v.(time.Time)
	if !is {
		return v
	}
	if at = at.UTC(); kind == engine.Date && at.Equal(at.Truncate(24*time.Hour)) {
		return at.Format(time.DateOnly)
	}
	return at.Format("2006-01-02 15:04:05.999999999")
}

// declare gives the columns the types that are known, where all values have them; the values tell the others. A moment that was cut to
// a day or longer is written as a date.
func declare(f *engine.Frame, types [][]string) {
	for i, known := range types {
		for _, kind := range known {
			other := func(row []any) bool { return row[i] != nil && !isOf(row[i], kind) }
			if f.Columns[i].Type == "" && !slices.ContainsFunc(f.Rows, other) {
				f.Columns[i].Type = kind
			}
		}
	}
	f.SetTypes()
}

// isOf tells whether a value is one of a type that it is said to have. SQLite's own types say nothing of the values.
func isOf(v any, kind string) bool {
	text, _ := v.(string)
	switch kind {
	case engine.Date:
		return isTime(text, time.DateOnly)
	case engine.Time:
		return isTime(text, time.TimeOnly)
	case engine.Timestamp:
		return isTime(text, time.DateTime) || isTime(text, time.DateOnly)
	case "BOOLEAN":
		return v == int64(0) || v == int64(1)
	}
	return true
}

func isTime(text, form string) bool {
	_, err := time.Parse(form, text)
	return err == nil
}

func (d *dataframes) insert(name string, f *engine.Frame) error {
	ctx := context.Background() // the caller watches the real one
	table := sqltext.QuoteName(name)
	if err := d.writer.exec(ctx, "DROP TABLE IF EXISTS "+table); err != nil {
		return err
	}
	defs := make([]string, len(f.Columns))
	for i, c := range f.Columns {
		defs[i] = sqltext.QuoteName(c.Name) + stored(c.Type)
	}
	if err := d.writer.exec(ctx, "CREATE TABLE "+table+" ("+strings.Join(defs, ", ")+")"); err != nil {
		return err
	}
	row := "(?" + strings.Repeat(",?", len(f.Columns)-1) + ")"
	step := max(1, min(64, maxParameters/len(f.Columns)))
	args := make([]any, 0, step*len(f.Columns))
	for begin := 0; begin < len(f.Rows); begin += step {
		part := f.Rows[begin:min(begin+step, len(f.Rows))]
		args = args[:0]
		for _, values := range part {
			for i, v := range values {
				args = append(args, kept(v, f.Columns[i]))
			}
		}
		if err := d.writer.exec(ctx, "INSERT INTO "+table+" VALUES "+row+strings.Repeat(","+row, len(part)-1), args...); err != nil {
			return err
		}
	}
	return nil
}
