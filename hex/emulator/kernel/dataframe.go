package kernel

import (
	"context"
	"fmt"
	"strings"

	"hextui/hex/emulator/kernel/engine"
)

// dataframe is a named table of a session.
type dataframe struct {
	name string
	// frame is the rows of a SQL cell; nil when they are a variable of the CODE cells, which is then the truth, since
	// code may change it in place.
	frame *engine.Frame
	// loaded tells that the database has the rows.
	loaded bool
	// missing says why there are no rows, for a name whose rows were not kept.
	missing string
}

// dataframes are those of a session, by the name in lower case, as SQL compares names.
type dataframes struct {
	byName map[string]*dataframe
	bytes  map[string]int
}

func newDataframes() *dataframes {
	return &dataframes{byName: map[string]*dataframe{}, bytes: map[string]int{}}
}

// maxSessionBytes is what the results of SQL cells in one session may hold together.
const maxSessionBytes = 4 * engine.MaxFrameBytes

// set makes name mean the rows of a SQL cell.
func (d *dataframes) set(name string, a *engine.Answer) {
	key := strings.ToLower(name)
	delete(d.bytes, key)
	df := &dataframe{name: name, frame: a.Frame}
	d.byName[key] = df
	bytes, sum := 0, 0
	for _, row := range a.Frame.Rows {
		for _, v := range row {
			bytes += engine.Size(v)
		}
	}
	for _, n := range d.bytes {
		sum += n
	}
	switch {
	case !a.Whole:
		const why = "its result has more than %d rows or %d MB, so it was not kept: select less of it"
		df.frame, df.missing = nil, fmt.Sprintf(why, engine.MaxRows, engine.MaxFrameBytes>>20)
	case sum+bytes > maxSessionBytes:
		const why = "the dataframes of the session hold more than %d MB, so it was not kept: select less"
		df.frame, df.missing = nil, fmt.Sprintf(why, maxSessionBytes>>20)
	default:
		d.bytes[key] = bytes
	}
}

// bind makes name mean a variable of the CODE cells.
func (d *dataframes) bind(name string) {
	key := strings.ToLower(name)
	d.byName[key] = &dataframe{name: name}
	delete(d.bytes, key)
}

// unload has no dataframe be in the database, which is another one.
func (d *dataframes) unload() {
	for _, df := range d.byName {
		df.loaded = false
	}
}

// named is the dataframe of exactly that name; nil for none.
func (d *dataframes) named(name string) *dataframe {
	if df := d.byName[strings.ToLower(name)]; df != nil && df.name == name {
		return df
	}
	return nil
}

// drop forgets name, if it is spelled so.
func (d *dataframes) drop(name string) {
	if d.named(name) != nil {
		key := strings.ToLower(name)
		delete(d.byName, key)
		delete(d.bytes, key)
	}
}

// keepVariables drops the dataframes that are variables which there are no more.
func (d *dataframes) keepVariables(there func(name string) bool) {
	for _, df := range d.byName {
		if df.frame == nil && df.missing == "" && !there(df.name) {
			d.drop(df.name)
		}
	}
}

// load puts the dataframes that are mentioned into the database, and takes those out that are gone.
func (s *Session) load(ctx context.Context, mentioned map[string]bool) error {
	for key := range mentioned {
		df := s.frames.byName[key]
		switch {
		case df == nil, df.missing != "":
			if err := s.database.Drop(ctx, key); err != nil {
				return err
			}
			continue
		case df.loaded:
			continue
		}
		if err := s.store(ctx, df); err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fmt.Errorf("the dataframe %s cannot be queried: %w", df.name, err)
		}
		df.loaded = df.frame != nil // a variable may be changed by the next CODE cell
	}
	return nil
}

func (s *Session) store(ctx context.Context, df *dataframe) (err error) {
	f := df.frame
	if f == nil {
		if f, err = s.code.Frame(ctx, df.name); err != nil {
			return err
		}
	}
	return s.database.Put(ctx, df.name, f)
}
