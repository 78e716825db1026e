package executor

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"hextui/hex/emulator/kernel/duckdb"
	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/sqlite"
)

// Local is a file or folder of this computer that the workspace has as a data connection: its tables are the files.
type Local struct {
	database string            // a SQLite or DuckDB file
	isSQLite bool              // what database is
	files    map[string]string // csv, parquet and json files by the name of their table
	leftOut  []string          // why files of a folder are no tables, in sentences

	mu   sync.Mutex
	kept *sqlite.Kept // the csv files as SQLite has them, in a build without DuckDB
}

// localSource is the catalog of local files in DuckDB.
const localSource = "local"

// OpenLocal looks at a file or folder; what this build cannot read is refused with a sentence.
func OpenLocal(path string) (*Local, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	about, err := os.Stat(full)
	if err != nil {
		return nil, fmt.Errorf("there is nothing to read: %w", err)
	}
	l := &Local{files: map[string]string{}}
	if !about.IsDir() {
		if err := l.add(full); err != nil {
			return nil, err
		}
		return l, nil
	}
	entries, err := os.ReadDir(full)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := filepath.Join(full, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), ".") || !e.Type().IsRegular():
		case isTable(e.Name()) && !readable(e.Name()):
			l.leftOut = append(l.leftOut, fmt.Sprintf(otherBuild, e.Name()))
		case isTable(e.Name()):
			if err := l.add(name); err != nil {
				return nil, err
			}
		case isDatabase(name):
			l.leftOut = append(l.leftOut, fmt.Sprintf("%s is left out: a database is given by its file, --data %[1]s", e.Name()))
		}
	}
	if len(l.files) == 0 {
		says := append(l.leftOut, fmt.Sprintf("the folder %s has no csv, parquet or json file; a database is given by its file", path))
		return nil, errors.New(strings.Join(says, "\n"))
	}
	return l, nil
}

// LeftOut says of each file of a folder that could be a table and is none why.
func (l *Local) LeftOut() []string { return l.leftOut }

// isDatabase tells whether a file is one of SQLite or DuckDB.
func isDatabase(file string) bool {
	head, err := beginning(file)
	return err == nil && (isSQLite(head) || isDuckDB(head))
}

func isSQLite(head []byte) bool { return bytes.HasPrefix(head, []byte("SQLite format 3\x00")) }

func isDuckDB(head []byte) bool { return len(head) >= 12 && string(head[8:12]) == "DUCK" }

// otherBuild refuses what only a build with DuckDB reads.
const otherBuild = "%s cannot be read by this build, which reads csv and SQLite files: go build -tags duckdb makes one that reads it"

// readable tells whether this build reads a file that is a table by its name.
func readable(name string) bool {
	return duckdb.Built || extension(name) == ".csv" && !strings.HasSuffix(strings.ToLower(name), ".gz")
}

// extension is the end of a file's name, without .gz, in lower case.
func extension(name string) string {
	return strings.ToLower(filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")))
}

// isTable tells whether a file of a folder is a table by its name.
func isTable(name string) bool {
	return !strings.HasPrefix(name, ".") && slices.Contains([]string{".csv", ".parquet", ".json", ".jsonl", ".ndjson"}, extension(name))
}

func (l *Local) add(file string) error {
	head, err := beginning(file)
	if err != nil {
		return err
	}
	name := filepath.Base(file)
	switch {
	case isSQLite(head):
		l.database, l.isSQLite = file, true
		return nil
	case isDuckDB(head):
		if l.database = file; !duckdb.Built {
			return fmt.Errorf(otherBuild, name)
		}
		return nil
	case !isTable(name):
		return fmt.Errorf("%s is not a csv, parquet, json, DuckDB or SQLite file", name)
	case !readable(name):
		return fmt.Errorf(otherBuild, name)
	}
	table := tableName(name)
	for n := 2; l.files[table] != ""; n++ {
		table = tableName(name) + "_" + strconv.Itoa(n)
	}
	l.files[table] = file
	return nil
}

func beginning(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 16)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	return head[:n], nil
}

// tableName is a file's name as a table has one: without its end, and with _ for what would need quotes.
func tableName(file string) string {
	name := strings.TrimSuffix(file, ".gz")
	name = strings.TrimSuffix(name, filepath.Ext(name))
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, name)
	if name == "" || unicode.IsDigit([]rune(name)[0]) {
		return "t_" + name
	}
	return name
}

// sources are what a session in DuckDB has of it.
func (l *Local) sources() []duckdb.Source {
	if l == nil || l.isSQLite {
		return nil
	}
	return []duckdb.Source{{Name: localSource, Database: l.database, Files: l.files}}
}

// frames is a database for dataframes beside which it can be opened.
func (l *Local) frames(ctx context.Context) (engine.Dataframes, error) {
	if duckdb.Built {
		return duckdb.Open(ctx, l.sources()...)
	}
	return sqlite.Files{}.Dataframes()
}

// connect opens it for a session.
func (l *Local) connect(ctx context.Context, frames engine.Dataframes) (engine.Engine, error) {
	switch {
	case l.isSQLite:
		where := url.URL{Scheme: "file", Path: l.database, RawQuery: "cache=private"}
		return sqlite.Files{URI: where.String()}.Connect(ctx, "", frames)
	case duckdb.Built:
		return duckdb.Connect(ctx, frames, localSource, false)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.kept == nil {
		tables := map[string]*engine.Frame{}
		for name, file := range l.files {
			f, err := readCSV(file)
			if err != nil {
				return nil, fmt.Errorf("%s cannot be read: %w", filepath.Base(file), err)
			}
			tables[name] = f
		}
		kept, err := sqlite.Keep(ctx, tables)
		if err != nil {
			return nil, err
		}
		l.kept = kept
	}
	return sqlite.Files{URI: l.kept.URI, Kind: sqlite.Frames}.Connect(ctx, "", frames)
}

func (l *Local) close() error {
	if l == nil || l.kept == nil {
		return nil
	}
	return l.kept.Close()
}

// mostCSV is the largest csv file that a build without DuckDB reads: it keeps it in memory.
const mostCSV = 256 << 20

// readCSV reads a csv file with a line of names. A column is of whole numbers or of numbers where every value that there is is
// one; numbers that begin with a zero are text, as postcodes are.
func readCSV(file string) (*engine.Frame, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if about, err := f.Stat(); err != nil || about.Size() > mostCSV {
		const large = "it has more than %d MB; a build with DuckDB (go build -tags duckdb) reads larger files"
		return nil, errors.Join(err, fmt.Errorf(large, mostCSV>>20))
	}
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(text), -1, true
	lines, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(lines) == 0 {
		return nil, errors.New("it is empty")
	}
	frame := &engine.Frame{Columns: engine.Columns(lines[0]), Rows: make([][]any, len(lines)-1)}
	for i := range frame.Rows {
		if len(lines[i+1]) > len(lines[0]) {
			return nil, fmt.Errorf("row %d has %d values, and there are %d columns", i+1, len(lines[i+1]), len(lines[0]))
		}
		frame.Rows[i] = make([]any, len(frame.Columns))
	}
	for j := range frame.Columns {
		frame.Columns[j].Type = columnType(lines[1:], j)
		for i, line := range lines[1:] {
			if j < len(line) && line[j] != "" {
				frame.Rows[i][j] = csvValue(line[j], frame.Columns[j].Type)
			}
		}
	}
	return frame, nil
}

// separator is what stands between the values: of the likely ones, that which the first line has most of.
func separator(text []byte) rune {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := ',', 0
	for _, r := range []rune{',', ';', '\t', '|'} {
		if n := bytes.Count(line, []byte(string(r))); n > most {
			best, most = r, n
		}
	}
	return best
}

// columnType is INTEGER, REAL or TEXT.
func columnType(lines [][]string, column int) string {
	kind := ""
	for _, line := range lines {
		if column >= len(line) || line[column] == "" {
			continue
		}
		digits := strings.TrimPrefix(line[column], "-")
		if len(digits) > 1 && digits[0] == '0' && digits[1] != '.' {
			return "TEXT"
		}
		if _, err := strconv.ParseInt(line[column], 10, 64); err == nil {
			if kind == "" {
				kind = "INTEGER"
			}
			continue
		}
		if _, err := strconv.ParseFloat(line[column], 64); err != nil || !strings.ContainsAny(digits[:1], "0123456789.") {
			return "TEXT"
		}
		kind = "REAL"
	}
	if kind == "" {
		return "TEXT"
	}
	return kind
}

func csvValue(text, kind string) any {
	switch kind {
	case "INTEGER":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
	case "REAL":
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n
		}
	}
	return text
}
