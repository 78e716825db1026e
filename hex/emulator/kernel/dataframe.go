package kernel

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"go.starlark.net/starlark"
)

// dataframe is a named table of a session. Its rows come from a SQL cell (frame) or are a variable of the CODE cells
// (list), which is then the truth, since code may change it in place.
type dataframe struct {
	name  string
	frame *frame
	list  *starlark.List
	// loaded tells that the database has the rows.
	loaded bool
	// missing says why there are no rows, for a name whose rows were not kept.
	missing string
}

// dataframes are those of a session, with the in-memory database in which SQL sees them. One connection writes there;
// SQL of cells comes in by others, which only read.
type dataframes struct {
	uri    string
	writer *connection
	byName map[string]*dataframe // by the name in lower case, as SQL compares names
	bytes  map[string]int
	stored map[string]bool // what the database has a table for
}

func newDataframes() *dataframes {
	return &dataframes{uri: "file:/kernel-" + uuid.NewString() + "?vfs=memdb", byName: map[string]*dataframe{}, bytes: map[string]int{}, stored: map[string]bool{}}
}

func (d *dataframes) close() error {
	if d.writer == nil {
		return nil
	}
	return d.writer.close()
}

// open makes sure that the database exists, so that readers can come.
func (d *dataframes) open() (err error) {
	if d.writer == nil {
		d.writer, err = open(d.uri + "&_journal_mode=MEMORY&_synchronous=OFF")
	}
	return err
}

// maxSessionBytes is what the results of SQL cells in one session may hold together.
const maxSessionBytes = 4 * MaxDataframeBytes

// set makes name mean the rows of a SQL cell.
func (d *dataframes) set(name string, a *answer) {
	key := strings.ToLower(name)
	df := &dataframe{name: name, frame: a.frame}
	bytes := 0
	for _, row := range a.frame.rows {
		for _, v := range row {
			bytes += size(v)
		}
	}
	sum := bytes
	for other, n := range d.bytes {
		if other != key {
			sum += n
		}
	}
	switch {
	case !a.whole:
		df.frame, df.missing = nil, fmt.Sprintf("its result has more than %d rows or %d MB, so it was not kept: select less of it", MaxRows, MaxDataframeBytes>>20)
	case sum > maxSessionBytes:
		df.frame, df.missing = nil, fmt.Sprintf("the dataframes of the session hold more than %d MB, so it was not kept: select less", maxSessionBytes>>20)
	default:
		d.bytes[key] = bytes
	}
	if df.missing != "" {
		delete(d.bytes, key)
	}
	d.byName[key] = df
}

// bind makes name mean a list of dicts of the CODE cells.
func (d *dataframes) bind(name string, list *starlark.List) {
	key := strings.ToLower(name)
	d.byName[key] = &dataframe{name: name, list: list}
	delete(d.bytes, key)
}

// has tells whether there is a dataframe of exactly that name.
func (d *dataframes) has(name string) bool {
	df := d.byName[strings.ToLower(name)]
	return df != nil && df.name == name
}

// drop forgets name, if it is spelled so.
func (d *dataframes) drop(name string) {
	if d.has(name) {
		key := strings.ToLower(name)
		delete(d.byName, key)
		delete(d.bytes, key)
	}
}

// load puts the dataframes that are mentioned into the database, and takes those out that are gone.
func (d *dataframes) load(ctx context.Context, mentioned map[string]bool) error {
	if err := d.open(); err != nil {
		return err
	}
	for key := range mentioned {
		df := d.byName[key]
		if df == nil || df.missing != "" {
			if err := d.forget(ctx, key); err != nil {
				return err
			}
			continue
		}
		if df.loaded {
			continue
		}
		d.stored[key] = true
		if err := d.store(ctx, df); err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fmt.Errorf("the dataframe %s cannot be queried: %w", df.name, err)
		}
		df.loaded = df.list == nil // a list may be changed by the next CODE cell
	}
	return nil
}

// forget takes a table out of the database.
func (d *dataframes) forget(ctx context.Context, key string) error {
	if !d.stored[key] {
		return nil
	}
	delete(d.stored, key)
	return d.writer.exec(ctx, "DROP TABLE IF EXISTS "+quoteName(key))
}

// store writes one dataframe.
func (d *dataframes) store(ctx context.Context, df *dataframe) (err error) {
	f := df.frame
	if df.list != nil {
		if f, err = frameOf(df.list); err != nil {
			return err
		}
	}
	if len(f.columns) == 0 {
		return errors.New("it has no columns")
	}
	defer d.writer.watch(ctx)()
	if err := d.writer.exec(ctx, "BEGIN"); err != nil {
		return d.writer.explain(ctx, err, -1)
	}
	if err = d.insert(df.name, f); err != nil {
		return errors.Join(d.writer.explain(ctx, err, -1), d.writer.exec(context.Background(), "ROLLBACK"))
	}
	return d.writer.exec(context.Background(), "COMMIT")
}

func (d *dataframes) insert(name string, f *frame) error {
	ctx := context.Background() // the caller watches the real one
	table := quoteName(name)
	if err := d.writer.exec(ctx, "DROP TABLE IF EXISTS "+table); err != nil {
		return err
	}
	defs := make([]string, len(f.columns))
	for i, c := range f.columns {
		defs[i] = quoteName(c.Name)
		if c.Type != "NULL" {
			defs[i] += " " + c.Type
		}
	}
	if err := d.writer.exec(ctx, "CREATE TABLE "+table+" ("+strings.Join(defs, ", ")+")"); err != nil {
		return err
	}
	row := "(?" + strings.Repeat(",?", len(f.columns)-1) + ")"
	step := max(1, min(64, maxArgs/len(f.columns)))
	args := make([]any, 0, step*len(f.columns))
	for begin := 0; begin < len(f.rows); begin += step {
		part := f.rows[begin:min(begin+step, len(f.rows))]
		args = args[:0]
		for _, values := range part {
			args = append(args, values...)
		}
		if err := d.writer.exec(ctx, "INSERT INTO "+table+" VALUES "+row+strings.Repeat(","+row, len(part)-1), args...); err != nil {
			return err
		}
	}
	return nil
}
