// Package postgres reads a PostgreSQL database: one connection a session, every statement in a transaction that only reads.
// What the role of the connection may do beyond reading is the server's business; this package does not ask for it.
package postgres

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgproto3"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// Server is where a database is and how it is entered. What is left empty is taken from the variables and files that
// PostgreSQL's own programs read (PGPASSWORD, ~/.pgpass, PGSSLMODE, PGSSLROOTCERT).
type Server struct {
	Host                     string
	Port                     int
	Database, User, Password string
	// SSLMode is disable, allow, prefer, require, verify-ca or verify-full.
	SSLMode string
}

// Limits of a connection.
const (
	// dialTimeout is how long a server may take to answer at all.
	dialTimeout = 5 * time.Second
	// statementTimeout ends a statement at the server, should nothing here do it before.
	statementTimeout = 2 * time.Minute
	// cancelTimeout is how long a server may take to stop a statement before the connection is cut.
	cancelTimeout = 2 * time.Second
	// maxRowBytes is the largest row that is read: more ends the connection.
	maxRowBytes = 4 * engine.MaxValueBytes
)

func (s Server) config() (*pgconn.Config, error) {
	query := url.Values{"connect_timeout": {strconv.Itoa(int(dialTimeout / time.Second))}}
	if s.SSLMode != "" {
		query.Set("sslmode", s.SSLMode)
	}
	address := url.URL{Scheme: "postgres", Host: net.JoinHostPort(s.Host, strconv.Itoa(s.Port)), Path: "/" + s.Database,
		RawQuery: query.Encode(), User: url.User(s.User)}
	if s.Password != "" {
		address.User = url.UserPassword(s.User, s.Password)
	}
	c, err := pgconn.ParseConfig(address.String())
	if err != nil {
		return nil, errors.New(cleaned(err.Error(), s.Password))
	}
	for name, value := range map[string]string{
		"application_name": "hextui", "default_transaction_read_only": "on", "timezone": "UTC", "datestyle": "ISO",
		"intervalstyle": "postgres",
		"bytea_output":  "hex", "client_encoding": "UTF8", "standard_conforming_strings": "on",
		"statement_timeout": strconv.Itoa(int(statementTimeout / time.Millisecond)),
	} {
		c.RuntimeParams[name] = value
	}
	c.MaxProtocolMessageBodyLen = maxRowBytes
	c.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: cancelTimeout}
	}
	return c, nil
}

// cleaned is a text without the password, which the driver puts into some of its errors.
func cleaned(text, password string) string {
	if password == "" {
		return text
	}
	return strings.NewReplacer(password, "…", url.QueryEscape(password), "…", url.PathEscape(password), "…").Replace(text)
}

// Unreachable says that there is no server, or that it lets nobody in so.
type Unreachable struct{ Where, Why string }

// Error says what was tried and why it failed.
func (e *Unreachable) Error() string {
	return fmt.Sprintf("the database %s cannot be used: %s", e.Where, e.Why)
}

// connection is an engine.
type connection struct {
	server Server
	conn   *pgconn.PgConn
	types  map[uint32]string // names of types, by the server's number
}

// Open connects to the server. An *[Unreachable] says why that is not possible.
func Open(ctx context.Context, s Server) (engine.Engine, error) {
	c := &connection{server: s, types: map[uint32]string{}}
	return c, c.connect(ctx)
}

func (c *connection) connect(ctx context.Context) error {
	config, err := c.server.config()
	if err == nil {
		c.conn, err = pgconn.ConnectConfig(ctx, config)
	}
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	where := fmt.Sprintf("%s on %s", c.server.Database, net.JoinHostPort(c.server.Host, strconv.Itoa(c.server.Port)))
	why := &pgconn.PgError{}
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		return &Unreachable{where, fmt.Sprintf("its certificate is not accepted: %v; PGSSLROOTCERT names the file of those that are, and "+
			"PGSSLMODE=require takes any", certificate.Err)}
	case errors.As(err, &why) && why.Code == "28000" && strings.HasSuffix(why.Message, "no encryption"):
		return &Unreachable{where, why.Message + "; the server wants TLS: set PGSSLMODE=require, or leave it out"}
	case errors.As(err, &why) && why.Code == "28P01":
		return &Unreachable{where, why.Message + "; edit the connection to give its password (it is not kept between starts), or set " +
			"PGPASSWORD"}
	case errors.As(err, &why):
		return &Unreachable{where, why.Message}
	}
	said := strings.Split(strings.TrimSpace(cleaned(err.Error(), c.server.Password)), "\n")
	return &Unreachable{where, strings.TrimSpace(said[len(said)-1])}
}

// Dialect is PostgreSQL's.
func (c *connection) Dialect() engine.Dialect {
	return engine.Dialect{
		Rules:     sqltext.Rules{Dollar: true, Arrays: true, Casts: true},
		Parameter: func(n int) string { return "$" + strconv.Itoa(n) }, MaxParameters: 32_000,
	}
}

// Close ends the connection.
func (c *connection) Close() error {
	if c.conn == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), cancelTimeout)
	defer cancel()
	if err := c.conn.Close(ctx); err != nil && !c.conn.IsClosed() {
		return err
	}
	return nil
}

// run runs one of this package's own statements.
func (c *connection) run(ctx context.Context, statement string) error {
	return c.conn.Exec(ctx, statement).Close()
}

// Query runs one statement in a transaction that only reads.
func (c *connection) Query(ctx context.Context, s engine.Statement, want engine.Want) (*engine.Answer, error) {
	if err := allowed(s.SQL); err != nil {
		return nil, err
	}
	if c.conn.IsClosed() {
		if err := c.connect(ctx); err != nil {
			return nil, err
		}
	}
	if err := c.run(ctx, "BEGIN READ ONLY"); err != nil {
		return nil, c.explain(ctx, s.SQL, err)
	}
	a, numbers, err := c.read(ctx, s, want)
	if err != nil {
		err = c.explain(ctx, s.SQL, err)
	} else {
		err = c.name(ctx, a.Frame, numbers)
	}
	if c.conn.IsClosed() {
		return a, err
	}
	end, cancel := context.WithTimeout(context.Background(), cancelTimeout)
	defer cancel()
	if ended := c.run(end, "ROLLBACK"); ended != nil && err == nil {
		err = c.explain(ctx, s.SQL, ended)
	}
	return a, err
}

// read runs the statement and reads its rows, and the server's numbers of their types. What is not wanted any more is stopped
// at the server.
func (c *connection) read(ctx context.Context, s engine.Statement, want engine.Want) (*engine.Answer, []uint32, error) {
	values, types := make([][]byte, len(s.Args)), make([]uint32, len(s.Args))
	for i, v := range s.Args {
		values[i], types[i] = argument(v)
	}
	reader := c.conn.ExecParams(ctx, s.SQL, values, types, nil, nil)
	var names []string
	var numbers []uint32
	for _, f := range reader.FieldDescriptions() {
		names, numbers = append(names, f.Name), append(numbers, f.DataTypeOID)
	}
	a, err := engine.Collect(ctx, engine.Columns(names), want, func(row []any) (bool, error) {
		if !reader.NextRow() {
			return false, nil
		}
		for i, raw := range reader.Values() {
			var err error
			if row[i], err = value(raw, numbers[i]); err != nil {
				return false, err
			}
		}
		return true, nil
	})
	if stopped := err != nil || !a.Exact; stopped {
		c.stop()
		_, _ = reader.Close() // its error is that it was stopped
		return a, numbers, err
	}
	_, err = reader.Close()
	return a, numbers, err
}

// stop has the server stop what it works on; where it does not, the connection is closed.
func (c *connection) stop() {
	if c.conn.IsClosed() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), cancelTimeout)
	defer cancel()
	if err := c.conn.CancelRequest(ctx); err != nil {
		c.conn.Conn().Close()
	}
}

// explain gives the server's message with its place.
func (c *connection) explain(ctx context.Context, sql string, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	said := &pgconn.PgError{}
	if !errors.As(err, &said) {
		if own := (*engine.Error)(nil); errors.As(err, &own) {
			return own
		}
		if long := (*pgproto3.ExceededMaxBodyLenErr)(nil); errors.As(err, &long) {
			const says = "a row has %d bytes, and may have %d: select a part of it"
			return &engine.Error{Message: fmt.Sprintf(says, long.ActualBodyLen, long.MaxExpectedBodyLen), Offset: -1}
		}
		return fmt.Errorf("the database gave no answer: %s", cleaned(err.Error(), c.server.Password))
	}
	message := said.Message
	if said.Detail != "" {
		message += " (" + said.Detail + ")"
	}
	if said.Hint != "" {
		message += "; " + said.Hint
	}
	offset := -1
	if said.Position > 0 {
		offset = len(string([]rune(sql)[:min(int(said.Position)-1, len([]rune(sql)))]))
	}
	return &engine.Error{Message: message, Offset: offset}
}

// Tables are the tables and views that may be read, those of the search path first.
func (c *connection) Tables(ctx context.Context) ([]engine.Table, error) {
	const statement = `SELECT c.table_schema, c.table_name, c.column_name, c.data_type FROM information_schema.columns c
		WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema') AND c.table_schema NOT LIKE 'pg\_%'
		ORDER BY array_position(current_schemas(false), c.table_schema) NULLS LAST, 1, 2, c.ordinal_position`
	a, err := c.Query(ctx, engine.Statement{SQL: statement}, engine.Want{Whole: true})
	if err != nil {
		return nil, err
	}
	return engine.TablesOf(a.Frame), nil
}
