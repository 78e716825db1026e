package executor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"hextui/hex/emulator/kernel/duckdb"
	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/postgres"
	"hextui/hex/emulator/kernel/sqlite"
	"hextui/hex/emulator/store"
)

// secrets are the passwords of data connections, kept in memory only: the API never gives them back, and no file has them.
type secrets struct {
	mu sync.Mutex
	of map[string]string
}

func (s *secrets) put(connection, password string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of[connection] = password
}

func (s *secrets) get(connection string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.of[connection]
}

// KeepPassword keeps the password of a data connection until the workspace is closed.
func (e *Executor) KeepPassword(connection, password string) { e.secrets.put(connection, password) }

// databases opens what the cells of one session run on: the server that a connection names, where it names a real one, or the
// sample warehouse, which then speaks the connection's dialect.
type databases struct {
	*Executor
	shop Warehouse
}

// sampleSource is the catalog of the sample warehouse in DuckDB.
const sampleSource = "shop"

// Dataframes makes an empty database: in DuckDB, as in Hex, where this build has it.
func (d databases) Dataframes() (engine.Dataframes, error) {
	if !duckdb.Built {
		return sqlite.Files{}.Dataframes()
	}
	file, err := d.typed.file(d.ctx, d.shop)
	if err != nil {
		return nil, err
	}
	return duckdb.Open(d.ctx, append(d.o.Local.sources(), duckdb.Source{Name: sampleSource, Database: file, Filled: true})...)
}

// connectionNamed is the data connection that code asks for by its name, or by its id.
func (e *Executor) connectionNamed(ctx context.Context, name string) (string, error) {
	found, err := e.o.Store.ConnectionByName(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		found, err = e.o.Store.Connection(ctx, name)
	}
	if errors.Is(err, store.ErrNotFound) {
		return "", fmt.Errorf("the workspace has no data connection %q: give its name as the list of connections has it", name)
	}
	return found.ID, err
}

// Connect opens what a data connection leads to.
func (d databases) Connect(ctx context.Context, id string, frames engine.Dataframes) (engine.Engine, error) {
	found, err := d.o.Store.Connection(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("the data connection of this cell is not there any more: choose another for it: %w", err)
	}
	if server, real := d.server(found); real {
		return postgres.Open(ctx, server)
	}
	onFiles, err := d.onFiles(ctx, found.ID)
	switch {
	case err != nil:
		return nil, err
	case onFiles && d.o.Local != nil:
		return d.o.Local.connect(ctx, frames)
	case found.ID == LocalConnection:
		return nil, fmt.Errorf("the files of %s are not given: start with --data FILE_OR_FOLDER", found.Name)
	case onFiles:
		return nil, fmt.Errorf("the data connection %s came with an imported file, and its database is not here: "+
			"start with --data FILE_OR_FOLDER for its tables, or give the cell another connection", found.Name)
	case duckdb.Built:
		return duckdb.Connect(ctx, frames, sampleSource, dividesWhole(found.Type))
	}
	return sqlite.Files{URI: d.shop.URI(), Kind: found.Type}.Connect(ctx, id, frames)
}

// onFiles tells whether a data connection leads to the files that are given: the one that is called so, and those that only imported
// files know.
func (e *Executor) onFiles(ctx context.Context, connection string) (bool, error) {
	if connection == LocalConnection {
		return true, nil
	}
	_, err := e.o.Store.ImportedText(ctx, connection)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// dividesWhole tells whether whole numbers divide to whole ones in a type of database.
func dividesWhole(kind string) bool {
	switch kind {
	case "postgres", "redshift", "trino", "athena":
		return true
	}
	return false
}

// server is the server that a connection names, if it names one that there may be: the hosts of the sample workspace end in
// a name that is kept for examples, and so do those that tests and guides make up.
func (d databases) server(found store.Connection) (postgres.Server, bool) {
	var details struct {
		Hostname, Database, Username string
		Port                         float64
	}
	if found.Type != "postgres" || json.Unmarshal(found.Details, &details) != nil || isExample(details.Hostname) {
		return postgres.Server{}, false
	}
	return postgres.Server{Host: details.Hostname, Port: int(details.Port), Database: details.Database, User: details.Username,
		Password: d.secrets.get(found.ID)}, true
}

// isExample tells whether a host has a name of which it is certain that no host has it (RFC 2606).
func isExample(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "" {
		return true
	}
	for _, domain := range []string{"example", "test", "invalid", "example.com", "example.org", "example.net"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// Tables are the tables that a data connection really has; none for one that the sample warehouse stands for.
func (e *Executor) Tables(ctx context.Context, found store.Connection) (tables []engine.Table, err error) {
	onFiles, err := e.onFiles(ctx, found.ID)
	if err != nil {
		return nil, err
	}
	var on engine.Engine
	server, real := databases{Executor: e}.server(found)
	switch {
	case real:
		on, err = postgres.Open(ctx, server)
	case onFiles && e.o.Local == nil:
		return []engine.Table{}, nil
	case onFiles:
		frames, opened := e.o.Local.frames(ctx)
		if opened != nil {
			return nil, opened
		}
		defer func() { err = errors.Join(err, frames.Close()) }()
		on, err = e.o.Local.connect(ctx, frames)
	default:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, on.Close()) }()
	return on.Tables(ctx)
}
