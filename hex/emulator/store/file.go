package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"modernc.org/sqlite" // the database driver
)

// layout is written to a workspace file; another number is another schema.
const layout = 4

// mark is the application id of a workspace file, by which it is told from other programs' databases.
const mark = 0x68657874 // "hext"

// ErrFull is the error of a change for which the disk has no room, ErrDisk that of a file that cannot be used for another
// reason. The change was not made.
var (
	ErrFull = errors.New("the disk that holds the workspace's file is full")
	ErrDisk = errors.New("the workspace's file cannot be read or written")
)

// NotAWorkspace is the error of opening a file that is something else. It was not touched.
type NotAWorkspace struct {
	Path string
	Is   string // what the file is instead
}

// Error says what the file is and what to do.
func (e *NotAWorkspace) Error() string {
	return fmt.Sprintf("%s is not a workspace's file but %s; it was left as it is. Give the name of another file, or of a new one",
		e.Path, e.Is)
}

// Open opens the workspace in the file at path, or a new one in memory when
// path is empty. A workspace file can be open in one process only. isNew says
// that the workspace is empty and must be filled. A file that is something else is a [*NotAWorkspace].
func Open(ctx context.Context, path string) (s *Store, isNew bool, err error) {
	ctx = context.WithoutCancel(ctx)
	marked := true
	if path != "" {
		if path, err = filepath.Abs(path); err != nil {
			return nil, false, fmt.Errorf("cannot open the workspace: %w", err)
		}
		if marked, err = inspect(ctx, path); err != nil {
			return nil, false, fmt.Errorf("cannot open the workspace: %w", err)
		}
	}
	db, err := sql.Open("sqlite", dsn(path, marked))
	if err != nil {
		return nil, false, fmt.Errorf("cannot open the workspace: %w", err)
	}
	db.SetMaxOpenConns(1)
	s = &Store{db: db}
	isNew, err = s.prepare(ctx)
	if err != nil {
		return nil, false, errors.Join(fmt.Errorf("cannot open the workspace file %q: %w", path, disk(err)), db.Close())
	}
	return s, isNew, nil
}

// dsn opens a file for this process alone. One without a mark gets it first of all: while changes still go into the file
// itself, so that it is there whatever happens next.
func dsn(path string, marked bool) string {
	if path == "" {
		return "file::memory:?_pragma=foreign_keys(1)&_pragma=temp_store(2)&_pragma=synchronous(0)"
	}
	pragmas := []string{"busy_timeout(1000)", "locking_mode(EXCLUSIVE)"}
	if !marked {
		pragmas = append(pragmas, "application_id("+strconv.Itoa(mark)+")")
	}
	pragmas = append(pragmas, "foreign_keys(1)", "journal_mode(WAL)", "synchronous(NORMAL)")
	return uri(path, url.Values{"_pragma": pragmas})
}

func uri(path string, query url.Values) string {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		path = "/" + path // file:/C:/…
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
}

// inspect looks at the file without changing anything, and tells whether it has a workspace's mark. It has none where
// there is no file yet, or one from before there were marks.
func inspect(ctx context.Context, path string) (marked bool, err error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return false, fmt.Errorf("there is no folder for %s: make it first, or give another file: %w", path, err)
		}
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer file.Close()
	var header [100]byte // of every SQLite file
	n, err := io.ReadFull(file, header[:])
	switch id := binary.BigEndian.Uint32(header[68:]); {
	case n == 0 && errors.Is(err, io.EOF):
		return false, nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return false, err
	case err != nil || !bytes.HasPrefix(header[:], []byte("SQLite format 3\x00")):
		return false, &NotAWorkspace{path, "a file that is no database"}
	case id == mark:
		return true, nil
	case id != 0:
		return false, &NotAWorkspace{path, "another program's database"}
	}
	return false, unmarked(ctx, path)
}

// unmarked refuses a database without a mark unless it is empty, or has a workspace's tables.
func unmarked(ctx context.Context, path string) (err error) {
	query := url.Values{"mode": {"ro"}, "immutable": {"1"}} // which makes no files beside it
	if left, failed := os.Stat(path + "-wal"); failed == nil && left.Size() > 0 {
		query.Del("immutable") // a part of it is there
		if _, failed := os.Stat(path + "-shm"); errors.Is(failed, fs.ErrNotExist) {
			defer func() { err = errors.Join(err, removed(path+"-shm")) }()
		}
	}
	db, err := sql.Open("sqlite", uri(path, query))
	if err != nil {
		return err
	}
	var all, ours int
	err = db.QueryRowContext(ctx, "SELECT count(*), count(CASE WHEN name IN ('facts', 'projects', 'cells', 'semantic_projects') "+
		"THEN 1 END) FROM sqlite_master WHERE type = 'table'").Scan(&all, &ours)
	if err = errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("%s cannot be read: %w", path, disk(err))
	}
	if all > 0 && ours < 4 {
		return &NotAWorkspace{path, "another program's database"}
	}
	return nil
}

// removed takes away a file that may not be there.
func removed(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (s *Store) prepare(ctx context.Context) (isNew bool, err error) {
	var version int
	if err := s.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return false, err
	}
	switch version {
	case layout:
		_, err := s.db.ExecContext(ctx, importedTable)
		return false, err
	case 0:
		return true, nil
	default:
		return false, fmt.Errorf("it has layout %d and this program reads layout %d: "+
			"give the name of another file, or of a new one", version, layout)
	}
}

// disk names what SQLite says of the disk and of the file by its codes.
func disk(err error) error {
	const busy, readOnly, failed, full = 5, 8, 10, 13
	said := (*sqlite.Error)(nil)
	if !errors.As(err, &said) {
		return err
	}
	switch said.Code() & 0xff {
	case full:
		return fmt.Errorf("%w (%w)", ErrFull, err)
	case readOnly, failed:
		return fmt.Errorf("%w (%w)", ErrDisk, err)
	case busy:
		return fmt.Errorf("it is open in another process, and one at a time can have it: %w", err)
	}
	return err
}
