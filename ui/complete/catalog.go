package complete

import (
	"slices"
	"strings"
)

// Catalog is what a result tells of tables that it is not itself: rows of information_schema.columns and its like.
type Catalog []CatalogColumn

// CatalogColumn is a column of a table as a database describes it.
type CatalogColumn struct{ Schema, Table, Name, Type string }

// The names by which databases call what a catalog tells, the usual ones first.
var (
	catalogSchema = []string{"table_schema", "schema_name", "table_schem", "schemaname", "database"}
	catalogTable  = []string{"table_name", "tablename", "table"}
	catalogColumn = []string{"column_name", "columnname", "column"}
	catalogType   = []string{"data_type", "datatype", "type_name", "column_type", "type"}
)

// ReadCatalog reads a result that lists columns of tables, by the names of its own columns; for any other there is none. cell is a value
// of a row, by the number of the result's column.
func ReadCatalog(columns []string, rows int, cell func(row, column int) string) (c Catalog) {
	named := func(names []string) int {
		for _, name := range names {
			if i := slices.IndexFunc(columns, func(column string) bool { return equal(column, name) }); i >= 0 {
				return i
			}
		}
		return -1
	}
	schema, table, column, kind := named(catalogSchema), named(catalogTable), named(catalogColumn), named(catalogType)
	if column < 0 && kind >= 0 && schema >= 0 {
		column = named([]string{"name"}) // as ClickHouse has it in system.columns
	}
	if table < 0 || column < 0 {
		return nil
	}
	value := func(row, column int) string {
		if column < 0 {
			return ""
		}
		return strings.TrimSpace(cell(row, column))
	}
	for row := range rows {
		one := CatalogColumn{value(row, schema), value(row, table), value(row, column), value(row, kind)}
		if one.Table != "" && one.Name != "" && !slices.Contains(ownSchemas, fold(one.Schema)) {
			c = append(c, one)
		}
	}
	return c
}

// ownSchemas are those in which databases keep what they know of themselves, homeSchemas those whose tables are called by their names
// alone.
var (
	ownSchemas  = []string{"information_schema", "pg_catalog", "system"}
	homeSchemas = []string{"", "public", "main", "dbo", "default"}
)

// told learns which columns tables have, and returns the tables that there are. A table is called by its name alone, too, where no other
// schema has one of that name. All of its columns are known where the result is all there is.
func (k *Known) told(c Cell) (tables []string) {
	schemas := map[string]map[string]bool{} // by table; true for those of which it is not returned yet
	for _, one := range c.Catalog {
		in := schemas[fold(one.Table)]
		if in == nil {
			in = map[string]bool{}
			schemas[fold(one.Table)] = in
		}
		in[fold(one.Schema)] = true
	}
	columns := map[string][]string{}
	for _, one := range c.Catalog {
		home, whole := slices.Contains(homeSchemas, fold(one.Schema)), one.Schema+"."+one.Table
		called := []string{one.Table, whole}
		switch {
		case one.Schema == "":
			called = called[:1]
		case !home && len(schemas[fold(one.Table)]) > 1:
			called = called[1:]
		}
		if home {
			whole = one.Table
		}
		if in := schemas[fold(one.Table)]; in[fold(one.Schema)] {
			in[fold(one.Schema)] = false
			tables = append(tables, whole)
		}
		for _, table := range called {
			columns[fold(table)] = append(columns[fold(table)], one.Name)
			if one.Type != "" {
				k.types[ofTable{fold(table), fold(one.Name)}] = fold(one.Type)
			}
		}
	}
	for table, names := range columns {
		k.columns[table] = append(k.columns[table], names...)
		if c.AllRows {
			k.whole[table] = names
		}
	}
	return tables
}
