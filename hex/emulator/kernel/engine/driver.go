package engine

import (
	"database/sql/driver"
	"fmt"
)

// Named are the parameters of a statement as a driver of database/sql takes them.
func Named(args []any) []driver.NamedValue {
	out := make([]driver.NamedValue, len(args))
	for i, v := range args {
		out[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return out
}

// TablesOf makes tables of rows that have a schema, a table, a column and its type, those of one table after each other.
func TablesOf(f *Frame) []Table {
	var all []Table
	for _, row := range f.Rows {
		schema, name := fmt.Sprint(row[0]), fmt.Sprint(row[1])
		if n := len(all); n == 0 || all[n-1].Name != name || all[n-1].Schema != schema {
			all = append(all, Table{Schema: schema, Name: name})
		}
		last := &all[len(all)-1]
		last.Columns = append(last.Columns, Column{Name: fmt.Sprint(row[2]), Type: fmt.Sprint(row[3])})
	}
	return all
}
