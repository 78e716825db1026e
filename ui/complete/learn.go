package complete

import (
	"slices"
	"strings"

	"hextui/ui/lex"
)

// Cell is a cell as far as completion learns from it.
type Cell struct {
	Language lex.Language
	Source   string
	// Frame is the dataframe that it makes, and Columns those of its last result.
	Frame   string
	Columns []string
	// Types are those of the columns, in the same order; nil where they are not known.
	Types []string
	// AllRows says that the result has all rows, and Catalog is what it tells of other tables.
	AllRows bool
	Catalog Catalog
	// Names are what a code cell gives values to.
	Names []string
	// Defined are the functions, classes and modules that it gives.
	Defined []string
}

// Known is what the cells of a project tell. It does not change once it is made.
type Known struct {
	tables     []string            // that queries ask
	columns    map[string][]string // by the table or dataframe, in lower case
	whole      map[string][]string // … those of which all are known, in their order
	types      map[ofTable]string  // of columns, where a result told it
	frames     []made
	given      []made
	defined    []made
	parameters []string            // that are filled in
	keywords   map[string][]string // by language
}

type made struct {
	name string
	cell int // the number of the cell that makes it
}

// ofTable is a column of a table or dataframe, in lower case.
type ofTable struct{ table, column string }

// Learn reads the cells of a project, in their order. SQL cells of elsewhere ask the same databases: of them only which tables and columns
// there are is learned. Tables are further ones that the project is known to ask for.
func Learn(cells, elsewhere []Cell, asked ...string) *Known {
	k := &Known{
		columns: map[string][]string{}, whole: map[string][]string{}, types: map[ofTable]string{},
		keywords: map[string][]string{"sql": lex.Words("sql"), "python": lex.Words("python")},
	}
	for i, c := range cells {
		if c.Frame != "" {
			k.frames = append(k.frames, made{c.Frame, i})
			k.columns[fold(c.Frame)], k.whole[fold(c.Frame)] = slices.Clone(c.Columns), c.Columns
			k.typed(c.Frame, c, nil)
		}
		for _, n := range c.Names {
			k.given = append(k.given, made{n, i})
		}
		for _, n := range c.Defined {
			k.defined = append(k.defined, made{n, i})
		}
	}
	tables, parameters := map[string]bool{}, map[string]bool{}
	for _, c := range cells {
		parametersOf(c.Source, parameters)
		if c.Language.Name == "sql" {
			q := readSQL(c.Language.Lexer, c.Source)
			if table := q.whole(c); table != "" {
				k.whole[fold(table)] = c.Columns
				k.columns[fold(table)] = append(k.columns[fold(table)], c.Columns...)
				k.typed(table, c, nil)
			}
			k.passedOn(q, c)
			k.learn(q, tables)
		}
	}
	for _, c := range elsewhere {
		k.learn(readSQL(c.Language.Lexer, c.Source), tables)
	}
	further := slices.Clone(asked)
	for _, c := range cells {
		further = append(further, k.told(c)...)
	}
	k.more(further, tables)
	k.tables, k.parameters = sorted(tables), sorted(parameters)
	for t, columns := range k.columns {
		slices.Sort(columns)
		k.columns[t] = slices.Compact(columns)
	}
	return k
}

// typed learns of which types the columns of a table are from a result that has them, all or those of a query. Where two results do not
// agree, no type is known.
func (k *Known) typed(table string, c Cell, only []string) {
	for i, kind := range c.Types {
		if only != nil && !slices.ContainsFunc(only, func(name string) bool { return equal(name, c.Columns[i]) }) {
			continue
		}
		at := ofTable{fold(table), fold(c.Columns[i])}
		if known, ok := k.types[at]; ok && known != fold(kind) {
			kind = ""
		}
		k.types[at] = fold(kind)
	}
}

// passedOn learns the types of the columns that a query gives on as they are, from its result. Where tables are joined, a star or a name
// that several of them have leaves open of which one a column is.
func (k *Known) passedOn(q query, c Cell) {
	joined := slices.ContainsFunc(q.refs, func(r ref) bool { return r.table != q.refs[0].table })
	if joined && strings.Contains(c.Source, "*") || len(c.Types) == 0 {
		return
	}
	of := map[string]string{} // the table by the column, empty where there are several
	for _, column := range q.columns {
		table, name := q.tableOf(column.of), fold(column.name)
		if known, seen := of[name]; seen && known != table {
			table = ""
		}
		of[name] = table
	}
	for name, table := range of {
		if table != "" && !slices.ContainsFunc(q.own, func(own string) bool { return equal(own, name) }) {
			k.typed(table, c, []string{name})
		}
	}
}

// more adds tables that no query names yet; one that a query names otherwise, such as without its schema, stays as people write it.
func (k *Known) more(asked []string, tables map[string]bool) {
	known := map[string]bool{}
	for t := range tables {
		known[fold(lastPart(t))] = true
	}
	for _, t := range asked {
		if !known[fold(lastPart(t))] {
			tables[t] = true
		}
	}
}

// whole is the table all of whose columns the result of a cell has: select * from it, with whatever chooses and orders its rows.
func (q query) whole(c Cell) string {
	words := strings.Fields(c.Source[:min(len(c.Source), 200)])
	star := len(words) > 3 && equal(words[0], "select") && words[1] == "*" && equal(words[2], "from")
	if !star || len(q.refs) != 1 || len(c.Columns) == 0 || len(q.made) > 0 {
		return ""
	}
	return q.refs[0].table
}

func sorted(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for name := range set {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// learn takes over which tables a query asks and which of their columns it names.
func (k *Known) learn(q query, tables map[string]bool) {
	isFrame := func(name string) bool {
		return slices.ContainsFunc(k.frames, func(m made) bool { return equal(m.name, name) })
	}
	for _, r := range q.refs {
		if !slices.ContainsFunc(q.made, func(name string) bool { return equal(name, r.table) }) && !isFrame(r.table) {
			tables[r.table] = true
		}
	}
	for _, c := range q.shared {
		k.columns[fold(c.of)] = append(k.columns[fold(c.of)], c.name)
	}
	for _, c := range q.columns {
		if c.of == "" && slices.ContainsFunc(q.own, func(name string) bool { return equal(name, c.name) }) {
			continue
		}
		if table := q.tableOf(c.of); table != "" {
			k.columns[fold(table)] = append(k.columns[fold(table)], c.name)
		}
	}
}

// parametersOf adds the names that are filled into a source.
func parametersOf(source string, into map[string]bool) {
	for {
		_, rest, ok := strings.Cut(source, "{{")
		if !ok {
			return
		}
		rest = strings.TrimLeft(rest, " \t\n-")
		n := 0
		for n < len(rest) && letter(rest[n]) {
			n++
		}
		if n > 0 && (rest[0] < '0' || rest[0] > '9') {
			into[rest[:n]] = true
		}
		source = rest
	}
}

// Columns are those that are known of a table or a dataframe: in its order where they are all there are, else in that of their letters.
func (k *Known) Columns(table string) []string {
	if whole := k.whole[fold(table)]; len(whole) > 0 {
		return whole
	}
	return k.columns[fold(table)]
}

// Type is the type of a column, empty where it is not known.
func (k *Known) Type(table, column string) string { return k.types[ofTable{fold(table), fold(column)}] }
