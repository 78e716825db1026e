// Package sqlite reads SQLite databases, and keeps dataframes in one that is in memory: the engine that needs neither a
// server nor a C compiler.
package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"time"

	"modernc.org/libc"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// maxParameters is SQLite's limit of parameters in a statement.
const maxParameters = 32_000

// connection is one SQLite connection that reads, used by one goroutine at a time.
//
// It works on the driver itself rather than through database/sql, because of one need: a query that runs away must be
// interrupted wherever it is. The driver listens to the context only up to the first row, so the connection interrupts by
// the handle.
type connection struct {
	conn    driver.Conn
	handle  uintptr // sqlite3*
	tls     *libc.TLS
	dialect dialect
	frames  bool // it has dataframes, or is theirs
	typed   bool // the types that its own tables declare are those of their values in every row
}

// dial opens uri for reading and nothing else; attach, unless empty, is another read-only URI that is there as the schema
// "dataframes". What makes it safe: both files are opened read-only, the connection is query-only and defensive, no
// further file can be attached (which VACUUM INTO would need too), extensions are off, and values are bounded.
//
// It answers as the dialect does, or not at all.
func dial(uri, attach string, as dialect) (*connection, error) {
	functions, err := speaking()
	if err != nil {
		return nil, err
	}
	c, err := open(functions, uri+"&mode=ro&_dqs=0&_defensive=1")
	if err != nil {
		return nil, err
	}
	c.dialect = as
	prepare := []string{"CREATE VIRTUAL TABLE temp.generate_series USING generate_series"}
	if !as.plain {
		prepare = append(prepare, "PRAGMA case_sensitive_like = on")
	}
	for _, statement := range append(prepare, "PRAGMA query_only = on") {
		if err := c.exec(context.Background(), statement); err != nil {
			c.Close()
			return nil, err
		}
	}
	attached := 0
	c.frames = true
	if attach != "" {
		attached = 1
		if err := c.exec(context.Background(), "ATTACH "+sqltext.Quote(attach+"&mode=ro")+" AS dataframes"); err != nil {
			c.Close()
			return nil, err
		}
	}
	for limit, value := range map[int]int32{
		lib.SQLITE_LIMIT_ATTACHED: int32(attached),
		lib.SQLITE_LIMIT_LENGTH:   engine.MaxValueBytes,
	} {
		lib.Xsqlite3_limit(c.tls, c.handle, int32(limit), value)
	}
	return c, nil
}

func open(d *sqlite.Driver, uri string) (*connection, error) {
	conn, err := d.Open(uri)
	if err != nil {
		return nil, err
	}
	field := reflect.Indirect(reflect.ValueOf(conn)).FieldByName("db")
	if field.Kind() != reflect.Uintptr {
		conn.Close()
		return nil, errors.New("this version of modernc.org/sqlite keeps its handle elsewhere: queries could not be interrupted")
	}
	return &connection{conn: conn, handle: uintptr(field.Uint()), tls: libc.NewTLS()}, nil
}

// Close frees the connection.
func (c *connection) Close() error {
	c.tls.Close()
	return c.conn.Close()
}

// exec runs one of this package's own statements.
func (c *connection) exec(ctx context.Context, statement string, args ...any) error {
	_, err := c.conn.(driver.ExecerContext).ExecContext(ctx, statement, engine.Named(args))
	return err
}

// watch interrupts the connection when ctx ends, until the returned function is called. An interrupt that comes just before
// a statement starts is lost, so it is repeated.
func (c *connection) watch(ctx context.Context) (release func()) {
	finished, ended := make(chan struct{}), make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		tls := libc.NewTLS()
		defer tls.Close()
		again := time.NewTicker(5 * time.Millisecond)
		defer again.Stop()
		for {
			lib.Xsqlite3_interrupt(tls, c.handle)
			select {
			case <-finished:
				return
			case <-again.C:
			}
		}
	})
	return func() {
		close(finished)
		if !stop() {
			<-ended
		}
	}
}

// Dialect is how SQLite cuts SQL, but for casts.
func (c *connection) Dialect() engine.Dialect {
	return engine.Dialect{Rules: c.dialect.rules(), Parameter: func(n int) string { return fmt.Sprintf("?%d", n) },
		MaxParameters: maxParameters,
		Frames:        c.frames}
}

// table is a table, or a dataframe, with what its columns hold, where that is declared. Names are in lower case.
type table struct {
	name    string
	columns map[string]column
	keys    []string // the columns that tell its rows apart
}

// schema are all tables. Where they cannot be read there are none: a query fails, too.
func (c *connection) schema() (all []table) {
	const statement = `SELECT lower(c.name), upper(c.type), t.schema || '.' || t.name, lower(t.name), c.pk, t.schema FROM pragma_table_list t,
		pragma_table_info(t.name, t.schema) c WHERE t.schema != 'temp' ORDER BY 3`
	rows, err := c.conn.(driver.QueryerContext).QueryContext(context.Background(), statement, nil)
	if err != nil {
		return nil
	}
	defer rows.Close()
	last := ""
	for row := make([]driver.Value, 6); rows.Next(row) == nil; {
		if of := textOf(row[2]); len(all) == 0 || of != last {
			all, last = append(all, table{name: textOf(row[3]), columns: map[string]column{}}), of
		}
		t, name := &all[len(all)-1], textOf(row[0])
		if t.columns[name] = c.dialect.declared(textOf(row[1]), c.typed && textOf(row[5]) == "main"); row[4] != int64(0) {
			t.keys = append(t.keys, name)
		}
	}
	return all
}

// functions are the names of those that there are, in lower case. Where they cannot be read there are none.
func (c *connection) functions() map[string]bool {
	names := map[string]bool{}
	rows, err := c.conn.(driver.QueryerContext).QueryContext(context.Background(), "SELECT lower(name) FROM pragma_function_list", nil)
	if err != nil {
		return names
	}
	defer rows.Close()
	for row := make([]driver.Value, 1); rows.Next(row) == nil; {
		names[textOf(row[0])] = true
	}
	return names
}

// declared is what a column holds, as the second word of its type tells. Where there is none, the first tells it of tables whose types
// are sure.
func (d dialect) declared(kind string, sure bool) column {
	first, word, _ := strings.Cut(kind, " ")
	switch word {
	case "BOOLEAN":
		return column{kind: aTruth}
	case "DATE":
		return column{kind: aDay}
	case "TIMESTAMP":
		return column{kind: aMoment}
	case engine.Interval:
		return column{kind: aSpan}
	}
	if scale, is := strings.CutPrefix(word, "DECIMAL(8,"); is {
		return column{kind: aFraction, places: placesAt(strings.TrimSuffix(scale, ")"))}
	}
	switch {
	case !sure && (first == "INTEGER" || first == "REAL"):
		return column{stored: true}
	case !sure || word != "":
	case first == "INTEGER" && d.duckdb:
		return column{kind: aNumber, long: true, bits: 64}
	case first == "INTEGER":
		return column{kind: aNumber, bits: 32}
	case first == "REAL":
		return column{kind: aFraction}
	case first == "TEXT":
		return column{kind: aText}
	}
	return column{}
}

// Query runs one statement.
func (c *connection) Query(ctx context.Context, s engine.Statement, want engine.Want) (*engine.Answer, error) {
	said, err := c.dialect.say(s.SQL, s.Args, sync.OnceValue(c.schema), c.functions)
	if err != nil {
		return nil, err
	}
	defer c.watch(ctx)()
	stmt, err := c.conn.(driver.ConnPrepareContext).PrepareContext(context.Background(), said.sql)
	if err != nil {
		at := int(lib.Xsqlite3_error_offset(c.tls, c.handle))
		if at >= 0 {
			at = said.sourceOf(at)
		}
		return nil, c.near(c.explain(ctx, err, at), s.SQL)
	}
	defer stmt.Close()
	rows, err := stmt.(driver.StmtQueryContext).QueryContext(context.Background(), engine.Named(s.Args))
	if err != nil {
		return nil, c.explain(ctx, err, -1)
	}
	defer rows.Close()
	names := rows.Columns()
	for i, name := range names {
		names[i] = said.written(s.SQL, name)
	}
	columns := engine.Columns(names)
	for i := range columns {
		is, ordered := said.spans(i, columns[i].Name)
		if is && ordered >= 0 {
			return nil, &engine.Error{Message: spansByName, Offset: ordered}
		}
		if is {
			columns[i].Type = engine.Interval
		}
	}
	holds := declaredTypes(columns, rows, said)
	values := make([]driver.Value, len(columns))
	a, err := engine.Collect(ctx, columns, want, func(row []any) (bool, error) {
		if err := rows.Next(values); err != nil {
			if err == io.EOF {
				err = nil
			}
			return false, err
		}
		for i, v := range values {
			if f, is := v.(float64); is && math.IsInf(f, 0) && !c.dialect.plain && !c.dialect.infinite {
				return false, &engine.Error{Message: errFloat.Error(), Offset: -1}
			}
			if row[i] = v; holds[i] != nil {
				row[i] = ofDriver(v, holds[i][0])
			}
		}
		return true, nil
	})
	if err != nil {
		return nil, c.explain(ctx, err, -1)
	}
	declare(a.Frame, holds)
	return a, nil
}

// Tables are those of the main database.
func (c *connection) Tables(ctx context.Context) ([]engine.Table, error) {
	const statement = `SELECT '', t.name, c.name, CASE WHEN instr(c.type, ' ') THEN substr(c.type, 1, instr(c.type, ' ') - 1) ELSE c.type END
		FROM main.sqlite_schema t,
		pragma_table_info(t.name) c
		WHERE t.type IN ('table', 'view') ORDER BY t.name, c.cid`
	a, err := c.Query(ctx, engine.Statement{SQL: statement}, engine.Want{Whole: true})
	if err != nil {
		return nil, err
	}
	return engine.TablesOf(a.Frame), nil
}

var errorCode = regexp.MustCompile(` \(\d+\)( \(SQLITE_\w+\))?$`)

// perhaps says where a form may run that SQLite has not.
const perhaps = "; if the database knows it, the DuckDB build (go build -tags duckdb) and a Postgres connection run it as it stands"

// foreign tells whether a word or a sign that SQLite did not expect begins a form of another dialect. Anything else is a typo there, too.
func foreign(word string) bool {
	switch strings.ToUpper(word) {
	case "{", "[", "@", "#", ":", "SHOW", "DESCRIBE", "SUMMARIZE", "REPLACE", "RENAME", "SEMI", "ANTI", "POSITIONAL", "SAMPLE", "OVERLAPS",
		"WITHIN", "TIES", "PERCENT", "ARRAY", "MAP", "STRUCT", "SETS", "ORDINALITY", "EXCLUDE", "ONLY", "UNPIVOT", "PIVOT", "JSON",
		"CONNECT", "ILIKE", "SIMILAR", "INTERVAL", "ZONE", "COLUMNS", "MATCH_RECOGNIZE", "TOP":
		return true
	}
	return false
}

// guided is SQLite's own message about a form that it has not, with where it may run.
func guided(msg string) string {
	near, typo := strings.CutSuffix(msg, ": syntax error")
	near, token := strings.CutPrefix(strings.TrimPrefix(near, "near "), "unrecognized token: ")
	word := strings.Trim(near, `"`)
	switch {
	case (typo || token) && foreign(word):
		return msg + perhaps
	case typo:
		return "syntax error near " + near
	case token && strings.HasPrefix(word, "'"):
		return "syntax error: the text that begins here has no end"
	case token:
		return "syntax error at " + near
	case msg == "incomplete input":
		return "syntax error: the statement ends before it is complete"
	case msg == "integer overflow":
		return errWhole.Error()
	case msg == "row value misused":
		return "a row of values is only compared here: (a, b) = (1, 2), or (a, b) in (select …)" + elsewhere
	case strings.HasPrefix(msg, "no such function: "):
		return msg + perhaps
	}
	return msg
}

// near has a syntax error name what stands in the source at its place, of which the driver has only what was made.
func (c *connection) near(err error, source string) error {
	var e *engine.Error
	if !errors.As(err, &e) || !e.Placed || e.Offset < 0 || !strings.Contains(e.Message, `"`) {
		return err
	}
	c.dialect.rules().Scan(source, func(kind sqltext.Kind, start, end int) {
		if start == e.Offset && kind != sqltext.Space && kind != sqltext.Comment && kind != sqltext.Variable {
			e.Message = e.Message[:strings.IndexByte(e.Message, '"')] + `"` + source[start:end] + `"`
		}
	})
	return err
}

// explain strips what the driver puts around the database's message.
func (c *connection) explain(ctx context.Context, err error, offset int) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	msg := strings.TrimPrefix(errorCode.ReplaceAllString(e.Error(), ""), "SQL logic error: ")
	if !c.dialect.plain {
		msg = guided(msg)
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_FULL: // of what it puts aside for sorting and grouping, which in-memory databases keep in memory
		msg = "the query needs more than 1 GB of working memory: sort or group fewer rows"
	case lib.SQLITE_TOOBIG:
		msg = fmt.Sprintf("%s: a value may have %d bytes", msg, engine.MaxValueBytes)
	}
	return &engine.Error{Message: msg, Offset: offset, Placed: strings.HasPrefix(msg, "syntax error")}
}
