package kernel

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"
	"time"

	"modernc.org/libc"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// connection is one SQLite connection that reads, used by one goroutine at a time.
//
// It works on the driver itself rather than through database/sql, because of one need: a query that runs away must be
// interrupted wherever it is. The driver listens to the context only up to the first row, so the connection interrupts by
// the handle.
type connection struct {
	conn   driver.Conn
	handle uintptr // sqlite3*
	tls    *libc.TLS
}

// dial opens uri for reading and nothing else; attach, unless empty, is another read-only URI that is there as the schema
// "dataframes". What makes it safe: both files are opened read-only, the connection is query-only and defensive, no
// further file can be attached (which VACUUM INTO would need too), extensions are off, and values are bounded.
func dial(uri, attach string) (*connection, error) {
	c, err := open(uri + "&mode=ro&_query_only=1&_dqs=0&_defensive=1")
	if err != nil {
		return nil, err
	}
	attached := 0
	if attach != "" {
		attached = 1
		if err := c.exec(context.Background(), "ATTACH "+quoteSQL(attach+"&mode=ro")+" AS dataframes"); err != nil {
			c.close()
			return nil, err
		}
	}
	for limit, value := range map[int]int32{
		lib.SQLITE_LIMIT_ATTACHED: int32(attached),
		lib.SQLITE_LIMIT_LENGTH:   MaxValueBytes,
	} {
		lib.Xsqlite3_limit(c.tls, c.handle, int32(limit), value)
	}
	return c, nil
}

func open(uri string) (*connection, error) {
	conn, err := (&sqlite.Driver{}).Open(uri)
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

func (c *connection) close() error {
	c.tls.Close()
	return c.conn.Close()
}

// exec runs one of this package's own statements.
func (c *connection) exec(ctx context.Context, statement string, args ...any) error {
	_, err := c.conn.(driver.ExecerContext).ExecContext(ctx, statement, named(args))
	return err
}

func named(args []any) []driver.NamedValue {
	out := make([]driver.NamedValue, len(args))
	for i, v := range args {
		out[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return out
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

// sqlError is the database's own message.
type sqlError struct {
	msg    string
	offset int // in the SQL, -1 when the database does not say
}

func (e *sqlError) Error() string { return e.msg }

// answer is what a query gave.
type answer struct {
	frame *frame
	// total is how many rows were counted; exact is false when counting stopped.
	total int
	exact bool
	// whole tells whether frame holds every row.
	whole bool
}

// query runs q and reads its rows: all of them, as far as MaxRows and MaxDataframeBytes allow, when keep is set, else the
// first limit; the others are only counted.
func (c *connection) query(ctx context.Context, q *query, limit int, keep bool) (*answer, error) {
	defer c.watch(ctx)()
	stmt, err := c.conn.(driver.ConnPrepareContext).PrepareContext(context.Background(), q.sql)
	if err != nil {
		return nil, c.explain(ctx, err, int(lib.Xsqlite3_error_offset(c.tls, c.handle)))
	}
	defer stmt.Close()
	rows, err := stmt.(driver.StmtQueryContext).QueryContext(context.Background(), named(q.args))
	if err != nil {
		return nil, c.explain(ctx, err, -1)
	}
	defer rows.Close()
	a := &answer{frame: &frame{columns: nameColumns(rows.Columns())}, exact: true, whole: true}
	if err := a.read(ctx, rows, limit, keep); err != nil {
		return nil, c.explain(ctx, err, -1)
	}
	a.frame.declare(rows)
	return a, nil
}

func (a *answer) read(ctx context.Context, rows driver.Rows, limit int, keep bool) error {
	bytes := 0
	row := make([]driver.Value, len(a.frame.columns))
	for {
		if err := rows.Next(row); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if a.total++; a.total > MaxRows {
			a.total, a.exact = MaxRows, false
			a.cut(limit)
			return nil
		}
		if !a.whole || !keep && len(a.frame.rows) >= limit {
			a.whole = false
			continue
		}
		values := make([]any, len(row))
		for i, v := range row {
			values[i] = v
			bytes += size(v)
		}
		a.frame.rows = append(a.frame.rows, values)
		if bytes > MaxDataframeBytes {
			a.cut(limit)
		}
	}
}

// cut gives up holding every row.
func (a *answer) cut(limit int) {
	a.whole = false
	if len(a.frame.rows) > limit {
		a.frame.rows = append([][]any(nil), a.frame.rows[:limit]...)
	}
}

// declare takes the types of columns that come straight from a table; the values tell the others.
func (f *frame) declare(rows driver.Rows) {
	if typed, ok := rows.(driver.RowsColumnTypeDatabaseTypeName); ok {
		for i := range f.columns {
			switch name := typed.ColumnTypeDatabaseTypeName(i); name {
			case "INTEGER", "REAL", "TEXT", "BLOB":
				f.columns[i].Type = name
			}
		}
	}
	f.setTypes()
}

var errorCode = regexp.MustCompile(` \(\d+\)( \(SQLITE_\w+\))?$`)

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
	switch e.Code() & 0xff {
	case lib.SQLITE_FULL: // of what it puts aside for sorting and grouping, which in-memory databases keep in memory
		msg = "the query needs more than 1 GB of working memory: sort or group fewer rows"
	case lib.SQLITE_TOOBIG:
		msg = fmt.Sprintf("%s: a value may have %d bytes", msg, MaxValueBytes)
	}
	return &sqlError{msg, offset}
}
