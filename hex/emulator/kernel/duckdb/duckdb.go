//go:build duckdb

package duckdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// Built tells whether this build has DuckDB.
const Built = true

// memoryLimit is what one session may hold, in DuckDB's words.
const memoryLimit = "1GiB"

// schema is where the tables of a source are, of a file that Fill made, or of what is read from files.
const schema = "public"

// session is the database of one session: dataframes in memory, and beside them, only to be read, what its data connections
// lead to.
type session struct {
	*connection
	connector *duckdb.Connector
	sources   []Source
	opened    map[string]*connection
	stored    map[string]bool // dataframes that there is a table for, in lower case
}

// connection is one connection to it.
type connection struct {
	conn   *duckdb.Conn
	prefix string // catalog whose tables it lists
	// busy is closed once the statement ends that did not heed its cancelling; nil where all did.
	busy chan struct{}
	// filled tells that its tables are in a database that Fill made.
	filled bool
}

// Open makes the database of a session with its sources. From then on it reads no file but theirs, loads no extension and
// reaches no network, whatever is asked of it.
func Open(ctx context.Context, sources ...Source) (engine.Dataframes, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, err
	}
	s := &session{connector: connector, sources: sources, opened: map[string]*connection{}, stored: map[string]bool{}}
	if s.connection, err = s.dial(ctx, "memory"); err != nil {
		return nil, errors.Join(err, connector.Close())
	}
	setup := []string{
		"SET memory_limit = '" + memoryLimit + "'", "SET threads = 2", "SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false", "SET temp_directory = ''", "SET secret_directory = 'none'",
		"SET TimeZone = 'UTC'", "CREATE SCHEMA dataframes",
	}
	setup = append(setup, macros()...)
	allowed := ""
	for _, source := range sources {
		setup = append(setup, source.setup()...)
		for _, path := range source.Files {
			allowed += ", " + sqltext.Quote(path)
		}
	}
	if allowed != "" {
		setup = append(setup, "SET allowed_paths = ["+allowed[2:]+"]")
	}
	setup = append(setup, "SET enable_external_access = false", "SET search_path = 'memory.dataframes,memory.main'")
	for _, statement := range setup {
		if err := s.exec(ctx, statement); err != nil {
			return nil, errors.Join(fmt.Errorf("DuckDB cannot be set up: %w", explain(ctx, statement, err)), s.Close())
		}
	}
	return s, nil
}

// setup is what makes the source's catalog.
func (s Source) setup() []string {
	name := sqltext.QuoteName(s.Name)
	if s.Database != "" {
		return []string{"ATTACH " + sqltext.Quote(s.Database) + " AS " + name + " (READ_ONLY)"}
	}
	setup := []string{"ATTACH ':memory:' AS " + name, "CREATE SCHEMA " + name + "." + schema}
	for table, path := range s.Files {
		read := "read_csv"
		switch strings.ToLower(filepath.Ext(strings.TrimSuffix(path, ".gz"))) {
		case ".parquet":
			read = "read_parquet"
		case ".json", ".jsonl", ".ndjson":
			read = "read_json"
		}
		setup = append(setup, fmt.Sprintf("CREATE VIEW %s.%s.%s AS SELECT * FROM %s(%s)", name, schema, sqltext.QuoteName(table), read,
			sqltext.Quote(path)))
	}
	return setup
}

func (s *session) dial(ctx context.Context, catalog string) (*connection, error) {
	conn, err := s.connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &connection{conn: conn.(*duckdb.Conn), prefix: catalog}, nil
}

// Connect opens what the source of that name leads to, beside the dataframes. Where whole is set, whole numbers divide to whole
// ones, as in PostgreSQL.
func Connect(ctx context.Context, frames engine.Dataframes, name string, whole bool) (engine.Engine, error) {
	s, ok := frames.(*session)
	if !ok {
		return nil, errors.New("the dataframes are kept by another engine")
	}
	at := slices.IndexFunc(s.sources, func(source Source) bool { return source.Name == name })
	if at < 0 {
		return nil, fmt.Errorf("the session has no source %q", name)
	}
	c, err := s.dial(ctx, name)
	if err != nil {
		return nil, err
	}
	c.filled = s.sources[at].Filled
	place := sqltext.QuoteName(name)
	path := place + "." + schema + "," + place + ".main,memory.dataframes,memory.main"
	if s.sources[at].Database != "" {
		if path, err = c.path(ctx, place); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	for _, statement := range []string{"SET search_path = " + sqltext.Quote(path), "SET integer_division = " + strconv.FormatBool(whole)} {
		if err := c.exec(ctx, statement); err != nil {
			return nil, errors.Join(explain(ctx, statement, err), c.Close())
		}
	}
	return c, nil
}

// path is the search path of a DuckDB file: its schemas, then the dataframes.
func (c *connection) path(ctx context.Context, place string) (string, error) {
	const schemas = "SELECT schema_name FROM duckdb_schemas() WHERE database_name = $1 AND (NOT internal OR schema_name = 'main') " +
		"ORDER BY schema_name <> 'main', schema_name"
	a, err := c.Query(ctx, engine.Statement{SQL: schemas, Args: []any{c.prefix}}, engine.Want{Whole: true})
	if err != nil {
		return "", err
	}
	var path strings.Builder
	for _, row := range a.Frame.Rows {
		path.WriteString(place + "." + sqltext.QuoteName(fmt.Sprint(row[0])) + ",")
	}
	return path.String() + "memory.dataframes,memory.main", nil
}

// Dialect is DuckDB's.
func (c *connection) Dialect() engine.Dialect {
	return engine.Dialect{
		Rules:     sqltext.Rules{Dollar: true, Arrays: true, Casts: true},
		Parameter: func(n int) string { return "$" + strconv.Itoa(n) }, MaxParameters: 32_000, Frames: true,
	}
}

// Close ends the connection, once it is idle.
func (c *connection) Close() error { return c.idle(c.conn.Close) }

// Close ends the session's database.
func (s *session) Close() error {
	return s.idle(func() error { return errors.Join(s.conn.Close(), s.connector.Close()) })
}

// exec runs one of this package's own statements.
func (c *connection) exec(ctx context.Context, statement string, args ...any) error {
	_, err := c.conn.ExecContext(ctx, statement, engine.Named(args))
	return err
}

// Query runs one statement. DuckDB heeds an interrupt between pieces of work, and a call that makes one large value is one piece: such
// a statement is left to itself, and the connection with it.
func (c *connection) Query(ctx context.Context, s engine.Statement, want engine.Want) (*engine.Answer, error) {
	var (
		a   *engine.Answer
		err error
	)
	if !c.heeded(ctx, func() { a, err = c.query(ctx, s, want) }) {
		return nil, &engine.Stuck{Cause: context.Cause(ctx)}
	}
	return a, err
}

// query runs one statement in a transaction that only reads.
func (c *connection) query(ctx context.Context, s engine.Statement, want engine.Want) (a *engine.Answer, err error) {
	if at := similar(s.SQL); c.filled && at >= 0 {
		return nil, &engine.Error{Message: "SIMILAR TO does not run here as other databases have it: write ~ '^…$', or LIKE", Offset: at}
	}
	if err := c.exec(ctx, "BEGIN TRANSACTION READ ONLY"); err != nil {
		return nil, explain(ctx, s.SQL, err)
	}
	defer func() {
		if ended := c.exec(context.Background(), "ROLLBACK"); err == nil {
			err = ended
		}
	}()
	prepared, err := c.conn.PrepareContext(ctx, s.SQL)
	if err != nil {
		return nil, explain(ctx, s.SQL, err)
	}
	defer prepared.Close()
	switch kind, err := prepared.(*duckdb.Stmt).StatementType(); {
	case err != nil:
		return nil, err
	case kind == duckdb.STATEMENT_TYPE_SELECT:
		return c.bounded(ctx, s, prepared.(*duckdb.Stmt), want)
	case kind != duckdb.STATEMENT_TYPE_EXPLAIN:
		return nil, &engine.Error{Message: "a SQL cell reads: begin with SELECT, WITH, FROM, VALUES, PIVOT or EXPLAIN", Offset: 0}
	}
	rows, err := prepared.(driver.StmtQueryContext).QueryContext(ctx, engine.Named(s.Args))
	if err != nil {
		return nil, explain(ctx, s.SQL, err)
	}
	a, err = (&reading{part: rows, next: func() (driver.Rows, error) { return nil, io.EOF }}).all(ctx, rows.Columns(), kindsOf(rows), want)
	return a, explain(ctx, s.SQL, err)
}

// explain is the engine's own message with its place.
func explain(ctx context.Context, statement string, err error) error {
	var own *engine.Error
	if err == nil || errors.As(err, &own) {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	message, place, _ := strings.Cut(err.Error(), "\n\nLINE ")
	out := &engine.Error{Message: strings.ReplaceAll(strings.TrimSpace(message), "\n", " "), Offset: -1}
	if strings.HasPrefix(message, "Out of Memory Error") {
		out.Message = "the query needs more than " + memoryLimit + " of working memory: select, sort or group fewer rows"
	}
	number, shown, found := strings.Cut(place, ": ")
	line, wrong := strconv.Atoi(number)
	if !found || wrong != nil || line < 1 {
		return out
	}
	out.Offset = 0
	for range line - 1 {
		out.Offset += strings.IndexByte(statement[out.Offset:], '\n') + 1
	}
	text, caret, _ := strings.Cut(shown, "\n")
	if column := strings.IndexByte(caret, '^') - len("LINE ") - len(number) - len(": "); column > 0 && !strings.HasPrefix(text, "...") &&
		out.Offset+column < len(statement) {
		out.Offset += column
	}
	return out
}

// Tables are those of the connection's source, or the dataframes.
func (c *connection) Tables(ctx context.Context) ([]engine.Table, error) {
	const statement = `SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
		WHERE database_name = $1 AND NOT internal ORDER BY 1, 2, column_index`
	a, err := c.Query(ctx, engine.Statement{SQL: statement, Args: []any{c.prefix}}, engine.Want{Whole: true})
	if err != nil {
		return nil, err
	}
	tables := engine.TablesOf(a.Frame)
	for i := range tables {
		tables[i].Schema = "" // the search path finds them all
	}
	return tables, nil
}
